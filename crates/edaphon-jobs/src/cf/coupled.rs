//! Variables of coupled soil nitrogen.

use edaphon_run::{Landscape, NETWORK_VARIABLES};

use super::table::{CfVariable, Group, Term, variables};

const POOL: &str = "kg m-2";
const FLUX: &str = "kg m-2 s-1";
const FACTORS: [&str; 2] = ["wfps", "anaerobic_fraction"];

/// Name, unit, words, name in the CF table, field.
type Row = (&'static str, &'static str, &'static str, Option<&'static str>, &'static str);

/// Under CMIP names.
const CMIP: [Row; 4] = [
    (
        "nMineralNH4",
        POOL,
        "ammonium in soil, nitrogen",
        Some("soil_mass_content_of_inorganic_ammonium_expressed_as_nitrogen"),
        "soil_nh4",
    ),
    (
        "nMineralNO3",
        POOL,
        "nitrate in soil, nitrogen",
        Some("soil_mass_content_of_inorganic_nitrate_expressed_as_nitrogen"),
        "soil_no3",
    ),
    (
        "fN2O",
        FLUX,
        "nitrous oxide emitted, nitrogen",
        Some("surface_upward_mass_flux_of_nitrous_oxide_expressed_as_nitrogen_out_of_vegetation_and_litter_and_soil"),
        "n2o_emitted",
    ),
    (
        "fNOx",
        FLUX,
        "nitric oxide emitted, nitrogen",
        Some("surface_upward_mass_flux_of_nox_expressed_as_nitrogen_out_of_vegetation_and_litter_and_soil"),
        "no_emitted",
    ),
];

/// Fields that CMIP names stand for.
const NAMED: [&str; 4] = ["soil_nh4", "soil_no3", "n2o_emitted", "no_emitted"];

/// All variables of a model in a landscape: those of the model, with soil nitrogen where it is coupled.
pub fn variables_of(land: &Landscape) -> Vec<CfVariable> {
    let mut list = variables(land.model(), land.profile());
    if land.network().is_some() {
        list.extend(coupled());
        list.sort_by_key(|v| Group::ALL.iter().position(|group| *group == v.group));
    }
    list
}

/// Those of soil nitrogen.
pub(crate) fn coupled() -> Vec<CfVariable> {
    let cmip = CMIP.iter().map(|&(name, unit, words, standard_name, field)| CfVariable {
        name,
        unit,
        long_name: words.to_owned(),
        standard_name,
        comment: None,
        group: Group::Cmip,
        terms: vec![Term::of(field, unit)],
    });
    let own = NETWORK_VARIABLES.iter().filter(|v| !NAMED.contains(&v.name)).map(|v| CfVariable {
        name: v.name,
        unit: v.unit,
        long_name: v.long_name.to_owned(),
        standard_name: None,
        comment: None,
        group: match v.unit {
            "g m-2" => Group::Pools,
            _ if FACTORS.contains(&v.name) => Group::Factors,
            _ => Group::Fluxes,
        },
        terms: vec![Term::of(v.name, v.unit)],
    });
    cmip.chain(own).collect()
}

#[cfg(test)]
mod tests {
    use edaphon_core::units::Unit;

    use super::*;

    #[test]
    fn every_field_is_written_once_in_a_known_unit() {
        let list = coupled();
        assert_eq!(list.len(), NETWORK_VARIABLES.len());
        for v in &list {
            assert!(v.terms[0].factor.is_finite() && !v.terms[0].density, "{}", v.name);
            v.unit.parse::<Unit>().unwrap();
        }
        assert!(NAMED.iter().all(|name| NETWORK_VARIABLES.iter().any(|v| v.name == *name)));
    }
}
