//! The weather of phases before anything is run.

use edaphon_io::{Error, Faults};

use super::PhasedRun;
use crate::error::{JobError, Result};

impl PhasedRun {
    /// Looks at what describes the weather of every year, and reads the first and the last year of each phase, or all of them
    /// if `deep`. Says what was looked at.
    ///
    /// # Errors
    /// If a file cannot be opened at all; all faults that were found.
    pub fn check_forcing(&mut self, deep: bool) -> Result<String> {
        let Some(packing) = self.strands.first().map(|strand| strand.land.packing().clone()) else {
            return Ok(String::new());
        };
        let (mut faults, mut read, mut years) = (Faults::new(), 0, 0);
        for phase in &mut self.phases {
            note(phase.forcing.look(), &mut faults)?;
            let count = phase.forcing.years();
            years += count;
            for index in (0..count).filter(|&index| deep || index == 0 || index + 1 == count) {
                note(phase.forcing.year(index, &packing).map(|_| ()), &mut faults)?;
                read += 1;
            }
        }
        let looked = match read == years {
            true => format!("read all {years} years of weather"),
            false => {
                format!("read {read} of {years} years of weather, and what describes the others; --deep reads all")
            }
        };
        Ok(faults.or(looked)?)
    }
}

fn note(looked: Result<()>, faults: &mut Faults) -> Result<()> {
    match looked {
        Err(JobError::Faults(found) | JobError::Io(Error::Faults(found))) => faults.append(found),
        other => return other,
    }
    Ok(())
}
