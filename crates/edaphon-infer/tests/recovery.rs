//! Whether parameters that made a year of fluxes and pools are found again in it.

mod field;

use edaphon_core::ParamSet;
use edaphon_infer::nitrogen::FIELD;
use edaphon_infer::{FreeParameters, Noise, Posterior, Random, findings, fit};
use edaphon_models::nitrogen::NITROGEN_PARAMETERS;

use field::{MEASURED, NOISE, field as fertilised, measured, reference};

/// A year of the independent program with 20 % noise: intervals of 90 % hold at least eight of eleven, from a start a standard deviation of the priors away in each.
#[test]
fn a_fertilised_year_gives_its_parameters_back() {
    let free = FreeParameters::new(&ParamSet::defaults(&NITROGEN_PARAMETERS, 1), &FIELD).unwrap();
    let run = fertilised(&MEASURED, 365, 6);
    let data = measured(&run, &reference(&run), 1);
    let posterior = Posterior::new(&free, &run, &data, Noise::normal(NOISE)).unwrap();
    let mut random = Random::new(7, 0);
    let start: Vec<f64> = free.start().iter().map(|u| u + random.normal()).collect();
    let found = fit(&posterior, &start).unwrap();
    assert!(found.converged, "{found:?}");
    let findings = findings(&free, &found, None);
    let truth = free.quantities(&free.start());
    let mut held = 0;
    for (estimate, truth) in findings.estimates.iter().zip(&truth) {
        let (low, high) = estimate.interval;
        let holds = (low..=high).contains(truth);
        held += usize::from(holds);
        println!("{}: {truth:.4} in {low:.4} to {high:.4}: {holds}, {:.3} of the prior", estimate.label, estimate.left);
    }
    let r = findings.correlation("k_e0", "V_nos r_nosZ").unwrap();
    println!("{held} of 11; k_e0 and V_nos r_nosZ: {r:.3}; {:?}; {} evaluations", findings.words(), found.evaluations);
    assert!(held >= 8, "{held} of 11");
}

/// Gradients are those of differences of the energy, over all eleven coordinates.
#[test]
fn gradients_of_the_field_are_those_of_differences() {
    let free = FreeParameters::new(&ParamSet::defaults(&NITROGEN_PARAMETERS, 1), &FIELD).unwrap();
    let run = fertilised(&MEASURED, 150, 8);
    let data = measured(&run, &reference(&run), 1);
    let posterior = Posterior::new(&free, &run, &data, Noise::normal(NOISE)).unwrap();
    let at: Vec<f64> = free.start().iter().map(|u| u + 0.1).collect();
    let (_, gradient) = posterior.energy(&at);
    for i in 0..11 {
        let value = |step: f64| {
            let mut moved = at.clone();
            moved[i] += step;
            posterior.energy(&moved).0
        };
        let difference = (value(1e-4) - value(-1e-4)) / 2e-4;
        // Central differences of a sum of hundreds: the third derivative, and rounding over the step.
        assert!((gradient[i] - difference).abs() < 1e-4 * difference.abs() + 1e-4, "{i}: {} {difference}", gradient[i]);
    }
}
