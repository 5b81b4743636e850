//! Ways to a fixed point.

mod accelerated;
mod anderson;
mod looping;
mod newton;
mod point;
mod two_level;

use crate::line::Line;
use crate::matrix::Matrix;
use crate::unknown::is_extinct;

/// A way to a fixed point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Newton on the mean year, then quasi-Newton on the loop.
    TwoLevel,
    /// Newton on the loop with its exact Jacobian.
    Newton,
    /// Anderson acceleration of the loop.
    Anderson,
    /// Slow pools move faster, then plain passes.
    Accelerated,
    /// Plain passes.
    Native,
}

impl Method {
    /// All methods, the default first.
    pub const ALL: [Self; 5] = [Self::TwoLevel, Self::Newton, Self::Anderson, Self::Accelerated, Self::Native];

    /// Name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::TwoLevel => "two-level",
            Self::Newton => "newton",
            Self::Anderson => "anderson",
            Self::Accelerated => "ad",
            Self::Native => "native",
        }
    }

    /// The method of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }
}

/// When a method is content, and when it gives up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// The method.
    pub method: Method,
    /// Largest accepted drift of a pool (g m⁻² per century).
    pub drift: f64,
    /// Largest accepted change of a coordinate over a loop (–): the relative change of a pool. Infinite: not asked for.
    pub change: f64,
    /// Passes of the loop at most.
    pub passes: u32,
}

impl Default for Settings {
    /// Half of the drift that a certificate accepts, so that the passes that verify it stay within as well.
    fn default() -> Self {
        Self { method: Method::TwoLevel, drift: 0.005, change: f64::INFINITY, passes: 1000 }
    }
}

/// Where a method begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    /// The state.
    pub x: Vec<f64>,
    /// The Jacobian of the mean year in coordinates, of a cell much like this one that is solved already.
    pub jacobian: Option<Matrix>,
}

/// What a method came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The state.
    pub x: Vec<f64>,
    /// Whether it satisfies the settings.
    pub content: bool,
    /// What was tried beyond the method itself, in order.
    pub fallbacks: Vec<&'static str>,
    /// (I − J)⁻¹ of the loop in coordinates, as well as the method knows it.
    pub inverse: Option<Matrix>,
    /// The Jacobian of the mean year in coordinates, as well as the method knows it.
    pub mean_jacobian: Option<Matrix>,
    /// Whether a group of microbes has died out in every attempt.
    pub extinct: bool,
}

/// Years of plain passes that another chance begins with.
const ANOTHER_CHANCE: u32 = 200;
/// Chances beyond the first.
const CHANCES: usize = 2;

/// Seeks the fixed point of a cell; where a group of microbes died out, all get another chance: from a richer start, then from the
/// state found with that group brought back.
pub async fn solve(line: Line, start: Start, settings: Settings) -> Found {
    let mut found = once(&line, &start, &settings).await;
    let mut from = start.x;
    for _ in 0..CHANCES {
        if !is_extinct(&line.unknowns, &found.x) {
            return found;
        }
        let mut richer = two_level::with_microbes(&line, &from);
        for _ in 0..ANOTHER_CHANCE.div_ceil(line.years) {
            richer = line.pass(&richer).await.x;
        }
        found = once(&line, &Start { x: richer, jacobian: None }, &settings).await;
        found.fallbacks.insert(0, "started again with more microbes");
        from = found.x.clone();
    }
    found.extinct = is_extinct(&line.unknowns, &found.x);
    found
}

async fn once(line: &Line, start: &Start, settings: &Settings) -> Found {
    match settings.method {
        Method::TwoLevel => two_level::solve(line, start, settings).await,
        Method::Newton => newton::solve(line, start, settings).await,
        Method::Anderson => anderson::solve(line, start, settings).await,
        Method::Accelerated => accelerated::solve(line, start, settings).await,
        Method::Native => looping::solve(line, start, settings).await,
    }
}
