//! The pulse that follows the rewetting of dry soil.

use edaphon_core::Real;

use super::{NitrogenSite, NitrogenState};

/// WFPS below which soil counts as dry, and the rise in a day that counts as rewetting (–).
const DRY: f64 = 0.25;
const RISE: f64 = 0.1;

/// `state` at the start of a day that wets dry soil: some microbes burst and become labile matter; else as it is.
///
/// ```text
/// B → L: f (1 − exp(−d/10)) B      W rose by more than 0.1 from below 0.25
/// ```
///
/// `wfps` is W of the day before and of the day, `dry_days` d (d), `share` f (–), 0.02 to 0.1. After Birch (1958, Plant Soil 10, 9).
#[inline(always)]
pub fn rewetted<R: Real>(
    site: &NitrogenSite<R>,
    state: &NitrogenState<R>,
    wfps: [R; 2],
    dry_days: R,
    share: R,
) -> NitrogenState<R> {
    let [before, after] = wfps;
    let wetted = before.lt(R::lit(DRY)) & (after - before).gt(R::lit(RISE));
    let burst = share * (R::one() - (-dry_days * R::lit(0.1)).exp()) * state.n_microbial;
    let burst = R::select(wetted, burst, R::zero());
    NitrogenState {
        n_microbial: state.n_microbial - burst,
        n_labile: state.n_labile + burst,
        c_labile: state.c_labile + burst * site.parameters.microbial_c_to_n,
        ..*state
    }
}

#[cfg(test)]
mod tests {
    use edaphon_core::ParamSet;

    use super::*;
    use crate::nitrogen::{NITROGEN_PARAMETERS, NITROGEN_SOIL, NitrogenParameters, NitrogenSoil};

    #[test]
    fn only_dry_soil_that_is_wetted_pulses_and_nothing_is_lost() {
        let parameters = NitrogenParameters::read(&ParamSet::defaults(&NITROGEN_PARAMETERS, 1), 1).unwrap();
        let soil = NitrogenSoil::read(&ParamSet::defaults(&NITROGEN_SOIL, 1), 1).unwrap();
        let site = NitrogenSite::new(&parameters, &soil);
        let state = NitrogenState { n_microbial: 40.0, c_labile: 600.0, ..NitrogenState::filled(0.0) };
        for unmoved in [[0.3, 0.6], [0.2, 0.29], [0.2, 0.1]] {
            assert_eq!(rewetted(&site, &state, unmoved, 20.0, 0.1), state);
        }
        let pulsed = rewetted(&site, &state, [0.1, 0.5], 20.0, 0.1);
        assert!((pulsed.n_labile - 4.0 * (1.0 - (-2.0_f64).exp())).abs() < 1e-14);
        assert!((pulsed.total_nitrogen() - state.total_nitrogen()).abs() < 1e-14);
        assert!((pulsed.total_carbon(8.0) - state.total_carbon(8.0)).abs() < 1e-12);
    }
}
