//! The share of a group in microbial carbon, from copies of its marker gene.

/// mg kg⁻¹ in a fg g⁻¹.
const FEMTOGRAMS_PER_GRAM: f64 = 1e-9;

/// A marker gene and the cells that carry it. These numbers are uncertain by a factor of three to ten.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Marker {
    /// Copies per genome (–).
    pub copies_per_genome: f64,
    /// Carbon of a cell (fg).
    pub cell_carbon: f64,
}

/// amoA of ammonia-oxidising archaea.
pub const AMOA_ARCHAEA: Marker = Marker { copies_per_genome: 1.0, cell_carbon: 15.0 };
/// amoA of ammonia-oxidising bacteria.
pub const AMOA_BACTERIA: Marker = Marker { copies_per_genome: 2.5, cell_carbon: 80.0 };
/// nirK, nirS or nosZ of denitrifiers.
pub const DENITRIFIER: Marker = Marker { copies_per_genome: 1.0, cell_carbon: 50.0 };
/// hzs of anammox bacteria.
pub const HZS: Marker = Marker { copies_per_genome: 1.0, cell_carbon: 100.0 };
/// nifH of free-living nitrogen fixers.
pub const NIFH: Marker = Marker { copies_per_genome: 1.0, cell_carbon: 60.0 };

impl Marker {
    /// Carbon of the group (mg C kg⁻¹) at `copies` per gram of dry soil.
    ///
    /// ```
    /// use edaphon_models::nitrogen::genes::AMOA_ARCHAEA;
    /// let carbon = AMOA_ARCHAEA.carbon(1e8);
    /// assert!((carbon - 1.5).abs() < 1e-12);
    /// assert!((carbon / 300.0 - 0.005).abs() < 1e-12, "share of a microbial carbon of 300 mg kg⁻¹");
    /// ```
    pub fn carbon(&self, copies: f64) -> f64 {
        copies / self.copies_per_genome * self.cell_carbon * FEMTOGRAMS_PER_GRAM
    }
}
