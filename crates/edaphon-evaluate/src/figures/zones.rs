//! Figure 3: means along latitudes with their spread over longitudes, beside observations.

use std::collections::BTreeMap;

use edaphon_figures::{Along, Curve, CurvePanel, Curves};
use edaphon_io::output::Spot;
use edaphon_run::Model;

use super::{Drawn, Read, Series, curves_data};
use crate::annual::Window;
use crate::error::Result;
use crate::observations::Observed;

type Values = fn(&Window) -> Option<Vec<f64>>;

/// Panels: what, unit, factor from the unit of a window, and the variable that observations of it are named by.
const PANELS: [(&str, &str, f64, &str, Values); 6] = [
    ("NPP", "g C m-2 yr-1", 365.0, "npp", |w| w.get("npp").map(<[f64]>::to_vec)),
    ("Heterotrophic respiration", "g C m-2 yr-1", 365.0, "rh", |w| w.respiration()),
    ("Vegetation carbon", "kg C m-2", 1e-3, "cVeg", |w| w.vegetation_c()),
    ("Soil carbon", "kg C m-2", 1e-3, "cSoil", |w| w.soil_c()),
    ("Microbial carbon", "g C m-2", 1.0, "microbial_c", |w| w.microbial_c()),
    ("Net N mineralisation", "g N m-2 yr-1", 365.0, "fNnetmin", |w| w.get("fNnetmin").map(<[f64]>::to_vec)),
];

/// Colours of products by their names: none that a model has; two products share one, the second dashed.
const OBSERVED: [usize; 3] = [6, 3, 2];

/// Latitude, unweighted mean and standard deviation of the cells of each row.
fn rows(spots: &[Spot], values: &[f64], factor: f64) -> [Vec<f64>; 3] {
    let mut zones: BTreeMap<i64, (f64, Vec<f64>)> = BTreeMap::new();
    for (spot, value) in spots.iter().zip(values).filter(|(_, value)| value.is_finite()) {
        // Rows are told apart to a thousandth of a degree.
        let row = zones.entry((spot.latitude * 1e3).round() as i64).or_insert((spot.latitude, Vec::new()));
        row.1.push(value * factor);
    }
    let mut made = [Vec::new(), Vec::new(), Vec::new()];
    for (latitude, values) in zones.into_values() {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / count;
        made.iter_mut().zip([latitude, mean, variance.sqrt()]).for_each(|(column, value)| column.push(value));
    }
    made
}

/// Sums over each row of cells (g or g yr⁻¹, by the panel's quantity), which are not drawn.
fn sums(runs: &[Read<'_>]) -> Vec<Series> {
    let mut made = Vec::new();
    for (label, _, factor, _, values) in PANELS {
        for read in runs {
            let Some(cells) = values(read.first) else { continue };
            let yearly = if factor == 365.0 { 365.0 } else { 1.0 };
            let amounts: Vec<f64> =
                cells.iter().zip(read.run.spots()).map(|(v, spot)| v * spot.area * yearly).collect();
            let mut rows: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
            for (spot, amount) in read.run.spots().iter().zip(amounts).filter(|(_, amount)| amount.is_finite()) {
                rows.entry((spot.latitude * 1e3).round() as i64).or_insert((spot.latitude, 0.0)).1 += amount;
            }
            let (latitudes, sums): (Vec<f64>, Vec<f64>) = rows.into_values().unzip();
            made.push(Series {
                panel: format!("{label}, sums over rows"),
                label: read.label(),
                columns: vec![
                    "latitude [degrees_north]".into(),
                    if yearly > 1.0 { "sum [g yr-1]" } else { "sum [g]" }.into(),
                ],
                values: vec![latitudes, sums],
            });
        }
    }
    made
}

pub(super) fn figure(runs: &[Read<'_>], observed: &[Observed]) -> Result<Option<Drawn>> {
    if runs.iter().all(|read| read.run.output.map.is_none()) {
        return Ok(None);
    }
    let mut names: Vec<&str> = Vec::new();
    for product in observed {
        if !names.contains(&product.name.as_str()) {
            names.push(&product.name);
        }
    }
    let mut panels = Vec::new();
    for (label, unit, factor, variable, values) in PANELS {
        let mut curves = Vec::new();
        for read in runs {
            let Some(cells) = values(read.first) else { continue };
            let [x, y, spread] = rows(read.run.spots(), &cells, factor);
            let with_nitrogen = read.run.model.nitrogen();
            let colour = usize::from(matches!(read.run.model, Model::CasaC | Model::CasaCn));
            // The spread of one model of each pair is enough: the other's is much the same and would hide it.
            let spread = if with_nitrogen { spread } else { Vec::new() };
            curves.push(Curve { label: read.label(), x, y, spread, colour, dashed: !with_nitrogen });
        }
        for product in observed.iter().filter(|product| product.variable == variable) {
            let at = names.iter().position(|name| *name == product.name).unwrap_or(0);
            let Some(read) = runs.first() else { continue };
            let [x, y, _] = rows(read.run.spots(), &product.cells, factor);
            let colour = OBSERVED[at / 2 % OBSERVED.len()];
            curves.push(Curve { label: product.name.clone(), x, y, spread: Vec::new(), colour, dashed: at % 2 == 1 });
        }
        panels.push(CurvePanel {
            label: label.into(),
            unit: unit.into(),
            curves,
            from_zero: true,
            ..CurvePanel::default()
        });
    }
    let figure = Curves { along: Along::Latitudes, columns: 2, panels, letters: true, ..Curves::default() };
    let mut data = curves_data(&figure, "latitude [degrees_north]");
    data.extend(sums(runs));
    Ok(Some(Drawn {
        name: "figure-3",
        caption: "Means along latitudes in the first years; shades are one standard deviation over longitudes (CN)."
            .into(),
        figure: Box::new(figure),
        data,
    }))
}
