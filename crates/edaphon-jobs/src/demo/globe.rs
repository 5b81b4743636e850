//! The published grid under an invented climate: four models, spun up and run through a history of warming.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use edaphon_run::Model;

use crate::description::Options;
use crate::error::{JobError, Result};
use crate::phases::Done;
use crate::{Task, open_task};

/// What a demonstration of the globe runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Globe {
    /// One cell in so many of the published grid.
    pub every: usize,
    /// Last year of the history, which begins in 1901.
    pub last: i32,
}

impl Default for Globe {
    fn default() -> Self {
        Self { every: 1, last: 2014 }
    }
}

/// What came of it.
#[derive(Debug)]
pub struct GlobeResult {
    /// How each phase ended.
    pub done: Done,
    /// Annual output of each model.
    pub annual: Vec<PathBuf>,
    /// Daily outputs of the box of figure 7.
    pub daily: Vec<PathBuf>,
    /// The description, to be run again.
    pub description: PathBuf,
}

/// What a reader of anything made here has to know.
pub const CAVEAT: &str = "The climate is synthetic: invented by this program, neither observed nor from a climate model. Differences from the \
                          published numbers are those of the climate as much as of anything else; nothing is claimed by them.";

const README: &str = include_str!("globe.md");

impl Globe {
    /// The description of the run.
    fn description(&self) -> String {
        let last = self.last;
        let box_of = "box = { lat = [60, 70], lon = [0, 100] }\nvariables = [\"tas\", \"npp\", \"rh\", \"microbial_respiration\", \"nep\", \"fNnetmin\", \"nMineral\"]";
        let first_end = 1905.min(last);
        let last_start = (last - 4).max(1901);
        format!(
            "# {CAVEAT}\n\
             model = [\"mimics-cn\", \"mimics-c\", \"casa-cn\", \"casa-c\"]\n\n\
             [grid]\nembedded = \"clm5-gswp3\"\nevery = {every}\n\n\
             [forcing]\nsynthetic = {{ seed = 1, scenario = \"history\" }}\n\n\
             [about]\ntitle = \"Four soil models on the published grid, synthetic climate\"\n\n\
             # As published, the years 1901 to 1920 are looped until nothing changes any more.\n\
             [[phase]]\nname = \"spin-up\"\nyears = [1901, 1920]\nspinup = {{ method = \"two-level\" }}\nrestart = \"{{model}}.spun-up.nc\"\n\n\
             [[phase]]\nname = \"history\"\nyears = [1901, {last}]\n\n\
             [[phase.output]]\nfile = \"{{model}}.nc\"\nevery = \"year\"\nvariables = [\"cmip\", \"pools\", \"microbial_respiration\", \
             \"metabolic_input_c\", \"structural_input_c\", \"metabolic_input_n\", \"structural_input_n\"]\n\n\
             [[phase.output]]\nfile = \"{{model}}.first.nc\"\nevery = \"day\"\nyears = [1901, {first_end}]\n{box_of}\n\n\
             [[phase.output]]\nfile = \"{{model}}.last.nc\"\nevery = \"day\"\nyears = [{last_start}, {last}]\n{box_of}\n",
            every = self.every,
        )
    }

    /// Writes the project into `dir` and runs it.
    ///
    /// # Errors
    /// If the folder is there and may not be replaced, something cannot be written, or `stop` is set.
    pub fn run(
        &self,
        dir: &Path,
        options: &Options,
        progress: &mut dyn crate::Progress,
        stop: &AtomicBool,
    ) -> Result<GlobeResult> {
        if dir.exists() && !options.force {
            return Err(JobError::Exists { path: dir.to_owned() });
        }
        let wrong = |reason| edaphon_io::Error::File { path: dir.to_owned(), action: "make the folder", reason };
        std::fs::create_dir_all(dir).map_err(wrong)?;
        let description = dir.join("globe.toml");
        super::project::write_text(&description, &self.description())?;
        super::project::write_text(&dir.join("README.md"), README)?;
        let options = Options { force: true, ..options.clone() };
        let Task::Phased(run) = open_task(&description, &options)? else {
            return Err(JobError::refused("the description of the demonstration has no phases"));
        };
        let done = run.run(progress, stop)?;
        let file = |model: Model, end: &str| dir.join(format!("{}{end}.nc", model.name()));
        let annual = Model::ALL.iter().map(|model| file(*model, "")).collect();
        let daily = Model::ALL.iter().flat_map(|model| [file(*model, ".first"), file(*model, ".last")]);
        Ok(GlobeResult { done, annual, daily: daily.filter(|file| file.exists()).collect(), description })
    }
}
