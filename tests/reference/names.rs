//! What the reference calls what.

/// Where a variable of the reference is found here.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ours {
    /// Nowhere: the reference never computes it.
    Zero,
    /// A field of the state or the day.
    Is(&'static str),
    /// Such a field (g m⁻²), which the reference gives per volume (mg cm⁻³).
    PerVolume(&'static str),
}

impl Ours {
    pub(crate) fn field(self) -> Option<&'static str> {
        match self {
            Self::Zero => None,
            Self::Is(field) | Self::PerVolume(field) => Some(field),
        }
    }
}

/// The counterpart of a name of the reference.
pub(crate) fn ours(name: &str) -> Option<Ours> {
    NAMES.iter().find(|(theirs, _)| *theirs == name).map(|(_, ours)| *ours)
}

use Ours::{Is, PerVolume, Zero};

/// Names in the reference's files and here.
pub(crate) static NAMES: &[(&str, Ours)] = &[
    ("tsoilavg", Is("soil_temperature")),
    ("moistavg", Is("soil_water")),
    ("phase", Is("leaf_phase")),
    ("fracCalloc_LEAF", Is("allocation_leaf")),
    ("fracCalloc_WOOD", Is("allocation_wood")),
    ("fracCalloc_FROOT", Is("allocation_froot")),
    ("Cplant_LEAF", Is("leaf_c")),
    ("Cplant_WOOD", Is("wood_c")),
    ("Cplant_FROOT", Is("froot_c")),
    ("Nplant_LEAF", Is("leaf_n")),
    ("Nplant_WOOD", Is("wood_n")),
    ("Nplant_FROOT", Is("froot_n")),
    ("Clitter_MET", Is("metabolic_c")),
    ("Clitter_STR", Is("structural_c")),
    ("Clitter_CWD", Is("cwd_c")),
    ("Nlitter_MET", Is("metabolic_n")),
    ("Nlitter_STR", Is("structural_n")),
    ("Nlitter_CWD", Is("cwd_n")),
    ("Csoil_MIC", Is("microbial_c")),
    ("Csoil_SLOW", Is("slow_c")),
    ("Csoil_PASS", Is("passive_c")),
    ("Nsoil_MIC", Is("microbial_n")),
    ("Nsoil_SLOW", Is("slow_n")),
    ("Nsoil_PASS", Is("passive_n")),
    ("Nsoilmin", Is("mineral_n")),
    ("Cgpp", Is("gpp")),
    ("Cnpp", Is("npp")),
    ("Cexudate", Is("exudate")),
    ("Crmplant_LEAF", Zero),
    ("Crmplant_WOOD", Is("wood_respiration")),
    ("Crmplant_FROOT", Is("froot_respiration")),
    ("Crgplant", Is("growth_respiration")),
    ("Crsoil", Is("heterotrophic_respiration")),
    ("cleaf2met", Is("leaf_to_metabolic_c")),
    ("cleaf2str", Is("leaf_to_structural_c")),
    ("croot2met", Is("froot_to_metabolic_c")),
    ("croot2str", Is("froot_to_structural_c")),
    ("cwd2str", Is("cwd_to_structural_c")),
    ("cwd2co2", Is("cwd_to_co2")),
    ("cwood2cwd", Is("wood_to_cwd_c")),
    ("fT", Is("f_temperature")),
    ("fW", Is("f_moisture")),
    ("CpassInpt", Is("protected_input")),
    ("NlitInptMet", Is("metabolic_input_n")),
    ("xkNlimiting", Is("n_limitation")),
    ("klitter_METB", Is("metabolic_rate")),
    ("klitter_STR", Is("structural_rate")),
    ("klitter_CWD", Is("cwd_rate")),
    ("ksoil_MIC", Is("microbial_rate")),
    ("ksoil_SLOW", Is("slow_rate")),
    ("ksoil_PASS", Is("passive_rate")),
    ("Nminuptake", Is("n_uptake")),
    ("Nlittermin", Is("litter_mineralisation")),
    ("Nsmin", Is("soil_mineralisation")),
    ("Nsimm", Is("immobilisation")),
    ("Nminleach", Is("n_leached")),
    ("Nminloss", Is("n_gas")),
    ("NminDep", Is("n_deposition")),
    ("NminFix", Is("n_fixation")),
    ("hresp", PerVolume("microbial_respiration")),
    ("inptMetC", PerVolume("metabolic_input_c")),
    ("inputStrC", PerVolume("structural_input_c")),
    ("inptMetN", PerVolume("metabolic_input_n")),
    ("inputStrN", PerVolume("structural_input_n")),
    ("cSOMpIn", PerVolume("protected_input")),
    ("fmet", Is("f_metabolic")),
    ("ratLigN", Is("lignin_to_n")),
    ("tauMod", Is("tau_modifier")),
    ("tauR", Is("tau_r")),
    ("tauK", Is("tau_k")),
    ("NPPan", Is("npp_last_year")),
    ("Vmax_R1", Is("v_max_r1")),
    ("Vmax_R2", Is("v_max_r2")),
    ("Vmax_R3", Is("v_max_r3")),
    ("Vmax_K1", Is("v_max_k1")),
    ("Vmax_K2", Is("v_max_k2")),
    ("Vmax_K3", Is("v_max_k3")),
    ("Km_R1", Is("k_m_r1")),
    ("Km_R2", Is("k_m_r2")),
    ("Km_R3", Is("k_m_r3")),
    ("Km_K1", Is("k_m_k1")),
    ("Km_K2", Is("k_m_k2")),
    ("Km_K3", Is("k_m_k3")),
    ("LITm", Is("lit_m_c")),
    ("LITs", Is("lit_s_c")),
    ("MICr", Is("mic_r_c")),
    ("MICk", Is("mic_k_c")),
    ("SOMa", Is("som_a_c")),
    ("SOMc", Is("som_c_c")),
    ("SOMp", Is("som_p_c")),
    ("LITmN", Is("lit_m_n")),
    ("LITsN", Is("lit_s_n")),
    ("MICrN", Is("mic_r_n")),
    ("MICkN", Is("mic_k_n")),
    ("SOMaN", Is("som_a_n")),
    ("SOMcN", Is("som_c_n")),
    ("SOMpN", Is("som_p_n")),
    ("DIN", Is("din")),
    ("DINup_r", Is("din_uptake_r")),
    ("DINup_k", Is("din_uptake_k")),
];
