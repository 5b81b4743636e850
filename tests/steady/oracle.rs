//! Brute force: plain loops, anchored to the reference testbed's, end where the methods say.

use edaphon_core::forcing::ForcingYear;
use edaphon_cycle::Method;
use edaphon_models::Profile;
use edaphon_models::ecosystem::{STATE_FIELDS, State};
use edaphon_run::cycle::vector_of;
use edaphon_run::landscape::Parameters;
use edaphon_run::{Landscape, Model, Simulation};
use edaphon_tests::steady::{Globe, YEARS, tight};
use edaphon_tests::testbed::{Case, Reference, forcing, places};

fn plainly(land: &Landscape, weather: &[ForcingYear], start: &[State<f64>], loops: u32) -> Vec<State<f64>> {
    let mut run = Simulation::new(land, start);
    for _ in 0..loops {
        weather.iter().for_each(|year| {
            run.year(year);
        });
    }
    run.states()
}

fn weather(land: &Landscape) -> Vec<ForcingYear> {
    forcing(land.packing(), &(0..places().len()).collect::<Vec<_>>())
}

/// Fifty plain loops from the start values end where those of the reference testbed do: its restart files.
#[test]
fn a_century_of_plain_loops_is_that_of_the_reference() {
    for model in Model::ALL {
        let land = Landscape::new(model, Profile::Testbed20, &Parameters::default(), &places()).unwrap();
        let ours = plainly(&land, &weather(&land), land.start(), 50);
        let theirs = Reference::read(Case::Spun, model).start(&land);
        let mut compared = 0;
        for cell in (0..places().len()).filter(|&cell| land.simulated()[cell]) {
            let [ours, theirs] = [&ours[cell], &theirs[cell]].map(|state| {
                let mut fields = [0.0; STATE_FIELDS];
                state.store(&mut fields);
                fields
            });
            for (field, name) in State::<f64>::NAMES.iter().enumerate().filter(|(_, name)| is_carried(model, name)) {
                // A restart is read with nitrogen of at least a microgram.
                let ours = ours[field].max(if name.ends_with("_n") { 1e-6 } else { 0.0 });
                let error = (ours - theirs[field]).abs() / theirs[field].abs().max(1e-3);
                assert!(error < 1e-6, "{name} of {} in cell {cell}: {} and {}", model.name(), ours, theirs[field]);
                compared += usize::from(theirs[field] > 0.0);
            }
        }
        assert!(compared > 21 * 7, "{}: only {compared} pools", model.name());
    }
}

/// Pools that a restart of the reference holds as the run left them.
fn is_carried(model: Model, name: &str) -> bool {
    let of_mimics = ["lit_", "mic_", "som_"].iter().any(|prefix| name.starts_with(prefix));
    let of_casa = ["metabolic_", "structural_", "microbial_", "slow_", "passive_"].iter().any(|p| name.starts_with(p));
    let soil = if model.microbes() { !of_casa } else { !of_mimics };
    let pool = name.ends_with("_c") || (name.ends_with("_n") && model.nitrogen());
    pool && soil && name != "labile_c"
}

/// Ten thousand years of plain loops from the same start end at the state found, within its error bound.
fn ends_there(model: Model) {
    let globe = Globe::new(model, Profile::Edaphon);
    let found = globe.solved(tight(Method::TwoLevel), &globe.starts());
    let long = plainly(&globe.land, &weather(&globe.land), globe.land.start(), 10_000 / YEARS);
    for (&cell, (found, certificate)) in globe.cells.iter().zip(&found) {
        let distance = globe.apart(cell, &vector_of(model, &long[cell]), &found.x);
        // What plain loops themselves have left after so many e-foldings of the slowest pool, and their rounding.
        let left = 10.0 * (-10_000.0 / certificate.e_folding).exp() + 1e-9;
        assert!(distance <= certificate.error_bound + left, "cell {cell}: {distance:e}; {certificate:?}");
        if certificate.e_folding < 600.0 {
            assert!(distance < 1e-6, "cell {cell}: {distance:e}; {certificate:?}");
        }
    }
}

#[test]
fn ten_thousand_years_of_casa_end_where_methods_do() {
    ends_there(Model::CasaCn);
}

#[test]
fn ten_thousand_years_of_mimics_end_where_methods_do() {
    ends_there(Model::MimicsCn);
}
