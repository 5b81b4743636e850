//! RothC-26.3: four active pools of soil carbon and an inert one, in monthly steps; with its dryland options and a microbial factor.
//!
//! A port checked to round-off against the published code, so it keeps that code's units: carbon in t C ha⁻¹ (1 kg m⁻² is
//! 10 t ha⁻¹), water in mm, clay and silt in %, depth in cm, rates per year; a month is 1/12 year whatever its days.
//!
//! ```text
//! a, b, c            modifiers by temperature, moisture, plant cover           temperature, moisture, modifiers
//! m = a b c μ        μ = μ_max B/(K_m + B), or 1                               microbial
//! Y kept = Y exp(−m k_Y/12);  B gains α L, H gains β L, L the sum of losses    transfers, month
//! C* = (I − Q)⁻¹ v                                                             steady
//! ```
//!
//! Sources: Rothamsted's RothC 2.0.0 with its description (2025); Coleman & Jenkinson (1996); Jenkinson (1990, Phil. Trans. R. Soc. B 329,
//! 361); Farina et al. (2013, Geoderma 200–201, 18) for the dryland options; Zhang et al. (2024, Sci. Total Environ. 920, 170778) for the
//! microbial factor; Falloon et al. (1998, Soil Biol. Biochem. 30, 1207) and Weihermüller et al. (2013, Eur. J. Soil Sci. 64,
//! 567) for initial pools.

pub mod dryland;
pub mod forward;
pub mod initial;
pub mod microbial;
pub mod modifiers;
pub mod moisture;
pub mod month;
pub mod official;
pub mod parameters;
pub mod pools;
pub mod radiocarbon;
pub mod site;
pub mod standing;
pub mod steady;
pub mod temperature;
pub mod transfers;

pub use dryland::{BareLimit, MoistureOption};
pub use forward::{Years, forward};
pub use microbial::Microbes;
pub use modifiers::{RateModifiers, Weather, rate_modifiers, spin_up_modifiers};
pub use month::{MonthFluxes, Scheme, kept_shares, month};
pub use parameters::{ROTHC_PARAMETERS, ROTHC_SOIL, RothCParameters, Soil};
pub use pools::{Pools, Supply};
pub use radiocarbon::{Ages, delta_14c};
pub use site::RothCSite;
pub use standing::Standing;
pub use steady::{Equilibrium, steady_state};
