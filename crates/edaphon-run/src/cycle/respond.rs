//! Answers to what methods ask of cells: passes in packs, Jacobians cell by cell, all cores at work.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};

use edaphon_cell::tangent::jacobian;
use edaphon_core::forcing::PACK;
use edaphon_cycle::{Answer, Matrix, Question, Respond, Unknown};
use edaphon_models::ecosystem::State;
use rayon::prelude::*;

use super::LoopForcing;
use super::pass::{Crew, pass};
use super::unknowns::{columns, fields, state_of, unknowns, vector_of};
use crate::landscape::Landscape;

/// The maps of some cells of a landscape.
#[derive(Debug)]
pub struct Loops<'a> {
    land: &'a Landscape,
    forcing: &'a LoopForcing,
    /// The cell behind each number that questions come with.
    cells: &'a [usize],
    /// States whose memories besides the unknowns (leaf phase) are those of a first of January; one for each cell.
    base: &'a [State<f64>],
    unknowns: Vec<Arc<[Unknown]>>,
    years: Vec<Option<usize>>,
    derivatives: Derivatives,
    spent: Spent,
}

/// How Jacobians are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Derivatives {
    /// By dual numbers: exact.
    Exact,
    /// By differences of plain passes in lanes: good to six digits or so, at a third of the price. Broyden's updates do the rest.
    Differences,
}

/// Relative step of a difference: its error is then about as large as that of rounding.
const STEP: f64 = 1e-6;

/// Processor time of answers, over all threads.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spent {
    /// On plain passes and mean years.
    pub passes: Duration,
    /// Years that cells were moved through in them, spare lanes left out.
    pub cell_years: u64,
    /// On Jacobians.
    pub jacobians: Duration,
    /// Years that cells were moved through in them.
    pub jacobian_years: u64,
}

impl Spent {
    /// Adds what another respondent has spent.
    pub fn add(&mut self, other: &Self) {
        self.passes += other.passes;
        self.cell_years += other.cell_years;
        self.jacobians += other.jacobians;
        self.jacobian_years += other.jacobian_years;
    }

    /// The price of a year with its Jacobian, in years without.
    pub fn price(&self) -> f64 {
        let per_year = self.passes.as_secs_f64() / self.cell_years.max(1) as f64;
        let with = self.jacobians.as_secs_f64() / self.jacobian_years.max(1) as f64;
        if per_year > 0.0 { with / per_year } else { 0.0 }
    }
}

/// A piece of work: the places of its questions in the list.
enum Work {
    Passes { crew: Crew, questions: [usize; PACK], lanes: usize, mean: bool },
    Jacobian { question: usize, mean: bool },
}

impl<'a> Loops<'a> {
    /// Answers for `cells`, whose forcing is all there.
    pub fn new(
        land: &'a Landscape,
        forcing: &'a LoopForcing,
        cells: &'a [usize],
        base: &'a [State<f64>],
        derivatives: Derivatives,
    ) -> Self {
        let years = (0..forcing.years()).map(Some).collect();
        let unknowns = unknowns(land, cells);
        Self { land, forcing, cells, base, unknowns, years, derivatives, spent: Spent::default() }
    }

    /// What answers have cost so far.
    pub fn spent(&self) -> Spent {
        self.spent
    }

    /// The unknowns of each cell.
    pub fn unknowns(&self) -> &[Arc<[Unknown]>] {
        &self.unknowns
    }

    fn state(&self, number: usize, x: &[f64]) -> State<f64> {
        state_of(self.land.cell(self.cells[number]), &self.base[number], x)
    }

    /// Puts questions together: cells of one pack that all ask the same stay together, the rest is gathered eight by eight.
    fn plan(&self, questions: &[(usize, Question)]) -> Vec<Work> {
        let (mut work, mut loose) = (Vec::new(), [Vec::new(), Vec::new()]);
        let mut packs: Vec<(usize, bool, Vec<usize>)> = Vec::new();
        for (at, (number, question)) in questions.iter().enumerate() {
            let mean = matches!(question, Question::MeanYear(_) | Question::MeanYearJacobian(_));
            match question {
                Question::PassJacobian(_) | Question::MeanYearJacobian(_) => {
                    work.push(Work::Jacobian { question: at, mean })
                }
                Question::Pass(_) | Question::MeanYear(_) => {
                    let (pack, _) = self.forcing.packing().place(self.cells[*number]);
                    match packs.last_mut().filter(|(p, m, _)| *p == pack && *m == mean) {
                        Some((_, _, members)) => members.push(at),
                        None => packs.push((pack, mean, vec![at])),
                    }
                }
            }
        }
        for (pack, mean, members) in packs {
            let lane = |at: usize| self.forcing.packing().place(self.cells[questions[at].0]).1;
            let in_place = members.len() == PACK && members.iter().enumerate().all(|(l, &at)| lane(at) == l);
            if in_place {
                work.push(self.crew(questions, &members, Some(pack), mean));
            } else {
                loose[usize::from(mean)].extend(members);
            }
        }
        for (mean, members) in loose.iter().enumerate() {
            work.extend(members.chunks(PACK).map(|lanes| self.crew(questions, lanes, None, mean == 1)));
        }
        work
    }

    fn crew(&self, questions: &[(usize, Question)], members: &[usize], pack: Option<usize>, mean: bool) -> Work {
        let of = |lane: usize| members[if lane < members.len() { lane } else { 0 }];
        let at: [usize; PACK] = std::array::from_fn(of);
        let cells = at.map(|at| self.cells[questions[at].0]);
        Work::Passes { crew: Crew { cells, pack }, questions: at, lanes: members.len(), mean }
    }

    fn answer(&self, work: &Work, questions: &[(usize, Question)]) -> (Vec<(usize, Answer)>, Spent) {
        let began = Instant::now();
        let mean = [None];
        match work {
            Work::Passes { crew, questions: at, lanes, mean: is_mean } => {
                let years = if *is_mean { &mean[..] } else { &self.years };
                let states = at.map(|at| self.state(questions[at].0, vector(&questions[at].1)));
                let passed = pass(self.land, self.forcing, years, crew, &states);
                let answer = |lane: usize| {
                    let x = vector_of(self.land.model(), &passed[lane].state);
                    (at[lane], Answer { x, jacobian: None, closure: passed[lane].closure })
                };
                let answers = (0..*lanes).map(answer).collect();
                let cell_years = (lanes * years.len()) as u64;
                (answers, Spent { passes: began.elapsed(), cell_years, ..Spent::default() })
            }
            Work::Jacobian { question, mean: is_mean } => {
                let years = if *is_mean { &mean[..] } else { &self.years };
                let answer = self.differentiate(&questions[*question], years);
                let jacobian_years = years.len() as u64;
                let spent = Spent { jacobians: began.elapsed(), jacobian_years, ..Spent::default() };
                (vec![(*question, answer)], spent)
            }
        }
    }

    fn differentiate(&self, (number, question): &(usize, Question), years: &[Option<usize>]) -> Answer {
        if self.derivatives == Derivatives::Differences {
            return self.difference(*number, vector(question), years);
        }
        let (cell, x) = (self.cells[*number], vector(question));
        let site = self.land.cell(cell);
        let rows: Vec<Vec<f32>> = years.iter().map(|year| self.forcing.cell(*year, cell)).collect();
        let rows: Vec<&[f32]> = rows.iter().map(Vec::as_slice).collect();
        let (fields, columns) = (fields(site.model), columns(site, x, true));
        let inputs: Vec<usize> = columns.iter().map(|&column| fields[column]).collect();
        let (end, derivatives) = jacobian(site, self.land.profile(), &rows, &self.state(*number, x), &inputs);
        let mut matrix = Matrix::zero(x.len());
        for (&column, by_field) in columns.iter().zip(&derivatives) {
            for (row, &field) in fields.iter().enumerate() {
                matrix.set(row, column, by_field[field]);
            }
        }
        Answer { x: vector_of(site.model, &end), jacobian: Some(matrix), closure: [0.0; 2] }
    }
}

impl Loops<'_> {
    /// G(x) and its Jacobian from passes beside x: one lane for x itself, one for each column.
    fn difference(&self, number: usize, x: &[f64], years: &[Option<usize>]) -> Answer {
        let cell = self.cells[number];
        let columns = columns(self.land.cell(cell), x, false);
        let unknowns = &self.unknowns[number];
        let step = |column: usize| STEP * unknowns[column].slope(x[column]);
        let beside: Vec<Option<usize>> = std::iter::once(None).chain(columns.iter().copied().map(Some)).collect();
        let mut ends: Vec<Vec<f64>> = Vec::with_capacity(beside.len());
        for lanes in beside.chunks(PACK) {
            let states = std::array::from_fn(|lane| {
                let mut moved = x.to_vec();
                if let Some(Some(column)) = lanes.get(lane) {
                    moved[*column] += step(*column);
                }
                self.state(number, &moved)
            });
            let crew = Crew { cells: [cell; PACK], pack: None };
            let passed = pass(self.land, self.forcing, years, &crew, &states);
            ends.extend((0..lanes.len()).map(|lane| vector_of(self.land.model(), &passed[lane].state)));
        }
        let mut matrix = Matrix::zero(x.len());
        for (end, &column) in ends[1..].iter().zip(&columns) {
            for row in 0..x.len() {
                matrix.set(row, column, (end[row] - ends[0][row]) / step(column));
            }
        }
        Answer { x: ends.swap_remove(0), jacobian: Some(matrix), closure: [0.0; 2] }
    }
}

fn vector(question: &Question) -> &[f64] {
    match question {
        Question::Pass(x) | Question::PassJacobian(x) | Question::MeanYear(x) | Question::MeanYearJacobian(x) => x,
    }
}

impl Respond for Loops<'_> {
    type Error = Infallible;

    fn respond(&mut self, questions: &[(usize, Question)]) -> Result<Vec<Answer>, Infallible> {
        let work = self.plan(questions);
        let done: Vec<_> = work.par_iter().with_max_len(1).map(|work| self.answer(work, questions)).collect();
        let mut answers: Vec<Option<Answer>> = vec![None; questions.len()];
        for (some, spent) in done {
            for (at, answer) in some {
                answers[at] = Some(answer);
            }
            self.spent.add(&spent);
        }
        Ok(answers.into_iter().flatten().collect())
    }
}
