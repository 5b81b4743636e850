//! A run: site, drivers, events and how days are stepped.

use edaphon_core::ParamSet;
use edaphon_models::nitrogen::baselines::{Daycent, Noe};
use edaphon_models::nitrogen::{NitrogenSite, NitrogenSoil, NitrogenState, Tolerance};

use super::drivers::Drivers;
use super::events::Event;
use super::soil::per_hectare;

/// How a day is stepped.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Method {
    /// So many equal steps a day.
    Substeps(usize),
    /// Steps whose error is kept within a tolerance.
    Within(Tolerance),
}

impl Default for Method {
    fn default() -> Self {
        Self::Substeps(24)
    }
}

impl Method {
    /// In words.
    pub fn words(&self) -> String {
        match self {
            Self::Substeps(count) => format!("{count} steps a day"),
            Self::Within(tolerance) => format!("steps of relative error {:e}", tolerance.relative),
        }
    }
}

/// The two schemes without microbes, at the site.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Schemes {
    /// NOE.
    pub noe: Noe<f64>,
    /// DAYCENT.
    pub daycent: Daycent<f64>,
    /// Volumetric water at field capacity, which DAYCENT reads (m³ m⁻³).
    pub field_capacity: f64,
}

/// Where the site is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Place {
    /// Its name; may be empty.
    pub name: String,
    /// Latitude and longitude (degrees north and east), where they are known.
    pub coordinates: Option<[f64; 2]>,
}

/// The parameters of a run and where they are from.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    /// The name of the set: `default`, `revised`, or a file.
    pub name: String,
    /// The values.
    pub set: ParamSet,
    /// Names of those that the description set over it.
    pub overridden: Vec<String>,
}

impl Chosen {
    /// In words: `revised, with v_nar and k_m_nos of the description`.
    pub fn words(&self) -> String {
        match self.overridden.as_slice() {
            [] => self.name.clone(),
            names => format!("{}, with {} of the description", self.name, names.join(", ")),
        }
    }
}

/// Everything that a run needs.
#[derive(Debug, Clone)]
pub struct Case {
    /// Parameters and where they are from.
    pub chosen: Chosen,
    /// The site as the model takes it.
    pub site: NitrogenSite<f64>,
    /// The state on the first day, before its events.
    pub start: NitrogenState<f64>,
    /// Days.
    pub drivers: Drivers,
    /// Events, in order of dates.
    pub events: Vec<Event>,
    /// NOE and DAYCENT.
    pub schemes: Schemes,
    /// How days are stepped.
    pub method: Method,
    /// Share of microbes that burst when dry soil is wetted (–); 0 for none.
    pub rewetting: f64,
    /// Where the site is.
    pub place: Place,
}

impl Case {
    /// kg ha⁻¹ for each mg kg⁻¹.
    pub fn per_hectare(&self) -> f64 {
        per_hectare(self.soil())
    }

    /// The soil.
    pub fn soil(&self) -> &NitrogenSoil<f64> {
        &self.site.soil
    }

    /// Nitrogen of fertiliser in the days of the run (kg N ha⁻¹).
    pub fn fertiliser(&self) -> f64 {
        self.events.iter().filter(|event| event.kind.is_fertiliser()).map(|event| event.nitrogen).sum()
    }

    /// The same without fertiliser; residues stay.
    #[must_use]
    pub fn unfertilised(&self) -> Self {
        let events = self.events.iter().filter(|event| !event.kind.is_fertiliser()).copied().collect();
        Self { events, ..self.clone() }
    }
}
