//! The science of Edaphon: a folder per model, a file per process.
//!
//! Everything is generic over the scalar [`Real`](edaphon_core::Real), pure, free of allocation, threads and files. Rate laws
//! are marked to be inlined, because the block driver that calls them is compiled for several instruction sets.

pub mod casa;
pub mod ecosystem;
pub mod mimics;
pub mod nitrogen;
pub mod profile;
pub mod rothc;

pub use ecosystem::{Day, Ecosystem, State, Today, Weather};
pub use profile::Profile;
