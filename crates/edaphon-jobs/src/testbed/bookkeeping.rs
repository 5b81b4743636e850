//! Nitrogen and phosphorus that the testbed makes up when it writes its pool file, and the rows of that file.
//!
//! Writing changes the state: where nitrogen is not simulated the pools of nitrogen, and always those of phosphorus, are set from
//! carbon by fixed ratios; cells that are not simulated are emptied.

use edaphon_core::grid::Cell;
use edaphon_io::testbed::{CasaPools, MimicsPools, SoilOrderPhosphorus};
use edaphon_models::casa::litterfall::STRUCTURAL_C_TO_N;
use edaphon_models::casa::{PlantTraits, StartPools};
use edaphon_models::ecosystem::{N_FLOOR, State};

/// N:P of structural litter (g g⁻¹).
const STRUCTURAL_N_TO_P: f64 = 25.0;
/// Keeps ratios of empty pools finite (g m⁻²).
const TINY: f64 = 1e-10;

/// Total soil phosphorus by soil order (g m⁻²), then the depth factor, and the labile and occluded shares.
const ORDER_TOTAL: [f64; 12] = [61.3, 103.9, 92.8, 136.9, 98.2, 107.6, 84.1, 110.1, 35.4, 41.0, 51.5, 190.6];
const ORDER_DEPTH: [f64; 12] = [7.6, 4.1, 4.2, 3.4, 4.1, 4.1, 4.8, 4.1, 6.9, 6.9, 6.9, 1.7];
const ORDER_LABILE: [f64; 12] = [0.08, 0.08, 0.10, 0.02, 0.08, 0.08, 0.08, 0.06, 0.02, 0.05, 0.09, 0.05];
const ORDER_OCCLUDED: [f64; 12] = [0.36, 0.38, 0.25, 0.26, 0.38, 0.38, 0.38, 0.44, 0.38, 0.38, 0.37, 0.45];

/// What the book-keeping of a cell needs to know.
#[derive(Debug, Clone)]
pub struct Keeper {
    /// Traits of its vegetation.
    pub traits: PlantTraits<f64>,
    /// Pools of the tables.
    pub start: StartPools<f64>,
    /// Phosphorus of its soil order, if it has one.
    pub phosphorus: Option<SoilOrderPhosphorus>,
    /// Soil order, 1 to 12.
    pub order: usize,
    /// Whether nitrogen is simulated.
    pub nitrogen: bool,
}

/// Accumulated balance residuals of carbon and nitrogen (g m⁻²), diagnostics of the pool file.
pub type Balances = [f64; 2];

impl Keeper {
    fn woody(&self) -> bool {
        self.traits.biome_class >= 2.0
    }

    fn simulated(&self) -> bool {
        self.traits.biome_class > 0.0
    }

    /// Carbon, nitrogen and phosphorus of litter in the tables: metabolic, structural, woody debris.
    fn start_litter(&self) -> [[f64; 3]; 3] {
        let s = &self.start;
        let wood = |pool: f64| if self.woody() { pool } else { 0.0 };
        let structural_n = s.start_structural_c / STRUCTURAL_C_TO_N;
        let floor = |pool: f64| if self.nitrogen { pool.max(N_FLOOR) } else { pool };
        [
            [s.start_metabolic_c, s.start_structural_c, wood(s.start_cwd_c)],
            [s.start_metabolic_n, structural_n, wood(s.start_cwd_n)].map(floor),
            [s.start_metabolic_p, structural_n / STRUCTURAL_N_TO_P, wood(s.start_cwd_p)],
        ]
    }

    /// Sets what writing sets in a state that goes on.
    pub fn settle(&self, state: &mut State<f64>) {
        if !self.simulated() {
            *state = State { npp_last_year: state.npp_last_year, leaf_phase: state.leaf_phase, ..State::filled(0.0) };
            return;
        }
        let t = &self.traits;
        if !self.nitrogen {
            state.leaf_n = state.leaf_c / t.leaf_c_to_n;
            state.wood_n = if self.woody() { state.wood_c / t.wood_c_to_n } else { 0.0 };
            state.froot_n = state.froot_c / t.froot_c_to_n;
            let [start_c, start_n, _] = self.start_litter();
            let ratio = |i: usize| start_n[i] / (start_c[i] + TINY);
            state.metabolic_n = state.metabolic_c * ratio(0);
            state.structural_n = state.structural_c / STRUCTURAL_C_TO_N;
            state.cwd_n = if self.woody() { state.cwd_c * ratio(2) } else { 0.0 };
            state.microbial_n = state.microbial_c / t.microbial_c_to_n;
            state.slow_n = state.slow_c / t.slow_c_to_n;
            state.passive_n = state.passive_c / t.passive_c_to_n;
            state.mineral_n = 2.0;
        }
        state.leaf_p = state.leaf_n / t.leaf_n_to_p;
    }

    /// The row of the CASA pool file for a state that [`settle`](Self::settle) has seen.
    pub fn casa_row(
        &self,
        cell: &Cell,
        number: usize,
        years: u64,
        state: &State<f64>,
        balances: Balances,
    ) -> CasaPools {
        let plant_n = [state.leaf_n, state.wood_n, state.froot_n];
        let mut row = CasaPools {
            year_count: years as i64,
            cell: number as i64,
            vegetation_type: cell.vegetation_type as i64,
            soil_type: cell.soil_type,
            soil_order: cell.soil_order,
            latitude: cell.latitude,
            longitude: cell.longitude,
            area: cell.area_m2 * 1e-9,
            lai: state.lai,
            sla: self.traits.sla,
            phase: state.leaf_phase as i64,
            labile_c: state.labile_c,
            plant_c: [state.leaf_c, state.wood_c, state.froot_c],
            litter_c: state.litter_c(),
            soil_c: state.soil_c(),
            plant_n,
            litter_n: state.litter_n(),
            soil_n: state.soil_n(),
            mineral_n: state.mineral_n,
            ..CasaPools::default()
        };
        if self.simulated() {
            self.phosphorus(&mut row);
            row.balances = [balances[0].clamp(-9999.0, 9999.0), balances[1].clamp(-9999.0, 9999.0), 0.0];
        }
        row
    }

    /// Phosphorus columns, from nitrogen and the soil order.
    fn phosphorus(&self, row: &mut CasaPools) {
        let t = &self.traits;
        let wood = |pool: f64| if self.woody() { pool } else { 0.0 };
        let [leaf, stem, froot] = row.plant_n;
        row.plant_p = [leaf / t.leaf_n_to_p, wood(stem / t.wood_n_to_p), froot / t.froot_n_to_p];
        let [_, start_n, start_p] = self.start_litter();
        let ratio = |i: usize| start_n[i] / (start_p[i] + TINY);
        let litter: [f64; 3] = std::array::from_fn(|i| row.litter_n[i] / ratio(i));
        row.litter_p = [litter[0], litter[1], wood(litter[2])];
        if let (Some(p), 1..=12) = (&self.phosphorus, self.order) {
            let [mic, slow, pass] = row.soil_n;
            row.soil_p = [mic / p.np_microbial, slow / p.np_slow, pass / p.np_passive];
            let i = self.order - 1;
            let labile = ORDER_TOTAL[i] * ORDER_DEPTH[i] * ORDER_LABILE[i];
            let occluded = ORDER_TOTAL[i] * ORDER_DEPTH[i] * ORDER_OCCLUDED[i];
            row.mineral_p = [labile, p.max * labile / (p.half_saturation + labile), occluded];
        }
    }
}

/// The row of the MIMICS pool file.
pub fn mimics_row(cell: &Cell, number: usize, years: u64, state: &State<f64>) -> MimicsPools {
    let in_order =
        |p: edaphon_models::mimics::SoilPools<f64>| [p.lit_m, p.lit_s, p.mic_r, p.mic_k, p.som_a, p.som_c, p.som_p];
    MimicsPools {
        year_count: years as i64,
        cell: number as i64,
        vegetation_type: cell.vegetation_type as i64,
        latitude: cell.latitude,
        longitude: cell.longitude,
        area: cell.area_m2 * 1e-9,
        carbon: in_order(state.mimics_c()),
        nitrogen: in_order(state.mimics_n()),
    }
}
