//! Where decayed carbon goes.

use edaphon_core::{Real, record};

use super::RothCParameters;

record! {
    /// Shares of decayed carbon (–); they add up to 1.
    pub struct Transfers {
        to_bio, "to biomass, α";
        to_hum, "humified, β";
        respired, "lost as CO2, 1 − α − β";
    }
}

/// Shares in a soil of `clay` (%).
///
/// ```text
/// x = 1.67 (1.85 + 1.60 exp(−0.0786 clay))       CO2 per carbon left in the soil
/// α = 0.46/(x + 1)     β = 0.54/(x + 1)     CO2: x/(x + 1)
/// ```
#[inline(always)]
pub fn transfers<R: Real>(p: &RothCParameters<R>, clay: R) -> Transfers<R> {
    let one = R::one();
    let x = p.co2_scale * (p.co2_base + p.co2_sand * (-p.co2_clay * clay).exp());
    Transfers { to_bio: p.bio_share / (x + one), to_hum: (one - p.bio_share) / (x + one), respired: x / (x + one) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rothc::ROTHC_PARAMETERS;
    use edaphon_core::ParamSet;

    #[test]
    fn published_shares_are_met() {
        let p = RothCParameters::read(&ParamSet::defaults(&ROTHC_PARAMETERS, 1), 1).unwrap();
        let t = transfers(&p, 23.4);
        let x = t.respired / (t.to_bio + t.to_hum);
        assert!((x - 3.514183).abs() < 5e-7 && (t.to_bio + t.to_hum - 0.221524).abs() < 5e-7);
        for clay in [0.0, 50.0, 100.0] {
            let t = transfers(&p, clay);
            assert!((t.to_bio + t.to_hum + t.respired - 1.0).abs() < 1e-15);
        }
    }
}
