//! What is known of a solution, by plain passes alone.
//!
//! | number | how |
//! |---|---|
//! | drift | (100 / P) (G(x) − x) of each pool, and the change over the passes that verify it, as g m⁻² per century |
//! | spectral radius ρ | of a loop of many years: power iteration on G(y + εv) − G(y) along the verifying passes, from the slowest direction that the method knows. Of a short loop: the rate at which the changes of the verifying passes shrink, or power iteration where these are lost in rounding. Pools that are empty (below their floor) take no part |
//! | error bound | 2 max(‖(I − J)⁻¹ F‖, ‖F‖ / (1 − ρ)) in coordinates: a relative error of pools. Small drift alone does not mean closeness |
//! | brute force | passes of at least a century from x; no coordinate may leave the bound |
//! | closure | mass that appeared without a flux in a pass, over what is held |
//!
//! ρ ≥ 1 is an unstable cycle, or a loop of the wrong length: it is never accepted.

use crate::line::{Cost, Line};
use crate::matrix::{Matrix, largest, norm};
use crate::methods::Found;
use crate::unknown::Element;

/// Relative size of the perturbation that power iteration follows.
const PERTURBATION: f64 = 1e-4;
/// Loops with at least so many passes in a century tell their radius by themselves.
const MANY_PASSES: u32 = 30;
/// Products of power iteration, at most: those of a long loop along its passes, and of a short one.
const PRODUCTS: [usize; 2] = [6, 60];
/// Products after which a spectral radius may count as settled.
const LEAST_PRODUCTS: usize = 9;
/// Change of 1 − ρ from one third of a record to the next with which it has settled (–): bounds allow for a factor of two.
const SETTLED: f64 = 0.15;
/// Changes of a pass, in coordinates, that are told from rounding.
const TOLD: f64 = 1e-9;
/// Products beyond these, where a loop seems hardly to contract: what grows for a while need not grow for ever. Of a long loop, and of a
/// short one.
const MORE_PRODUCTS: [usize; 2] = [40, 200];
/// A spectral radius over twenty years that is looked at again.
const DOUBTFUL: f64 = 0.995;
/// Rounding of a pass, in coordinates.
const ROUNDING: f64 = 1e-11;

/// How a cell ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// A stable cycle, within the accepted drift.
    Steady,
    /// A stable cycle that is not reached yet: it drifts more than accepted.
    Drifting,
    /// No stable cycle: what is near the state moves away from it.
    Unstable,
    /// Microbes have died out, from every start.
    Extinct,
    /// The state is not a number.
    Broken,
}

impl Status {
    /// All, as they are numbered in files from 0.
    pub const ALL: [Self; 5] = [Self::Steady, Self::Drifting, Self::Unstable, Self::Extinct, Self::Broken];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Steady => "steady",
            Self::Drifting => "still drifting",
            Self::Unstable => "no stable cycle",
            Self::Extinct => "microbes extinct",
            Self::Broken => "not a number",
        }
    }
}

/// What is known of a solution.
#[derive(Debug, Clone, PartialEq)]
pub struct Certificate {
    /// How the cell ended.
    pub status: Status,
    /// Drift of each unknown at the solution (g m⁻² per century; 0 for memories).
    pub drift: Vec<f64>,
    /// Drift of all carbon and of all nitrogen (g m⁻² per century).
    pub total_drift: [f64; 2],
    /// Largest drift of a pool, at the solution and over the verifying passes (g m⁻² per century).
    pub max_drift: f64,
    /// Spectral radius of a pass of the loop, ρ (–).
    pub spectral_radius: f64,
    /// Slowest e-folding time, −P / ln ρ (yr).
    pub e_folding: f64,
    /// Bound of the relative error of pools (–).
    pub error_bound: f64,
    /// Bound of the error of the largest pool it makes a difference to (g m⁻²).
    pub error_bound_mass: f64,
    /// Years of plain passes from the solution.
    pub verified_years: u32,
    /// Largest relative move of a pool during them (–).
    pub moved: f64,
    /// Largest mass that appeared without a flux in a pass, over what is held: carbon, nitrogen (–).
    pub closure: [f64; 2],
    /// What was asked for to find the solution, and to certify it.
    pub cost: [Cost; 2],
    /// What was tried beyond the method itself.
    pub fallbacks: Vec<&'static str>,
}

impl Certificate {
    /// Whether brute force stayed within the error bound.
    pub fn within_bound(&self) -> bool {
        self.moved <= self.error_bound
    }
}

/// Certifies what a method found, over at least `years` of plain passes.
pub async fn certify(line: Line, found: Found, accepted: f64, years: u32) -> Certificate {
    let solving = line.cost();
    let passes = years.div_ceil(line.years).max(1);
    let first = line.pass(&found.x).await;
    let z = coordinates(&line, &found.x);
    let f = minus(&coordinates(&line, &first.x), &z);
    let drift: Vec<f64> = drifts(&line, &found.x, &first.x, 1);
    let mut walk = Iteration::new(&line, &found, &f);
    let mut shrinking = Shrinking::default();
    let (mut here, mut closure, mut moved) = (found.x.clone(), first.closure, largest(&f));
    let image = first.x;
    let mut next = image.clone();
    let short = passes >= MANY_PASSES;
    for pass in 1..=passes {
        if short {
            shrinking.pass(&masked(minus(&coordinates(&line, &next), &coordinates(&line, &here)), &walk.filled));
        } else if walk.products() < PRODUCTS[0] {
            walk.product(&line, &here, &next).await;
        }
        here = next;
        moved = larger(moved, largest(&minus(&coordinates(&line, &here), &z)));
        if pass == passes {
            break;
        }
        let answer = line.pass(&here).await;
        closure = [larger(closure[0], answer.closure[0]), larger(closure[1], answer.closure[1])];
        next = answer.x;
    }
    let is_doubtful = |growth: &[f64]| {
        let of_twenty_years = radius(growth).powf(20.0 / f64::from(line.years));
        of_twenty_years >= DOUBTFUL || of_twenty_years.is_nan()
    };
    if short && has_settled(&shrinking.growth()) && !is_doubtful(&shrinking.growth()) {
        walk.growth = shrinking.growth();
    } else if short {
        while !has_settled(&walk.growth) && walk.products() < PRODUCTS[1] && !walk.is_lost() {
            walk.product(&line, &found.x, &image).await;
        }
    }
    let enough = walk.products() + MORE_PRODUCTS[usize::from(short)];
    while is_doubtful(&walk.growth) && walk.products() < enough && !walk.is_lost() {
        walk.product(&line, &found.x, &image).await;
    }
    let over_passes = drifts(&line, &found.x, &here, passes);
    let max_drift = larger(largest(&drift), largest(&over_passes));
    let rho = radius(&walk.growth);
    let error_bound = bound(&found, &f, rho);
    let status = status(&found, [largest(&drift), max_drift], rho, accepted, moved);
    let mass = |(u, x): (&crate::Unknown, &f64)| (x.max(0.0) + u.floor) * u.per_area * error_bound;
    let masses: Vec<f64> = line.unknowns.iter().zip(&found.x).map(mass).collect();
    let total = |element| {
        let of = line.unknowns.iter().zip(&drift).filter(|(u, _)| u.element == Some(element));
        of.map(|(_, d)| d).sum::<f64>()
    };
    Certificate {
        status,
        total_drift: [total(Element::Carbon), total(Element::Nitrogen)],
        max_drift,
        drift,
        spectral_radius: rho,
        e_folding: e_folding(rho, line.years),
        error_bound,
        error_bound_mass: largest(&masses),
        verified_years: passes * line.years,
        moved,
        closure,
        cost: [solving, less(line.cost(), solving)],
        fallbacks: found.fallbacks,
    }
}

/// `drift` at the state, and the largest also over the passes that verify it. Only a state that returns can be an unstable cycle: elsewhere
/// neighbours may part for a while on their way.
fn status(found: &Found, [drift, max_drift]: [f64; 2], rho: f64, accepted: f64, moved: f64) -> Status {
    if !(max_drift.is_finite() && moved.is_finite()) {
        Status::Broken
    } else if found.extinct {
        Status::Extinct
    } else if (rho >= 1.0 || rho.is_nan()) && drift <= accepted {
        Status::Unstable
    } else if max_drift > accepted {
        Status::Drifting
    } else {
        Status::Steady
    }
}

/// Power iteration along passes.
struct Iteration {
    /// Coordinates that take part.
    filled: Vec<bool>,
    direction: Vec<f64>,
    /// ln of the growth of each product.
    growth: Vec<f64>,
}

impl Iteration {
    fn new(line: &Line, found: &Found, f: &[f64]) -> Self {
        let slowest = match (&found.inverse, &found.mean_jacobian) {
            (Some(inverse), _) => inverse.dominant_direction(),
            (None, Some(j1)) => j1.power(line.years).dominant_direction(),
            (None, None) if norm(f) > ROUNDING => f.to_vec(),
            _ => vec![1.0; f.len()],
        };
        let filled: Vec<bool> = line.unknowns.iter().zip(&found.x).map(|(u, x)| !u.is_empty(*x)).collect();
        let direction = unit(masked(slowest, &filled));
        Self { filled, direction, growth: Vec::new() }
    }

    /// J v at a state whose image is known.
    async fn product(&mut self, line: &Line, x: &[f64], image: &[f64]) {
        let z = coordinates(line, x);
        let moved: Vec<f64> = z.iter().zip(&self.direction).map(|(z, v)| z + PERTURBATION * v).collect();
        let beside: Vec<f64> = line.unknowns.iter().zip(&moved).map(|(u, z)| u.value(*z)).collect();
        let after = line.pass(&beside).await;
        let difference = masked(minus(&coordinates(line, &after.x), &coordinates(line, image)), &self.filled);
        let before = minus(&coordinates(line, &beside), &z);
        self.growth.push((norm(&difference) / norm(&before)).ln());
        self.direction = unit(difference);
    }

    fn products(&self) -> usize {
        self.growth.len()
    }

    /// Whether nothing is left to follow.
    fn is_lost(&self) -> bool {
        !self.direction.iter().all(|x| x.is_finite()) || self.direction.iter().all(|x| *x == 0.0)
    }
}

/// How fast the changes of plain passes shrink.
#[derive(Default)]
struct Shrinking {
    /// ln ‖G(y) − y‖ of each pass.
    sizes: Vec<f64>,
}

impl Shrinking {
    fn pass(&mut self, change: &[f64]) {
        self.sizes.push(norm(change).ln());
    }

    /// ln of the growth from each pass to the next, while changes are told from rounding.
    fn growth(&self) -> Vec<f64> {
        let told = self.sizes.iter().take_while(|size| **size > TOLD.ln()).count();
        self.sizes[..told].windows(2).map(|pair| pair[1] - pair[0]).collect()
    }
}

/// The mean growth of the last half of a record, as a factor.
fn radius(growth: &[f64]) -> f64 {
    mean(&growth[growth.len() / 2..]).exp()
}

/// Whether the last third of a record of growth tells the same radius as the third before.
fn has_settled(growth: &[f64]) -> bool {
    let (third, count) = (growth.len() / 3, growth.len());
    let (before, last) = (mean(&growth[third..2 * third]), mean(&growth[count - third..]));
    count >= LEAST_PRODUCTS && (last - before).abs() < SETTLED * (1.0 - last.exp())
}

fn mean(x: &[f64]) -> f64 {
    x.iter().sum::<f64>() / x.len().max(1) as f64
}

fn bound(found: &Found, f: &[f64], rho: f64) -> f64 {
    let estimate = found.inverse.as_ref().map_or(0.0, |a: &Matrix| largest(&a.times(f)));
    let by_radius = if rho < 1.0 { (largest(f) + ROUNDING) / (1.0 - rho) } else { f64::INFINITY };
    2.0 * larger(estimate, by_radius)
}

fn e_folding(rho: f64, years: u32) -> f64 {
    if rho <= 0.0 { 0.0 } else { -f64::from(years) / rho.ln() }
}

fn drifts(line: &Line, before: &[f64], after: &[f64], passes: u32) -> Vec<f64> {
    let years = f64::from(line.years * passes);
    line.unknowns.iter().zip(after.iter().zip(before)).map(|(u, (b, a))| u.drift(b - a, years)).collect()
}

fn coordinates(line: &Line, x: &[f64]) -> Vec<f64> {
    line.unknowns.iter().zip(x).map(|(u, x)| u.coordinate(*x)).collect()
}

fn minus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

fn masked(mut v: Vec<f64>, filled: &[bool]) -> Vec<f64> {
    v.iter_mut().zip(filled).filter(|(_, filled)| !**filled).for_each(|(x, _)| *x = 0.0);
    v
}

fn unit(v: Vec<f64>) -> Vec<f64> {
    let size = norm(&v);
    if size > 0.0 && size.is_finite() { v.iter().map(|x| x / size).collect() } else { v }
}

/// The larger of two; NaN if either is.
fn larger(a: f64, b: f64) -> f64 {
    if a >= b || a.is_nan() { a } else { b }
}

fn less(all: Cost, part: Cost) -> Cost {
    Cost {
        passes: all.passes - part.passes,
        pass_jacobians: all.pass_jacobians - part.pass_jacobians,
        mean_years: all.mean_years - part.mean_years,
        mean_jacobians: all.mean_jacobians - part.mean_jacobians,
    }
}
