//! A loop of forcing in memory, and its mean year.

use std::ops::Range;

use edaphon_core::forcing::{DAYS, Driver, ForcingYear, PACK, Packing};

/// The years of a loop, or those of some packs of cells, and the mean year of these.
///
/// A year of a pack is `[day][driver][lane]` in single precision, 245 kB.
#[derive(Debug, Clone)]
pub struct LoopForcing {
    packing: Packing,
    packs: Range<usize>,
    years: Vec<Vec<f32>>,
    sums: Vec<f64>,
    mean: Vec<f32>,
}

impl LoopForcing {
    /// Room for the years of these packs.
    pub fn new(packing: &Packing, packs: Range<usize>) -> Self {
        Self { packing: packing.clone(), packs, years: Vec::new(), sums: Vec::new(), mean: Vec::new() }
    }

    /// Takes the next year.
    pub fn push(&mut self, year: &ForcingYear) {
        let length = self.packs.len() * ForcingYear::PACK_LENGTH;
        let mut values = Vec::with_capacity(length);
        self.sums.resize(length, 0.0);
        for (number, pack) in self.packs.clone().enumerate() {
            let of_pack = year.pack(pack);
            let sums = &mut self.sums[number * ForcingYear::PACK_LENGTH..];
            sums.iter_mut().zip(of_pack).for_each(|(sum, value)| *sum += f64::from(*value));
            values.extend_from_slice(of_pack);
        }
        self.years.push(values);
    }

    /// Works out the mean year; no years may be added afterwards.
    #[must_use]
    pub fn finished(mut self) -> Self {
        let share = 1.0 / self.years.len().max(1) as f64;
        self.mean = self.sums.iter().map(|sum| (sum * share) as f32).collect();
        self.sums = Vec::new();
        self
    }

    /// Years of the loop.
    pub fn years(&self) -> usize {
        self.years.len()
    }

    /// Packs that are held.
    pub fn packs(&self) -> Range<usize> {
        self.packs.clone()
    }

    /// Where cells sit.
    pub fn packing(&self) -> &Packing {
        &self.packing
    }

    /// A year of a pack: `[day][driver][lane]`; without a year the mean one.
    pub(super) fn pack(&self, year: Option<usize>, pack: usize) -> &[f32] {
        let values = year.map_or(&self.mean, |year| &self.years[year]);
        let at = (pack - self.packs.start) * ForcingYear::PACK_LENGTH;
        &values[at..at + ForcingYear::PACK_LENGTH]
    }

    /// A year of a cell: `[day][driver]`.
    pub(super) fn cell(&self, year: Option<usize>, cell: usize) -> Vec<f32> {
        let (pack, lane) = self.packing.place(cell);
        self.pack(year, pack).chunks_exact(PACK).map(|lanes| lanes[lane]).collect()
    }

    /// Gathers a year of cells of different packs, one to a lane, into `[day][driver][lane]`.
    pub(super) fn gather(&self, year: Option<usize>, cells: &[usize; PACK], out: &mut Vec<f32>) {
        out.resize(ForcingYear::PACK_LENGTH, 0.0);
        if cells.iter().all(|cell| *cell == cells[0]) {
            let (pack, from) = self.packing.place(cells[0]);
            let rows = self.pack(year, pack).chunks_exact(PACK);
            out.chunks_exact_mut(PACK).zip(rows).for_each(|(to, row)| to.fill(row[from]));
            return;
        }
        for (lane, &cell) in cells.iter().enumerate() {
            let (pack, from) = self.packing.place(cell);
            let rows = self.pack(year, pack).chunks_exact(PACK);
            for (to, row) in out.chunks_exact_mut(PACK).zip(rows) {
                to[lane] = row[from];
            }
        }
    }

    /// Means over the loop that tell climates apart, of a cell: air temperature (°C), its range between summer and winter
    /// (K), GPP (g C m⁻² d⁻¹), liquid water and nitrogen deposition, each in units of about its spread over the globe.
    pub fn climate(&self, cell: usize) -> [f64; 5] {
        let rows = self.cell(None, cell);
        let days = || rows.chunks_exact(Driver::COUNT);
        let mean = |driver: Driver| days().map(|row| f64::from(row[driver.index()])).sum::<f64>() / DAYS as f64;
        let air = Driver::AirTemperature.index();
        let most = days().map(|row| row[air]).fold(f32::NEG_INFINITY, f32::max);
        let least = days().map(|row| row[air]).fold(f32::INFINITY, f32::min);
        [
            (mean(Driver::AirTemperature) - 273.15) / 8.0,
            f64::from(most - least) / 15.0,
            mean(Driver::Gpp) / 2.0,
            mean(Driver::LiquidWater(2)) / 0.07,
            mean(Driver::NitrogenDeposition) * 365.0 / 0.5,
        ]
    }
}
