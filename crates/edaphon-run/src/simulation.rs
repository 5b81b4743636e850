//! A run in progress.

use edaphon_cell::Perturbation;
use edaphon_cell::pack::{FIELDS, L, Stretch, Sums, Walk};
use edaphon_core::forcing::{DAYS, ForcingYear, PACK};
use edaphon_models::ecosystem::{Day, STATE_FIELDS, State};
use rayon::prelude::*;

use crate::landscape::Landscape;

/// Daily values of the kept fields for some days of a year.
#[derive(Debug, Clone)]
pub struct Daily {
    /// First day of the year that they cover, from 1.
    pub first_day: u32,
    /// How many days.
    pub days: usize,
    fields: Vec<usize>,
    packs: Vec<Vec<L>>,
    places: Vec<(usize, usize)>,
}

impl Daily {
    /// Value of field `field` (its place in the list asked for) on day `day` (from 0) in `cell`.
    pub fn value(&self, field: usize, day: usize, cell: usize) -> f64 {
        let (pack, lane) = self.places[cell];
        self.packs[pack][day * self.fields.len() + field].0[lane]
    }

    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.places.len()
    }
}

/// Sums over a year for each cell.
#[derive(Debug, Clone)]
pub struct YearSummary {
    packs: Vec<Sums>,
    places: Vec<(usize, usize)>,
}

/// Number of a field among those of a state and a day together: the state's come first.
pub fn field_number(name: &str) -> Option<usize> {
    let of_state = State::<f64>::NAMES.iter().position(|n| *n == name);
    of_state.or_else(|| Day::<f64>::NAMES.iter().position(|n| *n == name).map(|i| i + STATE_FIELDS))
}

impl YearSummary {
    /// Sum over the year of the daily values of a field.
    pub fn sum(&self, field: usize, cell: usize) -> f64 {
        let (pack, lane) = self.places[cell];
        self.packs[pack].fields[field].0[lane]
    }

    /// Mean over the year of the daily values of a field.
    pub fn mean(&self, field: usize, cell: usize) -> f64 {
        self.sum(field, cell) / DAYS as f64
    }

    /// Value of a field on the last day of the year.
    pub fn last_day(&self, field: usize, cell: usize) -> f64 {
        let (pack, lane) = self.places[cell];
        self.packs[pack].today[field].0[lane]
    }

    /// Mass of an element (0 carbon, 1 nitrogen) that appeared without a flux in the year (g m⁻²).
    pub fn residual(&self, element: usize, cell: usize) -> f64 {
        let (pack, lane) = self.places[cell];
        self.packs[pack].residual[element].0[lane]
    }

    /// Largest relative residual of a day, and that day of the year.
    pub fn worst_day(&self, element: usize, cell: usize) -> (f64, u32) {
        let (pack, lane) = self.places[cell];
        (self.packs[pack].worst[element].0[lane], self.packs[pack].worst_day[element].0[lane] as u32)
    }

    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.places.len()
    }
}

/// States of all cells, and the machinery that moves them.
#[derive(Debug, Clone)]
pub struct Simulation<'a> {
    land: &'a Landscape,
    states: Vec<State<L>>,
    sums: Vec<Sums>,
    /// Changes of climate and growth.
    pub perturbation: Perturbation,
    /// Years completed.
    pub years_done: u64,
    /// Days of the current year completed.
    day_of_year: u32,
}

impl<'a> Simulation<'a> {
    /// Starts from the states given, one per cell.
    ///
    /// # Panics
    /// If there are more or fewer states than cells.
    pub fn new(land: &'a Landscape, start: &[State<f64>]) -> Self {
        assert_eq!(start.len(), land.packing.cells(), "one state per cell");
        let gather = |cells: [usize; PACK]| State::gather(cells.map(|cell| &start[cell]));
        let states: Vec<_> = land.packing.members().into_iter().map(gather).collect();
        let sums = vec![Sums::zero(); states.len()];
        Self { land, states, sums, perturbation: Perturbation::default(), years_done: 0, day_of_year: 0 }
    }

    /// The cells.
    pub fn land(&self) -> &'a Landscape {
        self.land
    }

    /// The state of each cell now.
    pub fn states(&self) -> Vec<State<f64>> {
        (0..self.land.packing.cells()).map(|cell| self.state(cell)).collect()
    }

    /// The state of one cell now.
    pub fn state(&self, cell: usize) -> State<f64> {
        let (pack, lane) = self.land.packing.place(cell);
        self.states[pack].lane(lane)
    }

    /// Replaces the state of one cell.
    pub fn set_state(&mut self, cell: usize, state: &State<f64>) {
        let (pack, lane) = self.land.packing.place(cell);
        self.states[pack].set_lane(lane, state);
    }

    /// Days of the current year completed.
    pub fn day_of_year(&self) -> u32 {
        self.day_of_year
    }

    /// Runs a whole year.
    pub fn year(&mut self, forcing: &ForcingYear) -> YearSummary {
        self.days(forcing, DAYS as u32, &[]);
        self.end_year()
    }

    /// Runs the next `count` days of the current year and returns the daily values of the fields in `keep`.
    ///
    /// # Panics
    /// If the year has fewer days left.
    pub fn days(&mut self, forcing: &ForcingYear, count: u32, keep: &[usize]) -> Daily {
        let first = self.day_of_year + 1;
        let last = self.day_of_year + count;
        assert!(last as usize <= DAYS && keep.iter().all(|&f| f < FIELDS), "days of the year and known fields");
        let (land, year, perturbation) = (self.land, self.years_done + 1, &self.perturbation);
        let run = |(pack, (state, sums)): (usize, (&mut State<L>, &mut Sums))| {
            let stretch = Stretch { forcing: forcing.pack(pack), days: (first, last), year, perturbation, keep };
            let kept = Vec::with_capacity(keep.len() * count as usize);
            let mut walk = Walk { terms: land.terms(), stretch, state, sums, kept };
            walk.go(&land.packs[pack]);
            walk.kept
        };
        // A pack is long enough to be a task of its own: then no thread waits for another at the end of a year.
        let work = self.states.par_iter_mut().zip(self.sums.par_iter_mut()).enumerate().with_max_len(1);
        let packs = work.map(run).collect();
        self.day_of_year = last;
        Daily { first_day: first, days: count as usize, fields: keep.to_vec(), packs, places: self.places() }
    }

    /// Closes the year and returns its sums.
    ///
    /// # Panics
    /// If days are left.
    pub fn end_year(&mut self) -> YearSummary {
        assert_eq!(self.day_of_year as usize, DAYS, "the year is over");
        self.day_of_year = 0;
        self.years_done += 1;
        let fresh = vec![Sums::zero(); self.states.len()];
        YearSummary { packs: std::mem::replace(&mut self.sums, fresh), places: self.places() }
    }

    fn places(&self) -> Vec<(usize, usize)> {
        (0..self.land.packing.cells()).map(|cell| self.land.packing.place(cell)).collect()
    }
}
