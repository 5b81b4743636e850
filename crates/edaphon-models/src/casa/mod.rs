//! CASA: vegetation that every soil model shares, and the soil in which microbes are implicit.
//!
//! Units are those of the original code (g m⁻², days, K), because results are compared with it to round-off. Sources: Wang, Law &
//! Pak (2010, Biogeosciences 7, 2261), Wieder et al. (2018, Global Change Biology 24, 1563; 2024, JAMES 16).
//! Tissues are leaf (L), wood (W) and fine root (R); every flux of a day is computed from the pools of the morning.

pub mod allocation;
pub mod litterfall;
pub mod nitrogen;
pub mod parameters;
pub mod phenology;
pub mod respiration;
pub mod roots;
pub mod site;
pub mod soil;
pub mod tissues;
pub mod turnover;

pub use edaphon_core::grid::SoilTexture;
pub use parameters::{PLANT_TRAITS, PlantTraits, START_POOLS, StartPools};
pub use phenology::LeafSeason;
pub use site::{CasaSoilSite, PlantSite, soil_of_texture};
pub use tissues::Tissues;
