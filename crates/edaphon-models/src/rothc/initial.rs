//! From a measured stock to initial pools and to the carbon input that keeps them.

use edaphon_core::Real;

use super::Pools;

/// Inert carbon by Falloon et al. (1998), I = 0.049 S^1.139 (t C ha⁻¹), of the stock S (t C ha⁻¹).
///
/// Not linear: a stock in kg m⁻² has to be converted first.
#[inline(always)]
pub fn inert_carbon<R: Real>(stock: R) -> R {
    R::lit(0.049) * stock.powf(R::lit(1.139))
}

/// Plant carbon that keeps the measured `stock` (t C ha⁻¹ yr⁻¹): J = (S − I − F-part)/(part per unit of J).
///
/// `per_unit` is the steady state of a year with 1 t C ha⁻¹ of plant carbon, `of_manure` that of the manure alone, 0 where manure scales with plant
/// carbon and is in `per_unit`. Negative where manure alone, or inert carbon, makes more than was measured: refuse that.
#[inline(always)]
pub fn equilibrium_input<R: Real>(stock: R, inert: R, per_unit: &Pools<R>, of_manure: &Pools<R>) -> R {
    (stock - inert - of_manure.total()) / per_unit.total()
}

/// Pools and inert carbon by the pedotransfer functions of Weihermüller et al. (2013), for a stock S (t C ha⁻¹) and `clay` (%).
///
/// ```text
/// R = (0.1847 S + 0.1555)(clay + 1.2750)^−0.1158
/// H = (0.7148 S + 0.5069)(clay + 0.3421)^0.0184
/// B = (0.0140 S + 0.0075)(clay + 8.8473)^0.0567
/// I = 0.049 S^1.139
/// D = max(0, S − R − H − B − I), and then R, B, H are scaled so that the sum is S
/// ```
///
/// The functions give no D. Here it is what is left; where nothing is left, R, B and H give way in proportion.
#[inline(always)]
pub fn weihermueller<R: Real>(stock: R, clay: R) -> (Pools<R>, R) {
    let power = |scale: f64, offset: f64, add: f64, exponent: f64| {
        (R::lit(scale) * stock + R::lit(offset)) * (clay + R::lit(add)).powf(R::lit(exponent))
    };
    let rpm = power(0.1847, 0.1555, 1.2750, -0.1158);
    let hum = power(0.7148, 0.5069, 0.3421, 0.0184);
    let bio = power(0.0140, 0.0075, 8.8473, 0.0567);
    let inert = inert_carbon(stock);
    let zero = R::zero();
    let dpm = (stock - (rpm + hum + bio + inert)).max(zero);
    let made = rpm + bio + hum;
    let scale = (stock - inert - dpm).max(zero) / made;
    (Pools { dpm, rpm: rpm * scale, bio: bio * scale, hum: hum * scale }, inert)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_pools_are_met() {
        let (pools, inert) = weihermueller(45.0, 27.0);
        let expected = [0.002676, 5.749858, 0.780940, 34.723652, 3.742873];
        for (found, expected) in [pools.dpm, pools.rpm, pools.bio, pools.hum, inert].iter().zip(expected) {
            assert!((found - expected).abs() < 6e-7, "{found} {expected}");
        }
        for (stock, clay) in [(5.0, 0.0), (45.0, 27.0), (300.0, 60.0), (2000.0, 100.0)] {
            let (pools, inert) = weihermueller(stock, clay);
            assert!(((pools.total() + inert) / stock - 1.0).abs() < 1e-14, "{stock} {clay}");
            assert!(pools.dpm >= 0.0 && pools.rpm > 0.0);
        }
    }

    #[test]
    fn inert_carbon_is_in_tonnes_per_hectare() {
        assert!((inert_carbon(45.0) - 3.742873).abs() < 5e-7);
        assert_eq!(inert_carbon(0.0), 0.0);
        assert!((10.0 * inert_carbon(4.5) - 3.742873_f64).abs() > 1.0, "kg m⁻² give another number");
    }
}
