//! What soils are known to do: humps, ratios and shares of the defaults in numbers, and in direction for parameters drawn from their priors.

use edaphon_core::Prior;
use edaphon_models::nitrogen::{
    Addition, Flows, NITROGEN_PARAMETERS, NITROGEN_SOIL, NitrogenDay, NitrogenParameters, NitrogenSite, NitrogenSoil,
    NitrogenState, Weather, run,
};

use crate::cases::{assert_close, initial_state, json, set_by_symbol, site_with};
use crate::scenarios::{Scenario, incubation};
use crate::steady::{soil, steady};

/// Moistures of the incubations.
const MOISTURES: [f64; 14] = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];

/// N2O, N2 and NO of 14 days (mg N kg⁻¹) at each moisture.
fn gases(site: &NitrogenSite<f64>, no3: f64) -> [[f64; 3]; 14] {
    let crop = initial_state(&json("scenario_A_cropland.json"), site);
    let start = NitrogenState { nh4: 30.0, no3, ..crop };
    MOISTURES.map(|wfps| {
        let end = run(site, &incubation(wfps, 14), &[], &start, 24, |_, _| ());
        [end.n2o_lost, end.n2_lost, end.no_lost]
    })
}

fn share_of_n2o([n2o, n2, _]: [f64; 3]) -> f64 {
    n2o / (n2o + n2)
}

fn wettest_peak(gases: &[[f64; 3]; 14]) -> f64 {
    let best = (0..14).max_by(|a, b| gases[*a][0].total_cmp(&gases[*b][0])).unwrap();
    MOISTURES[best]
}

fn rises(x: &[f64]) -> bool {
    x.windows(2).all(|pair| pair[1] >= pair[0])
}

fn falls(x: &[f64]) -> bool {
    x.windows(2).all(|pair| pair[1] <= pair[0])
}

#[test]
fn nitrous_oxide_peaks_in_moist_soil_and_gives_way_to_n2() {
    for ph in [5.0, 6.3, 7.6] {
        let site = site_with(&[("pH", ph)]);
        let mut shares = Vec::new();
        for no3 in [10.0, 50.0, 150.0] {
            let found = gases(&site, no3);
            let peak = wettest_peak(&found);
            let highest = if ph >= 6.3 && no3 <= 50.0 { 0.8 } else { 0.85 };
            assert!((0.75..=highest).contains(&peak), "pH {ph}, NO3 {no3}: {peak}");
            let share = found.map(share_of_n2o);
            assert!(falls(&share), "pH {ph}, NO3 {no3}: {share:?}");
            shares.push(share);
        }
        for at in 0..14 {
            assert!(rises(&[shares[0][at], shares[1][at], shares[2][at]]), "nitrate spares N2O");
        }
        let expected = match ph {
            5.0 => [0.99, 0.93, 0.81],
            6.3 => [0.89, 0.48, 0.12],
            _ => [0.79, 0.25, 0.03],
        };
        for (at, expected) in [8, 10, 12].into_iter().zip(expected) {
            assert_close(&format!("pH {ph}, W {}", MOISTURES[at]), shares[1][at], expected, 0.0, 0.0051);
        }
    }
}

/// NO where dry, N2O where moist, N2 where wet; at pH 5 nitrous acid keeps NO ahead for longer.
#[test]
fn the_leading_gas_changes_with_moisture() {
    let leader = |[n2o, n2, no]: [f64; 3]| {
        if no > n2o.max(n2) {
            "NO"
        } else if n2o > n2 {
            "N2O"
        } else {
            "N2"
        }
    };
    for (ph, no3) in [(6.3, 10.0), (6.3, 50.0), (7.6, 10.0), (7.6, 50.0)] {
        let found = gases(&site_with(&[("pH", ph)]), no3).map(leader);
        for (wfps, leader) in MOISTURES.iter().zip(found) {
            let at = format!("pH {ph}, NO3 {no3}, W {wfps}: {leader}");
            assert!(*wfps >= 0.5 || leader == "NO", "{at}");
            assert!(!(0.55..=0.7).contains(wfps) || leader == "N2O" || (*wfps < 0.6 && leader == "NO"), "{at}");
            assert!(*wfps < 0.8 || leader == "N2", "{at}");
        }
    }
    for (no3, last) in [(10.0, 0.9), (50.0, 0.95), (150.0, 0.95)] {
        let found = gases(&site_with(&[("pH", 5.0)]), no3).map(leader);
        for (wfps, leader) in MOISTURES.iter().zip(found) {
            let expected = if *wfps <= 0.65 {
                "NO"
            } else if *wfps <= last {
                "N2O"
            } else {
                "N2"
            };
            assert_eq!(leader, expected, "pH 5, NO3 {no3}, W {wfps}");
        }
    }
}

/// Rates at 25 °C of the default soil.
fn moist(wfps: f64) -> Weather<f64> {
    Weather { temperature: 25.0, wfps, drainage: 0.0, uptake_capacity: 0.0, inhibition: 1.0 }
}

fn nitrified(site: &NitrogenSite<f64>, wfps: f64, nh4: f64) -> f64 {
    NitrogenDay::new(site, &moist(wfps)).rates(site, &soil(site, nh4, 20.0)).ammonia_oxidation.total() * nh4
}

/// Share of archaea in ammonia oxidation to nitrite.
fn archaea(site: &NitrogenSite<f64>, nh4: f64) -> f64 {
    let oxidised = NitrogenDay::new(site, &moist(0.55)).rates(site, &soil(site, nh4, 20.0)).ammonia_oxidation;
    oxidised.aoa / (oxidised.aoa + oxidised.aob)
}

#[test]
fn nitrification_is_fastest_in_moist_soil_and_archaeal_in_poor_acid_soil() {
    let site = site_with(&[]);
    let by_moisture: Vec<_> = (0..=100).map(|i| nitrified(&site, f64::from(i) / 100.0, 20.0)).collect();
    let best = (0..=100).max_by(|a, b| by_moisture[*a].total_cmp(&by_moisture[*b])).unwrap();
    assert!((50..=65).contains(&best), "{best}");
    assert!(by_moisture[0].max(by_moisture[100]) < 0.02 * by_moisture[best]);
    for (nh4, expected) in [(1.0, 0.82), (5.0, 0.72), (20.0, 0.59), (50.0, 0.54)] {
        assert_close(&format!("NH4 {nh4}"), archaea(&site, nh4), expected, 0.0, 0.0051);
    }
    for (ph, expected) in [(5.0, 0.92), (6.3, 0.59), (7.6, 0.33)] {
        assert_close(&format!("pH {ph}"), archaea(&site_with(&[("pH", ph)]), 20.0), expected, 0.0, 0.0051);
    }
}

#[test]
fn urea_is_followed_by_a_pulse_of_nitrous_oxide() {
    let crop = Scenario::read("A_cropland", &[]);
    let mut lost = vec![0.0];
    run(&crop.site, &crop.weather, &crop.additions, &crop.start, 24, |_, state| lost.push(state.n2o_lost));
    // Urea comes at the start of day 129; 1 mg kg⁻¹ is 2600 g ha⁻¹.
    let grams = |from: usize, to: usize| 2600.0 * (lost[to] - lost[from]);
    assert_close("after", grams(129, 149), 225.0, 0.0, 1.0);
    assert_close("before", grams(109, 129), 39.0, 0.0, 1.0);
}

#[test]
fn residue_in_wet_soil_feeds_denitrification() {
    let site = site_with(&[]);
    let day = NitrogenDay::new(&site, &moist(0.75));
    let bare = soil(&site, 10.0, 30.0);
    let fed = bare.with(&Addition { residue_carbon: 1000.0, residue_nitrogen: 25.0, ..Addition::filled(0.0) });
    let [before, after] = [bare, fed].map(|state| (day.rates(&site, &state), day.quasi_steady(&site, &state)));
    assert!(after.0.organic.anaerobic > before.0.organic.anaerobic);
    assert!(after.0.flows.no3_reduced > before.0.flows.no3_reduced);
    assert!(after.1.n2o_emitted > before.1.n2o_emitted);
}

#[test]
fn more_reductase_turns_nitrous_oxide_to_n2() {
    let found = |overrides: &[(&str, f64)]| steady(&site_with(overrides), [25.0, 0.75], [20.0, 20.0]);
    let (plain, doubled) = (found(&[]), found(&[("r_nosZ", 0.02)]));
    assert!(doubled.n2o_emitted < plain.n2o_emitted && doubled.n2_denitrified > plain.n2_denitrified);
    let sum = |s: &edaphon_models::nitrogen::QuasiSteady<f64>| s.n2o_emitted + s.n2_denitrified;
    assert_close("sum", sum(&doubled), sum(&plain), 1e-3, 0.0);
    let mut site = site_with(&[]);
    site.parameters.r_aob = 0.0;
    let oxidised = NitrogenDay::new(&site, &moist(0.55)).rates(&site, &soil(&site, 20.0, 20.0)).ammonia_oxidation;
    assert!(oxidised.aob == 0.0 && oxidised.aoa > 0.0 && oxidised.comammox > 0.0 && oxidised.heterotrophic > 0.0);
}

#[test]
fn dry_and_flooded_soils_have_their_limits() {
    let site = site_with(&[]);
    let flooded = steady(&site, [25.0, 1.0], [20.0, 20.0]);
    let reduced = flooded.n2_denitrified / (flooded.n2_denitrified + flooded.n2o_emitted);
    assert!((reduced - 0.99).abs() < 0.005, "{reduced}");
    let fluxes = |wfps: f64| {
        let state = NitrogenState { urea: 20.0, no2: 0.1, n2o: 0.01, ..soil(&site, 20.0, 20.0) };
        let rates = NitrogenDay::new(&site, &moist(wfps)).rates(&site, &state);
        let f = rates.flows;
        let mineralised = [f.labile_mineralised, f.stable_mineralised, f.labile_assimilated, f.stable_assimilated];
        let oxidised = [f.nh4_oxidised, f.nh4_to_n2o, f.nh4_to_no3, f.no2_oxidised, f.urea_hydrolysed];
        let reduced = [f.no3_reduced, f.no2_to_n2o, f.n2o_reduced, f.anammox_nh4, f.dnra, f.nitrifier_denitrification];
        [&mineralised[..], &oxidised, &reduced, &[rates.arrivals.fixed_free]].concat()
    };
    let dry = fluxes(0.0);
    let most = (0..=100)
        .map(|i| fluxes(f64::from(i) / 100.0))
        .reduce(|a, b| a.iter().zip(&b).map(|(a, b)| a.max(*b)).collect());
    for (dry, most) in dry.iter().zip(most.unwrap()) {
        assert!(*dry <= 0.02 * most, "{dry} of {most}");
    }
}

/// 2.06 AX/(2.06 AX + D3 + EM).
fn anammox_share(site: &NitrogenSite<f64>, wfps: f64, mineral: [f64; 2]) -> f64 {
    let s = steady(site, [25.0, wfps], mineral);
    s.n2_anammox / (s.n2_anammox + s.n2_denitrified + s.n2o_emitted)
}

#[test]
fn anammox_is_small_and_rises_with_moisture() {
    let site = site_with(&[]);
    let by_moisture: Vec<_> = (6..=20).map(|i| anammox_share(&site, 0.05 * f64::from(i), [20.0, 20.0])).collect();
    assert!(by_moisture[..9].iter().all(|share| *share < 0.02), "{by_moisture:?}");
    // Nitrite, its substrate, is scarce where all is anaerobic.
    assert!(rises(&by_moisture[3..9]), "{by_moisture:?}");
}

#[test]
fn frozen_soil_rests() {
    let site = site_with(&[("F_smax", 0.05)]);
    for temperature in [-5.0, -20.0] {
        let weather = Weather { temperature, drainage: 2.0, uptake_capacity: 0.1, ..moist(0.6) };
        let state = NitrogenState { urea: 5.0, no2: 0.1, n2o: 0.01, ..soil(&site, 20.0, 20.0) };
        let rates = NitrogenDay::new(&site, &weather).rates(&site, &state);
        let f = rates.flows;
        let go_on = [
            f.nh3_volatilised,
            f.n2o_emitted,
            f.nh4_leached,
            f.no2_leached,
            f.no3_leached,
            f.nh4_taken_up,
            f.no3_taken_up,
        ];
        assert!(go_on.iter().all(|rate| *rate > 0.0));
        let mut all = [0.0; Flows::<f64>::NAMES.len()];
        f.store(&mut all);
        assert_eq!(all.iter().filter(|rate| **rate != 0.0).count(), go_on.len());
        assert!(rates.arrivals.fixed_free == 0.0 && rates.arrivals.fixed_symbiotic > 0.0);
    }
}

/// Uniform numbers within 0 and 1 in a fixed order (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Standard normal, by Box and Muller.
    fn normal(&mut self) -> f64 {
        let (u, v) = (1.0 - self.uniform(), self.uniform());
        (-2.0 * u.ln()).sqrt() * (core::f64::consts::TAU * v).cos()
    }
}

/// A site with parameters drawn from their priors.
fn drawn(numbers: &mut Numbers) -> NitrogenSite<f64> {
    let mut set = set_by_symbol(&NITROGEN_PARAMETERS, &[]);
    for info in NITROGEN_PARAMETERS.params {
        let (low, high) = info.range;
        let value = match info.prior {
            Prior::Fixed => continue,
            Prior::Uniform => low + (high - low) * numbers.uniform(),
            Prior::LogNormal { median, spread } => (median * (spread * numbers.normal()).exp()).clamp(low, high),
        };
        set.set(info.name, &[value], "drawn").unwrap();
    }
    let soil = NitrogenSoil::read(&set_by_symbol(&NITROGEN_SOIL, &[]), 1).unwrap();
    NitrogenSite::new(&NitrogenParameters::read(&set, 1).unwrap(), &soil)
}

/// The patterns, in direction, and whether a site shows each.
fn patterns(site: &NitrogenSite<f64>) -> [(&'static str, bool); 7] {
    let (some, much) = (gases(site, 10.0), gases(site, 50.0));
    let peak = wettest_peak(&much);
    let share = much.map(share_of_n2o);
    let by_moisture: Vec<_> = (0..=20).map(|i| nitrified(site, 0.05 * f64::from(i), 20.0)).collect();
    let best = (0..=20).max_by(|a, b| by_moisture[*a].total_cmp(&by_moisture[*b])).unwrap();
    let mut reducing = *site;
    reducing.parameters.r_nosz = 2.0 * site.parameters.r_nosz;
    let [plain, reduced] = [site, &reducing].map(|s| steady(s, [25.0, 0.75], [20.0, 20.0]));
    [
        ("N2O peaks between 0.6 and 0.95", (0.6..=0.95).contains(&peak)),
        ("N2O/(N2O + N2) falls with moisture", share.windows(2).all(|pair| pair[1] <= pair[0] * (1.0 + 1e-6))),
        ("it rises with nitrate", (0..14).all(|at| share[at] >= share_of_n2o(some[at]) * (1.0 - 1e-6))),
        ("NO leads N2 at 0.3, N2 leads NO at 0.95", much[0][2] > much[0][1] && much[13][1] > much[13][2]),
        ("nitrification is fastest between 0.35 and 0.75", (7..=15).contains(&best)),
        ("archaea give way to bacteria as ammonium rises", archaea(site, 50.0) < archaea(site, 1.0)),
        (
            "reductase lowers N2O",
            reduced.n2o_emitted < plain.n2o_emitted && reduced.n2_denitrified > plain.n2_denitrified,
        ),
    ]
}

/// Patterns are of the structure: the defaults show each, and nearly all draws from the priors do.
#[test]
fn patterns_hold_for_draws_from_the_priors() {
    const DRAWS: usize = 100;
    let plain = patterns(&site_with(&[]));
    assert!(plain.iter().all(|(_, shown)| *shown), "{plain:?}");
    let (mut shown, mut numbers) = ([0; 7], Numbers(2019));
    let mut all = 0;
    for _ in 0..DRAWS {
        let found = patterns(&drawn(&mut numbers));
        all += usize::from(found.iter().all(|(_, shown)| *shown));
        for (count, (_, holds)) in shown.iter_mut().zip(found) {
            *count += usize::from(holds);
        }
    }
    for ((name, _), count) in plain.iter().zip(shown) {
        println!("{name}: {count} of {DRAWS}");
        assert!(count >= 90, "{name}: {count} of {DRAWS}");
    }
    println!("all patterns: {all} of {DRAWS}");
    assert!(all >= 85, "{all} of {DRAWS}");
}
