//! Maps whose fixed points are known: every method finds them, and what has none is refused.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use edaphon_cycle::{
    Answer, Certificate, Element, Found, Interrupted, Line, Matrix, Method, Question, Respond, Role, Settings, Start,
    Status, Unknown, certify, converse, solve,
};

/// A map given by a year, with derivatives, and the forcing of each year.
struct Known<'a> {
    years: u32,
    /// The state after a year; the year `years` is the mean one.
    year: &'a dyn Fn(u32, &[f64]) -> Vec<f64>,
}

impl Known<'_> {
    fn go(&self, x: &[f64], mean: bool) -> Vec<f64> {
        if mean {
            return (self.year)(self.years, x);
        }
        (0..self.years).fold(x.to_vec(), |x, year| (self.year)(year, &x))
    }

    /// Central differences: these maps are smooth, and exact derivatives are the business of whoever answers.
    fn jacobian(&self, x: &[f64], mean: bool) -> Matrix {
        let columns: Vec<Vec<f64>> = (0..x.len())
            .map(|k| {
                let step = 1e-5 * x[k].abs().max(1e-3);
                let at = |sign: f64| {
                    let mut moved = x.to_vec();
                    moved[k] += sign * step;
                    self.go(&moved, mean)
                };
                at(1.0).iter().zip(at(-1.0)).map(|(a, b)| (a - b) / (2.0 * step)).collect()
            })
            .collect();
        Matrix::from_fn(x.len(), |row, column| columns[column][row])
    }
}

impl Respond for Known<'_> {
    type Error = Infallible;

    fn respond(&mut self, questions: &[(usize, Question)]) -> Result<Vec<Answer>, Infallible> {
        let answer = |(_, question): &(usize, Question)| {
            let (x, mean, with) = match question {
                Question::Pass(x) => (x, false, false),
                Question::PassJacobian(x) => (x, false, true),
                Question::MeanYear(x) => (x, true, false),
                Question::MeanYearJacobian(x) => (x, true, true),
            };
            let jacobian = with.then(|| self.jacobian(x, mean));
            Answer { x: self.go(x, mean), jacobian, closure: [0.0; 2] }
        };
        Ok(questions.iter().map(answer).collect())
    }
}

fn pool(name: &'static str, role: Role) -> Unknown {
    Unknown { name, per_area: 1.0, floor: 1e-6, scale: 1.0, element: Some(Element::Carbon), role }
}

fn pools(n: usize) -> Arc<[Unknown]> {
    (0..n).map(|_| pool("pool", Role::Other)).collect()
}

/// Solves one cell, and certifies what was found.
fn solved(map: &mut Known<'_>, unknowns: Arc<[Unknown]>, start: &[f64], settings: Settings) -> (Found, Certificate) {
    let line = Line::new(unknowns, map.years);
    let start = Start { x: start.to_vec(), jacobian: None };
    let work = |_: usize, line: Line| {
        let start = start.clone();
        async move {
            let found = solve(line.clone(), start, settings).await;
            (found.clone(), certify(line, found, 0.01, 100).await)
        }
    };
    let never = AtomicBool::new(false);
    match converse(&[line], work, map, &mut |_| {}, &never) {
        Ok(mut all) => all.swap_remove(0),
        Err(Interrupted::Failed(never)) => match never {},
        Err(Interrupted::Stopped(_)) => unreachable!("nobody stops it"),
    }
}

fn tight(method: Method) -> Settings {
    Settings { method, drift: 1e-9, change: 1e-14, passes: 20_000 }
}

/// Four pools with the rates of RothC (yr⁻¹) at a moderate climate, exact decay by month, and what becomes of it at 20 % clay.
fn rothc_like(season: impl Fn(u32, u32) -> f64) -> impl Fn(u32, &[f64]) -> Vec<f64> {
    move |year, x| {
        let mut x = x.to_vec();
        for month in 0..12 {
            let rates = [10.0, 0.3, 0.66, 0.02].map(|k| 1.0 - (-k * season(year, month) / 12.0_f64).exp());
            let decayed: Vec<f64> = x.iter().zip(rates).map(|(x, share)| x * share).collect();
            let kept = decayed.iter().sum::<f64>() / (1.0 + 4.0);
            let input = 300.0 / 12.0;
            let gains = [0.59 * input, 0.41 * input, 0.46 * kept, 0.54 * kept];
            x = x.iter().zip(&decayed).zip(gains).map(|((x, d), g)| x - d + g).collect();
        }
        x
    }
}

/// Large against what the map adds, so that subtracting it again costs no digits.
const LARGE: f64 = 1e6;

/// The fixed point of a linear map, from its matrix: column by column.
fn floquet(map: &Known<'_>, n: usize) -> Vec<f64> {
    let constant = map.go(&vec![0.0; n], false);
    let unit = |k: usize| (0..n).map(|i| if i == k { LARGE } else { 0.0 }).collect::<Vec<_>>();
    let columns: Vec<Vec<f64>> = (0..n).map(|k| map.go(&unit(k), false)).collect();
    let matrix = Matrix::from_fn(n, |r, c| (columns[c][r] - constant[r]) / LARGE);
    matrix.from_identity().inverse().unwrap().times(&constant)
}

fn near(found: &[f64], known: &[f64], tolerance: f64) {
    for (a, b) in found.iter().zip(known) {
        assert!((a - b).abs() <= tolerance * b.abs(), "{a} is not {b} to {tolerance}");
    }
}

/// T1: with the same climate every month the steady state is algebra.
#[test]
fn linear_decay_under_constant_forcing_has_its_analytic_steady_state() {
    let year = rothc_like(|_, _| 0.8);
    let mut map = Known { years: 20, year: &year };
    // Every month each pool loses a share and gains: DPM and RPM stand alone; a fifth of all that decays is shared by BIO and HUM.
    let share = |k: f64| 1.0 - (-k * 0.8 / 12.0_f64).exp();
    let kept = 25.0 / (5.0 - 1.0);
    let known = [14.75 / share(10.0), 10.25 / share(0.3), 0.46 * kept / share(0.66), 0.54 * kept / share(0.02)];
    for method in Method::ALL {
        let (found, certificate) = solved(&mut map, pools(4), &[1.0, 50.0, 10.0, 100.0], tight(method));
        near(&found.x, &known, 1e-12);
        assert_eq!(certificate.status, Status::Steady, "{}", method.name());
        assert!(certificate.within_bound() && found.content, "{}: {certificate:?}", method.name());
    }
}

/// T2: seasons and years that differ make the fixed point that of the product of all months.
#[test]
fn linear_decay_under_periodic_forcing_has_its_floquet_solution() {
    let season = |year: u32, month: u32| {
        let of_year = if year < 20 { 1.0 + 0.3 * (f64::from(year) * 2.3).sin() } else { 1.0 };
        of_year * (0.6 + 0.5 * (f64::from(month) / 12.0 * std::f64::consts::TAU).cos())
    };
    let year = rothc_like(season);
    let mut map = Known { years: 20, year: &year };
    let known = floquet(&map, 4);
    for method in Method::ALL {
        let (found, certificate) = solved(&mut map, pools(4), &[1.0, 50.0, 10.0, 100.0], tight(method));
        near(&found.x, &known, 1e-12);
        assert_eq!((certificate.status, certificate.within_bound()), (Status::Steady, true), "{}", method.name());
        // The slowest pool forgets with its own rate: 1/(0.02 × 0.6) years, made longer by what returns to it.
        assert!((60.0..130.0).contains(&certificate.e_folding), "{}", certificate.e_folding);
    }
    let mut cost =
        |method| solved(&mut map, pools(4), &[1.0, 50.0, 10.0, 100.0], tight(method)).1.cost[0].loops(20.0, 60.0);
    assert!(cost(Method::TwoLevel) * 3.0 < cost(Method::Native));
}

/// T4: near the fixed point of this map everything moves away from it.
#[test]
fn an_unstable_cycle_is_refused() {
    let year = |_: u32, x: &[f64]| vec![(x[0] / 10.0).powf(1.2) * 10.0];
    let mut map = Known { years: 1, year: &year };
    let (found, certificate) = solved(&mut map, pools(1), &[10.5], tight(Method::Newton));
    near(&found.x, &[10.0], 1e-9);
    assert_eq!(certificate.status, Status::Unstable);
    assert!((certificate.spectral_radius - 1.2).abs() < 1e-3, "{}", certificate.spectral_radius);
}

/// T5: microbes that overshoot their food come back every second loop only.
#[test]
fn a_cycle_of_two_loops_is_no_stable_cycle() {
    let year = |_: u32, x: &[f64]| vec![x[0] * (2.3 * (1.0 - x[0] / 50.0)).exp()];
    let mut map = Known { years: 1, year: &year };
    for method in [Method::TwoLevel, Method::Newton] {
        let (found, certificate) = solved(&mut map, pools(1), &[40.0], tight(method));
        near(&found.x, &[50.0], 1e-9);
        assert_eq!(certificate.status, Status::Unstable, "{}", method.name());
    }
    let settings = Settings { passes: 500, ..tight(Method::Native) };
    let (found, certificate) = solved(&mut map, pools(1), &[40.0], settings);
    assert!(!found.content && certificate.status != Status::Steady, "{certificate:?}");
}

/// T7: a state that is off by a thousandth does not pass.
#[test]
fn a_certificate_catches_a_perturbed_state() {
    let year = rothc_like(|_, month| if month < 6 { 0.3 } else { 1.1 });
    let mut map = Known { years: 20, year: &year };
    let known = floquet(&map, 4);
    for pool in 0..4 {
        let mut x = known.clone();
        x[pool] *= 1.001;
        let found =
            Found { x, content: true, fallbacks: Vec::new(), inverse: None, mean_jacobian: None, extinct: false };
        let work = |_: usize, line: Line| certify(line, found.clone(), 1e-4, 100);
        let line = Line::new(pools(4), 20);
        let certificate =
            converse(&[line], work, &mut map, &mut |_| {}, &AtomicBool::new(false)).ok().unwrap().swap_remove(0);
        assert_eq!(certificate.status, Status::Drifting, "pool {pool}: {certificate:?}");
    }
}

/// Microbes grow on litter and die; without them litter piles up for ever.
fn microbial(_: u32, x: &[f64]) -> Vec<f64> {
    let (mut litter, mut microbes, mut som) = (x[0], x[1], x[2]);
    for _ in 0..365 {
        let eaten = (0.02 * microbes * litter / (200.0 + litter)).min(litter);
        let died = 0.004 * microbes;
        let decayed = 1e-5 * som;
        litter += 0.5 - eaten + decayed;
        microbes += 0.5 * eaten - died;
        som += 0.3 * died - decayed;
    }
    vec![litter, microbes, som]
}

/// Microbes that begin as good as dead are given another chance, and come to the same state.
#[test]
fn microbes_that_died_out_get_a_second_chance() {
    let mut map = Known { years: 1, year: &microbial };
    let unknowns: Arc<[Unknown]> =
        [pool("litter", Role::Food), pool("microbes", Role::Microbes), pool("som", Role::Food)].into();
    let settings = Settings { drift: 1e-7, change: 1e-12, ..Settings::default() };
    let (alive, certificate) = solved(&mut map, unknowns.clone(), &[100.0, 5.0, 1000.0], settings);
    assert_eq!(certificate.status, Status::Steady, "{certificate:?}");
    let (again, of_dead) = solved(&mut map, unknowns.clone(), &[100.0, 0.0, 1000.0], settings);
    near(&again.x, &alive.x, 1e-9);
    assert_eq!(of_dead.fallbacks.first(), Some(&"started again with more microbes"));
    // Poison: nothing lives from any start.
    let poisoned = |year: u32, x: &[f64]| microbial(year, &[x[0].min(1e4), 1e-12 * x[1], x[2]]);
    let mut map = Known { years: 1, year: &poisoned };
    let (found, certificate) = solved(&mut map, unknowns, &[100.0, 5.0, 1000.0], Settings { passes: 300, ..settings });
    assert!(found.extinct && certificate.status == Status::Extinct, "{certificate:?}");
}

/// A solution does not depend on where the search began.
#[test]
fn three_starts_agree() {
    let mut map = Known { years: 1, year: &microbial };
    let settings = Settings { drift: 1e-9, change: 1e-13, ..Settings::default() };
    let from = |x: &[f64], map: &mut Known<'_>| solved(map, pools(3), x, settings).0.x;
    let first = from(&[100.0, 5.0, 1000.0], &mut map);
    near(&from(&[3000.0, 60.0, 10.0], &mut map), &first, 1e-8);
    near(&from(&[20.0, 90.0, 20_000.0], &mut map), &first, 1e-8);
}
