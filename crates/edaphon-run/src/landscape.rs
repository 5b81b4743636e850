//! The cells of a run, worked into packs of constants.

use edaphon_core::forcing::{PACK, Packing};
use edaphon_core::{Lanes, ParamError, ParamSet};
use edaphon_models::Profile;
use edaphon_models::casa::{CasaSoilSite, LeafSeason, PlantSite, PlantTraits, SoilTexture, StartPools};
use edaphon_models::ecosystem::{Casa, Idle, Mimics, MimicsConstants, State, start_state};
use edaphon_models::mimics::{MimicsParameters, MimicsSite};

/// Which soil, and whether nitrogen is simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Model {
    /// CASA soil, carbon.
    CasaC,
    /// CASA soil, carbon and nitrogen.
    CasaCn,
    /// MIMICS soil, carbon.
    MimicsC,
    /// MIMICS soil, carbon and nitrogen.
    MimicsCn,
}

impl Model {
    /// All models, in the order of tables.
    pub const ALL: [Self; 4] = [Self::CasaC, Self::CasaCn, Self::MimicsC, Self::MimicsCn];

    /// Name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::CasaC => "casa-c",
            Self::CasaCn => "casa-cn",
            Self::MimicsC => "mimics-c",
            Self::MimicsCn => "mimics-cn",
        }
    }

    /// One line on what it is.
    pub fn about(self) -> &'static str {
        match self {
            Self::CasaC => "CASA vegetation and CASA soil (microbes implicit), carbon",
            Self::CasaCn => "CASA vegetation and CASA soil (microbes implicit), carbon and nitrogen",
            Self::MimicsC => "CASA vegetation and MIMICS soil (two groups of microbes), carbon",
            Self::MimicsCn => "CASA vegetation and MIMICS soil (two groups of microbes), carbon and nitrogen",
        }
    }

    /// The model of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.name() == name)
    }

    /// True where nitrogen is simulated.
    pub fn nitrogen(self) -> bool {
        matches!(self, Self::CasaCn | Self::MimicsCn)
    }

    /// True where microbes are explicit.
    pub fn microbes(self) -> bool {
        matches!(self, Self::MimicsC | Self::MimicsCn)
    }
}

/// What a cell is, as far as the models are concerned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Vegetation type, from 1.
    pub vegetation_type: usize,
    /// Texture and water retention.
    pub soil: SoilTexture,
    /// Leaf season.
    pub season: LeafSeason,
}

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
    clay: Vec<f64>,
}

/// Constants of the cells of a pack.
#[derive(Debug, Clone)]
pub(crate) enum PackSites {
    Idle(Box<Idle<Lanes<PACK>>>),
    Casa { plant: Box<PlantSite<Lanes<PACK>>>, soil: Box<CasaSoilSite<Lanes<PACK>>> },
    Mimics { plant: Box<PlantSite<Lanes<PACK>>>, soil: Box<MimicsSite<Lanes<PACK>>> },
}

/// The three parameter sets of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    /// Traits of vegetation, litter and CASA soil.
    pub plants: ParamSet,
    /// Pools to start with.
    pub start: ParamSet,
    /// MIMICS.
    pub mimics: ParamSet,
}

impl Default for Parameters {
    fn default() -> Self {
        use edaphon_models::casa::{PLANT_TRAITS, START_POOLS};
        use edaphon_models::mimics::MIMICS_PARAMETERS;
        let types = 18;
        Self {
            plants: ParamSet::defaults(&PLANT_TRAITS, types),
            start: ParamSet::defaults(&START_POOLS, types),
            mimics: ParamSet::defaults(&MIMICS_PARAMETERS, types),
        }
    }
}

struct CellSites {
    plant: PlantSite<f64>,
    casa: CasaSoilSite<f64>,
    mimics: MimicsSite<f64>,
}

impl Landscape {
    /// Works out the constants of every cell.
    ///
    /// # Errors
    /// If a parameter set is of another table than its place needs.
    pub fn new(model: Model, profile: Profile, parameters: &Parameters, places: &[Place]) -> Result<Self, ParamError> {
        let mut sites = Vec::with_capacity(places.len());
        let mut start = Vec::with_capacity(places.len());
        let mut simulated = Vec::with_capacity(places.len());
        for place in places {
            let (cell, state, alive) = cell(model, parameters, place)?;
            sites.push(cell);
            start.push(state);
            simulated.push(alive);
        }
        let packing = Packing::new(&simulated);
        let members = packing.members();
        let packs = members.iter().enumerate().map(|(pack, cells)| {
            let of = |lane: usize| &sites[cells[lane]];
            let lanes = std::array::from_fn::<_, PACK, _>(of);
            let plant = Box::new(PlantSite::gather(lanes.map(|s| &s.plant)));
            match (pack < packing.simulated_packs(), model.microbes()) {
                (false, _) => PackSites::Idle(Box::new(Idle { plant: *plant, with_nitrogen: model.nitrogen() })),
                (true, false) => {
                    PackSites::Casa { plant, soil: Box::new(CasaSoilSite::gather(lanes.map(|s| &s.casa))) }
                }
                (true, true) => {
                    PackSites::Mimics { plant, soil: Box::new(MimicsSite::gather(lanes.map(|s| &s.mimics))) }
                }
            }
        });
        let packs = packs.collect();
        let constants = MimicsConstants::new(&MimicsParameters::read(&parameters.mimics, 1)?);
        let area_density = sites.iter().map(|s| s.mimics.area_density).collect();
        let clay = places.iter().map(|place| place.soil.clay).collect();
        Ok(Self { model, profile, packing, packs, mimics: constants, start, simulated, area_density, clay })
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

    pub(crate) fn casa<const N: bool>(
        plant: &PlantSite<Lanes<PACK>>,
        soil: &CasaSoilSite<Lanes<PACK>>,
    ) -> Casa<Lanes<PACK>, N> {
        Casa { plant: *plant, soil: *soil }
    }

    pub(crate) fn mimics<'a, const N: bool>(
        &'a self,
        plant: &PlantSite<Lanes<PACK>>,
        soil: &MimicsSite<Lanes<PACK>>,
    ) -> Mimics<'a, Lanes<PACK>, N> {
        Mimics { plant: *plant, soil: *soil, constants: &self.mimics }
    }
}

/// Constants and first state of one cell, and whether it is simulated.
fn cell(model: Model, parameters: &Parameters, place: &Place) -> Result<(CellSites, State<f64>, bool), ParamError> {
    let v = place.vegetation_type;
    let traits = PlantTraits::read(&parameters.plants, v)?;
    let pools = StartPools::read(&parameters.start, v)?;
    let mimics = MimicsParameters::read(&parameters.mimics, v)?;
    let plant = PlantSite::new(&traits, &place.soil, place.season, v);
    let casa = CasaSoilSite::new(&traits, &place.soil, v);
    let microbes = model.microbes().then_some(&mimics);
    let state = start_state(&pools, &traits, &plant, place.season, microbes, model.nitrogen());
    let sites = CellSites { plant, casa, mimics: MimicsSite::new(&mimics, &traits, &casa, place.soil.clay) };
    Ok((sites, state, traits.biome_class > 0.0))
}
