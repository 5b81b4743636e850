//! Daily values of the reference testbed 2.0, which this project must give to 1e-9.
//!
//! Everything the stored runs hold is compared, but for what the reference itself leaves undefined (`data/testbed/README.md`), which is
//! not stored.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod names;

use std::fmt;

use edaphon_core::forcing::DAYS;
use edaphon_models::Profile;
use edaphon_run::landscape::Parameters;
use edaphon_run::simulation::field_number;
use edaphon_run::{Daily, Landscape, Model, Simulation};
use edaphon_tests::testbed::{Case, Reference, forcing, places};
use names::Ours;

/// Relative tolerance: the reference agrees with itself to some 1e-10 between levels of compiler optimisation.
const RELATIVE: f64 = 1e-9;
/// Differences below this are rounding of sums in which everything cancels.
const ABSOLUTE: f64 = 1e-12;
/// Rounding of mineralisation under MIMICS-CN, as a share of the inorganic nitrogen that microbes take up in a day: all of it is
/// taken up and most given back every hour, so that the immobilisation and the gas loss are small differences of large sums.
const OF_DIN_TURNOVER: f64 = 1e-14;

/// Where a variable was furthest from the reference, as a share of the tolerance.
struct Worst {
    excess: f64,
    day: usize,
    cell: usize,
    reference: f64,
    ours: f64,
}

impl fmt::Display for Worst {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { excess, day, cell, reference, ours } = self;
        write!(f, "on day {day} in cell {cell} {ours:e} for {reference:e}, {excess:.1e} of the tolerance")
    }
}

struct Run {
    land: Landscape,
    years: Vec<Daily>,
    kept: Vec<usize>,
}

impl Run {
    fn of(case: Case, model: Model, reference: &Reference) -> Self {
        let places = places();
        let land = Landscape::new(model, Profile::Testbed20, &Parameters::default(), &places).unwrap();
        let weather = forcing(land.packing(), &(0..places.len()).collect::<Vec<_>>());
        let start = if case == Case::Spun { reference.start(&land) } else { land.start().to_vec() };
        let mut simulation = Simulation::new(&land, &start);
        let mut kept: Vec<usize> = names::NAMES.iter().filter_map(|(_, ours)| ours.field()).map(number).collect();
        kept.extend(["din_uptake_r", "din_uptake_k"].map(number));
        let year = |forcing| {
            let daily = simulation.days(forcing, DAYS as u32, &kept);
            simulation.end_year();
            daily
        };
        let years = weather.iter().map(year).collect();
        Self { land, years, kept }
    }

    /// A field on day `day` of the run, counted from 1.
    fn value(&self, field: &str, day: usize, cell: usize) -> f64 {
        let place = self.kept.iter().position(|&k| k == number(field)).unwrap();
        self.years[(day - 1) / DAYS].value(place, (day - 1) % DAYS, cell)
    }

    fn ours(&self, ours: Ours, day: usize, cell: usize) -> f64 {
        match ours {
            Ours::Zero => 0.0,
            Ours::Is(field) => self.value(field, day, cell),
            Ours::PerVolume(field) => self.value(field, day, cell) / self.land.area_density()[cell],
        }
    }

    fn tolerance(&self, name: &str, reference: f64, day: usize, cell: usize) -> f64 {
        let usual = RELATIVE * reference.abs() + ABSOLUTE;
        if self.land.model() != Model::MimicsCn || !["Nsimm", "Nminloss"].contains(&name) {
            return usual;
        }
        // The last hour's uptake stands for that of each of the 24.
        let hour = self.value("din_uptake_r", day, cell) + self.value("din_uptake_k", day, cell);
        usual + OF_DIN_TURNOVER * self.land.area_density()[cell] * 24.0 * hour
    }
}

fn number(field: &str) -> usize {
    field_number(field).unwrap_or_else(|| panic!("no field {field}"))
}

/// Compares one variable on all kept days.
fn compare(run: &Run, reference: &Reference, variable: usize, ours: Ours) -> Worst {
    let name = &reference.names[variable];
    let mut worst = Worst { excess: 0.0, day: 0, cell: 0, reference: 0.0, ours: 0.0 };
    for (row, &day) in reference.days.iter().enumerate() {
        for cell in 0..run.land.packing().cells() {
            let expected = reference.value(variable, row, cell);
            if expected.is_nan() {
                continue;
            }
            let found = run.ours(ours, day, cell);
            let excess = (found - expected).abs() / run.tolerance(name, expected, day, cell);
            if excess > worst.excess || excess.is_nan() {
                worst = Worst { excess, day, cell: cell + 1, reference: expected, ours: found };
            }
        }
    }
    worst
}

fn agrees(model: Model) {
    let mut faults = Vec::new();
    for case in Case::ALL {
        let reference = Reference::read(case, model);
        let run = Run::of(case, model, &reference);
        for (variable, name) in reference.names.iter().enumerate() {
            let ours = names::ours(name).unwrap_or_else(|| panic!("{name} has no counterpart"));
            let worst = compare(&run, &reference, variable, ours);
            if worst.excess > 1.0 || worst.excess.is_nan() {
                faults.push(format!("{} {}: {name} {worst}", case.name(), model.name()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn casa_carbon_agrees_with_the_reference() {
    agrees(Model::CasaC);
}

#[test]
fn casa_carbon_and_nitrogen_agree_with_the_reference() {
    agrees(Model::CasaCn);
}

#[test]
fn mimics_carbon_agrees_with_the_reference() {
    agrees(Model::MimicsC);
}

#[test]
fn mimics_carbon_and_nitrogen_agree_with_the_reference() {
    agrees(Model::MimicsCn);
}
