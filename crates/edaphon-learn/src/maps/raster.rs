//! Maps of a regular grid, with units and a coordinate reference system, for files and pictures.

use edaphon_geo::{Layer, Raster, Stack};

use super::{Maps, YearMap};
use crate::data::Lattice;
use crate::error::{LearnError, Result};

/// A quantity that is mapped: its name, unit and words, and its value in a cell.
struct Mapped {
    name: &'static str,
    unit: &'static str,
    words: String,
    of: fn(&YearMap, usize) -> f64,
}

/// Unit of stocks.
const STOCK: &str = "kg m-2";

impl Maps {
    /// The maps of all years on their grid: `stock`, `low`, `high`, `forest` (kg m⁻²), `dissimilarity` and `applicable` (–).
    ///
    /// A cell of the grid that is no cell of the map has no value.
    ///
    /// # Errors
    /// If cells do not lie on a regular grid.
    pub fn rasters(&self) -> Result<Stack> {
        let lattice = self.lattice.as_ref().map_err(LearnError::refused)?;
        let layers: Vec<Layer> = self.years.iter().map(|year| Layer::Year(year.year)).collect();
        let raster = |mapped: Mapped| -> Result<Raster> {
            let layer = |year: &YearMap| {
                let values: Vec<f64> = (0..self.cells.len()).map(|cell| (mapped.of)(year, cell)).collect();
                lattice.grid.scatter(&lattice.cells, &values)
            };
            let values = self.years.iter().flat_map(layer).collect();
            let raster = Raster::new(mapped.name, lattice.grid, layers.clone(), values)?;
            Ok(raster.with_unit(mapped.unit).with_long_name(&mapped.words))
        };
        Ok(Stack::new(self.quantities().into_iter().map(raster).collect::<Result<_>>()?)?)
    }

    fn quantities(&self) -> [Mapped; 6] {
        let limit = edaphon_figures::decimal(self.threshold, 3);
        let applicable = format!("area of applicability (1 inside: dissimilarity up to {limit})");
        let stock =
            |name, words: &str, of: fn(&YearMap, usize) -> f64| Mapped { name, unit: STOCK, words: words.into(), of };
        let bare = |name, words: String, of: fn(&YearMap, usize) -> f64| Mapped { name, unit: "1", words, of };
        [
            stock("stock", "soil organic carbon stock", |year, cell| year.hybrid[cell]),
            stock("low", "lower end of the 90 % interval of the stock", |year, cell| year.interval[cell].0),
            stock("high", "upper end of the 90 % interval of the stock", |year, cell| year.interval[cell].1),
            stock("forest", "soil organic carbon stock by the forest of samples alone", |year, cell| year.forest[cell]),
            bare("dissimilarity", format!("dissimilarity to samples; applicable up to {limit}"), |year, cell| {
                year.dissimilarity[cell]
            }),
            bare("applicable", applicable, |year, cell| f64::from(u8::from(year.applicable[cell]))),
        ]
    }
}

/// A single map of values of cells.
///
/// # Errors
/// If a value is infinite.
pub(crate) fn single(lattice: &Lattice, name: &str, words: &str, unit: &str, values: &[f64]) -> Result<Raster> {
    let values = lattice.grid.scatter(&lattice.cells, values);
    Ok(Raster::new(name, lattice.grid, vec![Layer::Single], values)?.with_unit(unit).with_long_name(words))
}
