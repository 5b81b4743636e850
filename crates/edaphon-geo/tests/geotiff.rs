//! GeoTIFF: files of GDAL are read, our own come back, and what cannot be used is refused with the remedy.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use edaphon_geo::{Crs, Grid, Layer, Raster};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn refusal(name: &str) -> String {
    let words = Raster::read(data(name)).unwrap_err().to_string();
    words.rsplit_once("tests/data/").map_or(words.clone(), |(_, words)| words.to_owned())
}

fn plane(columns: usize, rows: usize) -> Grid {
    Grid {
        crs: Crs::Projected(32633),
        west: 500_000.0,
        north: 5_300_000.0,
        width: 1000.0,
        height: 500.0,
        columns,
        rows,
    }
}

#[test]
fn a_file_of_gdal_has_its_crs_unit_and_gaps() {
    let clay = Raster::read(data("clay.tif")).unwrap();
    assert_eq!((clay.name.as_str(), clay.unit.as_deref(), clay.layers()), ("clay", Some("%"), &[Layer::Single][..]));
    assert_eq!(clay.long_name, "clay content");
    assert_eq!(*clay.grid(), Grid { height: 1000.0, ..plane(5, 6) });
    assert!(clay.layer(0)[1].is_nan());
    assert_eq!(clay.layer(0)[29], f64::from(2.9_f32));
}

#[test]
fn bands_named_after_years_are_of_years_and_unpacked() {
    let ndvi = Raster::read(data("ndvi.tif")).unwrap();
    assert_eq!((ndvi.years(), ndvi.unit.as_deref()), (vec![1980, 1984, 1988], Some("1")));
    assert_eq!(ndvi.at_year(1988).unwrap()[0], 2.0 * 0.0001);
    assert!(ndvi.at_year(1984).unwrap()[3].is_nan());
    assert!(ndvi.at_year(1985).unwrap_err().to_string().ends_with("`ndvi` has no 1985; there are 1980, 1984, 1988"));
}

#[test]
fn degrees_and_south_american_places_are_read() {
    let slope = Raster::read(data("slope-degrees.tif")).unwrap();
    assert_eq!(slope.grid().crs, Crs::WGS84);
    assert_eq!((slope.grid().west, slope.grid().south()), (-60.0, -11.0));
}

#[test]
fn what_cannot_be_used_is_refused_with_the_remedy() {
    assert_eq!(
        refusal("no-crs.tif"),
        "no-crs.tif: no CRS is stated; write it into the file with `gdal_edit.py -a_srs EPSG:…`, or give it beside the file \
         (`EPSG:32633`, or `local` for a plane of metres)"
    );
    let local = Raster::read_with(data("no-crs.tif"), Some("clay"), Some(Crs::Local)).unwrap();
    assert_eq!((local.name.as_str(), local.grid().crs), ("clay", Crs::Local));
    let albers = refusal("albers.tif");
    assert!(albers.contains("has no EPSG code") && albers.contains("gdalwarp -t_srs EPSG:"), "{albers}");
    let feet = refusal("feet.tif");
    assert!(feet.contains("its coordinates are in the unit EPSG:9003; accepted are metres"), "{feet}");
    assert!(refusal("rotated.tif").contains("bring it north up with `gdalwarp`"), "{}", refusal("rotated.tif"));
    assert!(refusal("masked.tif").contains("gaps are marked by a mask"), "{}", refusal("masked.tif"));
    assert!(refusal("picture.tif").contains("a picture without a place on Earth"), "{}", refusal("picture.tif"));
    assert!(refusal("two-units.tif").contains("band 1 is in `%`, band 2 in `1`"), "{}", refusal("two-units.tif"));
    let words = Raster::read_with(data("clay.tif"), None, Some(Crs::Projected(3035))).unwrap_err().to_string();
    assert!(words.contains("its CRS is EPSG:32633, and EPSG:3035 was given for it"), "{words}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.tif");
    std::fs::write(&path, "no picture").unwrap();
    assert!(Raster::read(&path).unwrap_err().to_string().contains("cannot be read as GeoTIFF"));
    assert!(Raster::read(folder.path().join("none.tif")).unwrap_err().to_string().contains("cannot open"));
    assert!(Raster::read("x.asc").unwrap_err().to_string().contains("accepted are .nc and .tif"));
}

/// A map of which no two cells are alike, with a gap.
fn made(columns: usize, rows: usize, layers: Vec<Layer>) -> Raster {
    let count = layers.len() * columns * rows;
    let values = (0..count).map(|i| if i % 17 == 3 { f64::NAN } else { f64::from((0.37 * i as f64).sin() as f32) });
    let raster = Raster::new("soc", plane(columns, rows), layers, values.collect()).unwrap();
    raster.with_unit("kg m-2").with_long_name("soil carbon < 20 cm & \"deep\"")
}

#[test]
fn maps_come_back_with_everything_that_is_said_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other-name.tif");
    let years = vec![Layer::Year(1980), Layer::Year(2000), Layer::Year(1990)];
    let bands = vec![Layer::Band("mean".into()), Layer::Band("sd".into())];
    for (columns, rows, layers) in [(3, 2, vec![Layer::Single]), (300, 20, years), (257, 513, bands)] {
        let made = made(columns, rows, layers);
        made.write(&path, &[("title", "a map")]).unwrap();
        let once = std::fs::read(&path).unwrap();
        let back = Raster::read(&path).unwrap();
        assert_eq!((&back.name, &back.unit, &back.long_name), (&made.name, &made.unit, &made.long_name));
        assert_eq!((back.layers(), back.grid()), (made.layers(), made.grid()));
        let same = |(a, b): (&f64, &f64)| a == b || (a.is_nan() && b.is_nan());
        assert!(back.values().iter().zip(made.values()).all(same));
        made.write(&path, &[("title", "a map")]).unwrap();
        assert!(once == std::fs::read(&path).unwrap(), "the same map gives the same bytes");
    }
}

#[test]
fn large_maps_have_overviews_of_means() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("soc.tif");
    let made = made(257, 513, vec![Layer::Single]);
    made.write(&path, &[]).unwrap();
    let file = geotiff_reader::GeoTiffFile::open(&path).unwrap();
    assert_eq!(file.overview_count(), 2);
    let half = file.read_overview::<f32>(0).unwrap();
    assert_eq!(half.shape(), [257, 129]);
    let of = |row: usize, column: usize| made.layer(0)[row * 257 + column];
    // The gaps, every seventeenth cell, count for nothing.
    let mean = |places: [(usize, usize); 4]| {
        let there: Vec<f64> = places.iter().map(|&(row, column)| of(row, column)).filter(|v| !v.is_nan()).collect();
        (there.iter().sum::<f64>() / there.len() as f64) as f32
    };
    assert!(of(1, 1).is_nan() && of(0, 3).is_nan());
    assert_eq!(half[[0, 0]], mean([(0, 0), (0, 1), (1, 0), (1, 1)]));
    assert_eq!(half[[0, 1]], mean([(0, 2), (0, 3), (1, 2), (1, 3)]));
    assert_eq!(half[[1, 3]], mean([(2, 6), (2, 7), (3, 6), (3, 7)]));
}

#[test]
fn what_geotiff_cannot_hold_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("soc.tif");
    let huge = Raster::new("soc", plane(1, 1), vec![Layer::Single], vec![1e300]).unwrap();
    let words = huge.write(&path, &[]).unwrap_err().to_string();
    assert!(words.contains("is beyond 32-bit numbers; give the map a larger unit"), "{words}");
    let far = Grid { crs: Crs::Projected(102_025), ..plane(1, 1) };
    let far = Raster::new("soc", far, vec![Layer::Single], vec![1.0]).unwrap();
    assert!(far.write(&path, &[]).unwrap_err().to_string().contains("GeoTIFF keeps codes up to 65535"));
    assert!(!path.exists());
    assert!(
        far.write(folder.path().join("soc.png"), &[]).unwrap_err().to_string().contains("accepted are .nc and .tif")
    );
}
