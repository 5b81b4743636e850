//! ΔC = input − CO2, pools ≥ 0, for any parameters, soil, weather, microbes and input.

use edaphon_core::ParamTable;
use edaphon_models::rothc::{
    BareLimit, Microbes, MoistureOption, Pools, ROTHC_PARAMETERS, ROTHC_SOIL, RothCParameters, RothCSite, Scheme, Soil,
    Standing, Supply, Weather, kept_shares, month, rate_modifiers,
};
use proptest::collection::vec;
use proptest::prelude::*;

/// Values anywhere in the ranges of a table.
fn anywhere_in(table: &'static ParamTable) -> impl Strategy<Value = Vec<f64>> {
    table.params.iter().map(|p| p.range.0..=p.range.1).collect::<Vec<_>>()
}

fn any_site() -> impl Strategy<Value = RothCSite<f64>> {
    let options = (0..3_usize, any::<bool>());
    (anywhere_in(&ROTHC_PARAMETERS), anywhere_in(&ROTHC_SOIL), options).prop_map(
        |(parameters, soil, (option, bare))| {
            let mut soil = Soil::load(&soil);
            // The retention curve needs some clay and silt, and a density that a soil can have.
            (soil.clay, soil.silt) = (soil.clay.max(1.0), soil.silt.max(1.0));
            soil.bulk_density = soil.bulk_density.clamp(1.0, 1.7);
            soil.organic_carbon = soil.organic_carbon.clamp(0.1, 6.0);
            let option = [MoistureOption::Standard, MoistureOption::Dry, MoistureOption::FifteenBar][option];
            let bare = if bare { BareLimit::FifteenBar } else { BareLimit::Shallow };
            RothCSite::with_options(&RothCParameters::load(&parameters), &soil, option, bare)
        },
    )
}

fn any_pools() -> impl Strategy<Value = Pools<f64>> {
    (0.0..20.0, 0.0..100.0, 0.0..20.0, 0.0..500.0).prop_map(|(dpm, rpm, bio, hum)| Pools { dpm, rpm, bio, hum })
}

fn any_month() -> impl Strategy<Value = (Weather<f64>, Supply<f64>)> {
    let weather = (-60.0..50.0, 0.0..1500.0, 0.0..900.0, prop::bool::ANY);
    let supply = (0.0..20.0, 0.0..20.0, 0.01..10.0, 1.0..200.0);
    (weather, supply).prop_map(|((temperature, rain, evaporation, cover), (plant, manure, dpm_rpm, modern))| {
        (
            Weather { temperature, rain, evaporation, cover: f64::from(u8::from(cover)) },
            Supply { plant, manure, dpm_rpm, modern },
        )
    })
}

fn any_microbes() -> impl Strategy<Value = Microbes<f64>> {
    prop_oneof![
        Just(Microbes::Unlimited),
        (0.0..100.0, 0.0..100.0).prop_map(|(mu_max, k_m)| Microbes::MichaelisMenten { mu_max, k_m }),
        (0.0..10.0).prop_map(|slope| Microbes::Proportional { slope }),
    ]
}

proptest! {
    /// One month: every flux ≥ 0 and the balance closed to rounding.
    #[test]
    fn carbon_of_a_month_is_conserved(
        site in any_site(), pools in any_pools(), (weather, supply) in any_month(), microbes in any_microbes(), deficit in -200.0..0.0,
    ) {
        let (modifiers, _) = rate_modifiers(&site, &weather, deficit);
        let rate = microbes.limited(modifiers.combined(), pools.bio);
        let (after, moved) = month(&site, &pools, &kept_shares(&site, rate, Scheme::Exact), &supply.entering(&site));
        prop_assert!(moved.balance(&pools, &after).relative_residual() < 1e-15);
        let mut fluxes = [0.0; 11];
        moved.store(&mut fluxes);
        prop_assert!(fluxes.iter().all(|flux| *flux >= 0.0), "{moved:?}");
        prop_assert!([after.dpm, after.rpm, after.bio, after.hum].iter().all(|pool| *pool >= 0.0));
        prop_assert!(((moved.input() - supply.plant - supply.manure) / (supply.plant + supply.manure)).abs() < 1e-14);
    }

    /// Many months: what came in is held or was respired; the deficit and its modifier stay in their bounds.
    #[test]
    fn carbon_of_years_is_conserved(site in any_site(), months in vec(any_month(), 1..60), microbes in any_microbes()) {
        let mut standing = Standing::empty();
        let mut supplied = 0.0;
        for (weather, supply) in &months {
            standing = standing.after(&site, weather, supply, &microbes, Scheme::Exact);
            supplied += supply.plant + supply.manure;
            prop_assert!(standing.deficit <= 0.0 && standing.deficit >= site.deficit_lowest.min(site.deficit_bare));
            let b = standing.modifiers.moisture;
            prop_assert!(b >= site.moisture_lowest.min(1.0) - 1e-15 && b <= 1.0 + 1e-15, "{b}");
        }
        let found = standing.pools.total() + standing.respired;
        prop_assert!((found / supplied - 1.0).abs() < 1e-13, "{found} {supplied}");
    }
}
