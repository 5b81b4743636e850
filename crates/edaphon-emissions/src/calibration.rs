//! Calibration of a model on some of the days, and its predictions of others.

use edaphon_core::ParamSet;
use edaphon_infer::nitrogen::{Emissions, MeasuredDay, Model};
use edaphon_infer::{
    Findings, Fit, FreeParameters, Noise, Observations, Posterior, Scale, Series, findings, fit, maximum,
};
use edaphon_models::nitrogen::{NITROGEN_PARAMETERS, NitrogenParameters};

use crate::error::Result;
use crate::measurements::Measurements;

/// The scale on which fluxes are compared: asinh of g N ha⁻¹ d⁻¹.
pub(crate) const SCALE: Scale = Scale::Asinh(1.0);

/// What a model says of days (g N ha⁻¹ d⁻¹).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Predictions {
    /// The typical emission: as many days are above as below, if the residuals are as in calibration.
    pub median: Vec<f64>,
    /// The expected emission: the mean over residuals as in calibration. Without calibration the same as the typical one.
    pub mean: Vec<f64>,
}

/// A model calibrated on all days.
#[derive(Debug, Clone)]
pub struct Calibrated {
    /// The model.
    pub model: Model,
    /// Its parameters.
    pub set: ParamSet,
    /// The maximum and the Gaussian there.
    pub fit: Fit,
    /// What was found of each parameter.
    pub findings: Findings,
    /// Spread of the residuals (asinh), and their correlation after a day.
    pub noise: (f64, f64),
    /// Days.
    pub days: usize,
}

impl Calibrated {
    /// The value of a quantity with the default parameters.
    pub(crate) fn default_of(&self, label: &str) -> f64 {
        let free = free(self.model).ok();
        let found = free.and_then(|free| {
            (0..free.count()).find(|at| free.label(*at) == label).map(|at| free.quantities(&free.start())[at])
        });
        found.unwrap_or(f64::NAN)
    }
}

/// The days that satisfy `wanted`: a model of them, and their measurements in series of one plot and year.
fn chosen(model: Model, data: &Measurements, wanted: &[bool]) -> Result<(Emissions, Observations)> {
    let mut observations = Observations::default();
    let mut days: Vec<MeasuredDay> = Vec::new();
    let mut last = None;
    for at in (0..data.days.len()).filter(|at| wanted[*at]) {
        let m = &data.days[at];
        let key = (&m.experiment, &m.replicate, m.year);
        if last != Some(key) {
            let empty = Series { scale: SCALE, times: Vec::new(), observed: Vec::new(), at: Vec::new() };
            observations.series.push(empty);
            last = Some(key);
        }
        if let Some(series) = observations.series.last_mut() {
            series.times.push(m.time());
            series.observed.push(m.emission);
            series.at.push(days.len());
        }
        days.push(m.day);
    }
    Ok((Emissions::new(model, days, &carbon()?), observations))
}

/// The parameters of the nitrogen model that give the respiration which DAYCENT reads: its defaults, before and after calibration.
fn carbon() -> Result<NitrogenParameters<f64>> {
    Ok(NitrogenParameters::read(&ParamSet::defaults(&NITROGEN_PARAMETERS, 1), 1)?)
}

fn free(model: Model) -> Result<FreeParameters> {
    Ok(FreeParameters::new(&ParamSet::defaults(model.table(), 1), &model.free())?)
}

/// All values of a set, in the order of its table.
fn values(set: &ParamSet) -> Result<Vec<f64>> {
    let one = |info: &edaphon_core::ParamInfo| Ok(set.value(info.name, 1)?);
    set.table().params.iter().map(one).collect()
}

/// Emissions of all days with the parameters of `set`, as they are.
pub(crate) fn with(model: Model, data: &Measurements, set: &ParamSet) -> Result<Predictions> {
    let (emissions, _) = chosen(model, data, &vec![true; data.days.len()])?;
    let median = emissions.with(&values(set)?);
    Ok(Predictions { mean: median.clone(), median })
}

/// Emissions of the days that are not `training`, by the model calibrated on those that are, in the order of days.
pub(crate) fn held_out(model: Model, data: &Measurements, training: &[bool], memory: bool) -> Result<Predictions> {
    let free = free(model)?;
    let (emissions, observations) = chosen(model, data, training)?;
    let posterior = Posterior::new(&free, &emissions, &observations, Noise::of_fluxes(memory))?;
    let found = maximum(&posterior, &posterior.start())?;
    let smearing = Smearing::of(&posterior.residuals(&found.at, false));
    let test: Vec<bool> = training.iter().map(|x| !x).collect();
    let (unseen, _) = chosen(model, data, &test)?;
    let median = unseen.with(&free.parameters(&found.at[..free.count()]));
    Ok(Predictions { mean: median.iter().map(|x| smearing.mean(*x)).collect(), median })
}

/// The mean of the training days for all others: of the emissions, and as the typical one that of their asinh.
pub(crate) fn baseline(data: &Measurements, training: &[bool]) -> Predictions {
    let chosen: Vec<f64> = data.days.iter().zip(training).filter(|(_, t)| **t).map(|(m, _)| m.emission).collect();
    let asinh: Vec<f64> = chosen.iter().map(|x| SCALE.of(*x)).collect();
    let count = data.days.len() - chosen.len();
    let (mean, median) = (crate::scores::average(&chosen), SCALE.back(crate::scores::average(&asinh)));
    Predictions { median: vec![median; count], mean: vec![mean; count] }
}

/// `model` calibrated on all days, with residuals that remember those of the day before if `memory`; `origin` is what its parameters say of where they come from.
///
/// # Errors
/// If the search fails or a value is outside its range.
pub fn calibrate(model: Model, data: &Measurements, memory: bool, origin: &str) -> Result<Calibrated> {
    let free = free(model)?;
    let (emissions, observations) = chosen(model, data, &vec![true; data.days.len()])?;
    let posterior = Posterior::new(&free, &emissions, &observations, Noise::of_fluxes(memory))?;
    let fit = fit(&posterior, &posterior.start())?;
    Ok(Calibrated {
        model,
        set: free.set(&fit.at[..free.count()], origin)?,
        findings: findings(&free, &fit, None),
        noise: posterior.noise_at(&fit.at),
        days: observations.len(),
        fit,
    })
}

/// The expected value where asinh is predicted and residuals are those of training (Duan 1983, J. Am. Stat. Assoc. 78, 605).
///
/// ```text
/// mean of sinh(g + r) = sinh g · mean cosh r + cosh g · mean sinh r
/// ```
struct Smearing {
    cosh: f64,
    sinh: f64,
}

impl Smearing {
    fn of(residuals: &[Vec<f64>]) -> Self {
        let all = || residuals.iter().flatten();
        let count = all().count().max(1) as f64;
        Self { cosh: all().map(|r| r.cosh()).sum::<f64>() / count, sinh: all().map(|r| r.sinh()).sum::<f64>() / count }
    }

    fn mean(&self, median: f64) -> f64 {
        median * self.cosh + median.hypot(1.0) * self.sinh
    }
}
