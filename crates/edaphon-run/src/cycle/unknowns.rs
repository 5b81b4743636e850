//! What is sought in a cell of each model.

use std::sync::Arc;

use edaphon_cycle::{Element, Role, Unknown};
use edaphon_models::ecosystem::{STATE_FIELDS, State};

use crate::cell::{Cell, settle};
use crate::landscape::{Landscape, Model};

/// Added to pools before their logarithm is taken (g m⁻²).
const FLOOR: f64 = 1e-3;
/// Unit of the coordinate of NPP (g m⁻² yr⁻¹).
const NPP_SCALE: f64 = 100.0;

/// Unit of the coordinate of what only follows: so large that it never decides a step.
const FOLLOWER_SCALE: f64 = 1e5;

const PLANT_C: [&str; 4] = ["leaf_c", "wood_c", "froot_c", "cwd_c"];
const PLANT_N: [&str; 5] = ["leaf_n", "wood_n", "froot_n", "cwd_n", "mineral_n"];
const CASA_C: [&str; 5] = ["metabolic_c", "structural_c", "microbial_c", "slow_c", "passive_c"];
const CASA_N: [&str; 5] = ["metabolic_n", "structural_n", "microbial_n", "slow_n", "passive_n"];
const MIMICS_C: [&str; 7] = ["lit_m_c", "lit_s_c", "mic_r_c", "mic_k_c", "som_a_c", "som_c_c", "som_p_c"];
const MIMICS_N: [&str; 7] = ["lit_m_n", "lit_s_n", "mic_r_n", "mic_k_n", "som_a_n", "som_c_n", "som_p_n"];

/// Fields on which nothing else depends for longer than a day and that forget within a year: they take part in a solution but
/// have no column in a Jacobian of differences.
const FOLLOWERS: [&str; 2] = ["labile_c", "leaf_p"];

/// Names of the fields that are sought.
fn names(model: Model) -> Vec<&'static str> {
    let mut names = PLANT_C.to_vec();
    if model.nitrogen() {
        names.extend(PLANT_N);
    }
    match (model.microbes(), model.nitrogen()) {
        (false, false) => names.extend(CASA_C),
        (false, true) => names.extend([CASA_C, CASA_N].concat()),
        (true, false) => names.extend(MIMICS_C),
        (true, true) => names.extend([MIMICS_C, MIMICS_N].concat()),
    }
    if model.microbes() {
        names.push("npp_last_year");
    }
    // With nitrogen leaf phosphorus follows leaf nitrogen at once.
    names.extend(if model.nitrogen() { &FOLLOWERS[..1] } else { &FOLLOWERS[..] });
    names
}

fn unknown(name: &'static str, area_density: f64) -> Unknown {
    let of_volume = MIMICS_C.contains(&name) || MIMICS_N.contains(&name);
    let per_area = if of_volume { area_density } else { 1.0 };
    let element = match name {
        "leaf_p" | "npp_last_year" => None,
        _ if name.ends_with("_n") => Some(Element::Nitrogen),
        _ => Some(Element::Carbon),
    };
    let role = match name {
        "mic_r_c" | "mic_k_c" => Role::Microbes,
        _ if MIMICS_C.contains(&name) => Role::Food,
        _ => Role::Other,
    };
    let is_pool = name != "npp_last_year" && !FOLLOWERS.contains(&name);
    Unknown {
        name,
        per_area: if element.is_some() { per_area } else { 0.0 },
        floor: if is_pool { FLOOR / per_area } else { 0.0 },
        scale: if FOLLOWERS.contains(&name) { FOLLOWER_SCALE } else { NPP_SCALE },
        element,
        role,
    }
}

/// The unknowns of each cell of a landscape; cells of the same depth of soil share theirs.
pub fn unknowns(land: &Landscape, cells: &[usize]) -> Vec<Arc<[Unknown]>> {
    let mut made: Vec<(f64, Arc<[Unknown]>)> = Vec::new();
    let mut of = |cell: usize| {
        let density = land.area_density()[cell];
        if let Some((_, known)) = made.iter().find(|(d, _)| *d == density) {
            return Arc::clone(known);
        }
        let list: Arc<[Unknown]> = names(land.model()).into_iter().map(|name| unknown(name, density)).collect();
        made.push((density, Arc::clone(&list)));
        list
    };
    cells.iter().map(|&cell| of(cell)).collect()
}

/// Places of the unknowns among the fields of a state.
pub(super) fn fields(model: Model) -> Vec<usize> {
    let place = |name: &str| State::<f64>::NAMES.iter().position(|n| *n == name);
    names(model).iter().filter_map(|name| place(name)).collect()
}

/// Which unknowns have a column in a Jacobian at a state; those that only follow, in an exact one.
pub(super) fn columns(cell: &Cell, x: &[f64], exact: bool) -> Vec<usize> {
    let names = names(cell.model);
    let matters = |(i, name): &(usize, &&'static str)| match **name {
        "npp_last_year" => !is_clamped(cell, x[*i]),
        name => (exact || !FOLLOWERS.contains(&name)) && x[*i] > 0.0,
    };
    names.iter().enumerate().filter(matters).map(|(i, _)| i).collect()
}

/// Whether the NPP of the year before is beyond what modifies the turnover of microbes.
fn is_clamped(cell: &Cell, npp: f64) -> bool {
    let p = &cell.parameters;
    let root = (npp.max(0.0) / p.turnover_npp_scale).sqrt();
    root <= p.turnover_modifier_min || root >= p.turnover_modifier_max
}

/// The unknowns of a state.
pub fn vector_of(model: Model, state: &State<f64>) -> Vec<f64> {
    let mut values = [0.0; STATE_FIELDS];
    state.store(&mut values);
    fields(model).into_iter().map(|field| values[field]).collect()
}

/// The state with these unknowns; the rest is that of `base`, or follows.
pub fn state_of(cell: &Cell, base: &State<f64>, x: &[f64]) -> State<f64> {
    let mut values = [0.0; STATE_FIELDS];
    base.store(&mut values);
    for (field, x) in fields(cell.model).into_iter().zip(x) {
        values[field] = *x;
    }
    let mut state = State::load(&values);
    settle(cell, &mut state);
    state
}
