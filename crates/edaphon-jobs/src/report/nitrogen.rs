//! Nitrogen: when it limits growth, and what the limitation costs.

use edaphon_figures::{BarSeries, Bars, Block, Figure, Panels};
use edaphon_run::Model;

use super::draw::{figure, season, two_columns};
use super::quantity::{
    AMMONIUM, LITTER_C, MINERAL_N, N_LEACHED, N_UPTAKE, N_WANTED, N2O_EMITTED, NET_MINERALISATION, NITRATE, NITRIFIED,
    NO_EMITTED, NPP, NPP_WITHHELD, PLANT_C, Quantity, RH, SOIL_C,
};
use super::subject::Subject;
use crate::error::Result;

/// Models with and without nitrogen, and the name of the pair.
const PAIRS: [(&str, Model, Model); 2] =
    [("CASA", Model::CasaCn, Model::CasaC), ("MIMICS", Model::MimicsCn, Model::MimicsC)];

/// Smaller shortfalls (%) are left to the tables.
const NOTICEABLE: f64 = 0.01;

/// By how much (%) a quantity differs in the model with nitrogen from the one without, for each pair that was run.
///
/// # Errors
/// If values cannot be read.
pub fn cost(subject: &Subject, quantity: &Quantity) -> Result<Vec<(&'static str, f64)>> {
    let mut found = Vec::new();
    for (name, with, without) in PAIRS {
        let (Some(with), Some(without)) = (subject.run_of(with), subject.run_of(without)) else { continue };
        if let (Some(with), Some(without)) = (subject.mean(with, quantity)?, subject.mean(without, quantity)?) {
            found.push((name, 100.0 * (with / without - 1.0)));
        }
    }
    Ok(found)
}

/// What nitrogen changes (%), as bars.
///
/// # Errors
/// If values cannot be read.
pub fn cost_bars(subject: &Subject) -> Result<Option<Bars>> {
    let quantities = [NPP, PLANT_C, LITTER_C, SOIL_C, RH];
    let columns: Vec<_> = quantities.iter().map(|q| cost(subject, q)).collect::<Result<_>>()?;
    if columns[0].is_empty() {
        return Ok(None);
    }
    let series = (0..columns[0].len()).map(|pair| BarSeries {
        label: columns[0][pair].0.to_owned(),
        values: columns.iter().map(|column| column.get(pair).map_or(f64::NAN, |(_, percent)| *percent)).collect(),
    });
    Ok(Some(Bars {
        title: format!("Carbon with nitrogen against without, {}", subject.name),
        label: "Difference".to_owned(),
        unit: "%".to_owned(),
        categories: quantities.iter().map(|q| q.label.to_owned()).collect(),
        series: series.collect(),
        horizontal: true,
        value_labels: true,
        ..Bars::default()
    }))
}

/// Whether a shortfall is worth a figure: it reaches [`NOTICEABLE`] in a record of some run.
///
/// # Errors
/// If values cannot be read.
pub(super) fn is_noticeable(subject: &Subject, quantity: &Quantity) -> Result<bool> {
    let mut largest = 0.0;
    for run in &subject.runs {
        let series = subject.series(run, quantity)?;
        largest = series.into_iter().flatten().fold(largest, f64::max);
    }
    Ok(largest >= NOTICEABLE)
}

/// Limitation and mineral nitrogen in the course of the year.
///
/// # Errors
/// If values cannot be read.
pub fn limitation(subject: &Subject) -> Result<Option<Panels>> {
    let mut figures: Vec<Box<dyn Figure>> = Vec::new();
    for quantity in [NPP_WITHHELD, N_WANTED] {
        if is_noticeable(subject, &quantity)? {
            figures.extend(season(subject, &quantity, quantity.label, true)?);
        }
    }
    for (quantity, from_zero) in [(MINERAL_N, true), (NET_MINERALISATION, false), (N_UPTAKE, true), (N_LEACHED, true)] {
        figures.extend(season(subject, &quantity, quantity.label, from_zero)?);
    }
    Ok(if figures.is_empty() { None } else { Some(two_columns(figures)) })
}

/// Coupled soil nitrogen in the course of the year; none where it is not coupled.
///
/// # Errors
/// If values cannot be read.
pub fn soil(subject: &Subject) -> Result<Option<Panels>> {
    let mut figures: Vec<Box<dyn Figure>> = Vec::new();
    for quantity in [N2O_EMITTED, NO_EMITTED, NITRIFIED, AMMONIUM, NITRATE] {
        figures.extend(season(subject, &quantity, quantity.label, true)?);
    }
    Ok(if figures.is_empty() { None } else { Some(two_columns(figures)) })
}

/// The part of a report about nitrogen; empty if it is not simulated.
pub(super) fn blocks(subject: &Subject) -> Result<Vec<Block>> {
    let mut blocks = Vec::new();
    if let Some(drawn) = cost_bars(subject)? {
        let caption = "What nitrogen costs: each model with nitrogen against the same model of carbon alone, each from its own \
                       spin-up. Not all of it is limitation: with nitrogen, tissues find their own N:C, which drives what \
                       they respire.";
        blocks.push(figure(drawn, caption));
    }
    if let Some(drawn) = limitation(subject)? {
        let caption = "Nitrogen in the course of the year. Withheld NPP is stored as labile carbon and respired. The N scalar \
                       follows mineral nitrogen and slows plant uptake above the least demand, with CASA soil also the \
                       decay of litter. What would be zero in all models is not drawn.";
        blocks.push(figure(drawn, caption));
    }
    if let Some(drawn) = soil(subject)? {
        let caption = "Soil nitrogen in the course of the year, from the coupled network of ammonium, nitrite, nitrate and gases.";
        blocks.push(figure(drawn, caption));
    }
    if !blocks.is_empty() {
        blocks.insert(0, Block::Heading("Nitrogen limitation".to_owned()));
    }
    Ok(blocks)
}
