//! The cells of a block, solved and certified together.

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;

use edaphon_cycle::{
    Certificate, Found, Interrupted, Line, Method, Round, Settings, Start, Status, certify, converse, solve,
};
use edaphon_models::ecosystem::State;
use edaphon_run::Landscape;
use edaphon_run::cycle::{Derivatives, LoopForcing, Loops, Spent, unknowns, vector_of};

use super::{Wanted, seeds};

/// Years of plain passes that verify every cell, and those that verify one in fifty and all that needed a fallback.
const VERIFY: [u32; 2] = [100, 1000];

/// States at which a spin-up was interrupted.
pub(super) type Best = HashMap<usize, Vec<f64>>;

/// Cells whose forcing is in memory.
pub(super) struct Block<'a> {
    pub land: &'a Landscape,
    pub forcing: &'a LoopForcing,
    /// The cells, in the order of their packs.
    pub cells: &'a [usize],
    /// The state of each cell of the grid on a first of January.
    pub base: &'a [State<f64>],
    pub wanted: &'a Wanted,
    pub stop: &'a AtomicBool,
}

impl Block<'_> {
    /// The solution of each cell and its certificate.
    ///
    /// A few cells are solved first, and the others start from these. Certificates of the first wait for the solution of the others, so
    /// that cells that take long have company.
    pub(super) fn solve(
        &self,
        progress: &mut dyn FnMut(Round),
        spent: &mut Spent,
    ) -> Result<Vec<(Found, Certificate)>, Best> {
        let plan = seeds::Plan::new(self.land, self.forcing, self.cells, self.wanted.method == Method::TwoLevel);
        let years = self.forcing.years() as u32;
        let kinds = unknowns(self.land, self.cells);
        let lines: Vec<Line> = kinds.into_iter().map(|unknowns| Line::new(unknowns, years)).collect();
        let place: HashMap<usize, usize> = self.cells.iter().enumerate().map(|(at, &cell)| (cell, at)).collect();
        let settings = self.settings();
        let fresh = |cell: usize| Start { x: vector_of(self.land.model(), &self.base[cell]), jacobian: None };

        let seeds: &[usize] = if plan.rest.is_empty() { &[] } else { &plan.first };
        let of_seeds: Vec<Line> = seeds.iter().map(|cell| lines[place[cell]].clone()).collect();
        let seek = |number: usize, line: Line| solve(line, fresh(seeds[number]), settings);
        let mut tell = |round: Round| progress(Round { done: 0, cells: self.cells.len(), ..round });
        let found = self.converse(seeds, &of_seeds, seek, &mut tell, spent)?;
        let solved: HashMap<usize, Found> = seeds.iter().copied().zip(found).collect();

        let start = |cell: usize| {
            let near = plan.nearest.get(&cell).and_then(|seed| solved.get(seed)).filter(|found| found.content);
            near.map_or_else(|| fresh(cell), |f| Start { x: f.x.clone(), jacobian: f.mean_jacobian.clone() })
        };
        let finish = |number: usize, line: Line| {
            let cell = self.cells[number];
            let (known, start) = (solved.get(&cell).cloned(), start(cell));
            let (sampled, accepted) = (seeds::is_sampled(&self.forcing.climate(cell)), self.wanted.drift);
            async move {
                let found = match known {
                    Some(found) => found,
                    None => solve(line.clone(), start, settings).await,
                };
                certified(line, found, settings, accepted, sampled).await
            }
        };
        self.converse(self.cells, &lines, finish, progress, spent)
    }

    /// Half of the drift that a certificate accepts, so that the passes that verify it stay within as well.
    fn settings(&self) -> Settings {
        let Wanted { method, drift, passes, .. } = *self.wanted;
        Settings { method, drift: 0.5 * drift, passes, ..Settings::default() }
    }

    /// Lets some cells go on until all are done.
    fn converse<T: Send, F: Future<Output = T> + Send>(
        &self,
        cells: &[usize],
        lines: &[Line],
        work: impl Fn(usize, Line) -> F,
        progress: &mut dyn FnMut(Round),
        spent: &mut Spent,
    ) -> Result<Vec<T>, Best> {
        let base: Vec<State<f64>> = cells.iter().map(|&cell| self.base[cell]).collect();
        let exact = if self.wanted.method == Method::Newton { Derivatives::Exact } else { Derivatives::Differences };
        let mut loops = Loops::new(self.land, self.forcing, cells, &base, exact);
        let ended = converse(lines, work, &mut loops, progress, self.stop);
        spent.add(&loops.spent());
        match ended {
            Ok(done) => Ok(done),
            Err(Interrupted::Stopped(best)) => {
                Err(cells.iter().zip(best).filter_map(|(&cell, x)| x.map(|x| (cell, x))).collect())
            }
            Err(Interrupted::Failed(never)) => match never {},
        }
    }
}

/// The certificate of a solution; where a century leads away from it, of a nearer one.
async fn certified(line: Line, found: Found, settings: Settings, accepted: f64, sampled: bool) -> (Found, Certificate) {
    let years = VERIFY[usize::from(sampled || !found.fallbacks.is_empty())];
    let certificate = certify(line.clone(), found.clone(), accepted, years).await;
    if certificate.status != Status::Drifting || !found.content {
        return (found, certificate);
    }
    // Still where it was found, but on its way a century later: nearer, then.
    let nearer = Settings { drift: 0.1 * settings.drift, ..settings };
    let from = Start { x: found.x, jacobian: found.mean_jacobian };
    let found = solve(line.clone(), from, nearer).await;
    let certificate = certify(line, found.clone(), accepted, years).await;
    (found, certificate)
}
