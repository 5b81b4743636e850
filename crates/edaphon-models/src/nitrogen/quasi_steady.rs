//! Nitrite and nitrous oxide where ammonium and nitrate are prescribed: maps, and days of observations.

use edaphon_core::Real;

use super::anaerobic_nitrogen::{ANAMMOX_NO2_TO_N2, ANAMMOX_NO2_TO_NO3};
use super::{Flows, NitrogenDay, NitrogenSite, NitrogenState, Rates};

/// Newton steps for nitrite. From 0 the error relative to saturation is squared by each: 40 are enough to within 10⁻¹⁰ of it.
const NEWTON_STEPS: usize = 40;

/// The state in which nitrite and nitrous oxide are steady, and what flows.
#[derive(Debug, Clone, Copy)]
pub struct QuasiSteady<R> {
    /// Nitrite (mg N kg⁻¹).
    pub no2: R,
    /// Nitrous oxide (mg N kg⁻¹).
    pub n2o: R,
    /// Emission of N2O (mg N kg⁻¹ d⁻¹).
    pub n2o_emitted: R,
    /// N2 from denitrification (mg N kg⁻¹ d⁻¹).
    pub n2_denitrified: R,
    /// N2 from anammox (mg N kg⁻¹ d⁻¹).
    pub n2_anammox: R,
    /// All nitrification (mg N kg⁻¹ d⁻¹).
    pub nitrified: R,
    /// Every flow (mg N kg⁻¹ d⁻¹).
    pub flows: Flows<R>,
    /// Rates in that state.
    pub rates: Rates<R>,
}

impl<R: Real> NitrogenDay<R> {
    /// The quasi-steady state of the soil in `state`, of which urea, nitrite and nitrous oxide are not read; nothing drains.
    ///
    /// Nitrite is where its supply by ammonia oxidation and nitrate reduction equals its losses; a soil without any loss of nitrite has none such, and
    /// what is given is then large and meaningless. Nitrous oxide follows by [`steady_n2o`].
    #[inline(always)]
    pub fn quasi_steady(&self, site: &NitrogenSite<R>, state: &NitrogenState<R>) -> QuasiSteady<R> {
        let empty = NitrogenState { urea: R::zero(), no2: R::zero(), n2o: R::zero(), ..*state };
        let no2 = self.steady_nitrite(site, &empty);
        let with_nitrite = NitrogenState { no2, ..empty };
        let f = self.rates(site, &with_nitrite).flows;
        let produced = f.nh4_to_n2o * state.nh4 + (f.nitrifier_denitrification + f.no2_to_n2o) * no2;
        let k_m = site.parameters.k_m_nos;
        // Without nitrous oxide the rate is V/K.
        let n2o = steady_n2o(produced, f.n2o_reduced * k_m, k_m, f.n2o_emitted);
        let steady = NitrogenState { n2o, ..with_nitrite };
        let rates = self.rates(site, &steady);
        let flows = rates.flows.by_donor(&steady.donors(), |rate, donor| rate * donor);
        QuasiSteady {
            no2,
            n2o,
            n2o_emitted: flows.n2o_emitted,
            n2_denitrified: flows.n2o_reduced,
            n2_anammox: flows.anammox_nh4 + flows.anammox_no2,
            nitrified: rates.ammonia_oxidation.total() * state.nh4,
            flows,
            rates,
        }
    }

    /// Nitrite at which its supply and its losses are equal (mg N kg⁻¹).
    ///
    /// ```text
    /// S = Σ_i V_i x/(K_i + x) + k x      i: oxidation, nitrifier denitrification, reduction, anammox; k: chemodenitrification
    /// ```
    ///
    /// The right side is concave: Newton's method from 0 rises towards the root and never passes it.
    #[inline(always)]
    fn steady_nitrite(&self, site: &NitrogenSite<R>, empty: &NitrogenState<R>) -> R {
        let p = &site.parameters;
        let f = self.rates(site, empty).flows;
        let supply = f.nh4_oxidised * empty.nh4 + f.no3_reduced * empty.no3;
        // At no nitrite a rate is V/K. Anammox takes 1.32 of nitrite per ammonium.
        let anammox_per_nh4 = f.anammox_no2 * R::lit((ANAMMOX_NO2_TO_N2 + ANAMMOX_NO2_TO_NO3) / ANAMMOX_NO2_TO_N2);
        let sinks = [
            (f.no2_oxidised, p.k_m_nob),
            (f.nitrifier_denitrification, p.k_m_nitrifier_denitrification),
            (f.no2_to_n2o + f.no2_to_no, p.k_m_nir),
            (anammox_per_nh4, p.k_m_anammox_no2),
        ];
        let mut x = R::zero();
        for _ in 0..NEWTON_STEPS {
            let (mut loss, mut slope) = (f.chemodenitrification * x, f.chemodenitrification);
            for (initial, k_m) in sinks {
                let open = k_m / (k_m + x);
                loss = loss + initial * open * x;
                slope = slope + initial * open * open;
            }
            let steep = slope.gt(R::zero());
            x = x + R::select(steep, (supply - loss) / R::select(steep, slope, R::one()), R::zero()).max(R::zero());
        }
        x
    }
}

/// Steady nitrous oxide, G (mg N kg⁻¹), with production P (mg N kg⁻¹ d⁻¹), reduction V G/(K + G) and escape k_e G (d⁻¹).
///
/// ```text
/// k_e G² + b G − P K = 0      b = k_e K + V − P
/// G = 2 P K/(b + √(b² + 4 k_e P K))             b ≥ 0
/// G = (√(b² + 4 k_e P K) − b)/(2 k_e)           b < 0, where the other form would cancel
/// ```
#[inline(always)]
pub fn steady_n2o<R: Real>(production: R, capacity: R, k_m: R, escape: R) -> R {
    let b = escape * k_m + capacity - production;
    let root = (b * b + R::lit(4.0) * escape * production * k_m).sqrt();
    let rising = b.lt(R::zero());
    let size = root + b.abs();
    let some = size.gt(R::zero());
    let low = R::lit(2.0) * production * k_m / R::select(some, size, R::one());
    R::select(rising, size / (R::lit(2.0) * escape), low)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P = k_e G + V G/(K + G), on both sides of saturation and in the linear range: G = P/(k_e + V/K).
    #[test]
    fn steady_nitrous_oxide_balances() {
        for (production, capacity) in [(0.3, 2.0), (5.0, 2.0), (1e-9, 2.0), (3.0, 0.0)] {
            let g = steady_n2o(production, capacity, 0.2, 10.0);
            let lost = 10.0 * g + capacity * g / (0.2 + g);
            assert!((lost / production - 1.0_f64).abs() < 1e-14, "{lost} {production}");
        }
        assert_eq!(steady_n2o(0.0, 2.0, 0.2, 10.0), 0.0);
        assert!((steady_n2o(1e-9, 2.0, 0.2, 10.0) / (1e-9 / 20.0) - 1.0_f64).abs() < 1e-9);
    }
}
