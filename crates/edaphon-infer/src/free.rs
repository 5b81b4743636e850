//! What is to be found: parameters of a table, common factors of several, and products with shares that are held.

use edaphon_core::{ParamInfo, ParamSet, Prior, Real};

use crate::coordinate::Coordinate;
use crate::error::{InferError, Result};
use crate::posterior::Slopes;
use crate::random::Random;

/// A quantity to be found.
///
/// Rates of microbes tell a rate per carbon times the share of its group and never one of the two: such a product is `moves: &["v_nos"], times: &["r_nosz"]`,
/// and what moves is the first. Where several parameters are in `moves`, all move by the same factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Free {
    /// Name in tables and figures.
    pub label: &'static str,
    /// Parameters that move, by the same factor; the first is the quantity itself.
    pub moves: &'static [&'static str],
    /// Parameters that are held, whose sum is a factor of the quantity; may be empty.
    pub times: &'static [&'static str],
}

impl Free {
    /// A single parameter.
    pub const fn one(label: &'static str, moves: &'static [&'static str]) -> Self {
        Self { label, moves, times: &[] }
    }
}

/// A quantity with its place in the table.
#[derive(Debug, Clone, PartialEq)]
struct Placed {
    free: Free,
    /// Places of `moves`, and their values relative to the first.
    moves: Vec<(usize, f64)>,
    /// What the first is multiplied by.
    factor: f64,
    coordinate: Coordinate,
    unit: &'static str,
    range: (f64, f64),
}

/// Quantities to be found over a set of parameters that holds all others.
#[derive(Debug, Clone, PartialEq)]
pub struct FreeParameters {
    base: ParamSet,
    values: Vec<f64>,
    placed: Vec<Placed>,
}

impl FreeParameters {
    /// The quantities `free` over `base`, a set for one vegetation type.
    ///
    /// # Errors
    /// A parameter that the table does not have, that is a constant of the model, or that a product cannot take.
    pub fn new(base: &ParamSet, free: &[Free]) -> Result<Self> {
        let params = base.table().params;
        let values: Vec<f64> =
            params.iter().map(|info| base.value(info.name, 1)).collect::<std::result::Result<_, _>>()?;
        let placed = free.iter().map(|free| place(base, &values, *free)).collect::<Result<_>>()?;
        Ok(Self { base: base.clone(), values, placed })
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.placed.len()
    }

    /// The set that holds all others.
    pub fn base(&self) -> &ParamSet {
        &self.base
    }

    /// Name of quantity `at`.
    pub fn label(&self, at: usize) -> &'static str {
        self.placed[at].free.label
    }

    /// Its unit.
    pub fn unit(&self, at: usize) -> &'static str {
        self.placed[at].unit
    }

    /// Its coordinate.
    pub fn coordinate(&self, at: usize) -> Coordinate {
        self.placed[at].coordinate
    }

    /// Low end, median and high end of the interval of 90 % of its prior.
    pub fn of_prior(&self, at: usize) -> [f64; 3] {
        self.placed[at].coordinate.of_prior()
    }

    /// The coordinates of the values that `base` has.
    pub fn start(&self) -> Vec<f64> {
        self.placed.iter().map(|p| p.coordinate.of(self.values[p.moves[0].0] * p.factor)).collect()
    }

    /// Coordinates drawn from the priors.
    pub fn draw(&self, random: &mut Random) -> Vec<f64> {
        let mut one = |p: &Placed| {
            let (uniform, normal) = (random.uniform(), random.normal());
            p.coordinate.draw(uniform, normal)
        };
        self.placed.iter().map(&mut one).collect()
    }

    /// The quantities at coordinates `u`.
    pub fn quantities(&self, u: &[f64]) -> Vec<f64> {
        self.placed.iter().zip(u).map(|(p, u)| p.coordinate.value(*u)).collect()
    }

    /// All parameters of the table, in its order, at coordinates `u`.
    pub fn parameters(&self, u: &[f64]) -> Vec<f64> {
        let mut values = self.values.clone();
        for (p, u) in self.placed.iter().zip(u) {
            let first = p.coordinate.value(*u) / p.factor;
            p.moves.iter().for_each(|(at, ratio)| values[*at] = first * ratio);
        }
        values
    }

    /// The same with derivatives by the coordinates from `first` on, as many as [`Slopes`] hold.
    pub(crate) fn slopes(&self, u: &[f64], first: usize) -> Vec<Slopes> {
        let mut values: Vec<Slopes> = self.values.iter().map(|x| Slopes::lit(*x)).collect();
        for (number, (p, u)) in self.placed.iter().zip(u).enumerate() {
            let mut moved = Slopes::lit(p.coordinate.value(*u) / p.factor);
            if let Some(slot) = number.checked_sub(first).and_then(|slot| moved.partials.get_mut(slot)) {
                *slot = p.coordinate.slope(*u) / p.factor;
            }
            p.moves.iter().for_each(|(at, ratio)| values[*at] = moved * Slopes::lit(*ratio));
        }
        values
    }

    /// Whether every parameter at `u` is one that the table accepts.
    pub fn accepts(&self, u: &[f64]) -> bool {
        let inside = |(p, u): (&Placed, &f64)| {
            let first = p.coordinate.value(*u) / p.factor;
            (p.range.0..=p.range.1).contains(&first)
        };
        self.placed.iter().zip(u).all(inside)
    }

    /// The set at coordinates `u`; `origin` says where the values come from.
    ///
    /// # Errors
    /// A value that the table does not accept.
    pub fn set(&self, u: &[f64], origin: &str) -> Result<ParamSet> {
        let values = self.parameters(u);
        let mut set = self.base.clone();
        for (at, _) in self.placed.iter().flat_map(|p| &p.moves) {
            set.set(self.base.table().params[*at].name, &[values[*at]], origin)?;
        }
        Ok(set)
    }
}

fn place(base: &ParamSet, values: &[f64], free: Free) -> Result<Placed> {
    let params = base.table().params;
    let find = |name: &&str| {
        base.values(name)?;
        Ok::<_, InferError>(params.iter().position(|info| info.name == *name).unwrap_or_default())
    };
    let moves: Vec<usize> = free.moves.iter().map(find).collect::<Result<_>>()?;
    let times: Vec<usize> = free.times.iter().map(find).collect::<Result<_>>()?;
    let is_single = moves.len() == 1 && times.is_empty();
    for info in moves.iter().chain(&times).map(|at| &params[*at]) {
        match info.prior {
            Prior::Fixed => return Err(InferError::Fixed { name: info.name, about: info.about }),
            Prior::Uniform if !is_single => return Err(InferError::Product { label: free.label, name: info.name }),
            _ => {}
        }
    }
    let first = &params[moves[0]];
    let factor = if times.is_empty() { 1.0 } else { times.iter().map(|at| values[*at]).sum() };
    let ratios = moves.iter().map(|at| (*at, values[*at] / values[moves[0]])).collect();
    // Every one that moves has to stay in its range.
    let bound = |pick: fn(&ParamInfo) -> f64, best: fn(f64, f64) -> f64| {
        moves.iter().map(|at| pick(&params[*at]) * values[moves[0]] / values[*at]).fold(pick(first), best)
    };
    let range = (bound(|info| info.range.0, f64::max), bound(|info| info.range.1, f64::min));
    let held: Vec<&ParamInfo> = times.iter().map(|at| &params[*at]).collect();
    Ok(Placed { free, moves: ratios, factor, coordinate: coordinate(first, &held), unit: first.unit, range })
}

/// The prior of a product: lognormal with the product of medians, and the variances of logarithms added; a sum of shares counts as lognormal with its mean and
/// variance (Fenton 1960, IRE Trans. Commun. Syst. 8, 57).
fn coordinate(first: &ParamInfo, held: &[&ParamInfo]) -> Coordinate {
    let (median, spread) = match first.prior {
        Prior::LogNormal { median, spread } => (median, spread),
        Prior::Uniform | Prior::Fixed => return Coordinate::Logit { low: first.range.0, high: first.range.1 },
    };
    let lognormal = |info: &&ParamInfo| match info.prior {
        Prior::LogNormal { median, spread } => Some((median, spread * spread)),
        Prior::Uniform | Prior::Fixed => None,
    };
    let shares: Vec<(f64, f64)> = held.iter().filter_map(lognormal).collect();
    if shares.is_empty() {
        return Coordinate::Log { median, spread };
    }
    let mean: f64 = shares.iter().map(|(m, v)| m * (0.5 * v).exp()).sum();
    let variance: f64 = shares.iter().map(|(m, v)| m * m * v.exp() * v.exp_m1()).sum();
    let of_sum = (variance / (mean * mean)).ln_1p();
    Coordinate::Log { median: median * mean / (0.5 * of_sum).exp(), spread: (spread * spread + of_sum).sqrt() }
}

#[cfg(test)]
mod tests {
    use edaphon_models::nitrogen::NITROGEN_PARAMETERS;

    use super::*;

    fn base() -> ParamSet {
        ParamSet::defaults(&NITROGEN_PARAMETERS, 1)
    }

    #[test]
    fn products_and_factors_move_what_they_name() {
        let product = Free { label: "V_nar r_nir", moves: &["v_nar"], times: &["r_nirs", "r_nirk"] };
        let yields = Free::one("y", &["n2o_yield_aob", "n2o_yield_aoa"]);
        let free = FreeParameters::new(&base(), &[product, yields]).unwrap();
        let start = free.start();
        assert!((free.quantities(&start)[0] - 1.5 * 0.02).abs() < 1e-12);
        let doubled = [start[0], free.coordinate(1).of(0.004)];
        let set = free.set(&doubled, "test").unwrap();
        assert!((set.value("n2o_yield_aoa", 1).unwrap() - 0.0016).abs() < 1e-12);
        assert!((set.value("v_nar", 1).unwrap() - 1.5).abs() < 1e-12);
        assert_eq!(set.value("r_nirs", 1).unwrap(), 0.008);
        let slopes = free.slopes(&doubled, 0);
        let at = |name| NITROGEN_PARAMETERS.params.iter().position(|p| p.name == name).unwrap();
        assert!((slopes[at("n2o_yield_aoa")].partials[1] / (0.7073 * 0.0016) - 1.0).abs() < 1e-9);
        assert!((slopes[at("v_nar")].partials[0] / (free.coordinate(0).slope(start[0]) / 0.02) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn constants_and_products_of_bounded_parameters_are_refused() {
        let words = |free: Free| FreeParameters::new(&base(), &[free]).unwrap_err().to_string();
        assert_eq!(
            words(Free::one("R0", &["respiration_reference"])),
            "respiration_reference (scale of respiration in it) is a constant of the model; free may be parameters with a prior"
        );
        let product = Free { label: "x", moves: &["direct_route"], times: &["r_aoa"] };
        assert!(words(product).starts_with("x combines direct_route, whose prior is uniform"));
        assert_eq!(words(Free::one("x", &["v_nax"])), "nitrogen has no parameter `v_nax`; did you mean `v_nar`?");
    }
}
