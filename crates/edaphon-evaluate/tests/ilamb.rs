//! Scores against those that ILAMB printed for the same invented case.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod case;

use case::case;
use edaphon_evaluate::ilamb::{Gridded, Scores, Weighting, scores};
use edaphon_evaluate::metrics::{
    Pairs, bias, ccc, centred_rmse, correlation, kge_2009, mae, moments, nse, rmse, sd_ratio,
};

/// ILAMB sums in another order: round-off of sums of a few thousand numbers, with much to spare.
const TOLERANCE: f64 = 1e-9;

fn expected() -> serde_json::Value {
    serde_json::from_str(include_str!("data/ilamb_case.expected.json")).unwrap()
}

fn close(what: &str, found: f64, wanted: f64) {
    assert!((found - wanted).abs() <= TOLERANCE, "{what}: {found} instead of {wanted}");
}

fn check(found: &Scores, wanted: &serde_json::Value) {
    let of = |name: &str, field: &str| {
        let entry = wanted.as_object().unwrap().iter().find(|(key, _)| key.contains(name)).unwrap().1;
        entry[field].as_f64().unwrap_or(f64::NAN)
    };
    let values = [
        (": Benchmark Period Mean (intersection)", found.reference_mean_common),
        (": Benchmark Period Mean (complement)", found.reference_mean_elsewhere.unwrap()),
        ("model: Period Mean (original grids)", found.model_mean),
        ("benchmark: Period Mean (original grids)", found.reference_mean),
        ("Model Period Mean (intersection)", found.model_mean_common),
        ("Bias global", found.bias),
        ("Bias Score", found.bias_score),
        ("RMSE global", found.rmse.unwrap()),
        ("RMSE Score", found.rmse_score.unwrap()),
        ("Phase Shift", found.phase_shift.unwrap()),
        ("Seasonal Cycle Score", found.seasonal_score.unwrap()),
        ("Interannual Variability Score", found.interannual_score.unwrap()),
        ("Spatial Distribution Score", found.spatial.score),
    ];
    for (name, value) in values {
        close(name, value, of(name, "value"));
    }
    close("sd ratio", found.spatial.sd_ratio, of("Spatial Distribution Score", "std"));
    close("R", found.spatial.r, of("Spatial Distribution Score", "R"));
    assert_eq!(found.model_mean_elsewhere, None);
}

#[test]
fn scores_are_those_of_ilamb_with_either_weighting() {
    let (reference, model) = case();
    let wanted = expected();
    check(&scores(&reference, &model, Weighting::Area).unwrap(), &wanted["ilamb"]["area_weighting"]);
    check(&scores(&reference, &model, Weighting::Mass).unwrap(), &wanted["ilamb"]["mass_weighting"]);
}

/// ILAMB's spatial R counts masked cells as cells of value 0.
#[test]
fn the_spatial_correlation_of_ilamb_takes_the_ocean_for_land_without_carbon() {
    let (reference, model) = case();
    let found = scores(&reference, &model, Weighting::Area).unwrap();
    let (mut x, mut y) = (reference.time_mean(), model.time_mean());
    for at in 0..x.len() {
        if !(x[at].is_finite() && y[at].is_finite()) {
            (x[at], y[at]) = (0.0, 0.0);
        }
    }
    let filled = correlation(&Pairs::equal(&x, &y).unwrap());
    assert!((found.spatial.r - filled).abs() < 1e-12, "{} and {filled}", found.spatial.r);
    // Known to five decimals.
    assert!((found.spatial_unweighted.r - 0.88373).abs() < 5e-6, "{}", found.spatial_unweighted.r);
    close("by area", found.spatial_corrected.r, expected()["own_area_weighted_on_common_cells"]["r"].as_f64().unwrap());
    assert!(found.spatial_corrected.score < found.spatial.score && found.overall_corrected < found.overall);
}

#[test]
fn metrics_of_time_means_over_common_cells() {
    let (reference, model) = case();
    let area = |lat: &[f64; 2]| lat[1].to_radians().sin() - lat[0].to_radians().sin();
    let weights: Vec<f64> = reference.latitudes.iter().flat_map(|lat| vec![area(lat); 12]).collect();
    let pairs = Pairs::new(&reference.time_mean(), &model.time_mean(), &weights).unwrap();
    let wanted = expected();
    let wanted = |name: &str| wanted["own_area_weighted_on_common_cells"][name].as_f64().unwrap();
    let m = moments(&pairs);
    for (name, found) in [
        ("bias", bias(&pairs)),
        ("rmse", rmse(&pairs)),
        ("centred_rmse", centred_rmse(&pairs)),
        ("r", correlation(&pairs)),
        ("sd_ratio", sd_ratio(&pairs)),
        ("ccc", ccc(&pairs)),
        ("nse", nse(&pairs)),
        ("kge", kge_2009(&pairs)),
        ("mae", mae(&pairs)),
        ("mean_ref", m.mean_reference),
        ("mean_model", m.mean_model),
    ] {
        close(name, found, wanted(name));
    }
}

#[test]
fn without_a_time_axis_bias_and_space_alone_are_scored() {
    let (reference, model) = case();
    let one = |of: &Gridded| Gridded { times: vec![[0.0, 1825.0]], values: of.time_mean(), ..of.clone() };
    let found = scores(&one(&reference), &one(&model), Weighting::Area).unwrap();
    assert_eq!((found.rmse_score, found.seasonal_score, found.interannual_score), (None, None, None));
    assert!((found.overall - (found.bias_score + found.spatial.score) / 2.0).abs() < 1e-15);
}
