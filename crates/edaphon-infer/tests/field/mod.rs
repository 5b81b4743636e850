//! The fertilised field of the reference runs, as something to be measured and calibrated.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Read;
use std::path::PathBuf;

use edaphon_core::ParamSet;
use edaphon_infer::nitrogen::{Observable, Run};
use edaphon_infer::{Observations, Random, Scale, Series};
use edaphon_models::nitrogen::{Addition, NITROGEN_SOIL, NitrogenSoil, NitrogenState, Weather};
use flate2::read::GzDecoder;
use serde_json::Value;

/// What a well equipped field station measures: mineral and microbial nitrogen, and gases that leave the soil. Neither N2 nor N2O in the soil.
pub(crate) const MEASURED: [Observable; 8] = [
    Observable::Nh4,
    Observable::No2,
    Observable::No3,
    Observable::MicrobialN,
    Observable::N2oFlux,
    Observable::NoFlux,
    Observable::Nh3Flux,
    Observable::Co2Flux,
];
/// Standard deviation of the logarithm of a measurement.
pub(crate) const NOISE: f64 = 0.2;
/// Smallest amount that counts (mg kg⁻¹): what is below is not measured.
const DETECTED: f64 = 1e-9;

fn text(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../edaphon-models/tests/data/nitrogen");
    let mut text = String::new();
    GzDecoder::new(std::fs::File::open(folder.join(format!("{name}.gz"))).unwrap()).read_to_string(&mut text).unwrap();
    text
}

/// Columns of a table by name.
fn table(name: &str) -> impl Fn(&str) -> Vec<f64> {
    let text = text(name);
    let rows: Vec<Vec<String>> = text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
    move |column| {
        let at = rows[0].iter().position(|name| name == column).unwrap();
        rows[1..].iter().map(|row| row[at].parse().unwrap()).collect()
    }
}

fn addition(event: &Value) -> Addition<f64> {
    let number = |at: usize| event[at].as_f64().unwrap();
    let none = Addition::filled(0.0);
    match event[0].as_str().unwrap() {
        "UREA" => Addition { urea: number(1), ..none },
        "NH4" => Addition { nh4: number(1), ..none },
        "NO3" => Addition { no3: number(1), ..none },
        "RES" => Addition { residue_carbon: number(1), residue_nitrogen: number(1) / number(2), ..none },
        other => panic!("unknown event {other}"),
    }
}

/// The field, of which `observables` are measured on the first `days`.
pub(crate) fn field(observables: &[Observable], days: usize, substeps: usize) -> Run {
    let scenario: Value = serde_json::from_str(&text("scenario_A_cropland.json")).unwrap();
    let forcing = table("forcing_A_cropland.csv");
    let [temperature, wfps, drainage, uptake] = ["T", "W", "q", "Umax"].map(&forcing);
    let weather = (0..days).map(|day| Weather {
        temperature: temperature[day],
        wfps: wfps[day],
        drainage: drainage[day],
        uptake_capacity: uptake[day],
        inhibition: 1.0,
    });
    let events = scenario["events"].as_object().unwrap().iter();
    let mut additions: Vec<(usize, Addition<f64>)> = events
        .flat_map(|(day, events)| {
            events.as_array().unwrap().iter().map(|event| (day.parse().unwrap(), addition(event)))
        })
        .collect();
    additions.sort_by_key(|(day, _)| *day);
    let of = |name: &str| scenario["initial"][name].as_f64().unwrap();
    let start = NitrogenState {
        c_labile: of("CL"),
        c_stable: of("SOC"),
        n_labile: of("CL") / of("CNL"),
        n_stable: of("SOC") / of("CN"),
        n_microbial: of("MBC") / 8.0,
        nh4: of("NH4"),
        no2: of("NO2"),
        no3: of("NO3"),
        n2o: of("N2O"),
        ..NitrogenState::filled(0.0)
    };
    let soil = NitrogenSoil::read(&ParamSet::defaults(&NITROGEN_SOIL, 1), 1).unwrap();
    Run { soil, weather: weather.collect(), additions, start, substeps, observables: observables.to_vec() }
}

/// What the independent program found for the default parameters, in the order of the predictions of `run`.
pub(crate) fn reference(run: &Run) -> Vec<f64> {
    let expected = table("expected_A_cropland.csv");
    let fluxes = |name: &str| {
        let sums = expected(name);
        std::iter::once(sums[0]).chain(sums.windows(2).map(|pair| pair[1] - pair[0])).collect::<Vec<f64>>()
    };
    let of = |what: &Observable| match what {
        Observable::Nh4 => expected("NH4"),
        Observable::No2 => expected("NO2"),
        Observable::No3 => expected("NO3"),
        Observable::N2o => expected("N2O"),
        Observable::MicrobialN => expected("BN"),
        Observable::N2oFlux => fluxes("gN2O"),
        Observable::N2Flux => fluxes("gN2"),
        Observable::NoFlux => fluxes("gNO"),
        Observable::Nh3Flux => fluxes("gNH3"),
        Observable::Co2Flux => fluxes("CO2"),
        other => panic!("no column for {other:?}"),
    };
    let columns: Vec<Vec<f64>> = run.observables.iter().map(of).collect();
    (0..run.weather.len()).flat_map(|day| columns.iter().map(move |column| column[day])).collect()
}

/// Measurements of `truth` with lognormal errors, a series for each observable.
pub(crate) fn measured(run: &Run, truth: &[f64], seed: u64) -> Observations {
    let count = run.observables.len();
    let series = (0..count).map(|column| {
        let mut random = Random::new(seed, column as u64);
        let (mut times, mut observed, mut at) = (Vec::new(), Vec::new(), Vec::new());
        for day in 0..run.weather.len() {
            let place = day * count + column;
            let error = (NOISE * random.normal()).exp();
            if truth[place] > DETECTED {
                times.push(day as f64);
                observed.push(truth[place] * error);
                at.push(place);
            }
        }
        Series { scale: Scale::Log(DETECTED), times, observed, at }
    });
    Observations { series: series.collect() }
}
