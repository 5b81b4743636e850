//! Where values of cells stand in a file: on a map of latitudes and longitudes, or one after the other.

use edaphon_core::grid::{Cell, Grid, Layout};
use edaphon_io::netcdf::{DataType, Define, Writer};
use edaphon_run::Landscape;

use super::region::{Cut, Region, cut};
use crate::error::Result;
use crate::parameters::VEGETATION_TYPES;

/// Stands where there is no cell, or one that is not simulated.
pub(super) const FILL: f32 = 1e20;
/// The same in double precision.
pub(super) const FILL_F64: f64 = 1e20;
/// The same among whole numbers that count from 0 or 1.
const FILL_I32: i32 = -2_147_483_647;

/// Where values of cells stand.
#[derive(Debug, Clone)]
pub(super) struct Space {
    /// Names and lengths of the dimensions after time.
    dimensions: Vec<(&'static str, usize)>,
    /// Place in a map of each cell that is simulated and written.
    places: Vec<Option<usize>>,
    /// The cells that are written.
    grid: Grid,
    /// Mass fraction of clay in each of these (–).
    clay: Vec<f64>,
}

impl Space {
    pub(super) fn new(grid: &Grid, land: &Landscape, region: Option<Region>) -> Self {
        let Cut { grid: part, cells } = cut(region, grid);
        let clay = cells.iter().map(|&cell| land.clay()[cell]).collect();
        let mut places = vec![None; grid.len()];
        for (at, cell) in cells.into_iter().enumerate().filter(|(_, cell)| land.simulated()[*cell]) {
            places[cell] = Some(part.layout().map_or(at, |map| map.offset(at)));
        }
        let dimensions = match part.layout() {
            Some(map) => vec![("lat", map.latitudes.len()), ("lon", map.longitudes.len())],
            None => vec![("cell", part.len())],
        };
        Self { dimensions, places, grid: part, clay }
    }

    pub(super) fn is_map(&self) -> bool {
        self.dimensions.len() == 2
    }

    /// Names of the dimensions after `first`.
    pub(super) fn after(&self, first: &'static str) -> Vec<&'static str> {
        [first].into_iter().chain(self.names()).collect()
    }

    pub(super) fn names(&self) -> Vec<&'static str> {
        self.dimensions.iter().map(|(name, _)| *name).collect()
    }

    /// Lengths of the dimensions after one of length `first`.
    pub(super) fn shape(&self, first: usize) -> Vec<usize> {
        [first].into_iter().chain(self.dimensions.iter().map(|(_, length)| *length)).collect()
    }

    /// Values of one record.
    pub(super) fn size(&self) -> usize {
        self.dimensions.iter().map(|(_, length)| length).product()
    }

    /// Cells that are simulated, with their places.
    pub(super) fn simulated(&self) -> impl Iterator<Item = (usize, usize)> {
        self.places.iter().enumerate().filter_map(|(cell, place)| place.map(|place| (cell, place)))
    }

    /// One record: `value` of each cell that is simulated, else `fill`.
    pub(super) fn record(&self, fill: f64, value: impl Fn(usize) -> f64) -> Vec<f64> {
        let mut record = vec![fill; self.size()];
        self.simulated().for_each(|(cell, place)| record[place] = value(cell));
        record
    }

    /// Defines the dimensions, and that of bounds.
    pub(super) fn define_dimensions(&self, writer: &mut Writer) -> Result<()> {
        for &(name, length) in &self.dimensions {
            writer.dimension(name, length)?;
        }
        Ok(writer.dimension("bnds", 2)?)
    }

    /// Defines all that describes cells.
    pub(super) fn define(&self, writer: &mut Writer) -> Result<()> {
        for (name, axis) in [("lat", "Y"), ("lon", "X")] {
            let (standard, unit) =
                if name == "lat" { ("latitude", "degrees_north") } else { ("longitude", "degrees_east") };
            let dimension = if self.is_map() { name } else { "cell" };
            let mut coordinate = Define::new(name, DataType::F64, &[dimension])
                .attribute("standard_name", standard)
                .attribute("long_name", standard)
                .attribute("coverage_content_type", "coordinate")
                .attribute("units", unit);
            if self.is_map() {
                coordinate = coordinate.attribute("axis", axis);
                if self.dimensions.iter().any(|(of, length)| *of == name && *length > 1) {
                    let bounds = format!("{name}_bnds");
                    writer.define(Define::new(&bounds, DataType::F64, &[name, "bnds"]))?;
                    coordinate = coordinate.attribute("bounds", bounds);
                }
            }
            writer.define(coordinate)?;
        }
        let ellipsoid = Define::new("crs", DataType::I32, &[])
            .attribute("grid_mapping_name", "latitude_longitude")
            .attribute("long_name", "WGS 84")
            .attribute("semi_major_axis", 6_378_137.0)
            .attribute("inverse_flattening", 298.257_223_563)
            .attribute("longitude_of_prime_meridian", 0.0);
        writer.define(ellipsoid)?;
        self.define_cells(writer, &self.grid)
    }

    fn define_cells(&self, writer: &mut Writer, grid: &Grid) -> Result<()> {
        let about = |name: &str, kind, words: &str| {
            let variable = Define::new(name, kind, &self.names()).attribute("long_name", words);
            let variable = variable.attribute("coverage_content_type", "auxiliaryInformation");
            let variable = variable.attribute("grid_mapping", "crs");
            if self.is_map() || name == "cell_id" {
                variable
            } else {
                variable.attribute("coordinates", "lat lon cell_id")
            }
        };
        writer.define(about("cell_id", id_type(grid), "number of the cell in its grid file").fill_as(id_type(grid)))?;
        let numbers: Vec<i32> = (1..=VEGETATION_TYPES.len() as i32).collect();
        let words: Vec<_> = VEGETATION_TYPES.iter().map(|v| v.name.replace([' ', '-'], "_")).collect();
        let types = about("vegetation_type", DataType::I32, "vegetation type").fill(FILL_I32);
        writer.define(types.attribute("flag_values", numbers).attribute("flag_meanings", words.join(" ")))?;
        let area = about("area_land", DataType::F64, "area of land in the cell").fill(FILL_F64);
        writer.define(area.attribute("standard_name", "cell_area").attribute("units", "m2"))?;
        let clay = about("clay", DataType::F64, "mass fraction of clay in the soil").fill(FILL_F64);
        writer.define(clay.attribute("units", "1"))?;
        let mask = about("simulated", DataType::I8, "whether the cell is simulated");
        let mask = mask.attribute("flag_values", vec![0_i8, 1_i8]).attribute("flag_meanings", "no yes");
        writer.define(mask)?;
        Ok(())
    }

    /// Writes all that describes cells.
    pub(super) fn write(&self, writer: &mut Writer) -> Result<()> {
        let (grid, clay) = (&self.grid, &self.clay);
        let cells = grid.cells();
        match grid.layout() {
            Some(map) => {
                for (name, values, end) in [("lat", &map.latitudes, 90.0), ("lon", &map.longitudes, f64::INFINITY)] {
                    writer.write(name, values)?;
                    if values.len() > 1 {
                        writer.write(&format!("{name}_bnds"), &bounds(values, end))?;
                    }
                }
            }
            None => {
                writer.write("lat", &cells.iter().map(|c| c.latitude).collect::<Vec<_>>())?;
                writer.write("lon", &cells.iter().map(|c| c.longitude).collect::<Vec<_>>())?;
            }
        }
        writer.write("crs", &[0_i32])?;
        let map = grid.layout();
        match id_type(grid) {
            DataType::I32 => writer.write("cell_id", &spread(map, cells, FILL_I32, |c| c.id as i32))?,
            _ => writer.write("cell_id", &spread(map, cells, FILL_F64, |c| c.id as f64))?,
        }
        writer.write("vegetation_type", &spread(map, cells, FILL_I32, |c| c.vegetation_type as i32))?;
        writer.write("area_land", &spread(map, cells, FILL_F64, |c| c.area_m2))?;
        writer.write("clay", &map.map_or_else(|| clay.clone(), |map| map.scatter(clay, FILL_F64)))?;
        let mut mask = vec![0_i8; self.size()];
        self.simulated().for_each(|(_, place)| mask[place] = 1);
        Ok(writer.write("simulated", &mask)?)
    }
}

/// Values of all cells, simulated or not, in their places.
fn spread<T: Copy>(map: Option<&Layout>, cells: &[Cell], fill: T, of: impl Fn(&Cell) -> T) -> Vec<T> {
    let values: Vec<T> = cells.iter().map(of).collect();
    map.map_or_else(|| values.clone(), |map| map.scatter(&values, fill))
}

/// Numbers of cells are whole in either type; classic files have no longer integers.
fn id_type(grid: &Grid) -> DataType {
    let short = grid.cells().iter().all(|c| i32::try_from(c.id).is_ok_and(|id| id != FILL_I32));
    if short { DataType::I32 } else { DataType::F64 }
}

trait FillAs {
    fn fill_as(self, kind: DataType) -> Self;
}

impl FillAs for Define {
    fn fill_as(self, kind: DataType) -> Self {
        if kind == DataType::I32 { self.fill(FILL_I32) } else { self.fill(FILL_F64) }
    }
}

/// Edges of cells halfway between their centres, at most `end` from 0: pairs, one after the other.
fn bounds(centres: &[f64], end: f64) -> Vec<f64> {
    let last = centres.len() - 1;
    let edge = |at: usize| match at {
        0 => centres[0] - 0.5 * (centres[1] - centres[0]),
        at if at > last => centres[last] + 0.5 * (centres[last] - centres[last - 1]),
        at => 0.5 * (centres[at - 1] + centres[at]),
    };
    (0..=last).flat_map(|at| [edge(at), edge(at + 1)]).map(|x| x.clamp(-end, end)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_lie_halfway_and_end_at_the_poles() {
        assert_eq!(bounds(&[-90.0, 0.0, 90.0], 90.0), [-90.0, -45.0, -45.0, 45.0, 45.0, 90.0]);
        assert_eq!(bounds(&[2.5, 0.0], 90.0), [3.75, 1.25, 1.25, -1.25]);
        assert_eq!(bounds(&[0.0, 120.0, 240.0], f64::INFINITY), [-60.0, 60.0, 60.0, 180.0, 180.0, 300.0]);
    }
}
