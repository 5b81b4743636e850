//! What an output file can hold: names, units, words and what each is made of, in one place.
//!
//! Standard names are those of version 93 of the CF table, each chosen for what the variable is. Three departures from the
//! published CMIP6 tables follow from that: `fNleach` has its nitrogen name (the `Emon` table gives one of carbon), `fNup` has
//! none, as CF has no name for uptake by plants (the table gives one of fixation), and litter is without coarse woody debris,
//! which is `cCwd`.
//!
//! `cSoilFast`, `cSoilMedium` and `cSoilSlow` are the microbial, slow and passive pools of CASA. MIMICS has none of the three:
//! its pools differ in what protects them, not in how fast they decay, and the order of their turnover changes with texture.

use edaphon_core::Variable;
use edaphon_models::Profile;
use edaphon_models::ecosystem::{DAY_VARIABLES, STATE_VARIABLES};
use edaphon_run::{Model, NETWORK_VARIABLES};

use super::own;

/// Which part of the table a variable belongs to; the names of groups are accepted where those of variables are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Under CMIP names, in kg m-2 and kg m-2 s-1.
    Cmip,
    /// The model's own pools, in g m-2.
    Pools,
    /// The model's own fluxes, in g m-2 d-1.
    Fluxes,
    /// What limits growth and decay.
    Factors,
    /// Rates and constants of decay and uptake; written only if asked for.
    Kinetics,
}

impl Group {
    /// All groups, in the order of the table.
    pub const ALL: [Self; 5] = [Self::Cmip, Self::Pools, Self::Fluxes, Self::Factors, Self::Kinetics];

    /// Name by which it is asked for.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cmip => "cmip",
            Self::Pools => "pools",
            Self::Fluxes => "fluxes",
            Self::Factors => "factors",
            Self::Kinetics => "kinetics",
        }
    }
}

/// One part of the sum that a variable is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Term {
    /// Field of a state or a day.
    pub field: &'static str,
    /// What it is multiplied by.
    pub factor: f64,
    /// Whether it is a density (mg cm⁻³) that is multiplied by the depth of soil of its cell.
    pub density: bool,
}

/// A variable that an output file can hold.
#[derive(Debug, Clone, PartialEq)]
pub struct CfVariable {
    /// Name in the file.
    pub name: &'static str,
    /// Unit, as UDUNITS writes it.
    pub unit: &'static str,
    /// What it is, in words, with the element counted.
    pub long_name: String,
    /// Name in the CF table, where it has the same thing.
    pub standard_name: Option<&'static str>,
    /// What else a reader should know.
    pub comment: Option<&'static str>,
    /// Its part of the table.
    pub group: Group,
    /// What it is the sum of.
    pub terms: Vec<Term>,
}

/// All variables of a model, in the order of files: CMIP names, then the model's own.
///
/// ```
/// use edaphon_jobs::cf::variables;
/// use edaphon_models::Profile;
/// use edaphon_run::Model;
///
/// let of_casa = variables(Model::CasaC, Profile::Edaphon);
/// assert_eq!((of_casa[0].name, of_casa[0].unit), ("cVeg", "kg m-2"));
/// assert!(of_casa.iter().all(|v| v.name != "mimics_som_p_c" && v.name != "nVeg"));
/// ```
pub fn variables(model: Model, profile: Profile) -> Vec<CfVariable> {
    let mut list = cmip_carbon(model, profile);
    if model.nitrogen() {
        list.extend(cmip_nitrogen(model));
    }
    list.push(row("lai", "1", "leaf area index", Some("leaf_area_index"), &["lai"]));
    list.push(row("tas", "K", "air temperature", Some("air_temperature"), &["air_temperature"]));
    list.extend(own::variables(model));
    list
}

/// Pools of plants, carbon.
const PLANT_C: [&str; 4] = ["leaf_c", "wood_c", "froot_c", "labile_c"];

/// Litter and soil of a model, carbon; the last two of litter are always metabolic and structural.
fn litter_and_soil(model: Model, nitrogen: bool) -> (&'static [&'static str], &'static [&'static str]) {
    match (model.microbes(), nitrogen) {
        (false, false) => (&["metabolic_c", "structural_c"], &["microbial_c", "slow_c", "passive_c"]),
        (false, true) => (&["metabolic_n", "structural_n"], &["microbial_n", "slow_n", "passive_n", "mineral_n"]),
        (true, false) => (&["lit_m_c", "lit_s_c"], &["mic_r_c", "mic_k_c", "som_a_c", "som_c_c", "som_p_c"]),
        (true, true) => {
            (&["lit_m_n", "lit_s_n"], &["mic_r_n", "mic_k_n", "som_a_n", "som_c_n", "som_p_n", "mineral_n"])
        }
    }
}

fn cmip_carbon(model: Model, profile: Profile) -> Vec<CfVariable> {
    let (litter, soil) = litter_and_soil(model, false);
    let land = [&PLANT_C[..], litter, &["cwd_c"], soil].concat();
    let mut list = vec![
        row("cVeg", POOL, "carbon in vegetation", Some("vegetation_mass_content_of_carbon"), &PLANT_C),
        row("cLitter", POOL, "carbon in litter", Some("litter_mass_content_of_carbon"), litter)
            .comment("without coarse woody debris, which is cCwd"),
        row("cCwd", POOL, "carbon in coarse woody debris", Some("wood_debris_mass_content_of_carbon"), &["cwd_c"]),
        row("cSoil", POOL, "carbon in soil", Some("soil_mass_content_of_carbon"), soil),
    ];
    if !model.microbes() {
        let of = |name, words, standard, field| row(name, POOL, words, standard, &[field]);
        let [fast, slow] = ["fast_soil_pool_mass_content_of_carbon", "slow_soil_pool_mass_content_of_carbon"];
        list.push(of("cSoilFast", "carbon in the fast soil pool: microbial of CASA", Some(fast), "microbial_c"));
        list.push(of("cSoilMedium", "carbon in the medium soil pool: slow of CASA", None, "slow_c").comment(
            "no standard name: CF takes 10 to 100 years at 20 degrees Celsius for medium, this pool turns over in about 5",
        ));
        list.push(of("cSoilSlow", "carbon in the slow soil pool: passive of CASA", Some(slow), "passive_c"));
    }
    let total = "mass_content_of_carbon_in_vegetation_and_litter_and_soil_and_forestry_and_agricultural_products";
    list.push(row("cLand", POOL, "carbon in vegetation, litter, woody debris and soil", Some(total), &land));
    list.push(row("cLeaf", POOL, "carbon in leaves", Some("leaf_mass_content_of_carbon"), &["leaf_c"]));
    list.extend(cmip_carbon_fluxes(profile));
    list
}

fn cmip_carbon_fluxes(profile: Profile) -> Vec<CfVariable> {
    const GPP: &str = "gross_primary_productivity_of_biomass_expressed_as_carbon";
    const NPP: &str = "net_primary_productivity_of_biomass_expressed_as_carbon";
    const RA: &str = "surface_upward_mass_flux_of_carbon_dioxide_expressed_as_carbon_due_to_plant_respiration";
    const RH: &str = "surface_upward_mass_flux_of_carbon_dioxide_expressed_as_carbon_due_to_heterotrophic_respiration";
    const NEP: &str = "surface_net_downward_mass_flux_of_carbon_dioxide_expressed_as_carbon_due_to_all_land_processes_\
                       excluding_anthropogenic_land_use_change";
    const LITTER: &str = "mass_flux_of_carbon_into_litter_from_vegetation";
    let paid = ["wood_respiration", "froot_respiration", "growth_respiration", "labile_respiration"];
    let (paid, spared, added): (&[_], &[_], &[_]) = match profile {
        Profile::Testbed20 => (&paid[..3], &[], &[]),
        Profile::Edaphon => (&paid, &["respiration_spared"], &["npp_added"]),
    };
    let gained = [&["gpp"], added, spared].concat();
    let lost = [paid, &["heterotrophic_respiration"]].concat();
    let npp_is = "gpp - ra, and what a perturbation of growth adds";
    vec![
        row("gpp", FLUX, "gross primary production, carbon", Some(GPP), &["gpp"]),
        row("npp", FLUX, "net primary production, carbon", Some(NPP), &gained).less(paid).comment(npp_is),
        row("ra", FLUX, "autotrophic respiration, carbon", Some(RA), paid).less(spared),
        row("rh", FLUX, "heterotrophic respiration, carbon", Some(RH), &["heterotrophic_respiration"])
            .comment("that of coarse woody debris included"),
        row("nep", FLUX, "net ecosystem production, carbon", Some(NEP), &gained)
            .less(&lost)
            .comment("npp - rh; positive into the land"),
        row("fVegLitter", FLUX, "carbon from vegetation to litter", Some(LITTER), &own::FINE_LITTERFALL)
            .comment("leaves, fine roots and exudates; wood goes to coarse woody debris (wood_to_cwd_c)"),
    ]
}

fn cmip_nitrogen(model: Model) -> Vec<CfVariable> {
    const MINERAL: &str = "soil_mass_content_of_inorganic_nitrogen_expressed_as_nitrogen";
    const MINERALISED: &str = "mass_flux_of_nitrogen_compounds_expressed_as_nitrogen_out_of_litter_and_soil_due_to_\
                               immobilisation_and_remineralization";
    const LEACHED: &str = "mass_flux_of_nitrogen_compounds_expressed_as_nitrogen_out_of_vegetation_and_litter_and_soil_\
                           due_to_leaching_and_runoff";
    const GAS: &str = "surface_upward_mass_flux_of_nitrogen_compounds_expressed_as_nitrogen_out_of_vegetation_and_\
                       litter_and_soil";
    const FIXED: &str = "tendency_of_soil_and_vegetation_mass_content_of_nitrogen_compounds_expressed_as_nitrogen_due_to_\
                         fixation";
    const DEPOSITED: &str = "minus_tendency_of_atmosphere_mass_content_of_nitrogen_compounds_expressed_as_nitrogen_due_to_\
                             deposition";
    const LAND: &str =
        "mass_content_of_nitrogen_in_vegetation_and_litter_and_soil_and_forestry_and_agricultural_products";
    let (litter, soil) = litter_and_soil(model, true);
    let plants = ["leaf_n", "wood_n", "froot_n"];
    let land = [&plants[..], litter, &["cwd_n"], soil].concat();
    vec![
        row("nVeg", POOL, "nitrogen in vegetation", Some("vegetation_mass_content_of_nitrogen"), &plants),
        row("nLitter", POOL, "nitrogen in litter", Some("litter_mass_content_of_nitrogen"), litter)
            .comment("without coarse woody debris, which is nCwd"),
        row("nCwd", POOL, "nitrogen in coarse woody debris", Some("wood_debris_mass_content_of_nitrogen"), &["cwd_n"]),
        row("nSoil", POOL, "nitrogen in soil, organic and mineral", Some("soil_mass_content_of_nitrogen"), soil),
        row("nMineral", POOL, "mineral nitrogen in soil", Some(MINERAL), &["mineral_n"]),
        row("nLand", POOL, "nitrogen in vegetation, litter, woody debris and soil", Some(LAND), &land),
        row("fNup", FLUX, "nitrogen taken up by plants", None, &["n_uptake"]),
        row("fNnetmin", FLUX, "net nitrogen mineralisation", Some(MINERALISED), &["net_mineralisation"]),
        row("fNleach", FLUX, "nitrogen leached", Some(LEACHED), &["n_leached"]),
        row("fNgas", FLUX, "nitrogen lost as gas", Some(GAS), &["n_gas"]).comment("all species together"),
        row("fNloss", FLUX, "nitrogen leached and lost as gas", None, &["n_leached", "n_gas"]),
        row("fBNF", FLUX, "biological nitrogen fixation", Some(FIXED), &["n_fixation"]),
        row("fNdep", FLUX, "nitrogen deposition", Some(DEPOSITED), &["n_deposition"]),
    ]
}

const POOL: &str = "kg m-2";
const FLUX: &str = "kg m-2 s-1";

/// A row under a CMIP name: the sum of fields.
fn row(
    name: &'static str,
    unit: &'static str,
    words: &str,
    standard_name: Option<&'static str>,
    fields: &[&'static str],
) -> CfVariable {
    let terms = fields.iter().map(|field| Term::of(field, unit)).collect();
    CfVariable { name, unit, long_name: words.to_owned(), standard_name, comment: None, group: Group::Cmip, terms }
}

impl CfVariable {
    fn comment(mut self, words: &'static str) -> Self {
        self.comment = Some(words);
        self
    }

    /// Takes fields away.
    fn less(mut self, fields: &[&'static str]) -> Self {
        let negative = |field: &&'static str| {
            let term = Term::of(field, self.unit);
            Term { factor: -term.factor, ..term }
        };
        self.terms.extend(fields.iter().map(negative));
        self
    }
}

/// Seconds of a day.
const SECONDS: f64 = 86_400.0;

impl Term {
    /// A field in `unit`.
    pub(super) fn of(field: &'static str, unit: &str) -> Self {
        let found = field_variable(field).map_or(unit, |v| v.unit);
        let (factor, density) = match (found, unit) {
            (found, unit) if found == unit => (1.0, false),
            ("g m-2", "kg m-2") => (1e-3, false),
            ("g m-2 d-1", "kg m-2 s-1") => (1e-3 / SECONDS, false),
            ("mg cm-3", "kg m-2") => (1e-3, true),
            ("mg cm-3", "g m-2") => (1.0, true),
            // Not met: a test goes through all models.
            _ => (f64::NAN, false),
        };
        Self { field, factor, density }
    }
}

/// The description of a field of a state, a day or soil nitrogen.
pub(super) fn field_variable(name: &str) -> Option<&'static Variable> {
    STATE_VARIABLES.iter().chain(DAY_VARIABLES).chain(NETWORK_VARIABLES).find(|v| v.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<(Model, Profile, Vec<CfVariable>)> {
        let profiles = [Profile::Edaphon, Profile::Testbed20];
        let both = |model| profiles.map(|profile| (model, profile, variables(model, profile)));
        Model::ALL.into_iter().flat_map(both).collect()
    }

    #[test]
    fn every_variable_is_made_of_known_fields_in_convertible_units() {
        for (model, _, list) in all() {
            for (at, v) in list.iter().enumerate() {
                assert!(!v.terms.is_empty(), "{}: {}", model.name(), v.name);
                for term in &v.terms {
                    assert!(field_variable(term.field).is_some(), "{}: {}", v.name, term.field);
                    assert!(term.factor.is_finite(), "{}: {} in {}", v.name, term.field, v.unit);
                }
                assert!(list[..at].iter().all(|other| other.name != v.name), "{} is there twice", v.name);
                v.unit.parse::<edaphon_core::units::Unit>().unwrap();
            }
        }
    }

    #[test]
    fn parts_of_land_add_up_and_no_pool_is_left_out() {
        for (model, _, list) in all() {
            let sum = |names: &[&str]| {
                let of = |name: &&str| list.iter().find(|v| v.name == *name).unwrap().terms.clone();
                let mut terms: Vec<_> = names.iter().flat_map(of).map(|t| t.field).collect();
                terms.sort_unstable();
                terms
            };
            assert_eq!(sum(&["cVeg", "cLitter", "cCwd", "cSoil"]), sum(&["cLand"]), "{}", model.name());
            let own = |end: &str| {
                let pools = list.iter().filter(|v| v.group == Group::Pools && v.name.ends_with(end));
                let mut fields: Vec<_> = pools.map(|v| v.terms[0].field).collect();
                fields.sort_unstable();
                fields
            };
            assert_eq!(own("_c"), sum(&["cLand"]), "{}", model.name());
            if model.nitrogen() {
                assert_eq!(sum(&["nVeg", "nLitter", "nCwd", "nSoil"]), sum(&["nLand"]), "{}", model.name());
                assert_eq!(own("_n"), sum(&["nLand"]), "{}", model.name());
            }
        }
    }

    #[test]
    fn units_are_converted() {
        let near = |term: Term, factor: f64, density: bool| {
            // One rounding of a product.
            assert!((term.factor / factor - 1.0).abs() < 1e-15 && term.density == density, "{term:?}");
        };
        near(Term::of("leaf_c", "kg m-2"), 1e-3, false);
        near(Term::of("heterotrophic_respiration", "kg m-2 s-1"), 1.0 / 86_400_000.0, false);
        near(Term::of("som_p_c", "kg m-2"), 1e-3, true);
        near(Term::of("din", "mg cm-3"), 1.0, false);
    }
}
