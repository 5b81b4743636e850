//! How a method asks for what it needs, and what that costs.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use crate::matrix::Matrix;
use crate::unknown::Unknown;

/// What a method wants to know of the map of its cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// G(x): one pass of the loop.
    Pass(Vec<f64>),
    /// G(x) and its exact Jacobian by x.
    PassJacobian(Vec<f64>),
    /// g(x): one year of mean forcing.
    MeanYear(Vec<f64>),
    /// g(x) and its exact Jacobian by x.
    MeanYearJacobian(Vec<f64>),
}

/// What the map says.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Where x goes.
    pub x: Vec<f64>,
    /// ∂(x′ row)/∂(x column), where it was asked for.
    pub jacobian: Option<Matrix>,
    /// Largest mass that appeared or vanished without a flux during a pass, over what is held (–), of carbon and nitrogen.
    pub closure: [f64; 2],
}

/// Answers the questions of many cells at once; each comes with the number of its cell.
pub trait Respond {
    /// What can go wrong.
    type Error;

    /// Answers, in the order of the questions.
    ///
    /// # Errors
    /// If the map cannot be evaluated at all; a state that stops being a number is an answer.
    fn respond(&mut self, questions: &[(usize, Question)]) -> Result<Vec<Answer>, Self::Error>;
}

/// How often a cell asked for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cost {
    /// Passes of the loop.
    pub passes: u32,
    /// Jacobians of the loop.
    pub pass_jacobians: u32,
    /// Years of mean forcing.
    pub mean_years: u32,
    /// Jacobians of the mean year.
    pub mean_jacobians: u32,
}

impl Cost {
    /// In passes of a loop of `years`, with a Jacobian of a year at the price of `price` years.
    pub fn loops(&self, years: f64, price: f64) -> f64 {
        let mean = f64::from(self.mean_years) + price * f64::from(self.mean_jacobians);
        f64::from(self.passes) + price * f64::from(self.pass_jacobians) + mean / years
    }

    /// This and another together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            passes: self.passes + other.passes,
            pass_jacobians: self.pass_jacobians + other.pass_jacobians,
            mean_years: self.mean_years + other.mean_years,
            mean_jacobians: self.mean_jacobians + other.mean_jacobians,
        }
    }
}

/// What lies on the line between a method and whoever answers.
#[derive(Debug, Default)]
pub(crate) struct Held {
    pub(crate) question: Option<Question>,
    pub(crate) answer: Option<Answer>,
    pub(crate) cost: Cost,
    /// The best state so far and its largest drift (g m⁻² per century).
    pub(crate) best: Option<(Vec<f64>, f64)>,
}

/// A line to the map of one cell.
#[derive(Debug, Clone)]
pub struct Line {
    held: Arc<Mutex<Held>>,
    /// What is sought.
    pub unknowns: Arc<[Unknown]>,
    /// Years of the loop.
    pub years: u32,
}

impl Line {
    /// A line to a cell with these unknowns, whose loop is `years` long.
    pub fn new(unknowns: Arc<[Unknown]>, years: u32) -> Self {
        Self { held: Arc::default(), unknowns, years }
    }

    pub(crate) fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was asked for so far.
    pub fn cost(&self) -> Cost {
        self.held().cost
    }

    async fn ask(&self, question: Question) -> Answer {
        self.held().question = Some(question);
        poll_fn(|_| self.held().answer.take().map_or(Poll::Pending, Poll::Ready)).await
    }

    /// G(x).
    pub async fn pass(&self, x: &[f64]) -> Answer {
        self.held().cost.passes += 1;
        self.ask(Question::Pass(x.to_vec())).await
    }

    /// G(x) and its Jacobian.
    pub async fn pass_jacobian(&self, x: &[f64]) -> Answer {
        self.held().cost.pass_jacobians += 1;
        self.ask(Question::PassJacobian(x.to_vec())).await
    }

    /// g(x).
    pub async fn mean_year(&self, x: &[f64]) -> Answer {
        self.held().cost.mean_years += 1;
        self.ask(Question::MeanYear(x.to_vec())).await
    }

    /// g(x) and its Jacobian.
    pub async fn mean_year_jacobian(&self, x: &[f64]) -> Answer {
        self.held().cost.mean_jacobians += 1;
        self.ask(Question::MeanYearJacobian(x.to_vec())).await
    }

    /// Remembers a state of the loop and its drift (g m⁻² per century), if it is the best so far.
    pub(crate) fn remember(&self, x: &[f64], drift: f64) {
        let mut held = self.held();
        if held.best.as_ref().is_none_or(|(_, before)| drift < *before) {
            held.best = Some((x.to_vec(), drift));
        }
    }
}
