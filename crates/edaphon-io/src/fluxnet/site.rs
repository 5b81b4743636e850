//! The forcing of a site, and the sites that come with the program.

use std::ops::RangeInclusive;

use edaphon_core::forcing::{DAYS, Driver, ForcingYear, LAYERS};

use super::{SiteOptions, import_bytes};
use crate::embedded::Embedded;
use crate::error::{Error, Result};

/// A sentence about values that were supplied or changed, and how many days it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What was done, in words.
    pub text: String,
    /// How many days it concerns; 0 where it is not about days.
    pub count: usize,
}

/// How much of a year was measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct YearQuality {
    /// Year.
    pub year: i32,
    /// Share of days with air temperature and production in the table.
    pub present: f64,
    /// Mean share of good half hours of the carbon flux (0–1), where the table has it.
    pub good: Option<f64>,
}

impl YearQuality {
    /// Whether at least `share` of the days is there and, where that is known, of the half hours is good.
    pub fn is_measured(&self, share: f64) -> bool {
        self.present >= share && self.good.is_none_or(|good| good >= share)
    }
}

/// Daily forcing of one site over whole years of 365 days.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteForcing {
    pub(super) first_year: i32,
    pub(super) gpp: Vec<f64>,
    pub(super) air_temperature: Vec<f64>,
    pub(super) nitrogen_deposition: f64,
    pub(super) soil_temperature: [Vec<f64>; LAYERS],
    pub(super) liquid_water: [Vec<f64>; LAYERS],
    pub(super) frozen_water: [Vec<f64>; LAYERS],
    pub(super) quality: Vec<YearQuality>,
    pub(super) notes: Vec<Note>,
    pub(super) attributes: Vec<(String, String)>,
}

impl SiteForcing {
    /// The years, all complete.
    pub fn years(&self) -> RangeInclusive<i32> {
        self.first_year..=self.first_year + (self.gpp.len() / DAYS) as i32 - 1
    }

    /// Gross primary production (g C m⁻² d⁻¹), at least 0.
    pub fn gpp(&self) -> &[f64] {
        &self.gpp
    }

    /// Air temperature (K).
    pub fn air_temperature(&self) -> &[f64] {
        &self.air_temperature
    }

    /// Nitrogen deposition (g N m⁻² d⁻¹).
    pub fn nitrogen_deposition(&self) -> f64 {
        self.nitrogen_deposition
    }

    /// Soil temperature of each layer (K).
    pub fn soil_temperature(&self) -> &[Vec<f64>; LAYERS] {
        &self.soil_temperature
    }

    /// Liquid water of each layer (m³ m⁻³).
    pub fn liquid_water(&self) -> &[Vec<f64>; LAYERS] {
        &self.liquid_water
    }

    /// Frozen water of each layer (m³ m⁻³).
    pub fn frozen_water(&self) -> &[Vec<f64>; LAYERS] {
        &self.frozen_water
    }

    /// What was supplied or changed, in the order it was done.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Notes and parameters as attributes of a file, in order.
    pub fn attributes(&self) -> &[(String, String)] {
        &self.attributes
    }

    /// How much of each year was measured.
    pub fn quality(&self) -> &[YearQuality] {
        &self.quality
    }

    /// The years of which at least `share` was measured.
    pub fn measured_years(&self, share: f64) -> Vec<i32> {
        self.quality.iter().filter(|q| q.is_measured(share)).map(|q| q.year).collect()
    }

    /// Puts one year into a cell of `forcing`, in single precision as met files hold it.
    ///
    /// # Errors
    /// If the record does not have this year.
    pub fn write_into(&self, forcing: &mut ForcingYear, cell: usize, year: i32) -> Result<()> {
        let years = self.years();
        if !years.contains(&year) {
            let problem = format!("year {year} was asked for; the record has {} to {}", years.start(), years.end());
            return Err(Error::Variable { path: "site record".into(), variable: "time".to_owned(), problem });
        }
        let first = (year - self.first_year) as usize * DAYS;
        for day in 0..DAYS {
            let mut set = |driver, value: f64| forcing.set(cell, day, driver, value as f32);
            set(Driver::Gpp, self.gpp[first + day]);
            set(Driver::AirTemperature, self.air_temperature[first + day]);
            set(Driver::NitrogenDeposition, self.nitrogen_deposition);
            for layer in 0..LAYERS {
                set(Driver::SoilTemperature(layer), self.soil_temperature[layer][first + day]);
                set(Driver::LiquidWater(layer), self.liquid_water[layer][first + day]);
                set(Driver::FrozenWater(layer), self.frozen_water[layer][first + day]);
            }
        }
        Ok(())
    }
}

/// A site whose record comes with the program.
#[derive(Debug, Clone, Copy)]
pub struct EmbeddedSite {
    /// Name in FLUXNET.
    pub id: &'static str,
    /// Place and country.
    pub name: &'static str,
    /// Latitude (degrees north).
    pub latitude: f64,
    /// Longitude (degrees east).
    pub longitude: f64,
    /// Elevation (m).
    pub elevation: f64,
    /// Vegetation type (IGBP).
    pub vegetation_type: usize,
    /// What to cite.
    pub source: &'static str,
    /// Its daily table.
    pub table: Embedded,
}

impl EmbeddedSite {
    /// The forcing of the site.
    ///
    /// # Errors
    /// If an option is refused, or the program itself is damaged.
    pub fn import(&self, options: &SiteOptions) -> Result<SiteForcing> {
        import_bytes(self.table.path(), &self.table.content()?, options)
    }
}

const SOURCE: &str = "FLUXNET2015, tier 1, CC-BY-4.0 (Pastorello et al. 2020, doi 10.1038/s41597-020-0534-3)";

macro_rules! table {
    ($name:literal) => {
        Embedded::new($name, include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/fluxnet/", $name, ".gz")))
    };
}

static SITES: [EmbeddedSite; 2] = [
    EmbeddedSite {
        id: "FI-Hyy",
        name: "Hyytiälä, Finland",
        latitude: 61.8475,
        longitude: 24.295,
        elevation: 181.0,
        vegetation_type: 1,
        source: SOURCE,
        table: table!("FLX_FI-Hyy_DD_subset.csv"),
    },
    EmbeddedSite {
        id: "CH-Lae",
        name: "Lägern, Switzerland",
        latitude: 47.4781,
        longitude: 8.365,
        elevation: 689.0,
        vegetation_type: 5,
        source: SOURCE,
        table: table!("FLX_CH-Lae_DD_subset.csv"),
    },
];

/// The sites that come with the program.
pub fn embedded_sites() -> &'static [EmbeddedSite] {
    &SITES
}

/// The site called `id`, such as `FI-Hyy`, if it comes with the program.
pub fn embedded(id: &str) -> Option<&'static EmbeddedSite> {
    SITES.iter().find(|site| site.id == id)
}
