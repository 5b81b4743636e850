//! The soil of a description, the state that its measurements stand for, and what reaches it from outside.

use edaphon_core::ParamSet;
use edaphon_models::nitrogen::{NITROGEN_SOIL, NitrogenSoil, NitrogenState};

use super::quantity::quantity;
use crate::description::section::Section;

/// Days of a year where yearly input is spread over days.
pub(super) const YEAR: f64 = 365.0;
/// Labile carbon where none was measured, as a share of organic carbon.
const LABILE_SHARE: f64 = 0.04;
/// C:N of labile matter where none was measured.
const LABILE_C_TO_N: f64 = 25.0;

/// What a description says of a soil.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Soil {
    pub(super) properties: NitrogenSoil<f64>,
    /// Microbial carbon (mg kg⁻¹).
    pub(super) microbial_carbon: f64,
    /// Organic carbon, microbes and labile matter included (mg kg⁻¹).
    organic_carbon: f64,
    /// Nitrogen of all kinds (mg kg⁻¹).
    total_nitrogen: f64,
    labile_carbon: f64,
    labile_c_to_n: f64,
}

/// kg ha⁻¹ in the layer for each mg kg⁻¹ of dry soil: 10 ρ z.
pub fn per_hectare(soil: &NitrogenSoil<f64>) -> f64 {
    10.0 * soil.bulk_density * soil.depth
}

/// `[soil]` and `[input]`.
pub(super) fn soil(root: &Section<'_, '_>) -> Option<Soil> {
    root.require("soil", "the section with pH, clay, bulk density, depth, carbon and nitrogen");
    let section = root.section("soil")?;
    let of_table = |key: &'static str, unit: &str| {
        let (low, high) = NITROGEN_SOIL.find(key).map_or((f64::MIN, f64::MAX), |info| info.range);
        quantity(&section, key, low..=high, unit)
    };
    for (key, what) in [
        ("ph", "pH of the soil"),
        ("clay", "clay as a share of the mineral soil, such as 0.22 or \"22 %\""),
        ("bulk_density", "dry bulk density, Mg m-3"),
        ("depth", "thickness of the layer, m"),
        ("organic_carbon", "organic carbon, g kg-1"),
        ("total_nitrogen", "total nitrogen, g kg-1"),
        ("microbial_carbon", "microbial biomass carbon, mg kg-1"),
    ] {
        section.require(key, what);
    }
    let (ph, clay) = (of_table("ph", "1"), of_table("clay", "1"));
    let (bulk_density, depth) = (of_table("bulk_density", "Mg m-3"), of_table("depth", "m"));
    let organic_carbon = quantity(&section, "organic_carbon", 0.1..=600.0, "g kg-1").map(|x| 1000.0 * x);
    let total_nitrogen = quantity(&section, "total_nitrogen", 0.001..=60.0, "g kg-1").map(|x| 1000.0 * x);
    let microbial_carbon = quantity(&section, "microbial_carbon", 1.0..=30_000.0, "mg kg-1");
    let labile_carbon = quantity(&section, "labile_carbon", 0.0..=600_000.0, "mg kg-1");
    let labile_c_to_n = quantity(&section, "labile_c_to_n", 5.0..=500.0, "1").unwrap_or(LABILE_C_TO_N);
    section.finish();
    // Input is looked at whatever is wrong with the soil, so that all faults are told at once.
    let other = stand_in()?;
    let (bulk, thick) = (bulk_density.unwrap_or(other.bulk_density), depth.unwrap_or(other.depth));
    let properties = input(root, &NitrogenSoil { bulk_density: bulk, depth: thick, ..other });
    let (bulk_density, depth, organic_carbon) = (bulk_density?, depth?, organic_carbon?);
    Some(Soil {
        properties: NitrogenSoil { bulk_density, depth, ph: ph?, clay: clay?, ..properties? },
        microbial_carbon: microbial_carbon?,
        organic_carbon,
        total_nitrogen: total_nitrogen?,
        labile_carbon: labile_carbon.unwrap_or(LABILE_SHARE * organic_carbon),
        labile_c_to_n,
    })
}

/// A soil to read the other sections with where that of the description has faults: a thick and light one, which takes all that is ever accepted.
pub(super) fn stand_in() -> Option<NitrogenSoil<f64>> {
    let set = ParamSet::defaults(&NITROGEN_SOIL, 1);
    NitrogenSoil::read(&set, 1).ok().map(|soil| NitrogenSoil { bulk_density: 0.1, depth: 2.0, ..soil })
}

/// `[input]`: litter, deposition and symbiotic fixation, each day alike.
fn input(root: &Section<'_, '_>, soil: &NitrogenSoil<f64>) -> Option<NitrogenSoil<f64>> {
    root.require("input", "the section with litter and deposition");
    let section = root.section("input")?;
    section.require("litter_carbon", "carbon of litter and roots, kg ha-1 yr-1; 0 if there is none");
    let daily = |key: &'static str, highest: f64| {
        quantity(&section, key, 0.0..=highest, "kg ha-1 yr-1").map(|x| x / YEAR / per_hectare(soil))
    };
    let litter_carbon = daily("litter_carbon", 50_000.0);
    let litter_c_to_n = quantity(&section, "litter_c_to_n", 5.0..=500.0, "1").unwrap_or(LABILE_C_TO_N);
    let (nh4_deposition, no3_deposition) = (daily("nh4_deposition", 200.0), daily("no3_deposition", 200.0));
    let symbiotic_fixation = daily("symbiotic_fixation", 1000.0);
    section.finish();
    Some(NitrogenSoil {
        litter_carbon: litter_carbon?,
        litter_c_to_n,
        nh4_deposition: nh4_deposition.unwrap_or(0.0),
        no3_deposition: no3_deposition.unwrap_or(0.0),
        symbiotic_fixation: symbiotic_fixation.unwrap_or(0.0),
        ..*soil
    })
}

/// Mineral nitrogen at the start (mg N kg⁻¹): ammonium, nitrite, nitrate, nitrous oxide.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mineral {
    nh4: f64,
    no2: f64,
    no3: f64,
    n2o: f64,
}

/// `[start]`.
pub(super) fn mineral(root: &Section<'_, '_>) -> Option<Mineral> {
    root.require("start", "the section with ammonium and nitrate on the first day");
    let section = root.section("start")?;
    section.require("nh4", "ammonium, mg N kg-1");
    section.require("no3", "nitrate, mg N kg-1");
    let pool = |key| quantity(&section, key, 0.0..=10_000.0, "mg kg-1");
    let (nh4, no3, no2, n2o) = (pool("nh4"), pool("no3"), pool("no2"), pool("n2o"));
    section.finish();
    Some(Mineral { nh4: nh4?, no3: no3?, no2: no2.unwrap_or(0.0), n2o: n2o.unwrap_or(0.0) })
}

/// The state that measurements stand for; stable matter is what the others leave of carbon and nitrogen.
pub(super) fn state(
    root: &Section<'_, '_>,
    soil: &Soil,
    mineral: Mineral,
    microbial_c_to_n: f64,
) -> Option<NitrogenState<f64>> {
    let Soil { organic_carbon, total_nitrogen, microbial_carbon, labile_carbon, labile_c_to_n, .. } = *soil;
    let (n_labile, n_microbial) = (labile_carbon / labile_c_to_n, microbial_carbon / microbial_c_to_n);
    let c_stable = organic_carbon - labile_carbon - microbial_carbon;
    let n_stable = total_nitrogen - n_labile - n_microbial - mineral.nh4 - mineral.no2 - mineral.no3 - mineral.n2o;
    for (key, left, of) in [("organic_carbon", c_stable, organic_carbon), ("total_nitrogen", n_stable, total_nitrogen)]
    {
        if left <= 0.0 {
            let parts = if key == "organic_carbon" {
                "labile matter and microbes"
            } else {
                "labile matter, microbes and mineral nitrogen"
            };
            root.fault("soil", format!(
                "`{key}` in [soil] is {} g kg-1, and {parts} hold {} g kg-1 already; stable matter would be below 0: mend one of them",
                of / 1000.0,
                ((of - left) * 1e3).round() / 1e6
            ));
        }
    }
    Some(NitrogenState {
        c_labile: labile_carbon,
        c_stable,
        n_labile,
        n_stable,
        n_microbial,
        nh4: mineral.nh4,
        no2: mineral.no2,
        no3: mineral.no3,
        n2o: mineral.n2o,
        ..NitrogenState::filled(0.0)
    })
}
