//! Time of a site-year of RothC on one core: `cargo bench -p edaphon-models`.
//!
//! Each driver is compiled for the portable instruction set and for AVX2 and AVX-512, where the machine has them; the bits are the same.

// A benchmark prints its table.
#![allow(clippy::print_stdout)]

use std::hint::black_box;
use std::time::Instant;

use edaphon_core::{Dual, Lanes, ParamSet, Real};
use edaphon_models::rothc::modifiers::combined_modifiers;
use edaphon_models::rothc::{
    Microbes, Pools, ROTHC_PARAMETERS, RothCParameters, RothCSite, Scheme, Soil, Standing, Supply, Weather, Years,
    forward, kept_shares, month, rate_modifiers, steady_state,
};

type L = Lanes<8>;
/// Packs of eight sites, years of each (a megabyte of weather), and measurements, of which the best is printed.
const PACKS: usize = 8;
const YEARS: usize = 40;
const REPEATS: usize = 300;

/// What the drivers run over: `R` is a number or a pack.
struct Land<R> {
    sites: Vec<RothCSite<R>>,
    /// Months of all years, by site.
    weather: Vec<Vec<Weather<R>>>,
    supply: Vec<[Supply<R>; 12]>,
    modifiers: Vec<Vec<[R; 12]>>,
    input: Vec<[Pools<R>; 12]>,
    scale: Vec<R>,
    start: Vec<Pools<R>>,
}

impl<R: Real> Land<R> {
    fn new(p: &RothCParameters<R>, number: impl Fn(f64, usize) -> R, count: usize) -> Self {
        let mut land = Self {
            sites: Vec::new(),
            weather: Vec::new(),
            supply: Vec::new(),
            modifiers: Vec::new(),
            input: Vec::new(),
            scale: vec![R::one(); YEARS],
            start: Vec::new(),
        };
        for i in 0..count {
            let soil =
                Soil { clay: number(5.0 + (i * 7 % 50) as f64, i), depth: number(23.0, i), ..Soil::filled(R::one()) };
            let site = RothCSite::new(p, &soil);
            let weather: Vec<_> = (0..12 * YEARS)
                .map(|m| {
                    let season = (m as f64 * core::f64::consts::TAU / 12.0).cos();
                    Weather {
                        temperature: number(11.0 - 12.0 * season, i),
                        rain: number(55.0 + 20.0 * ((m * 37 % 12) as f64 / 12.0), i),
                        evaporation: number(75.0 - 65.0 * season, i),
                        cover: R::lit(f64::from(u8::from((3..8).contains(&(m % 12))))),
                    }
                })
                .collect();
            let supply =
                [Supply { plant: number(0.2, i), manure: R::zero(), dpm_rpm: R::lit(1.44), modern: R::lit(100.0) }; 12];
            let year: [Weather<R>; 12] = core::array::from_fn(|m| weather[m]);
            let (steady, _) = Standing::steady(&site, &year, &supply);
            let mut deficit = steady.deficit;
            let years = weather.chunks_exact(12).map(|year| {
                let mut modifiers = [R::zero(); 12];
                deficit = combined_modifiers(&site, year, deficit, &mut modifiers);
                modifiers
            });
            land.modifiers.push(years.collect());
            land.input.push(supply.map(|s| s.entering(&site)));
            land.start.push(steady.pools);
            land.sites.push(site);
            land.weather.push(weather);
            land.supply.push(supply);
        }
        land
    }
}

/// Everything: modifiers, deficit, input, decay.
#[inline(always)]
fn whole<R: Real>(land: &Land<R>, sum: &mut R) {
    for (i, site) in land.sites.iter().enumerate() {
        let (mut pools, mut deficit) = (land.start[i], R::zero());
        for (m, weather) in land.weather[i].iter().enumerate() {
            let modifiers;
            (modifiers, deficit) = rate_modifiers(site, weather, deficit);
            let kept = kept_shares(site, modifiers.combined(), Scheme::Exact);
            (pools, _) = month(site, &pools, &kept, &land.supply[i][m % 12].entering(site));
        }
        *sum = *sum + pools.total();
    }
}

/// Modifiers known, microbes limiting: an iteration of a calibration.
#[inline(always)]
fn limited<S: Real, R: Real + From<S>>(land: &Land<S>, microbes: &Microbes<R>, sum: &mut R) {
    for (i, site) in land.sites.iter().enumerate() {
        let years = Years { modifiers: &land.modifiers[i], input: &land.input[i], scale: &land.scale };
        let start = land.start[i].map(R::from);
        let end = forward(&site.map(R::from), microbes, &years, &start, |_, _, _| ());
        *sum = *sum + end.total();
    }
}

#[inline(always)]
fn steady<R: Real>(land: &Land<R>, sum: &mut R) {
    for (i, site) in land.sites.iter().enumerate() {
        for modifiers in &land.modifiers[i] {
            *sum = *sum + steady_state(site, modifiers, &land.input[i]).pools.total();
        }
    }
}

/// The three on packs, and with derivatives by two parameters of the microbes.
#[inline(always)]
fn packs(which: usize, land: &Land<L>, sum: &mut L) {
    let (mu_max, k_m) = (L::lit(3.0), L::lit(0.6));
    match which {
        0 => whole(land, sum),
        1 => limited(land, &Microbes::MichaelisMenten { mu_max, k_m }, sum),
        2 => {
            let microbes = Microbes::MichaelisMenten { mu_max: Dual::input(mu_max, 0), k_m: Dual::input(k_m, 1) };
            let mut with_derivatives: Dual<2, L> = Dual::from(L::zero());
            limited(land, &microbes, &mut with_derivatives);
            let [by_mu_max, by_k_m] = with_derivatives.partials;
            *sum = *sum + with_derivatives.value + by_mu_max + by_k_m;
        }
        _ => steady(land, sum),
    }
}

/// Declares a copy of [`packs`] compiled for an instruction set.
#[cfg(target_arch = "x86_64")]
macro_rules! compiled_for {
    ($name:ident, $set:literal) => {
        #[target_feature(enable = $set)]
        fn $name(which: usize, land: &Land<L>, sum: &mut L) {
            packs(which, land, sum);
        }
    };
}
#[cfg(target_arch = "x86_64")]
compiled_for!(avx2, "avx2");
#[cfg(target_arch = "x86_64")]
compiled_for!(avx512, "avx512f,avx512dq,avx512vl,avx512bw");

/// Best time of a site-year (µs).
fn time(site_years: usize, mut run: impl FnMut()) -> f64 {
    let once = || {
        let began = Instant::now();
        run();
        began.elapsed().as_secs_f64()
    };
    let best = std::iter::repeat_with(once).take(REPEATS).fold(f64::INFINITY, f64::min);
    best / site_years as f64 * 1e6
}

fn main() {
    let set = ParamSet::defaults(&ROTHC_PARAMETERS, 1);
    let Ok(p) = RothCParameters::read(&set, 1) else { return };
    let spread = |x: f64, i: usize| x * (1.0 + 0.001 * i as f64);
    let scalar = Land::<f64>::new(&p, spread, PACKS);
    let pack =
        Land::<L>::new(&p.map(L::lit), |x, i| Lanes(core::array::from_fn(|lane| spread(x, 8 * i + lane))), PACKS);

    println!("µs per site-year      whole  microbes  microbes, d/dμ_max, d/dK_m  steady state");
    let microbes = Microbes::MichaelisMenten { mu_max: 3.0, k_m: 0.6 };
    let with_derivatives = Microbes::MichaelisMenten { mu_max: Dual::input(3.0, 0), k_m: Dual::<2>::input(0.6, 1) };
    let (mut sum, mut dual) = (0.0, Dual::<2>::from(0.0));
    let count = PACKS * YEARS;
    let alone = [
        time(count, || whole(black_box(&scalar), &mut sum)),
        time(count, || limited(black_box(&scalar), &microbes, &mut sum)),
        time(count, || limited(black_box(&scalar), &with_derivatives, &mut dual)),
        time(count, || steady(black_box(&scalar), &mut sum)),
    ];
    black_box((sum, dual));
    row("one by one", alone);
    type Driver = fn(usize, &Land<L>, &mut L);
    let mut drivers: Vec<(&str, Driver)> = vec![("8 lanes, portable", |which, land, sum| packs(which, land, sum))];
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the machine has the instructions, as just asked.
            drivers.push(("8 lanes, AVX2", |which, land, sum| unsafe { avx2(which, land, sum) }));
        }
        if has_avx512() {
            // SAFETY: the machine has the instructions, as just asked.
            drivers.push(("8 lanes, AVX-512", |which, land, sum| unsafe { avx512(which, land, sum) }));
        }
    }
    for (name, driver) in drivers {
        let mut sum = L::zero();
        row(name, core::array::from_fn(|which| time(8 * count, || driver(which, black_box(&pack), &mut sum))));
        black_box(sum);
    }
}

fn row(name: &str, [whole, microbes, derivatives, steady]: [f64; 4]) {
    println!("{name:<20} {whole:>6.3}  {microbes:>8.3}  {derivatives:>26.3}  {steady:>12.3}");
}

#[cfg(target_arch = "x86_64")]
fn has_avx512() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vl")
        && is_x86_feature_detected!("avx512bw")
}
