//! MIMICS: soil in which two groups of microbes, copiotrophs (r) and oligotrophs (K), decompose litter and soil organic matter.
//!
//! Pools are in mg cm⁻³ over a layer of depth z; 1 mg cm⁻³ is u = 10 z g m⁻² (z in cm). Steps are hourly. Sources: Wieder et al.
//! (2014, Biogeosciences 11, 3899; 2015, Geosci. Model Dev. 8, 1789), Kyker-Snowman et al. (2020, Geosci. Model Dev. 13, 4413), Wieder et al. (2024,
//! JAMES 16). Of the two Michaelis-Menten forms the reverse one is used.

pub mod hour;
pub mod kinetics;
pub mod parameters;
pub mod pools;
pub mod site;

pub use parameters::{MIMICS_PARAMETERS, MimicsParameters};
pub use pools::{Groups, SoilPools};
pub use site::MimicsSite;
