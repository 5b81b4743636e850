//! Maps: values on the cells of a grid of longitude and latitude.

mod extent;
mod outline;
mod plane;
mod robinson;
pub(crate) mod scale;
mod scale_bar;
mod view;

use crate::Figure;
use crate::Size;
use crate::axis::{finite_range, is_drawable};
use crate::canvas::{Anchor, Area, Canvas, Stroke, Text};
use crate::error::{FigureError, Result};
use crate::font::text_width;
use crate::layout::{Entry, Key, MARGIN, legend, legend_height, title};
use crate::number::{label_with_unit, significant};
use crate::style::{Colour, ColourMap, FAINT_INK, GRID, MASKED, TITLE};
pub use scale::Limits;
use scale::Scale;
pub use view::Projection;
use view::View;

/// A cell of a grid and what is known of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MapCell {
    /// Longitude of the centre (degrees east, 0 to 360 or −180 to 180), or x (km) on a [`Plane`](Projection::Plane).
    pub lon: f64,
    /// Latitude of the centre (degrees north), or y (km).
    pub lat: f64,
    /// Extent from west to east (degrees or km).
    pub width: f64,
    /// Extent from south to north (degrees or km).
    pub height: f64,
    /// The value; NaN leaves the cell out.
    pub value: f64,
}

/// Values on a map.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Map {
    /// Words above the figure; may be empty.
    pub title: String,
    /// What the map is of, such as a year, to the right of the title; may be empty.
    pub moment: String,
    /// The quantity, without its unit.
    pub label: String,
    /// Its unit, as in CF or typeset.
    pub unit: String,
    /// The cells with values.
    pub cells: Vec<MapCell>,
    /// Cells drawn grey, whatever their value.
    pub masked: Vec<MapCell>,
    /// What grey means, such as `not simulated`.
    pub mask_label: String,
    /// The colours. Those that diverge keep zero in the middle, unless the limits are fixed.
    pub colours: ColourMap,
    /// The values at the two ends of the colour bar.
    pub limits: Limits,
    /// How the round Earth comes onto the picture.
    pub projection: Projection,
    /// The southern and the northern end of the map (degrees north); without them, those of the cells, or the poles.
    pub latitudes: Option<(f64, f64)>,
    /// Whether the edge of all cells, masked ones included, is drawn: the coast of their own land mask (not on a plane).
    pub outline: bool,
    /// Whether a bar under the map says how long kilometres are, and an arrow where north is.
    pub scale_bar: bool,
}

/// Height of the row of longitudes (px).
const LON_ROW: f64 = 20.0;
/// Width of the column of latitudes (px).
const LAT_COLUMN: f64 = 46.0;
/// Number of colours told apart.
pub(crate) const LEVELS: f64 = 127.0;

impl Map {
    /// The cells of a regular grid, from the coordinates of their centres and values in rows of equal latitude.
    ///
    /// Cells reach half-way to their neighbours. The latitudes may run either way.
    ///
    /// # Errors
    /// If there are not `lat.len() × lon.len()` values.
    pub fn cells_of_grid(lat: &[f64], lon: &[f64], values: &[f64]) -> Result<Vec<MapCell>> {
        if values.len() != lat.len() * lon.len() {
            return Err(FigureError::Length {
                what: "map",
                label: "values".to_owned(),
                found: values.len(),
                expected: format!("{} × {}", lat.len(), lon.len()),
                why: "latitudes × longitudes",
            });
        }
        let (heights, widths) = (extent::cell_sizes(lat), extent::cell_sizes(lon));
        let place = |i: usize| (i / lon.len(), i % lon.len());
        let cell = |(i, value): (usize, &f64)| {
            let (row, column) = place(i);
            MapCell { lon: lon[column], lat: lat[row], width: widths[column], height: heights[row], value: *value }
        };
        Ok(values.iter().enumerate().map(cell).collect())
    }

    fn check(&self) -> Result<()> {
        let on_a_plane = self.projection == Projection::Plane;
        let on_earth = |cell: &MapCell| cell.lat.abs() <= 90.0 && (-360.0..=720.0).contains(&cell.lon);
        let on_plane = |cell: &MapCell| cell.lat.abs() < 1e6 && cell.lon.abs() < 1e6;
        let is_fine = |cell: &&MapCell| {
            cell.width > 0.0 && cell.height > 0.0 && if on_a_plane { on_plane(cell) } else { on_earth(cell) }
        };
        if let Some(cell) = self.cells.iter().chain(&self.masked).find(|cell| !is_fine(cell)) {
            let MapCell { lon, lat, width, height, .. } = cell;
            let (found, accepted) = if on_a_plane {
                (
                    format!("x {lon}, y {lat}, {width} by {height} km"),
                    "coordinates within a million km and sizes above 0",
                )
            } else {
                let accepted = "latitudes −90 to 90, longitudes −180 to 360 and sizes above 0";
                (format!("lat {lat}, lon {lon}, {height} by {width} degrees"), accepted)
            };
            return Err(FigureError::Unusable { what: "cell of a map", found, accepted });
        }
        if let Some((south, north)) =
            self.latitudes.filter(|(south, north)| !(-90.0 <= *south && south < north && *north <= 90.0))
        {
            return Err(FigureError::Unusable {
                what: "latitudes of a map",
                found: format!("{south} to {north}"),
                accepted: "two numbers from −90 to 90, the smaller first",
            });
        }
        self.limits.check()
    }

    fn entries(&self) -> Vec<Entry> {
        if self.masked.is_empty() || self.mask_label.is_empty() {
            return Vec::new();
        }
        vec![Entry { label: self.mask_label.clone(), key: Key::Patch(MASKED) }]
    }

    /// Height of all that stands under the longitudes (px).
    fn bar_height(&self) -> f64 {
        self.scale().map_or(0.0, |scale| scale.height())
    }

    fn scale(&self) -> Option<Scale> {
        Scale::of(self.cells.iter().map(|cell| cell.value), self.limits, self.colours)
    }

    /// Height of the row with the scale bar (px).
    fn scale_row(&self) -> f64 {
        if self.scale_bar { scale_bar::ROW } else { 0.0 }
    }

    /// Draws the title with the moment beside it, and returns what is left.
    fn draw_title(&self, canvas: &mut Canvas, area: Area) -> Area {
        if self.moment.is_empty() {
            return title(canvas, area, &self.title);
        }
        let moment = Text::new(self.moment.clone(), (area.right, area.top + 13.0), TITLE).bold();
        canvas.text(moment.anchored(Anchor::End));
        let width = text_width(&self.moment, TITLE, true) + 16.0;
        let rest = title(canvas, Area { right: area.right - width, ..area }, &self.title);
        Area { right: area.right, top: rest.top.max(area.top + 24.0), ..rest }
    }

    /// Draws the edge of the land.
    fn draw_outline(&self, canvas: &mut Canvas, view: &View, plot: Area) {
        for line in outline::outline(self.cells.iter().chain(&self.masked)) {
            for piece in view.pieces(&line, plot) {
                canvas.line(&piece, Stroke::solid(FAINT_INK, 0.5));
            }
        }
    }

    /// Draws the cells of one colour after the other.
    fn draw_cells(&self, canvas: &mut Canvas, view: &View, plot: Area, scale: Option<&Scale>) {
        let masked = self.masked.iter().flat_map(|cell| view.place(cell, plot)).collect();
        canvas.tiles(joined(masked), MASKED);
        let Some(scale) = scale else { return };
        let mut levels: Vec<Vec<Area>> = vec![Vec::new(); LEVELS as usize + 1];
        for cell in self.cells.iter().filter(|cell| is_drawable(cell.value)) {
            levels[scale.level(cell.value)].extend(view.place(cell, plot));
        }
        for (level, areas) in levels.into_iter().enumerate().filter(|(_, areas)| !areas.is_empty()) {
            canvas.tiles(joined(areas), self.colours.at(level as f64 / LEVELS));
        }
    }
}

impl Figure for Map {
    fn size_for(&self, width: u32) -> Size {
        let across = f64::from(width) - 2.0 * MARGIN - LAT_COLUMN - 8.0;
        let title = if self.title.is_empty() && self.moment.is_empty() { 0.0 } else { 24.0 };
        let under = LON_ROW + self.scale_row() + self.bar_height() + 8.0;
        let around = 2.0 * MARGIN + title + legend_height(&self.entries(), across) + under;
        let height = (across * View::of(self).height_per_width()).min(0.62 * f64::from(width).max(500.0)) + around;
        Size { width, height: height.clamp(220.0, 4000.0) as u32 }
    }

    fn description(&self) -> String {
        let title = [if self.title.is_empty() { "Map" } else { &self.title }, &self.moment].join(" ");
        let title = title.trim_end();
        let values: Vec<f64> = self.cells.iter().map(|cell| cell.value).filter(|v| is_drawable(*v)).collect();
        let label = label_with_unit(&self.label, &self.unit);
        match finite_range(&values) {
            Some((low, high)) => format!(
                "{title}. Map of {label} on {} cells, from {} to {}.",
                values.len(),
                significant(low, 4),
                significant(high, 4)
            ),
            None => format!("{title}. Map of {label} without data."),
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Area) -> Result<()> {
        self.check()?;
        let rest = self.draw_title(canvas, area.inset(MARGIN));
        let rest = legend(canvas, rest, &self.entries());
        let view = View::of(self);
        let within = |column: f64| {
            let (left, right) = (rest.left + column, rest.right - 8.0);
            let under = LON_ROW + self.scale_row() + self.bar_height();
            view.fitted(Area { left, right, top: rest.top + 4.0, bottom: rest.bottom - under })
        };
        let column = view.latitude_width(within(LAT_COLUMN)) + 8.0;
        let plot = within(column.max(LAT_COLUMN));
        let scale = self.scale();
        view.draw_ground(canvas, plot, SEA);
        view.draw_graticule(canvas, plot, Stroke::solid(GRID, 0.8));
        self.draw_cells(canvas, &view, plot, scale.as_ref());
        if self.outline && self.projection != Projection::Plane {
            self.draw_outline(canvas, &view, plot);
        }
        view.draw_frame(canvas, plot, Stroke::solid(FAINT_INK, 1.0));
        view.draw_labels(canvas, plot);
        if self.scale_bar {
            scale_bar::draw(canvas, &view, plot, Area { top: plot.bottom + LON_ROW, ..rest });
        }
        match scale {
            Some(scale) => {
                let below = Area { top: plot.bottom + LON_ROW + self.scale_row(), ..rest };
                scale.draw(canvas, below, plot.centre().0, &label_with_unit(&self.label, &self.unit));
            }
            None => crate::layout::no_data(canvas, plot),
        }
        Ok(())
    }
}

/// `30° N`.
pub(crate) fn latitude_label(lat: f64) -> String {
    extent::latitude(lat)
}

/// Behind the cells: nearly white, so that cells without value look empty.
const SEA: Colour = Colour::hex(0xfbfcfd);

/// Joins tiles that stand side by side in a row, which makes the files smaller.
fn joined(mut areas: Vec<Area>) -> Vec<Area> {
    let near = |a: f64, b: f64| (a - b).abs() < 0.01;
    areas.sort_by(|a, b| a.top.total_cmp(&b.top).then(a.left.total_cmp(&b.left)));
    let mut out: Vec<Area> = Vec::with_capacity(areas.len());
    for area in areas {
        match out.last_mut() {
            Some(last) if near(last.top, area.top) && near(last.bottom, area.bottom) && near(last.right, area.left) => {
                last.right = area.right;
            }
            _ => out.push(area),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(values: &[f64]) -> Map {
        let lon: Vec<f64> = (0..values.len()).map(|i| i as f64).collect();
        Map { cells: Map::cells_of_grid(&[0.5], &lon, values).unwrap_or_default(), ..Map::default() }
    }

    #[test]
    fn neighbours_of_one_colour_become_one_tile() {
        let tile = |left: f64, top: f64| Area { left, right: left + 1.0, top, bottom: top + 1.0 };
        assert_eq!(joined(vec![tile(1.0, 0.0), tile(0.0, 0.0), tile(5.0, 0.0), tile(0.0, 1.0)]).len(), 3);
    }

    #[test]
    fn impossible_cells_and_limits_are_refused() {
        let cell = MapCell { lon: 5.0, lat: 95.0, width: 1.0, height: 1.0, value: 1.0 };
        let error = Map { cells: vec![cell], ..Map::default() }.render_svg(Size::new(400, 300)).unwrap_err();
        assert!(error.to_string().contains("lat 95, lon 5"), "{error}");
        let error = Map { limits: Limits::Fixed(2.0, 1.0), ..map(&[1.0]) }.render_svg(Size::new(400, 300)).unwrap_err();
        assert!(error.to_string().contains("found 2 to 1"), "{error}");
        assert!(Map::cells_of_grid(&[1.0], &[1.0, 2.0], &[0.0]).is_err());
    }
}
