//! The model's own pools, fluxes and factors, under their own names.

use edaphon_core::Variable;
use edaphon_models::ecosystem::{DAY_VARIABLES, STATE_VARIABLES};
use edaphon_run::Model;

use super::table::{CfVariable, Group, Term};

/// What leaves and fine roots lose, exudates included.
pub(super) const FINE_LITTERFALL: [&str; 4] =
    ["leaf_to_metabolic_c", "leaf_to_structural_c", "froot_to_metabolic_c", "froot_to_structural_c"];

/// All that plants lose to litter and woody debris.
const LITTERFALL: [&str; 5] =
    ["leaf_to_metabolic_c", "leaf_to_structural_c", "froot_to_metabolic_c", "froot_to_structural_c", "wood_to_cwd_c"];

/// What is written in other words already, or has no mean: the phase of leaves and sums since the start of the year.
const LEFT_OUT: [&str; 7] = ["lai", "gpp", "air_temperature", "leaf_phase", "leaf_p", "npp_this_year", "npp_last_year"];

/// Fields that have another name in files: pools that CASA and MIMICS both have say whose they are, and production that is
/// built into tissue is told from `npp`.
const NAMES: [(&str, &str); 25] = [
    ("metabolic_c", "casa_metabolic_c"),
    ("structural_c", "casa_structural_c"),
    ("microbial_c", "casa_microbial_c"),
    ("slow_c", "casa_slow_c"),
    ("passive_c", "casa_passive_c"),
    ("metabolic_n", "casa_metabolic_n"),
    ("structural_n", "casa_structural_n"),
    ("microbial_n", "casa_microbial_n"),
    ("slow_n", "casa_slow_n"),
    ("passive_n", "casa_passive_n"),
    ("lit_m_c", "mimics_lit_m_c"),
    ("lit_s_c", "mimics_lit_s_c"),
    ("mic_r_c", "mimics_mic_r_c"),
    ("mic_k_c", "mimics_mic_k_c"),
    ("som_a_c", "mimics_som_a_c"),
    ("som_c_c", "mimics_som_c_c"),
    ("som_p_c", "mimics_som_p_c"),
    ("lit_m_n", "mimics_lit_m_n"),
    ("lit_s_n", "mimics_lit_s_n"),
    ("mic_r_n", "mimics_mic_r_n"),
    ("mic_k_n", "mimics_mic_k_n"),
    ("som_a_n", "mimics_som_a_n"),
    ("som_c_n", "mimics_som_c_n"),
    ("som_p_n", "mimics_som_p_n"),
    ("npp", "npp_built"),
];

/// What CASA soil alone records, besides its pools.
const OF_CASA: [&str; 6] =
    ["f_temperature", "metabolic_rate", "structural_rate", "microbial_rate", "slow_rate", "passive_rate"];

/// What MIMICS soil alone records, besides its pools.
const OF_MIMICS: [&str; 20] = [
    "frozen_saturation",
    "cwd_to_co2",
    "microbial_respiration",
    "lignin_to_n",
    "f_metabolic",
    "tau_modifier",
    "tau_r",
    "tau_k",
    "v_max_r1",
    "v_max_r2",
    "v_max_r3",
    "v_max_k1",
    "v_max_k2",
    "v_max_k3",
    "k_m_r1",
    "k_m_r2",
    "k_m_r3",
    "k_m_k1",
    "k_m_k2",
    "k_m_k3",
];

/// What is recorded where nitrogen is simulated, besides pools.
const OF_NITROGEN: [&str; 14] = [
    "to_labile",
    "metabolic_input_n",
    "structural_input_n",
    "n_limitation",
    "growth_allowed",
    "n_uptake",
    "n_deposition",
    "n_fixation",
    "litter_mineralisation",
    "soil_mineralisation",
    "immobilisation",
    "net_mineralisation",
    "n_leached",
    "n_gas",
];

/// What MIMICS records where nitrogen is simulated.
const OF_MIMICS_NITROGEN: [&str; 5] = ["overflow_r", "overflow_k", "din_uptake_r", "din_uptake_k", "din"];

/// What limits growth and decay; the other fields that are neither pools nor fluxes are kinetics.
const FACTORS: [&str; 14] = [
    "soil_temperature",
    "soil_water",
    "allocation_leaf",
    "allocation_wood",
    "allocation_froot",
    "n_limitation",
    "growth_allowed",
    "f_temperature",
    "f_moisture",
    "liquid_saturation",
    "frozen_saturation",
    "lignin_to_n",
    "f_metabolic",
    "tau_modifier",
];

/// The model's own variables.
pub(super) fn variables(model: Model) -> Vec<CfVariable> {
    let fields = STATE_VARIABLES.iter().chain(DAY_VARIABLES);
    let has = |v: &&Variable| !LEFT_OUT.contains(&v.name) && records(model, v.name);
    let mut list: Vec<_> = fields.filter(has).map(variable).collect();
    let all = "litterfall: carbon from leaves, wood and fine roots, exudates included";
    let terms = LITTERFALL.iter().map(|field| Term::of(field, "g m-2 d-1")).collect();
    list.push(CfVariable { name: "litterfall", unit: "g m-2 d-1", terms, ..plain(all, Group::Fluxes) });
    list.sort_by_key(|v| Group::ALL.iter().position(|g| *g == v.group));
    list
}

fn plain(words: &str, group: Group) -> CfVariable {
    let long_name = words.to_owned();
    CfVariable { name: "", unit: "1", long_name, standard_name: None, comment: None, group, terms: Vec::new() }
}

fn variable(v: &Variable) -> CfVariable {
    let name = NAMES.iter().find(|(field, _)| *field == v.name).map_or(v.name, |(_, name)| name);
    let pool = STATE_VARIABLES.iter().any(|s| s.name == v.name);
    let (unit, group) = match v.unit {
        _ if pool => ("g m-2", Group::Pools),
        "g m-2 d-1" => (v.unit, Group::Fluxes),
        unit if FACTORS.contains(&v.name) => (unit, Group::Factors),
        unit => (unit, Group::Kinetics),
    };
    let standard_name = (v.name == "soil_temperature").then_some("soil_temperature");
    let terms = vec![Term::of(v.name, unit)];
    CfVariable { name, unit, standard_name, terms, ..plain(v.long_name, group) }
}

/// Whether the model gives the field a value of its own.
fn records(model: Model, field: &str) -> bool {
    let pool = STATE_VARIABLES.iter().any(|s| s.name == field);
    let mimics_pool = pool && ["lit_", "mic_", "som_"].iter().any(|start| field.starts_with(start));
    let casa_pool =
        pool && ["metabolic_", "structural_", "microbial_", "slow_", "passive_"].iter().any(|s| field.starts_with(s));
    let nitrogen = OF_NITROGEN.contains(&field) || (pool && field.ends_with("_n"));
    let mimics = mimics_pool || OF_MIMICS.contains(&field);
    let both = OF_MIMICS_NITROGEN.contains(&field);
    let casa = casa_pool || OF_CASA.contains(&field);
    (model.nitrogen() || !(nitrogen || both)) && (model.microbes() || !(mimics || both)) && (!model.microbes() || !casa)
}
