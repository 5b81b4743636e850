//! Where a law stands alone, its solution is known.

use edaphon_models::nitrogen::{NitrogenDay, NitrogenSite, NitrogenState, Weather};

use crate::cases::{assert_close, site_with};

/// A site without litter, deposition, turnover and decay: microbes stay as they are.
fn still(more: &[(&str, f64)]) -> NitrogenSite<f64> {
    let mut site = site_with(&[&[("lit_C", 0.0), ("dep4", 0.0), ("dep3", 0.0)], more].concat());
    let p = &mut site.parameters;
    (p.k_labile, p.k_stable, p.k_turnover, p.v_nif) = (0.0, 0.0, 0.0, 0.0);
    site
}

/// The same with one of the laws left: the others have no capacity.
fn alone(keep: impl Fn(&mut NitrogenSite<f64>)) -> NitrogenSite<f64> {
    let mut site = still(&[]);
    let p = &mut site.parameters;
    for capacity in [
        &mut p.v_aoa,
        &mut p.v_aob,
        &mut p.v_comammox,
        &mut p.v_heterotrophic,
        &mut p.v_nob,
        &mut p.v_nitrifier_denitrification,
        &mut p.v_anammox,
        &mut p.chemodenitrification,
        &mut p.volatilisation,
        &mut p.n2o_yield_aoa,
        &mut p.n2o_yield_aob,
        &mut p.no_yield_nitrification,
    ] {
        *capacity = 0.0;
    }
    keep(&mut site);
    site
}

const MOIST: Weather<f64> =
    Weather { temperature: 25.0, wfps: 0.55, drainage: 0.0, uptake_capacity: 0.0, inhibition: 1.0 };

fn microbes(site: &NitrogenSite<f64>) -> NitrogenState<f64> {
    NitrogenState { n_microbial: 300.0 * site.microbial_n_to_c, ..NitrogenState::filled(0.0) }
}

/// NH4 = N₀ e^(−k₁t), NO2 = N₀ k₁/(k₂ − k₁) (e^(−k₁t) − e^(−k₂t)) far below saturation, with a thousand steps of second order.
#[test]
fn a_linear_chain_decays_exponentially() {
    let site = alone(|site| {
        let p = &mut site.parameters;
        (p.v_aoa, p.v_nob) = (2.0, 20.0);
        (p.k_m_aoa, p.k_m_nob) = (1e6, 1e6);
        (p.r_aoa, p.r_nob) = (1e3, 1.5e2);
    });
    let day = NitrogenDay::new(&site, &MOIST);
    let start = NitrogenState { nh4: 1e-3, ..microbes(&site) };
    let rates = day.rates(&site, &start).flows;
    let (k1, k2) = (rates.nh4_oxidised, rates.no2_oxidised);
    let end = day.advance(&site, &start, 4000);
    let (first, second) = ((-k1).exp(), (-k2).exp());
    assert!(k1 > 0.1 && k2 > 0.1, "{k1} {k2}");
    assert_close("NH4", end.nh4, 1e-3 * first, 1e-7, 0.0);
    assert_close("NO2", end.no2, 1e-3 * k1 / (k2 - k1) * (first - second), 1e-6, 0.0);
    assert_close("sum", end.nh4 + end.no2 + end.no3, 1e-3, 1e-12, 0.0);
}

/// The principal branch of W eᵂ = x for x > 0, by Newton's method.
fn lambert(x: f64) -> f64 {
    let mut w = x.ln_1p();
    for _ in 0..60 {
        w -= (w - x * (-w).exp()) / (1.0 + w);
    }
    w
}

/// One Michaelis-Menten sink: S(t) = K W₀((S₀/K) e^((S₀ − Vt)/K)).
#[test]
fn a_single_saturating_sink_follows_lamberts_function() {
    let site = alone(|site| site.parameters.v_aoa = 2.0);
    let day = NitrogenDay::new(&site, &MOIST);
    let start = NitrogenState { nh4: 4.0, ..microbes(&site) };
    let k = site.parameters.k_m_aoa;
    let v = day.rates(&site, &start).ammonia_oxidation.aoa * (k + start.nh4);
    let end = day.advance(&site, &start, 2000);
    assert_close("NH4", end.nh4, k * lambert(4.0 / k * ((4.0 - v) / k).exp()), 1e-7, 0.0);
}

/// A source s and a saturating sink: NH4* = K s/(V − s) where s < V; else ammonium grows without end.
#[test]
fn ammonium_is_steady_where_its_sink_exceeds_its_source() {
    let site = alone(|site| site.parameters.v_aoa = 2.0);
    let day = NitrogenDay::new(&site, &MOIST);
    let k = site.parameters.k_m_aoa;
    let v = day.rates(&site, &microbes(&site)).ammonia_oxidation.aoa * k;
    for share in [0.5, 1.2] {
        let source = share * v;
        let mut fed = site;
        fed.soil.nh4_deposition = source;
        let steady = day_after_days(&fed, 200);
        if share < 1.0 {
            assert_close("NH4*", steady.nh4, k * source / (v - source), 1e-6, 0.0);
        } else {
            assert!(steady.nh4 > 200.0 * (source - v));
        }
    }
}

fn day_after_days(site: &NitrogenSite<f64>, days: usize) -> NitrogenState<f64> {
    let day = NitrogenDay::new(site, &MOIST);
    (0..days).fold(microbes(site), |state, _| day.advance(site, &state, 24))
}

/// Leaching alone: NO3 = NO3₀ e^(−λt).
#[test]
fn leaching_alone_is_exponential() {
    let site = alone(|_| ());
    let weather = Weather { drainage: 8.0, ..MOIST };
    let day = NitrogenDay::new(&site, &weather);
    let start = NitrogenState { no3: 10.0, ..microbes(&site) };
    let lambda: f64 = 8.0 / (1000.0 * 0.2 * 0.55 * (1.0 - 1.3 / 2.65));
    let end = day.advance(&site, &start, 2000);
    assert_close("NO3", end.no3, 10.0 * (-lambda).exp(), 1e-7, 0.0);
    // 2000 sums, each rounded.
    assert_close("leached", end.leached, 10.0 - end.no3, 1e-11, 0.0);
}

/// Turnover at equilibrium: pool over outflux is pool over influx.
#[test]
fn residence_times_agree_at_equilibrium() {
    let site = alone(|site| (site.parameters.v_aoa, site.soil.nh4_deposition) = (2.0, 0.4));
    let steady = day_after_days(&site, 400);
    let rates = NitrogenDay::new(&site, &MOIST).rates(&site, &steady).flows;
    assert_close("residence", 1.0 / rates.nh4_oxidised, steady.nh4 / 0.4, 1e-8, 0.0);
}
