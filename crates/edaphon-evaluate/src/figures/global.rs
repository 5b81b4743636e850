//! Figure 6: global sums through the years, less those of the first.

use edaphon_figures::{Along, Curve, CurvePanel, Curves};
use edaphon_run::Model;

use super::{Drawn, Read, curves_data};
use crate::error::Result;

/// Panels: what, unit, factor from g (d⁻¹), and the variables whose sum it is, in MIMICS and CASA.
type Part = (&'static str, &'static str, f64, &'static [&'static str], &'static [&'static str]);
const FLUX: f64 = 365.0 * 1e-15;
const PANELS: [Part; 6] = [
    ("Change of NPP", "Pg C yr-1", FLUX, &["npp"], &["npp"]),
    ("Change of soil respiration", "Pg C yr-1", FLUX, &["microbial_respiration"], &["rh"]),
    ("Change of vegetation carbon", "Pg C", 1e-15, &["leaf_c", "wood_c", "froot_c"], &["leaf_c", "wood_c", "froot_c"]),
    ("Change of soil carbon", "Pg C", 1e-15, &["cLitter", "cSoil"], &["cLitter", "cSoil"]),
    ("Change of microbial carbon", "Pg C", 1e-15, &["mimics_mic_r_c", "mimics_mic_k_c"], &[]),
    ("Change of net N mineralisation", "Tg N yr-1", 365.0 * 1e-12, &["fNnetmin"], &["fNnetmin"]),
];

pub(super) fn figure(runs: &[Read<'_>]) -> Result<Option<Drawn>> {
    if runs.iter().all(|read| read.run.years.len() < 2) {
        return Ok(None);
    }
    let mut panels = Vec::new();
    for (label, unit, factor, mimics, casa) in PANELS {
        let mut curves = Vec::new();
        for read in runs {
            let names = if read.run.model.microbes() { mimics } else { casa };
            let Some(course) = read.run.course(names)? else { continue };
            let first = read.run.windows().years;
            let start = course[..first].iter().sum::<f64>() / first as f64;
            curves.push(Curve {
                label: read.label(),
                x: read.run.years.iter().map(|year| *year as f64).collect(),
                y: course.iter().map(|value| (value - start) * factor).collect(),
                spread: Vec::new(),
                colour: usize::from(matches!(read.run.model, Model::CasaC | Model::CasaCn)),
                dashed: !read.run.model.nitrogen(),
            });
        }
        panels.push(CurvePanel { label: label.into(), unit: unit.into(), curves, ..CurvePanel::default() });
    }
    let figure = Curves { along: Along::Years, columns: 2, panels, letters: true, ..Curves::default() };
    let data = curves_data(&figure, "year");
    Ok(Some(Drawn {
        name: "figure-6",
        caption: "Global change since the first years: with nitrogen (solid) and carbon alone (dashed).".into(),
        figure: Box::new(figure),
        data,
    }))
}
