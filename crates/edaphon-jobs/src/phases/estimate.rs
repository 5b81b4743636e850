//! What a run of phases is going to cost.

use super::{Kind, Phase, PhasedRun, Recording};
use crate::cf::CfOutput;
use crate::error::Result;

/// Time, memory and disk that a run will take.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Estimate {
    /// Years of all models, spin-ups at their longest.
    pub model_years: u64,
    /// Seconds with all threads: of computing, or of reading where that takes longer, as it goes on at the same time.
    pub seconds: f64,
    /// Bytes of memory at most.
    pub memory: u64,
    /// Bytes of output before compression.
    pub disk: u64,
}

/// Microseconds that a simulated cell takes for a year on one thread of a processor with AVX-512 (`docs/performance.md`), for
/// CASA and MIMICS, carbon alone and with nitrogen.
const MICROSECONDS: [[f64; 2]; 2] = [[14.0, 12.0], [25.0, 55.0]];

/// Seconds that it takes to read a byte of forcing, as it is laid out in memory (`docs/performance.md`).
const SECONDS_PER_BYTE: f64 = 4.6e-9;

/// Bytes that a cell takes in states, sums and outputs under way.
const BYTES_PER_CELL: u64 = 16_000;

/// Bytes of the program itself, and of files under way.
const BYTES_ANYWAY: u64 = 60_000_000;

impl PhasedRun {
    /// What is left of the run is going to cost about this much, on `threads` threads.
    ///
    /// # Errors
    /// If an output asks for variables that are not known.
    pub fn estimate(&self, threads: usize) -> Result<Estimate> {
        let mut all = Estimate::default();
        for (number, phase) in self.phases.iter().enumerate() {
            let part = self.of_phase(number, phase, threads)?;
            all.model_years += part.model_years;
            all.seconds += part.seconds;
            all.disk += part.disk;
            all.memory = all.memory.max(part.memory);
        }
        Ok(all)
    }

    fn of_phase(&self, number: usize, phase: &Phase, threads: usize) -> Result<Estimate> {
        let cells = self.grid.len() as u64;
        let mut longest = 0;
        let mut part = Estimate { memory: BYTES_ANYWAY + phase.forcing.memory() as u64, ..Estimate::default() };
        for (model, strand) in self.strands.iter().enumerate().filter(|(_, s)| s.phase <= number) {
            let years = phase.years.saturating_sub(if strand.phase == number { strand.years } else { 0 });
            let kind = strand.land.model();
            let each = MICROSECONDS[usize::from(kind.microbes())][usize::from(kind.nitrogen())] * 1e-6;
            // Packs are what threads share.
            let threads = threads.clamp(1, strand.land.packing().packs().max(1)) as f64;
            part.model_years += years;
            longest = longest.max(years);
            part.seconds += years as f64 * strand.land.packing().simulated() as f64 * each / threads;
            part.memory += cells * BYTES_PER_CELL;
            if phase.kind != Kind::Recorded {
                continue;
            }
            for recording in &phase.recordings[model] {
                let left = left_of(recording, phase.years - years);
                let output = CfOutput::size(&recording.settings, &strand.land, &self.grid)?;
                part.disk += output.per_year * left;
                part.memory += output.memory;
            }
        }
        part.seconds = part.seconds.max(phase.forcing.bytes_read(longest) as f64 * SECONDS_PER_BYTE);
        Ok(part)
    }
}

/// Years of the phase that a file is still to get, `done` being over.
fn left_of(recording: &Recording, done: u64) -> u64 {
    let (first, last) = recording.window;
    (last + 1).saturating_sub(first.max(done + 1))
}
