//! A forest with measured weather whose mineral nitrogen is that of the nitrogen model: Hyytiälä, MIMICS-CN coupled.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::project::write_text;
use crate::description::{self, Options};
use crate::error::Result;
use crate::{NitrogenLost, report};

/// What the folder gets.
const FILES: [&str; 3] = ["forest/hyytiala.toml", "forest/hyytiala.nc", "forest/report.html"];

/// The run of the forest.
const DESCRIPTION: &str = "\
# A boreal forest: MIMICS-CN, whose mineral nitrogen is that of the nitrogen model. Nothing is calibrated to it, and no N2O was measured here.
model = \"mimics-cn\"
site = { name = \"Hyytiälä\", latitude = 61.8475, longitude = 24.295, vegetation_type = \"ENF\", sand = 0.65, silt = 0.28, clay = 0.07 }
forcing = { embedded = \"FI-Hyy\", years = [2010, 2013], nitrogen_deposition = 0.37 }   # g N m-2 yr-1
spinup = { years = 1000 }
output = { file = \"hyytiala.nc\", every = \"month\" }

[nitrogen]
parameters = \"revised\"
ph = 5.0
";

/// A coupled run of a forest.
#[derive(Debug, Clone)]
pub struct Forest {
    /// Its description, to be run again or changed.
    pub description: PathBuf,
    /// Monthly output.
    pub output: PathBuf,
    /// The page to open.
    pub report: PathBuf,
    /// Nitrogen lost by each way.
    pub lost: NitrogenLost,
}

impl Forest {
    /// The files that a run writes into `dir`.
    pub fn files(dir: &Path) -> [PathBuf; 3] {
        FILES.map(|name| dir.join(name))
    }

    /// Writes description, output and report into `dir`/forest.
    ///
    /// # Errors
    /// If a file is there already, unless `options` may replace it; if one cannot be written, or `stop` is set.
    pub fn run(dir: &Path, options: &Options, progress: &mut dyn crate::Progress, stop: &AtomicBool) -> Result<Self> {
        let [description, output, page] = Self::files(dir);
        if let Some(path) = [&description, &output, &page].into_iter().find(|path| !options.force && path.exists()) {
            return Err(crate::JobError::Exists { path: path.clone() });
        }
        let folder = dir.join("forest");
        let failed = |reason| edaphon_io::Error::File { path: folder.clone(), action: "make the folder", reason };
        std::fs::create_dir_all(&folder).map_err(failed)?;
        write_text(&description, DESCRIPTION)?;
        let mut job = description::open(&description, &Options { force: true, ..options.clone() })?;
        // Interrupted, it is begun again as a whole.
        job.restart = None;
        let finished = job.run(progress, stop)?;
        report::write(&page, std::slice::from_ref(&output), "A boreal forest with its soil nitrogen")?;
        Ok(Self { description, output, report: page, lost: finished.nitrogen_lost })
    }
}
