//! `edaphon demo`.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use edaphon_jobs::demo::{self, DemoResult, Row};
use serde_json::{Value, json};

use crate::interrupt::flag_on_interrupt;
use crate::outcome::Outcome;
use crate::ui::{Column, Table, Ui, duration};

/// Run four models at two forests with measured weather, and leave a project to go on from
///
/// Hyytiälä (evergreen needleleaf) and Lägern (mixed forest), from FLUXNET2015: descriptions, states after spin-up, monthly
/// output and a report are written into DIR. Nothing is downloaded.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon demo
  edaphon demo first-steps && edaphon info first-steps/FI-Hyy/mimics-cn.nc")]
pub(crate) struct Demo {
    /// Folder to make
    #[arg(value_name = "DIR", default_value = "edaphon-demo")]
    folder: PathBuf,
}

impl Demo {
    pub(crate) fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        let stop = flag_on_interrupt()?;
        let began = Instant::now();
        let mut shown = ui.progress("running four models at two forests", 1000, "‰");
        let mut show = |_words: &str, share: f64| shown.at((1000.0 * share) as u64);
        let result = demo::run(&self.folder, ui.may_replace(), &mut show, &stop)?;
        drop(shown);
        if ui.wants_json() {
            ui.json(&document(&result))?;
            return Ok(Outcome::Done);
        }
        ui.result(&table(&result, ui))?;
        result.words.iter().for_each(|words| ui.say(words));
        ui.say(&format!("\ndone in {}; the report is {}", duration(began.elapsed()), result.report.display()));
        ui.say(&format!("\nNext, in {}:", result.dir.display()));
        for next in &result.next {
            ui.say(&format!("  {}\n      {}", next.command, next.about));
        }
        Ok(Outcome::Done)
    }
}

/// Means over the measured years by site and model.
fn table(result: &DemoResult, ui: &Ui) -> String {
    let (left, right) = (Column::left, Column::right);
    let mut table = Table::new(&[
        left("site"),
        left("model"),
        right("plant C"),
        right("litter C"),
        right("soil C"),
        right("soil N"),
        right("GPP"),
        right("NPP"),
        right("Rh"),
        right("NEP"),
        right("N allows"),
        right("drift"),
        left("residual C, N"),
    ]);
    result.rows.iter().for_each(|row| table.row(cells(row)));
    let units = "carbon pools kg m⁻², nitrogen g m⁻²; fluxes g C m⁻² yr⁻¹; N allows: % of NPP that nitrogen supply allows;\n\
                 drift of carbon left by the spin-up, g m⁻² in 100 years; largest budget residual of a year, g m⁻²\n";
    format!("{}{units}", table.render(ui.width(), ui.out))
}

fn cells(row: &Row) -> [String; 13] {
    let maybe = |value: Option<f64>, digits: usize| value.map_or_else(|| "–".to_owned(), |v| format!("{v:.digits$}"));
    let nitrogen = row.residual_n.map_or_else(String::new, |n| format!(", {n:.0e}"));
    [
        row.site.to_owned(),
        row.model.name().to_owned(),
        format!("{:.2}", row.plant_c),
        format!("{:.2}", row.litter_c),
        format!("{:.2}", row.soil_c),
        maybe(row.soil_n, 0),
        format!("{:.0}", row.gpp),
        format!("{:.0}", row.npp),
        format!("{:.0}", row.rh),
        format!("{:.0}", row.nep.round() + 0.0),
        maybe(row.growth_allowed.map(|share| 100.0 * share), 0),
        format!("{:.1}", row.drift_c),
        format!("{:.0e}{nitrogen}", row.residual_c),
    ]
}

fn document(result: &DemoResult) -> Value {
    let row = |r: &Row| {
        json!({
            "site": r.site, "model": r.model.name(), "plant_c_kg_m2": r.plant_c, "litter_c_kg_m2": r.litter_c,
            "soil_c_kg_m2": r.soil_c, "soil_n_g_m2": r.soil_n, "mineral_n_g_m2": r.mineral_n, "gpp_g_m2_yr": r.gpp,
            "npp_g_m2_yr": r.npp, "rh_g_m2_yr": r.rh, "nep_g_m2_yr": r.nep, "growth_allowed": r.growth_allowed,
            "drift_c_g_m2_century": r.drift_c, "drift_n_g_m2_century": r.drift_n,
            "carbon_residual_g_m2": r.residual_c, "nitrogen_residual_g_m2": r.residual_n,
        })
    };
    json!({
        "rows": result.rows.iter().map(row).collect::<Vec<_>>(),
        "spinup_years": result.spinup_years,
        "report": result.report.display().to_string(),
        "files": result.files.iter().map(|f| f.display().to_string()).collect::<Vec<_>>(),
    })
}
