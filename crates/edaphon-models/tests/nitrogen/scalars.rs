//! One source for numbers, packs and derivatives: packs have the bits of their members, derivatives are those of differences.

use edaphon_core::{Dual, Lanes, Real};
use edaphon_models::nitrogen::baselines::{Conditions, Daycent, Noe};
use edaphon_models::nitrogen::{
    NitrogenDay, NitrogenParameters, NitrogenSite, NitrogenSoil, NitrogenState, Weather, run,
};

use crate::cases::{excess, site_with};
use crate::scenarios::Scenario;

const COUNT: usize = NitrogenState::<f64>::NAMES.len();

fn bits(state: &NitrogenState<f64>) -> [u64; COUNT] {
    let mut values = [0.0; COUNT];
    state.store(&mut values);
    values.map(f64::to_bits)
}

/// Eight soils from acid sand to alkaline clay.
fn soils() -> [NitrogenSite<f64>; 8] {
    core::array::from_fn(|i| {
        let x = i as f64 / 7.0;
        site_with(&[("pH", 4.5 + 3.5 * x), ("clay", 0.05 + 0.5 * x), ("F_smax", 0.02 * x), ("CN_B", 6.0 + 4.0 * x)])
    })
}

fn pack_of(sites: &[NitrogenSite<f64>; 8]) -> NitrogenSite<Lanes<8>> {
    let parameters = NitrogenParameters::gather::<8>(core::array::from_fn(|i| &sites[i].parameters));
    let soil = NitrogenSoil::gather::<8>(core::array::from_fn(|i| &sites[i].soil));
    NitrogenSite::new(&parameters, &soil)
}

#[test]
fn a_pack_has_the_bits_of_its_members() {
    let crop = Scenario::read("A_cropland", &[]);
    let sites = soils();
    let packed = pack_of(&sites);
    let wetter = |lane: usize, w: &Weather<f64>| Weather { wfps: (w.wfps + 0.03 * lane as f64).min(1.0), ..*w };
    let weather: Vec<_> = crop
        .weather
        .iter()
        .map(|w| Weather::gather::<8>(core::array::from_fn::<_, 8, _>(|i| wetter(i, w)).each_ref()))
        .collect();
    let additions: Vec<_> = crop.additions.iter().map(|(day, a)| (*day, a.map(Lanes::lit))).collect();
    let mut ends = Vec::new();
    run(&packed, &weather, &additions, &crop.start.map(Lanes::lit), 8, |_, state| ends.push(*state));
    for (lane, site) in sites.iter().enumerate() {
        let weather: Vec<_> = crop.weather.iter().map(|w| wetter(lane, w)).collect();
        run(site, &weather, &crop.additions, &crop.start, 8, |day, state| {
            assert_eq!(bits(state), bits(&ends[day].lane(lane)), "lane {lane}, day {day}");
        });
    }
}

#[test]
fn prescribed_states_and_schemes_have_the_bits_of_their_members() {
    let sites = soils();
    let packed = pack_of(&sites);
    let weather = |i: usize| Weather {
        temperature: -8.0 + 6.0 * i as f64,
        wfps: 0.125 * i as f64,
        drainage: 0.0,
        uptake_capacity: 0.0,
        inhibition: 1.0,
    };
    let start = crate::steady::soil(&sites[0], 8.0, 12.0);
    let together =
        NitrogenDay::new(&packed, &Weather::gather::<8>(core::array::from_fn::<_, 8, _>(weather).each_ref()))
            .quasi_steady(&packed, &start.map(Lanes::lit));
    let conditions = |i: usize| Conditions {
        temperature: -8.0 + 6.0 * i as f64,
        wfps: 0.12 * i as f64 + 0.05,
        nh4: 3.0,
        no3: 2.0 * i as f64,
        ph: 5.0 + 0.4 * i as f64,
        respiration: 1.0 + i as f64,
        bulk_density: 1.3,
        field_capacity: 0.27,
    };
    let pack = Conditions::gather::<8>(core::array::from_fn::<_, 8, _>(conditions).each_ref());
    let (noe, daycent) = (Noe::arable(Lanes::lit(0.2)).gases(&pack), Daycent::fine(Lanes::lit(25.0)).gases(&pack));
    for (lane, site) in sites.iter().enumerate() {
        let alone = NitrogenDay::new(site, &weather(lane)).quasi_steady(site, &start);
        assert_eq!(alone.n2o_emitted.to_bits(), together.n2o_emitted.0[lane].to_bits());
        assert_eq!(alone.no2.to_bits(), together.no2.0[lane].to_bits());
        let c = conditions(lane);
        assert_eq!(Noe::arable(0.2).gases(&c), noe.lane(lane));
        assert_eq!(Daycent::fine(25.0).gases(&c), daycent.lane(lane));
    }
}

/// N2O lost and ammonium left after 150 days of the crop, by four parameters, with or without derivatives.
fn outcome<R: Real>(crop: &Scenario, [v_aob, k_m_nos, anaerobic_wfps, ph]: [R; 4]) -> [R; 2] {
    let p = NitrogenParameters { v_aob, k_m_nos, anaerobic_wfps, ..crop.site.parameters.map(R::lit) };
    let site = NitrogenSite::new(&p, &NitrogenSoil { ph, ..crop.site.soil.map(R::lit) });
    let weather: Vec<_> = crop.weather[..150].iter().map(|w| w.map(R::lit)).collect();
    let additions: Vec<_> = crop.additions.iter().map(|(day, a)| (*day, a.map(R::lit))).collect();
    let end = run(&site, &weather, &additions, &crop.start.map(R::lit), 8, |_, _| ());
    [end.n2o_lost, end.nh4]
}

#[test]
fn derivatives_are_those_of_differences() {
    let crop = Scenario::read("A_cropland", &[]);
    let point = [15.0, 0.2, 0.82, 6.3];
    let exact: [Dual<4>; 2] = outcome(&crop, core::array::from_fn(|i| Dual::input(point[i], i)));
    let values = outcome(&crop, point);
    for (exact, value) in exact.iter().zip(values) {
        assert_eq!(exact.value.to_bits(), value.to_bits());
    }
    for i in 0..4 {
        let h = 1e-5 * point[i];
        let [above, below] = [h, -h].map(|step| {
            let mut moved = point;
            moved[i] += step;
            outcome(&crop, moved)
        });
        for which in 0..2 {
            let difference = (above[which] - below[which]) / (2.0 * h);
            // Central differences: h² of the third derivative, and rounding over h.
            assert!(
                excess(exact[which].partials[i], difference, 1e-5, 2e-8) <= 1.0,
                "{i}: {} {difference}",
                exact[which].partials[i]
            );
        }
    }
}
