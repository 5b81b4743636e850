//! Days and years against the reference.

use edaphon_models::nitrogen::{Addition, NitrogenSite, NitrogenState, Tolerance, Weather, run, run_within};
use serde_json::Value;

use crate::cases::{excess, initial_state, json, site_with, table};
use crate::common::Table;

/// A scenario of the reference.
pub(crate) struct Scenario {
    pub(crate) site: NitrogenSite<f64>,
    pub(crate) start: NitrogenState<f64>,
    pub(crate) weather: Vec<Weather<f64>>,
    pub(crate) additions: Vec<(usize, Addition<f64>)>,
    expected: Table,
}

/// An event of a scenario: what is added, in the units of the model.
fn addition(event: &Value) -> Addition<f64> {
    let (kind, amount, third) = (event[0].as_str().unwrap(), event[1].as_f64().unwrap(), event[2].as_f64().unwrap());
    let none = Addition::filled(0.0);
    match kind {
        "UREA" => Addition { urea: amount, ..none },
        "NH4" => Addition { nh4: amount, ..none },
        "NO3" => Addition { no3: amount, ..none },
        "RES" => Addition { residue_carbon: amount, residue_nitrogen: amount / third, ..none },
        other => panic!("unknown event {other}"),
    }
}

impl Scenario {
    pub(crate) fn read(name: &str, more: &[(&str, f64)]) -> Self {
        let scenario = json(&format!("scenario_{name}.json"));
        let overrides = scenario["param_overrides"].as_object().unwrap();
        let overrides: Vec<_> = overrides.iter().map(|(name, x)| (name.as_str(), x.as_f64().unwrap())).collect();
        let site = site_with(&[&overrides, more].concat());
        let forcing = table(&format!("forcing_{name}.csv"));
        let weather = (0..forcing.rows.len()).map(|row| Weather {
            temperature: forcing.number(row, "T"),
            wfps: forcing.number(row, "W"),
            drainage: forcing.number(row, "q"),
            uptake_capacity: forcing.number(row, "Umax"),
            inhibition: 1.0,
        });
        let mut additions: Vec<_> = scenario["events"]
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(day, events)| {
                events.as_array().unwrap().iter().map(|event| (day.parse().unwrap(), addition(event)))
            })
            .collect();
        additions.sort_by_key(|(day, _)| *day);
        Self {
            start: initial_state(&scenario, &site),
            site,
            weather: weather.collect(),
            additions,
            expected: table(&format!("expected_{name}.csv")),
        }
    }

    /// Checks the end of a day; gives the largest error of a column of N2O or NO2 and of the others, in relative terms.
    fn compare(&self, day: usize, state: &NitrogenState<f64>, [fast, slow]: [f64; 2], worst: &mut [f64; 2]) {
        let s = state;
        assert_eq!(self.expected.number(day, "day_end"), day as f64 + 1.0);
        for (name, found) in [
            ("CL", s.c_labile),
            ("CS", s.c_stable),
            ("BC", s.n_microbial * self.site.parameters.microbial_c_to_n),
            ("CO2", s.co2),
            ("NL", s.n_labile),
            ("NS", s.n_stable),
            ("BN", s.n_microbial),
            ("UREA", s.urea),
            ("NH4", s.nh4),
            ("NO2", s.no2),
            ("NO3", s.no3),
            ("N2O", s.n2o),
            ("PLANT", s.plant),
            ("gN2O", s.n2o_lost),
            ("gN2", s.n2_lost),
            ("gNO", s.no_lost),
            ("gNH3", s.nh3_lost),
            ("lDIN", s.leached),
            ("EXT", s.outside),
        ] {
            let expected = self.expected.number(day, name);
            let is_fast = matches!(name, "N2O" | "NO2");
            let (kind, relative) = if is_fast { (0, fast) } else { (1, slow) };
            let share = excess(found, expected, relative, 1e-9);
            assert!(share <= 1.0, "end of day {}, {name}: {found}, expected {expected}", day + 1);
            worst[kind] = worst[kind].max(share * relative);
        }
    }

    /// The worst errors of a run with `substeps` a day, none above `allowed`.
    fn errors(&self, substeps: usize, allowed: [f64; 2]) -> [f64; 2] {
        let (mut worst, mut days) = ([0.0; 2], 0);
        let total = self.start.total_nitrogen();
        run(&self.site, &self.weather, &self.additions, &self.start, substeps, |day, state| {
            self.compare(day, state, allowed, &mut worst);
            assert!((state.total_nitrogen() / total - 1.0).abs() < 1e-12);
            days += 1;
        });
        assert_eq!(days, self.expected.rows.len());
        worst
    }
}

/// Second order: 240 steps a day are within 1e-4 on every day and in every column, 24 within the bounds for production.
#[test]
fn every_day_of_a_crop_and_a_forest_agrees() {
    for name in ["A_cropland", "B_forest"] {
        let scenario = Scenario::read(name, &[]);
        for (substeps, allowed) in [(240, [1e-4; 2]), (24, [5e-3, 5e-4])] {
            let [fast, slow] = scenario.errors(substeps, allowed);
            println!("{name}, {substeps} steps a day: N2O and NO2 {fast:.1e}, others {slow:.1e}");
        }
    }
}

#[test]
fn steps_of_their_own_length_agree() {
    for name in ["A_cropland", "B_forest"] {
        let scenario = Scenario::read(name, &[]);
        let mut worst = [0.0; 2];
        let (weather, additions) = (&scenario.weather, &scenario.additions);
        run_within(&scenario.site, weather, additions, &scenario.start, &Tolerance::default(), |day, state| {
            scenario.compare(day, state, [1e-4; 2], &mut worst);
        });
        println!("{name}, steps of tolerance 1e-6: N2O and NO2 {:.1e}, others {:.1e}", worst[0], worst[1]);
    }
}

/// 14 days over moisture, pH and nitrate: 1e-3 with 48 steps a day.
#[test]
fn incubations_agree() {
    let table = table("incubation_wfps.csv");
    let crop = json("scenario_A_cropland.json");
    for row in 0..table.rows.len() {
        let at = |name| table.number(row, name);
        let site = site_with(&[("pH", at("pH"))]);
        let start = NitrogenState { nh4: 30.0, no3: at("NO3_init"), ..initial_state(&crop, &site) };
        let end = run(&site, &incubation(at("W"), 14), &[], &start, 48, |_, _| ());
        for (name, found) in [
            ("cum_N2O", end.n2o_lost),
            ("cum_N2", end.n2_lost),
            ("cum_NO", end.no_lost),
            ("NH4", end.nh4),
            ("NO2", end.no2),
            ("NO3", end.no3),
        ] {
            let share = excess(found, at(name), 1e-3, 1e-9);
            assert!(share <= 1.0, "row {row}, {name}: {found}, expected {}", at(name));
        }
    }
}

/// Days at 25 °C and one moisture, without plants or drainage.
pub(crate) fn incubation(wfps: f64, days: usize) -> Vec<Weather<f64>> {
    vec![Weather { temperature: 25.0, wfps, drainage: 0.0, uptake_capacity: 0.0, inhibition: 1.0 }; days]
}
