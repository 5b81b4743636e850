//! Where the weather of a run comes from, a year at a time.

use std::collections::VecDeque;
use std::sync::Arc;

use edaphon_core::forcing::{ForcingYear, Packing};

use crate::error::Result;

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
}

/// Bytes of forcing kept in memory at most, besides the year in use.
const WINDOW_BYTES: usize = 1 << 30;

/// A source that keeps recently read years, so that a short loop is read once.
pub struct Forcing {
    source: Box<dyn ForcingSource>,
    kept: VecDeque<(usize, Arc<ForcingYear>)>,
    room: usize,
}

impl std::fmt::Debug for Forcing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Forcing").field("years", &self.source.years()).field("room", &self.room).finish()
    }
}

impl Forcing {
    /// Wraps a source for cells packed as `packing`.
    pub fn new(source: Box<dyn ForcingSource>, packing: &Packing) -> Self {
        let year_bytes = packing.packs() * ForcingYear::PACK_LENGTH * size_of::<f32>();
        Self { source, kept: VecDeque::new(), room: (WINDOW_BYTES / year_bytes.max(1)).max(1) }
    }

    /// How many years there are.
    pub fn years(&self) -> usize {
        self.source.years()
    }

    /// The calendar year of year `index` (from 0), where the source has a calendar.
    pub fn calendar_year(&self, index: usize) -> Option<i64> {
        self.source.calendar_year(index)
    }

    /// Year `index` (from 0).
    ///
    /// # Errors
    /// If it cannot be read or holds values that no model can use.
    pub fn year(&mut self, index: usize, packing: &Packing) -> Result<Arc<ForcingYear>> {
        if let Some((_, year)) = self.kept.iter().find(|(i, _)| *i == index) {
            return Ok(Arc::clone(year));
        }
        // A loop longer than the window would push each year out before it returns: keep only as many as fit.
        if self.kept.len() == self.room {
            self.kept.pop_front();
        }
        let year = Arc::new(self.source.read(index, packing)?);
        self.kept.push_back((index, Arc::clone(&year)));
        Ok(year)
    }
}
