//! Time of a site-year of the nitrogen model on one core, at eight steps a day: `cargo bench -p edaphon-models --bench nitrogen`.
//!
//! The driver is compiled for the portable instruction set and for AVX2 and AVX-512, where the machine has them; the bits are the same.

// A benchmark prints its table.
#![allow(clippy::print_stdout)]

use std::hint::black_box;
use std::time::Instant;

use edaphon_core::{Lanes, ParamSet, Real};
use edaphon_models::nitrogen::{
    Addition, NITROGEN_PARAMETERS, NITROGEN_SOIL, NitrogenDay, NitrogenParameters, NitrogenSite, NitrogenSoil,
    NitrogenState, Weather, run,
};

type L = Lanes<8>;
const DAYS: usize = 365;
const SUBSTEPS: usize = 8;
/// Measurements, of which the best is printed.
const REPEATS: usize = 200;

/// A fertilised site for a year; `R` is a number or a pack.
struct Land<R> {
    site: NitrogenSite<R>,
    weather: Vec<Weather<R>>,
    additions: Vec<(usize, Addition<R>)>,
    start: NitrogenState<R>,
}

impl<R: Real> Land<R> {
    fn new(parameters: &NitrogenParameters<f64>, soil: &NitrogenSoil<f64>, number: impl Fn(f64) -> R) -> Self {
        let soil = NitrogenSoil { clay: number(soil.clay), ..soil.map(R::lit) };
        let site = NitrogenSite::new(&parameters.map(R::lit), &soil);
        let weather = |day: usize| {
            let season = (day as f64 * core::f64::consts::TAU / 365.0).cos();
            Weather {
                temperature: number(11.0 - 12.0 * season),
                wfps: number(0.6 + 0.1 * season + 0.02 * ((day * 37 % 11) as f64 - 5.0)),
                drainage: number(if day.is_multiple_of(9) { 6.0 } else { 0.0 }),
                uptake_capacity: number(if (120..220).contains(&day) { 0.5 } else { 0.0 }),
                inhibition: R::one(),
            }
        };
        let start = NitrogenState {
            c_labile: 600.0,
            c_stable: 15_000.0,
            n_labile: 24.0,
            n_stable: 1250.0,
            n_microbial: 37.5,
            nh4: 3.0,
            no2: 0.02,
            no3: 8.0,
            n2o: 0.001,
            ..NitrogenState::filled(0.0)
        };
        Self {
            site,
            weather: (0..DAYS).map(weather).collect(),
            additions: vec![(129, Addition { urea: number(40.0), ..Addition::filled(R::zero()) })],
            start: start.map(R::lit),
        }
    }
}

/// The year; or of each day the coefficients alone; or prescribed states.
#[inline(always)]
fn work<R: Real>(which: usize, land: &Land<R>, sum: &mut R) {
    match which {
        0 => {
            let end = run(&land.site, &land.weather, &land.additions, &land.start, SUBSTEPS, |_, _| ());
            *sum = *sum + end.n2o_lost;
        }
        1 => {
            for weather in &land.weather {
                let day = NitrogenDay::new(&land.site, weather);
                *sum = *sum + day.rates(&land.site, &land.start).flows.no3_reduced;
            }
        }
        _ => {
            for weather in &land.weather {
                let day = NitrogenDay::new(&land.site, weather);
                *sum = *sum + day.quasi_steady(&land.site, &land.start).n2o_emitted;
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
macro_rules! compiled_for {
    ($name:ident, $set:literal) => {
        #[target_feature(enable = $set)]
        fn $name(which: usize, land: &Land<L>, sum: &mut L) {
            work(which, land, sum);
        }
    };
}
#[cfg(target_arch = "x86_64")]
compiled_for!(avx2, "avx2");
#[cfg(target_arch = "x86_64")]
compiled_for!(avx512, "avx512f,avx512dq,avx512vl,avx512bw");

/// Best time (µs) of a site-year, of `sites` together.
fn time(sites: usize, mut run: impl FnMut()) -> f64 {
    let once = || {
        let began = Instant::now();
        run();
        began.elapsed().as_secs_f64()
    };
    std::iter::repeat_with(once).take(REPEATS).fold(f64::INFINITY, f64::min) / sites as f64 * 1e6
}

fn row(name: &str, [year, rates, prescribed]: [f64; 3]) {
    println!("{name:<20} {year:>13.1}  {rates:>21.1}  {prescribed:>17.1}");
}

fn main() {
    let parameters = NitrogenParameters::read(&ParamSet::defaults(&NITROGEN_PARAMETERS, 1), 1);
    let soil = NitrogenSoil::read(&ParamSet::defaults(&NITROGEN_SOIL, 1), 1);
    let (Ok(parameters), Ok(soil)) = (parameters, soil) else { return };
    let scalar = Land::<f64>::new(&parameters, &soil, |x| x);
    let pack = Land::<L>::new(&parameters, &soil, |x| Lanes(core::array::from_fn(|i| x * (1.0 + 0.001 * i as f64))));

    println!("µs per site-year     8 steps a day  rates once a day only  prescribed states");
    let mut sum = 0.0;
    row("one by one", core::array::from_fn(|which| time(1, || work(which, black_box(&scalar), &mut sum))));
    black_box(sum);
    type Driver = fn(usize, &Land<L>, &mut L);
    let mut drivers: Vec<(&str, Driver)> = vec![("8 lanes, portable", |which, land, sum| work(which, land, sum))];
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the machine has the instructions, as just asked.
            drivers.push(("8 lanes, AVX2", |which, land, sum| unsafe { avx2(which, land, sum) }));
        }
        if is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl")
            && is_x86_feature_detected!("avx512bw")
        {
            // SAFETY: the machine has the instructions, as just asked.
            drivers.push(("8 lanes, AVX-512", |which, land, sum| unsafe { avx512(which, land, sum) }));
        }
    }
    for (name, driver) in drivers {
        let mut sum = L::zero();
        row(name, core::array::from_fn(|which| time(8, || driver(which, black_box(&pack), &mut sum))));
        black_box(sum);
    }
}
