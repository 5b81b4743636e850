//! Writing GeoTIFF: every layer a band, with its name and unit, NaN where there is no value.

use std::path::Path;

use super::super::Raster;
use super::super::grid::{Grid, tidy};
use super::cog;
use super::gdal::{self, Item};
use super::overview::Pixels;
use super::tags::Tag;
use crate::error::{Result, refused};

/// Writes a map as a cloud-optimised GeoTIFF of 32-bit numbers; `attributes` are kept beside the pixels.
pub(in super::super) fn write(raster: &Raster, path: &Path, attributes: &[(&str, &str)]) -> Result<()> {
    let grid = raster.grid;
    let pixels = pixels(raster, path)?;
    let program = concat!("edaphon ", env!("CARGO_PKG_VERSION"));
    let mut of_map = vec![
        Tag::ascii(305, program),
        Tag::double(33550, &[tidy(grid.width), tidy(grid.height), 0.0]),
        Tag::double(33922, &[0.0, 0.0, 0.0, tidy(grid.west), tidy(grid.north), 0.0]),
        Tag::ascii(42112, &gdal::document(&items(raster, attributes))),
    ];
    of_map.push(Tag::short(34735, &keys(&grid, path)?));
    let of_all = [Tag::ascii(42113, "nan")];
    let failed = |reason| edaphon_io::Error::File { path: path.to_owned(), action: "compress", reason };
    let bytes = cog::file(pixels, &of_map, &of_all).map_err(failed)?;
    let mend = "write fewer years to a file, or NetCDF (.nc)";
    let bytes = bytes
        .ok_or_else(|| refused(path, format!("the map is larger than 4 GiB, which GeoTIFF cannot hold; {mend}")))?;
    Ok(edaphon_io::write_whole(path, &bytes)?)
}

/// The layers of a map as bands of pixels, rounded to 32 bits.
fn pixels(raster: &Raster, path: &Path) -> Result<Pixels> {
    let (grid, bands) = (raster.grid, raster.layers.len());
    if bands > usize::from(u16::MAX) || grid.columns.max(grid.rows) > u32::MAX as usize {
        return Err(refused(path, format!("{bands} bands of {grid} do not fit into a GeoTIFF; write NetCDF (.nc)")));
    }
    let mut values = Vec::with_capacity(raster.values.len());
    for cell in 0..grid.cells() {
        values.extend((0..bands).map(|band| raster.values[band * grid.cells() + cell] as f32));
    }
    if let Some(at) = values.iter().position(|value| value.is_infinite()) {
        let (cell, band) = (at / bands, at % bands);
        let found = raster.values[band * grid.cells() + cell];
        let problem =
            format!("`{}`: {found} {} is beyond 32-bit numbers", raster.name, super::super::place_of(&grid, cell));
        return Err(refused(path, format!("{problem}; give the map a larger unit, or write NetCDF (.nc)")));
    }
    Ok(Pixels { columns: grid.columns, rows: grid.rows, bands, values })
}

/// Names and units of the bands, and what is said of the map as a whole.
fn items(raster: &Raster, attributes: &[(&str, &str)]) -> Vec<Item> {
    let of_file = |name: &str, text: &str| Item { name: name.to_owned(), band: None, text: text.to_owned() };
    let mut items = vec![of_file("name", &raster.name)];
    if !raster.long_name.is_empty() {
        items.push(of_file("long_name", &raster.long_name));
    }
    items.extend(attributes.iter().map(|(name, text)| of_file(name, text)));
    for (band, layer) in raster.layers.iter().enumerate() {
        let mut of_band = |name: &str, text: String| items.push(Item { name: name.to_owned(), band: Some(band), text });
        if let Some(name) = layer.name() {
            of_band("DESCRIPTION", name);
        }
        if let Some(unit) = &raster.unit {
            of_band("UNITTYPE", unit.clone());
        }
    }
    items
}

/// The GeoTIFF keys of a grid: pixels are areas, and the CRS is one of EPSG's.
fn keys(grid: &Grid, path: &Path) -> Result<Vec<u16>> {
    let code = |code: u32| {
        let problem = format!("GeoTIFF keeps codes up to 65535, and the CRS is EPSG:{code}; write NetCDF (.nc)");
        u16::try_from(code).map_err(|_| refused(path, problem))
    };
    let keys: Vec<(u16, u16)> = match (grid.crs.epsg(), grid.crs.is_geographic()) {
        (Some(epsg), true) => vec![(1024, 2), (1025, 1), (2048, code(epsg)?), (2054, 9102)],
        (Some(epsg), false) => vec![(1024, 1), (1025, 1), (3072, code(epsg)?), (3076, 9001)],
        (None, _) => vec![(1025, 1)],
    };
    let head = [1, 1, 0, keys.len() as u16];
    Ok(head.into_iter().chain(keys.into_iter().flat_map(|(key, value)| [key, 0, 1, value])).collect())
}
