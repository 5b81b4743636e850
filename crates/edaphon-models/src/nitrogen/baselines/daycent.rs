//! DAYCENT: nitrification and denitrification limited by nitrate, carbon and moisture, and a ratio of N2 to N2O.

use core::f64::consts::PI;

use edaphon_core::Defaults::One;
use edaphon_core::Prior::{Fixed, LogNormal, Uniform};
use edaphon_core::{Real, parameters, record};

use super::diffusivity::relative_diffusivity;
use super::{Conditions, usual};
use crate::nitrogen::temperature::poisson;

parameters! {
    /// The scheme at a site: Parton et al. (1996, 2001), Del Grosso et al. (2000, Glob. Biogeochem. Cycles 14, 1045).
    pub struct Daycent, DAYCENT_PARAMETERS of "daycent" {
        nitrification_rate: "k_max", "d-1", One(0.15), 0.004..=5.0, LogNormal { median: 0.15, spread: 0.7073 }, "parton2001", "nitrification of ammonium, at most";
        nitrification_share: "y_N", "1", One(0.02), 0.0005..=0.6, LogNormal { median: 0.02, spread: 0.7073 }, "parton2001", "N2O per nitrogen nitrified";
        denitrification_scale: "s_D", "1", One(1.0), 0.001..=60.0, LogNormal { median: 1.0, spread: 0.8211 }, "edaphon", "factor on denitrification: the scheme itself has 1";
        wfps_half: "W_D", "1", One(0.9), 0.6..=1.1, Uniform, "delgrosso2000", "WFPS at the middle of the rise of denitrification, without respiration";
        carbon_exponent: "n_C", "1", One(1.3), 0.1..=4.0, LogNormal { median: 1.3, spread: 0.2 }, "delgrosso2000", "exponent of respiration in the limit by carbon";
        ratio_decline: "k_R", "1", One(0.8), 0.02..=25.0, LogNormal { median: 0.8, spread: 0.7073 }, "delgrosso2000", "fall of N2 per N2O with nitrate per respiration";
        warmest_month: "T_max", "degC", One(28.0), -20.0..=55.0, Fixed, "edaphon", "mean daily maximum temperature of the warmest month";
        moisture_a: "a", "1", One(0.65), 0.3..=0.95, Fixed, "parton2001", "best moisture for nitrification";
        moisture_b: "b", "1", One(0.0), -0.5..=0.3, Fixed, "parton2001", "lowest moisture for nitrification";
        moisture_c: "c", "1", One(1.2), 1.0..=2.5, Fixed, "parton2001", "highest moisture for nitrification";
        moisture_d: "d", "1", One(2.5), 0.5..=10.0, Fixed, "parton2001", "steepness of that response";
    }
}

record! {
    /// What the scheme gives, with its factors.
    pub struct DaycentGases {
        nitrified, "nitrification (mg N kg⁻¹ d⁻¹)";
        denitrified, "denitrification (mg N kg⁻¹ d⁻¹)";
        n2o_nitrification, "N2O of nitrification (mg N kg⁻¹ d⁻¹)";
        n2o_denitrification, "N2O of denitrification (mg N kg⁻¹ d⁻¹)";
        n2o, "N2O of both (mg N kg⁻¹ d⁻¹)";
        n2, "N2 (mg N kg⁻¹ d⁻¹)";
        ratio, "N2 per N2O of denitrification, R (–)";
        nitrification_moisture, "f_W (–)";
        nitrification_temperature, "f_T (–)";
        nitrification_ph, "f_pH (–)";
        nitrate_limit, "F_N (mg N kg⁻¹ d⁻¹)";
        carbon_limit, "F_C (mg N kg⁻¹ d⁻¹)";
        moisture_factor, "F_W (–)";
        diffusivity_at_capacity, "relative diffusivity of gas at field capacity, Dfc (–)";
        diffusivity, "relative diffusivity of gas, D (–)";
        no_ratio, "NO per N2O (–), a diagnosis";
    }
}

impl<R: Real> Daycent<R> {
    /// Constants for soils of medium and fine texture.
    pub fn fine(warmest_month: R) -> Self {
        Self { warmest_month, ..Self::load(&usual(&DAYCENT_PARAMETERS)) }
    }

    /// Constants for sandy soils.
    pub fn coarse(warmest_month: R) -> Self {
        let [moisture_a, moisture_b, moisture_c, moisture_d] = [0.5, 0.0, 1.5, 4.5].map(R::lit);
        Self { moisture_a, moisture_b, moisture_c, moisture_d, ..Self::fine(warmest_month) }
    }

    /// Gases under conditions `c`:
    ///
    /// ```text
    /// nit = k_max NH4 f_pH f_W f_T        N2O_nit = y_N nit
    /// D   = s_D max(0.066, min(F_N, F_C)) F_W, 0 for NO3 < 0.1        N2O_den = D/(1 + R)
    /// ```
    #[inline(always)]
    pub fn gases(&self, c: &Conditions<R>) -> DaycentGases<R> {
        let porosity = R::one() - c.bulk_density * R::lit(1.0 / 2.65);
        let dfc = relative_diffusivity(c.field_capacity / porosity, porosity, c.field_capacity);
        let diffusivity = relative_diffusivity(c.wfps, porosity, c.field_capacity);
        let rh = c.respiration.max(R::lit(1e-12));

        let nitrification_moisture = self.moisture(c.wfps);
        let nitrification_temperature = self.temperature(c.temperature);
        let nitrification_ph = R::lit(0.56) + atan(R::lit(0.45 * PI) * (c.ph - R::lit(5.0))) * R::lit(1.0 / PI);
        let nitrified =
            self.nitrification_rate * c.nh4 * nitrification_ph * nitrification_moisture * nitrification_temperature;

        let available = available_carbon(rh, c.wfps, dfc);
        let nitrate_limit = nitrate_limit(c.no3);
        let carbon_limit = (R::lit(0.1) * available.powf(self.carbon_exponent) - R::lit(0.1)).max(R::zero());
        let moisture_factor = self.rise(c.wfps, available, dfc);
        let limited = nitrate_limit.min(carbon_limit).max(R::lit(0.066)) * moisture_factor * self.denitrification_scale;
        let denitrified = R::select(c.no3.lt(R::lit(0.1)), R::zero(), limited);

        let ratio = self.n2_per_n2o(c.no3, rh, c.wfps, dfc);
        let n2o_nitrification = self.nitrification_share * nitrified;
        let n2o_denitrification = denitrified / (R::one() + ratio);
        DaycentGases {
            nitrified,
            denitrified,
            n2o_nitrification,
            n2o_denitrification,
            n2o: n2o_nitrification + n2o_denitrification,
            n2: denitrified - n2o_denitrification,
            ratio,
            nitrification_moisture,
            nitrification_temperature,
            nitrification_ph,
            nitrate_limit,
            carbon_limit,
            moisture_factor,
            diffusivity_at_capacity: dfc,
            diffusivity,
            no_ratio: no_per_n2o(diffusivity),
        }
    }

    /// f_W (–): ((W − b)/(a − b))^(d (b − a)/(a − c)) ((W − c)/(a − c))^d.
    #[inline(always)]
    fn moisture(&self, w: R) -> R {
        let (a, b, c, d) = (self.moisture_a, self.moisture_b, self.moisture_c, self.moisture_d);
        let rise = ((w - b) / (a - b)).powf(d * (b - a) / (a - c));
        rise * ((w - c) / (a - c)).powf(d)
    }

    /// f_T (–): the Poisson density, moved so that it peaks at the warmest month's maximum where that is below 35 °C.
    #[inline(always)]
    fn temperature(&self, t: R) -> R {
        let (best, warmest) = (R::lit(35.0), self.warmest_month);
        let shape = [best.max(warmest), R::lit(-5.0), R::lit(4.5), R::lit(7.0)];
        poisson(t + (best - warmest).max(R::zero()), shape)
    }

    /// F_W (–): 0.45 + atan(0.6 π (10 W − (10 W_D − M C')))/π, at least 0, with M = 0.145 − 1.25 min(0.113, Dfc).
    #[inline(always)]
    fn rise(&self, w: R, available: R, dfc: R) -> R {
        let m = R::lit(0.145) - R::lit(1.25) * dfc.min(R::lit(0.113));
        let ten = R::lit(10.0);
        let angle = atan(R::lit(0.6 * PI) * (ten * w - (ten * self.wfps_half - m * available)));
        (R::lit(0.45) + angle * R::lit(1.0 / PI)).max(R::zero())
    }

    /// R (–): max(0.1, max(0.16 k₁, k₁ exp(−k_R NO3/Rh)) max(0.1, 1.5 W − 0.32)), with k₁ = max(1.5, 38.4 − 350 Dfc).
    #[inline(always)]
    fn n2_per_n2o(&self, no3: R, rh: R, w: R, dfc: R) -> R {
        let k1 = (R::lit(38.4) - R::lit(350.0) * dfc).max(R::lit(1.5));
        let by_nitrate = (k1 * (-self.ratio_decline * no3 / rh).exp()).max(R::lit(0.16) * k1);
        (by_nitrate * (R::lit(1.5) * w - R::lit(0.32)).max(R::lit(0.1))).max(R::lit(0.1))
    }
}

/// F_N (mg N kg⁻¹ d⁻¹): 1.556 + 76.91/π atan(0.00222 π (NO3 − 9.23)), at least 0.
#[inline(always)]
fn nitrate_limit<R: Real>(no3: R) -> R {
    let angle = atan(R::lit(0.002_22 * PI) * (no3 - R::lit(9.23)));
    (R::lit(1.556) + R::lit(76.91 / PI) * angle).max(R::zero())
}

/// C' (mg C kg⁻¹ d⁻¹): respiration, with what diffusion cannot carry away above the threshold W_t.
#[inline(always)]
fn available_carbon<R: Real>(rh: R, w: R, dfc: R) -> R {
    let open = dfc.ge(R::lit(0.15));
    let threshold = R::select(open, R::lit(0.8), (R::lit(250.0) * dfc + R::lit(43.0)) * R::lit(0.01));
    let slope = R::select(open, R::lit(0.004), R::lit(0.019) - R::lit(0.1) * dfc);
    rh * (R::one() + slope * (w - threshold).max(R::zero()) * R::lit(100.0))
}

/// NO per N2O (–): 15.23 + 35.45/π atan(0.676 π (10 D − 1.86)).
#[inline(always)]
fn no_per_n2o<R: Real>(diffusivity: R) -> R {
    let angle = atan(R::lit(0.676 * PI) * (R::lit(10.0) * diffusivity - R::lit(1.86)));
    R::lit(15.23) + R::lit(35.45 / PI) * angle
}

/// The angle (rad) whose tangent is `x`, relative error below 1e-15.
///
/// Three halvings, tan(α/2) = t/(1 + √(1 + t²)), bring 1/|x| or |x| below 0.1, where the series converges within its terms.
#[inline(always)]
fn atan<R: Real>(x: R) -> R {
    let one = R::one();
    let size = x.abs();
    let steep = size.gt(one);
    let mut t = R::select(steep, one / R::select(steep, size, one), size);
    for _ in 0..3 {
        t = t / (one + (one + t * t).sqrt());
    }
    let square = -(t * t);
    let mut series = R::zero();
    for n in (0..9).rev() {
        series = series * square + R::lit(1.0 / f64::from(2 * n + 1));
    }
    let angle = R::lit(8.0) * t * series;
    let angle = R::select(steep, R::lit(PI / 2.0) - angle, angle);
    R::select(x.lt(R::zero()), -angle, angle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn angles_are_those_of_the_standard_library() {
        for i in -400_i32..=400 {
            let x = 1.1_f64.powi(i.abs() - 200) * f64::from(i.signum());
            assert!((atan(x) - x.atan()).abs() <= 1e-15 * x.atan().abs(), "{x}");
        }
    }
}
