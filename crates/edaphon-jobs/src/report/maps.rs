//! Maps of means over time, and means along latitudes.

use edaphon_figures::{Block, Figure, Limits, Line, Map, MapCell, Panel, Panels, TimeSeries};

use super::draw::{colours, figure, two_columns};
use super::nitrogen::is_noticeable;
use super::quantity::{
    AMMONIUM, MINERAL_N, N2O_EMITTED, NITRATE, NPP, NPP_WITHHELD, Quantity, RH, SOIL_C, SOIL_N, Shown,
};
use super::run_file::RunFile;
use super::subject::Subject;
use crate::error::Result;

/// What is mapped.
pub const MAPPED: [Quantity; 5] = [SOIL_C, NPP, RH, NPP_WITHHELD, SOIL_N];

/// What is mapped as well where soil nitrogen is coupled.
pub const MAPPED_COUPLED: [Quantity; 4] = [N2O_EMITTED, MINERAL_N, AMMONIUM, NITRATE];

/// Width of a band of latitude (degrees), unless cells are farther apart.
const BAND: f64 = 4.0;
/// Zonal means are drawn where the cells span more than this (degrees).
const ZONES_FROM: f64 = 20.0;

/// A map of a quantity's mean over time in one run; none if the run does not have it.
///
/// # Errors
/// If values cannot be read.
pub fn map(run: &RunFile, quantity: &Quantity) -> Result<Option<Map>> {
    let Some(values) = run.reduced(quantity)? else { return Ok(None) };
    let (cells, masked) = cells(run, &values.by_spot)?;
    Ok(Some(Map {
        title: run.label.clone(),
        label: quantity.label.to_owned(),
        unit: quantity.unit(),
        cells,
        masked,
        mask_label: "not simulated".to_owned(),
        ..Map::default()
    }))
}

/// Cells with values, and land without.
fn cells(run: &RunFile, by_spot: &[f64]) -> Result<(Vec<MapCell>, Vec<MapCell>)> {
    if let Some((lat, lon)) = &run.map {
        let mut values = vec![f64::NAN; lat.len() * lon.len()];
        run.spots.iter().zip(by_spot).for_each(|(spot, value)| values[spot.offset] = *value);
        let land = run.file.unpack_f64("area_land")?;
        let simulated = run.file.read_f64("simulated")?;
        let all = Map::cells_of_grid(lat, lon, &values).map_err(super::drawing)?;
        let idle: Vec<MapCell> =
            (0..all.len()).filter(|&at| land[at] > 0.0 && simulated[at] < 0.5).map(|at| all[at]).collect();
        return Ok((all.into_iter().filter(|cell| cell.value.is_finite()).collect(), idle));
    }
    // Scattered cells have no size; they are drawn as large as the closest two of them allow, within half and 5 degrees.
    let size = spacing(run).clamp(0.5, 5.0);
    let cell = |(spot, value): (&super::run_file::Spot, &f64)| MapCell {
        lon: spot.longitude,
        lat: spot.latitude,
        width: size,
        height: size,
        value: *value,
    };
    Ok((run.spots.iter().zip(by_spot).map(cell).collect(), Vec::new()))
}

/// Width of the bands of latitude that suit the cells of a run (degrees, even).
fn band(run: &RunFile) -> f64 {
    let spacing = spacing(run);
    if spacing.is_finite() && spacing > BAND { 2.0 * (spacing / 2.0).ceil() } else { BAND }
}

/// The smallest distance between latitudes of cells (degrees).
fn spacing(run: &RunFile) -> f64 {
    let mut latitudes: Vec<f64> = run.spots.iter().map(|spot| spot.latitude).collect();
    latitudes.sort_by(f64::total_cmp);
    latitudes.windows(2).map(|pair| pair[1] - pair[0]).filter(|d| *d > 1e-3).fold(f64::INFINITY, f64::min)
}

/// Maps of a quantity, one for each run, in the same colours; none if no run has it.
///
/// # Errors
/// If values cannot be read.
pub fn maps(subject: &Subject, quantity: &Quantity) -> Result<Option<Panels>> {
    let mut maps = Vec::new();
    for run in &subject.runs {
        maps.extend(map(run, quantity)?);
    }
    if let Some(limits) = limits(&maps) {
        maps.iter_mut().for_each(|map| map.limits = limits);
    }
    let drawn: Vec<Box<dyn Figure>> = maps.into_iter().map(|map| Box::new(map) as Box<dyn Figure>).collect();
    Ok(if drawn.is_empty() { None } else { Some(two_columns(drawn)) })
}

/// The 2nd and 98th percentile of all maps together, where they differ.
fn limits(maps: &[Map]) -> Option<Limits> {
    let mut values: Vec<f64> = maps.iter().flat_map(|m| &m.cells).map(|c| c.value).filter(|v| v.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    let at = |share: f64| values[(share * last as f64).round() as usize];
    let (low, high) = (at(0.02), at(0.98));
    (low < high).then_some(Limits::Fixed(low, high))
}

/// Means over bands of latitude of some quantities; none if the cells span only few latitudes.
///
/// # Errors
/// If values cannot be read.
pub fn zones(subject: &Subject) -> Result<Option<TimeSeries>> {
    let latitudes = || subject.runs.iter().flat_map(|run| &run.spots).map(|spot| spot.latitude);
    let span = latitudes().fold(f64::NEG_INFINITY, f64::max) - latitudes().fold(f64::INFINITY, f64::min);
    if span < ZONES_FROM {
        return Ok(None);
    }
    let mut panels = Vec::new();
    for quantity in [SOIL_C, NPP, RH] {
        let mut panel =
            Panel { label: quantity.label.to_owned(), unit: quantity.unit(), from_zero: true, ..Panel::default() };
        for run in &subject.runs {
            if let Some(values) = run.reduced(&quantity)? {
                let (x, y) = zonal(run, &values.by_spot);
                panel.lines.push(Line::new(run.label.clone(), x, y));
            }
        }
        if !panel.lines.is_empty() {
            panels.push(panel);
        }
    }
    Ok(Some(TimeSeries {
        title: "Means along latitudes".to_owned(),
        panels,
        x_label: "Latitude (degrees north)".to_owned(),
        colour_order: colours(subject),
    }))
}

/// Middles of bands of latitude and means there, weighted by land; bands without cells are missing.
fn zonal(run: &RunFile, by_spot: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let width = band(run);
    let mut bands: std::collections::BTreeMap<i32, (f64, f64)> = std::collections::BTreeMap::new();
    for (spot, value) in run.spots.iter().zip(by_spot).filter(|(_, value)| value.is_finite()) {
        let band = bands.entry((spot.latitude / width).round() as i32).or_default();
        (band.0, band.1) = (band.0 + spot.area, band.1 + spot.area * value);
    }
    let (Some(first), Some(last)) = (bands.keys().next().copied(), bands.keys().last().copied()) else {
        return (Vec::new(), Vec::new());
    };
    let mean = |band: i32| bands.get(&band).map_or(f64::NAN, |(area, sum)| sum / area);
    (first..=last).map(|band| (f64::from(band) * width, mean(band))).unzip()
}

/// Sum over all cells (Pg, or Pg a year) of a quantity in kg or g per m².
///
/// # Errors
/// If values cannot be read.
pub fn total(run: &RunFile, quantity: &Quantity) -> Result<Option<f64>> {
    const GRAMS_IN_PETAGRAM: f64 = 1e15;
    let Some(values) = run.reduced(quantity)? else { return Ok(None) };
    let grams = if quantity.unit().starts_with("kg") { 1e3 } else { 1.0 };
    let sum: f64 = run.spots.iter().zip(&values.by_spot).map(|(spot, value)| spot.area * value).sum();
    Ok(Some(sum * grams / GRAMS_IN_PETAGRAM))
}

/// Whether some run has a quantity.
fn has(subject: &Subject, quantity: &Quantity) -> Result<bool> {
    for run in &subject.runs {
        if run.reduced(quantity)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The part of a report about space.
pub(super) fn blocks(subject: &Subject) -> Result<Vec<Block>> {
    let mut blocks = vec![Block::Heading("Maps".to_owned())];
    let coupled = has(subject, &N2O_EMITTED)?;
    let more = if coupled { &MAPPED_COUPLED[..] } else { &[] };
    for quantity in MAPPED.iter().chain(more) {
        if quantity.shown == Shown::Shortfall && !is_noticeable(subject, quantity)? {
            continue;
        }
        if let Some(drawn) = maps(subject, quantity)? {
            let caption = format!(
                "{}, mean of {}. All models in the same colours, from the 2nd to the 98th percentile of all.",
                quantity.label,
                subject.years()
            );
            blocks.push(figure(drawn, caption));
        }
    }
    if let Some(drawn) = zones(subject)? {
        blocks.push(figure(drawn, "Means over bands of latitude, weighted by land."));
    }
    Ok(blocks)
}
