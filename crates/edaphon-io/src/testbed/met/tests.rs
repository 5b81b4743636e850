use std::path::PathBuf;

use edaphon_core::forcing::Driver;

use super::*;
use crate::netcdf::{DataType, Define, Format, Writer};
use crate::testbed::parse_grid;

/// Two by two cells, of which three have data, and the third of these is not simulated.
fn grid() -> TestbedGrid {
    let rows = [(1, 1, 1, 1), (2, 2, 1, 2), (4, 2, 2, 15)];
    let line =
        |(id, ilat, ilon, v)| format!("{id},{id}.5,7,{v},1,1,1e9,0,0,0,0,-99,-99,-99,-99,-99,-99,{ilat},{ilon}\n");
    let text: String = rows.into_iter().map(line).collect();
    parse_grid(Path::new("grid.csv"), format!("head\n{text}").as_bytes()).unwrap()
}

fn packing() -> Packing {
    Packing::new(&[true, true, false])
}

/// A met file that is right, and ways of spoiling it.
struct Recipe {
    years: usize,
    days: usize,
    swapped: bool,
    units: [Option<&'static str>; 6],
    cell_missing: [i32; 4],
    cell_id: [i32; 4],
    fill_at: Option<(&'static str, usize)>,
    air: f32,
}

const GOOD: Recipe = Recipe {
    years: 2,
    days: 730,
    swapped: false,
    units: [Some("gC m-2 day-1"), Some("K"), Some("gN m-2 day-1"), Some("K"), Some("m3 m-3"), Some("m3/m3")],
    cell_missing: [0, 1, 0, 0],
    cell_id: [1, 3, 2, 4],
    fill_at: None,
    air: 280.0,
};

impl Recipe {
    fn write(&self, folder: &tempfile::TempDir) -> PathBuf {
        let path = folder.path().join("met.nc");
        let mut w = Writer::create(&path, Format::Classic).unwrap();
        for (name, length) in [("myear", self.years), ("lat", 2), ("lon", 2), ("time", self.days), ("nsoilyrs", 6)] {
            w.dimension(name, length).unwrap();
        }
        w.define(Define::new("lat", DataType::F32, &["lat"])).unwrap();
        w.define(Define::new("lon", DataType::F32, &["lon"])).unwrap();
        w.define(Define::new("cellMissing", DataType::I32, &["lat", "lon"])).unwrap();
        w.define(Define::new("cellid", DataType::I32, &["lat", "lon"])).unwrap();
        for (v, unit) in VARIABLES.iter().zip(self.units) {
            let axes: &[&str] = match (v.layered, self.swapped) {
                (true, _) => &["time", "nsoilyrs", "lat", "lon"],
                (false, false) => &["time", "lat", "lon"],
                (false, true) => &["lat", "lon", "time"],
            };
            let variable = Define::new(v.name, DataType::F32, axes).fill(1e36_f32);
            let Some(unit) = unit else {
                w.define(variable).unwrap();
                continue;
            };
            if unit != "absent" {
                w.define(variable.attribute("units", unit)).unwrap();
            }
        }
        w.write("lat", &[-10.0_f32, 10.0]).unwrap();
        w.write("lon", &[0.0_f32, 180.0]).unwrap();
        w.write("cellMissing", &self.cell_missing).unwrap();
        w.write("cellid", &self.cell_id).unwrap();
        for (v, unit) in VARIABLES.iter().zip(self.units) {
            if unit != Some("absent") {
                let records = self.days * if v.layered { LAYERS } else { 1 };
                w.write(v.name, &self.values(v, records)).unwrap();
            }
        }
        w.finish().unwrap();
        path
    }

    /// Cell and record can be told from the digits after the point.
    fn values(&self, variable: &MetVariable, records: usize) -> Vec<f32> {
        let base = if variable.name == "xtairk" {
            self.air
        } else if variable.unit == "K" {
            270.0
        } else {
            0.0
        };
        let mut values: Vec<f32> = (0..records * 4).map(|at| base + at as f32 / 65_536.0).collect();
        values.iter_mut().skip(1).step_by(4).for_each(|x| *x = 1e36);
        if let Some((_, at)) = self.fill_at.filter(|(name, _)| *name == variable.name) {
            values[at] = f32::NAN;
        }
        values
    }

    fn open(&self) -> Result<(Met, tempfile::TempDir)> {
        let folder = tempfile::tempdir().unwrap();
        let path = self.write(&folder);
        Ok((Met::open(&path, &grid(), &[])?, folder))
    }

    /// The words of the refusal, without the folder.
    fn refusal(&self) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = self.write(&folder);
        let opened = Met::open(&path, &grid(), &[]);
        let error = match opened {
            Err(error) => error,
            Ok(met) => met.read_year(0, &packing()).unwrap_err(),
        };
        error.to_string().replace(&format!("{}/", folder.path().display()), "")
    }
}

#[test]
fn values_reach_their_cell_day_and_layer() {
    let (met, _folder) = GOOD.open().unwrap();
    let (year, notes) = met.read_year(1, &packing()).unwrap();
    assert_eq!((met.years(), met.notes(), notes.len()), (2, &[][..], 0));
    // Cells 1, 2, 4 lie at offsets 0, 2, 3 of a map of four.
    for (cell, offset) in [(0, 0), (1, 2), (2, 3)] {
        let flat = ((365 + 100) * 4 + offset) as f32 / 65_536.0;
        assert_eq!(year.get(cell, 100, Driver::Gpp), flat);
        assert_eq!(year.get(cell, 100, Driver::AirTemperature), 280.0 + flat);
        let layered = (((365 + 100) * 6 + 5) * 4 + offset) as f32 / 65_536.0;
        assert_eq!(year.get(cell, 100, Driver::SoilTemperature(5)), 270.0 + layered);
        assert_eq!(year.get(cell, 100, Driver::FrozenWater(5)), layered);
    }
}

#[test]
fn units_are_converted_and_said() {
    let mut recipe = Recipe { air: 10.0, ..GOOD };
    recipe.units[0] = Some("kg C m-2 s-1");
    recipe.units[1] = Some("degC");
    recipe.units[5] = Some("absent");
    let folder = tempfile::tempdir().unwrap();
    let path = recipe.write(&folder);
    let met = Met::open(&path, &grid(), &[("xcgpp".to_owned(), "gC m-2 day-1".to_owned())]).unwrap();
    let (year, _) = met.read_year(0, &packing()).unwrap();
    assert_eq!(year.get(0, 0, Driver::AirTemperature), 283.15);
    assert_eq!(year.get(0, 9, Driver::FrozenWater(0)), 0.0);
    let notes: Vec<&str> = met.notes().iter().map(|n| n.text.as_str()).collect();
    assert_eq!(notes, ["xtairk was converted from degC to K", "xfrznmoist is not in the file: 0 was used"]);
}

#[test]
fn units_of_another_quantity_are_refused() {
    let mut recipe = GOOD;
    recipe.units[0] = Some("gN m-2 day-1");
    recipe.units[3] = Some("hPa");
    assert_eq!(
        recipe.refusal(),
        "met.nc: units of `xcgpp`: `gN m-2 day-1` (kg m-2 s-1 of N) cannot be converted to `gC m-2 d-1` (kg m-2 s-1 of C); \
         accepted is a carbon flux (gC m-2 d-1)\n\
         met.nc: units of `xtsoil`: `hPa` (kg m-1 s-2) cannot be converted to `K` (K); accepted is a temperature (K or degC)"
    );
}

#[test]
fn missing_units_are_refused_with_what_the_values_look_like() {
    let mut recipe = GOOD;
    recipe.units[1] = None;
    let words = recipe.refusal();
    assert!(
        words.starts_with(
            "met.nc: units of `xtairk` are missing\n  expected a temperature (K or degC); values run from 280 to 280.0"
        ),
        "{words}"
    );
    assert!(words.contains(", which looks like K\n  fix: ncatted -a units,xtairk,o,c,'K' "), "{words}");
    assert!(words.ends_with("or   forcing.units.xtairk = \"K\""), "{words}");
    let celsius = Recipe { air: -3.0, ..recipe };
    assert!(celsius.refusal().contains("which looks like degC"));
}

#[test]
fn swapped_and_short_dimensions_are_refused() {
    let words = Recipe { swapped: true, ..GOOD }.refusal();
    assert!(
        words.starts_with("met.nc: variable `xcgpp` has the dimensions (lat, lon, time); accepted is (time, lat, lon); `ncpdq -a time,lat,lon "),
        "{words}"
    );
    assert_eq!(
        Recipe { years: 1, days: 366, ..GOOD }.refusal(),
        "met.nc: time has 366 days for 1 years; accepted are 365 days a year; the models have no leap days: drop 29 \
         February, for instance with `cdo del29feb`"
    );
    let mut absent = GOOD;
    absent.units[2] = Some("absent");
    assert_eq!(
        absent.refusal(),
        "met.nc: variable `ndep(time, lat, lon)` is missing, the file has lat, lon, cellMissing, cellid, xcgpp, xtairk, \
         xtsoil, xmoist, xfrznmoist"
    );
}

#[test]
fn cells_must_be_those_of_the_grid_file() {
    assert_eq!(
        Recipe { cell_missing: [0, 0, 0, 0], ..GOOD }.refusal(),
        "met.nc: cellMissing is 0 at 4 cells and the grid file has 3; accepted is the same number"
    );
    assert_eq!(
        Recipe { cell_missing: [0, 0, 0, 1], ..GOOD }.refusal(),
        "met.nc: cell 3 is at lat 1, lon 2 with cellid 3, and line 4 of the grid file has id 4, ilat 2, ilon 2; accepted are \
         the same cells in the same order, all latitudes of a longitude before the next longitude"
    );
}

#[test]
fn missing_values_are_refused_where_simulated_and_supplied_elsewhere() {
    // Second simulated cell (offset 2), day 34.
    assert_eq!(
        Recipe { fill_at: Some(("xcgpp", 33 * 4 + 2)), ..GOOD }.refusal(),
        "met.nc: `xcgpp` is missing at 1 cell, first at cell 2 (lat 2.5, lon 7) on day 34 of year 1 (02-03); accepted is a \
         value on every day at every simulated cell"
    );
    let (met, _folder) = Recipe { fill_at: Some(("xcgpp", 33 * 4 + 3)), ..GOOD }.open().unwrap();
    let (year, notes) = met.read_year(0, &packing()).unwrap();
    assert_eq!(year.get(2, 33, Driver::Gpp), 0.0);
    let text = "xcgpp is missing at cells that are not simulated (4): 0 was used".to_owned();
    assert_eq!(notes, [MetNote { text, count: 1 }]);
}

#[test]
fn impossible_values_are_refused() {
    assert_eq!(
        Recipe { air: 5.0, ..GOOD }.refusal(),
        "met.nc: `xtairk` is 5 K at cell 1 (lat 1.5, lon 7) on day 1 of year 1 (01-01), and out of reach at 2 cells; \
         accepted is 150 to 350 K: do the values have the unit they state?"
    );
}

/// The published script for one point defines `lon(lat)` and `lat(lon)`.
#[test]
fn files_of_one_point_may_exchange_their_axes() {
    let packed = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/testbed/point_met.nc.gz"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("point.nc");
    std::fs::write(&path, crate::Embedded::new("point.nc", packed).content().unwrap()).unwrap();
    let row = "head\n1,40.81,255.26,10,1,1,1e9,0,0,0,0,-99,-99,-99,-99,-99,-99,1,1\n";
    let grid = parse_grid(Path::new("grid.csv"), row.as_bytes()).unwrap();
    let met = Met::open(&path, &grid, &[]).unwrap();
    let (year, notes) = met.read_year(0, &Packing::new(&[true])).unwrap();
    assert_eq!((year.get(0, 364, Driver::AirTemperature), notes.len(), met.notes().len()), (280.0, 0, 0));
}
