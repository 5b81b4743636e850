//! Pools to start with where no restart is given.

use super::State;
use crate::casa::{LeafSeason, PlantSite, PlantTraits, StartPools, litterfall::STRUCTURAL_C_TO_N};
use crate::mimics::MimicsParameters;

/// Stands for an NPP of the year before that is not known yet (g C m⁻² yr⁻¹).
pub const NPP_UNKNOWN: f64 = -1e30;

/// Smallest nitrogen that a pool starts with where nitrogen is simulated (g m⁻²).
pub const N_FLOOR: f64 = 1e-6;

/// The state of a cell before its first day.
///
/// Wood and woody debris are empty under grass. Where nitrogen is not simulated plant nitrogen follows carbon. NPP of the
/// year before is not known: a run sets it to half the GPP of its first year.
pub fn start_state(
    pools: &StartPools<f64>,
    traits: &PlantTraits<f64>,
    site: &PlantSite<f64>,
    season: LeafSeason,
    mimics: Option<&MimicsParameters<f64>>,
    nitrogen: bool,
) -> State<f64> {
    let mut s = State::filled(0.0);
    let if_woody = |pool: f64| if traits.biome_class >= 2.0 { pool } else { 0.0 };
    let carbon = |pool: f64| pool.max(0.0);
    s.leaf_phase = f64::from(season.first_phase);
    s.lai = (site.sla * pools.start_leaf_c).max(site.lai_min);
    (s.leaf_c, s.froot_c) = (carbon(pools.start_leaf_c), carbon(pools.start_froot_c));
    (s.wood_c, s.cwd_c) = (carbon(if_woody(pools.start_wood_c)), carbon(if_woody(pools.start_cwd_c)));
    (s.metabolic_c, s.structural_c) = (carbon(pools.start_metabolic_c), carbon(pools.start_structural_c));
    s.set_casa_c(s.litter_c(), [pools.start_microbial_c, pools.start_slow_c, pools.start_passive_c].map(carbon));
    let floor = |pool: f64| if nitrogen { pool.max(N_FLOOR) } else { pool };
    (s.leaf_n, s.froot_n) = (floor(pools.start_leaf_n), floor(pools.start_froot_n));
    s.wood_n = floor(if_woody(pools.start_wood_n));
    let structural_n = pools.start_structural_c / STRUCTURAL_C_TO_N;
    s.set_casa_n(
        [pools.start_metabolic_n, structural_n, if_woody(pools.start_cwd_n)].map(floor),
        [pools.start_microbial_n, pools.start_slow_n, pools.start_passive_n].map(floor),
    );
    s.mineral_n = floor(pools.start_mineral_n);
    s.leaf_p = pools.start_leaf_p;
    s.npp_last_year = NPP_UNKNOWN;
    if !nitrogen {
        s.set_plant_n(s.plant_c().zip(site.n_to_c_fixed(), |c, ratio| c * ratio));
        s.microbial_n = s.microbial_c / traits.microbial_c_to_n;
        s.slow_n = s.slow_c / traits.slow_c_to_n;
        s.passive_n = s.passive_c / traits.passive_c_to_n;
        s.mineral_n = 2.5;
    }
    if let Some(p) = mimics.filter(|_| traits.biome_class > 0.0) {
        start_mimics(&mut s, p);
    }
    s
}

/// The same pools everywhere (mg cm⁻³).
fn start_mimics(s: &mut State<f64>, p: &MimicsParameters<f64>) {
    (s.lit_m_c, s.lit_s_c, s.som_a_c, s.som_c_c, s.som_p_c) = (1.0, 1.0, 1.0, 1.0, 1.0);
    (s.mic_r_c, s.mic_k_c) = (0.015, 0.025);
    (s.lit_m_n, s.lit_s_n, s.som_a_n, s.som_c_n, s.som_p_n) = (0.1, 0.1, 0.1, 0.1, 0.1);
    (s.mic_r_n, s.mic_k_n) = (0.015 / p.microbial_c_to_n_r, 0.025 / p.microbial_c_to_n_k);
}
