//! Soil nitrogen coupled to a model with one pool of mineral nitrogen: CASA-CN or MIMICS-CN is the host of the network from ammonium to N2.
//!
//! ```text
//! a day  1. the host lives through it with its own losses of mineral nitrogen off: it mineralises, immobilises, takes up, fixes, receives deposition
//!        2. the network moves that through NH4, NO2 and NO3, transforms them and loses N2O, N2, NO, NH3 and what leaches
//!        3. what is left of NH4, NO2 and NO3 is the host's mineral nitrogen of the next morning
//! ```
//!
//! So uptake, growth and immobilisation of the next day feel what was lost. Organic nitrogen stays the host's. The sum of the host's nitrogen and of N2O in soil changes by deposition,
//! fixation and losses alone.
//!
//! | the network reads | of the host, in a layer of thickness z |
//! |---|---|
//! | B, Rh | microbial carbon (copiotrophs and oligotrophs of MIMICS, the microbial pool of CASA), heterotrophic respiration without woody debris |
//! | f_F | share of oligotrophs in microbial carbon of MIMICS; the parameter under CASA |
//! | T, W | soil temperature, and liquid and frozen water over pore space, averaged over the layers of the forcing down to z |
//! | ρ | 2.65 (1 − pore space), so that pores are those of the grid |
//! | λ | the host's leaching rate, for the liquid share of the water: forcing has no drainage |
//!
//! All microbes and all mineral nitrogen count as being in that layer.

mod alone;
mod day;
mod fields;
mod site;
mod walk;

pub use alone::CoupledCell;
pub use fields::{NETWORK_FIELDS, NETWORK_VARIABLES, NetworkDay};
pub(crate) use site::NetworkSite;
pub use site::{Coupling, CouplingError, Network};
pub(crate) use walk::{CoupledPack, through};
