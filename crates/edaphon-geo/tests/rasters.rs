//! Maps come back as they were written, and grids that do not fit are refused.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use edaphon_geo::{Crs, Grid, Layer, Raster, Stack};
use edaphon_io::netcdf::{DataType, Define, File, Format, Writer};

fn plane() -> Grid {
    Grid {
        crs: Crs::Projected(32633),
        west: 500_000.0,
        north: 5_300_000.0,
        width: 1000.0,
        height: 1000.0,
        columns: 3,
        rows: 2,
    }
}

fn globe() -> Grid {
    Grid { crs: Crs::WGS84, west: -180.0, north: 90.0, width: 90.0, height: 45.0, columns: 4, rows: 4 }
}

fn years(grid: Grid, name: &str, years: &[i32]) -> Raster {
    let values = (0..years.len() * grid.cells()).map(|i| if i == 1 { f64::NAN } else { 0.1 * i as f64 }).collect();
    let layers = years.iter().map(|year| Layer::Year(*year)).collect();
    Raster::new(name, grid, layers, values).unwrap().with_unit("kg m-2").with_long_name("soil carbon stock")
}

/// The same map, whatever file it came from.
fn assert_same(back: &Raster, made: &Raster) {
    assert_eq!(back.grid().difference(made.grid()), None);
    assert_eq!((&back.name, &back.unit, &back.long_name), (&made.name, &made.unit, &made.long_name));
    assert_eq!(back.layers(), made.layers());
    let same = |(a, b): (&f64, &f64)| a == b || (a.is_nan() && b.is_nan());
    assert!(back.values().iter().zip(made.values()).all(same), "{back:?} {made:?}");
}

#[test]
fn maps_come_back_from_netcdf() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("soc.nc");
    for grid in [plane(), globe(), Grid { crs: Crs::Projected(3035), ..plane() }] {
        let made = years(grid, "soc", &[1980, 1984, 2000]);
        made.write(&path, &[("title", "a map")]).unwrap();
        assert_same(&Raster::read(&path).unwrap(), &made);
        assert_eq!(Raster::read(&path).unwrap().at_year(1984).unwrap()[0], 0.1 * grid.cells() as f64);
        let once = std::fs::read(&path).unwrap();
        made.write(&path, &[("title", "a map")]).unwrap();
        assert!(once == std::fs::read(&path).unwrap());
    }
    let file = File::open(&path).unwrap();
    assert_eq!(file.read_f64("time").unwrap(), [183.0, 1461.0 + 183.0, 7305.0 + 183.0]);
}

#[test]
fn a_local_plane_is_read_when_it_is_said_to_be_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("soc.nc");
    let made = years(Grid { crs: Crs::Local, ..plane() }, "soc", &[1980]);
    made.write(&path, &[]).unwrap();
    let words = Raster::read(&path).unwrap_err().to_string();
    assert!(
        words.contains("variable `soc`: no CRS is stated; accepted are a `grid_mapping` with an EPSG code"),
        "{words}"
    );
    assert_same(&Raster::read_with(&path, Some("soc"), Some(Crs::Local)).unwrap(), &made);
    let made = years(plane(), "soc", &[1980]);
    made.write(&path, &[]).unwrap();
    let words = Raster::read_with(&path, None, Some(Crs::Local)).unwrap_err().to_string();
    assert!(words.contains("its CRS is EPSG:32633, and a local plane without CRS was given for it"), "{words}");
}

/// A NetCDF map with its dimensions in the order `lon, lat, time`, from south to north, from 0 to 360°.
fn odd_file(path: &Path, time_units: &str, times: &[f64]) {
    let mut writer = Writer::create(path, Format::Classic).unwrap();
    writer.dimension("longitude", 4).unwrap();
    writer.dimension("latitude", 2).unwrap();
    writer.dimension("t", times.len()).unwrap();
    let define = |name: &str, units: &str| Define::new(name, DataType::F64, &[name]).attribute("units", units);
    writer.define(define("longitude", "degrees_east")).unwrap();
    writer.define(define("latitude", "degrees_north")).unwrap();
    writer.define(define("t", time_units)).unwrap();
    let over = ["longitude", "latitude", "t"];
    writer.define(Define::new("clay", DataType::I16, &over).attribute("scale_factor", 0.1).fill(-1_i16)).unwrap();
    writer.write("longitude", &[45.0, 135.0, 225.0, 315.0]).unwrap();
    writer.write("latitude", &[-45.0, 45.0]).unwrap();
    writer.write("t", times).unwrap();
    let values: Vec<i16> = (0..8 * times.len() as i16).map(|i| if i == 0 { -1 } else { i }).collect();
    writer.write("clay", &values).unwrap();
    writer.finish().unwrap();
}

#[test]
fn dimensions_rows_and_longitudes_are_put_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("clay.nc");
    odd_file(&path, "year", &[1980.0, 1990.0]);
    let map = Raster::read(&path).unwrap();
    assert_eq!(map.grid().x(), [-135.0, -45.0, 45.0, 135.0]);
    assert_eq!((map.grid().y(), map.years()), (vec![45.0, -45.0], vec![1980, 1990]));
    // Stored is [longitude, latitude, t]: 225° E is the third, 45° N the second.
    let expected = |i: f64| i * 0.1;
    assert_eq!(map.layer(0)[0], expected(10.0));
    assert_eq!(map.layer(1)[0], expected(11.0));
    assert!(map.layer(0)[6].is_nan());
    assert_eq!(map.layer(0)[7], expected(4.0));
    assert_eq!(map.notes(), ["`clay`: longitudes of 0 to 360 were turned into -180 to 180"]);
}

#[test]
fn several_records_in_a_year_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("clay.nc");
    odd_file(&path, "days since 1980-01-01", &[15.0, 45.0]);
    let words = Raster::read(&path).unwrap_err().to_string();
    assert!(words.contains("records 1 and 2 of `t` are both of 1980"), "{words}");
    odd_file(&path, "1", &[1980.5, 1981.5]);
    assert!(Raster::read(&path).unwrap_err().to_string().contains("`t` holds no years"));
    odd_file(&path, "days since 1980-01-01", &[0.0, 366.0]);
    assert_eq!(Raster::read(&path).unwrap().years(), [1980, 1981]);
}

#[test]
fn a_file_of_several_maps_is_a_stack() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("covariates.nc");
    let clay = Raster::new("clay", plane(), vec![Layer::Single], vec![20.0; 6]).unwrap().with_unit("%");
    let ndvi = years(plane(), "ndvi", &[1980, 1984]);
    let stack = Stack::new(vec![clay.clone(), ndvi.clone()]).unwrap();
    stack.write(&path, &[]).unwrap();
    let back = Stack::read(&path, None).unwrap();
    assert_same(back.raster("clay").unwrap(), &clay);
    assert_same(back.raster("ndvi").unwrap(), &ndvi);
    let words = Raster::read(&path).unwrap_err().to_string();
    assert!(words.contains("there are several maps, `clay`, `ndvi`; say which one"), "{words}");
    let words = Raster::read_with(&path, Some("cley"), None).unwrap_err().to_string();
    assert!(words.contains("no map `cley`; did you mean `clay`?; the maps are `clay`, `ndvi`"), "{words}");
    let words = back.check_years(1980..=1985).unwrap_err().to_string();
    assert!(words.contains("`ndvi` has no 1981 to 1983, 1985; there are 1980, 1984; add these years"), "{words}");
    assert_eq!(back.complete_cells(), [0, 2, 3, 4, 5]);
    assert_eq!(back.gaps(), [("clay", 0), ("ndvi", 1)]);
    assert!(back.raster("ndiv").unwrap_err().to_string().contains("did you mean `ndvi`?"));
}

#[test]
fn grids_that_differ_are_named_with_the_remedy() {
    let clay = Raster::new("clay", plane(), vec![Layer::Single], vec![20.0; 6]).unwrap();
    let other = |grid: Grid| Raster::new("slope", grid, vec![Layer::Single], vec![1.0; grid.cells()]).unwrap();
    let words = |grid: Grid| Stack::new(vec![clay.clone(), other(grid)]).unwrap_err().to_string();
    assert_eq!(
        words(Grid { crs: Crs::Projected(32632), ..plane() }),
        "slope: `slope` has another CRS than `clay` in clay: found EPSG:32632, 3 × 2 cells of 1000 × 1000 m, x 500000 to \
         503000, y 5298000 to 5300000; accepted is EPSG:32633, 3 × 2 cells of 1000 × 1000 m, x 500000 to 503000, y 5298000 to \
         5300000; bring it onto that grid, for instance with `gdalwarp -t_srs EPSG:32633 -te 500000 5298000 503000 5300000 \
         -ts 3 2 -r bilinear slope on-the-grid.tif`"
    );
    assert!(words(Grid { columns: 4, ..plane() }).contains("another extent"));
    assert!(words(Grid { width: 500.0, columns: 6, ..plane() }).contains("another size of cells"));
    assert!(Stack::new(vec![clay.clone(), clay.clone()]).unwrap_err().to_string().contains("already; rename one"));
    assert!(Stack::new(vec![]).is_err());
}

#[test]
fn years_of_files_become_one_map() {
    let one = |value: f64| Raster::new("ndvi", plane(), vec![Layer::Single], vec![value; 6]).unwrap();
    let map = Raster::of_years("ndvi", vec![(2000, one(0.5)), (1980, one(0.3))]).unwrap();
    assert_eq!(
        (map.years(), map.at_year(1980).unwrap()[0], map.at_year(2000).unwrap()[5]),
        (vec![1980, 2000], 0.3, 0.5)
    );
    let words = map.at_year(1990).unwrap_err().to_string();
    assert_eq!(words, "ndvi: `ndvi` has no 1990; there are 1980, 2000");
    let odd = one(0.1).with_unit("%");
    let words = Raster::of_years("ndvi", vec![(1980, one(0.3)), (1981, odd)]).unwrap_err().to_string();
    assert_eq!(words, "ndvi: 1981 is in %, 1980 in no unit; give all years one unit");
    assert!(
        Raster::of_years("ndvi", vec![(1980, one(0.3)), (1980, one(0.3))])
            .unwrap_err()
            .to_string()
            .contains("both 1980")
    );
}

#[test]
fn values_are_checked_converted_and_sampled() {
    let map = years(plane(), "soc", &[1980]);
    let words = map.check_range(0.25..=f64::MAX).unwrap_err().to_string();
    assert_eq!(
        words,
        "soc: `soc`: found 0 kg m-2 in 1980 at row 1, column 1 (x 500500, y 5299500) (and in 1 more places); accepted is at \
         least 0.25 kg m-2, and nodata where there is no value"
    );
    let converted = map.clone().in_unit("t ha-1").unwrap();
    assert_eq!((converted.layer(0)[2], converted.unit.as_deref()), (2.0, Some("t ha-1")));
    assert!(map.clone().in_unit("K").unwrap_err().to_string().contains("cannot be converted"));
    let places = [(500_100.0, 5_299_100.0), (502_900.0, 5_298_100.0)];
    assert_eq!(map.sample(0, &places, |i| format!("site {i}")).unwrap(), [0.0, 0.5]);
    let words = map.sample(0, &[(15.0, 47.0)], |_| "site 9".into()).unwrap_err().to_string();
    assert!(words.contains("site 9 at x 15, y 47 is outside the map") && words.contains("EPSG:32633?"), "{words}");
    assert!(Raster::new("x", plane(), vec![Layer::Single], vec![1.0; 5]).is_err());
    let infinite = Raster::new("x", plane(), vec![Layer::Single], vec![1.0, 2.0, 3.0, 4.0, f64::INFINITY, 6.0]);
    assert!(infinite.unwrap_err().to_string().contains("found inf at row 2, column 2"));
}

#[test]
fn files_of_one_year_each_are_one_map() {
    let folder = tempfile::tempdir().unwrap();
    let of_year = |year: i32, grid: Grid| {
        let values = (0..grid.cells()).map(|cell| f64::from(year) + cell as f64).collect();
        let raster = Raster::new("ndvi", grid, vec![Layer::Single], values).unwrap().with_unit("1");
        raster.write(folder.path().join(format!("ndvi_{year}.tif")), &[]).unwrap();
    };
    let pattern = folder.path().join("ndvi_{year}.tif");
    let words = |pattern: &Path| Raster::read_years(pattern, None, None).unwrap_err().to_string();
    assert!(words(&pattern).contains("no file of that name is there"), "{}", words(&pattern));
    for year in [1982, 1980, 1981] {
        of_year(year, plane());
    }
    std::fs::write(folder.path().join("ndvi_mean.tif"), "of no year").unwrap();
    let ndvi = Raster::read_years(&pattern, None, None).unwrap();
    assert!(Raster::is_of_years(&pattern) && !Raster::is_of_years(Path::new("{year}/ndvi.tif")));
    assert_eq!((ndvi.name.as_str(), ndvi.years(), ndvi.path()), ("ndvi", vec![1980, 1981, 1982], pattern.as_path()));
    assert_eq!(ndvi.at_year(1981).unwrap(), [1981.0, 1982.0, 1983.0, 1984.0, 1985.0, 1986.0]);
    of_year(1983, Grid { rows: 1, ..plane() });
    let words = words(&pattern);
    assert!(words.contains("ndvi_1983.tif") && words.contains("bring it onto that grid"), "{words}");
}
