//! The dryland options of Farina et al. (2013): deficits from a water retention curve.
//!
//! ```text
//! θ(h) = θ_r + (θ_s − θ_r)/(1 + (α h)ⁿ)^(1 − 1/n)         van Genuchten; h in cm, θ_r = 0.01
//! W(h) = 10 z (θ(h) − θ(50))                              mm; field capacity at 50 cm
//! W_1 = W(1000)     W_15 = W(15000)     W_dry = W(1000000)
//! ```
//!
//! α, n and θ_s are those of topsoil in Wösten et al. (1999, Geoderma 90, 169), with organic matter = 1.72 OC. The description of the
//! options prints 0.0113/silt in θ_s; the code, and Wösten et al., have 0.01113.

use edaphon_core::Real;

use super::moisture::{Bucket, largest_deficit};
use super::{RothCParameters, Soil};

/// Where the deficits come from, and how low the deficit falls (`opt_RMmoist` of the official files).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MoistureOption {
    /// Standard RothC: from clay and depth (1).
    #[default]
    Standard,
    /// From the retention curve, down to 10⁶ cm; the modifier stays at its lowest below 15 bar (2).
    Dry,
    /// From the retention curve, down to 15 bar (3).
    FifteenBar,
}

/// How far bare soil dries (`opt_SMDbare`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BareLimit {
    /// Less far than under plants (1).
    #[default]
    Shallow,
    /// To 15 bar (2).
    FifteenBar,
}

/// A share of the range from 1 to 15 bar at which bare soil stops drying on a retention curve: b = 0.3612 for b_min = 0.2.
const BARE_RANGE: f64 = 0.6388 / 0.8;

/// The bucket of a soil. Dry options need clay and silt above 0.
pub fn bucket<R: Real>(p: &RothCParameters<R>, soil: &Soil<R>, option: MoistureOption, bare: BareLimit) -> Bucket<R> {
    let (one_bar, fifteen_bar, driest) = match option {
        MoistureOption::Standard => {
            let largest = largest_deficit(soil.clay, soil.depth);
            (p.one_bar_share * largest, largest, largest)
        }
        MoistureOption::Dry | MoistureOption::FifteenBar => {
            let curve = Retention::of(soil);
            let deficit = |h: f64| R::lit(10.0) * soil.depth * (curve.water(h) - curve.water(50.0));
            (deficit(1000.0), deficit(15_000.0), deficit(1_000_000.0))
        }
    };
    let standard = option == MoistureOption::Standard;
    let shallow =
        if standard { p.bare_share * fifteen_bar } else { fifteen_bar - R::lit(BARE_RANGE) * (fifteen_bar - one_bar) };
    let lowest = if option == MoistureOption::Dry { driest } else { fifteen_bar };
    let bare = if bare == BareLimit::Shallow { shallow } else { fifteen_bar };
    let driest_modifier = if standard { p.moisture_lowest } else { soil.dryland_lowest };
    Bucket::new(lowest, bare, [one_bar, fifteen_bar], driest_modifier)
}

/// Residual water of every soil (m³ m⁻³).
const RESIDUAL: f64 = 0.01;

/// A retention curve.
struct Retention<R> {
    /// Water at saturation, θ_s (m³ m⁻³).
    saturated: R,
    /// α (cm⁻¹).
    alpha: R,
    /// n (–).
    n: R,
}

impl<R: Real> Retention<R> {
    /// The curve of a topsoil.
    fn of(soil: &Soil<R>) -> Self {
        let terms = Terms {
            clay: soil.clay,
            silt: soil.silt,
            om: R::lit(1.72) * soil.organic_carbon,
            rho: soil.bulk_density,
            ln_silt: soil.silt.ln(),
        };
        Self { saturated: terms.saturated(), alpha: terms.ln_alpha().exp(), n: R::one() + terms.ln_n_minus_one().exp() }
    }

    /// Water at the suction `h` cm (m³ m⁻³).
    fn water(&self, h: f64) -> R {
        let residual = R::lit(RESIDUAL);
        let m = R::one() - R::one() / self.n;
        let dried = R::one() + (self.alpha * R::lit(h)).powf(self.n);
        residual + (self.saturated - residual) / dried.powf(m)
    }
}

/// What the regressions are made of: clay, silt, organic matter (%), bulk density (g cm⁻³).
struct Terms<R> {
    clay: R,
    silt: R,
    om: R,
    rho: R,
    ln_silt: R,
}

/// Σ cᵢ xᵢ in the order given.
fn sum<R: Real, const N: usize>(terms: [(f64, R); N]) -> R {
    terms.into_iter().fold(R::zero(), |sum, (c, x)| sum + R::lit(c) * x)
}

impl<R: Real> Terms<R> {
    fn ln_alpha(&self) -> R {
        let Self { clay, silt, om, rho, ln_silt } = *self;
        let one = R::one();
        sum([
            (-14.96, one),
            (0.03135, clay),
            (0.0351, silt),
            (0.646, om),
            (15.29, rho),
            (-0.192, one),
            (-4.671, rho * rho),
            (-0.000781, clay * clay),
            (-0.00687, om * om),
            (0.0449, one / om),
            (0.0663, ln_silt),
            (0.1482, om.ln()),
            (-0.04546, rho * silt),
            (-0.4852, rho * om),
            (0.00673, clay),
        ])
    }

    fn saturated(&self) -> R {
        let Self { clay, silt, om, rho, ln_silt } = *self;
        let one = R::one();
        sum([
            (0.7919, one),
            (0.001691, clay),
            (-0.29619, rho),
            (-0.000001491, silt * silt),
            (0.0000821, om * om),
            (0.02427, one / clay),
            (0.01113, one / silt),
            (0.01472, ln_silt),
            (-0.0000733, om * clay),
            (-0.000619, rho * clay),
            (-0.001183, rho * om),
            (-0.0001664, silt),
        ])
    }

    fn ln_n_minus_one(&self) -> R {
        let Self { clay, silt, om, rho, ln_silt } = *self;
        let one = R::one();
        sum([
            (-25.23, one),
            (-0.02195, clay),
            (0.0074, silt),
            (-0.194, om),
            (45.5, rho),
            (-7.24, rho * rho),
            (0.0003658, clay * clay),
            (0.002885, om * om),
            (-12.81, one / rho),
            (-0.1524, one / silt),
            (-0.01958, one / om),
            (-0.2876, ln_silt),
            (-0.0709, om.ln()),
            (-44.6, rho.ln()),
            (-0.02264, rho * clay),
            (0.0896, rho * om),
            (0.00718, clay),
        ])
    }
}
