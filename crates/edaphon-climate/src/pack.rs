//! A year of weather for the cells of a pack, compiled for each instruction set; the bits are the same on all.

use std::sync::Arc;

use edaphon_core::Lanes;
use edaphon_core::forcing::{DAYS, Driver, ForcingYear, LAYERS, PACK, Packing};

use crate::angles;
use crate::anomaly::Anomaly;
use crate::normals::{ClimateCell, Normals};
use crate::random::{Stream, key, normal};
use crate::scenario::Scenario;
use crate::weather::noise::{Noise, SPIN_IN};
use crate::weather::{Calendar, DayOfPlace, YearOfPlace, day};

type L = Lanes<PACK>;

/// An invented climate: a seed and a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Climate {
    seed: u64,
    scenario: Scenario,
    calendar: Arc<[Calendar]>,
}

impl Climate {
    /// The climate of a seed; another seed has other spells, other warm years and slightly other places.
    pub fn new(seed: u64, scenario: Scenario) -> Self {
        Self { seed, scenario, calendar: (0..DAYS).map(calendar).collect() }
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The scenario.
    pub fn scenario(&self) -> Scenario {
        self.scenario
    }

    /// The mean climate of these cells, worked into packs: one for each of `packing`.
    ///
    /// # Panics
    /// If `packing` is of another number of cells.
    pub fn packs(&self, packing: &Packing, cells: &[ClimateCell]) -> Vec<Pack> {
        assert_eq!(packing.cells(), cells.len(), "a packing of these cells");
        let pack = |members: &[usize; PACK]| Pack::new(self, members.map(|cell| cells[cell]));
        packing.members().iter().map(pack).collect()
    }
}

/// Day `index` of the year, from 0.
fn calendar(index: usize) -> Calendar {
    /// The middle of the hottest time of the northern year, and the longest day (days from 1 January).
    const HOTTEST: f64 = 199.5;
    const LONGEST: f64 = 172.0;
    /// Sine of the tilt of the axis, 23.44°.
    const TILT: f64 = 0.397_79;
    let noon = index as f64 + 0.5;
    let wave = |peak: f64| angles::cosine((noon - peak) / DAYS as f64);
    let declination_sine = TILT * wave(LONGEST);
    Calendar {
        season: wave(HOTTEST),
        quarter_behind: wave(HOTTEST + DAYS as f64 / 4.0),
        rain: wave(HOTTEST + 30.0),
        declination_sine,
        declination_cosine: (1.0 - declination_sine * declination_sine).sqrt(),
        years: year_weights(noon / DAYS as f64),
        share: noon / DAYS as f64,
    }
}

/// Weights of the year before, this one and the next, when a share of this one is over: 1 for this year at its middle.
fn year_weights(share: f64) -> [f64; 3] {
    let smooth = |t: f64| t * t * (3.0 - 2.0 * t);
    if share < 0.5 {
        let this = smooth(share + 0.5);
        [1.0 - this, this, 0.0]
    } else {
        let next = smooth(share - 0.5);
        [0.0, 1.0 - next, next]
    }
}

/// The cells of a pack, ready to have weather in any year.
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    scenario: Scenario,
    calendar: Arc<[Calendar]>,
    normals: Normals<L>,
    air: [u64; PACK],
    rain: [u64; PACK],
    deposition: [u64; PACK],
    warm: [Anomaly; PACK],
    wet: [Anomaly; PACK],
}

impl Pack {
    fn new(climate: &Climate, cells: [ClimateCell; PACK]) -> Self {
        let seed = climate.seed;
        let keys = |stream| cells.map(|cell| key(seed, stream, cell.id));
        let anomalies = |stream| cells.map(|cell| Anomaly::at(seed, stream, cell.latitude, cell.longitude));
        Self {
            scenario: climate.scenario,
            calendar: Arc::clone(&climate.calendar),
            normals: Normals::gather(&cells.map(|cell| Normals::of(seed, &cell))),
            air: keys(Stream::Air),
            rain: keys(Stream::Rain),
            deposition: keys(Stream::Deposition),
            warm: anomalies(Stream::WarmYear),
            wet: anomalies(Stream::WetYear),
        }
    }

    /// Fills `values`, one pack of a [`ForcingYear`], with the weather of a calendar year.
    ///
    /// # Panics
    /// If `values` is not one pack long.
    pub fn fill(&self, year: i32, values: &mut [f32]) {
        assert_eq!(values.len(), ForcingYear::PACK_LENGTH, "the values of one pack");
        let of_year = self.year_of_place(year);
        dispatch(self, i64::from(year), &of_year, values);
    }

    /// How a year differs from the normal in each cell.
    fn year_of_place(&self, year: i32) -> YearOfPlace<L> {
        let (n, now, next) = (&self.normals, f64::from(year), f64::from(year) + 1.0);
        let years = [-1, 0, 1].map(|step| i64::from(year) + step);
        let lanes = |f: &dyn Fn(usize) -> f64| Lanes(std::array::from_fn(f));
        let warmth = |lane: usize, y| (0.35 + 0.55 * n.sine.0[lane] * n.sine.0[lane]) * self.warm[lane].of_year(y);
        let spread = |lane: usize| 0.16 * n.wetness.0[lane] * (1.0 - n.wetness.0[lane]);
        let warming = |lane: usize, y| self.scenario.warming(y, n.sine.0[lane]);
        let growth = [now, next].map(|y| self.scenario.fertilisation(y));
        let industry = self.scenario.industry(now);
        let deposition = |lane: usize| {
            let usual = n.deposition.0[lane] + industry * n.industrial_deposition.0[lane];
            usual * (1.0 + 0.08 * normal(self.deposition[lane], i64::from(year))) / DAYS as f64
        };
        YearOfPlace {
            warmth: years.map(|y| lanes(&|lane| warmth(lane, y))),
            wetness: years.map(|y| lanes(&|lane| spread(lane) * self.wet[lane].of_year(y))),
            warming: [lanes(&|lane| warming(lane, now)), lanes(&|lane| warming(lane, next) - warming(lane, now))],
            fertilisation: [Lanes([growth[0]; PACK]), Lanes([growth[1] - growth[0]; PACK])],
            deposition: lanes(&deposition),
        }
    }
}

/// Declares a copy of [`days`] compiled for an instruction set.
#[cfg(target_arch = "x86_64")]
macro_rules! compiled_for {
    ($name:ident, $set:literal) => {
        #[target_feature(enable = $set)]
        fn $name(pack: &Pack, year: i64, of_year: &YearOfPlace<L>, values: &mut [f32]) {
            days(pack, year, of_year, values);
        }
    };
}

/// Chooses the widest instruction set that this machine has.
fn dispatch(pack: &Pack, year: i64, of_year: &YearOfPlace<L>, values: &mut [f32]) {
    #[cfg(target_arch = "x86_64")]
    {
        compiled_for!(avx512, "avx512f,avx512dq,avx512vl,avx512bw");
        compiled_for!(avx2, "avx2");
        let has_avx512 = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl")
            && is_x86_feature_detected!("avx512bw");
        if has_avx512 {
            // SAFETY: the machine has the instructions, as just asked.
            return unsafe { avx512(pack, year, of_year, values) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the machine has the instructions, as just asked.
            return unsafe { avx2(pack, year, of_year, values) };
        }
    }
    days(pack, year, of_year, values);
}

#[inline(always)]
fn days(pack: &Pack, year: i64, of_year: &YearOfPlace<L>, values: &mut [f32]) {
    let first = year * DAYS as i64 - SPIN_IN as i64;
    let drawn = |keys: &[u64; PACK], day: i64| {
        let mut all = [0.0; PACK];
        for lane in 0..PACK {
            all[lane] = normal(keys[lane], day);
        }
        Lanes(all)
    };
    let mut noise = Noise::first(drawn(&pack.air, first), drawn(&pack.rain, first));
    for before in 1..SPIN_IN as i64 {
        noise.step(drawn(&pack.air, first + before), drawn(&pack.rain, first + before));
    }
    let rows = values.chunks_exact_mut(Driver::COUNT * PACK);
    for (index, (row, today)) in rows.zip(pack.calendar.iter()).enumerate() {
        let count = first + (SPIN_IN + index) as i64;
        noise.step(drawn(&pack.air, count), drawn(&pack.rain, count));
        write(row, &day(&pack.normals, of_year, today, &noise), of_year.deposition);
    }
}

/// Puts a day where a [`ForcingYear`] keeps it.
#[inline(always)]
fn write(row: &mut [f32], day: &DayOfPlace<L>, deposition: L) {
    let mut put = |driver: Driver, values: L| {
        let place = &mut row[driver.index() * PACK..(driver.index() + 1) * PACK];
        for lane in 0..PACK {
            place[lane] = values.0[lane] as f32;
        }
    };
    put(Driver::Gpp, day.gpp);
    put(Driver::AirTemperature, day.air);
    put(Driver::NitrogenDeposition, deposition);
    for layer in 0..LAYERS {
        put(Driver::SoilTemperature(layer), day.soil[layer]);
        put(Driver::LiquidWater(layer), day.liquid[layer]);
        put(Driver::FrozenWater(layer), day.frozen[layer]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use edaphon_core::grid::SoilTexture;

    fn cells() -> [ClimateCell; PACK] {
        let soil = SoilTexture {
            sand: 0.4,
            clay: 0.2,
            silt: 0.4,
            wilting_point: 0.13,
            field_capacity: 0.28,
            saturation: 0.45,
        };
        std::array::from_fn(|i| ClimateCell {
            id: i as i64,
            latitude: 80.0 - 19.0 * i as f64,
            longitude: 51.0 * i as f64 - 180.0,
            vegetation_type: 1 + 2 * i,
            soil,
        })
    }

    #[test]
    fn every_instruction_set_gives_the_same_bits() {
        let pack = Pack::new(&Climate::new(4, Scenario::History), cells());
        let of_year = pack.year_of_place(1987);
        let [mut widest, mut plain] = [(); 2].map(|()| vec![0.0_f32; ForcingYear::PACK_LENGTH]);
        dispatch(&pack, 1987, &of_year, &mut widest);
        days(&pack, 1987, &of_year, &mut plain);
        assert!(widest.iter().zip(&plain).all(|(a, b)| a.to_bits() == b.to_bits()));
        assert!(plain.iter().all(|value| value.is_finite()));
    }

    /// Made once and kept: whoever changes the climate changes every run under it, and says so in the changelog.
    #[test]
    fn the_weather_of_a_seed_stays_what_it_is() {
        let pack = Pack::new(&Climate::new(1, Scenario::History), cells());
        let mut values = vec![0.0_f32; ForcingYear::PACK_LENGTH];
        pack.fill(1995, &mut values);
        let sum = values.iter().fold(0_u64, |sum, value| sum.rotate_left(5) ^ u64::from(value.to_bits()));
        assert_eq!(sum, 16933928307931292679, "the bits of a year of eight cells, folded");
    }

    #[test]
    fn years_lean_on_their_neighbours() {
        assert_eq!(year_weights(0.5), [0.0, 1.0, 0.0]);
        assert_eq!(year_weights(0.0), [0.5, 0.5, 0.0]);
        for index in 0..DAYS {
            let weights = calendar(index).years;
            assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-15 && weights.iter().all(|w| *w >= 0.0));
        }
    }

    #[test]
    fn the_sun_stands_high_in_june_and_the_north_is_hot_in_july() {
        assert!(calendar(171).declination_sine > 0.397 && calendar(354).declination_sine < -0.397);
        assert!(calendar(199).season > 0.9999 && calendar(17).season < -0.999);
    }
}
