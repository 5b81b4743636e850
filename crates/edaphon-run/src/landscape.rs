//! The cells of a run, worked into packs of constants.

use std::sync::Arc;

use edaphon_cell::pack::{PackSites, Terms};
pub use edaphon_cell::{Cell, Model, Parameters, Place};
use edaphon_core::forcing::{PACK, Packing};
use edaphon_core::{Lanes, ParamError};
use edaphon_models::Profile;
use edaphon_models::casa::SoilTexture;
use edaphon_models::ecosystem::{MimicsConstants, State};
use edaphon_models::mimics::MimicsParameters;

use crate::coupled::{Coupling, CouplingError, Network, NetworkSite};

/// The cells of a run with their constants.
#[derive(Debug, Clone)]
pub struct Landscape {
    pub(crate) model: Model,
    pub(crate) profile: Profile,
    pub(crate) packing: Packing,
    pub(crate) packs: Vec<PackSites>,
    pub(crate) mimics: MimicsConstants<Lanes<PACK>>,
    start: Vec<State<f64>>,
    simulated: Vec<bool>,
    area_density: Vec<f64>,
    soils: Vec<SoilTexture>,
    clay: Vec<f64>,
    cells: Vec<Cell>,
    network: Option<Arc<Network>>,
}

impl Landscape {
    /// Works out the constants of every cell.
    ///
    /// # Errors
    /// If a parameter set is of another table than its place needs.
    pub fn new(model: Model, profile: Profile, parameters: &Parameters, places: &[Place]) -> Result<Self, ParamError> {
        let sites: Vec<Cell> =
            places.iter().map(|place| Cell::new(model, parameters, place)).collect::<Result<_, _>>()?;
        let simulated: Vec<bool> = sites.iter().map(|cell| cell.simulated).collect();
        let packing = Packing::new(&simulated);
        let members = packing.members();
        let packs = members.iter().enumerate().map(|(pack, cells)| {
            let of = |lane: usize| &sites[cells[lane]];
            let lanes = std::array::from_fn::<_, PACK, _>(of);
            PackSites::gather(lanes, pack < packing.simulated_packs())
        });
        let packs = packs.collect();
        let constants = MimicsConstants::new(&MimicsParameters::read(&parameters.mimics, 1)?);
        let start = sites.iter().map(|cell| cell.start).collect();
        let area_density = sites.iter().map(|cell| cell.mimics.area_density).collect();
        let clay = places.iter().map(|place| place.soil.clay).collect();
        let soils = places.iter().map(|place| place.soil).collect();
        let (mimics, cells, network) = (constants, sites, None);
        Ok(Self { model, profile, packing, packs, mimics, start, simulated, area_density, soils, clay, cells, network })
    }

    /// The same cells with soil nitrogen coupled to their model.
    ///
    /// # Errors
    /// If the model has no mineral nitrogen or may owe some, or a number of the coupling is out of range.
    pub fn coupled(mut self, coupling: &Coupling) -> Result<Self, CouplingError> {
        let of = (self.model, self.profile);
        let members = self.packing.members();
        let network = Network::new(coupling, of, &self.cells, &self.soils, &members, &self.packs)?;
        self.network = Some(Arc::new(network));
        Ok(self)
    }

    /// The same cells with the model alone.
    #[must_use]
    pub fn alone(self) -> Self {
        Self { network: None, ..self }
    }

    /// The network of soil nitrogen, where it is coupled.
    pub fn network(&self) -> Option<&Network> {
        self.network.as_deref()
    }

    /// The model.
    pub fn model(&self) -> Model {
        self.model
    }

    /// The accounting.
    pub fn profile(&self) -> Profile {
        self.profile
    }

    /// Where cells sit; forcing is laid out by it.
    pub fn packing(&self) -> &Packing {
        &self.packing
    }

    /// The network in one cell by itself.
    pub(crate) fn network_site(&self, network: &Network, cell: usize) -> NetworkSite<f64> {
        network.alone(&self.cells, &self.soils, cell)
    }

    /// The state of each cell before its first day.
    pub fn start(&self) -> &[State<f64>] {
        &self.start
    }

    /// Whether each cell is simulated.
    pub fn simulated(&self) -> &[bool] {
        &self.simulated
    }

    /// g m⁻² per mg cm⁻³ in each cell.
    pub fn area_density(&self) -> &[f64] {
        &self.area_density
    }

    /// Mass fraction of clay in the soil of each cell (–).
    pub fn clay(&self) -> &[f64] {
        &self.clay
    }

    /// What is the same for all cells.
    pub(crate) fn terms(&self) -> Terms<'_> {
        Terms { profile: self.profile, nitrogen: self.model.nitrogen(), mimics: &self.mimics }
    }

    /// One cell by itself.
    pub fn cell(&self, cell: usize) -> &Cell {
        &self.cells[cell]
    }

    /// Carbon and nitrogen that a cell of this state holds (g m⁻²), as the model counts them; nitrogen is 0 where it is not simulated.
    pub fn held(&self, cell: usize, s: &State<f64>) -> [f64; 2] {
        let sum = |pools: [f64; 3]| pools.iter().sum::<f64>();
        let (c, n) = match self.model.microbes() {
            false => (sum(s.litter_c()) + sum(s.soil_c()), sum(s.litter_n()) + sum(s.soil_n())),
            true => {
                let u = self.area_density[cell];
                (s.cwd_c + s.mimics_c().total() * u, s.cwd_n + s.mimics_n().total() * u)
            }
        };
        let nitrogen = if self.model.nitrogen() { s.plant_n().total() + n + s.mineral_n } else { 0.0 };
        [s.plant_c().total() + s.labile_c + c, nitrogen]
    }
}
