//! Maps as files: a table, NetCDF of all years, GeoTIFF and a picture of each, and an animation.

use std::path::{Path, PathBuf};

use edaphon_figures::{ColourMap, Limits};
use edaphon_geo::{Picture, Raster};
use edaphon_io::write_whole;
use rayon::prelude::*;

use super::tables;
use crate::error::{LearnError, Result};
use crate::maps::Maps;

/// Name of the table of maps.
pub const MAPS: &str = "maps.csv.gz";
/// Name of the maps of all years, and of the folder of maps and pictures of each.
pub const MAP_FILES: [&str; 3] = [MAPS, "maps.nc", "maps"];

/// Quantities with a GeoTIFF and a picture of each year.
const SHOWN: [&str; 4] = ["stock", "low", "high", "dissimilarity"];
/// How long a year is shown in the animation (s).
const SECONDS: f64 = 0.8;

/// Writes maps into a folder: a table with a row for each cell and year and, of cells on a regular grid, `maps.nc` (CF-NetCDF of all years) and
/// `maps/` with a GeoTIFF and a picture of each year (stock, ends of the interval, dissimilarity) and the animated `stock.png`.
///
/// # Errors
/// If a file cannot be written.
pub fn write_maps(maps: &Maps, folder: &Path) -> Result<Vec<PathBuf>> {
    std::fs::create_dir_all(folder).map_err(LearnError::file(folder, "create"))?;
    let [table, netcdf, single] = MAP_FILES.map(|name| folder.join(name));
    write_table(maps, &table)?;
    if maps.lattice.is_err() {
        return Ok(vec![table]);
    }
    let stack = maps.rasters()?;
    std::fs::create_dir_all(&single).map_err(LearnError::file(&single, "create"))?;
    stack.write(&netcdf, &attributes("soil organic carbon in space and time"))?;
    let shown = SHOWN.map(|name| stack.raster(name));
    let shown = shown.into_iter().collect::<edaphon_geo::Result<Vec<_>>>()?;
    let stocks = shown.iter().take(3).flat_map(|raster| raster.values().iter().copied());
    let of_stocks = Limits::Robust.shared(stocks, ColourMap::Viridis);
    let work: Vec<(&Raster, usize)> =
        shown.iter().flat_map(|raster| (0..raster.layers().len()).map(move |layer| (*raster, layer))).collect();
    let mut written = vec![table, netcdf];
    let files = work.into_par_iter().map(|(raster, layer)| write_year(raster, layer, of_stocks, &single));
    written.extend(files.collect::<Result<Vec<_>>>()?.into_iter().flatten());
    if maps.years.len() > 1 {
        written.push(single.join("stock.png"));
        picture(stack.raster("stock")?, of_stocks).animate(SECONDS, &written[written.len() - 1])?;
    }
    Ok(written)
}

/// Writes the GeoTIFF and the picture of a year.
fn write_year(raster: &Raster, layer: usize, of_stocks: Limits, folder: &Path) -> Result<[PathBuf; 2]> {
    let year = raster.layers()[layer].name().unwrap_or_default();
    let [tif, png] = ["tif", "png"].map(|ending| folder.join(format!("{}-{year}.{ending}", raster.name)));
    raster.only(layer).write(&tif, &attributes(&format!("{}, {year}", raster.long_name)))?;
    picture(raster, of_stocks).write(layer, &png)?;
    Ok([tif, png])
}

/// The picture of a quantity; stocks and the ends of their intervals share their colours.
fn picture(raster: &Raster, of_stocks: Limits) -> Picture<'_> {
    let mut picture = Picture::of(raster);
    match raster.unit.as_deref() {
        Some("1") | None => {
            picture.colours = ColourMap::Cividis;
            picture.label = "Dissimilarity index (–)".into();
        }
        Some(_) => {
            picture.limits = of_stocks;
            picture.label = "Stock".into();
        }
    }
    picture
}

/// What a file says of itself.
fn attributes(title: &str) -> [(&str, &str); 3] {
    [
        ("title", title),
        (
            "source",
            concat!(
                "edaphon ",
                env!("CARGO_PKG_VERSION"),
                ": random forest of samples and of stocks simulated by RothC with a microbial factor"
            ),
        ),
        ("references", "Zhang et al. 2024, doi 10.1016/j.scitotenv.2024.170778"),
    ]
}

/// Writes maps as a table, compressed by gzip: a row for each cell and year.
fn write_table(maps: &Maps, path: &Path) -> Result<()> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    let bytes = std::io::Write::write_all(&mut packed, tables::maps(maps)?.as_bytes()).and_then(|()| packed.finish());
    Ok(write_whole(path, &bytes.map_err(LearnError::file(path, "pack"))?)?)
}
