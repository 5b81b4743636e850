//! Tables and parameter files.

use std::fmt::Write;

use edaphon_core::{ParamInfo, ParamSet};

use crate::calibration::Calibrated;
use crate::experiment::Experiment;
use crate::measurements::SOURCE;

/// The scores of all columns of predictions, as a table.
pub(crate) fn scores_csv(found: &Experiment) -> String {
    let mut text =
        "model,parameters,experiment,days,mean_gN_ha_d,bias_gN_ha_d,rmse_gN_ha_d,r,r_asinh,rmse_asinh,spearman\n"
            .to_owned();
    for j in found.all() {
        let of_all = [("all".to_owned(), j.scores)];
        for (experiment, s) in of_all.iter().chain(&j.by_experiment) {
            let numbers = [s.mean, s.bias, s.rmse, s.r, s.r_asinh, s.rmse_asinh, s.spearman].map(field).join(",");
            let _ = writeln!(text, "{},{},{experiment},{},{numbers}", j.name, j.how, s.n);
        }
    }
    text
}

/// The scores of peaks, as a table.
pub(crate) fn peaks_csv(found: &Experiment) -> String {
    let mut text = "model,parameters,threshold_gN_ha_d,days,observed_gN_ha_d,predicted_gN_ha_d,caught,r,predicted_share,observed_share\n".to_owned();
    for j in found.all() {
        let p = &j.peaks;
        let numbers =
            [p.observed, p.predicted, p.caught, p.r, p.predicted_share, p.observed_share].map(field).join(",");
        let _ = writeln!(text, "{},{},{},{},{numbers}", j.name, j.how, field(p.threshold), p.days);
    }
    text
}

/// Every day with all predictions (g N ha⁻¹ d⁻¹): before, and expected and typical after calibration on other site-years.
pub(crate) fn predictions_csv(found: &Experiment) -> String {
    let mut text = "experiment,replicate,year,day_of_year,observed".to_owned();
    for model in &found.models {
        let name = model.model.name().to_lowercase();
        let _ = write!(text, ",{name}_before,{name}_expected,{name}_typical");
    }
    text.push('\n');
    for (at, m) in found.data.days.iter().enumerate() {
        let _ = write!(text, "{},{},{},{},{}", m.experiment, m.replicate, m.year, m.day_of_year, field(m.emission));
        for model in &found.models {
            let (before, after) = (&model.before.predictions, &model.by_site_year.predictions);
            let _ = write!(text, ",{},{},{}", field(before.mean[at]), field(after.mean[at]), field(after.median[at]));
        }
        text.push('\n');
    }
    text
}

/// A number with seven digits; nothing where there is none.
fn field(x: f64) -> String {
    let rounded: f64 = format!("{x:.6e}").parse().unwrap_or(f64::NAN);
    if rounded.is_finite() { rounded.to_string() } else { String::new() }
}

/// A calibrated set as a parameter file: what was found, with its intervals, and where it comes from. What it does not name keeps its default.
pub(crate) fn parameter_file(calibrated: &Calibrated) -> String {
    let set = &calibrated.set;
    let (sigma, memory) = calibrated.noise;
    let mut text = format!(
        "# {}, calibrated on {} daily emissions of N2O in the American Midwest.\n\
         #\n\
         # Likelihood: asinh of g N ha-1 d-1, Student's t with 4 degrees of freedom, spread {sigma:.3}, correlation {memory:.3} after a day.\n\
         # Priors: those of the table of parameters. Intervals of 90 % are those of the Gaussian at the maximum of the posterior.\n",
        calibrated.model.name(),
        calibrated.days
    );
    for e in &calibrated.findings.estimates {
        let (low, high) = e.interval;
        let _ = writeln!(text, "# {} = {:.4e}, {low:.4e} to {high:.4e} ({})", e.label, e.best, e.unit);
    }
    calibrated.findings.words().iter().for_each(|words| {
        let _ = writeln!(text, "# {words}");
    });
    let _ = write!(text, "\nsource = \"calibrated on {SOURCE}\"\n\n[{}]\n", set.table().model);
    let usual = ParamSet::defaults(set.table(), 1);
    for info in set.differences(&usual) {
        let value = set.values(info.name).ok().and_then(|list| list.first().copied()).unwrap_or(f64::NAN);
        let _ = writeln!(text, "\n# {}\n{} = {value:?}", described(info, &usual), info.name);
    }
    text
}

fn described(info: &ParamInfo, usual: &ParamSet) -> String {
    let unit = if info.unit == "1" { String::new() } else { format!(" {}", info.unit) };
    let default = usual.values(info.name).ok().and_then(|list| list.first().copied()).unwrap_or(f64::NAN);
    format!("{} ({}): {} to {}{unit}; default {default}", info.about, info.symbol, info.range.0, info.range.1)
}
