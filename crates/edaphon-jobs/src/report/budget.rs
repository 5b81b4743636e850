//! Budgets: what came, what went, what stayed, what is left over.

use edaphon_figures::{BarSeries, Bars, Block, NoticeKind, significant};

use super::draw::figure;
use super::quantity::{N_DEPOSITED, N_FIXED, N_GAS, N_LEACHED, NPP, Quantity, RH};
use super::run_file::RunFile;
use super::subject::Subject;
use crate::error::Result;

/// An element, and the fluxes by which it comes and goes.
struct Element {
    name: &'static str,
    symbol: &'static str,
    gains: &'static [Quantity],
    losses: &'static [Quantity],
}

const ELEMENTS: [Element; 2] = [
    Element { name: "carbon", symbol: "C", gains: &[NPP], losses: &[RH] },
    Element { name: "nitrogen", symbol: "N", gains: &[N_DEPOSITED, N_FIXED], losses: &[N_LEACHED, N_GAS] },
];

/// Larger residuals (g m⁻² in a year) are pointed out: rounding leaves less than a billionth of what a forest holds.
const CLOSED: f64 = 1e-5;

/// Input, output, change of storage and residual (g m⁻² yr⁻¹), and the largest residual of a year.
fn terms(subject: &Subject, run: &RunFile, element: &Element) -> Result<Option<([f64; 4], f64)>> {
    let sum = |quantities: &[Quantity]| -> Result<Option<f64>> {
        let mut sum = 0.0;
        for quantity in quantities {
            let Some(mean) = subject.mean(run, quantity)? else { return Ok(None) };
            sum += mean;
        }
        Ok(Some(sum))
    };
    let (gains, losses) = (sum(element.gains)?, sum(element.losses)?);
    let (Some(gains), Some(losses), Some((mean, largest))) = (gains, losses, subject.residual(run, element.name)?)
    else {
        return Ok(None);
    };
    Ok(Some(([gains, -losses, gains - losses + mean, mean], largest)))
}

fn bars(subject: &Subject, element: &Element) -> Result<Option<(Bars, f64)>> {
    let (mut series, mut worst) = (Vec::new(), 0.0_f64);
    for run in &subject.runs {
        if let Some((values, largest)) = terms(subject, run, element)? {
            series.push(BarSeries { label: run.label.clone(), values: values.to_vec() });
            worst = worst.max(largest.abs());
        }
    }
    if series.is_empty() {
        return Ok(None);
    }
    let name = if element.symbol == "C" { "Carbon" } else { "Nitrogen" };
    let bars = Bars {
        title: format!("{name} budget, {}, mean of {}", subject.name, subject.years()),
        label: name.to_owned(),
        unit: format!("g {} m-2 yr-1", element.symbol),
        categories: ["Input", "Output", "Change of storage", "Residual"].map(str::to_owned).to_vec(),
        series,
        horizontal: true,
        value_labels: true,
        ..Bars::default()
    };
    Ok(Some((bars, worst)))
}

/// Budgets of carbon and, where it is simulated, of nitrogen.
///
/// # Errors
/// If values cannot be read.
pub fn budgets(subject: &Subject) -> Result<Vec<Bars>> {
    let mut all = Vec::new();
    for element in &ELEMENTS {
        all.extend(bars(subject, element)?.map(|(bars, _)| bars));
    }
    Ok(all)
}

/// The part of a report about budgets.
pub(super) fn blocks(subject: &Subject) -> Result<Vec<Block>> {
    let mut blocks = vec![Block::Heading("Budgets".to_owned())];
    for element in &ELEMENTS {
        let Some((drawn, worst)) = bars(subject, element)? else { continue };
        let (name, symbol) = (element.name, element.symbol);
        let (kind, verb) =
            if worst <= CLOSED { (NoticeKind::Good, "closes") } else { (NoticeKind::Warning, "is open") };
        let worst = significant(worst, 2);
        blocks.push(Block::Notice(
            kind,
            format!("The {name} budget {verb}: largest residual {worst} g {symbol} m⁻² in a year."),
        ));
        let fluxes = if symbol == "C" {
            "NPP and heterotrophic respiration"
        } else {
            "deposition and fixation, leaching and gas"
        };
        let caption = format!(
            "Input and output are {fluxes}. The residual is what the program finds each day between pools and fluxes in double \
             precision; the change of storage is input less output, with the residual."
        );
        blocks.push(figure(drawn, caption));
    }
    Ok(blocks)
}
