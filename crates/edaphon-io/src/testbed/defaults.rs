//! The published parameter and phenology files (Wieder et al. 2024), which are the defaults.

use super::{NamedValues, PftTables, Phenology, parse_mimics, parse_pft, parse_phenology};
use crate::embedded::Embedded;
use crate::error::Result;

macro_rules! embedded {
    ($name:literal) => {
        Embedded::new($name, include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/testbed/", $name, ".gz")))
    };
}

/// CASA parameter tables.
pub static PFT_TABLES: Embedded = embedded!("pftlookup_igbp_updated4_exud0.csv");
/// MIMICS parameters.
pub static MIMICS_PARAMETERS: Embedded = embedded!("pftlookup_LIDET-MIM-REV_CN_desorb2xKO4_micCN_FI30.csv");
/// Phenology.
pub static PHENOLOGY: Embedded = embedded!("modis_phenology_wtundra.txt");

/// The published CASA parameter tables.
///
/// # Errors
/// If the program itself is damaged.
pub fn default_pft() -> Result<PftTables> {
    Ok(parse_pft(PFT_TABLES.path(), &PFT_TABLES.content()?)?)
}

/// The published MIMICS parameters.
///
/// # Errors
/// If the program itself is damaged.
pub fn default_mimics() -> Result<Vec<NamedValues>> {
    Ok(parse_mimics(MIMICS_PARAMETERS.path(), &MIMICS_PARAMETERS.content()?)?)
}

/// The published phenology.
///
/// # Errors
/// If the program itself is damaged.
pub fn default_phenology() -> Result<Phenology> {
    Ok(parse_phenology(PHENOLOGY.path(), &PHENOLOGY.content()?)?)
}
