//! Gridded observations: read in the unit of the models, brought to their cells.
//!
//! What lies on another grid is regridded conservatively (see [`crate::regrid`]): amounts over a surface by their means, a ratio by the
//! ratio of the means of what is above and below. A cell of which less than half of the land is covered has no value. What cannot be
//! read or brought to the cells is left out with its reason; the rest goes on.

mod axes;
mod field;
mod registry;
mod time;

pub use time::Series;

use std::path::Path;

use edaphon_core::units;
use serde_json::{Value, json};

use crate::annual::{AnnualRun, unit_of};
use crate::error::{EvaluateError, Result};
use field::Field;
use registry::Product;

/// Quantities that can be observed, by the names of this program.
pub const QUANTITIES: [&str; 10] =
    ["gpp", "npp", "rh", "cVeg", "cSoil", "microbial_c", "fNnetmin", "soil_cn", "microbial_cn", "relative_microbial"];

/// Whether a quantity is a ratio, which has no amount that could be kept.
pub(crate) fn is_ratio(quantity: &str) -> bool {
    matches!(quantity, "soil_cn" | "microbial_cn" | "relative_microbial")
}

/// Words for a quantity.
pub(crate) fn words_of(quantity: &str) -> &'static str {
    match quantity {
        "gpp" => "Gross primary production",
        "npp" => "Net primary production",
        "rh" => "Heterotrophic respiration",
        "cVeg" => "Vegetation carbon",
        "cSoil" => "Soil carbon",
        "microbial_c" => "Microbial carbon",
        "fNnetmin" => "Net N mineralisation",
        "soil_cn" => "Soil C:N",
        "microbial_cn" => "Microbial C:N",
        _ => "Microbial share of soil carbon",
    }
}

/// What was observed in the cells of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// Its name.
    pub name: String,
    /// The quantity: one of [`QUANTITIES`].
    pub variable: String,
    /// Mean over time in each simulated cell, stocks in g m⁻², fluxes in g m⁻² d⁻¹; NaN where there is none.
    pub cells: Vec<f64>,
    /// Standard deviation of each, where the file has it; that of a regridded cell is the mean of its parts', as if they erred together.
    pub sd: Option<Vec<f64>>,
    /// Whole years, where there is a time axis.
    pub series: Option<Series>,
    /// How it came to the cells of the run.
    pub brought: Brought,
    /// What is told of it.
    pub about: About,
    /// Distance over which its errors go together (km).
    pub correlation_length: f64,
}

/// What a registry tells of a product.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// To be cited.
    pub citation: Option<String>,
    /// Its identifier.
    pub doi: Option<String>,
    /// Its licence.
    pub licence: Option<String>,
    /// Depths that it is of.
    pub depth: Option<String>,
    /// Years that it is of.
    pub period: Option<String>,
}

/// How a product came to the cells of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Brought {
    /// It lies on the same grid.
    AsItIs,
    /// The run is of places: each takes the cell that holds it.
    AtPlaces,
    /// Regridded conservatively.
    Regridded {
        /// Rows and columns of its own grid.
        from: [usize; 2],
        /// Cells of the run that have a value.
        cells: usize,
        /// Cells that have none, as less than half of their land is covered.
        too_little: usize,
        /// Area of land that the values stand for (m²).
        covered: f64,
        /// Area of land of the simulated cells (m²).
        land: f64,
    },
}

impl Brought {
    /// In words.
    pub fn words(&self) -> String {
        match self {
            Self::AsItIs => "on the grid of the run".into(),
            Self::AtPlaces => "the cell that holds each place".into(),
            Self::Regridded { from: [rows, columns], cells, too_little, covered, land } => format!(
                "regridded from {rows} by {columns}, conserving amounts: {cells} cells, {:.1} million km² or {:.1} % of their land; \
                 {too_little} cells left out, less than half covered",
                covered * 1e-12,
                100.0 * covered / land
            ),
        }
    }
}

impl Observed {
    /// As JSON, without its values.
    pub(crate) fn json(&self) -> Value {
        let a = &self.about;
        json!({
            "product": self.name, "variable": self.variable, "grid": self.brought.words(), "states_sd": self.sd.is_some(),
            "cells": self.cells.iter().filter(|value| value.is_finite()).count(), "citation": a.citation, "doi": a.doi,
            "licence": a.licence, "depth": a.depth, "period": a.period,
        })
    }
}

/// Reads observations for the cells of a run: a NetCDF file whose variables bear the names of [`QUANTITIES`], or a registry
/// (TOML) with a `[[product]]` for each, see [`registry`]. Returned beside them is why others were left out.
///
/// # Errors
/// If a file is not there or no NetCDF file, or a registry has a fault.
pub fn read(path: &Path, run: &AnnualRun) -> Result<(Vec<Observed>, Vec<String>)> {
    let products = if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")) {
        registry::read(path)?
    } else {
        registry::of_file(path)?
    };
    let (mut found, mut left_out) = (Vec::new(), Vec::new());
    if products.is_empty() {
        left_out.push(format!(
            "{} is left out: no variable in it is known; accepted are {}, or a registry (.toml) that says which is which",
            path.display(),
            QUANTITIES.join(", ")
        ));
    }
    for product in &products {
        match observed(product, run) {
            Ok(one) => found.push(one),
            Err(EvaluateError::Io(error @ (edaphon_io::Error::File { .. } | edaphon_io::Error::NotNetcdf { .. }))) => {
                return Err(error.into());
            }
            Err(why) => left_out.push(format!("{} ({}) is left out: {why}", product.name, product.quantity)),
        }
    }
    Ok((found, left_out))
}

fn observed(product: &Product, run: &AnnualRun) -> Result<Observed> {
    let field = Field::open(product, run)?;
    let factor = factor(product, &field)?;
    let scaled = |cells: Vec<f64>| cells.into_iter().map(|value| value * factor).collect::<Vec<_>>();
    let read = field.read()?;
    let sd = match &product.sd {
        Some(name) if product.over.is_none() => Some(scaled(field.spread(name)?)),
        _ => None,
    };
    Ok(Observed {
        name: product.name.clone(),
        variable: product.quantity.clone(),
        cells: scaled(read.mean),
        sd,
        series: read.series.map(|series| series.map(scaled)),
        brought: read.brought,
        about: product.about.clone(),
        correlation_length: product.correlation_length,
    })
}

/// What a value of the product has to be multiplied by.
fn factor(product: &Product, field: &Field<'_>) -> Result<f64> {
    let wanted = unit_of(&product.quantity);
    let unit = |name: &str, given: Option<&String>, wanted: &str| {
        let own = field.unit(name)?;
        given.cloned().or(own).filter(|unit| !unit.is_empty()).ok_or_else(|| {
            let problem = format!("`{name}` has no unit; give it `units`, or `unit` in a registry, such as {wanted}");
            EvaluateError::at(&product.file, problem)
        })
    };
    let refuse = |name: &str, unit: &str, wanted: &str, error: &dyn std::fmt::Display| {
        let problem = format!("`{name}` is in {unit}: {error}; accepted is what converts to {wanted}");
        EvaluateError::at(&product.file, problem)
    };
    let above = unit(&product.variable, product.unit.as_ref(), wanted)?;
    let Some(over) = &product.over else {
        let conversion = units::conversion(&above, wanted);
        let conversion = conversion.map_err(|error| refuse(&product.variable, &above, wanted, &error))?;
        if conversion.offset != 0.0 {
            return Err(refuse(&product.variable, &above, wanted, &"its zero lies elsewhere"));
        }
        return Ok(conversion.factor);
    };
    let below = unit(over, None, "g m-2")?;
    let whole = units::conversion("1", wanted).map_or(1.0, |c| c.factor);
    // Masses of two elements cannot be converted, but both to grams of anything.
    let common = ["g m-2", "g m-3", "1"].into_iter().find_map(|plain| {
        Some(units::conversion(&above, plain).ok()?.factor / units::conversion(&below, plain).ok()?.factor)
    });
    let problem = format!("`{over}` is in {below}: the two are not of one kind");
    common.map(|factor| factor * whole).ok_or_else(|| refuse(&product.variable, &above, "g m-2 in both", &problem))
}
