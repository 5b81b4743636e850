//! A run to its last bit, to see what changes none of it.

use edaphon_core::forcing::ForcingYear;
use edaphon_run::{Landscape, Perturbation, Simulation};

/// What is changed in climate and growth from the second year on.
pub fn perturbation() -> Perturbation {
    Perturbation { air_warming: 2.0, soil_warming: 1.0, npp_multiplier: 1.1, from_year: 2 }
}

/// The bits of every one of so many fields on every day of some years, and of the sums of each year, by cell; years are run in `pieces` of
/// so many days.
pub fn bits(land: &Landscape, years: &[ForcingYear], fields: usize, pieces: &[u32]) -> Vec<Vec<u64>> {
    let keep: Vec<usize> = (0..fields).collect();
    let mut run = Simulation::new(land, land.start());
    run.perturbation = perturbation();
    let mut bits = vec![Vec::new(); land.packing().cells()];
    for year in years {
        for &count in pieces {
            let daily = run.days(year, count, &keep);
            for (cell, bits) in bits.iter_mut().enumerate() {
                for day in 0..count as usize {
                    bits.extend((0..fields).map(|field| daily.value(field, day, cell).to_bits()));
                }
            }
        }
        let sums = run.end_year();
        for (cell, bits) in bits.iter_mut().enumerate() {
            bits.extend((0..fields).map(|field| sums.sum(field, cell).to_bits()));
            bits.extend((0..2).map(|element| sums.residual(element, cell).to_bits()));
        }
    }
    bits
}
