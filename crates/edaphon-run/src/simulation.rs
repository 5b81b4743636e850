//! A run in progress.

use edaphon_cell::Perturbation;
use edaphon_cell::pack::{FIELDS, L, Stretch, Sums, Walk};
use edaphon_core::forcing::{DAYS, ForcingYear, PACK};
use edaphon_models::ecosystem::{Day, STATE_FIELDS, State};
use edaphon_models::nitrogen::Mineral;
use rayon::prelude::*;

use crate::coupled::{CoupledPack, NETWORK_FIELDS, NetworkDay, through};
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
    /// Of a coupled run.
    network: Vec<CoupledPack>,
    places: Vec<(usize, usize)>,
}

/// Number of a field among those of a state, a day and a day of coupled soil nitrogen together: in that order.
pub fn field_number(name: &str) -> Option<usize> {
    let place = |names: &[&str]| names.iter().position(|n| *n == name);
    place(State::<f64>::NAMES)
        .or_else(|| place(Day::<f64>::NAMES).map(|i| i + STATE_FIELDS))
        .or_else(|| place(NetworkDay::<f64>::NAMES).map(|i| i + FIELDS))
}

impl YearSummary {
    /// Sum over the year of the daily values of a field; 0 for a field of soil nitrogen that is not coupled.
    pub fn sum(&self, field: usize, cell: usize) -> f64 {
        let (pack, lane) = self.places[cell];
        match field.checked_sub(FIELDS) {
            None => self.packs[pack].fields[field].0[lane],
            Some(of_network) => self.network.get(pack).map_or(0.0, |p| p.fields[of_network].0[lane]),
        }
    }

    /// Mean over the year of the daily values of a field.
    pub fn mean(&self, field: usize, cell: usize) -> f64 {
        self.sum(field, cell) / DAYS as f64
    }

    /// Value of a field on the last day of the year.
    pub fn last_day(&self, field: usize, cell: usize) -> f64 {
        let (pack, lane) = self.places[cell];
        match field.checked_sub(FIELDS) {
            None => self.packs[pack].today[field].0[lane],
            Some(of_network) => self.network.get(pack).map_or(0.0, |p| p.today[of_network].0[lane]),
        }
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
    /// Of a coupled run: the network of each pack.
    network: Vec<CoupledPack>,
    /// Changes of climate and growth.
    pub perturbation: Perturbation,
    /// Years completed.
    pub years_done: u64,
    /// Days of the current year completed.
    day_of_year: u32,
}

impl<'a> Simulation<'a> {
    /// Starts from the states given, one per cell. Where soil nitrogen is coupled, their mineral nitrogen is split by pH.
    ///
    /// # Panics
    /// If there are more or fewer states than cells.
    pub fn new(land: &'a Landscape, start: &[State<f64>]) -> Self {
        let mineral = |network: &crate::coupled::Network| {
            start.iter().enumerate().map(|(cell, state)| network.split(cell, state)).collect::<Vec<_>>()
        };
        let mineral = land.network().map(mineral).unwrap_or_default();
        Self::with_mineral(land, start, &mineral)
    }

    /// Starts from the states and, where soil nitrogen is coupled, the pools of mineral nitrogen given (mg kg⁻¹), one per cell.
    ///
    /// # Panics
    /// If there are more or fewer of either than cells.
    pub fn with_mineral(land: &'a Landscape, start: &[State<f64>], mineral: &[Mineral<f64>]) -> Self {
        assert_eq!(start.len(), land.packing.cells(), "one state per cell");
        let expected = if land.network().is_some() { start.len() } else { 0 };
        assert_eq!(mineral.len(), expected, "pools of mineral nitrogen per cell where it is coupled");
        let gather = |cells: [usize; PACK]| State::gather(cells.map(|cell| &start[cell]));
        let states: Vec<_> = land.packing.members().into_iter().map(gather).collect();
        let sums = vec![Sums::zero(); states.len()];
        let coupled = |cells: [usize; PACK]| CoupledPack::new(Mineral::gather(cells.map(|cell| &mineral[cell])));
        let network = match land.network() {
            Some(_) => land.packing.members().into_iter().map(coupled).collect(),
            None => Vec::new(),
        };
        Self { land, states, sums, network, perturbation: Perturbation::default(), years_done: 0, day_of_year: 0 }
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

    /// Replaces the state of one cell; where soil nitrogen is coupled, its mineral nitrogen is split anew.
    pub fn set_state(&mut self, cell: usize, state: &State<f64>) {
        let (pack, lane) = self.land.packing.place(cell);
        self.states[pack].set_lane(lane, state);
        if let (Some(network), Some(coupled)) = (self.land.network(), self.network.get_mut(pack)) {
            coupled.mineral.set_lane(lane, &network.split(cell, state));
        }
    }

    /// The pools of mineral nitrogen of each cell now (mg kg⁻¹); none where soil nitrogen is not coupled.
    pub fn mineral(&self) -> Vec<Mineral<f64>> {
        let of = |cell| {
            let (pack, lane) = self.land.packing.place(cell);
            self.network.get(pack).map(|coupled| coupled.mineral.lane(lane))
        };
        (0..self.land.packing.cells()).filter_map(of).collect()
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
        assert!(
            last as usize <= DAYS && keep.iter().all(|&f| f < FIELDS + NETWORK_FIELDS),
            "days of the year and known fields"
        );
        let (land, year, perturbation) = (self.land, self.years_done + 1, &self.perturbation);
        if let Some(network) = land.network() {
            let run = |(pack, ((state, sums), coupled)): (usize, ((&mut State<L>, &mut Sums), &mut CoupledPack))| {
                let stretch = Stretch { forcing: forcing.pack(pack), days: (first, last), year, perturbation, keep };
                through(network, pack, land.terms(), &stretch, (state, sums), coupled)
            };
            let work = self.states.par_iter_mut().zip(self.sums.par_iter_mut()).zip(self.network.par_iter_mut());
            let packs = work.enumerate().with_max_len(1).map(run).collect();
            return self.walked((first, last), keep, packs);
        }
        assert!(keep.iter().all(|&f| f < FIELDS), "fields of soil nitrogen where it is coupled");
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
        self.walked((first, last), keep, packs)
    }

    /// Moves the clock, and makes of what packs kept what is asked of cells.
    fn walked(&mut self, (first, last): (u32, u32), keep: &[usize], packs: Vec<Vec<L>>) -> Daily {
        self.day_of_year = last;
        let days = (last + 1 - first) as usize;
        Daily { first_day: first, days, fields: keep.to_vec(), packs, places: self.places() }
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
        let network = self.network.clone();
        self.network.iter_mut().for_each(CoupledPack::reset);
        YearSummary { packs: std::mem::replace(&mut self.sums, fresh), network, places: self.places() }
    }

    fn places(&self) -> Vec<(usize, usize)> {
        (0..self.land.packing.cells()).map(|cell| self.land.packing.place(cell)).collect()
    }
}
