//! Anammox, and dissimilatory reduction of nitrate to ammonium.

use edaphon_core::Real;
use edaphon_core::real::two_reciprocals;

use super::NitrogenSite;
use super::day::Shared;

/// Nitrite that anammox reduces to N2, per ammonium oxidised (–).
pub const ANAMMOX_NO2_TO_N2: f64 = 1.06;
/// Nitrite that anammox oxidises to nitrate, per ammonium oxidised (–).
pub const ANAMMOX_NO2_TO_NO3: f64 = 0.26;

/// What of them a day fixes; capacities per microbial carbon (mg N (mg C)⁻¹ d⁻¹).
#[derive(Debug, Clone, Copy)]
pub struct AnaerobicNitrogenDay<R> {
    anammox: R,
    dnra: R,
}

impl<R: Real> AnaerobicNitrogenDay<R> {
    #[inline(always)]
    pub(crate) fn new(site: &NitrogenSite<R>, shared: &Shared<R>) -> Self {
        let p = &site.parameters;
        Self {
            anammox: p.v_anammox * p.r_anammox * shared.phi.anammox * site.acidity.anammox,
            dnra: p.v_dnra * p.r_dnra * shared.phi.denitrifiers,
        }
    }

    /// Anammox per ammonium and nitrite, AX/(NH4 NO2) (kg (mg N)⁻¹ d⁻¹), and reduction of nitrate to ammonium, DR/NO3 (d⁻¹), favoured where carbon is plentiful and
    /// nitrate scarce:
    ///
    /// ```text
    /// AX = V X NH4/(K_4 + NH4) NO2/(K_2 + NO2) φ π a²      NH4: −1, NO2: −1.32, N2: +2.06, NO3: +0.26
    /// DR = V X NO3/(K + NO3) φ a Rh/(Rh + χ₀ NO3)
    /// ```
    ///
    /// Strous et al. (1998, Appl. Microbiol. Biotechnol. 50, 589), rounded so that nitrogen closes. Without respiration and nitrate DR is 0.
    #[inline(always)]
    pub fn rates(
        &self,
        site: &NitrogenSite<R>,
        microbes: R,
        anaerobic: R,
        respiration: R,
        [nh4, no2, no3]: [R; 3],
    ) -> [R; 2] {
        let p = &site.parameters;
        let active = microbes * anaerobic;
        let carbon_and_nitrate = (respiration + p.carbon_per_nitrate * no3).max(R::lit(1e-30));
        let [per_anammox, per_dnra] = two_reciprocals(
            (p.k_m_anammox_nh4 + nh4) * (p.k_m_anammox_no2 + no2),
            (p.k_m_dnra + no3) * carbon_and_nitrate,
        );
        [self.anammox * active * anaerobic * per_anammox, self.dnra * active * respiration * per_dnra]
    }
}
