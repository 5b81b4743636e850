//! One source for numbers, packs and derivatives: packs have the bits of their members, derivatives are those of differences.

use edaphon_core::{Dual, Lanes, Real};
use edaphon_models::rothc::modifiers::combined_modifiers;
use edaphon_models::rothc::{
    Microbes, Pools, RothCParameters, RothCSite, Soil, Standing, Supply, Weather, Years, forward,
};

use crate::cases::{Case, parameters};

/// Eight cases of equal length, warm and cold, wet and dry, bare and covered.
const PACK: [&str; 8] = [
    "s01_clay02_temperate",
    "s02_clay60_temperate",
    "s04_deep100",
    "s05_boreal",
    "s06_polar",
    "s08_tropical_wet",
    "f22_dryland_desert",
    "s20_mixed_dr",
];

/// Years of modifiers of a case, from its steady state, and that state.
fn years_of<R: Real>(
    site: &RothCSite<R>,
    weather: &[Weather<R>],
    supply: &[Supply<R>],
) -> (Standing<R>, Vec<[R; 12]>, [Pools<R>; 12]) {
    let first = |at: usize| (weather[at], supply[at]);
    let months: [_; 12] = core::array::from_fn(first);
    let (start, _) = Standing::steady(site, &months.map(|m| m.0), &months.map(|m| m.1));
    let mut deficit = start.deficit;
    let years = weather[12..].chunks_exact(12).map(|year| {
        let mut modifiers = [R::zero(); 12];
        deficit = combined_modifiers(site, year, deficit, &mut modifiers);
        modifiers
    });
    (start, years.collect(), months.map(|m| m.1.entering(site)))
}

fn bits(pools: Pools<f64>) -> [u64; 4] {
    [pools.dpm, pools.rpm, pools.bio, pools.hum].map(f64::to_bits)
}

#[test]
fn a_pack_has_the_bits_of_its_members() {
    let cases = PACK.map(Case::read);
    let site = RothCSite::gather(core::array::from_fn::<_, 8, _>(|i| &cases[i].site));
    let months = 0..cases[0].weather.len();
    let weather: Vec<_> =
        months.clone().map(|m| Weather::gather::<8>(core::array::from_fn(|i| &cases[i].weather[m]))).collect();
    let supply: Vec<_> = months.map(|m| Supply::gather::<8>(core::array::from_fn(|i| &cases[i].supply[m]))).collect();
    let (start, modifiers, input) = years_of(&site, &weather, &supply);
    let scale: Vec<Lanes<8>> = (0..modifiers.len()).map(|year| Lanes::lit(1.0 + 0.01 * year as f64)).collect();
    let years = Years { modifiers: &modifiers, input: &input, scale: &scale };
    let microbes = Microbes::MichaelisMenten { mu_max: Lanes::lit(3.0), k_m: Lanes::lit(0.6) };
    let mut ends = Vec::new();
    forward(&site, &microbes, &years, &start.pools, |_, pools, _| ends.push(*pools));

    for (lane, case) in cases.iter().enumerate() {
        let (start, modifiers, input) = years_of(&case.site, &case.weather, &case.supply);
        let scale: Vec<f64> = (0..modifiers.len()).map(|year| 1.0 + 0.01 * year as f64).collect();
        let years = Years { modifiers: &modifiers, input: &input, scale: &scale };
        let microbes = Microbes::MichaelisMenten { mu_max: 3.0, k_m: 0.6 };
        forward(&case.site, &microbes, &years, &start.pools, |year, pools, _| {
            assert_eq!(bits(*pools), bits(ends[year].lane(lane)), "{}, year {year}", PACK[lane]);
        });
    }
}

/// Total at the end of the run of a case under Michaelis-Menten; `R` carries derivatives of `mu_max` and `k_m`.
fn stock<S: Real, R: Real + From<S>>(
    site: &RothCSite<S>,
    years: &Years<'_, S>,
    start: &Pools<S>,
    [mu_max, k_m]: [R; 2],
) -> R {
    let site = site.map(R::from);
    let end = forward(&site, &Microbes::MichaelisMenten { mu_max, k_m }, years, &start.map(R::from), |_, _, _| ());
    site.total(&end)
}

#[test]
fn derivatives_of_the_microbial_parameters_are_those_of_differences() {
    for name in ["s19_paddy_like", "f22_dryland_desert", "s05_boreal"] {
        let case = Case::read(name);
        let (start, modifiers, input) = years_of(&case.site, &case.weather, &case.supply);
        let scale = vec![1.1; modifiers.len()];
        let years = Years { modifiers: &modifiers, input: &input, scale: &scale };
        let at = |mu_max: f64, k_m: f64| stock(&case.site, &years, &start.pools, [mu_max, k_m]);
        let exact: Dual<2> = stock(&case.site, &years, &start.pools, [Dual::input(3.0, 0), Dual::input(0.6, 1)]);
        assert_eq!(exact.value.to_bits(), at(3.0, 0.6).to_bits());
        let h = 1e-4;
        let differences = [at(3.0 + h, 0.6) - at(3.0 - h, 0.6), at(3.0, 0.6 + h) - at(3.0, 0.6 - h)];
        for (exact, difference) in exact.partials.iter().zip(differences) {
            // Central differences: h² of the third derivative, and 1e-14 of the stock over h.
            assert!((exact - difference / (2.0 * h)).abs() < 1e-6 * exact.abs() + 1e-8, "{name}: {exact} {difference}");
        }
    }
}

/// One pass gives eight sites with two derivatives each, with the bits of each alone.
#[test]
fn a_pack_carries_derivatives() {
    let cases = PACK.map(Case::read);
    let site = RothCSite::gather(core::array::from_fn::<_, 8, _>(|i| &cases[i].site));
    let months = 0..cases[0].weather.len();
    let weather: Vec<_> =
        months.clone().map(|m| Weather::gather::<8>(core::array::from_fn(|i| &cases[i].weather[m]))).collect();
    let supply: Vec<_> = months.map(|m| Supply::gather::<8>(core::array::from_fn(|i| &cases[i].supply[m]))).collect();
    let (start, modifiers, input) = years_of(&site, &weather, &supply);
    let scale = vec![Lanes::lit(0.9); modifiers.len()];
    let years = Years { modifiers: &modifiers, input: &input, scale: &scale };
    let inputs = [Dual::input(Lanes::lit(3.0), 0), Dual::input(Lanes::lit(0.6), 1)];
    let pack: Dual<2, Lanes<8>> = stock(&site, &years, &start.pools, inputs);
    for (lane, case) in cases.iter().enumerate() {
        let (start, modifiers, input) = years_of(&case.site, &case.weather, &case.supply);
        let scale = vec![0.9; modifiers.len()];
        let years = Years { modifiers: &modifiers, input: &input, scale: &scale };
        let alone: Dual<2> = stock(&case.site, &years, &start.pools, [Dual::input(3.0, 0), Dual::input(0.6, 1)]);
        assert_eq!(pack.value.0[lane].to_bits(), alone.value.to_bits());
        assert_eq!(pack.partials.map(|p| p.0[lane].to_bits()), alone.partials.map(f64::to_bits), "{}", PACK[lane]);
    }
}

/// Active carbon of the steady state, for numbers with or without derivatives of the decay of HUM, the share of biomass, clay and depth.
fn steady_total<R: Real>(case: &Case, [k_hum, bio_share, clay, depth]: [R; 4]) -> R {
    let p = RothCParameters { k_hum, bio_share, ..parameters().map(R::lit) };
    let site = RothCSite::new(&p, &Soil { clay, depth, ..case.soil.map(R::lit) });
    let (weather, supply) = case.first_year();
    Standing::steady(&site, &weather.map(|w| w.map(R::lit)), &supply.map(|s| s.map(R::lit))).0.pools.total()
}

#[test]
fn derivatives_of_the_steady_state_are_those_of_differences() {
    let case = Case::read("s10_med_bare_summer");
    let point = [0.02, 0.46, 28.0, 30.0];
    let exact: Dual<4> = steady_total(&case, core::array::from_fn(|i| Dual::input(point[i], i)));
    for i in 0..4 {
        let h = 1e-5 * point[i];
        let [above, below] = [h, -h].map(|step| {
            let mut moved = point;
            moved[i] += step;
            steady_total(&case, moved)
        });
        let difference = (above - below) / (2.0 * h);
        assert!((exact.partials[i] / difference - 1.0).abs() < 1e-7, "{i}: {} {difference}", exact.partials[i]);
    }
}
