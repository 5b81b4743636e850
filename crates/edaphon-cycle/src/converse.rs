//! Many cells asking at once.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};

use rayon::prelude::*;

use crate::line::{Line, Respond};

/// How far the cells have come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Round {
    /// Cells that are done.
    pub done: usize,
    /// Cells in all.
    pub cells: usize,
    /// The largest drift of a cell that is not done (g m⁻² per century); infinite while one has not passed its loop.
    pub drift: f64,
}

/// Why cells did not come to an end.
#[derive(Debug)]
pub enum Interrupted<E> {
    /// The map could not be evaluated.
    Failed(E),
    /// It was asked to stop: the best state of each cell so far, where it has one.
    Stopped(Vec<Option<Vec<f64>>>),
}

/// Cells that go on one after the other: to share so few among threads takes longer.
const FEW: usize = 32;

struct Task<'a, T> {
    line: Line,
    work: Pin<Box<dyn Future<Output = T> + Send + 'a>>,
    outcome: Option<T>,
}

/// Lets the method of each cell go on until it needs an answer, answers all, and so on until all are done.
///
/// `begin` starts the method of a cell on its line. `after` is told of every round.
///
/// # Errors
/// If the respondent fails, or `stop` is set.
pub fn converse<'a, T, F, R>(
    lines: &[Line],
    begin: impl Fn(usize, Line) -> F,
    respondent: &mut R,
    after: &mut dyn FnMut(Round),
    stop: &AtomicBool,
) -> Result<Vec<T>, Interrupted<R::Error>>
where
    T: Send + 'a,
    F: Future<Output = T> + Send + 'a,
    R: Respond,
{
    let mut cell = 0;
    let start = |line: &Line| {
        cell += 1;
        Task::<T> { line: line.clone(), work: Box::pin(begin(cell - 1, line.clone())), outcome: None }
    };
    let mut tasks: Vec<(usize, Task<'a, T>)> = lines.iter().map(start).enumerate().collect();
    let mut outcomes: Vec<Option<T>> = lines.iter().map(|_| None).collect();
    loop {
        if tasks.len() > FEW {
            tasks.par_iter_mut().for_each(|(_, task)| go_on(task));
        } else {
            tasks.iter_mut().for_each(|(_, task)| go_on(task));
        }
        for (cell, task) in &mut tasks {
            outcomes[*cell] = task.outcome.take();
        }
        tasks.retain(|(cell, _)| outcomes[*cell].is_none());
        let question = |(cell, task): &(usize, Task<'a, T>)| Some((*cell, task.line.held().question.take()?));
        let questions: Vec<_> = tasks.iter().filter_map(question).collect();
        after(round(&tasks, lines.len()));
        if questions.is_empty() {
            return Ok(outcomes.into_iter().flatten().collect());
        }
        if stop.load(Ordering::Relaxed) {
            let best = |line: &Line| line.held().best.as_ref().map(|(x, _)| x.clone());
            return Err(Interrupted::Stopped(lines.iter().map(best).collect()));
        }
        let answers = respondent.respond(&questions).map_err(Interrupted::Failed)?;
        for ((cell, _), answer) in questions.into_iter().zip(answers) {
            lines[cell].held().answer = Some(answer);
        }
    }
}

fn go_on<T>(task: &mut Task<'_, T>) {
    let mut context = Context::from_waker(Waker::noop());
    if let Poll::Ready(outcome) = task.work.as_mut().poll(&mut context) {
        task.outcome = Some(outcome);
    }
}

fn round<T>(left: &[(usize, Task<'_, T>)], cells: usize) -> Round {
    let drift =
        |(_, task): &(usize, Task<'_, T>)| task.line.held().best.as_ref().map_or(f64::INFINITY, |(_, drift)| *drift);
    Round { done: cells - left.len(), cells, drift: left.iter().map(drift).fold(0.0, f64::max) }
}
