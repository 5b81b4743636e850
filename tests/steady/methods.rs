//! Methods and starts that agree, and the certificates of what they find.

use edaphon_cycle::{Found, Method, Status, certify};
use edaphon_models::Profile;
use edaphon_run::Model;
use edaphon_tests::steady::{Globe, tight};

/// Two-level, Newton with exact Jacobians and Anderson acceleration come to one state in every cell, and each certificate holds.
fn agree(model: Model) {
    let globe = Globe::new(model, Profile::Edaphon);
    let starts = globe.starts();
    let methods = [Method::TwoLevel, Method::Newton, Method::Anderson];
    let all = methods.map(|method| globe.solved(tight(method), &starts));
    for (method, found) in methods.iter().zip(&all) {
        for ((&cell, (found, certificate)), (first, _)) in globe.cells.iter().zip(found).zip(&all[0]) {
            let place = format!("{} by {} in cell {cell}", model.name(), method.name());
            let distance = globe.apart(cell, &found.x, &first.x);
            assert!(distance < 1e-7, "{place}: {distance:e} apart; {certificate:?}");
            assert!(certificate.status == Status::Steady && found.content, "{place}: {certificate:?}");
            assert!(certificate.within_bound() && certificate.max_drift < 1e-6, "{place}: {certificate:?}");
            assert!(certificate.closure.iter().all(|share| *share < 1e-9), "{place}: {:?}", certificate.closure);
            assert!(certificate.total_drift.iter().all(|drift| drift.abs() < 1e-6), "{place}: {certificate:?}");
        }
    }
}

#[test]
fn three_methods_agree_on_casa_carbon() {
    agree(Model::CasaC);
}

#[test]
fn three_methods_agree_on_casa_carbon_and_nitrogen() {
    agree(Model::CasaCn);
}

#[test]
fn three_methods_agree_on_mimics_carbon() {
    agree(Model::MimicsC);
}

#[test]
fn three_methods_agree_on_mimics_carbon_and_nitrogen() {
    agree(Model::MimicsCn);
}

/// What is found does not depend on where the search began: with a third of all, with three times as much, with little litter and many
/// microbes.
#[test]
fn three_starts_agree() {
    let globe = Globe::new(Model::MimicsCn, Profile::Edaphon);
    let settings = tight(Method::TwoLevel);
    let starts = globe.starts();
    let names = globe.names();
    let scaled = |factor: &dyn Fn(&str) -> f64| -> Vec<Vec<f64>> {
        let of = |x: &Vec<f64>| x.iter().zip(&names).map(|(x, name)| x * factor(name)).collect();
        starts.iter().map(of).collect()
    };
    let first = globe.solved(settings, &starts);
    let by_role = |name: &str| if name.starts_with("mic_") { 3.0 } else { 0.4 };
    for (what, starts) in [("a third", scaled(&|_| 0.33)), ("thrice", scaled(&|_| 3.0)), ("microbes", scaled(&by_role))]
    {
        for ((&cell, (found, _)), (first, _)) in globe.cells.iter().zip(globe.solved(settings, &starts)).zip(&first) {
            let distance = globe.apart(cell, &found.x, &first.x);
            assert!(distance < 1e-8, "cell {cell} from {what}: {distance:e}");
        }
    }
}

/// A state that is off by a thousandth in one of its large pools does not pass.
#[test]
fn a_certificate_catches_a_perturbed_state() {
    let globe = Globe::new(Model::MimicsCn, Profile::Edaphon);
    let solved = globe.solved(tight(Method::TwoLevel), &globe.starts());
    let names = globe.names();
    for pool in ["wood_c", "som_p_c", "som_c_c", "lit_s_c", "som_p_n", "mic_k_c"] {
        let at = names.iter().position(|name| *name == pool).unwrap();
        let perturbed = |number: usize| {
            let mut found: Found = solved[number].0.clone();
            found.x[at] *= 1.001;
            found
        };
        let certificates = globe.each(Method::TwoLevel, |number, line| certify(line, perturbed(number), 0.01, 100));
        for (&cell, (certificate, (found, _))) in globe.cells.iter().zip(certificates.iter().zip(&solved)) {
            // A thousandth of next to nothing is within what is accepted.
            let held = found.x[at] * globe.per_area(cell, at);
            if held > 100.0 {
                assert_eq!(certificate.status, Status::Drifting, "{pool} in cell {cell}: {certificate:?}");
            }
        }
    }
}
