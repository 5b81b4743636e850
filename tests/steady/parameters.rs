//! Derivatives of a steady state by parameters: the implicit function theorem against two spin-ups.

use edaphon_cycle::{Certificate, Method};
use edaphon_models::Profile;
use edaphon_run::Model;
use edaphon_run::cycle::{Beside, sensitivities};
use edaphon_tests::steady::{Globe, tight};

/// Relative step of a parameter.
const STEP: f64 = 1e-4;
/// Slopes to the left and right of a kink differ by so much of themselves, and more.
const KINK: f64 = 1e-2;
/// Elasticities below this count as this: the last digits of spin-ups, over twice the step, are some 10⁻⁸.
const ELASTICITY: f64 = 0.1;

/// Which set of parameters a name is in.
#[derive(Clone, Copy)]
enum Set {
    Mimics,
    Plants,
}

fn globe(model: Model, set: Set, name: &str, factor: f64) -> (Globe, f64) {
    let mut value = 0.0;
    let globe = Globe::with(model, Profile::Edaphon, |parameters| {
        let set = match set {
            Set::Mimics => &mut parameters.mimics,
            Set::Plants => &mut parameters.plants,
        };
        let values: Vec<f64> = set.values(name).unwrap().iter().map(|value| value * factor).collect();
        set.set(name, &values, "test").unwrap();
        value = values[0];
    });
    (globe, value)
}

/// Steady states, and their error bounds in cells that need a millennium and more: there the last digits of a spin-up decide differences.
fn bounded(globe: &Globe) -> (Vec<Vec<f64>>, Vec<f64>) {
    let solved = globe.solved(tight(Method::Newton), &globe.starts()).into_iter();
    let bound = |c: &Certificate| if c.e_folding > 1000.0 { c.error_bound } else { 0.0 };
    solved.map(|(found, certificate)| (found.x, bound(&certificate))).unzip()
}

/// dx*/dp of every pool in every cell, by (I − J)⁻¹ ∂G/∂p and by spin-ups with the parameter beside its value.
///
/// Differences know their own error: what a step three times as long makes of them. Where they differ to the left and to the right, a state
/// sits at a kink and has no derivative. (Parameters that act through the quality of scarce litter, such as Q10 of debris in the cold, are
/// bent so sharply that differences of single passes with such a step miss a tenth: they are no test of the theorem.)
fn agree(model: Model, set: Set, name: &str) {
    let (here, value) = globe(model, set, name, 1.0);
    let steady = |globe: &Globe, starts: &[Vec<f64>]| -> Vec<Vec<f64>> {
        globe.solved(tight(Method::Newton), starts).into_iter().map(|(found, _)| found.x).collect()
    };
    let (x, bounds) = bounded(&here);
    let beside = |step: f64| [1.0 - step, 1.0 + step].map(|factor| globe(model, set, name, factor).0);
    let [below, above] = beside(STEP);
    let by_passes = Beside { below: &below.land, above: &above.land, step: STEP * value };
    let exact = sensitivities(&here.land, by_passes, &here.forcing, &here.cells, &here.base, &x);
    let [less, more] = [&below, &above].map(|globe| steady(globe, &x));
    let [least, most] = beside(3.0 * STEP).map(|globe| steady(&globe, &x));
    let (mut compared, mut kinks) = (0, 0);
    for (n, &cell) in here.cells.iter().enumerate() {
        let exact = exact[n].as_ref().unwrap();
        for (i, pool) in here.names().iter().enumerate() {
            let step = STEP * value;
            let [left, right] = [(x[n][i] - less[n][i]) / step, (more[n][i] - x[n][i]) / step];
            let (near, far) = (0.5 * (left + right), (most[n][i] - least[n][i]) / (6.0 * step));
            let scale = exact[i].abs().max(near.abs()).max(ELASTICITY * x[n][i].abs() / value);
            // In cells that need a millennium and more the last digits of a spin-up decide.
            let own = (near - far).abs() + bounds[n] * x[n][i].abs() / step;
            if (left - right).abs() > KINK * scale {
                kinks += 1;
                continue;
            }
            let place = format!("∂{pool}/∂{name} of {} in cell {cell}", model.name());
            assert!((exact[i] - near).abs() <= 1e-6 * scale + own, "{place}: {:e}, not {near:e} ± {own:e}", exact[i]);
            compared += usize::from(exact[i] != 0.0);
        }
    }
    assert!(compared >= 7 * here.cells.len() && compared > 9 * kinks, "{name}: {compared} compared, {kinks} kinks");
}

#[test]
fn steady_states_answer_to_parameters_of_mimics() {
    agree(Model::MimicsCn, Set::Mimics, "turnover_k_1");
    agree(Model::MimicsCn, Set::Mimics, "desorption_1");
}

#[test]
fn steady_states_answer_to_parameters_without_nitrogen_and_of_casa() {
    agree(Model::CasaCn, Set::Plants, "slow_age");
    agree(Model::MimicsC, Set::Mimics, "growth_efficiency_3");
}
