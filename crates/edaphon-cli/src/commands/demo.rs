//! `edaphon demo`.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use edaphon_evaluate::Evaluation;
use edaphon_evaluate::tables::{Conventions, Targets};
use edaphon_jobs::demo::{self, DemoResult, Forest, Globe, Row};
use edaphon_jobs::description::Options;
use serde_json::{Value, json};

use crate::commands::evaluate::tell;
use crate::commands::job::provenance;
use crate::commands::learn::{table as scores, watched};
use crate::commands::phases::tell_spun;
use crate::commands::run::{lost_in_json, lost_in_words};
use crate::interrupt::flag_on_interrupt;
use crate::outcome::Outcome;
use crate::ui::{Column, SHARE, Table, Ui, duration};

/// Run four models at two forests with measured weather, and leave a project to go on from
///
/// Hyytiälä (evergreen needleleaf) and Lägern (mixed forest), from FLUXNET2015: descriptions, states after spin-up, monthly
/// output and a report are written into DIR. Nothing is downloaded. With `--global` it is the published grid instead: four models under
/// an invented climate, spun up and run through 1901 to 2014, with tables and figures beside the published ones. With `--carbon-map`
/// it is soil carbon in space and time: samples, models judged on sites that they have not seen, and maps. With `--nitrogen` it is nitrous
/// oxide from three field experiments: a model with microbes and two without, calibrated and judged on site-years that they have not seen;
/// and Hyytiälä with MIMICS-CN, whose mineral nitrogen is that of the nitrogen model.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon demo
  edaphon demo --global
  edaphon demo --carbon-map
  edaphon demo --nitrogen
  edaphon demo --global quick --every 20
  edaphon demo first-steps && edaphon info first-steps/FI-Hyy/mimics-cn.nc")]
pub(crate) struct Demo {
    /// Folder to make [default: edaphon-demo, edaphon-globe, edaphon-carbon-map, or edaphon-nitrogen]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Run the published grid of 4263 cells under an invented climate
    #[arg(long)]
    global: bool,
    /// Learn maps of soil carbon from samples of 428 synthetic sites, with process model, forest and hybrid
    #[arg(long, conflicts_with_all = ["global", "every", "last"])]
    carbon_map: bool,
    /// Calibrate three models of N2O on daily emissions of 23 site-years, and judge them on those that they have not seen
    #[arg(long, conflicts_with_all = ["global", "every", "last", "carbon_map"])]
    nitrogen: bool,
    /// One cell in so many of the grid
    #[arg(long, value_name = "N", default_value_t = 1, requires = "global", value_parser = clap::value_parser!(u16).range(1..=1000))]
    every: u16,
    /// Last year of the history
    #[arg(long, value_name = "YEAR", default_value_t = 2014, requires = "global", value_parser = clap::value_parser!(i32).range(1910..=2014))]
    last: i32,
}

impl Demo {
    pub(crate) fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        if self.global {
            return self.globe(ui);
        }
        if self.carbon_map {
            return self.maps(ui);
        }
        if self.nitrogen {
            return self.emissions(ui);
        }
        let folder = self.folder.clone().unwrap_or_else(|| "edaphon-demo".into());
        let stop = flag_on_interrupt()?;
        let began = Instant::now();
        let mut shown = ui.progress("running four models at two forests", 1000, SHARE);
        let mut show = |_words: &str, share: f64| shown.at((1000.0 * share) as u64);
        let result = demo::run(&folder, ui.may_replace(), &mut show, &stop)?;
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

    /// From samples to maps of every year.
    fn maps(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        let folder = self.folder.clone().unwrap_or_else(|| "edaphon-carbon-map".into());
        let (began, ui_may_replace) = (Instant::now(), ui.may_replace());
        let made = watched(ui, "learning soil carbon", |tell| edaphon_learn::demo(&folder, ui_may_replace, tell))?;
        ui.note("the sites are synthetic and tuned so that the hybrid wins: see the README of the benchmark and docs/theory/hybrid.md");
        ui.result(&scores(&made.evaluation))?;
        made.evaluation.findings.words.iter().for_each(|words| ui.say(words));
        ui.say(&format!("done in {}; the report is {}", duration(began.elapsed()), made.report.display()));
        ui.say(&format!("the experiment is described in {}", made.description.display()));
        Ok(Outcome::Done)
    }

    /// Measured N2O beside three models.
    fn emissions(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        let folder = self.folder.clone().unwrap_or_else(|| "edaphon-nitrogen".into());
        let began = Instant::now();
        let mut shown = ui.progress("calibrating three models of N2O", 1000, SHARE);
        let mut show = |_words: &str, share: f64| shown.at((1000.0 * share) as u64);
        // Before anything is written: both halves can be.
        if let Some(path) = Forest::files(&folder).into_iter().find(|path| !ui.may_replace() && path.exists()) {
            return Err(edaphon_jobs::JobError::Exists { path }.into());
        }
        let stop = flag_on_interrupt()?;
        let made = edaphon_emissions::demo(&folder, ui.may_replace(), &mut show)?;
        drop(shown);
        let options = Options { force: true, provenance: provenance()?, ..Options::default() };
        let mut shown = ui.progress("running a forest with its soil nitrogen", 1000, SHARE);
        let mut show = |done: u64, total: u64| shown.at(1000 * done / total.max(1));
        let forest = Forest::run(&folder, &options, &mut show, &stop)?;
        drop(shown);
        if ui.wants_json() {
            ui.json(&emitted(&made, &forest))?;
            return Ok(Outcome::Done);
        }
        ui.result(&emission_scores(&made, ui))?;
        made.words.iter().for_each(|words| ui.say(words));
        ui.say(&format!("Hyytiälä with MIMICS-CN, not calibrated, nothing measured: {}", lost_in_words(&forest.lost)));
        let (taken, page, forest) = (duration(began.elapsed()), made.report.display(), forest.report.display());
        ui.say(&format!("done in {taken}; the reports are {page} and {forest}"));
        Ok(Outcome::Done)
    }

    /// Spins the globe up, runs it through history and evaluates it.
    fn globe(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        let folder = self.folder.clone().unwrap_or_else(|| "edaphon-globe".into());
        let stop = flag_on_interrupt()?;
        let began = Instant::now();
        let globe = Globe { every: usize::from(self.every), last: self.last };
        let options = Options { force: ui.may_replace(), provenance: provenance()?, ..Options::default() };
        let mut shown = ui.progress("running four models on the globe", 1000, SHARE);
        let mut show = |done: u64, total: u64| shown.at(1000 * done / total.max(1));
        let made = globe.run(&folder, &options, &mut show, &stop)?;
        drop(shown);
        ui.note(demo::CAVEAT);
        made.done.phases.iter().flat_map(|phase| &phase.spun).for_each(|(model, spun)| tell_spun(ui, model, spun));
        let evaluation = Evaluation {
            runs: made.annual,
            daily: made.daily,
            monthly: Vec::new(),
            against: Vec::new(),
            targets: Targets::published()?,
            conventions: Conventions::default(),
            title: "Four soil models on the globe, synthetic climate".into(),
            notes: vec![demo::CAVEAT.to_owned()],
        };
        let (evaluated, report) = evaluation.write(&folder.join("evaluation"), true)?;
        tell(ui, &evaluated)?;
        ui.say(&format!("done in {}; the report is {}", duration(began.elapsed()), report.display()));
        ui.say(&format!("the run is described in {}", made.description.display()));
        Ok(Outcome::Done)
    }
}

/// Scores of the models of N2O, before and after calibration.
fn emission_scores(made: &edaphon_emissions::Summary, ui: &Ui) -> String {
    let (left, right) = (Column::left, Column::right);
    let mut table = Table::new(&[
        left("model"),
        left("parameters"),
        right("mean"),
        right("RMSE"),
        right("r"),
        right("r, asinh"),
        right("RMSE, asinh"),
        right("peaks caught"),
    ]);
    for judged in made.experiment.all() {
        let s = &judged.scores;
        let maybe = |value: f64| if judged.is_mean() { "–".to_owned() } else { format!("{value:.2}") };
        table.row([
            judged.name.clone(),
            judged.how.to_owned(),
            format!("{:.1}", s.mean),
            format!("{:.1}", s.rmse),
            maybe(s.r),
            maybe(s.r_asinh),
            format!("{:.2}", s.rmse_asinh),
            maybe(judged.peaks.caught),
        ]);
    }
    let units = "mean and RMSE: g N ha⁻¹ d⁻¹; peaks caught: share of the highest tenth of days among as many highest predictions, 0.10 by chance\n";
    format!("{}{units}", table.render(ui.width(), ui.out))
}

fn emitted(made: &edaphon_emissions::Summary, forest: &Forest) -> Value {
    let row = |judged: &edaphon_emissions::Judged| {
        let s = &judged.scores;
        json!({
            "model": judged.name, "parameters": judged.how, "days": s.n, "mean_gN_ha_d": s.mean, "bias_gN_ha_d": s.bias,
            "rmse_gN_ha_d": s.rmse, "r": s.r, "r_asinh": s.r_asinh, "rmse_asinh": s.rmse_asinh, "spearman": s.spearman,
            "peaks_caught": judged.peaks.caught,
        })
    };
    json!({
        "scores": made.experiment.all().into_iter().map(row).collect::<Vec<_>>(),
        "words": made.words,
        "forest": { "nitrogen_lost": lost_in_json(&forest.lost), "report": forest.report.display().to_string() },
        "report": made.report.display().to_string(),
        "files": made.files.iter().map(|f| f.display().to_string()).collect::<Vec<_>>(),
    })
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
