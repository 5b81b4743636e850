//! Skill on measured days: uncalibrated as the reference has it, and calibration that helps on what it has not seen.

use edaphon_emissions::{Biomass, Measurements, calibrate};
use edaphon_infer::nitrogen::Model;

#[test]
fn the_measurements_are_whole() {
    let data = Measurements::midwest(Biomass::Share).unwrap();
    assert_eq!((data.days.len(), data.site_years.len(), data.site_year_of.len()), (2109, 23, 2109));
    assert_eq!(data.experiments(), ["Arlington WI", "BCSE_KBS", "MCSE-T2"]);
    let mean = data.emissions().iter().sum::<f64>() / 2109.0;
    assert!((mean - 6.3).abs() < 0.05, "{mean}");
    // Series are in the order of time.
    for pair in data.days.windows(2) {
        let same = pair[0].experiment == pair[1].experiment && pair[0].replicate == pair[1].replicate;
        assert!(!same || pair[0].time() <= pair[1].time());
    }
}

/// Calibration ends at a maximum inside the ranges of the table, with residuals that remember, and changes what it says it changes.
#[test]
fn schemes_are_calibrated() {
    let data = Measurements::midwest(Biomass::Share).unwrap();
    for model in [Model::Noe, Model::Daycent] {
        let found = calibrate(model, &data, true, "test").unwrap();
        let (sigma, memory) = found.noise;
        println!("{}: {:?}, spread {sigma:.3}, memory {memory:.3}", model.name(), found.findings.estimates);
        assert!(found.fit.converged, "{}", model.name());
        assert!((0.2..2.0).contains(&sigma) && (0.3..1.0).contains(&memory));
        assert!(model.free().iter().all(|free| found.set.origin(free.moves[0]) == "test"));
    }
}

/// The same bits on one thread and on two.
#[test]
fn calibration_does_not_depend_on_threads() {
    let data = Measurements::midwest(Biomass::Share).unwrap();
    let energy = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let found = pool.install(|| calibrate(Model::Noe, &data, true, "test").unwrap());
        (found.fit.energy.to_bits(), found.fit.at.iter().map(|u| u.to_bits()).collect::<Vec<_>>())
    };
    assert_eq!(energy(1), energy(2));
}

/// Files of an earlier demonstration are not written over unasked.
#[test]
fn an_existing_report_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("report.html"), "kept").unwrap();
    let words = edaphon_emissions::demo(folder.path(), false, &mut |_, _| ()).unwrap_err().to_string();
    assert!(
        words.ends_with("report.html exists already; give --force to replace it, or name another folder"),
        "{words}"
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
