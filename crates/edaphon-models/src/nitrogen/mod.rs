//! Soil nitrogen: organic matter, microbes and every mineral form, from ammonium to N2, with the groups of microbes named that move it.
//!
//! Pools and rates are per mass of dry soil (mg C kg⁻¹, mg N kg⁻¹), time in days, temperature in °C; W is water-filled pore space. Every rate is
//!
//! ```text
//! flux = V r B × substrate limitation × responses to temperature, pH and moisture
//! ```
//!
//! with V the rate per carbon of a group at 25 °C and best pH, r its share of microbial carbon B.
//!
//! ```text
//! φ, π, h       responses to temperature, pH, dryness                           temperature, soil
//! a             anaerobic fraction, earlier where much is respired              anaerobic
//! D, M, I, Rh   decay, mineralisation, immobilisation, respiration              organic
//! NH4 → NO2 → NO3                                                               nitrification
//! NO3 → NO2 → N2O → N2                                                          denitrification
//! NH4 + NO2 → N2, NO3 → NH4                                                     anaerobic_nitrogen
//! N2 → NH4                                                                      fixation
//! urea, NH3, NO, N2O, leaching, plants                                          losses
//! ```
//!
//! A [`NitrogenDay`] holds what a day's weather fixes; its `step` advances a state by a scheme that keeps pools ≥ 0 and closes nitrogen for any step.

pub mod adaptive;
pub mod anaerobic;
pub mod anaerobic_nitrogen;
pub mod baselines;
pub mod day;
pub mod denitrification;
pub mod fixation;
pub mod flows;
pub mod genes;
pub mod guilds;
pub mod hosted;
pub mod losses;
pub mod network;
pub mod nitrification;
pub mod organic;
pub mod parameters;
pub mod pool_dilution;
pub mod pools;
pub mod quasi_steady;
pub mod rates;
pub mod rewetting;
pub mod run;
pub mod site;
pub mod soil;
pub mod step;
pub mod temperature;
pub mod tracer;

pub use adaptive::Tolerance;
pub use anaerobic::AnaerobicDay;
pub use day::NitrogenDay;
pub use flows::{Arrivals, Donors, Flows};
pub use guilds::{GUILD_DYNAMICS, GuildDay, GuildDynamics, Guilds};
pub use hosted::{Exchange, Host, HostedDay, Mineral, MineralFluxes};
pub use parameters::{NITROGEN_PARAMETERS, NITROGEN_SOIL, NitrogenParameters, NitrogenSoil, REVISED, revised};
pub use pools::{Addition, NitrogenState};
pub use quasi_steady::QuasiSteady;
pub use rates::Rates;
pub use run::{run, run_within};
pub use site::{Acidity, Groups, NitrogenSite, Weather, cardinal_temperatures};
pub use step::{Laws, Moved};
pub use temperature::{ScaledResponse, TemperatureResponse};
pub use tracer::Tracer;
