//! Writes maps of an invented landscape into a folder: GeoTIFF, NetCDF, PNG, SVG and an animated PNG of the years.
//!
//! ```text
//! cargo run -p edaphon-geo --example maps -- FOLDER
//! ```

use std::error::Error;
use std::path::PathBuf;

use edaphon_geo::{Crs, Grid, Layer, Picture, Raster};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).map(PathBuf::from).ok_or("name the folder to write into")?;
    std::fs::create_dir_all(&folder)?;
    let title = [("title", "invented stocks of soil carbon")];
    for (name, grid) in grids() {
        let map = stock(grid)?;
        map.write(folder.join(format!("{name}.tif")), &title)?;
        map.write(folder.join(format!("{name}.nc")), &title)?;
        let picture = Picture::of(&map);
        picture.write(0, folder.join(format!("{name}.png")))?;
        picture.write(0, folder.join(format!("{name}.svg")))?;
        picture.animate(0.4, folder.join(format!("{name}-years.png")))?;
    }
    Ok(())
}

/// A region in the metres of a projection, one in degrees, a plot of some metres and a long valley.
fn grids() -> Vec<(&'static str, Grid)> {
    let plane = Grid {
        crs: Crs::Projected(32633),
        west: 500_000.0,
        north: 5_300_000.0,
        width: 1000.0,
        height: 1000.0,
        columns: 100,
        rows: 75,
    };
    let degrees = Grid { crs: Crs::WGS84, west: 5.0, north: 48.0, width: 0.05, height: 0.05, columns: 110, rows: 45 };
    let plot = Grid { crs: Crs::Local, west: 0.0, north: 40.0, width: 2.0, height: 2.0, columns: 30, rows: 20 };
    let valley = Grid { columns: 30, rows: 160, ..plane };
    let globe = Grid { crs: Crs::WGS84, west: -180.0, north: 85.0, width: 2.5, height: 2.5, columns: 144, rows: 57 };
    vec![("region", plane), ("degrees", degrees), ("plot", plot), ("valley", valley), ("globe", globe)]
}

/// Stocks that grow on hills and shrink in valleys, 1980 to 2000, with a lake.
fn stock(grid: Grid) -> Result<Raster, edaphon_geo::Error> {
    let years: Vec<i32> = (1980..=2000).step_by(4).collect();
    let mut values = Vec::new();
    for year in &years {
        for cell in 0..grid.cells() {
            let (row, column) = ((cell / grid.columns) as f64, (cell % grid.columns) as f64);
            let hill = (0.11 * column).sin() * (0.13 * row).cos() + 0.4 * (0.05 * (row + column)).sin();
            let is_lake = (row - 12.0).powi(2) / 30.0 + (column - 20.0).powi(2) / 60.0 < 1.0;
            let since = f64::from(year - 1980) / 20.0;
            values.push(if is_lake { f64::NAN } else { 5.0 + 2.0 * hill + 0.8 * since * hill });
        }
    }
    let layers = years.into_iter().map(Layer::Year).collect();
    let map = Raster::new("stock", grid, layers, values)?;
    Ok(map.with_unit("kg C m-2").with_long_name("soil carbon stock, 0–20 cm"))
}
