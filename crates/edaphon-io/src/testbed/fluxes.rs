//! The CASA flux file: sums over the last year of each cell.

use std::path::Path;

use super::CasaPools;
use super::pools::{CASA_CELL, Line};
use crate::text::write_whole;

/// Fluxes of a cell over its last year.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct AnnualFluxes {
    /// Net primary production (g C m⁻² yr⁻¹).
    pub npp: f64,
    /// Heterotrophic respiration (g C m⁻² yr⁻¹).
    pub heterotrophic_respiration: f64,
    /// Net ecosystem exchange, NPP less heterotrophic respiration (g C m⁻² yr⁻¹).
    pub nee: f64,
    /// Respiration of plants (g C m⁻² yr⁻¹).
    pub plant_respiration: f64,
    /// Nitrogen, where it is simulated.
    pub nitrogen: Option<NitrogenFluxes>,
}

/// Nitrogen fluxes of a cell over its last year (g N m⁻² yr⁻¹).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct NitrogenFluxes {
    /// Deposition.
    pub deposition: f64,
    /// Fixation.
    pub fixation: f64,
    /// Net mineralisation.
    pub net_mineralisation: f64,
    /// Uptake by plants.
    pub uptake: f64,
    /// Leaching.
    pub leaching: f64,
    /// Gaseous loss.
    pub gas_loss: f64,
}

const CARBON: &str = "casabal%Fcnppyear,casabal%FCrsyear,casabal%FCneeyear,casabal%FCrpyear,clitterinput(LEAF),\
    clitterinput(WOOD),clitterinput(FROOT),csoilinput(METB),csoilinput(METB),csoilinput(METB)";
const NITROGEN: &str =
    ",casabal%FNdepyear,casabal%FNfixyear,casabal%FNsnetyear,casabal%FNupyear,casabal%FNleachyear,casabal%FNlossyear";

/// Writes the flux file: `met_years` is the number of years in a met file, `cells` says where each row is.
///
/// Nitrogen columns are written if the first cell has them.
///
/// # Errors
/// If the file cannot be written.
pub fn write_annual_fluxes(
    path: &Path,
    met_years: i64,
    cells: &[CasaPools],
    fluxes: &[AnnualFluxes],
) -> crate::Result<()> {
    let with_n = fluxes.first().is_some_and(|f| f.nitrogen.is_some());
    let mut text = format!("myear,{CASA_CELL},{CARBON}{}\n", if with_n { NITROGEN } else { "" });
    for (cell, flux) in cells.iter().zip(fluxes) {
        let mut line = Line::new(27);
        line.integers(&[met_years, cell.cell, cell.vegetation_type, cell.soil_type, cell.soil_order]);
        line.reals(&[cell.latitude, cell.longitude, cell.area]);
        line.reals(&[flux.npp, flux.heterotrophic_respiration, flux.nee, flux.plant_respiration]).reals(&[0.0; 6]);
        if with_n {
            let n = flux.nitrogen.unwrap_or_default();
            line.reals(&[n.deposition, n.fixation, n.net_mineralisation, n.uptake, n.leaching, n.gas_loss]);
        }
        text.push_str(&line.end());
    }
    write_whole(path, text.as_bytes())
}
