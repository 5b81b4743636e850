//! Agreement with the published code, month by month.

use edaphon_models::rothc::official::loop_to_equilibrium;
use edaphon_models::rothc::{Ages, Microbes, Pools, Scheme, Standing, delta_14c, spin_up_modifiers};

use crate::cases::{CASES, Case, close, table};
use crate::common::Table;

/// Compares one row and returns the largest relative difference of a pool.
fn compare(at: &str, table: &Table, row: usize, standing: &Standing<f64>) -> f64 {
    let pools = standing.pools;
    let mut worst = 0.0_f64;
    for (name, found) in Pools::<f64>::NAMES.iter().zip([pools.dpm, pools.rpm, pools.bio, pools.hum]) {
        let expected = table.number(row, name);
        assert!(close(found, expected, 1e-12, 1e-30), "{at}: {name} {found} {expected}");
        worst = worst.max(if expected > 1e-30 { (found / expected - 1.0).abs() } else { 0.0 });
    }
    let modifiers = standing.modifiers;
    for (name, found, relative, floor) in [
        ("rm_tmp", modifiers.temperature, 6e-14, 0.0),
        ("rm_moist", modifiers.moisture, 1e-13, 0.0),
        ("rm_pc", modifiers.cover, 0.0, 0.0),
        ("smd", standing.deficit, 0.0, 1e-10),
        ("co2_cum", standing.respired, 1e-11, 0.0),
    ] {
        let expected = table.number(row, name);
        // Numbers of the files have 14 digits: they say no more than 5e-14.
        assert!(close(found, expected, relative, floor), "{at}: {name} {found} {expected}");
    }
    worst
}

fn compare_end_of_year(at: &str, case: &Case, table: &Table, row: usize, standing: &Standing<f64>) {
    let ages = Ages::of(&case.site, &standing.pools, &standing.radiocarbon);
    for (name, found) in Ages::<f64>::NAMES.iter().zip([ages.dpm, ages.rpm, ages.bio, ages.hum, ages.total]) {
        let expected = table.number(row, &format!("age_{}", name.replace("total", "soc")));
        assert!(close(found, expected, 0.0, 1e-8), "{at}: age of {name} {found} {expected}");
    }
    for (name, found) in [("rm_tmp", standing.modifiers.temperature), ("rm_moist", standing.modifiers.moisture)] {
        let expected = table.number(row, name);
        assert!(close(found, expected, 1e-14, 0.0), "{at}: {name} {found} {expected}");
    }
    let (found, expected) = (delta_14c(ages.total), table.number(row, "delta14c_soc"));
    assert!(close(found, expected, 0.0, 1e-9), "{at}: Δ14C {found} {expected}");
}

/// The months of spin-up are the same, and then every pool of every month within 1e-12 (round-off in another order of operations).
#[test]
fn every_case_agrees_in_every_month_and_pool() {
    let annual = table("annual.csv");
    let mut worst = 0.0_f64;
    for name in CASES {
        let case = Case::read(name);
        let table = table(&format!("{name}.csv"));
        let mut ends = annual.of_case(name).into_iter().peekable();
        let (weather, supply) = case.first_year();
        let looped = loop_to_equilibrium(&case.site, &weather, &supply, 20_000);
        assert!(looped.closed);
        assert_eq!(looped.months as f64, table.number(0, "row"), "{name}: months of spin-up");

        let mut standing = looped.standing;
        assert_eq!(table.rows.len(), case.weather.len() - 11, "{name}");
        for row in 0..table.rows.len() {
            if row > 0 {
                standing = case.after(&standing, row + 11, &Microbes::Unlimited, Scheme::Exact);
            }
            let at = format!("{name}, row {}", table.text(row, "row"));
            worst = worst.max(compare(&at, &table, row, &standing));
            if let Some(i) = ends.next_if(|i| annual.text(*i, "row") == table.text(row, "row")) {
                compare_end_of_year(&at, &case, &annual, i, &standing);
            }
        }
        assert_eq!(ends.next(), None, "{name}: all ends of years were compared");
    }
    println!("largest relative difference of a pool: {worst:.1e}");
}

/// The closed form, and Michaelis-Menten from there: 1e-12 of each pool, as between other programs.
#[test]
fn the_steady_state_and_the_microbial_model_agree() {
    let (steady, limited) = (table("steady_state.csv"), table("michaelis_menten_annual.csv"));
    let microbes = Microbes::MichaelisMenten { mu_max: 3.0, k_m: 0.6 };
    for name in CASES {
        let case = Case::read(name);
        let (weather, supply) = case.first_year();
        let row = steady.of_case(name)[0];
        let years = spin_up_modifiers(&case.site, &weather);
        assert!(years.settled);
        assert_eq!(years.years, steady.number(row, "years_until_deficit_repeats"), "{name}");
        let (start, exists) = Standing::steady(&case.site, &weather, &supply);
        assert!(exists);
        let total = case.site.total(&start.pools);
        let pools = start.pools;
        for (column, found) in
            [("dpm", pools.dpm), ("rpm", pools.rpm), ("bio", pools.bio), ("hum", pools.hum), ("soc_total", total)]
        {
            let expected = steady.number(row, column);
            assert!(close(found, expected, 1e-12, 0.0), "{name}: {column} {found} {expected}");
        }

        let (mut with_microbes, mut by_euler) = (start, start);
        for (year, row) in limited.of_case(name).into_iter().enumerate() {
            for at in 12 * (year + 1)..12 * (year + 2) {
                with_microbes = case.after(&with_microbes, at, &microbes, Scheme::Exact);
                by_euler = case.after(&by_euler, at, &Microbes::Unlimited, Scheme::Euler);
            }
            let (pools, euler) = (with_microbes.pools, by_euler.pools);
            let lowest = euler.dpm.min(euler.rpm).min(euler.bio).min(euler.hum);
            for (column, found, relative) in [
                ("mm_dpm", pools.dpm, 1e-12),
                ("mm_rpm", pools.rpm, 1e-12),
                ("mm_bio", pools.bio, 1e-12),
                ("mm_hum", pools.hum, 1e-12),
                ("mm_soc", case.site.total(&pools), 1e-12),
                ("euler_soc_mu1", case.site.total(&euler), 1e-12),
                // Printed with 7 digits.
                ("euler_min_pool", lowest, 5e-7),
            ] {
                let expected = limited.number(row, column);
                // What is left of D after 30 years without input, 1e-90, is a long product of rounded exponentials.
                assert!(close(found, expected, relative, 1e-30), "{name} {year}: {column} {found} {expected}");
            }
        }
        assert_eq!(case.weather.len(), 12 * (limited.of_case(name).len() + 1));
    }
}
