//! A year of daily weather for many cells, laid out for packs of cells.

/// Cells that move through a model together: one AVX-512 register of `f64`. With two, a day of MIMICS no longer fits the nearest cache.
pub const PACK: usize = 8;
/// Soil layers of the testbed's forcing.
pub const LAYERS: usize = 6;
/// Days of a year: there are no leap days in the models.
pub const DAYS: usize = 365;

/// What drives a cell on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Driver {
    /// Gross primary production (g C m⁻² d⁻¹).
    Gpp,
    /// Air temperature (K).
    AirTemperature,
    /// Nitrogen deposition (g N m⁻² d⁻¹).
    NitrogenDeposition,
    /// Soil temperature of a layer, 0 the shallowest (K).
    SoilTemperature(usize),
    /// Liquid water of a layer (m³ m⁻³).
    LiquidWater(usize),
    /// Frozen water of a layer (m³ m⁻³).
    FrozenWater(usize),
}

impl Driver {
    /// How many there are.
    pub const COUNT: usize = 3 + 3 * LAYERS;

    /// Place among the values of a day.
    pub const fn index(self) -> usize {
        match self {
            Self::Gpp => 0,
            Self::AirTemperature => 1,
            Self::NitrogenDeposition => 2,
            Self::SoilTemperature(layer) => 3 + layer,
            Self::LiquidWater(layer) => 3 + LAYERS + layer,
            Self::FrozenWater(layer) => 3 + 2 * LAYERS + layer,
        }
    }
}

/// Where each cell of a file sits among the packs: simulated cells first, then, from a new pack on, the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packing {
    slots: Vec<usize>,
    simulated: usize,
    packs: usize,
    simulated_packs: usize,
}

impl Packing {
    /// Packs cells in the order given; `simulated[cell]` says which are simulated.
    pub fn new(simulated: &[bool]) -> Self {
        let count = simulated.iter().filter(|s| **s).count();
        let simulated_packs = count.div_ceil(PACK);
        let (mut next, mut idle) = (0, simulated_packs * PACK);
        let take = |n: &mut usize| {
            *n += 1;
            *n - 1
        };
        let slots = simulated.iter().map(|&s| if s { take(&mut next) } else { take(&mut idle) }).collect();
        let packs = simulated_packs + (simulated.len() - count).div_ceil(PACK);
        Self { slots, simulated: count, packs, simulated_packs }
    }

    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.slots.len()
    }
    /// Number of simulated cells.
    pub fn simulated(&self) -> usize {
        self.simulated
    }
    /// Number of packs, those of cells that are not simulated included.
    pub fn packs(&self) -> usize {
        self.packs
    }
    /// Number of packs of simulated cells; they come first.
    pub fn simulated_packs(&self) -> usize {
        self.simulated_packs
    }
    /// Pack and lane of a cell.
    pub fn place(&self, cell: usize) -> (usize, usize) {
        (self.slots[cell] / PACK, self.slots[cell] % PACK)
    }
    /// The cells of a pack by lane; a lane without a cell repeats the first of its pack, and its results are thrown away.
    pub fn members(&self) -> Vec<[usize; PACK]> {
        let mut lanes = vec![[usize::MAX; PACK]; self.packs];
        for cell in 0..self.cells() {
            let (pack, lane) = self.place(cell);
            lanes[pack][lane] = cell;
        }
        for pack in &mut lanes {
            let first = pack[0];
            for cell in pack.iter_mut().filter(|c| **c == usize::MAX) {
                *cell = first;
            }
        }
        lanes
    }
}

/// A year of forcing: per pack, day, driver and lane, in single precision as files hold it.
#[derive(Debug, Clone, PartialEq)]
pub struct ForcingYear {
    values: Vec<f32>,
    packing: Packing,
}

impl ForcingYear {
    /// Values of one pack for one year.
    pub const PACK_LENGTH: usize = DAYS * Driver::COUNT * PACK;

    /// A year of zeros for these cells.
    pub fn new(packing: Packing) -> Self {
        Self { values: vec![0.0; packing.packs() * Self::PACK_LENGTH], packing }
    }

    /// Where the cells sit.
    pub fn packing(&self) -> &Packing {
        &self.packing
    }

    /// Sets one value; `day` counts from 0, `cell` in the order of the file.
    pub fn set(&mut self, cell: usize, day: usize, driver: Driver, value: f32) {
        let at = self.position(cell, day, driver);
        self.values[at] = value;
    }

    /// One value; `day` counts from 0.
    pub fn get(&self, cell: usize, day: usize, driver: Driver) -> f32 {
        self.values[self.position(cell, day, driver)]
    }

    /// The year of one pack: `[day][driver][lane]`.
    pub fn pack(&self, pack: usize) -> &[f32] {
        &self.values[pack * Self::PACK_LENGTH..(pack + 1) * Self::PACK_LENGTH]
    }

    /// The year of each pack in turn, to be filled: `[day][driver][lane]`.
    pub fn packs_mut(&mut self) -> std::slice::ChunksExactMut<'_, f32> {
        self.values.chunks_exact_mut(Self::PACK_LENGTH)
    }

    /// Gives lanes without a cell the weather of the first cell of their pack, so that their idle arithmetic stays finite.
    pub fn fill_spare_lanes(&mut self) {
        let members = self.packing.members();
        for (pack, cells) in members.iter().enumerate() {
            for lane in (1..PACK).filter(|&lane| cells[lane] == cells[0]) {
                for row in self.values[pack * Self::PACK_LENGTH..(pack + 1) * Self::PACK_LENGTH].chunks_exact_mut(PACK)
                {
                    row[lane] = row[0];
                }
            }
        }
    }

    fn position(&self, cell: usize, day: usize, driver: Driver) -> usize {
        let (pack, lane) = self.packing.place(cell);
        ((pack * DAYS + day) * Driver::COUNT + driver.index()) * PACK + lane
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simulated_cells_come_first_and_spare_lanes_repeat() {
        let packing = Packing::new(&[true, false, true]);
        assert_eq!((packing.packs(), packing.simulated_packs(), packing.simulated()), (2, 1, 2));
        assert_eq!([0, 1, 2].map(|c| packing.place(c)), [(0, 0), (1, 0), (0, 1)]);
        let mut year = ForcingYear::new(packing);
        year.set(0, 364, Driver::FrozenWater(5), 2.0);
        year.set(2, 364, Driver::FrozenWater(5), 3.0);
        year.fill_spare_lanes();
        let row = &year.pack(0)[ForcingYear::PACK_LENGTH - PACK..];
        assert_eq!((row[0], row[1]), (2.0, 3.0));
        assert!(row[2..].iter().all(|spare| *spare == 2.0));
        assert_eq!(year.get(2, 364, Driver::FrozenWater(5)), 3.0);
    }
}
