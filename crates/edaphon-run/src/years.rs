//! Which years are run.

/// A loop over years of forcing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// Years of forcing.
    pub forcing_years: u64,
    /// How often they are repeated.
    pub loops: u64,
}

impl Schedule {
    /// Years in all.
    pub fn years(&self) -> u64 {
        self.forcing_years * self.loops
    }

    /// The year of forcing (from 0) for year `year` of the run (from 1).
    pub fn forcing_of(&self, year: u64) -> u64 {
        (year - 1) % self.forcing_years
    }
}
