//! Where formulas could divide by nothing or leave their bounds.

use edaphon_models::rothc::{
    Ages, Microbes, Pools, RothCSite, Scheme, Soil, Standing, Supply, Weather, delta_14c, kept_shares, month,
    spin_up_modifiers,
};

use crate::cases::{Case, parameters};

const PLANTS: Supply<f64> = Supply { plant: 0.2, manure: 0.0, dpm_rpm: 1.44, modern: 100.0 };

fn soil(clay: f64, depth: f64) -> Soil<f64> {
    Soil { clay, depth, inert: 0.0, silt: 50.0, bulk_density: 1.3, organic_carbon: 1.5, dryland_lowest: 0.2 }
}

fn site(clay: f64, depth: f64) -> RothCSite<f64> {
    RothCSite::new(&parameters(), &soil(clay, depth))
}

/// A temperate year, drier than it evaporates in summer.
fn year() -> [Weather<f64>; 12] {
    core::array::from_fn(|m| {
        let summer = (std::f64::consts::PI * m as f64 / 11.0).sin();
        let cover = f64::from(u8::from((3..8).contains(&m)));
        Weather { temperature: 2.0 + 18.0 * summer, rain: 55.0, evaporation: 10.0 + 130.0 * summer, cover }
    })
}

#[test]
fn thin_and_thick_layers_of_sand_and_clay_have_a_steady_state() {
    for (clay, depth) in [(0.0, 5.0), (0.0, 100.0), (100.0, 5.0), (100.0, 100.0)] {
        let (steady, exists) = Standing::steady(&site(clay, depth), &year(), &[PLANTS; 12]);
        assert!(exists && steady.pools.total() > 1.0 && steady.pools.total() < 500.0, "{clay} {depth}: {steady:?}");
        assert!(steady.deficit <= 0.0 && steady.modifiers.moisture >= 0.2);
    }
}

#[test]
fn frozen_ground_has_no_steady_state() {
    let frozen = year().map(|w| Weather { temperature: -5.000001, ..w });
    let (steady, exists) = Standing::steady(&site(20.0, 23.0), &frozen, &[PLANTS; 12]);
    assert!(!exists);
    assert_eq!(steady.pools, Pools::filled(0.0), "nothing was divided by 0");
    let one_month_at_the_edge = {
        let mut months = frozen;
        months[6].temperature = -5.0;
        months
    };
    assert!(Standing::steady(&site(20.0, 23.0), &one_month_at_the_edge, &[PLANTS; 12]).1);
}

#[test]
fn empty_soil_has_age_zero() {
    let site = site(20.0, 23.0);
    let nothing = Supply { plant: 0.0, ..PLANTS };
    let (steady, exists) = Standing::steady(&site, &year(), &[nothing; 12]);
    assert!(exists);
    assert_eq!(steady.pools, Pools::filled(0.0));
    let ages = Ages::of(&site, &steady.pools, &steady.radiocarbon);
    assert_eq!(ages, Ages::filled(0.0));
    assert_eq!(delta_14c(ages.total), 0.0);
    let microbes = Microbes::MichaelisMenten { mu_max: 3.0, k_m: 0.6 };
    let later = steady.after(&site, &year()[0], &nothing, &microbes, Scheme::Exact);
    assert_eq!(later.pools, Pools::filled(0.0));
}

#[test]
fn manure_alone_feeds_every_pool_but_biomass() {
    let manure = Supply { plant: 0.0, manure: 1.0, ..PLANTS }.entering(&site(20.0, 23.0));
    assert_eq!(manure, Pools { dpm: 0.49, rpm: 0.49, bio: 0.0, hum: 0.02 });
    assert_eq!(PLANTS.entering(&site(20.0, 23.0)).hum, 0.0);
}

#[test]
fn without_evaporation_the_soil_stays_wet() {
    let wet = year().map(|w| Weather { evaporation: 0.0, rain: 0.0, ..w });
    let settled = spin_up_modifiers(&site(20.0, 23.0), &wet);
    assert_eq!((settled.deficit, settled.years), (0.0, 0.0));
}

/// A deep soil that dries by 3 mm a year takes 20 years to reach its bound, and is told to have done so.
#[test]
fn a_slow_deficit_is_followed_to_its_end() {
    let mut drying = year().map(|w| Weather { rain: 0.75 * w.evaporation, cover: 1.0, ..w });
    drying[11].rain -= 3.0;
    let deep = site(20.0, 30.0);
    let settled = spin_up_modifiers(&deep, &drying);
    assert!(settled.settled && settled.years > 10.0);
    assert_eq!(settled.deficit, deep.deficit_lowest);
    let deepest = spin_up_modifiers(&site(65.0, 300.0), &drying);
    assert!(!deepest.settled, "820 mm at 3 mm a year");
}

/// The year may begin in any month: a southern July series is the northern January one shifted by half a year.
#[test]
fn the_first_month_may_be_any() {
    let site = site(20.0, 23.0);
    let (january, _) = Standing::steady(&site, &year(), &[PLANTS; 12]);
    let mut from_july = year();
    from_july.rotate_left(6);
    let (july, _) = Standing::steady(&site, &from_july, &[PLANTS; 12]);
    let mut at_june = january;
    for weather in &year()[..6] {
        at_june = at_june.after(&site, weather, &PLANTS, &Microbes::Unlimited, Scheme::Exact);
    }
    assert!((at_june.pools.total() / july.pools.total() - 1.0).abs() < 1e-13);
    assert_eq!(at_june.deficit, july.deficit);
}

/// Under a crop at 28 °C, m/12·k_D is 2.2: Euler as the article writes it turns D negative, the exponential does not.
#[test]
fn euler_is_bounded_and_the_exponential_is_not() {
    let site = site(20.0, 23.0);
    assert!((Scheme::euler_bound(&site) - 1.2).abs() < 1e-15);
    let pools = Pools { dpm: 1.0, rpm: 5.0, bio: 0.7, hum: 30.0 };
    let m = 4.40 * 0.6;
    let none = Pools::filled(0.0);
    let (euler, _) = month(&site, &pools, &kept_shares(&site, m, Scheme::Euler), &none);
    let (exact, _) = month(&site, &pools, &kept_shares(&site, m, Scheme::Exact), &none);
    assert!((euler.dpm + 1.2).abs() < 1e-12 && exact.dpm > 0.1);
}

/// A crop dries the soil below what bare soil would reach; bared in the drought, the deficit neither grows nor jumps back.
#[test]
fn cover_that_comes_and_goes_in_a_drought_leaves_the_deficit() {
    let case = Case::read("s11_med_covered_then_bare");
    let site = case.site;
    let dry = |cover: f64| Weather { temperature: 25.0, rain: 0.0, evaporation: 200.0, cover };
    let mut standing = Standing::empty();
    let mut deficits = Vec::new();
    for cover in [0.0, 1.0, 0.0, 1.0, 0.0] {
        standing = standing.after(&site, &dry(cover), &PLANTS, &Microbes::Unlimited, Scheme::Exact);
        deficits.push(standing.deficit);
    }
    assert_eq!(deficits[0], site.deficit_bare);
    assert_eq!(deficits[1..], [site.deficit_lowest; 4]);
    assert_eq!(standing.modifiers.cover, 1.0);
}
