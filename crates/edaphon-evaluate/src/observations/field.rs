//! The values of a product in the cells of a run.

use edaphon_core::grid::meridian_distance;
use edaphon_io::netcdf::{AttributeValue, File};
use edaphon_io::output::Spot;

use super::axes::Axes;
use super::registry::Product;
use super::{Brought, Series, is_ratio, time};
use crate::annual::AnnualRun;
use crate::error::{EvaluateError, Result};
use crate::regrid::{Regridding, Tile};

/// Degrees by which the centres and edges of one grid may differ.
const SAME_PLACE: f64 = 0.01;
/// Share of a cell's land that has to be covered.
const COVERED: f64 = 0.5;

/// A product, opened.
pub(super) struct Field<'a> {
    product: &'a Product,
    file: File,
    axes: Axes,
    way: Way,
    /// Area of land of each cell (m²).
    land: Vec<f64>,
}

/// How values come to the cells.
enum Way {
    /// From these places of the map.
    Taken(Vec<Option<usize>>, Brought),
    /// As means over what cells share.
    Means(Regridding),
}

/// What was read.
pub(super) struct Read {
    pub(super) mean: Vec<f64>,
    pub(super) series: Option<Series>,
    pub(super) brought: Brought,
}

impl<'a> Field<'a> {
    /// Opens a product and finds how its cells lie to those of a run.
    pub(super) fn open(product: &'a Product, run: &AnnualRun) -> Result<Self> {
        let file = File::open(&product.file)?;
        let axes = Axes::of(&product.file, &file, &product.variable)?;
        if let Some(over) = &product.over {
            let other = file.variable(over)?;
            if other.shape != axes.shape {
                let problem =
                    format!("`{over}` has the shape {:?}, `{}` {:?}", other.shape, product.variable, axes.shape);
                return Err(EvaluateError::at(&product.file, problem));
            }
        }
        let tiles = run.tiles()?;
        let whole = |at: usize| tiles.as_ref().map_or(f64::INFINITY, |tiles| tiles[at].area());
        let land = |(at, spot): (usize, &Spot)| if spot.area > 1.0 { spot.area.min(whole(at)) } else { whole(at) };
        let land = run.spots().iter().enumerate().map(land).collect();
        let way = way(product, run.spots(), &axes, tiles.as_deref())?;
        Ok(Self { product, file, axes, way, land })
    }

    /// The unit that the file gives a variable.
    pub(super) fn unit(&self, name: &str) -> Result<Option<String>> {
        Ok(self.file.variable(name)?.attribute("units").and_then(AttributeValue::text).map(str::to_owned))
    }

    /// Reads the product, record by record.
    pub(super) fn read(&self) -> Result<Read> {
        let records = self.axes.records();
        let when = self.axes.time.as_ref().and_then(|(_, name)| time::records(&self.file, name));
        let (mut known, mut maps) = (vec![0.0_f64; self.land.len()], Vec::with_capacity(records));
        for record in 0..records {
            let (values, covered) = self.record(record)?;
            known.iter_mut().zip(covered).for_each(|(most, covered)| *most = most.max(covered));
            maps.push(values);
        }
        let length = |record: usize| when.as_ref().map_or(1.0, |when| when[record].days);
        let mean = time::mean(maps.iter().enumerate().map(|(record, values)| (length(record), values.as_slice())));
        let brought = self.brought(&mean, &known);
        let series = when.and_then(|when| time::series(&when.into_iter().zip(maps).collect::<Vec<_>>()));
        if !mean.iter().any(|value| value.is_finite()) {
            return Err(EvaluateError::at(&self.product.file, "it has no value in any cell of the run"));
        }
        Ok(Read { mean, series, brought })
    }

    /// Standard deviations in the cells, the mean over records.
    pub(super) fn spread(&self, name: &str) -> Result<Vec<f64>> {
        let shape = &self.file.variable(name)?.shape;
        if *shape != self.axes.shape {
            let (variable, wanted) = (&self.product.variable, &self.axes.shape);
            let problem = format!("`{name}` has the shape {shape:?}, `{variable}` {wanted:?}; accepted is the same");
            return Err(EvaluateError::at(&self.product.file, problem));
        }
        let maps: Result<Vec<Vec<f64>>> = (0..self.axes.records())
            .map(|record| Ok(self.cells(&self.axes.record(&self.file, name, record)?).0))
            .collect();
        Ok(time::mean(maps?.iter().map(|values| (1.0, values.as_slice()))))
    }

    /// A record in the cells, and the area of each that it is known of (m²).
    fn record(&self, record: usize) -> Result<(Vec<f64>, Vec<f64>)> {
        let mut above = self.axes.record(&self.file, &self.product.variable, record)?;
        let Some(over) = &self.product.over else {
            self.discard(&mut above, |value, _| value, None);
            return Ok(self.cells(&above));
        };
        let mut below = self.axes.record(&self.file, over, record)?;
        // A place counts where both are known.
        for at in 0..above.len() {
            if !(above[at].is_finite() && below[at].is_finite()) {
                (above[at], below[at]) = (f64::NAN, f64::NAN);
            }
        }
        self.discard(&mut above, |above, below| above / below, Some(&mut below));
        let ((above, covered), (below, _)) = (self.cells(&above), self.cells(&below));
        Ok((crate::annual::ratio(&above, &below), covered))
    }

    /// Discards what is larger than the product allows.
    fn discard(&self, above: &mut [f64], of: fn(f64, f64) -> f64, mut below: Option<&mut Vec<f64>>) {
        let Some(most) = self.product.at_most else { return };
        for at in 0..above.len() {
            let other = below.as_ref().map_or(1.0, |below| below[at]);
            if of(above[at], other) > most {
                above[at] = f64::NAN;
                if let Some(below) = below.as_mut() {
                    below[at] = f64::NAN;
                }
            }
        }
    }

    /// A map in the cells, and the area of each that it is known of (m²).
    fn cells(&self, map: &[f64]) -> (Vec<f64>, Vec<f64>) {
        match &self.way {
            Way::Taken(places, _) => {
                let values: Vec<f64> = places.iter().map(|place| place.map_or(f64::NAN, |at| map[at])).collect();
                let known = values.iter().zip(&self.land).map(|(v, land)| if v.is_finite() { *land } else { 0.0 });
                let known = known.collect();
                (values, known)
            }
            Way::Means(regridding) => {
                let means = regridding.apply(map);
                let value = |(mean, land): (&crate::regrid::Mean, &f64)| {
                    if mean.covered >= COVERED * land { mean.value } else { f64::NAN }
                };
                (means.iter().zip(&self.land).map(value).collect(), means.iter().map(|mean| mean.covered).collect())
            }
        }
    }

    fn brought(&self, mean: &[f64], known: &[f64]) -> Brought {
        let Way::Means(_) = self.way else {
            let Way::Taken(_, brought) = self.way else { return Brought::AsItIs };
            return brought;
        };
        let parts = || mean.iter().zip(known).zip(&self.land);
        Brought::Regridded {
            from: [self.axes.latitude.centres.len(), self.axes.longitude.centres.len()],
            cells: mean.iter().filter(|value| value.is_finite()).count(),
            too_little: parts().filter(|((value, known), _)| !value.is_finite() && **known > 0.0).count(),
            covered: parts()
                .filter(|((value, _), _)| value.is_finite())
                .map(|((_, known), land)| known.min(*land))
                .sum(),
            land: self.land.iter().sum(),
        }
    }
}

fn way(product: &Product, spots: &[Spot], axes: &Axes, tiles: Option<&[Tile]>) -> Result<Way> {
    let (rows, columns) = (&axes.latitude, &axes.longitude);
    let width = columns.centres.len();
    let same = |edges: &[f64; 2], other: &[f64; 2], apart: fn(f64, f64) -> f64| {
        let ordered = |[a, b]: [f64; 2]| if a < b { [a, b] } else { [b, a] };
        let (edges, other) = (ordered(*edges), ordered(*other));
        apart(edges[0], other[0]) < SAME_PLACE && apart(edges[1], other[1]) < SAME_PLACE
    };
    let along = |a: f64, b: f64| (a - b).abs();
    if let (Some(tiles), Ok(row_edges), Ok(column_edges)) = (tiles, &rows.edges, &columns.edges) {
        let place = |tile: &Tile| {
            let row = row_edges.iter().position(|edges| same(edges, &tile.latitudes, along))?;
            let column = column_edges.iter().position(|edges| same(edges, &tile.longitudes, meridian_distance))?;
            Some(row * width + column)
        };
        let places: Vec<Option<usize>> = tiles.iter().map(place).collect();
        if places.iter().all(Option::is_some) {
            return Ok(Way::Taken(places, Brought::AsItIs));
        }
        if is_ratio(&product.quantity) && product.over.is_none() {
            let problem = format!(
                "`{}` is a ratio on another grid, and the mean of ratios is not the ratio of means; accepted are the amounts, \
                 `variable` above and `over` below, or the ratio on the grid of the run",
                product.variable
            );
            return Err(EvaluateError::at(&product.file, problem));
        }
        return Ok(Way::Means(Regridding::new(row_edges, column_edges, tiles)));
    }
    let Some(problem) = rows.edges.as_ref().err().or(columns.edges.as_ref().err()) else {
        let (Ok(row_edges), Ok(column_edges)) = (&rows.edges, &columns.edges) else {
            return Ok(Way::Taken(Vec::new(), Brought::AsItIs));
        };
        let holds = |[a, b]: &[f64; 2], at: f64| a.min(*b) <= at && at <= a.max(*b);
        let place = |spot: &Spot| {
            let row = row_edges.iter().position(|edges| holds(edges, spot.latitude))?;
            let turned = |edges: &[f64; 2]| [-360.0, 0.0, 360.0].iter().any(|turn| holds(edges, spot.longitude + turn));
            Some(row * width + column_edges.iter().position(turned)?)
        };
        return Ok(Way::Taken(spots.iter().map(place).collect(), Brought::AtPlaces));
    };
    // Centres that are those of the run need no edges.
    let place = |spot: &Spot| {
        let row = rows.centres.iter().position(|y| along(*y, spot.latitude) < SAME_PLACE)?;
        let column = columns.centres.iter().position(|x| meridian_distance(*x, spot.longitude) < SAME_PLACE)?;
        Some(row * width + column)
    };
    let places: Option<Vec<Option<usize>>> = spots.iter().map(|spot| place(spot).map(Some)).collect();
    let words = format!(
        "its grid ({} by {width}) is not that of the run and cannot be regridded: {problem}",
        rows.centres.len()
    );
    places.map(|places| Way::Taken(places, Brought::AsItIs)).ok_or_else(|| EvaluateError::at(&product.file, words))
}
