//! The process model against curves of an independent implementation, and its calibration.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::io::Read;
use std::sync::OnceLock;

use edaphon_learn::process::{ProcessModel, ProcessParameters};
use edaphon_learn::{Data, FreeParameter, LearnDescription, ProcessSettings, benchmark, metrics};
use flate2::read::GzDecoder;

fn data() -> &'static Data {
    static DATA: OnceLock<Data> = OnceLock::new();
    DATA.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        benchmark::write_benchmark(folder.path()).unwrap();
        let described = LearnDescription::of_folder(folder.path());
        Data::read(&described.files, described.process.spin_up).unwrap()
    })
}

fn model() -> &'static ProcessModel {
    static MODEL: OnceLock<ProcessModel> = OnceLock::new();
    MODEL.get_or_init(|| ProcessModel::new(data(), &ProcessSettings::default()).unwrap())
}

/// A fold of the reference: its parameters and the stocks of all sites.
struct Reference {
    parameters: ProcessParameters,
    curves: Vec<Vec<f64>>,
}

fn reference() -> Vec<Reference> {
    let mut text = String::new();
    GzDecoder::new(&include_bytes!("data/po_seed0.csv.gz")[..]).read_to_string(&mut text).unwrap();
    let mut folds: Vec<Reference> = Vec::new();
    for line in text.lines().skip(1) {
        let fields: Vec<f64> = line.split(',').map(|field| field.parse().unwrap()).collect();
        if fields[0] as usize == folds.len() {
            let parameters = ProcessParameters { mu_max: fields[1], k_m: fields[2] };
            folds.push(Reference { parameters, curves: Vec::new() });
        }
        folds[fields[0] as usize].curves.push(fields[4..].to_vec());
    }
    folds
}

/// Sites that are not in a fold of seed 0.
fn training(fold: usize) -> Vec<bool> {
    let folds = data().folds.as_ref().unwrap().of_seed(0).unwrap();
    folds.iter().map(|of_site| *of_site != fold).collect()
}

/// The reference has six decimals; the rest of a millionth is left to another order of operations.
#[test]
fn curves_are_those_of_the_reference() {
    for reference in reference() {
        let curves = model().curves(&reference.parameters).unwrap();
        let pairs = curves.iter().flatten().zip(reference.curves.iter().flatten());
        let worst = pairs.map(|(found, expected)| (found - expected).abs()).fold(0.0, f64::max);
        assert!(worst < 1e-6, "{worst}");
    }
}

/// The bound on K_m keeps the optimum 0.0002 kg m⁻² above that of the limit μ = r B, which the reference is: 0.5 % are 0.0025.
#[test]
fn calibration_reaches_the_reference_and_says_what_it_cannot_tell() {
    let mut pairs = Vec::new();
    let folds = data().folds.as_ref().unwrap().of_seed(0).unwrap();
    for fold in 0..5 {
        let found = model().calibrate(&training(fold), fold == 0).unwrap();
        assert!(found.converged && found.samples == folds.iter().filter(|f| **f != fold).count());
        let curves = model().curves(&found.parameters).unwrap();
        let held_out = (0..folds.len()).filter(|site| folds[*site] == fold);
        pairs.extend(held_out.map(|site| (curves[site][20], data().sites.all[site].stocks[1].unwrap())));
        // μ = r B with r from 16.52 to 16.66 m² kg⁻¹; with K_m at its bound, 101/100 of it at B_ref.
        let ratio = found.parameters.mu_max / (found.parameters.k_m + found.bio_ref);
        assert!((16.0..17.2).contains(&ratio), "{ratio}");
        assert!(!found.verdict.identified && found.verdict.words.contains("cannot tell mu_max and K_m apart"));
        if fold == 0 {
            let profile = &found.profile;
            assert_eq!(profile.points.len(), 17);
            assert!(profile.is_open(), "{profile:?}");
            let best = profile.points.iter().map(|point| point.rmse).fold(f64::INFINITY, f64::min);
            assert!((found.rmse / best - 1.0).abs() < 1e-5, "{} {best}", found.rmse);
        }
    }
    let scores = metrics::scores(&pairs);
    assert!((scores.rmse / 0.50782 - 1.0).abs() < 0.005 && (scores.ccc - 0.69848).abs() < 0.002, "{scores:?}");
    assert!((scores.bias + 0.00723).abs() < 0.001, "{scores:?}");
}

/// Other parameters can be free: more of them fit better, and each is where its derivative vanishes.
#[test]
fn rates_of_decay_can_be_calibrated_too() {
    let free = vec![FreeParameter::MuRef, FreeParameter::RothC(3)];
    let settings = ProcessSettings { free, ..ProcessSettings::default() };
    let other = ProcessModel::new(data(), &settings).unwrap();
    let wanted: Vec<bool> = (0..428).map(|site| site % 4 == 0).collect();
    let alone = ProcessSettings { free: vec![FreeParameter::MuRef], ..ProcessSettings::default() };
    let fewer = ProcessModel::new(data(), &alone).unwrap().calibrate(&wanted, false).unwrap();
    let found = other.calibrate(&wanted, false).unwrap();
    assert!(found.rmse < fewer.rmse, "{} {}", found.rmse, fewer.rmse);
    let of = |name: &str| found.estimates.iter().find(|e| e.name == name).unwrap().value;
    assert!((of("k_hum") / 0.02 - 1.0).abs() > 1e-3 && (0.002..=0.2).contains(&of("k_hum")));
    let curves = other.adapted(&found).unwrap().curves(&found.parameters).unwrap();
    let sites = (0..428).filter(|site| wanted[*site]);
    let errors = sites.map(|site| curves[site][20] - data().sites.all[site].stocks[1].unwrap());
    assert!((metrics::rms(errors) - found.rmse).abs() < 1e-12, "what is calibrated is what runs");
}

/// A site sampled in the last year alone starts from the stock that leads there.
#[test]
fn a_site_that_was_sampled_late_is_met_there() {
    let mut data = data().clone();
    let seen = data.sites.all[0].stocks[1].unwrap();
    data.sites.all[0].stocks[0] = None;
    let model = ProcessModel::new(&data, &ProcessSettings::default()).unwrap();
    let parameters = ProcessParameters { mu_max: 2.65, k_m: 0.055 };
    let curve = &model.curves(&parameters).unwrap()[0];
    assert!((curve[20] - seen).abs() < 1e-10 && (2.0..6.0).contains(&curve[0]), "{curve:?}");
    data.sites.all[0].stocks[1] = Some(1e-6);
    let refused = ProcessModel::new(&data, &ProcessSettings::default()).unwrap().curves(&parameters).err().unwrap();
    let words = refused.to_string();
    assert!(words.starts_with("process model at site `1`: no start leads to the sampled 0.000001 kg m-2"), "{words}");
}
