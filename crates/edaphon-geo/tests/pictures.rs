//! Maps become pictures with a scale bar, units and years; small enough to look at by hand with the example `maps`.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use edaphon_figures::{Figure, Limits};
use edaphon_geo::{Crs, Grid, Layer, Picture, Raster};

fn map(crs: Crs, layers: Vec<Layer>) -> Raster {
    let grid = if crs.is_geographic() {
        Grid { crs, west: 10.0, north: 50.0, width: 0.5, height: 0.5, columns: 12, rows: 8 }
    } else {
        Grid { crs, west: 500_000.0, north: 5_300_000.0, width: 1000.0, height: 1000.0, columns: 12, rows: 8 }
    };
    let values = (0..layers.len() * grid.cells()).map(|i| if i == 5 { f64::NAN } else { i as f64 }).collect();
    let raster = Raster::new("cSoil", grid, layers, values).unwrap();
    raster.with_unit("kg m-2").with_long_name("soil carbon stock")
}

#[test]
fn a_picture_says_what_it_shows() {
    let years = vec![Layer::Year(1980), Layer::Year(2000)];
    for (crs, bar, edge) in [(Crs::Projected(32633), "2 km", "5296 km"), (Crs::WGS84, "50 km at 48° N", "12° E")] {
        let raster = map(crs, years.clone());
        let figure = Picture::of(&raster).figure(1);
        let svg = figure.render_svg(figure.size()).unwrap();
        for words in ["Soil carbon stock", ">2000<", "cSoil (kg m⁻²)", bar, edge, ">N<"] {
            assert!(svg.contains(words), "{words} is missing from the map in {crs}: {svg}");
        }
        assert_eq!(figure.cells.len(), 96);
        assert!(figure.description().contains("on 96 cells, from 96.00 to 191.0"), "{}", figure.description());
    }
}

#[test]
fn the_colours_of_all_years_are_the_same() {
    let raster = map(Crs::Local, vec![Layer::Year(1980), Layer::Year(2000)]);
    let mut picture = Picture::of(&raster);
    picture.limits = Limits::Full;
    let expected = Limits::Shared { low: 0.0, high: 191.0, range: (0.0, 191.0) };
    assert_eq!((picture.figure(0).limits, picture.figure(1).limits), (expected, expected));
}

#[test]
fn pictures_are_written_and_what_cannot_be_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let years = map(Crs::Local, vec![Layer::Year(1980), Layer::Year(2000)]);
    let picture = Picture::of(&years);
    picture.write(0, at("map.png")).unwrap();
    picture.animate(0.5, at("years.png")).unwrap();
    let bytes = std::fs::read(at("years.png")).unwrap();
    assert!(bytes.starts_with(b"\x89PNG") && bytes.windows(4).any(|part| part == b"acTL"));
    picture.animate(0.5, at("again.png")).unwrap();
    assert!(bytes == std::fs::read(at("again.png")).unwrap());
    let words = picture.write(2, at("map.png")).unwrap_err().to_string();
    assert!(words.ends_with("map.png: layer 3 of `cSoil` was asked for; it has 2"), "{words}");
    assert!(picture.animate(0.5, at("years.gif")).unwrap_err().to_string().contains("`.png` or `.apng`"));
    let single = map(Crs::Local, vec![Layer::Single]);
    let words = Picture::of(&single).animate(0.5, at("one.png")).unwrap_err().to_string();
    assert!(words.contains("`cSoil` has one layer, and nothing moves"), "{words}");
}

#[test]
fn maps_finer_than_a_picture_are_drawn_as_means() {
    let grid = Grid { crs: Crs::Local, west: 0.0, north: 4.0, width: 1.0, height: 2.0, columns: 1601, rows: 2 };
    let values: Vec<f64> = (0..grid.cells()).map(|i| if i == 0 { f64::NAN } else { (i % 1601) as f64 }).collect();
    let raster = Raster::new("x", grid, vec![Layer::Single], values).unwrap();
    let cells = Picture::of(&raster).figure(0).cells;
    assert_eq!((cells.len(), cells[0].value, cells[0].width, cells[0].height), (801, 2.0 / 3.0, 0.002, 0.004));
    assert_eq!((cells[800].value, cells[800].width), (1600.0, 0.001));
}
