//! What soil nitrogen costs beside its host: `cargo bench -p edaphon-jobs --bench coupled [-- YEARS]`.
//!
//! The published grid in the invented climate, seed 1, both models of nitrogen at eight steps a day in packs: MIMICS-CN alone, the nitrogen model alone under the same weather, and the two
//! coupled, in turn in the same process; the best of some rounds. Then twenty coupled years in one go, the weather made on the way, and how far emissions at eight steps a day are
//! from those at 240.

// A benchmark prints its table and stops at what it cannot read.
#![allow(clippy::print_stdout, clippy::expect_used)]

use std::path::Path;
use std::time::Instant;

use edaphon_core::forcing::{DAYS, Driver, ForcingYear, LAYERS, PACK, Packing};
use edaphon_core::{Lanes, ParamSet, Real};
use edaphon_jobs::Job;
use edaphon_jobs::description::Options;
use edaphon_models::nitrogen::{
    NITROGEN_PARAMETERS, NITROGEN_SOIL, NitrogenDay, NitrogenParameters, NitrogenSite, NitrogenSoil, NitrogenState,
    Weather,
};
use edaphon_run::simulation::field_number;
use edaphon_run::{Coupling, Landscape, Simulation};
use rayon::prelude::*;

type L = Lanes<PACK>;
const SUBSTEPS: usize = 8;
/// Share of the three upper layers of the forcing in a layer of 0.2 m.
const SHARES: [f64; 3] = [0.11, 0.29, 0.6];
const ROUNDS: usize = 5;

fn main() {
    let years: usize = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(20);
    let folder = std::env::temp_dir().join(format!("edaphon-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let mut job = job(&folder);
    let parameters = NitrogenParameters::read(&ParamSet::defaults(&NITROGEN_PARAMETERS, 1), 1).expect("defaults");
    let coupling = |substeps| Coupling { parameters, depth: 0.2, ph: vec![6.3], nitrate_in_deposition: 0.5, substeps };
    let host = job.land.clone();
    let both = host.clone().coupled(&coupling(SUBSTEPS)).expect("a coupling");
    let weather = job.forcing.year(0, host.packing()).expect("weather");
    println!("{} cells, {} threads", host.packing().simulated(), rayon::current_num_threads());
    costs(&host, &both, &weather, &parameters);
    accuracy(&host.coupled(&coupling(240)).expect("a coupling"), &both, &weather);
    twenty(&mut job, &both, years);
    let _ = std::fs::remove_dir_all(&folder);
}

fn job(folder: &Path) -> Job {
    let description = folder.join("run.toml");
    let text = "model = \"mimics-cn\"\n[grid]\nembedded = \"clm5-gswp3\"\n[forcing]\n\
                synthetic = { seed = 1, scenario = \"steady\" }\nyears = [1901, 1920]\n[output]\nfile = \"out.nc\"\n";
    std::fs::write(&description, text).expect("a description");
    edaphon_jobs::open(&description, &Options { force: true, ..Options::default() }).expect("a job")
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

/// Years in one go, weather included.
fn twenty(job: &mut Job, land: &Landscape, years: usize) {
    let mut run = Simulation::new(land, land.start());
    let mut last = None;
    let before = processor();
    let took = seconds(|| {
        for year in 0..years {
            let weather = job.forcing.year(year % 20, land.packing()).expect("weather");
            last = Some(run.year(&weather));
        }
    });
    let emitted = last.zip(field_number("n2o_emitted")).map_or(f64::NAN, |(year, number)| {
        let of = |(cell, place): (usize, &edaphon_core::grid::Cell)| year.sum(number, cell) * place.area_m2;
        job.grid.cells().iter().enumerate().map(of).sum::<f64>() * 1e-12
    });
    let on = before.zip(processor()).map_or(f64::NAN, |(before, after)| after - before);
    println!("{years} coupled years: {took:.1} s, {on:.1} s of processors; N2O of the last: {emitted:.2} Tg N");
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
