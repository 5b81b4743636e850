//! Pools: through time, and where the carbon is.

use edaphon_figures::{Arrangement, BarSeries, Bars, Block, Figure, Panel, TimeSeries};

use super::draw::{colours, figure, panel, two_columns};
use super::quantity::{
    CASA_POOLS, CWD_C, LITTER_C, MIMICS_POOLS, MINERAL_N, PLANT_C, PLANT_N, Quantity, SOIL_C, SOIL_N,
};
use super::run_file::RunFile;
use super::subject::Subject;
use crate::error::Result;

/// Carbon pools through time.
///
/// # Errors
/// If values cannot be read.
pub fn carbon(subject: &Subject) -> Result<Option<TimeSeries>> {
    through_time(subject, "Carbon pools", &[PLANT_C, LITTER_C, CWD_C, SOIL_C])
}

/// Nitrogen pools through time; none without nitrogen.
///
/// # Errors
/// If values cannot be read.
pub fn nitrogen(subject: &Subject) -> Result<Option<TimeSeries>> {
    through_time(subject, "Nitrogen pools", &[PLANT_N, SOIL_N, MINERAL_N])
}

fn through_time(subject: &Subject, title: &str, quantities: &[Quantity]) -> Result<Option<TimeSeries>> {
    let mut panels: Vec<Panel> = Vec::new();
    for quantity in quantities {
        panels.extend(panel(subject, quantity, true)?);
    }
    if panels.is_empty() {
        return Ok(None);
    }
    let title = format!("{title}, {}", subject.name);
    Ok(Some(TimeSeries { title, panels, colour_order: colours(subject), ..TimeSeries::default() }))
}

/// Litter and soil pools of the CASA runs or of the MIMICS runs, as stacked bars.
///
/// # Errors
/// If values cannot be read.
pub fn composition(subject: &Subject, microbes: bool) -> Result<Option<Bars>> {
    let pools: &[Quantity] = if microbes { &MIMICS_POOLS } else { &CASA_POOLS };
    let runs: Vec<&RunFile> =
        subject.runs.iter().map(AsRef::as_ref).filter(|run| run.model.microbes() == microbes).collect();
    let mut series = Vec::new();
    for pool in pools {
        let values: Vec<f64> =
            runs.iter().map(|run| Ok(subject.mean(run, pool)?.unwrap_or(f64::NAN))).collect::<Result<_>>()?;
        if values.iter().any(|value| value.is_finite()) {
            series.push(BarSeries { label: pool.label.to_owned(), values });
        }
    }
    if series.is_empty() {
        return Ok(None);
    }
    Ok(Some(Bars {
        title: if microbes { "MIMICS" } else { "CASA" }.to_owned(),
        label: "Carbon in litter and soil".to_owned(),
        unit: SOIL_C.unit(),
        categories: runs.iter().map(|run| run.label.clone()).collect(),
        series,
        arrangement: Arrangement::Stacked,
        horizontal: false,
        value_labels: true,
    }))
}

/// Litter and soil pools of one family of models through time.
fn by_pool(subject: &Subject, microbes: bool) -> Result<Option<TimeSeries>> {
    let pools: &[Quantity] = if microbes { &MIMICS_POOLS[3..] } else { &CASA_POOLS[3..] };
    let runs = subject.runs.iter().filter(|run| run.model.microbes() == microbes).cloned().collect();
    let part = Subject { runs, ..subject.clone() };
    let mut panels = Vec::new();
    for pool in pools {
        panels.extend(panel(&part, pool, true)?);
    }
    if panels.is_empty() {
        return Ok(None);
    }
    let title = format!("Soil carbon by pool, {}", if microbes { "MIMICS" } else { "CASA" });
    Ok(Some(TimeSeries { title, panels, colour_order: colours(subject), ..TimeSeries::default() }))
}

/// The part of a report about pools.
pub(super) fn blocks(subject: &Subject) -> Result<Vec<Block>> {
    let mut blocks = vec![Block::Heading("Pools".to_owned())];
    let every = if subject.is_grid() { "Means over all cells, weighted by their land. " } else { "" };
    if let Some(drawn) = carbon(subject)? {
        let caption = format!("{every}Carbon held by plants, litter, woody debris and soil, {}.", subject.years());
        blocks.push(figure(drawn, caption));
    }
    if let Some(drawn) = nitrogen(subject)? {
        blocks.push(figure(drawn, format!("{every}Nitrogen held by plants and soil, {}.", subject.years())));
    }
    let mut parts: Vec<Box<dyn Figure>> = Vec::new();
    for microbes in [false, true] {
        if let Some(drawn) = composition(subject, microbes)? {
            parts.push(Box::new(drawn));
        }
    }
    if !parts.is_empty() {
        let caption = "Where the carbon of litter and soil is, on average; the number is the sum. Pools of the two families are not \
                       the same: those of CASA differ in how fast they decay, those of MIMICS in what protects them.";
        blocks.push(figure(two_columns(parts), caption));
    }
    let mut hidden = Vec::new();
    for microbes in [false, true] {
        if let Some(drawn) = by_pool(subject, microbes)? {
            hidden.push(figure(drawn, "Soil pools through time."));
        }
    }
    if !hidden.is_empty() {
        blocks.push(Block::Details { summary: "Soil carbon by pool through time".to_owned(), blocks: hidden });
    }
    Ok(blocks)
}
