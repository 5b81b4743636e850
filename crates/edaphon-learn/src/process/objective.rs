//! Residuals of the process model with their exact derivatives by the logarithms of parameters.

use edaphon_core::{Dual, Real};
use edaphon_models::rothc::initial::inert_carbon;
use edaphon_models::rothc::{Microbes, RothCParameters, Years, forward};
use rayon::prelude::*;

use super::site::{Prepared, SiteModel, default_parameters, with_values};
use super::{ProcessModel, TONNES};
use crate::description::FreeParameter;
use crate::error::Result;

/// Most parameters that are calibrated at once: μ_ref, K_m and those of RothC.
const MOST: usize = 8;

/// Samples that a site is to meet: years from the first on, and stocks (kg m⁻²).
#[derive(Debug, Clone)]
struct Target<'a> {
    site: &'a SiteModel,
    /// First sample: year from the first on, and stock (kg m⁻²).
    first: (usize, f64),
    samples: Vec<(usize, f64)>,
}

/// Samples of some sites after their first, and the parameters that are to meet them.
#[derive(Debug)]
pub(super) struct Objective<'a> {
    targets: Vec<Target<'a>>,
    pub(super) free: Vec<FreeParameter>,
    /// Lowest and highest logarithm of each free parameter.
    pub(super) bounds: Vec<(f64, f64)>,
    /// Logarithm of each free parameter to begin with.
    pub(super) begin: Vec<f64>,
    /// Mean initial biomass (t C ha⁻¹).
    pub(super) bio_ref: f64,
    base: RothCParameters<f64>,
}

/// Model less sample (kg m⁻²), and its derivatives by the logarithm of each free parameter.
#[derive(Debug, Clone)]
pub(super) struct Residuals {
    pub(super) values: Vec<f64>,
    pub(super) slopes: Vec<Vec<f64>>,
}

/// Model less sample (kg m⁻²) with its derivatives.
type Residual = (f64, Vec<f64>);

impl Residuals {
    /// Mean square (kg² m⁻⁴) and its gradient.
    pub(super) fn mean_square(&self) -> (f64, Vec<f64>) {
        let n = self.values.len() as f64;
        let mut gradient = vec![0.0; self.slopes.first().map_or(0, Vec::len)];
        for (value, slopes) in self.values.iter().zip(&self.slopes) {
            gradient.iter_mut().zip(slopes).for_each(|(sum, slope)| *sum += 2.0 * value * slope / n);
        }
        (self.values.iter().map(|value| value * value).sum::<f64>() / n, gradient)
    }
}

impl<'a> Objective<'a> {
    /// Sites that satisfy `wanted` and were sampled more than once.
    pub(super) fn new(model: &'a ProcessModel, wanted: &[bool]) -> Result<Self> {
        let base = default_parameters()?;
        let bio_ref = TONNES * model.reference_biomass(wanted);
        let samples = |site: usize| {
            let of_site = model.later.iter().filter(|(of, _, _)| *of == site);
            of_site.map(|(_, year, stock)| (*year, *stock)).collect::<Vec<_>>()
        };
        let targets = (0..model.sites.len())
            .filter(|site| wanted[*site])
            .map(|site| Target { site: &model.sites[site], first: model.first[site], samples: samples(site) })
            .filter(|target| !target.samples.is_empty())
            .collect();
        let free = model.settings.free.clone();
        let (low, high) = model.settings.k_m_bounds;
        let of = |parameter: &FreeParameter| match parameter {
            FreeParameter::MuRef => (1.0, 1e-2, 1e2),
            FreeParameter::KM => (bio_ref * (low * high).sqrt(), bio_ref * low, bio_ref * high),
            FreeParameter::RothC(_) => {
                let value = usual(&base, parameter.name());
                // A tenth to ten times what was published.
                (value, value / 10.0, value * 10.0)
            }
        };
        let bounds = free.iter().map(|parameter| (of(parameter).1.ln(), of(parameter).2.ln())).collect();
        let begin = free.iter().map(|parameter| of(parameter).0.ln()).collect();
        Ok(Self { targets, free, bounds, begin, bio_ref, base })
    }

    /// Number of samples to be met.
    pub(super) fn len(&self) -> usize {
        self.targets.iter().map(|target| target.samples.len()).sum()
    }

    /// Residuals at logarithms of the free parameters.
    pub(super) fn residuals(&self, logs: &[f64]) -> Result<Residuals> {
        let of_rothc = self.free.iter().any(|parameter| matches!(parameter, FreeParameter::RothC(_)));
        let found = if of_rothc { self.each::<MOST>(logs, true) } else { self.each::<2>(logs, false) };
        let (mut values, mut slopes) = (Vec::with_capacity(self.len()), Vec::with_capacity(self.len()));
        for (value, slope) in found?.into_iter().flatten() {
            values.push(value);
            slopes.push(slope);
        }
        Ok(Residuals { values, slopes })
    }

    fn each<const P: usize>(&self, logs: &[f64], of_rothc: bool) -> Result<Vec<Vec<Residual>>> {
        let inputs: Vec<Dual<P>> = logs.iter().enumerate().map(|(at, log)| Dual::input(*log, at).exp()).collect();
        let find = |wanted: FreeParameter| self.free.iter().position(|p| *p == wanted).map(|at| inputs[at]);
        let mu_ref = find(FreeParameter::MuRef).unwrap_or(Dual::lit(1.0));
        let k_m = find(FreeParameter::KM).unwrap_or(Dual::lit(self.bio_ref));
        let others: Vec<(usize, Dual<P>)> = self
            .free
            .iter()
            .zip(&inputs)
            .filter_map(|(p, value)| if let FreeParameter::RothC(at) = p { Some((*at, *value)) } else { None })
            .collect();
        let point = Point {
            microbes: Microbes::referenced(mu_ref, k_m, Dual::lit(self.bio_ref)),
            values: Microbes::referenced(mu_ref.value, k_m.value, self.bio_ref),
            parameters: of_rothc.then(|| with_values(&self.base, &others)),
            rothc: others.iter().map(|(at, value)| (*at, value.value)).collect(),
        };
        let one = |target: &Target<'_>| {
            let residual = |(stock, (_, sample)): (Dual<P>, &(usize, f64))| {
                let slopes = stock.partials[..logs.len()].iter().map(|slope| slope / TONNES);
                (stock.value / TONNES - sample, slopes.collect())
            };
            Ok(target.stocks(&point)?.into_iter().zip(&target.samples).map(residual).collect())
        };
        self.targets.par_iter().map(one).collect()
    }
}

/// A published parameter of RothC.
fn usual(base: &RothCParameters<f64>, name: &str) -> f64 {
    let mut values = [0.0; 32];
    base.store(&mut values);
    RothCParameters::<f64>::NAMES.iter().position(|known| *known == name).map_or(1.0, |at| values[at])
}

/// Where the objective is asked for.
struct Point<const P: usize> {
    microbes: Microbes<Dual<P>>,
    /// The same without derivatives.
    values: Microbes<f64>,
    /// Parameters of RothC, where some are free.
    parameters: Option<RothCParameters<Dual<P>>>,
    /// Values of those that are.
    rothc: Vec<(usize, f64)>,
}

impl Target<'_> {
    /// Stocks (t C ha⁻¹) in the years of samples after the first, which is met.
    fn stocks<const P: usize>(&self, point: &Point<P>) -> Result<Vec<Dual<P>>> {
        let (year, stock) = self.first;
        let later: Vec<usize> = self.samples.iter().map(|(year, _)| *year).collect();
        match &point.parameters {
            None if year == 0 => Ok(self.run_from_first_year(&point.microbes)),
            None => {
                let prepared = self.site.known();
                let start = self.start(self.site, &prepared, point)?;
                Ok(self.run(&prepared, &point.microbes, start, &later))
            }
            Some(parameters) => {
                let prepared = self.site.prepared(parameters)?;
                let start = match year {
                    0 => Dual::lit(TONNES * stock),
                    _ => self.start(&self.site.with_rothc(&point.rothc)?, &prepared, point)?,
                };
                Ok(self.run(&prepared, &point.microbes, start, &later))
            }
        }
    }

    /// The stock of the first year (t C ha⁻¹) that leads to a first sample of a later one.
    ///
    /// It moves with the parameters by the derivative of an implicit function: one step of Newton's in numbers that carry derivatives, from where
    /// values need none.
    fn start<const P: usize>(
        &self,
        site: &SiteModel,
        prepared: &Prepared<Dual<P>>,
        point: &Point<P>,
    ) -> Result<Dual<P>> {
        let (year, sample) = self.first;
        let start = TONNES * site.start_for(year, sample, &point.values)?;
        let microbes = point.values.map(Dual::lit);
        let slope = self.run(&site.known(), &microbes, Dual::<1>::input(start, 0), &[year])[0].partials[0];
        let start = Dual::lit(start);
        let reached = self.run(prepared, &point.microbes, start, &[year])[0];
        Ok(start - (reached - Dual::lit(TONNES * sample)) / Dual::lit(slope))
    }

    /// Stocks (t C ha⁻¹) in some years, from `start` (t C ha⁻¹) in the first.
    fn run<const P: usize>(
        &self,
        prepared: &Prepared<Dual<P>>,
        microbes: &Microbes<Dual<P>>,
        start: Dual<P>,
        wanted: &[usize],
    ) -> Vec<Dual<P>> {
        let inert = inert_carbon(start);
        let input = (start - inert) / prepared.per_unit.total();
        let months = [prepared.month.times(input); 12];
        let scale: Vec<Dual<P>> = self.site.scale.iter().map(|scale| Dual::lit(*scale)).collect();
        let years = Years { modifiers: &prepared.modifiers, input: &months, scale: &scale };
        let mut stocks = Vec::with_capacity(wanted.len());
        forward(&prepared.constants, microbes, &years, &prepared.per_unit.times(input), |year, pools, _| {
            if wanted.contains(&(year + 1)) {
                stocks.push(pools.total() + inert);
            }
        });
        stocks
    }

    /// The same in the years of samples, from a first sample of the first year, where microbes alone carry derivatives.
    fn run_from_first_year<const P: usize>(&self, microbes: &Microbes<Dual<P>>) -> Vec<Dual<P>> {
        let site = self.site;
        let (input, pools, inert) = site.start(self.first.1);
        let months = [site.month.times(input); 12];
        let years = Years { modifiers: &site.modifiers, input: &months, scale: &site.scale };
        let mut stocks = Vec::with_capacity(self.samples.len());
        forward(&site.constants.map(Dual::from), microbes, &years, &pools.map(Dual::from), |year, pools, _| {
            if self.samples.iter().any(|(wanted, _)| *wanted == year + 1) {
                stocks.push(pools.total() + Dual::lit(inert));
            }
        });
        stocks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Data;
    use crate::description::LearnDescription;

    /// A site first sampled in a later year counts, and its start moves with the parameters as differences say.
    #[test]
    fn derivatives_hold_for_sites_first_sampled_later() {
        let folder = tempfile::tempdir().unwrap();
        crate::benchmark::write_benchmark(folder.path()).unwrap();
        let described = LearnDescription::of_folder(folder.path());
        let data = Data::read(&described.files, described.process.spin_up).unwrap();
        let free = vec![FreeParameter::MuRef, FreeParameter::KM];
        for free in [free.clone(), [free, vec![FreeParameter::RothC(3)]].concat()] {
            let settings = crate::ProcessSettings { free, ..Default::default() };
            let model = ProcessModel::new(&data, &settings).unwrap();
            let first = (0..428).map(|site| (if site % 2 == 0 { 7 } else { 0 }, 4.0 + 0.01 * site as f64)).collect();
            let model = model.with_samples(first, vec![(0, 12, 4.1), (0, 20, 4.2), (1, 20, 4.0)]);
            let wanted: Vec<bool> = (0..428).map(|site| site < 3).collect();
            let objective = Objective::new(&model, &wanted).unwrap();
            assert_eq!(objective.len(), 3);
            let logs: Vec<f64> = objective.begin.iter().map(|log| log + 0.1).collect();
            let found = objective.residuals(&logs).unwrap();
            for parameter in 0..logs.len() {
                let moved = |by: f64| {
                    let mut logs = logs.clone();
                    logs[parameter] += by;
                    objective.residuals(&logs).unwrap().values
                };
                let (more, less) = (moved(1e-5), moved(-1e-5));
                for sample in 0..3 {
                    let (exact, difference) = (found.slopes[sample][parameter], (more[sample] - less[sample]) / 2e-5);
                    assert!((exact - difference).abs() < 1e-7, "{parameter} {sample}: {exact} {difference}");
                }
            }
        }
    }
}
