//! From the testbed's pool files to states.

use edaphon_io::testbed::{CasaPools, MimicsPools};
use edaphon_models::casa::{PlantTraits, Tissues};
use edaphon_models::ecosystem::{N_FLOOR, State};
use edaphon_models::mimics::SoilPools;

fn tissues([leaf, wood, froot]: [f64; 3]) -> Tissues<f64> {
    Tissues { leaf, wood, froot }
}

fn soil_pools([lit_m, lit_s, mic_r, mic_k, som_a, som_c, som_p]: [f64; 7]) -> SoilPools<f64> {
    SoilPools { lit_m, lit_s, mic_r, mic_k, som_a, som_c, som_p }
}

/// The start values of the tables with the pools of a restart over them.
///
/// Labile carbon is emptied and the NPP of the year before stays unknown: the testbed's files do not keep them.
pub fn restarted(
    table: &State<f64>,
    traits: &PlantTraits<f64>,
    casa: &CasaPools,
    mimics: Option<&MimicsPools>,
    nitrogen: bool,
) -> State<f64> {
    let mut s = *table;
    let carbon = |pool: f64| pool.max(0.0);
    s.lai = casa.lai;
    s.leaf_phase = casa.phase as f64;
    s.labile_c = 0.0;
    s.set_plant_c(tissues(casa.plant_c.map(carbon)));
    s.set_casa_c(casa.litter_c.map(carbon), casa.soil_c.map(carbon));
    if nitrogen {
        let floor = |pool: f64| pool.max(N_FLOOR);
        s.set_plant_n(tissues(casa.plant_n.map(floor)));
        s.set_casa_n(casa.litter_n.map(floor), casa.soil_n.map(floor));
        s.mineral_n = floor(casa.mineral_n);
    } else {
        let [leaf, wood, froot] = casa.plant_c.map(carbon);
        s.leaf_n = leaf / traits.leaf_c_to_n;
        s.wood_n = wood / traits.wood_c_to_n;
        s.froot_n = froot / traits.froot_c_to_n;
        s.microbial_n = s.microbial_c / traits.microbial_c_to_n;
        s.slow_n = s.slow_c / traits.slow_c_to_n;
        s.passive_n = s.passive_c / traits.passive_c_to_n;
        s.mineral_n = 2.5;
    }
    if let Some(pools) = mimics {
        s.set_mimics_c(&soil_pools(pools.carbon.map(carbon)));
        if nitrogen {
            s.set_mimics_n(&soil_pools(pools.nitrogen.map(carbon)));
        }
    }
    s
}
