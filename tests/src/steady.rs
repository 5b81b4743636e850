//! Steady states of the reference's cells under the two years of their weather, repeated.

use std::sync::atomic::AtomicBool;

use edaphon_cycle::{Certificate, Found, Interrupted, Line, Method, Settings, Start, certify, converse, solve};
use edaphon_models::Profile;
use edaphon_models::ecosystem::State;
use edaphon_run::cycle::{Derivatives, LoopForcing, Loops, unknowns, vector_of};
use edaphon_run::landscape::Parameters;
use edaphon_run::{Landscape, Model, Simulation};

use crate::testbed::{forcing, places};

/// Years of the loop.
pub const YEARS: u32 = 2;

/// The reference's cells with a loop of weather.
#[derive(Debug)]
pub struct Globe {
    /// The cells.
    pub land: Landscape,
    /// Their weather.
    pub forcing: LoopForcing,
    /// Those that are simulated.
    pub cells: Vec<usize>,
    /// Their states of a first of January, a loop after the start values of the parameters.
    pub base: Vec<State<f64>>,
}

impl Globe {
    /// With parameters changed by `change`.
    pub fn with(model: Model, profile: Profile, change: impl FnOnce(&mut Parameters)) -> Self {
        let places = places();
        let mut parameters = Parameters::default();
        change(&mut parameters);
        let land = Landscape::new(model, profile, &parameters, &places).expect("parameters");
        let years = forcing(land.packing(), &(0..places.len()).collect::<Vec<_>>());
        let mut held = LoopForcing::new(land.packing(), 0..land.packing().simulated_packs());
        years.iter().for_each(|year| held.push(year));
        let mut run = Simulation::new(&land, land.start());
        years.iter().for_each(|year| {
            run.year(year);
        });
        let cells: Vec<usize> = (0..places.len()).filter(|&cell| land.simulated()[cell]).collect();
        let states = run.states();
        let base = cells.iter().map(|&cell| states[cell]).collect();
        Self { land, forcing: held.finished(), cells, base }
    }

    /// As published.
    pub fn new(model: Model, profile: Profile) -> Self {
        Self::with(model, profile, |_| {})
    }

    /// The unknowns of the start of each simulated cell.
    pub fn starts(&self) -> Vec<Vec<f64>> {
        self.base.iter().map(|state| vector_of(self.land.model(), state)).collect()
    }

    /// Names of the unknowns.
    pub fn names(&self) -> Vec<&'static str> {
        unknowns(&self.land, &self.cells[..1])[0].iter().map(|unknown| unknown.name).collect()
    }

    /// How far two states of a cell are apart, at most, in the coordinates of a search: relative differences of pools.
    pub fn apart(&self, cell: usize, a: &[f64], b: &[f64]) -> f64 {
        let unknowns = &unknowns(&self.land, &[cell])[0];
        let each = unknowns.iter().zip(a.iter().zip(b)).map(|(u, (a, b))| (u.coordinate(*a) - u.coordinate(*b)).abs());
        each.fold(0.0, f64::max)
    }

    /// g m⁻² for each of its unit of an unknown in a cell.
    pub fn per_area(&self, cell: usize, unknown: usize) -> f64 {
        unknowns(&self.land, &[cell])[0][unknown].per_area
    }

    /// Solves every simulated cell from `starts` and certifies what was found over a century.
    pub fn solved(&self, settings: Settings, starts: &[Vec<f64>]) -> Vec<(Found, Certificate)> {
        self.each(settings.method, |number, line| {
            let start = Start { x: starts[number].clone(), jacobian: None };
            async move {
                let found = solve(line.clone(), start, settings).await;
                let certificate = certify(line, found.clone(), 0.01, 100).await;
                (found, certificate)
            }
        })
    }

    /// Does something with the line of every simulated cell.
    pub fn each<T: Send, F: Future<Output = T> + Send>(
        &self,
        method: Method,
        work: impl Fn(usize, Line) -> F,
    ) -> Vec<T> {
        let exact = if method == Method::Newton { Derivatives::Exact } else { Derivatives::Differences };
        let mut loops = Loops::new(&self.land, &self.forcing, &self.cells, &self.base, exact);
        let lines: Vec<Line> = loops.unknowns().iter().map(|u| Line::new(u.clone(), YEARS)).collect();
        match converse(&lines, work, &mut loops, &mut |_| {}, &AtomicBool::new(false)) {
            Ok(all) => all,
            Err(Interrupted::Failed(never)) => match never {},
            Err(Interrupted::Stopped(_)) => unreachable!("nobody stops it"),
        }
    }
}

/// So near that methods agree to seven digits even where the slowest pool needs tens of thousands of years (a pass of rounding is 10⁻¹⁵).
pub fn tight(method: Method) -> Settings {
    Settings { method, drift: 1e-7, change: 3e-13, passes: 3000 }
}
