//! The closed form against looping, and the carbon input from a measured stock.

use edaphon_models::rothc::initial::equilibrium_input;
use edaphon_models::rothc::official::loop_to_equilibrium;
use edaphon_models::rothc::{Microbes, Pools, Scheme, Standing, Supply, spin_up_modifiers, steady_state};

use crate::cases::{CASES, Case, close, table};

/// 10 000 years lead to the closed form within 1e-9. Two cold cases take longer: n years leave rⁿ of the distance, r from the reference.
#[test]
fn the_steady_state_is_what_ten_thousand_years_lead_to() {
    let reference = table("steady_state.csv");
    let mut worst = 0.0_f64;
    for name in CASES {
        let case = Case::read(name);
        let (weather, supply) = case.first_year();
        let (steady, exists) = Standing::steady(&case.site, &weather, &supply);
        let mut looped = Standing::empty();
        let radius = reference.number(reference.of_case(name)[0], "spectral_radius_12_month_map");
        let years = (1e-11_f64.ln() / radius.ln()).max(10_000.0) as usize;
        for _ in 0..years {
            for at in 0..12 {
                looped = case.after(&looped, at, &Microbes::Unlimited, Scheme::Exact);
            }
        }
        assert!(exists);
        assert_eq!((looped.deficit, looped.modifiers), (steady.deficit, steady.modifiers), "{name}");
        let mut compare = |found: &Pools<f64>, expected: &Pools<f64>, what: &str| {
            let (mut a, mut b) = ([0.0; 4], [0.0; 4]);
            found.store(&mut a);
            expected.store(&mut b);
            for (name_of_pool, (found, expected)) in Pools::<f64>::NAMES.iter().zip(a.iter().zip(b)) {
                assert!(close(*found, expected, 1e-9, 0.0), "{name}: {what} {name_of_pool} {found} {expected}");
                if expected > 0.0 {
                    worst = worst.max((found / expected - 1.0).abs());
                }
            }
        };
        compare(&looped.pools, &steady.pools, "carbon");
        compare(&looped.radiocarbon, &steady.radiocarbon, "radiocarbon");
    }
    println!("largest relative difference: {worst:.1e}");
}

#[test]
fn the_published_loop_stops_short_of_it() {
    for name in CASES.into_iter().filter(|name| *name != "s17_empty") {
        let case = Case::read(name);
        let (weather, supply) = case.first_year();
        let looped = loop_to_equilibrium(&case.site, &weather, &supply, 20_000).standing;
        let (steady, _) = Standing::steady(&case.site, &weather, &supply);
        let short = steady.pools.total() - looped.pools.total();
        assert!(short > 0.0 && short < 1e-3, "{name}: {short}");
    }
}

/// Input that keeps 33.8632 t C ha⁻¹ at Hoosfield, of which 2.7 inert, with its weather and months of input: 1.696 t C ha⁻¹ yr⁻¹.
#[test]
fn the_input_of_hoosfield_is_found_from_its_stock() {
    let case = Case::read("h_hoosfield_unmanured");
    let (weather, supply) = case.first_year();
    let yearly: f64 = supply.iter().map(|s| s.plant).sum();
    let modifiers = spin_up_modifiers(&case.site, &weather).modifiers;
    let unit = supply.map(|s| Supply { plant: s.plant / yearly, manure: 0.0, ..s }.entering(&case.site));
    let per_unit = steady_state(&case.site, &modifiers, &unit).pools;
    let none = Pools::filled(0.0);
    let input = equilibrium_input(33.8632, 2.7, &per_unit, &none);
    assert!((input - 1.696).abs() < 5e-7, "{input}");

    // With manure that stays, less plant carbon is needed, until manure alone makes more than was measured.
    let manured = |carbon: f64| {
        let manure = supply.map(|s| Supply { plant: 0.0, manure: carbon / 12.0, ..s }.entering(&case.site));
        let of_manure = steady_state(&case.site, &modifiers, &manure).pools;
        let plant = equilibrium_input(33.8632, 2.7, &per_unit, &of_manure);
        (plant, per_unit.total() * plant + of_manure.total() + 2.7)
    };
    let (plant, stock) = manured(0.5);
    assert!(plant > 0.0 && plant < input && (stock - 33.8632).abs() < 1e-12);
    assert!(manured(5.0).0 < 0.0);
}
