//! What each variable of the testbed's files is in terms of the models' fields.

use edaphon_run::Model;

/// A variable as a sum of fields times factors.
#[derive(Debug, Clone, PartialEq)]
pub struct Combination {
    /// Field and factor.
    pub terms: Vec<(&'static str, f64)>,
    /// Added to a daily value or a mean.
    pub offset: f64,
    /// True if the fields are per volume and the variable per area (× u).
    pub per_volume: bool,
}

impl Combination {
    fn of(terms: &[(&'static str, f64)]) -> Self {
        Self { terms: terms.to_vec(), offset: 0.0, per_volume: false }
    }
}

/// Heterotrophic respiration as the CASA file of the reference has it.
///
/// With MIMICS and carbon alone it is never assigned (0). With MIMICS and nitrogen every cell holds the microbial respiration of the
/// last simulated cell, and its own respiration of woody debris.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Respiration {
    /// That of the cell.
    Own,
    /// Nothing.
    Unassigned,
    /// That of the last simulated cell, with the cell's own woody debris.
    OfLastCell,
}

impl Respiration {
    /// How the reference records it under a model.
    pub fn of(model: Model) -> Self {
        match model {
            Model::CasaC | Model::CasaCn => Self::Own,
            Model::MimicsC => Self::Unassigned,
            Model::MimicsCn => Self::OfLastCell,
        }
    }
}

/// A variable of the CASA file; `None` for those that are 0 under this model.
pub fn casa_field(name: &str, model: Model) -> Option<Combination> {
    let one = |field: &'static str| Some(Combination::of(&[(field, 1.0)]));
    let casa_only = |field: &'static str| if model.microbes() { None } else { one(field) };
    match name {
        "cresp" => one("heterotrophic_respiration"),
        "cnpp" => one("npp"),
        "cgpp" => one("gpp"),
        "cleaf" => one("leaf_c"),
        "cwood" => one("wood_c"),
        "cfroot" => one("froot_c"),
        "clitmetb" => one("metabolic_c"),
        "clitstr" => one("structural_c"),
        "clitcwd" => one("cwd_c"),
        "csoilmic" => one("microbial_c"),
        "csoilslow" => one("slow_c"),
        "csoilpass" => one("passive_c"),
        "nleaf" => one("leaf_n"),
        "nwood" => one("wood_n"),
        "nfroot" => one("froot_n"),
        "nlitmetb" => one("metabolic_n"),
        "nlitstr" => one("structural_n"),
        "nlitcwd" => one("cwd_n"),
        "nsoilmic" => one("microbial_n"),
        "nsoilslow" => one("slow_n"),
        "nsoilpass" => one("passive_n"),
        "tairC" => Some(Combination { offset: -273.15, ..Combination::of(&[("air_temperature", 1.0)]) }),
        "tsoilC" => Some(Combination { offset: -273.15, ..Combination::of(&[("soil_temperature", 1.0)]) }),
        "cLitInptMet" => one("metabolic_input_c"),
        "cLitInptStruc" => one("structural_input_c"),
        "cpassInpt" => casa_only("protected_input"),
        "thetaLiq" => casa_only("liquid_saturation"),
        "fT" => casa_only("f_temperature"),
        "fW" => casa_only("f_moisture"),
        "nLitInptMet" => one("metabolic_input_n"),
        "nLitInptStruc" => one("structural_input_n"),
        "nMinDep" => one("n_deposition"),
        "nMinFix" => one("n_fixation"),
        "nMinUptake" => one("n_uptake"),
        "nMinLeach" => one("n_leached"),
        "nMinLoss" => one("n_gas"),
        "nLitMineralization" => one("litter_mineralisation"),
        "nSoilMineralization" => one("soil_mineralisation"),
        "nSoilImmob" => one("immobilisation"),
        "nNetMineralization" => one("net_mineralisation"),
        "nMineral" => one("mineral_n"),
        _ => None,
    }
}

/// A variable of the MIMICS file.
pub fn mimics_field(name: &str) -> Option<Combination> {
    let one = |field: &'static str| Some(Combination::of(&[(field, 1.0)]));
    let volume = |field: &'static str| Some(Combination { per_volume: true, ..Combination::of(&[(field, 1.0)]) });
    match name {
        "cLITm" => volume("lit_m_c"),
        "cLITs" => volume("lit_s_c"),
        "cMICr" => volume("mic_r_c"),
        "cMICk" => volume("mic_k_c"),
        "cSOMa" => volume("som_a_c"),
        "cSOMc" => volume("som_c_c"),
        "cSOMp" => volume("som_p_c"),
        "nLITm" => volume("lit_m_n"),
        "nLITs" => volume("lit_s_n"),
        "nMICr" => volume("mic_r_n"),
        "nMICk" => volume("mic_k_n"),
        "nSOMa" => volume("som_a_n"),
        "nSOMc" => volume("som_c_n"),
        "nSOMp" => volume("som_p_n"),
        "DIN" => volume("din"),
        "cHresp" => one("heterotrophic_respiration"),
        "cSOMpIn" => one("protected_input"),
        "cLitInput_metb" => one("metabolic_input_c"),
        "cLitInput_struc" => one("structural_input_c"),
        "nLitInput_metb" => one("metabolic_input_n"),
        "nLitInput_struc" => one("structural_input_n"),
        "cOverflow_r" => one("overflow_r"),
        "cOverflow_k" => one("overflow_k"),
        "thetaLiq" => one("liquid_saturation"),
        "thetaFrzn" => one("frozen_saturation"),
        "fW" => one("f_moisture"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use edaphon_io::testbed::{CASA_VARIABLES, MIMICS_VARIABLES};
    use edaphon_run::simulation::field_number;

    use super::*;

    #[test]
    fn every_variable_is_made_of_known_fields() {
        for v in CASA_VARIABLES {
            let made = casa_field(v.name, Model::CasaCn).unwrap_or_else(|| panic!("{}", v.name));
            assert!(made.terms.iter().all(|(f, _)| field_number(f).is_some()), "{}", v.name);
        }
        for v in MIMICS_VARIABLES {
            let made = mimics_field(v.name).unwrap_or_else(|| panic!("{}", v.name));
            assert!(made.terms.iter().all(|(f, _)| field_number(f).is_some()), "{}", v.name);
        }
    }
}
