//! What entered, left and stayed, per year of the file.

use edaphon_core::units::conversion;
use edaphon_figures::{Bars, Figure, Panels};

use super::Request;
use super::field::Field;
use crate::dataset::text_of;
use crate::refusal::Refusal;

/// An element and the variables that its budget is made of.
struct Element {
    name: &'static str,
    unit: &'static str,
    /// Their sum is what entered.
    inputs: &'static [&'static str],
    /// Their sum is what left.
    outputs: &'static [&'static str],
    residual: &'static str,
}

/// What entered is net production and both respirations, so that carbon added by a perturbation is counted.
const CARBON: Element = Element {
    name: "Carbon",
    unit: "g C m-2 yr-1",
    inputs: &["nep", "ra", "rh"],
    outputs: &["ra", "rh"],
    residual: "carbon_budget_residual",
};

const NITROGEN: Element = Element {
    name: "Nitrogen",
    unit: "g N m-2 yr-1",
    inputs: &["fNdep", "fBNF"],
    outputs: &["fNloss"],
    residual: "nitrogen_budget_residual",
};

pub(super) fn figure(request: &Request<'_>) -> anyhow::Result<Panels> {
    let has = |element: &&Element| request.dataset.file.has_variable(element.residual);
    let mut figures: Vec<Box<dyn Figure>> = Vec::new();
    for element in [&CARBON, &NITROGEN].into_iter().filter(has) {
        figures.push(Box::new(bars(request, element)?));
    }
    if figures.is_empty() {
        let words = format!("the file has no budget: neither `{}` nor `{}`", CARBON.residual, NITROGEN.residual);
        return Err(Refusal::new(words).at(request.dataset.file.path()).into());
    }
    Ok(Panels { title: request.title.clone(), columns: 1, letters: figures.len() > 1, figures })
}

fn bars(request: &Request<'_>, element: &Element) -> anyhow::Result<Bars> {
    let file = &request.dataset.file;
    let needed = element.inputs.iter().chain(element.outputs);
    let mut missing: Vec<_> = needed.filter(|name| !file.has_variable(name)).copied().collect();
    missing.dedup();
    if !missing.is_empty() {
        let words = format!(
            "the {} budget needs {}, which the file does not have",
            element.name.to_lowercase(),
            missing.join(", ")
        );
        return Err(Refusal::new(words).at(file.path()).fix("write them: output.variables = [\"cmip\"]").into());
    }
    let sum = |names: &[&str]| names.iter().map(|name| flux(request, name)).sum::<anyhow::Result<f64>>();
    let (input, output) = (sum(element.inputs)?, sum(element.outputs)?);
    let residual = mean(request, element.residual)?;
    let storage = input - output + residual;
    Ok(Bars::budget(element.name, element.unit, input, output, storage, residual))
}

/// Mean of a flux over time and land (g m⁻² yr⁻¹).
fn flux(request: &Request<'_>, name: &str) -> anyhow::Result<f64> {
    let unit = text_of(request.dataset.file.variable(name)?, "units");
    let to_grams = conversion(unit, "g m-2 yr-1")
        .map_err(|problem| Refusal::new(format!("`{name}`: {problem}")).at(request.dataset.file.path()))?;
    Ok(to_grams.apply(mean(request, name)?))
}

fn mean(request: &Request<'_>, name: &str) -> anyhow::Result<f64> {
    let field = Field::new(request.dataset, name)?;
    let (weights, _) = field.weights(request)?;
    let series = field.series(&weights)?;
    let chosen = field.chosen(request.year)?;
    let total: f64 = chosen.iter().map(|i| field.lengths[*i]).sum();
    Ok(chosen.iter().map(|i| field.lengths[*i] * series[*i]).sum::<f64>() / total)
}
