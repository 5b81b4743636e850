//! Every day and cell in double precision, under the reference's names: for comparing implementations.

use std::path::{Path, PathBuf};

use edaphon_core::grid::Grid;
use edaphon_io::netcdf::{DataType, Define, Format, Writer};
use edaphon_run::{Daily, Landscape, Model, Simulation, YearSummary};

use super::outputs::respiration;
use crate::error::Result;
use crate::job::{Fields, Output, View};

/// Reference name, our field and unit: vegetation and CASA soil.
const CASA: &[(&str, &str, &str)] = &[
    ("tsoilavg", "soil_temperature", "K"),
    ("moistavg", "soil_water", "m3 m-3"),
    ("phase", "leaf_phase", "1"),
    ("fracCalloc_LEAF", "allocation_leaf", "1"),
    ("fracCalloc_WOOD", "allocation_wood", "1"),
    ("fracCalloc_FROOT", "allocation_froot", "1"),
    ("Cplant_LEAF", "leaf_c", "g m-2"),
    ("Cplant_WOOD", "wood_c", "g m-2"),
    ("Cplant_FROOT", "froot_c", "g m-2"),
    ("Nplant_LEAF", "leaf_n", "g m-2"),
    ("Nplant_WOOD", "wood_n", "g m-2"),
    ("Nplant_FROOT", "froot_n", "g m-2"),
    ("Clitter_MET", "metabolic_c", "g m-2"),
    ("Clitter_STR", "structural_c", "g m-2"),
    ("Clitter_CWD", "cwd_c", "g m-2"),
    ("Nlitter_MET", "metabolic_n", "g m-2"),
    ("Nlitter_STR", "structural_n", "g m-2"),
    ("Nlitter_CWD", "cwd_n", "g m-2"),
    ("Csoil_MIC", "microbial_c", "g m-2"),
    ("Csoil_SLOW", "slow_c", "g m-2"),
    ("Csoil_PASS", "passive_c", "g m-2"),
    ("Nsoil_MIC", "microbial_n", "g m-2"),
    ("Nsoil_SLOW", "slow_n", "g m-2"),
    ("Nsoil_PASS", "passive_n", "g m-2"),
    ("Nsoilmin", "mineral_n", "g m-2"),
    ("Cgpp", "gpp", "g m-2 d-1"),
    ("Cnpp", "npp", "g m-2 d-1"),
    ("Crmplant_LEAF", "", "g m-2 d-1"),
    ("Crmplant_WOOD", "wood_respiration", "g m-2 d-1"),
    ("Crmplant_FROOT", "froot_respiration", "g m-2 d-1"),
    ("Crgplant", "growth_respiration", "g m-2 d-1"),
    ("Crsoil", "heterotrophic_respiration", "g m-2 d-1"),
    ("cleaf2met", "leaf_to_metabolic_c", "g m-2 d-1"),
    ("cleaf2str", "leaf_to_structural_c", "g m-2 d-1"),
    ("croot2met", "froot_to_metabolic_c", "g m-2 d-1"),
    ("croot2str", "froot_to_structural_c", "g m-2 d-1"),
    ("cwd2str", "cwd_to_structural_c", "g m-2 d-1"),
    ("cwd2co2", "cwd_to_co2", "g m-2 d-1"),
    ("cwood2cwd", "wood_to_cwd_c", "g m-2 d-1"),
    ("xkNlimiting", "n_limitation", "1"),
    ("klitter_METB", "metabolic_rate", "d-1"),
    ("klitter_STR", "structural_rate", "d-1"),
    ("klitter_CWD", "cwd_rate", "d-1"),
    ("ksoil_MIC", "microbial_rate", "d-1"),
    ("ksoil_SLOW", "slow_rate", "d-1"),
    ("ksoil_PASS", "passive_rate", "d-1"),
    ("Nminuptake", "n_uptake", "g m-2 d-1"),
    ("Nlittermin", "litter_mineralisation", "g m-2 d-1"),
    ("Nsmin", "soil_mineralisation", "g m-2 d-1"),
    ("Nsimm", "immobilisation", "g m-2 d-1"),
    ("Nminleach", "n_leached", "g m-2 d-1"),
    ("Nminloss", "n_gas", "g m-2 d-1"),
    ("NminDep", "n_deposition", "g m-2 d-1"),
    ("NminFix", "n_fixation", "g m-2 d-1"),
    ("NlitInptMet", "metabolic_input_n", "g m-2 d-1"),
    ("NlitInptStruc", "structural_input_n", "g m-2 d-1"),
    ("Cexudate", "exudate", "g m-2 d-1"),
];

/// CASA soil alone: in MIMICS runs the reference leaves these at 0.
const CASA_SOIL: &[(&str, &str, &str)] =
    &[("fT", "f_temperature", "1"), ("fW", "f_moisture", "1"), ("CpassInpt", "protected_input", "g m-2 d-1")];

/// MIMICS soil; what the models hold per area is given per volume.
const MIMICS: &[(&str, &str, &str)] = &[
    ("hresp", "microbial_respiration", "mg cm-3 d-1"),
    ("cSOMpIn", "protected_input", "mg cm-3 d-1"),
    ("fmet", "f_metabolic", "1"),
    ("ratLigN", "lignin_to_n", "1"),
    ("tauMod", "tau_modifier", "1"),
    ("tauR", "tau_r", "h-1"),
    ("tauK", "tau_k", "h-1"),
    ("Vmax_R1", "v_max_r1", "h-1"),
    ("Vmax_R2", "v_max_r2", "h-1"),
    ("Vmax_R3", "v_max_r3", "h-1"),
    ("Vmax_K1", "v_max_k1", "h-1"),
    ("Vmax_K2", "v_max_k2", "h-1"),
    ("Vmax_K3", "v_max_k3", "h-1"),
    ("Km_R1", "k_m_r1", "mg cm-3"),
    ("Km_R2", "k_m_r2", "mg cm-3"),
    ("Km_R3", "k_m_r3", "mg cm-3"),
    ("Km_K1", "k_m_k1", "mg cm-3"),
    ("Km_K2", "k_m_k2", "mg cm-3"),
    ("Km_K3", "k_m_k3", "mg cm-3"),
    ("LITm", "lit_m_c", "mg cm-3"),
    ("LITs", "lit_s_c", "mg cm-3"),
    ("MICr", "mic_r_c", "mg cm-3"),
    ("MICk", "mic_k_c", "mg cm-3"),
    ("SOMa", "som_a_c", "mg cm-3"),
    ("SOMc", "som_c_c", "mg cm-3"),
    ("SOMp", "som_p_c", "mg cm-3"),
    ("LITmN", "lit_m_n", "mg cm-3"),
    ("LITsN", "lit_s_n", "mg cm-3"),
    ("MICrN", "mic_r_n", "mg cm-3"),
    ("MICkN", "mic_k_n", "mg cm-3"),
    ("SOMaN", "som_a_n", "mg cm-3"),
    ("SOMcN", "som_c_n", "mg cm-3"),
    ("SOMpN", "som_p_n", "mg cm-3"),
    ("DIN", "din", "mg cm-3"),
    ("Overflow_r", "overflow_r", "mg cm-3 d-1"),
    ("Overflow_k", "overflow_k", "mg cm-3 d-1"),
    ("DINup_r", "din_uptake_r", "mg cm-3 h-1"),
    ("DINup_k", "din_uptake_k", "mg cm-3 h-1"),
];

/// The trace file.
#[derive(Debug)]
pub struct Trace {
    path: PathBuf,
    writer: Option<Writer>,
    variables: Vec<(&'static str, &'static str, &'static str)>,
    reference: bool,
    days: usize,
}

impl Trace {
    /// Begins a trace at `path`; `reference` keeps the reference's slips in the CASA respiration.
    ///
    /// # Errors
    /// If nothing can be written there.
    pub fn create(path: &Path, grid: &Grid, model: Model, reference: bool) -> Result<Self> {
        let soil = if model.microbes() { MIMICS } else { CASA_SOIL };
        let variables: Vec<_> = CASA.iter().chain(soil).copied().collect();
        let mut writer = Writer::create(path, Format::NetCdf4)?;
        writer.attribute("title", "daily trace under the names of the testbed")?;
        writer.attribute("edaphon_model", model.name())?;
        writer.unlimited("time")?;
        writer.dimension("cell", grid.len())?;
        writer.define(Define::new("day", DataType::I32, &["time"]).attribute("long_name", "day of the run, from 1"))?;
        writer.define(Define::new("cell_id", DataType::I32, &["cell"]))?;
        for (name, _, unit) in &variables {
            let about = Define::new(name, DataType::F64, &["time", "cell"]).attribute("units", *unit);
            writer.define(about.chunks(&[73, grid.len().max(1)]).deflate(1))?;
        }
        let ids: Vec<i32> = grid.cells().iter().map(|cell| cell.id as i32).collect();
        writer.write("cell_id", &ids)?;
        Ok(Self { path: path.to_owned(), writer: Some(writer), variables, reference, days: 0 })
    }

    fn values(&self, view: &View<'_>, daily: &Daily, fields: &Fields, name: &str, field: &str) -> Vec<f64> {
        let place = fields.place(field);
        let per_volume = matches!(name, "hresp" | "cSOMpIn" | "Overflow_r" | "Overflow_k");
        let mut values = Vec::with_capacity(daily.days * daily.cells());
        for day in 0..daily.days {
            let at = |field: &str, cell| fields.place(field).map_or(0.0, |place| daily.value(place, day, cell));
            if name == "Crsoil" && self.reference {
                values.extend(respiration(view.land, at));
                continue;
            }
            let scale = |cell: usize| if per_volume { 1.0 / view.land.area_density()[cell] } else { 1.0 };
            values.extend((0..daily.cells()).map(|c| place.map_or(0.0, |p| daily.value(p, day, c) * scale(c))));
        }
        values
    }
}

impl Output for Trace {
    fn daily_fields(&self) -> Vec<&'static str> {
        let named = self.variables.iter().map(|(_, field, _)| *field).filter(|f| !f.is_empty());
        named.chain(["microbial_respiration", "cwd_to_co2"]).collect()
    }

    fn days(&mut self, view: &View<'_>, daily: &Daily, fields: &Fields) -> Result<()> {
        let shape = [daily.days, daily.cells()];
        let made: Vec<_> = self
            .variables
            .iter()
            .map(|(name, field, _)| (*name, self.values(view, daily, fields, name, field)))
            .collect();
        if let Some(writer) = &mut self.writer {
            let numbers: Vec<i32> = (1..=daily.days).map(|d| (self.days + d) as i32).collect();
            writer.write_slab("day", &[self.days], &[daily.days], &numbers)?;
            for (name, values) in &made {
                writer.write_slab(name, &[self.days, 0], &shape, values)?;
            }
        }
        self.days += daily.days;
        Ok(())
    }

    fn year(&mut self, _view: &View<'_>, _summary: &YearSummary, _simulation: &mut Simulation<'_>) -> Result<()> {
        Ok(())
    }

    fn finish(&mut self, _grid: &Grid, _land: &Landscape) -> Result<Vec<PathBuf>> {
        if let Some(writer) = self.writer.take() {
            writer.finish()?;
        }
        Ok(vec![self.path.clone()])
    }
}
