//! Pictures of maps: north up, with a scale bar, a colour bar with its unit, and the years one after the other.

use std::path::Path;

use edaphon_figures::{Animation, ColourMap, Figure, Limits, Map, MapCell, Projection};

use super::{Layer, Raster};
use crate::error::{Result, refused};

/// Most columns and rows of a picture: more would be finer than its pixels.
const FINEST: usize = 1600;
/// Width of an animation (px of the layout).
const ANIMATION_WIDTH: u32 = 560;

/// How a map is to be drawn.
///
/// Colours are told apart by colour-blind readers; the colour bar is one for all layers.
#[derive(Debug, Clone)]
pub struct Picture<'r> {
    raster: &'r Raster,
    /// Words above the map; by default what the map is of.
    pub title: String,
    /// Words beside the colour bar; by default the name of the map.
    pub label: String,
    /// The colours.
    pub colours: ColourMap,
    /// The values at the ends of the colour bar, of all layers together.
    pub limits: Limits,
}

impl<'r> Picture<'r> {
    /// The usual picture of a map.
    pub fn of(raster: &'r Raster) -> Self {
        let title = if raster.long_name.is_empty() { &raster.name } else { &raster.long_name };
        let label = capitalised(&raster.name);
        Self { raster, title: capitalised(title), label, colours: ColourMap::Viridis, limits: Limits::Robust }
    }

    /// The figure of a layer (from 0), to be written as PNG or SVG or put into a report.
    ///
    /// Of a map with more than 1600 rows or columns, means of neighbouring cells are drawn.
    pub fn figure(&self, layer: usize) -> Map {
        let limits = self.limits.shared(self.raster.values.iter().copied(), self.colours);
        let (projection, cells) = cells(self.raster, layer);
        Map {
            title: self.title.clone(),
            moment: self.raster.layers[layer].name().unwrap_or_default(),
            label: self.label.clone(),
            unit: self.raster.unit.clone().unwrap_or_default(),
            cells,
            colours: self.colours,
            limits,
            projection,
            scale_bar: true,
            ..Map::default()
        }
    }

    /// Writes the picture of a layer (from 0), as PNG or SVG by the name of the file.
    ///
    /// # Errors
    /// If there is no such layer, the map cannot be drawn or the file cannot be written.
    pub fn write(&self, layer: usize, path: impl AsRef<Path>) -> Result<()> {
        if layer >= self.raster.layers.len() {
            let (name, count) = (&self.raster.name, self.raster.layers.len());
            let problem = format!("layer {} of `{name}` was asked for; it has {count}", layer + 1);
            return Err(refused(path.as_ref(), problem));
        }
        Ok(self.figure(layer).write(path.as_ref())?)
    }

    /// Writes all layers as an animated PNG, each shown for `seconds` with its year beside the title.
    ///
    /// # Errors
    /// If there is one layer only, the map cannot be drawn or the file cannot be written.
    pub fn animate(&self, seconds: f64, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        if self.raster.layers == [Layer::Single] {
            let mend = "give it years, or write a single picture";
            return Err(refused(path, format!("`{}` has one layer, and nothing moves; {mend}", self.raster.name)));
        }
        let figures: Vec<Map> = (0..self.raster.layers.len()).map(|layer| self.figure(layer)).collect();
        let frames: Vec<&dyn Figure> = figures.iter().map(|figure| figure as &dyn Figure).collect();
        let size = figures[0].size_for(ANIMATION_WIDTH);
        Ok(Animation { frames, seconds, size }.write(path)?)
    }
}

/// The cells of a layer, in degrees or kilometres.
fn cells(raster: &Raster, layer: usize) -> (Projection, Vec<MapCell>) {
    let grid = raster.grid;
    let (projection, unit) =
        if grid.crs.is_geographic() { (Projection::PlateCarree, 1.0) } else { (Projection::Plane, 1e-3) };
    let block = grid.columns.max(grid.rows).div_ceil(FINEST);
    let values = raster.layer(layer);
    let mut cells = Vec::new();
    for row in (0..grid.rows).step_by(block) {
        for column in (0..grid.columns).step_by(block) {
            let (rows, columns) = (block.min(grid.rows - row), block.min(grid.columns - column));
            let of_row = |row: usize| values[row * grid.columns + column..][..columns].iter();
            let there = (row..row + rows).flat_map(of_row).filter(|value| !value.is_nan());
            let (sum, count) = there.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
            let (width, height) = (grid.width * columns as f64, grid.height * rows as f64);
            cells.push(MapCell {
                lon: unit * (grid.west + grid.width * column as f64 + width / 2.0),
                lat: unit * (grid.north - grid.height * row as f64 - height / 2.0),
                width: unit * width,
                height: unit * height,
                value: sum / count,
            });
        }
    }
    (projection, cells)
}

/// The words with a capital at the front, unless they are a name with capitals of its own (`cSoil`, `pH`).
fn capitalised(words: &str) -> String {
    let first = words.split(' ').next().unwrap_or_default();
    let mut letters = words.chars();
    match letters.next() {
        Some(letter) if !first.chars().any(char::is_uppercase) => letter.to_uppercase().chain(letters).collect(),
        _ => words.to_owned(),
    }
}
