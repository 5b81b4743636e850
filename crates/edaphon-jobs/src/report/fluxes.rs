//! Fluxes: means, years, seasons.

use edaphon_figures::{BarSeries, Bars, Block, Figure, Panels, TimeSeries};

use super::draw::{Season, colours, figure, panel, season, two_columns};
use super::quantity::{
    GPP, LITTERFALL, N_DEPOSITED, N_FIXED, N_GAS, N_LEACHED, N_UPTAKE, NEP, NET_MINERALISATION, NPP, Quantity, RA, RH,
    SOIL_TEMPERATURE, SOIL_WATER,
};
use super::subject::Subject;
use crate::error::Result;

/// Mean fluxes as bars, one for each run.
fn bars(subject: &Subject, title: &str, label: &str, quantities: &[Quantity]) -> Result<Option<Bars>> {
    let mut series = Vec::new();
    for run in &subject.runs {
        let values: Vec<f64> =
            quantities.iter().map(|q| Ok(subject.mean(run, q)?.unwrap_or(f64::NAN))).collect::<Result<_>>()?;
        if values.iter().any(|value| value.is_finite()) {
            series.push(BarSeries { label: run.label.clone(), values });
        }
    }
    let (Some(first), false) = (quantities.first(), series.is_empty()) else { return Ok(None) };
    Ok(Some(Bars {
        title: title.to_owned(),
        label: label.to_owned(),
        unit: first.unit(),
        categories: quantities.iter().map(|q| q.label.to_owned()).collect(),
        series,
        horizontal: true,
        value_labels: true,
        ..Bars::default()
    }))
}

/// Mean carbon fluxes by model.
///
/// # Errors
/// If values cannot be read.
pub fn carbon(subject: &Subject) -> Result<Option<Bars>> {
    let title = format!("Carbon fluxes, {}, mean of {}", subject.name, subject.years());
    bars(subject, &title, "Carbon flux", &[GPP, RA, NPP, LITTERFALL, RH])
}

/// Mean nitrogen fluxes by model.
///
/// # Errors
/// If values cannot be read.
pub fn nitrogen(subject: &Subject) -> Result<Option<Bars>> {
    let title = format!("Nitrogen fluxes, {}, mean of {}", subject.name, subject.years());
    let quantities = [NET_MINERALISATION, N_UPTAKE, N_DEPOSITED, N_FIXED, N_LEACHED, N_GAS];
    bars(subject, &title, "Nitrogen flux", &quantities)
}

/// Carbon fluxes year by year.
///
/// # Errors
/// If values cannot be read.
pub fn through_time(subject: &Subject) -> Result<Option<TimeSeries>> {
    let mut panels = Vec::new();
    for quantity in [GPP, NPP, RH, NEP] {
        panels.extend(panel(subject, &quantity, false)?);
    }
    if panels.is_empty() || panels.iter().all(|p| p.lines.iter().all(|line| line.x.len() < 2)) {
        return Ok(None);
    }
    let title = format!("Carbon fluxes by year, {}", subject.name);
    Ok(Some(TimeSeries { title, panels, colour_order: colours(subject), ..TimeSeries::default() }))
}

/// Mean courses of the year: production, respiration, exchange, and the soil's temperature and water.
///
/// # Errors
/// If values cannot be read.
pub fn seasons(subject: &Subject) -> Result<Option<Panels>> {
    let mut figures: Vec<Box<dyn Figure>> = Vec::new();
    for (quantity, label, from_zero) in [(GPP, "GPP", true), (NPP, "NPP", false), (RH, RH.label, true)] {
        figures.extend(season(subject, &quantity, label, from_zero)?);
    }
    let exchange = Season::of(&NEP, "Net ecosystem exchange", false);
    figures.extend(exchange.draw(subject, |run| {
        let nep = subject.season(run, &NEP)?;
        Ok(nep.map(|nep| nep.into_iter().map(|value| -value / 365.0).collect()))
    })?);
    figures.extend(season(subject, &SOIL_TEMPERATURE, "Soil temperature", false)?);
    figures.extend(season(subject, &SOIL_WATER, "Liquid soil water", true)?);
    Ok(if figures.is_empty() { None } else { Some(two_columns(figures)) })
}

/// The part of a report about fluxes.
pub(super) fn blocks(subject: &Subject) -> Result<Vec<Block>> {
    let mut blocks = vec![Block::Heading("Fluxes".to_owned())];
    if let Some(drawn) = carbon(subject)? {
        let caption = "Means by model. GPP is forcing and therefore the same in all models.";
        blocks.push(figure(drawn, caption));
    }
    if let Some(drawn) = nitrogen(subject)? {
        blocks.push(figure(drawn, "What mineral nitrogen gains and loses, by model."));
    }
    if let Some(drawn) = through_time(subject)? {
        let caption = "Year by year. NEP is NPP less heterotrophic respiration, positive into the land. Axes do not \
                       begin at zero, so that years can be told apart.";
        blocks.push(figure(drawn, caption));
    }
    if let Some(drawn) = seasons(subject)? {
        let caption = format!(
            "Mean courses of the year, {}. Exchange is negative where the land takes carbon up; soil temperature and water are \
             weighted by roots, water up to field capacity.",
            subject.years()
        );
        blocks.push(figure(drawn, caption));
    }
    Ok(blocks)
}
