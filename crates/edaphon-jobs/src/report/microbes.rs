//! Microbes of MIMICS.

use edaphon_figures::{Block, Figure, Panels};

use super::draw::{Season, figure, season, two_columns};
use super::quantity::{MICROBES_K, MICROBES_R, Quantity, SOIL_C};
use super::run_file::RunFile;
use super::subject::Subject;
use crate::error::Result;

/// Microbial biomass in the course of the year, its ratio and its share of soil carbon; none without MIMICS.
///
/// # Errors
/// If values cannot be read.
pub fn microbes(subject: &Subject) -> Result<Option<Panels>> {
    let mut figures: Vec<Box<dyn Figure>> = Vec::new();
    for quantity in [MICROBES_R, MICROBES_K] {
        figures.extend(season(subject, &quantity, quantity.label, true)?);
    }
    let ratio = Season { label: "Ratio r:K of microbial C", unit: String::new(), from_zero: true };
    figures.extend(ratio.draw(subject, |run| combined(subject, run, [MICROBES_R, MICROBES_K], |[r, k]| r / k))?);
    let share = Season { label: "Microbial share of soil C", unit: "%".to_owned(), from_zero: true };
    figures.extend(share.draw(subject, |run| {
        // Soil carbon is in kg, microbes in g.
        combined(subject, run, [MICROBES_R, MICROBES_K, SOIL_C], |[r, k, soil]| 0.1 * (r + k) / soil)
    })?);
    Ok(if figures.is_empty() { None } else { Some(two_columns(figures)) })
}

/// A value made of several quantities, season by season; none if the run lacks one.
fn combined<const N: usize>(
    subject: &Subject,
    run: &RunFile,
    quantities: [Quantity; N],
    make: impl Fn([f64; N]) -> f64,
) -> Result<Option<Vec<f64>>> {
    let mut seasons = Vec::with_capacity(N);
    for quantity in &quantities {
        let Some(values) = subject.season(run, quantity)? else { return Ok(None) };
        seasons.push(values);
    }
    let length = seasons.first().map_or(0, Vec::len);
    Ok(Some((0..length).map(|at| make(std::array::from_fn(|q| seasons[q][at]))).collect()))
}

/// The part of a report about microbes; empty without MIMICS.
pub(super) fn blocks(subject: &Subject) -> Result<Vec<Block>> {
    let Some(drawn) = microbes(subject)? else { return Ok(Vec::new()) };
    let caption = "Microbes of MIMICS in the course of the year: copiotrophs (r) grow fast on metabolic litter, oligotrophs (K) \
                   slowly on structural litter and protected matter.";
    Ok(vec![Block::Heading("Microbes".to_owned()), figure(drawn, caption)])
}
