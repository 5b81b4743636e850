//! Nitrogen closes across the coupling, and no pool is below zero.

use edaphon_core::forcing::DAYS;
use edaphon_core::{ParamSet, Prior};
use edaphon_models::nitrogen::{Mineral, NITROGEN_PARAMETERS, NitrogenParameters};
use edaphon_models::{Profile, Today};
use edaphon_run::coupled::CoupledCell;
use edaphon_run::landscape::Parameters;
use edaphon_run::simulation::field_number;
use edaphon_run::{CouplingError, Landscape, Model, NETWORK_VARIABLES, Simulation};
use edaphon_tests::testbed::{forcing, places};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::any::{any_parameters, any_place, any_state, any_weather};
use crate::{HOSTS, coupling, land, lossless, with};

/// Largest residual of a day as a share of all that was held or moved.
const TOLERANCE: f64 = 1e-12;

/// Parameters of the network, drawn from the whole of their ranges.
fn any_network() -> impl Strategy<Value = NitrogenParameters<f64>> {
    vec(0.0..1.0, NITROGEN_PARAMETERS.params.len()).prop_map(|draws: Vec<f64>| {
        let value = |(info, x): (&edaphon_core::ParamInfo, &f64)| match info.prior {
            Prior::LogNormal { .. } if info.range.0 > 0.0 => info.range.0 * (info.range.1 / info.range.0).powf(*x),
            _ => info.range.0 + x * (info.range.1 - info.range.0),
        };
        let values: Vec<f64> = NITROGEN_PARAMETERS.params.iter().zip(&draws).map(value).collect();
        NitrogenParameters::load(&values)
    })
}

fn lowest(mineral: &Mineral<f64>) -> f64 {
    [mineral.urea, mineral.nh4, mineral.no2, mineral.no3, mineral.n2o].into_iter().fold(f64::INFINITY, f64::min)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// ΔN of plants, soil, minerals and N2O in soil = deposition + fixation − gases − leaching, every day, whatever the cell, the network, the state and the weather.
    #[test]
    fn nitrogen_closes_across_the_coupling(
        parameters in any_parameters(), network in any_network(), place in any_place(), start in any_state(),
        weather in any_weather(12), ph in 3.5..9.0, depth in 0.05..1.0, substeps in 1..10_usize,
    ) {
        for model in HOSTS {
            let coupling = edaphon_run::Coupling { ph: vec![ph], depth, substeps, ..with(network) };
            let land = land(model, &parameters, &[place], &coupling);
            let mut cell = CoupledCell::new(&land, 0).unwrap();
            cell.state = start;
            cell.state.mineral_n = start.mineral_n.max(0.0);
            cell.mineral = Mineral::split(cell.state.mineral_n / land.network().unwrap().area_density(0), ph);
            for (day, weather) in weather.iter().enumerate() {
                let plain = Today::plain(1 + 30 * (day as u32 % 12), Profile::Edaphon);
                let today = Today { npp_multiplier: 1.2, air_warming: 1.5, soil_warming: 0.5, ..plain };
                let (_, network, book) = cell.day(weather, &today);
                prop_assert!(book.relative_residual() < TOLERANCE, "{} day {day}: {book:?}, {network:?}", model.name());
                prop_assert!(lowest(&cell.mineral) >= 0.0 && cell.state.mineral_n >= 0.0, "{:?}", cell.mineral);
                prop_assert!(network.n2o_emitted >= 0.0 && network.n2_emitted >= 0.0 && network.no3_leached >= 0.0);
            }
        }
    }
}

/// Four years of the reference's cells: the books of every day, and the sums of a year against its stocks.
#[test]
fn years_close() {
    let places = places();
    for model in HOSTS {
        let land = land(model, &Parameters::default(), &places, &coupling());
        let weather = forcing(land.packing(), &(0..places.len()).collect::<Vec<_>>());
        let mut run = Simulation::new(&land, land.start());
        let number = |name: &str| field_number(name).unwrap();
        let [dep, fixed, gas, leached] = ["n_deposition", "n_fixation", "n_gas", "n_leached"].map(number);
        let parts = ["n2o_emitted", "n2_emitted", "no_emitted", "nh3_emitted"].map(number);
        let in_soil = |run: &Simulation<'_>, cell: usize| {
            run.mineral()[cell].n2o * run.land().network().unwrap().area_density(cell)
        };
        for year in 0..4 {
            let before: Vec<f64> =
                (0..places.len()).map(|c| land.held(c, &run.state(c))[1] + in_soil(&run, c)).collect();
            let sums = run.year(&weather[year % weather.len()]);
            for cell in (0..places.len()).filter(|&c| land.simulated()[c]) {
                let (worst, day) = sums.worst_day(1, cell);
                assert!(worst < TOLERANCE, "{} cell {cell} year {year} day {day}: {worst:e}", model.name());
                let moved = sums.sum(dep, cell) + sums.sum(fixed, cell) - sums.sum(gas, cell) - sums.sum(leached, cell);
                let after = land.held(cell, &run.state(cell))[1] + in_soil(&run, cell);
                assert!((after - before[cell] - moved).abs() < 1e-9 * after, "{} cell {cell}", model.name());
                let gases: f64 = parts.iter().map(|part| sums.sum(*part, cell)).sum();
                assert!((gases - sums.sum(gas, cell)).abs() <= 1e-12 * gases, "{gases}");
                assert!(sums.sum(gas, cell) > 0.0 && sums.sum(leached, cell) > 0.0);
                let pools: f64 =
                    ["soil_nh4", "soil_no2", "soil_no3"].iter().map(|p| sums.last_day(number(p), cell)).sum();
                assert!((pools - run.state(cell).mineral_n).abs() <= 1e-12 * pools);
            }
        }
    }
}

/// With all gas and leaching terms off, NH4 + NO2 + NO3 is the mineral nitrogen that the host has alone without losses.
#[test]
fn without_losses_the_pools_follow_the_host() {
    let places = places();
    let mut parameters = Parameters::default();
    for name in ["gas_loss_fraction", "leaching_rate"] {
        let none = vec![0.0; parameters.plants.values(name).unwrap().len()];
        parameters.plants.set(name, &none, "test").unwrap();
    }
    for model in HOSTS {
        let alone = Landscape::new(model, Profile::Edaphon, &parameters, &places).unwrap();
        let coupled = land(model, &parameters, &places, &lossless());
        let weather = forcing(alone.packing(), &(0..places.len()).collect::<Vec<_>>());
        let keep = [field_number("mineral_n").unwrap()];
        let pools = ["soil_nh4", "soil_no2", "soil_no3"].map(|name| field_number(name).unwrap());
        let (mut host, mut both) = (Simulation::new(&alone, alone.start()), Simulation::new(&coupled, coupled.start()));
        for year in &weather {
            let (expected, found) = (host.days(year, DAYS as u32, &keep), both.days(year, DAYS as u32, &pools));
            for (cell, day) in (0..places.len()).flat_map(|c| (0..DAYS).map(move |d| (c, d))) {
                if !alone.simulated()[cell] {
                    continue;
                }
                let din = expected.value(0, day, cell);
                let sum: f64 = (0..3).map(|pool| found.value(pool, day, cell)).sum();
                // Roundings of the split pass through a year of the host.
                assert!((sum - din).abs() <= 1e-9 * din + 1e-12, "{} cell {cell} day {day}: {sum} {din}", model.name());
            }
            host.end_year();
            both.end_year();
        }
    }
}

/// What the network loses is missed by plants: uptake of a lossy network is below that of a lossless one.
#[test]
fn vegetation_feels_the_losses() {
    let places = places();
    let uptake = |coupling| {
        let land = land(Model::CasaCn, &Parameters::default(), &places, coupling);
        let weather = forcing(land.packing(), &(0..places.len()).collect::<Vec<_>>());
        let mut run = Simulation::new(&land, land.start());
        let mut total = 0.0;
        for year in 0..4 {
            let sums = run.year(&weather[year % weather.len()]);
            total += (0..places.len()).map(|cell| sums.sum(field_number("n_uptake").unwrap(), cell)).sum::<f64>();
        }
        total
    };
    assert!(uptake(&coupling()) < 0.999 * uptake(&lossless()));
}

#[test]
fn what_cannot_be_coupled_is_refused() {
    let places = places();
    let plain = |model, profile| Landscape::new(model, profile, &Parameters::default(), &places).unwrap();
    let carbon = plain(Model::CasaC, Profile::Edaphon).coupled(&coupling()).unwrap_err();
    assert_eq!(carbon, CouplingError::NoNitrogen { found: "casa-c" });
    let testbed = plain(Model::CasaCn, Profile::Testbed20).coupled(&coupling()).unwrap_err();
    assert_eq!(testbed, CouplingError::Testbed);
    let refused = |change: fn(&mut edaphon_run::Coupling)| {
        let mut changed = coupling();
        change(&mut changed);
        plain(Model::MimicsCn, Profile::Edaphon).coupled(&changed).unwrap_err().to_string()
    };
    assert_eq!(refused(|c| c.ph = vec![63.0]), "pH = 63 is outside 2.5 to 10.5");
    assert_eq!(refused(|c| c.depth = 20.0), "depth = 20 is outside 0.01 to 2 m");
    assert_eq!(
        refused(|c| c.ph = vec![6.0; 3]),
        "3 values of pH for 24 cells; one for each, or one for all, is accepted"
    );
    assert_eq!(NETWORK_VARIABLES.len(), edaphon_run::NETWORK_FIELDS);
    let defaults = ParamSet::defaults(&NITROGEN_PARAMETERS, 1);
    assert_eq!(NitrogenParameters::read(&defaults, 1).unwrap(), coupling().parameters);
}
