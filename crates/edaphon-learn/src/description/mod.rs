//! An experiment described in TOML.
//!
//! ```toml
//! [data]
//! folder = "tables"            # sites.csv, climate_monthly.csv.gz, ndvi_monthly.csv.gz, fertiliser.csv, …
//!
//! [process]
//! spin_up = [1960, 1979]       # years whose mean climate the soil was in equilibrium with
//!
//! [forest]
//! trees = 200
//! columns_per_split = 3        # without it, the square root of their number
//!
//! [hybrid]
//! process_weight = 0.5         # w_p: 0 is a forest of observations, 1 one of simulations
//! weight_mode = "bootstrap"    # or "split"
//!
//! [validation]
//! seeds = [0]
//! folds = 5
//!
//! [experiments]
//! sweep = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
//! ```

mod read;
mod section;

use std::path::PathBuf;

use edaphon_forest::WeightMode;

pub use read::read;

use crate::data::Files;

/// What is to be learnt and how it is judged.
#[derive(Debug, Clone, PartialEq)]
pub struct LearnDescription {
    /// The tables.
    pub files: Files,
    /// The process model.
    pub process: ProcessSettings,
    /// The forest.
    pub forest: ForestChoices,
    /// The hybrid.
    pub hybrid: HybridSettings,
    /// How models are judged.
    pub validation: Validation,
    /// What is compared.
    pub experiments: Experiments,
    /// Years to map; `None` for all that the tables have.
    pub map_years: Option<Vec<i32>>,
}

/// Settings of the process model.
#[derive(Debug, Clone, PartialEq)]
pub struct ProcessSettings {
    /// First and last year of the climate that the soil was in equilibrium with.
    pub spin_up: (i32, i32),
    /// Years from the first sampled one whose mean vegetation index stands for that of spin-up.
    pub vegetation_years: usize,
    /// Thickness of the layer (cm).
    pub layer_depth: f64,
    /// Vegetation index from which on plants cover the soil (–).
    pub covered_from: f64,
    /// Ratio of decomposable to resistant plant material (–).
    pub dpm_rpm: f64,
    /// Bounds of K_m, as multiples of the mean initial biomass (–).
    pub k_m_bounds: (f64, f64),
    /// Parameters to calibrate.
    pub free: Vec<FreeParameter>,
}

/// A parameter that can be calibrated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FreeParameter {
    /// μ at the mean initial biomass.
    MuRef,
    /// K_m.
    KM,
    /// A parameter of RothC, by its place among [`CALIBRATED`].
    RothC(usize),
}

/// Parameters of RothC that can be calibrated beside μ_ref and K_m.
pub const CALIBRATED: [&str; 6] = ["k_dpm", "k_rpm", "k_bio", "k_hum", "co2_scale", "cover_factor"];

impl FreeParameter {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::MuRef => "mu_ref",
            Self::KM => "k_m",
            Self::RothC(at) => CALIBRATED[at],
        }
    }
}

impl Default for ProcessSettings {
    fn default() -> Self {
        Self {
            spin_up: (1960, 1979),
            vegetation_years: 6,
            layer_depth: 20.0,
            covered_from: 0.30,
            dpm_rpm: 1.44,
            k_m_bounds: (0.01, 100.0),
            free: vec![FreeParameter::MuRef, FreeParameter::KM],
        }
    }
}

/// Choices about forests.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ForestChoices {
    /// Number of trees.
    pub trees: usize,
    /// Columns tried per split; `None` is the square root of their number.
    pub columns_per_split: Option<usize>,
    /// Different rows in a leaf, at least.
    pub min_samples_leaf: usize,
    /// Whether sites are drawn for each tree instead of rows.
    pub draw_sites: bool,
}

impl Default for ForestChoices {
    fn default() -> Self {
        Self { trees: 200, columns_per_split: None, min_samples_leaf: 1, draw_sites: false }
    }
}

/// Settings of the hybrid that is mapped.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HybridSettings {
    /// Weight of simulated rows together, w_p (–).
    pub process_weight: f64,
    /// What a weight does.
    pub weight_mode: WeightMode,
}

impl Default for HybridSettings {
    fn default() -> Self {
        Self { process_weight: 0.5, weight_mode: WeightMode::Bootstrap }
    }
}

/// What shares a fold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Grouping {
    /// Nothing but the rows of a site.
    Sites,
    /// Sites of a county.
    Counties,
    /// Sites of a square of this side (km).
    Blocks(f64),
}

/// How models are judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Validation {
    /// Seeds of folds and forests; scores are means over them.
    pub seeds: Vec<u64>,
    /// Number of folds, where they are drawn.
    pub folds: usize,
    /// What shares a fold, where they are drawn.
    pub grouping: Grouping,
}

impl Default for Validation {
    fn default() -> Self {
        Self { seeds: vec![0], folds: 5, grouping: Grouping::Sites }
    }
}

/// What is compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Experiments {
    /// Process weights w_p to try.
    pub sweep: Vec<f64>,
    /// Meanings of a weight to try.
    pub weight_modes: Vec<WeightMode>,
    /// Whether forests without bootstrap and with repeated rows stand beside.
    pub baselines: bool,
    /// Whether the forest trained on the first year alone stands beside.
    pub first_year: bool,
    /// Whether the two-step model stands beside.
    pub two_step: bool,
    /// Columns per split among which forest and hybrid choose inside the folds; empty for no such comparison.
    pub tune_columns: Vec<usize>,
    /// Process weights among which the hybrid chooses inside the folds; empty for no such comparison.
    pub tune_weights: Vec<f64>,
    /// Trees of the forests that choices are made with.
    pub tuning_trees: usize,
    /// Whether prediction intervals are made and judged.
    pub intervals: bool,
    /// Draws of the process model that intervals are made of.
    pub interval_members: usize,
    /// Sides of squares (km) for folds of blocks, beside folds of sites; empty for none.
    pub spatial_blocks: Vec<f64>,
    /// Shares of sites that are kept in all years, the others in one; empty for no such comparison.
    pub revisited_shares: Vec<f64>,
}

impl Default for Experiments {
    fn default() -> Self {
        Self {
            sweep: (0..=10).map(|tenth| f64::from(tenth) / 10.0).collect(),
            weight_modes: vec![WeightMode::Bootstrap, WeightMode::Split],
            baselines: true,
            first_year: true,
            two_step: true,
            tune_columns: Vec::new(),
            tune_weights: Vec::new(),
            tuning_trees: 50,
            intervals: true,
            interval_members: 20,
            spatial_blocks: Vec::new(),
            revisited_shares: Vec::new(),
        }
    }
}

impl LearnDescription {
    /// A description of the tables in a folder, with defaults for everything else.
    pub fn of_folder(folder: impl Into<PathBuf>) -> Self {
        Self {
            files: read::files_in(&folder.into()),
            process: ProcessSettings::default(),
            forest: ForestChoices::default(),
            hybrid: HybridSettings::default(),
            validation: Validation::default(),
            experiments: Experiments::default(),
            map_years: None,
        }
    }
}
