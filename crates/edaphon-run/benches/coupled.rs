//! What soil nitrogen costs beside its host, on 4264 cells with made-up weather: `cargo bench -p edaphon-run --bench coupled [-- YEARS]`.
//!
//! Both models of nitrogen at eight steps a day in packs: MIMICS-CN alone, the nitrogen model alone under the same weather, and the two coupled, in turn in the same process; the
//! best of some rounds, in processor time. Then how far emissions at eight steps a day are from those at 240, and years in one go. That on the published grid is
//! `cargo bench -p edaphon-jobs --bench coupled`.

// A benchmark prints its table and stops at what it cannot read.
#![allow(clippy::print_stdout, clippy::expect_used)]

use std::time::Instant;

use edaphon_core::forcing::{DAYS, Driver, ForcingYear, LAYERS, PACK, Packing};
use edaphon_core::{Lanes, ParamSet, Real};
use edaphon_models::Profile;
use edaphon_models::casa::LeafSeason;
use edaphon_models::casa::site::soil_of_texture;
use edaphon_models::nitrogen::{
    NITROGEN_PARAMETERS, NITROGEN_SOIL, NitrogenDay, NitrogenParameters, NitrogenSite, NitrogenSoil, NitrogenState,
    Weather,
};
use edaphon_run::landscape::Parameters;
use edaphon_run::simulation::field_number;
use edaphon_run::{Coupling, Landscape, Model, Place, Simulation};
use rayon::prelude::*;

type L = Lanes<PACK>;
const SUBSTEPS: usize = 8;
/// Share of the three upper layers of the forcing in a layer of 0.2 m.
const SHARES: [f64; 3] = [0.11, 0.29, 0.6];
const ROUNDS: usize = 4;
const CELLS: usize = 4264;

fn main() {
    let years: usize = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(20);
    let parameters = NitrogenParameters::read(&ParamSet::defaults(&NITROGEN_PARAMETERS, 1), 1).expect("defaults");
    let coupling = |substeps| Coupling { parameters, depth: 0.2, ph: vec![6.3], nitrate_in_deposition: 0.5, substeps };
    let places: Vec<Place> = (0..CELLS).map(place).collect();
    let host = Landscape::new(Model::MimicsCn, Profile::Edaphon, &Parameters::default(), &places).expect("constants");
    let both = host.clone().coupled(&coupling(SUBSTEPS)).expect("a coupling");
    let weather = weather_of(host.packing());
    println!("{} cells, {} threads", host.packing().simulated(), rayon::current_num_threads());
    costs(&host, &both, &weather, &parameters);
    accuracy(&host.coupled(&coupling(240)).expect("a coupling"), &both, &weather);
    several(&both, &weather, years);
}

/// Forests and grass on soils of all textures.
fn place(cell: usize) -> Place {
    let [sand, clay] = [0.1 + 0.1 * (cell % 8) as f64, 0.05 + 0.03 * (cell % 5) as f64];
    let vegetation_type = [1, 2, 4, 5, 10, 12][cell % 6];
    Place { vegetation_type, soil: soil_of_texture(sand, clay, 1.0 - sand - clay), season: LeafSeason::EVERGREEN }
}

/// A year from frost to heat and from drought to water.
fn weather_of(packing: &Packing) -> ForcingYear {
    let mut year = ForcingYear::new(packing.clone());
    for (cell, day) in (0..CELLS).flat_map(|cell| (0..DAYS).map(move |day| (cell, day))) {
        let season = (core::f64::consts::TAU * (day as f64 - 100.0) / 365.0).sin();
        let mean = -5.0 + 30.0 * (cell as f64 / CELLS as f64);
        let celsius = mean + 10.0 * season + 3.0 * (day as f64 * 0.9 + cell as f64).sin();
        let water = 0.26 + 0.12 * (cell as f64 * 0.37).sin() + 0.06 * (day as f64 * 0.31).sin();
        let mut set = |driver, value: f64| year.set(cell, day, driver, value as f32);
        set(Driver::Gpp, (3.0 + 2.5 * season).max(0.0));
        set(Driver::AirTemperature, 273.15 + celsius);
        set(Driver::NitrogenDeposition, 0.003);
        for layer in 0..LAYERS {
            set(Driver::SoilTemperature(layer), 273.15 + mean + 8.0 * season);
            set(Driver::LiquidWater(layer), if celsius < -2.0 { 0.2 * water } else { water });
            set(Driver::FrozenWater(layer), if celsius < -2.0 { 0.8 * water } else { 0.0 });
        }
    }
    year.fill_spare_lanes();
    year
}

fn seconds(work: impl FnOnce()) -> f64 {
    let began = Instant::now();
    work();
    began.elapsed().as_secs_f64()
}

/// Processor time of this process so far (s), where the system tells it.
fn processor() -> Option<f64> {
    const TICKS: f64 = 100.0;
    let line = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = line.rsplit_once(") ")?.1.split(' ').collect();
    let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / TICKS)
}

/// Processor time of some work (s), or its wall time by the number of threads.
fn spent(work: impl FnOnce()) -> f64 {
    let before = processor();
    let wall = seconds(work) * rayon::current_num_threads() as f64;
    before.zip(processor()).map_or(wall, |(before, after)| after - before)
}

/// A year of each, in turn: processor time, which a busy machine hardly changes.
fn costs(host: &Landscape, both: &Landscape, weather: &ForcingYear, parameters: &NitrogenParameters<f64>) {
    let (mut of_host, mut of_both) = (Simulation::new(host, host.start()), Simulation::new(both, both.start()));
    let mut nitrogen = Alone::new(host.packing(), parameters);
    let mut best = [f64::INFINITY; 3];
    for _ in 0..ROUNDS {
        let found = [
            spent(|| drop(of_host.year(weather))),
            spent(|| nitrogen.year(weather)),
            spent(|| drop(of_both.year(weather))),
        ];
        best.iter_mut().zip(found).for_each(|(best, found)| *best = best.min(found));
    }
    let [alone, network, coupled] = best;
    let each = |seconds: f64| 1e6 * seconds / host.packing().simulated() as f64;
    println!("a year of        processor s    µs per cell");
    for (name, seconds) in [("MIMICS-CN alone", alone), ("nitrogen alone", network), ("both coupled", coupled)] {
        println!("{name:<18} {seconds:>6.3}  {:>8.0}", each(seconds));
    }
    println!("coupled over the two apart: {:.3}", coupled / (alone + network));
}

/// Emissions of a year at the two numbers of steps a day.
fn accuracy(fine: &Landscape, coarse: &Landscape, weather: &ForcingYear) {
    let of = |land: &Landscape| {
        let mut run = Simulation::new(land, land.start());
        run.year(weather);
        run.year(weather)
    };
    let (fine_year, coarse_year) = (of(fine), of(coarse));
    for name in ["n2o_emitted", "no_emitted", "n2_emitted", "no3_leached", "soil_nh4", "soil_no3"] {
        let Some(number) = field_number(name) else { continue };
        let cells = || (0..fine_year.cells()).filter(|&cell| fine.simulated()[cell]);
        let sums = |year: &edaphon_run::YearSummary| cells().map(|cell| year.sum(number, cell)).sum::<f64>();
        let mut errors: Vec<f64> = cells()
            .map(|cell| (coarse_year.sum(number, cell) / fine_year.sum(number, cell).max(1e-12) - 1.0).abs())
            .collect();
        errors.sort_by(f64::total_cmp);
        let at = |share: f64| errors[((errors.len() - 1) as f64 * share) as usize];
        println!(
            "{name:<12} at {SUBSTEPS} steps a day against 240: all cells {:+.2e}, median cell {:.2e}, 99 % {:.2e}, most {:.2e}",
            sums(&coarse_year) / sums(&fine_year) - 1.0,
            at(0.5),
            at(0.99),
            at(1.0)
        );
    }
}

/// Years in one go.
fn several(land: &Landscape, weather: &ForcingYear, years: usize) {
    let mut run = Simulation::new(land, land.start());
    let before = processor();
    let took = seconds(|| (0..years).for_each(|_| drop(run.year(weather))));
    let on = before.zip(processor()).map_or(f64::NAN, |(before, after)| after - before);
    println!("{years} coupled years: {took:.1} s, {on:.1} s of processors");
}

/// The nitrogen model by itself, in packs.
struct Alone {
    site: NitrogenSite<L>,
    states: Vec<NitrogenState<L>>,
}

impl Alone {
    fn new(packing: &Packing, parameters: &NitrogenParameters<f64>) -> Self {
        let soil = NitrogenSoil::read(&ParamSet::defaults(&NITROGEN_SOIL, 1), 1).expect("defaults");
        let state = NitrogenState {
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
        let site = NitrogenSite::new(&parameters.map(L::lit), &soil.map(L::lit));
        Self { site, states: vec![state.map(L::lit); packing.simulated_packs()] }
    }

    fn year(&mut self, forcing: &ForcingYear) {
        let site = &self.site;
        let work = self.states.par_iter_mut().enumerate().with_max_len(1);
        work.for_each(|(pack, state)| through(site, forcing.pack(pack), state));
    }
}

#[inline(always)]
fn days(site: &NitrogenSite<L>, forcing: &[f32], state: &mut NitrogenState<L>) {
    for day in forcing.chunks_exact(Driver::COUNT * PACK).take(DAYS) {
        *state = NitrogenDay::new(site, &weather(site, day)).advance(site, state, SUBSTEPS);
    }
}

#[inline(always)]
fn weather(site: &NitrogenSite<L>, day: &[f32]) -> Weather<L> {
    let mean = |of: fn(usize) -> Driver| {
        (0..LAYERS.min(3)).fold(L::zero(), |sum, k| {
            let at = of(k).index() * PACK;
            sum + L::lit(SHARES[k]) * Lanes(core::array::from_fn(|lane| f64::from(day[at + lane])))
        })
    };
    let liquid = mean(Driver::LiquidWater);
    Weather {
        temperature: mean(Driver::SoilTemperature) - L::lit(273.15),
        wfps: ((liquid + mean(Driver::FrozenWater)) / site.porosity).clip(L::zero(), L::one()),
        drainage: liquid * L::lit(0.274),
        uptake_capacity: L::lit(0.2),
        inhibition: L::one(),
    }
}

/// Declares a copy of [`days`] compiled for an instruction set.
#[cfg(target_arch = "x86_64")]
macro_rules! compiled_for {
    ($name:ident, $set:literal) => {
        #[target_feature(enable = $set)]
        fn $name(site: &NitrogenSite<L>, forcing: &[f32], state: &mut NitrogenState<L>) {
            days(site, forcing, state);
        }
    };
}
#[cfg(target_arch = "x86_64")]
compiled_for!(avx2, "avx2");
#[cfg(target_arch = "x86_64")]
compiled_for!(avx512, "avx512f,avx512dq,avx512vl,avx512bw");

fn through(site: &NitrogenSite<L>, forcing: &[f32], state: &mut NitrogenState<L>) {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl")
            && is_x86_feature_detected!("avx512bw")
        {
            // SAFETY: the machine has the instructions, as just asked.
            return unsafe { avx512(site, forcing, state) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the machine has the instructions, as just asked.
            return unsafe { avx2(site, forcing, state) };
        }
    }
    days(site, forcing, state);
}
