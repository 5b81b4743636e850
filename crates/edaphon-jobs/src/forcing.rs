//! Where the weather of a run comes from, a year at a time.
//!
//! While a year is computed with, the next one is read on a thread of its own. Which thread reads changes no number.

mod ahead;
pub(crate) mod store;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use edaphon_core::forcing::{ForcingYear, Packing};

use crate::error::Result;
use ahead::Reader;

/// Years of forcing for the cells of a run.
pub trait ForcingSource: Send {
    /// How many years there are.
    fn years(&self) -> usize;

    /// The calendar year of year `index` (from 0), where the source has a calendar.
    fn calendar_year(&self, index: usize) -> Option<i64>;

    /// Reads year `index` (from 0), laid out for `packing`.
    ///
    /// # Errors
    /// If a file cannot be read or holds values that no model can use.
    fn read(&mut self, index: usize, packing: &Packing) -> Result<ForcingYear>;

    /// Looks at what describes year `index`, without its values.
    ///
    /// # Errors
    /// If a file cannot be opened, or all faults of its description.
    fn look(&mut self, _index: usize) -> Result<()> {
        Ok(())
    }
}

/// Bytes of forcing kept in memory at most for a loop, besides the year in use and the one that is read ahead.
const WINDOW_BYTES: usize = 1 << 30;

/// Bytes of the slabs that a year is read in.
const SLABS: usize = 160 << 20;

/// A source that reads ahead, and keeps years that come again, so that a short loop is read once.
///
/// Copies share what is kept.
#[derive(Clone)]
pub struct Forcing {
    calendar: Vec<Option<i64>>,
    room: usize,
    loops: bool,
    year_bytes: usize,
    shared: Arc<Mutex<Shared>>,
}

/// What copies share.
struct Shared {
    reader: Reader,
    kept: VecDeque<(usize, Arc<ForcingYear>)>,
}

impl std::fmt::Debug for Forcing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Forcing").field("years", &self.years()).field("room", &self.room).finish_non_exhaustive()
    }
}

impl Forcing {
    /// Wraps a source for cells packed as `packing`, whose years may come again.
    pub fn new(source: Box<dyn ForcingSource>, packing: &Packing) -> Self {
        let year_bytes = packing.packs() * ForcingYear::PACK_LENGTH * size_of::<f32>();
        let calendar = (0..source.years()).map(|index| source.calendar_year(index)).collect();
        let shared = Shared { reader: Reader::new(source), kept: VecDeque::new() };
        let room = (WINDOW_BYTES / year_bytes.max(1)).max(1);
        Self { calendar, room, loops: true, year_bytes, shared: Arc::new(Mutex::new(shared)) }
    }

    /// Wraps a source whose years are used one after the other, each once: one is kept.
    pub fn once(source: Box<dyn ForcingSource>, packing: &Packing) -> Self {
        Self { room: 1, loops: false, ..Self::new(source, packing) }
    }

    /// How many years there are.
    pub fn years(&self) -> usize {
        self.calendar.len()
    }

    /// The calendar year of year `index` (from 0), where the source has a calendar.
    pub fn calendar_year(&self, index: usize) -> Option<i64> {
        self.calendar.get(index).copied().flatten()
    }

    /// Bytes of memory that are taken at most: the years kept, the one that is read ahead, and what reading itself needs.
    pub fn memory(&self) -> usize {
        let kept = self.room.min(self.years());
        let ahead = usize::from(kept < self.years()) * self.year_bytes;
        kept * self.year_bytes + ahead + self.year_bytes.min(SLABS)
    }

    /// Bytes, as they are laid out in memory, that have to be read for `years` years from the first on.
    pub fn bytes_read(&self, years: u64) -> u64 {
        let (per_loop, room) = ((self.years() as u64).max(1), self.room as u64);
        // Of a loop that does not fit, all but the last place hold their year.
        let found = if per_loop <= room { per_loop } else { room - 1 };
        let first = years.min(per_loop);
        (first + (years - first) * (per_loop - found) / per_loop) * self.year_bytes as u64
    }

    /// Year `index` (from 0); the next one is read meanwhile.
    ///
    /// # Errors
    /// If it cannot be read or holds values that no model can use.
    pub fn year(&mut self, index: usize, packing: &Packing) -> Result<Arc<ForcingYear>> {
        let shared = &mut *self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let found = shared.kept.iter().find(|(i, _)| *i == index).map(|(_, year)| Arc::clone(year));
        let year = match found {
            Some(year) => year,
            None => {
                let year = Arc::new(shared.reader.take(index, packing)?);
                // A loop longer than the window would push each year out before it returns: the first of it stay.
                if shared.kept.len() >= self.room {
                    shared.kept.pop_back();
                }
                shared.kept.push_back((index, Arc::clone(&year)));
                year
            }
        };
        let next = index + 1;
        let next = if self.loops { next % self.calendar.len().max(1) } else { next };
        if next < self.calendar.len() && !shared.kept.iter().any(|(i, _)| *i == next) {
            shared.reader.ask(next, packing)?;
        }
        Ok(year)
    }

    /// Looks at what describes every year, without their values.
    ///
    /// # Errors
    /// If a file cannot be opened at all; all faults of the descriptions.
    pub fn look(&mut self) -> Result<()> {
        let shared = &mut *self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        shared.reader.look(self.calendar.len())
    }
}
