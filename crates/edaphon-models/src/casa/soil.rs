//! CASA soil: litter and soil pools in which microbes are implicit, carbon and nitrogen.
//!
//! ```text
//! dB_i = I_i − kB_i B_i                     litter: metabolic, structural, woody debris
//! J_k  = Σ_i A_ki kB_i B_i + Σ_l M_kl kS_l S_l      dS_k = J_k − kS_k S_k      soil: microbial, slow, passive
//! R_h  = Σ (1 − Σ_k A_ki) kB_i B_i + Σ (1 − Σ_k M_kl) kS_l S_l
//! κ    = x fT fW   fT = q10^(0.1 (T_s − 308.15))
//! fW   = ((θ − 1.70)/(0.55 − 1.70))^6.6481 ((θ + 0.007)/(0.55 + 0.007))^3.22
//! n_k  = n⁻_k + (n⁺_k − n⁻_k) max(0, N_min)/N_hi     N:C of new soil matter, n⁺_k above N_hi
//! m    = Σ kB NB + Σ kS NS − Σ n_k J_k               net mineralisation
//! ```
//!
//! Soil decay is not limited by nitrogen; litter decay is multiplied by x_N. Source: Wang, Law & Pak (2010); the
//! transfers are those of CENTURY (Parton et al. 1987).

use edaphon_core::Real;

use super::litterfall::Litterfall;
use super::{CasaSoilSite, PlantSite};
use crate::Profile;

/// Temperature and moisture factors of decay.
#[derive(Debug, Clone, Copy)]
pub struct Climate<R> {
    /// fT (–), 1 at 35 °C.
    pub temperature: R,
    /// fW (–), 1 at 55 % saturation.
    pub moisture: R,
    /// θ, water as a share of saturation (–).
    pub saturation: R,
}

/// The moisture factor of CASA before any bound, θ being the share of saturation.
#[inline(always)]
pub fn moisture_factor<R: Real>(saturation: R) -> R {
    let dry = (saturation - R::lit(1.70)) / R::lit(0.55 - 1.70);
    let wet = ((saturation + R::lit(0.007)) / R::lit(0.55 + 0.007)).max(R::lit(f64::MIN_POSITIVE));
    (R::lit(6.6481) * dry.ln() + R::lit(3.22) * wet.ln()).exp()
}

/// Factors of the day; soil temperature in K, water in m³ m⁻³.
#[inline(always)]
pub fn climate<R: Real>(plant: &PlantSite<R>, decay: &CwdDecay<R>, temperature: R, water: R) -> Climate<R> {
    let saturation = (water / plant.saturation).min(R::one());
    let moisture = R::select(decay.crop.gt(R::zero()), R::one(), moisture_factor(saturation));
    let temperature = (decay.ln_q10 * (R::lit(0.1) * (temperature - R::lit(273.15 + 35.0)))).exp();
    Climate { temperature, moisture, saturation }
}

/// What the climate factors need of a site; woody debris decays by them under MIMICS too.
#[derive(Debug, Clone, Copy)]
pub struct CwdDecay<R> {
    /// ln q10.
    pub ln_q10: R,
    /// 1 for crops, where fW = 1.
    pub crop: R,
}

/// Litter (metabolic, structural, woody debris) or soil pools (microbial, slow, passive).
pub type Three<R> = [R; 3];

/// All three times one factor.
#[inline(always)]
pub fn times<R: Real>([a, b, c]: Three<R>, factor: R) -> Three<R> {
    [a * factor, b * factor, c * factor]
}

/// Each of three times its own factor.
#[inline(always)]
pub fn each_times<R: Real>([a, b, c]: Three<R>, [x, y, z]: Three<R>) -> Three<R> {
    [a * x, b * y, c * z]
}

/// Each of three, but no more than 1.
#[inline(always)]
fn at_most_one<R: Real>([a, b, c]: Three<R>) -> Three<R> {
    [a.min(R::one()), b.min(R::one()), c.min(R::one())]
}

/// Decay rates (d⁻¹).
#[derive(Debug, Clone, Copy)]
pub struct Rates<R> {
    /// Of litter, kB, before nitrogen limitation.
    pub litter: Three<R>,
    /// Of soil, kS.
    pub soil: Three<R>,
}

/// Rates of the day.
#[inline(always)]
pub fn rates<R: Real>(site: &CasaSoilSite<R>, climate: &Climate<R>) -> Rates<R> {
    let factor = climate.temperature * climate.moisture;
    Rates {
        litter: times([site.metabolic_rate, site.structural_rate, site.cwd_rate], factor),
        soil: times([site.microbial_rate, site.slow_rate, site.passive_rate], factor),
    }
}

impl<R: Real> Rates<R> {
    /// Slows litter decay by the nitrogen scalar x_N, and in the `edaphon` profile keeps every rate to one pool a day.
    #[inline(always)]
    pub fn limited(self, x_n: R, profile: Profile) -> Self {
        let limited = Self { litter: times(self.litter, x_n), soil: self.soil };
        if profile.is_testbed() {
            return limited;
        }
        Self { litter: at_most_one(limited.litter), soil: at_most_one(limited.soil) }
    }
}

/// Carbon that moved in the soil in a day (g C m⁻² d⁻¹).
#[derive(Debug, Clone, Copy)]
pub struct SoilCarbon<R> {
    /// Decayed litter, kB_i B_i.
    pub litter_decay: Three<R>,
    /// Decayed soil matter, kS_k S_k.
    pub soil_decay: Three<R>,
    /// New soil matter, J_k.
    pub formed: Three<R>,
    /// Respired, R_h.
    pub respired: R,
    /// Woody debris that becomes soil matter.
    pub cwd_to_soil: R,
}

/// Decays the pools of the morning for a day.
#[inline(always)]
pub fn soil_carbon<R: Real>(
    site: &CasaSoilSite<R>,
    rates: &Rates<R>,
    litter: Three<R>,
    soil: Three<R>,
) -> SoilCarbon<R> {
    let [met, str, cwd] = each_times(rates.litter, litter);
    let [mic, slow, pass] = each_times(rates.soil, soil);
    let cwd_to_microbial = site.cwd_to_microbial * cwd;
    let cwd_to_slow = site.cwd_to_slow * cwd;
    let formed = [
        site.metabolic_to_microbial * met + site.structural_to_microbial * str + cwd_to_microbial,
        site.structural_to_slow * str + cwd_to_slow + site.microbial_to_slow * mic,
        site.microbial_to_passive * mic + site.slow_to_passive * slow,
    ];
    let one = R::one();
    let respired = (one - site.metabolic_to_microbial) * met
        + (one - site.structural_to_microbial - site.structural_to_slow) * str
        + (one - site.cwd_to_microbial - site.cwd_to_slow) * cwd
        + (one - site.microbial_to_slow - site.microbial_to_passive) * mic
        + (one - site.slow_to_passive) * slow
        + pass;
    let cwd_to_soil = cwd_to_microbial + cwd_to_slow;
    SoilCarbon { litter_decay: [met, str, cwd], soil_decay: [mic, slow, pass], formed, respired, cwd_to_soil }
}

/// Nitrogen that moved in the soil in a day (g N m⁻² d⁻¹).
#[derive(Debug, Clone, Copy)]
pub struct SoilNitrogen<R> {
    /// Released from decaying litter, m_B by pool.
    pub litter: Three<R>,
    /// Released from decaying soil matter, m_S by pool.
    pub soil: Three<R>,
    /// Built into new soil matter, n_k J_k by pool.
    pub immobilised: Three<R>,
}

impl<R: Real> SoilNitrogen<R> {
    /// The same with a share of the nitrogen that new soil matter wants.
    #[inline(always)]
    pub fn supplied(self, share: R) -> Self {
        Self { immobilised: times(self.immobilised, share), ..self }
    }

    /// Net mineralisation, m: below 0 where more is built in than released.
    #[inline(always)]
    pub fn net(&self) -> R {
        sum(self.litter) + sum(self.soil) - sum(self.immobilised)
    }
}

/// The sum of three.
#[inline(always)]
pub fn sum<R: Real>([a, b, c]: Three<R>) -> R {
    a + b + c
}

/// Nitrogen of the decaying litter and soil, and of the new soil matter.
#[inline(always)]
pub fn soil_nitrogen<R: Real>(
    plant: &PlantSite<R>,
    site: &CasaSoilSite<R>,
    rates: &Rates<R>,
    carbon: &SoilCarbon<R>,
    litter: Three<R>,
    soil: Three<R>,
    mineral_n: R,
) -> SoilNitrogen<R> {
    let ramp = R::select(mineral_n.lt(plant.n_limit_high), mineral_n.max(R::zero()) / plant.n_limit_high, R::one());
    let low = [site.microbial_n_to_c_min, site.slow_n_to_c_min, site.passive_n_to_c_min];
    let high = [site.microbial_n_to_c_max, site.slow_n_to_c_max, site.passive_n_to_c_max];
    SoilNitrogen {
        litter: each_times(rates.litter, litter),
        soil: each_times(rates.soil, soil),
        immobilised: [
            (low[0] + (high[0] - low[0]) * ramp) * carbon.formed[0],
            (low[1] + (high[1] - low[1]) * ramp) * carbon.formed[1],
            (low[2] + (high[2] - low[2]) * ramp) * carbon.formed[2],
        ],
    }
}

/// The scalar s (–) of the losses of mineral nitrogen to the air and to water.
///
/// ```text
/// gas = f_gas max(0, m) s    leach = f_leach max(0, N_min) s    s = 1 where N_min > 2 and T_s > 273.12, else max(0, N_min/2)
/// ```
///
/// The reference lets s grow beyond 1 in frozen, rich soil; the `edaphon` profile does not.
#[inline(always)]
pub fn loss_scalar<R: Real>(mineral_n: R, soil_temperature: R, profile: Profile) -> R {
    let open = mineral_n.gt(R::lit(2.0)) & soil_temperature.gt(R::lit(273.12));
    let poor = mineral_n.max(R::zero()) * R::lit(0.5);
    let poor = if profile.is_testbed() { poor } else { poor.min(R::one()) };
    R::select(open, R::one(), poor)
}

/// Litter input by pool: metabolic, structural, woody debris.
#[inline(always)]
pub fn litter_input<R: Real>(litter: &Litterfall<R>) -> Three<R> {
    [litter.metabolic(), litter.structural(), litter.wood_to_cwd]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moisture_factor_peaks_at_fifty_five_per_cent() {
        assert!((moisture_factor(0.55_f64) - 1.0).abs() < 1e-14);
        assert!(moisture_factor(0.5) < 1.0 && moisture_factor(0.6) < 1.0);
        assert!(moisture_factor(0.0) < 1e-4);
    }

    #[test]
    fn losses_are_full_in_rich_warm_soil_and_bounded_elsewhere() {
        assert_eq!(loss_scalar(3.0, 280.0, Profile::Testbed20), 1.0);
        assert_eq!(loss_scalar(1.0, 280.0, Profile::Testbed20), 0.5);
        assert_eq!(loss_scalar(1000.0, 270.0, Profile::Testbed20), 500.0);
        assert_eq!(loss_scalar(1000.0, 270.0, Profile::Edaphon), 1.0);
        assert_eq!(loss_scalar(-1.0, 270.0, Profile::Testbed20), 0.0);
    }
}
