//! From a file to a run, and from a run to its file.

use std::path::{Path, PathBuf};

use edaphon_io::rothc::{read_input, write_results};
use edaphon_models::rothc::Scheme;

use super::case::{Case, Method, Microbial, Settings, Stock, StockPools};
use super::description;
use super::results::ends_of_years;
use super::run::{Finished, run};
use crate::cf::Every;
use crate::error::{JobError, Result};

/// What the command line adds to a file.
#[derive(Debug, Clone, Default)]
pub struct RothCOptions {
    /// `KEY=VALUE` settings over those of a description.
    pub set: Vec<String>,
    /// The output file.
    pub output: Option<PathBuf>,
    /// How the start is found.
    pub method: Option<Method>,
    /// μ_max of the microbial factor.
    pub mu_max: Option<f64>,
    /// K_m of the microbial factor (t C ha⁻¹).
    pub k_m: Option<f64>,
    /// A measured stock (t C ha⁻¹).
    pub stock: Option<f64>,
    /// Where its pools come from.
    pub pools: Option<StockPools>,
    /// Whether inert carbon follows the measured stock.
    pub inert_by_stock: bool,
    /// How decay is computed.
    pub scheme: Option<Scheme>,
    /// How often results are written.
    pub every: Option<Every>,
    /// Whether an output may be replaced.
    pub force: bool,
    /// Whether the run is only looked at.
    pub only_check: bool,
}

/// A run of RothC, ready to start.
#[derive(Debug, Clone)]
pub struct RothCJob {
    /// The file that describes it.
    pub path: PathBuf,
    /// The site and its months.
    pub case: Case,
    /// How they are run.
    pub settings: Settings,
    /// Where results go.
    pub output: PathBuf,
    /// How often they are written.
    pub every: Every,
}

/// Whether a file describes a run of RothC: a published input (`.dat`), or a description that says so.
///
/// # Errors
/// If a description cannot be read; its other faults are left to those who open it.
pub fn describes(path: &Path) -> Result<bool> {
    match ending(path).as_deref() {
        Some("dat") => Ok(true),
        Some("toml") => description::is_of_rothc(path),
        _ => Ok(false),
    }
}

fn ending(path: &Path) -> Option<String> {
    path.extension().map(|e| e.to_string_lossy().to_lowercase())
}

/// Reads a published input or a description and prepares its run.
///
/// # Errors
/// All faults of the file and of what it names; settings that do not go together; an output that exists.
pub fn open(path: &Path, options: &RothCOptions) -> Result<RothCJob> {
    let mut job = if ending(path).as_deref() == Some("dat") {
        if !options.set.is_empty() {
            let words =
                "--set does not go with a published input of RothC; `edaphon convert` makes a description of it";
            return Err(JobError::refused(format!("{}: {words}", path.display())));
        }
        RothCJob {
            path: path.to_owned(),
            case: Case::of_input(read_input(path)?)?,
            settings: Settings::default(),
            output: path.with_extension("results.csv"),
            every: Every::Month,
        }
    } else {
        description::open(path, &options.set)?
    };
    job.apply(options)?;
    job.case.check(path)?;
    if job.every == Every::Day {
        return Err(job.refused("RothC has monthly steps; accepted is to write every month or year"));
    }
    if !options.only_check && !options.force && job.output.exists() {
        return Err(JobError::Exists { path: job.output });
    }
    Ok(job)
}

impl RothCJob {
    fn refused(&self, problem: &str) -> JobError {
        JobError::refused(format!("{}: {problem}", self.path.display()))
    }

    /// Puts what the command line says over what the file says.
    fn apply(&mut self, options: &RothCOptions) -> Result<()> {
        let settings = &mut self.settings;
        settings.method = options.method.unwrap_or(settings.method);
        settings.scheme = options.scheme.unwrap_or(settings.scheme);
        settings.inert_by_stock |= options.inert_by_stock;
        self.every = options.every.unwrap_or(self.every);
        self.output = options.output.clone().unwrap_or_else(|| self.output.clone());
        match (options.mu_max, options.k_m, settings.microbial) {
            (None, None, _) => {}
            (Some(mu_max), Some(k_m), _) => settings.microbial = Some(Microbial { mu_max, k_m }),
            (mu_max, k_m, Some(said)) => {
                let (mu_max, k_m) = (mu_max.unwrap_or(said.mu_max), k_m.unwrap_or(said.k_m));
                settings.microbial = Some(Microbial { mu_max, k_m });
            }
            (_, _, None) => return Err(self.refused("--mu-max and --k-m go together; accepted are both or neither")),
        }
        if let Some(Microbial { mu_max, k_m }) = self.settings.microbial
            && !(mu_max >= 0.0 && mu_max.is_finite() && k_m >= 0.0 && k_m.is_finite())
        {
            let found = format!("mu_max = {mu_max} and k_m = {k_m} t C ha-1; accepted are numbers of at least 0");
            return Err(self.refused(&found));
        }
        if let Some(carbon) = options.stock {
            let pools = self.settings.stock.map(|stock| stock.pools).unwrap_or_default();
            self.settings.stock = Some(Stock { carbon, pools });
        }
        if let Some(pools) = options.pools {
            let Some(stock) = &mut self.settings.stock else {
                return Err(self.refused("--pools needs a measured stock; give --soc"));
            };
            stock.pools = pools;
        }
        match self.settings.stock {
            Some(Stock { carbon, .. }) if !(carbon > 0.0 && carbon <= 10_000.0) => Err(self
                .refused(&format!("a measured stock of {carbon} t C ha-1; accepted are numbers above 0, up to 10000"))),
            None if self.settings.inert_by_stock => {
                Err(self.refused("inert carbon by Falloon et al. needs a measured stock; give --soc"))
            }
            _ => Ok(()),
        }
    }

    /// Runs it and returns what is to be written.
    ///
    /// # Errors
    /// As [`run`].
    pub fn run(&self) -> Result<Finished> {
        let finished = run(&self.path, &self.case, &self.settings)?;
        let rows = if self.every == Every::Year { ends_of_years(&finished.rows) } else { finished.rows };
        Ok(Finished { rows, ..finished })
    }

    /// Writes what a run came to.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(&self, finished: &Finished) -> Result<()> {
        Ok(write_results(&self.output, &finished.rows)?)
    }
}
