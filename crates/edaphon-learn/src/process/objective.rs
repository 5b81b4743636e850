//! Residuals of the process model with their exact derivatives by the logarithms of parameters.

use edaphon_core::{Dual, Real};
use edaphon_models::rothc::initial::inert_carbon;
use edaphon_models::rothc::{Microbes, RothCParameters, Years, forward};
use rayon::prelude::*;

use super::site::{SiteModel, default_parameters, with_values};
use super::{ProcessModel, TONNES};
use crate::description::FreeParameter;
use crate::error::Result;

/// Most parameters that are calibrated at once: μ_ref, K_m and those of RothC.
const MOST: usize = 8;

/// Samples that a site is to meet: years from the first on, and stocks (kg m⁻²).
#[derive(Debug, Clone)]
struct Target<'a> {
    site: &'a SiteModel,
    start: f64,
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
    /// Sites that satisfy `wanted`, were sampled in the first year and again later.
    pub(super) fn new(model: &'a ProcessModel, wanted: &[bool]) -> Result<Self> {
        let base = default_parameters()?;
        let bio_ref = TONNES * model.reference_biomass(wanted);
        let samples = |site: usize| {
            let of_site = model.later.iter().filter(|(of, _, _)| *of == site);
            of_site.map(|(_, year, stock)| (*year, *stock)).collect::<Vec<_>>()
        };
        let targets = (0..model.sites.len())
            .filter(|site| wanted[*site] && model.first[*site].0 == 0)
            .map(|site| Target { site: &model.sites[site], start: model.first[site].1, samples: samples(site) })
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
        let microbes = Microbes::referenced(mu_ref, k_m, Dual::lit(self.bio_ref));
        let others: Vec<(usize, Dual<P>)> = self
            .free
            .iter()
            .zip(&inputs)
            .filter_map(|(p, value)| if let FreeParameter::RothC(at) = p { Some((*at, *value)) } else { None })
            .collect();
        let parameters = with_values(&self.base, &others);
        let one = |target: &Target<'_>| {
            let stocks =
                if of_rothc { target.with_rothc(&parameters, &microbes)? } else { target.with_microbes(&microbes) };
            let residual = |(stock, (_, sample)): (Dual<P>, &(usize, f64))| {
                let slopes = stock.partials[..logs.len()].iter().map(|slope| slope / TONNES);
                (stock.value / TONNES - sample, slopes.collect())
            };
            Ok(stocks.into_iter().zip(&target.samples).map(residual).collect())
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

impl Target<'_> {
    /// Stocks (t C ha⁻¹) in the years of samples, where microbes alone carry derivatives.
    fn with_microbes<const P: usize>(&self, microbes: &Microbes<Dual<P>>) -> Vec<Dual<P>> {
        let site = self.site;
        let (input, pools, inert) = site.start(self.start);
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

    /// The same where parameters of RothC carry derivatives as well: spin-up and modifiers do then, too.
    fn with_rothc<const P: usize>(
        &self,
        parameters: &RothCParameters<Dual<P>>,
        microbes: &Microbes<Dual<P>>,
    ) -> Result<Vec<Dual<P>>> {
        let prepared = self.site.prepared(parameters)?;
        let inert = Dual::lit(inert_carbon(TONNES * self.start));
        let input = (Dual::lit(TONNES * self.start) - inert) / prepared.per_unit.total();
        let months = [prepared.month.times(input); 12];
        let scale: Vec<Dual<P>> = self.site.scale.iter().map(|scale| Dual::lit(*scale)).collect();
        let years = Years { modifiers: &prepared.modifiers, input: &months, scale: &scale };
        let mut stocks = Vec::with_capacity(self.samples.len());
        forward(&prepared.constants, microbes, &years, &prepared.per_unit.times(input), |year, pools, _| {
            if self.samples.iter().any(|(wanted, _)| *wanted == year + 1) {
                stocks.push(pools.total() + inert);
            }
        });
        Ok(stocks)
    }
}
