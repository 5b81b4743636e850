//! The files that a run of phases is going to write, before anything runs.

use std::collections::HashMap;
use std::path::Path;

use edaphon_io::Faults;

use super::read::Options;
use crate::cf::CfOutput;
use crate::error::{JobError, Result};
use crate::phases::PhasedRun;

/// All outputs must have variables that there are, and cells.
pub(super) fn check_outputs(run: &PhasedRun) -> Result<()> {
    let mut faults = Faults::new();
    for phase in &run.phases {
        for (strand, recordings) in run.strands.iter().zip(&phase.recordings) {
            for recording in recordings {
                let (settings, land) = (&recording.settings, &strand.land);
                if let Err(JobError::Refused(words)) = CfOutput::size(settings, land, &run.grid).map(|_| ()) {
                    let here = format!("{}: ", settings.path.display());
                    faults.add(&settings.path, words.strip_prefix(&here).unwrap_or(&words));
                }
            }
        }
    }
    Ok(faults.or(())?)
}

/// Two files cannot have one name.
pub(super) fn refuse_same_names(path: &Path, run: &PhasedRun) -> Result<()> {
    let (mut faults, mut seen) = (Faults::new(), HashMap::new());
    for phase in &run.phases {
        let outputs = phase.recordings.iter().flatten().map(|recording| &recording.settings.path);
        for file in outputs.chain(&phase.restarts) {
            if let Some(other) = seen.insert(file.clone(), &phase.name) {
                let (file, name) = (file.display(), &phase.name);
                let of =
                    if other == name { format!("phase `{name}`") } else { format!("phases `{other}` and `{name}`") };
                let mend = "give each file a name of its own, with {phase} or {model} in it";
                faults.add(path, format!("{file} is written twice, by {of}; {mend}"));
            }
        }
    }
    Ok(faults.or(())?)
}

/// Refuses files that are there already, or takes away the states that are to be replaced.
pub(super) fn clear_the_way(run: &PhasedRun, options: &Options) -> Result<()> {
    let mut faults = Faults::new();
    for (number, phase) in run.phases.iter().enumerate() {
        for (model, strand) in run.strands.iter().enumerate().filter(|(_, strand)| strand.phase <= number) {
            // What an interrupted phase wrote is gone on with.
            let begun = strand.phase == number && strand.years > 0;
            let restart = &phase.restarts[model];
            if begun {
                continue;
            }
            let outputs = phase.recordings[model].iter().map(|recording| &recording.settings.path);
            // Interrupted before its first loop was over, a spin-up leaves the state that it began with.
            let restart_of_now = options.resume && strand.phase == number;
            for file in outputs.chain([restart].into_iter().filter(|_| !restart_of_now)).filter(|file| file.exists()) {
                if !options.force {
                    faults.add(file, "exists already; give --force to replace it, or name another file");
                } else if file == restart {
                    let wrong = |reason| edaphon_io::Error::File { path: file.clone(), action: "replace", reason };
                    // Left where it is, it would be taken for the end of this run if that is interrupted before.
                    std::fs::remove_file(file).map_err(wrong)?;
                }
            }
        }
    }
    match faults.list() {
        [one] => Err(JobError::Exists { path: one.path.clone() }),
        _ => Ok(faults.or(())?),
    }
}
