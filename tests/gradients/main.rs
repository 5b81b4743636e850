//! Exact derivatives of a day, from the same code run in dual numbers, against finite differences.
//!
//! The points are days of ordinary years in cells of different vegetation. Leaf phase and leaf area are left out of the inputs
//! because they act through thresholds alone, and so are empty pools, which sit on the kink at 0. Plants often stand at another kink,
//! the N:C above which a tissue takes up no more: where differences forwards and backwards disagree, the input is passed over.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use edaphon_core::{Dual, Real};
use edaphon_models::ecosystem::State;
use edaphon_models::{Day, Profile, Today, Weather};
use edaphon_run::cell::{Cell, weather};
use edaphon_run::landscape::Parameters;
use edaphon_run::{Landscape, Model};
use edaphon_tests::cell::lifted;
use edaphon_tests::testbed::{Case, Reference, forcing, places};

const FIELDS: usize = State::<f64>::NAMES.len();
/// Inputs that are differentiated together.
const CHUNK: usize = 13;
/// Weather that is differentiated, by place in [`drivers`].
const DRIVERS: [&str; 6] =
    ["gpp", "air_temperature", "n_deposition", "soil_temperature_3", "liquid_water_3", "frozen_water_3"];
/// Fluxes whose derivatives are compared besides those of the state. Overflow and net mineralisation under MIMICS are differences
/// of nearly equal sums, of which finite differences see only the rounding.
const FLUXES: [&str; 12] = [
    "npp",
    "growth_respiration",
    "heterotrophic_respiration",
    "leaf_to_metabolic_c",
    "froot_to_structural_c",
    "cwd_rate",
    "n_uptake",
    "n_leached",
    "f_moisture",
    "lignin_to_n",
    "tau_r",
    "v_max_k2",
];

const RELATIVE: f64 = 1e-6;
/// Step of the finite difference as a share of the input: its error is then some (10⁻⁴)⁴ of the derivative.
const STEP: f64 = 1e-4;
/// Slopes to the left and right that differ by more than this share are those of a kink: smooth ones differ by some multiple of the step.
const KINK: f64 = 5e-3;
/// Rounding of a value as a share of itself: a day of MIMICS adds up 24 hours.
const ROUNDING: f64 = 100.0 * f64::EPSILON;

/// A cell at the dawn of a day.
struct Dawn {
    cell: Cell,
    today: Today,
    state: State<f64>,
    weather: Weather<f64>,
}

fn set_driver<R: Real>(weather: &mut Weather<R>, driver: usize, value: R) {
    *driver_of(weather, driver) = value;
}

fn driver_of<R>(weather: &mut Weather<R>, driver: usize) -> &mut R {
    match driver {
        0 => &mut weather.gpp,
        1 => &mut weather.air_temperature,
        2 => &mut weather.n_deposition,
        3 => &mut weather.soil_temperature[2],
        4 => &mut weather.liquid_water[2],
        _ => &mut weather.frozen_water[2],
    }
}

impl Dawn {
    /// The value of an input: fields of the state, then drivers.
    fn input(&self, number: usize) -> f64 {
        let mut fields = [0.0; FIELDS];
        self.state.store(&mut fields);
        if number < FIELDS { fields[number] } else { *driver_of(&mut self.weather.clone(), number - FIELDS) }
    }

    fn name(number: usize) -> &'static str {
        if number < FIELDS { State::<f64>::NAMES[number] } else { DRIVERS[number - FIELDS] }
    }

    /// State and fluxes at the end of the day; `change` may replace inputs.
    fn dusk<R: Real>(&self, change: impl Fn(usize, f64) -> R) -> Vec<R> {
        let inputs: Vec<R> = (0..FIELDS + DRIVERS.len()).map(|i| change(i, self.input(i))).collect();
        let mut state = State::load(&inputs[..FIELDS]);
        let mut weather = lifted(&self.weather);
        for (driver, value) in inputs[FIELDS..].iter().enumerate() {
            set_driver(&mut weather, driver, *value);
        }
        let (day, _) = self.cell.day(&mut state, &weather, &self.today);
        let mut outputs = vec![R::zero(); FIELDS + Day::<f64>::NAMES.len()];
        state.store(&mut outputs[..FIELDS]);
        day.store(&mut outputs[FIELDS..]);
        outputs
    }

    /// ∂output/∂input for each input and output, by dual numbers.
    fn exact(&self) -> Vec<Vec<f64>> {
        let inputs = FIELDS + DRIVERS.len();
        let mut jacobian = Vec::new();
        for first in (0..inputs).step_by(CHUNK) {
            let within = |i: usize| (first..first + CHUNK).contains(&i);
            let dusk = self.dusk(|i, x| if within(i) { Dual::<CHUNK>::input(x, i - first) } else { Dual::lit(x) });
            for partial in 0..CHUNK.min(inputs - first) {
                jacobian.push(dusk.iter().map(|y| y.partials[partial]).collect());
            }
        }
        jacobian
    }

    /// The derivatives by one input, by central differences of the fourth order, and the rounding of each; nothing where the
    /// slopes to the left and right differ.
    fn differences(&self, input: usize) -> Option<Vec<(f64, f64)>> {
        let step = STEP * self.input(input).abs();
        let at = |steps: f64| self.dusk(|i, x| if i == input { x + steps * step } else { x });
        let [a, b, c, d] = [-2.0, -1.0, 1.0, 2.0].map(at);
        let now = at(0.0);
        let rounding = |i: usize| ROUNDING * now[i].abs() / step;
        let kinked = |&(i, _): &(usize, _)| {
            let (left, right) = ((now[i] - a[i]) / (2.0 * step), (d[i] - now[i]) / (2.0 * step));
            (left - right).abs() > KINK * left.abs().max(right.abs()) + rounding(i)
        };
        let slope = |i: usize| ((a[i] - d[i]) + 8.0 * (c[i] - b[i])) / (12.0 * step);
        if outputs().iter().any(kinked) {
            return None;
        }
        Some((0..a.len()).map(|i| (slope(i), rounding(i))).collect())
    }
}

fn outputs() -> Vec<(usize, &'static str)> {
    let fluxes = FLUXES.iter().map(|flux| (FIELDS + Day::<f64>::NAMES.iter().position(|n| n == flux).unwrap(), *flux));
    State::<f64>::NAMES.iter().copied().enumerate().chain(fluxes).collect()
}

/// Days from spring to winter in cells of forest, shrub, grass, crop and tundra.
fn dawns(model: Model, profile: Profile) -> Vec<Dawn> {
    let places = places();
    let parameters = Parameters::default();
    let land = Landscape::new(model, profile, &parameters, &places).unwrap();
    let year = &forcing(land.packing(), &(0..places.len()).collect::<Vec<_>>())[0];
    let starts = Reference::read(Case::Spun, model).start(&land);
    let mut dawns = Vec::new();
    for number in [0, 1, 4, 6, 9, 12, 15, 18, 21, 23].into_iter().filter(|&n| land.simulated()[n]) {
        let cell = Cell::new(model, &parameters, &places[number]).unwrap();
        // Turnover by NPP is not at its bounds.
        let mut state = State { npp_last_year: 120.0, labile_c: 3.0, ..starts[number] };
        for day in 1..=330 {
            let today = Today::plain(day, profile);
            let weather = weather(year, number, day as usize - 1);
            if [40, 133, 201, 288, 330].contains(&day) {
                dawns.push(Dawn { cell: cell.clone(), today, state, weather });
            }
            cell.day(&mut state, &weather, &today);
        }
    }
    dawns
}

fn agree(model: Model) {
    let (mut compared, mut smooth, mut kinks, mut faults) = (0, 0, 0, Vec::new());
    for profile in [Profile::Testbed20, Profile::Edaphon] {
        for dawn in dawns(model, profile) {
            let exact = dawn.exact();
            let by_threshold = |name| ["lai", "leaf_phase"].contains(&name);
            for input in (0..exact.len()).filter(|&i| !by_threshold(Dawn::name(i)) && dawn.input(i) != 0.0) {
                let Some(differences) = dawn.differences(input) else {
                    kinks += 1;
                    continue;
                };
                smooth += 1;
                for (output, name) in outputs() {
                    let (ours, (theirs, rounding)) = (exact[input][output], differences[output]);
                    let allowed = RELATIVE * ours.abs().max(theirs.abs()) + rounding;
                    compared += usize::from(ours != 0.0);
                    if (ours - theirs).abs() > allowed || ours.is_nan() || theirs.is_nan() {
                        let place = format!("day {} {}", dawn.today.day, profile.name());
                        faults.push(format!("∂{name}/∂{} {place}: {ours:e}, not {theirs:e}", Dawn::name(input)));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} of {compared}\n{}", faults.len(), faults[..faults.len().min(30)].join("\n"));
    assert!(
        compared > 5000 && smooth > 20 * kinks,
        "only {compared} derivatives differ from 0; {kinks} kinks in {smooth}"
    );
}

#[test]
fn derivatives_of_casa_carbon() {
    agree(Model::CasaC);
}

#[test]
fn derivatives_of_casa_carbon_and_nitrogen() {
    agree(Model::CasaCn);
}

#[test]
fn derivatives_of_mimics_carbon() {
    agree(Model::MimicsC);
}

#[test]
fn derivatives_of_mimics_carbon_and_nitrogen() {
    agree(Model::MimicsCn);
}
