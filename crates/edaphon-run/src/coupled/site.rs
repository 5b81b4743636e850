//! What of a coupling does not change with time.

use edaphon_cell::Cell;
use edaphon_cell::pack::{L, PackSites};
use edaphon_core::forcing::{LAYERS, PACK};
use edaphon_core::{Lanes, Real};
use edaphon_models::Profile;
use edaphon_models::casa::SoilTexture;
use edaphon_models::casa::roots::LAYER_THICKNESS;
use edaphon_models::ecosystem::State;
use edaphon_models::nitrogen::{Mineral, NitrogenParameters, NitrogenSite, NitrogenSoil};

use crate::Model;

/// Density of the solids of soil (Mg m⁻³).
const SOLID_DENSITY: f64 = 2.65;

/// How the network is coupled.
#[derive(Debug, Clone, PartialEq)]
pub struct Coupling {
    /// Parameters of the network.
    pub parameters: NitrogenParameters<f64>,
    /// Thickness of the layer that holds microbes and mineral nitrogen, z (m).
    pub depth: f64,
    /// pH of the soil of each cell, or of all (–).
    pub ph: Vec<f64>,
    /// Share of nitrate in nitrogen that is deposited (–).
    pub nitrate_in_deposition: f64,
    /// Steps of the network in a day.
    pub substeps: usize,
}

/// Why a coupling was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CouplingError {
    /// The host has no mineral nitrogen.
    #[error("{found} has no mineral nitrogen; soil nitrogen is coupled to casa-cn or mimics-cn")]
    NoNitrogen {
        /// Name of the model.
        found: &'static str,
    },
    /// The host may owe nitrogen.
    #[error(
        "mineral nitrogen may be below 0 in the profile testbed-2.0; soil nitrogen is coupled in the profile edaphon"
    )]
    Testbed,
    /// A number out of range.
    #[error("{what} = {found} is outside {low} to {high}{unit}")]
    Range {
        /// What it is.
        what: &'static str,
        /// What was given.
        found: f64,
        /// Lowest accepted.
        low: f64,
        /// Highest accepted.
        high: f64,
        /// Unit, with the space before it.
        unit: &'static str,
    },
    /// A list of another length than there are cells.
    #[error("{found} values of pH for {cells} cells; one for each, or one for all, is accepted")]
    Length {
        /// Values given.
        found: usize,
        /// Cells.
        cells: usize,
    },
}

impl Coupling {
    fn check(&self, model: Model, profile: Profile, cells: usize) -> Result<(), CouplingError> {
        if !model.nitrogen() {
            return Err(CouplingError::NoNitrogen { found: model.name() });
        }
        if profile.is_testbed() {
            return Err(CouplingError::Testbed);
        }
        if ![1, cells].contains(&self.ph.len()) {
            return Err(CouplingError::Length { found: self.ph.len(), cells });
        }
        let ranges = [
            ("depth", self.depth, 0.01, 2.0, " m"),
            ("nitrate_in_deposition", self.nitrate_in_deposition, 0.0, 1.0, ""),
            ("substeps", self.substeps as f64, 1.0, 1000.0, " per day"),
        ];
        let acidity = self.ph.iter().map(|ph| ("pH", *ph, 2.5, 10.5, ""));
        for (what, found, low, high, unit) in ranges.into_iter().chain(acidity) {
            if !(low..=high).contains(&found) {
                return Err(CouplingError::Range { what, found, low, high, unit });
            }
        }
        Ok(())
    }
}

/// The network in a cell, or in a pack of cells.
#[derive(Debug, Clone)]
pub(crate) struct NetworkSite<R> {
    pub(crate) site: NitrogenSite<R>,
    /// g m⁻² per mg kg⁻¹, ρ z.
    pub(crate) area_density: R,
    /// g m⁻² per mg cm⁻³ of the host.
    pub(crate) host_density: R,
    /// The host's leaching rate (d⁻¹).
    pub(crate) leaching: R,
    /// 1/pore space.
    pub(crate) per_pores: R,
}

impl<R: Real> NetworkSite<R> {
    /// The constants; `each` makes a number of a function of the number of a cell.
    fn new(
        coupling: &Coupling,
        cells: &[Cell],
        soils: &[SoilTexture],
        each: impl Fn(&dyn Fn(usize) -> f64) -> R,
    ) -> Self {
        let none = R::zero();
        let soil = NitrogenSoil {
            bulk_density: each(&|c| SOLID_DENSITY * (1.0 - soils[c].saturation)),
            depth: R::lit(coupling.depth),
            clay: each(&|c| soils[c].clay),
            ph: each(&|c| coupling.ph_of(c)),
            symbiotic_fixation: none,
            litter_carbon: none,
            litter_c_to_n: R::one(),
            nh4_deposition: none,
            no3_deposition: none,
        };
        Self {
            site: NitrogenSite::new(&coupling.parameters.map(R::lit), &soil),
            area_density: each(&|c| coupling.area_density(&soils[c])),
            host_density: each(&|c| cells[c].mimics.area_density),
            leaching: each(&|c| cells[c].plant.leaching_rate),
            per_pores: each(&|c| 1.0 / soils[c].saturation),
        }
    }
}

/// A coupling worked into the constants of packs.
#[derive(Debug, Clone)]
pub struct Network {
    pub(crate) substeps: usize,
    /// Share of each layer of the forcing in the layer of the network (–).
    pub(crate) layers: [f64; LAYERS],
    pub(crate) nitrate_in_deposition: f64,
    /// True where microbes are those of MIMICS.
    pub(crate) microbes: bool,
    pub(crate) sites: Vec<NetworkSite<L>>,
    /// The packs of the host without losses of mineral nitrogen.
    pub(crate) hosts: Vec<PackSites>,
    coupling: Coupling,
    area_density: Vec<f64>,
}

impl Network {
    /// Works out the constants of every pack; `members` are its cells, `soils` those of all cells.
    ///
    /// # Errors
    /// If the host has no mineral nitrogen or may owe some, or a number is out of range.
    pub(crate) fn new(
        coupling: &Coupling,
        (model, profile): (Model, Profile),
        cells: &[Cell],
        soils: &[SoilTexture],
        members: &[[usize; PACK]],
        packs: &[PackSites],
    ) -> Result<Self, CouplingError> {
        coupling.check(model, profile, cells.len())?;
        let pack = |of: &[usize; PACK]| NetworkSite::new(coupling, cells, soils, |value| Lanes(of.map(value)));
        Ok(Self {
            substeps: coupling.substeps,
            layers: layer_shares(coupling.depth),
            nitrate_in_deposition: coupling.nitrate_in_deposition,
            microbes: model.microbes(),
            sites: members.iter().map(pack).collect(),
            hosts: packs.iter().map(without_losses).collect(),
            coupling: coupling.clone(),
            area_density: soils.iter().map(|soil| coupling.area_density(soil)).collect(),
        })
    }

    /// What it was made of.
    pub fn coupling(&self) -> &Coupling {
        &self.coupling
    }

    /// The pools in which a host's mineral nitrogen is where only their sum is known (mg kg⁻¹); nitrous oxide, which is there within hours, starts at 0.
    pub(crate) fn split(&self, cell: usize, state: &State<f64>) -> Mineral<f64> {
        Mineral::split(state.mineral_n.max(0.0) / self.area_density[cell], self.coupling.ph_of(cell))
    }

    /// The constants of a cell by itself.
    pub(crate) fn alone(&self, cells: &[Cell], soils: &[SoilTexture], cell: usize) -> NetworkSite<f64> {
        NetworkSite::new(&self.coupling, cells, soils, |value| value(cell))
    }

    /// g m⁻² per mg kg⁻¹ in a cell.
    pub fn area_density(&self, cell: usize) -> f64 {
        self.area_density[cell]
    }
}

impl Coupling {
    fn ph_of(&self, cell: usize) -> f64 {
        self.ph[if self.ph.len() == 1 { 0 } else { cell }]
    }

    /// g m⁻² per mg kg⁻¹ in a soil.
    fn area_density(&self, soil: &SoilTexture) -> f64 {
        SOLID_DENSITY * (1.0 - soil.saturation) * self.depth
    }
}

/// Share of each layer of the forcing in a layer from the surface to `depth` (m).
fn layer_shares(depth: f64) -> [f64; LAYERS] {
    let mut top = 0.0;
    LAYER_THICKNESS.map(|thickness| {
        let share = ((depth - top).clamp(0.0, thickness)) / depth;
        top += thickness;
        share
    })
}

/// The same vegetation and soil without losses of mineral nitrogen.
fn without_losses(sites: &PackSites) -> PackSites {
    let mut sites = sites.clone();
    let none = Lanes([0.0; PACK]);
    match &mut sites {
        PackSites::Casa { plant, .. } | PackSites::Mimics { plant, .. } => {
            (plant.gas_loss_fraction, plant.leaching_rate) = (none, none);
        }
        PackSites::Idle(_) => {}
    }
    sites
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_are_shared_by_depth() {
        for depth in [0.01, 0.2, 0.5, 2.0] {
            let shares = layer_shares(depth);
            assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-14, "{depth}: {shares:?}");
        }
        assert!((layer_shares(0.2)[2] - 0.6).abs() < 1e-12);
        assert_eq!(layer_shares(0.01), [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    }
}
