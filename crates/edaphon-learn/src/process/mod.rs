//! The process model at sites: RothC with a microbial factor, started from a sampled stock (Zhang et al. 2024).
//!
//! ```text
//! spin-up    mean climate of some years, μ = 1: pools of the steady state per unit of input
//! start      J = (S − I)/Σ pools per unit,  I = 0.049 S^1.139:  the sampled stock is met exactly
//! forward    input J X(y)/X(y₀) in equal twelfths, X the fertiliser of the county;  μ = μ_max B/(K_m + B)
//! stock      D + R + B + H + I after December's input
//! ```
//!
//! Inside, stocks are in t C ha⁻¹ as RothC has them; what comes in and goes out is in kg C m⁻².

mod calibrate;
mod objective;
mod profile;
mod site;

use edaphon_models::rothc::Microbes;
use rayon::prelude::*;

pub use calibrate::{Calibration, Estimate, Verdict};
pub use profile::{Profile, ProfilePoint};
pub(crate) use site::SiteModel;

use crate::data::Data;
use crate::description::ProcessSettings;
use crate::error::{LearnError, Result};

/// Tonnes per hectare in a kilogram per square metre.
pub(crate) const TONNES: f64 = 10.0;

/// μ_max and K_m.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProcessParameters {
    /// Largest microbial factor, μ_max (–).
    pub mu_max: f64,
    /// Biomass at half of it, K_m (kg C m⁻²).
    pub k_m: f64,
}

impl ProcessParameters {
    pub(crate) fn microbes(&self) -> Microbes<f64> {
        Microbes::MichaelisMenten { mu_max: self.mu_max, k_m: TONNES * self.k_m }
    }
}

/// The process model of all sites, ready to start from any stock.
#[derive(Debug, Clone)]
pub struct ProcessModel {
    pub(crate) sites: Vec<SiteModel>,
    /// First sample of each site: year from the first on, and stock (kg m⁻²).
    first: Vec<(usize, f64)>,
    /// All samples after the first: site, year from the first on, stock (kg m⁻²).
    later: Vec<(usize, usize, f64)>,
    settings: ProcessSettings,
    years: usize,
}

impl ProcessModel {
    /// Prepares climate, cover and input of every site.
    ///
    /// # Errors
    /// A site whose ground is frozen all through spin-up, or whose water never settles.
    pub fn new(data: &Data, settings: &ProcessSettings) -> Result<Self> {
        let count = data.sites.len();
        let sites = (0..count).into_par_iter().map(|site| SiteModel::new(data, settings, site));
        let sites = sites.collect::<Result<Vec<_>>>()?;
        let places = data.sites.sampled_places();
        let samples = |site: usize| {
            let stocks = &data.sites.all[site].stocks;
            places.iter().zip(stocks).filter_map(|(year, stock)| Some((*year, (*stock)?))).collect::<Vec<_>>()
        };
        let (mut first, mut later) = (Vec::with_capacity(count), Vec::new());
        for site in 0..count {
            let samples = samples(site);
            first.push(samples[0]);
            later.extend(samples[1..].iter().map(|(year, stock)| (site, *year, *stock)));
        }
        Ok(Self { sites, first, later, settings: settings.clone(), years: data.sites.year_count() })
    }

    /// The same model with the parameters of RothC that a calibration found; itself where none was free.
    ///
    /// # Errors
    /// A site without a steady state under them.
    pub fn adapted(&self, calibration: &Calibration) -> Result<std::borrow::Cow<'_, Self>> {
        if calibration.rothc.is_empty() {
            return Ok(std::borrow::Cow::Borrowed(self));
        }
        let sites =
            self.sites.par_iter().map(|site| site.with_rothc(&calibration.rothc)).collect::<Result<Vec<_>>>()?;
        Ok(std::borrow::Cow::Owned(Self { sites, ..self.clone() }))
    }

    /// Number of years, the first included.
    pub fn years(&self) -> usize {
        self.years
    }

    /// The same model with other first samples: a site is started from them.
    #[must_use]
    pub(crate) fn with_samples(&self, first: Vec<(usize, f64)>, later: Vec<(usize, usize, f64)>) -> Self {
        Self { first, later, ..self.clone() }
    }

    /// First sample of each site: year from the first on, and stock (kg m⁻²).
    pub(crate) fn first_samples(&self) -> &[(usize, f64)] {
        &self.first
    }

    /// December stock of every site in each year (kg m⁻²), each site started so that its first sample is met.
    ///
    /// A site whose first sample is of a later year is started from the stock that leads there.
    ///
    /// # Errors
    /// A first sample that no start leads to.
    pub fn curves(&self, parameters: &ProcessParameters) -> Result<Vec<Vec<f64>>> {
        let microbes = parameters.microbes();
        let curve = |(site, (year, stock)): (&SiteModel, &(usize, f64))| {
            let start = match year {
                0 => *stock,
                _ => site.start_for(*year, *stock, &microbes)?,
            };
            Ok(site.curve(start, &microbes))
        };
        self.sites.par_iter().zip(&self.first).map(curve).collect()
    }

    /// December stock of every site in each year (kg m⁻²), started from `stocks` (kg m⁻²) in the first.
    pub fn curves_from(&self, stocks: &[f64], parameters: &ProcessParameters) -> Vec<Vec<f64>> {
        let microbes = parameters.microbes();
        self.sites.par_iter().zip(stocks).map(|(site, stock)| site.curve(*stock, &microbes)).collect()
    }

    /// The same of some sites alone, `stocks` in their order.
    pub(crate) fn curves_of(&self, sites: &[usize], stocks: &[f64], parameters: &ProcessParameters) -> Vec<Vec<f64>> {
        let microbes = parameters.microbes();
        sites.par_iter().zip(stocks).map(|(site, stock)| self.sites[*site].curve(*stock, &microbes)).collect()
    }

    /// Mean biomass at the start (kg C m⁻²) of sites that satisfy `wanted`: B_ref.
    pub(crate) fn reference_biomass(&self, wanted: &[bool]) -> f64 {
        let starts = self.sites.iter().zip(&self.first).zip(wanted).filter(|(_, wanted)| **wanted);
        let biomass: Vec<f64> = starts.map(|((site, (_, stock)), _)| site.start(*stock).1.bio / TONNES).collect();
        biomass.iter().sum::<f64>() / biomass.len() as f64
    }
}

/// A refusal that names a site.
fn of_site(name: &str, problem: impl std::fmt::Display) -> LearnError {
    LearnError::refused(format!("process model at site `{name}`: {problem}"))
}
