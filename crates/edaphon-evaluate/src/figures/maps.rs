//! Figures 4 and 5: ratios on maps, and soil C:N against clay and the quality of litter.

use edaphon_figures::{Cloud, ColourBy, ColourMap, Figure, Limits, Map, Panels, Projection, Quantity, Scatter};
use edaphon_run::Model;

use super::{Drawn, Read, Series, of};
use crate::annual::AnnualRun;
use crate::error::Result;

/// Latitudes that maps show (degrees north).
const WINDOW: (f64, f64) = (-65.0, 80.0);

/// Values of cells on the map of their grid; none where they lie on none.
pub(super) fn map_of(run: &AnnualRun, values: &[f64]) -> Option<Map> {
    let (lat, lon) = run.output.map.as_ref()?;
    let mut all = vec![f64::NAN; lat.len() * lon.len()];
    for (spot, value) in run.spots().iter().zip(values) {
        all[spot.offset] = *value;
    }
    let cells = Map::cells_of_grid(lat, lon, &all).ok()?;
    let cells = cells.into_iter().filter(|cell| cell.value.is_finite()).collect();
    Some(Map { cells, latitudes: Some(WINDOW), outline: true, ..Map::default() })
}

/// The numbers of a map.
pub(super) fn map_data(run: &AnnualRun, panel: &str, column: &str, values: &[f64]) -> Series {
    let of = |value: fn(&edaphon_io::output::Spot) -> f64| run.spots().iter().map(value).collect::<Vec<_>>();
    Series {
        panel: panel.to_owned(),
        label: run.label(),
        columns: vec!["latitude [degrees_north]".into(), "longitude [degrees_east]".into(), column.to_owned()],
        values: vec![of(|s| s.latitude), of(|s| s.longitude), values.to_vec()],
    }
}

pub(super) fn ratios(runs: &[Read<'_>]) -> Option<Drawn> {
    let read = of(runs, Model::MimicsCn)?;
    let parts = [
        ("Soil C:N", read.first.soil_cn()?),
        ("Microbial C:N", read.first.microbial_cn()?),
        ("Litterfall C:N", read.first.litterfall_cn()?),
        ("Copiotrophs over oligotrophs", read.first.r_to_k()?),
    ];
    let (mut figures, mut data): (Vec<Box<dyn Figure>>, _) = (Vec::new(), Vec::new());
    for (letter, (label, values)) in ["a", "b", "c", "d"].into_iter().zip(&parts) {
        let map = map_of(read.run, values)?;
        data.push(map_data(read.run, letter, &format!("{label} [1]"), values));
        figures.push(Box::new(Map {
            label: (*label).to_owned(),
            unit: "1".into(),
            colours: ColourMap::Viridis,
            limits: Limits::Robust,
            projection: Projection::Robinson,
            ..map
        }));
    }
    Some(Drawn {
        name: "figure-4",
        caption: "MIMICS-CN in the first years: C:N of soil, microbes and litterfall, and the balance of the two groups of microbes.".into(),
        figure: Box::new(Panels { title: String::new(), columns: 2, figures, letters: true }),
        data,
    })
}

pub(super) fn clay(runs: &[Read<'_>]) -> Result<Option<Drawn>> {
    let (mut figures, mut data): (Vec<Box<dyn Figure>>, Vec<Series>) = (Vec::new(), Vec::new());
    for (letter, model) in [("a", Model::MimicsCn), ("b", Model::CasaCn)] {
        let Some(read) = of(runs, model) else { continue };
        let Some(clay) = read.run.clay()? else { continue };
        let (Some(soil), Some(litter)) = (read.first.soil_cn(), read.first.litterfall_cn()) else { continue };
        let clay: Vec<f64> = clay.into_iter().map(|share| 100.0 * share).collect();
        data.push(Series {
            panel: letter.to_owned(),
            label: read.label(),
            columns: vec!["clay [%]".into(), "soil C:N [1]".into(), "litterfall C:N [1]".into()],
            values: vec![clay.clone(), soil.clone(), litter.clone()],
        });
        figures.push(Box::new(Scatter {
            title: read.label(),
            x: Quantity::new("Clay", "%"),
            y: Quantity::new("Soil C:N", "1"),
            clouds: vec![Cloud { label: String::new(), x: clay, y: soil, colour: 0 }],
            colour_by: Some(ColourBy {
                label: "Litterfall C:N".into(),
                unit: "1".into(),
                values: vec![litter],
                colours: ColourMap::Viridis,
                limits: Limits::Robust,
            }),
            ..Scatter::default()
        }));
    }
    if figures.is_empty() {
        return Ok(None);
    }
    Ok(Some(Drawn {
        name: "figure-5",
        caption: "C:N of soil against clay, coloured by C:N of litterfall, first years.".into(),
        figure: Box::new(Panels { title: String::new(), columns: 2, figures, letters: true }),
        data,
    }))
}
