//! Shares of groups of microbes from copies of their marker genes.

use edaphon_core::ParamSet;
use edaphon_models::nitrogen::genes::{AMOA_ARCHAEA, AMOA_BACTERIA, DENITRIFIER, HZS, Marker, NIFH};

use super::quantity::quantity;
use crate::description::section::Section;

/// Genes by their keys: what they mark, and the parameter that they set.
const GENES: [(&str, Marker, &str); 7] = [
    ("amoa_archaea", AMOA_ARCHAEA, "r_aoa"),
    ("amoa_bacteria", AMOA_BACTERIA, "r_aob"),
    ("nirk", DENITRIFIER, "r_nirk"),
    ("nirs", DENITRIFIER, "r_nirs"),
    ("nosz", DENITRIFIER, "r_nosz"),
    ("hzs", HZS, "r_anammox"),
    ("nifh", NIFH, "r_diazotroph"),
];

/// What copies are counted per.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Per {
    /// Gram of dry soil.
    Soil,
    /// Nanogram of DNA.
    Dna,
}

/// Nanograms in a microgram.
const NANOGRAMS: f64 = 1000.0;

/// `[genes]` over a set of parameters; gives words on what was done.
///
/// A share is the carbon of a group, copies / (copies per genome) × (carbon of a cell), per microbial carbon (mg kg⁻¹).
pub(super) fn genes(root: &Section<'_, '_>, microbial_carbon: f64, set: &mut ParamSet) -> Vec<String> {
    let Some(section) = root.section("genes") else { return Vec::new() };
    section
        .require("unit", "\"copies g-1\", per gram of dry soil; per nanogram of DNA is \"copies ng-1\" with dna_yield");
    let per = section.choice("unit", &[("copies g-1", Per::Soil), ("copies ng-1", Per::Dna)]);
    let dna = quantity(&section, "dna_yield", 1e-3..=1000.0, "ug g-1");
    let mut notes = Vec::new();
    let scale = match (per, dna) {
        (Some(Per::Dna), Some(dna)) => {
            notes.push(format!("gene copies per ng of DNA were multiplied by {dna} µg of DNA per g of dry soil, the yield that [genes] states"));
            Some(NANOGRAMS * dna)
        }
        (Some(Per::Dna), None) if !section.has("dna_yield") => {
            section.fault(
                "unit",
                "`unit` in [genes] = \"copies ng-1\": copies per nanogram of DNA say nothing of a gram of soil without the DNA that was extracted; \
                 give dna_yield, in µg of DNA per gram of dry soil, or copies per gram of dry soil (\"copies g-1\")",
            );
            None
        }
        (Some(Per::Soil), _) => Some(1.0),
        _ => None,
    };
    let mut shares = Vec::new();
    for (key, marker, name) in GENES {
        let Some(copies) = quantity(&section, key, 0.0..=1e15, "1") else { continue };
        let Some(scale) = scale else { continue };
        let share = marker.carbon(copies * scale) / microbial_carbon;
        match set.set(name, &[share], &format!("{key} of the description")) {
            Ok(()) => shares.push(format!("{name} {share:.2e}")),
            Err(_) => {
                let (low, high) = set.table().find(name).map_or((0.0, 1.0), |info| info.range);
                let found = format!("`{key}` in [genes] = {copies:e} gives {name} = {share:.2e}");
                let question = format!("are these {} of {}?", unit(per), other(per));
                section.fault(key, format!("{found}; accepted is {low:e} to {high}: {question}"));
            }
        }
    }
    section.finish();
    if !shares.is_empty() {
        notes.push(format!(
            "shares of microbial carbon from genes, uncertain by a factor of 3 to 10: {}",
            shares.join(", ")
        ));
    }
    notes
}

fn unit(per: Option<Per>) -> &'static str {
    if per == Some(Per::Dna) {
        "copies per nanogram of DNA, or per gram"
    } else {
        "copies per gram of dry soil, or per nanogram"
    }
}

fn other(per: Option<Per>) -> &'static str {
    if per == Some(Per::Dna) { "dry soil" } else { "DNA" }
}
