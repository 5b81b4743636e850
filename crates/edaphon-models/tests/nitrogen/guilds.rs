//! Groups of microbes that grow and die.

use edaphon_core::{Lanes, ParamSet};
use edaphon_models::nitrogen::{
    GUILD_DYNAMICS, GuildDay, GuildDynamics, Guilds, NitrogenDay, NitrogenParameters, NitrogenSite, NitrogenSoil,
    NitrogenState, Weather,
};
use proptest::prelude::*;

use crate::budget::{any_site, any_state, any_weather, anywhere_in};
use crate::cases::site_with;

const MOIST: Weather<f64> =
    Weather { temperature: 25.0, wfps: 0.55, drainage: 0.0, uptake_capacity: 0.0, inhibition: 1.0 };

fn defaults() -> GuildDynamics<f64> {
    GuildDynamics::read(&ParamSet::defaults(&GUILD_DYNAMICS, 1), 1).unwrap()
}

fn fertile() -> NitrogenState<f64> {
    NitrogenState {
        c_labile: 600.0,
        c_stable: 15_000.0,
        n_labile: 24.0,
        n_stable: 1250.0,
        n_microbial: 37.5,
        nh4: 50.0,
        no2: 0.02,
        no3: 8.0,
        n2o: 0.001,
        ..NitrogenState::filled(0.0)
    }
}

fn held(site: &NitrogenSite<f64>, state: &NitrogenState<f64>) -> Guilds<f64> {
    Guilds::held_by(&site.parameters, state.n_microbial * site.parameters.microbial_c_to_n)
}

fn stored(guilds: &Guilds<f64>) -> [f64; Guilds::<f64>::NAMES.len()] {
    let mut values = [0.0; Guilds::<f64>::NAMES.len()];
    guilds.store(&mut values);
    values
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// With the shares that parameters have, the rates are those of the model whose shares are held.
    #[test]
    fn shares_of_the_parameters_give_the_rates_of_the_parameters(
        site in any_site(), weather in any_weather(), mut state in any_state(),
    ) {
        state.n_microbial = state.n_microbial.max(1e-9);
        let (of_guilds, laws) = GuildDay::new(&site, &weather).with(&site, &state, &held(&site, &state));
        let found = laws.rates(&of_guilds, &state).flows;
        let expected = NitrogenDay::new(&site, &weather).rates(&site, &state).flows;
        found.zip_by_donor(&expected, &state.donors(), |a, b, _| assert!((a - b).abs() <= 1e-12 * b.abs(), "{a} {b}"));
    }

    /// Nitrogen closes, pools stay ≥ 0 and groups above 0, whatever the parameters, weather, state and step.
    #[test]
    fn budgets_close_and_no_group_dies_out(
        site in any_site(), weather in any_weather(), mut state in any_state(), dynamics in anywhere_in(&GUILD_DYNAMICS),
        shares in prop::collection::vec(prop_oneof![Just(0.0), 0.0..0.2], 11), dt in (-4.0..=0.0_f64).prop_map(|x| 10.0_f64.powf(x)),
    ) {
        state.n_microbial = state.n_microbial.max(1e-9);
        let microbes = state.n_microbial * site.parameters.microbial_c_to_n;
        let guilds = Guilds::load(&shares).map(|share: f64| share * microbes);
        let dynamics = GuildDynamics { immigration: 1e-6, ..GuildDynamics::load(&dynamics) };
        let day = GuildDay::new(&site, &weather);
        let (after, grown, moved) = day.step(&site, &dynamics, (&state, &guilds), dt);
        let scale = state.total_nitrogen() + moved.arrivals.total();
        prop_assert!((after.total_nitrogen() - state.total_nitrogen()).abs() <= 1e-12 * scale);
        let mut pools = [0.0; NitrogenState::<f64>::NAMES.len()];
        NitrogenState { outside: 0.0, co2: 0.0, ..after }.store(&mut pools);
        prop_assert!(pools.iter().all(|x| x.is_finite() && *x >= 0.0));
        prop_assert!(stored(&grown).iter().all(|x| x.is_finite() && *x > 0.0), "{grown:?}");
    }
}

/// On much ammonium in moist soil nitrifiers grow and nitrify ever faster.
#[test]
fn nitrifiers_grow_on_ammonium() {
    let (site, dynamics) = (site_with(&[]), defaults());
    let (mut state, day) = (fertile(), GuildDay::new(&site, &MOIST));
    let start = held(&site, &state);
    let mut guilds = start;
    let mut oxidised = Vec::new();
    for _ in 0..20 {
        let (at, laws) = day.with(&site, &state, &guilds);
        oxidised.push(laws.rates(&at, &state).ammonia_oxidation.total());
        state.nh4 = 50.0;
        (state, guilds) = day.advance(&site, &dynamics, (&state, &guilds), 8);
    }
    assert!(guilds.aoa > 2.0 * start.aoa && guilds.aob > 2.0 * start.aob && guilds.nob > start.nob, "{guilds:?}");
    assert!(oxidised[19] > 2.0 * oxidised[0], "{oxidised:?}");
    assert!(guilds.anammox < start.anammox, "nothing to live on where there is oxygen");
}

/// Without anything to live on X = X₀ (1 + d φ Δt)⁻ⁿ and, after long, i B/(d φ).
#[test]
fn groups_decay_to_what_immigration_keeps() {
    let (site, mut dynamics) = (site_with(&[]), defaults());
    dynamics.yield_ammonia = 0.0;
    let (state, day) = (fertile(), GuildDay::new(&site, &MOIST));
    let start = held(&site, &state);
    let microbes = |state: &NitrogenState<f64>| state.n_microbial * site.parameters.microbial_c_to_n;

    let quiet = GuildDynamics { immigration: 0.0, ..dynamics };
    let (_, once) = day.advance(&site, &quiet, (&state, &start), 8);
    let expected = start.aoa * (1.0 + dynamics.decay / 8.0).powi(-8);
    assert!((once.aoa / expected - 1.0).abs() < 1e-12, "φ is 1 at 25 °C: {} {expected}", once.aoa);

    let (mut state, mut guilds) = (state, start);
    for _ in 0..2000 {
        state = NitrogenState { n_microbial: fertile().n_microbial, ..state };
        (state, guilds, _) = day.step(&site, &dynamics, (&state, &guilds), 1.0);
    }
    let steady = dynamics.immigration * microbes(&state) / dynamics.decay;
    assert!((guilds.aoa / steady - 1.0).abs() < 0.1, "{} {steady}", guilds.aoa);
}

/// Growth stops where groups are all of the microbes.
#[test]
fn groups_are_a_part_of_microbial_carbon() {
    let (site, dynamics) = (site_with(&[]), GuildDynamics { yield_ammonia: 0.5, ..defaults() });
    let (mut state, day) = (fertile(), GuildDay::new(&site, &MOIST));
    let mut guilds = held(&site, &state).map(|x| x * 5.0);
    for _ in 0..400 {
        state = NitrogenState { nh4: 200.0, n_microbial: fertile().n_microbial, ..state };
        (state, guilds) = day.advance(&site, &dynamics, (&state, &guilds), 8);
    }
    let microbes = state.n_microbial * site.parameters.microbial_c_to_n;
    assert!(guilds.total() <= 1.05 * microbes, "{} of {microbes}", guilds.total());
}

/// A pack has the bits of its sites.
#[test]
fn packs_have_the_bits_of_single_sites() {
    let (site, dynamics) = (site_with(&[]), defaults());
    let states: [_; 4] = core::array::from_fn(|i| NitrogenState { nh4: 3.0 + i as f64, ..fertile() });
    let lanes = NitrogenState::gather(states.each_ref());
    let wide =
        NitrogenSite::new(&site.parameters.map(|x| Lanes([x; 4])), &NitrogenSoil::map(&site.soil, |x| Lanes([x; 4])));
    let parameters: &NitrogenParameters<Lanes<4>> = &wide.parameters;
    let start = Guilds::held_by(parameters, lanes.n_microbial * parameters.microbial_c_to_n);
    let day = GuildDay::new(&wide, &MOIST.map(|x| Lanes([x; 4])));
    let (_, packed) = day.advance(&wide, &dynamics.map(|x| Lanes([x; 4])), (&lanes, &start), 8);
    for (lane, state) in states.iter().enumerate() {
        let (_, alone) = GuildDay::new(&site, &MOIST).advance(&site, &dynamics, (state, &held(&site, state)), 8);
        assert_eq!(packed.lane(lane), alone);
    }
}
