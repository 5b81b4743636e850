//! Files of the CASA / MIMICS testbed (v2.0.0; Wieder et al. 2024, JAMES), in and out.
//!
//! Every reader tells all faults of its file at once, by line and column; see [`Faults`](crate::Faults).

mod control;
mod defaults;
mod diagnostic;
mod fluxes;
mod grid;
mod met;
mod mimics;
mod names;
mod perturbation;
mod pft;
mod phenology;
mod pools;
mod published;
mod soil;
mod variables;
mod write_year;

pub use control::{Control, Nutrients, SoilModel, Start};
pub use defaults::{MIMICS_PARAMETERS, PFT_TABLES, PHENOLOGY, default_mimics, default_pft, default_phenology};
pub use diagnostic::{LitterQuality, write_litter_quality};
pub use fluxes::{AnnualFluxes, NitrogenFluxes, write_annual_fluxes};
pub use grid::{TestbedGrid, parse_grid, read_grid};
pub use met::{Dataset, Met, MetNote};
pub use mimics::{parse_mimics, read_mimics};
pub use names::{met_of_year, output_name};
pub use perturbation::{Perturbation, parse_perturbation, read_perturbation};
pub use pft::{PftTables, SoilOrderPhosphorus, parse_pft, read_pft};
pub use phenology::{LeafCalendar, Phenology, parse_phenology, read_phenology};
pub use pools::{
    CasaPools, MimicsPools, parse_casa_pools, parse_mimics_pools, read_casa_pools, read_mimics_pools, write_casa_pools,
    write_mimics_pools,
};
pub use published::{PUBLISHED_GRID, PublishedGrid, published_grid};
pub use soil::{parse_soil, read_soil};
pub use variables::{CASA_VARIABLES, MIMICS_VARIABLES, OutputVariable, Per};
pub use write_year::{OutputHeader, StaticMaps, Step, YearWriter};

/// Vegetation types of the testbed (IGBP and tundra).
pub const VEGETATION_TYPES: usize = 18;

/// Values of one parameter and where they come from, ready for `ParamSet::set`.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedValues {
    /// Name of the parameter.
    pub name: &'static str,
    /// One value, or one for each vegetation type.
    pub values: Vec<f64>,
    /// File and place: `FILE, table T1 column 3`.
    pub origin: String,
}

/// Declares `read` beside `parse`: the bytes of a file, then its content.
macro_rules! reader {
    ($(#[$meta:meta])* $read:ident, $parse:ident => $type:ty) => {
        $(#[$meta])*
        ///
        /// # Errors
        /// If the file cannot be read, or all its faults.
        pub fn $read(path: &std::path::Path) -> crate::Result<$type> {
            Ok($parse(path, &crate::text::bytes_of(path)?)?)
        }
    };
}
use reader;
