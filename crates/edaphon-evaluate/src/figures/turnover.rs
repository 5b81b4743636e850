//! Figure 2: turnover of soil carbon against temperature, and what nitrogen changes in it.

use edaphon_figures::{Cloud, ColourMap, Figure, Limits, Map, Panels, Projection, Quantity, Scatter, significant};
use edaphon_run::Model;

use super::maps::map_of;
use super::{Drawn, Read, Series, of};
use crate::annual::ratio;
use crate::metrics::{Pairs, correlation};

/// ln(a/b) in each cell; NaN where either is not above 0.
fn response(a: &[f64], b: &[f64]) -> Vec<f64> {
    ratio(a, b).into_iter().map(|x| if x > 0.0 { x.ln() } else { f64::NAN }).collect()
}

pub(super) fn figure(runs: &[Read<'_>]) -> Option<Drawn> {
    let turnover = |model| of(runs, model).and_then(|read| read.first.turnover());
    let warmth = |model| of(runs, model).and_then(|read| read.first.get("tas").map(<[f64]>::to_vec));
    let temperature = warmth(Model::MimicsCn)?;
    let (mimics, casa) = (turnover(Model::MimicsCn)?, turnover(Model::CasaCn)?);
    let (mimics_c, casa_c) = (turnover(Model::MimicsC)?, turnover(Model::CasaC)?);
    let microbes = |model| of(runs, model).and_then(|read| read.first.microbial_c());
    let of_turnover = response(&mimics, &mimics_c);
    let of_microbes = response(&microbes(Model::MimicsCn)?, &microbes(Model::MimicsC)?);
    let axis = || Quantity::new("Mean annual air temperature", "°C");
    let cloud =
        |label: &str, x: &[f64], y: &[f64], colour| Cloud { label: label.into(), x: x.to_vec(), y: y.to_vec(), colour };
    let absolute = Scatter {
        x: axis(),
        y: Quantity::new("Turnover time of soil carbon", "yr").log(),
        clouds: vec![cloud("MIMICS-CN", &temperature, &mimics, 0), cloud("CASA-CN", &temperature, &casa, 1)],
        ..Scatter::default()
    };
    let relative = Scatter {
        x: axis(),
        y: Quantity::new("Turnover time, CN over C", "1"),
        clouds: vec![
            cloud("MIMICS", &temperature, &ratio(&mimics, &mimics_c), 0),
            cloud("CASA", &temperature, &ratio(&casa, &casa_c), 1),
        ],
        level: Some(1.0),
        ..Scatter::default()
    };
    let r = Pairs::equal(&of_microbes, &of_turnover).map(|pairs| correlation(&pairs)).ok();
    let coupled = Scatter {
        x: Quantity::new("ln response ratio of microbial carbon", "1"),
        y: Quantity::new("ln response ratio of turnover time", "1"),
        clouds: vec![cloud("MIMICS, CN over C", &of_microbes, &of_turnover, 0)],
        notes: r.map(|r| format!("r = {}", significant(r, 2))).into_iter().collect(),
        ..Scatter::default()
    };
    let mut data: Vec<Series> = Vec::new();
    for (panel, scatter) in [("a", &absolute), ("b", &relative), ("c", &coupled)] {
        data.extend(scatter.clouds.iter().map(|cloud| Series {
            panel: panel.to_owned(),
            label: cloud.label.clone(),
            columns: vec![
                format!("{} [{}]", scatter.x.label, scatter.x.unit),
                format!("{} [{}]", scatter.y.label, scatter.y.unit),
            ],
            values: vec![cloud.x.clone(), cloud.y.clone()],
        }));
    }
    let mut figures: Vec<Box<dyn Figure>> = vec![Box::new(absolute), Box::new(relative), Box::new(coupled)];
    let run = of(runs, Model::MimicsCn)?;
    if let Some(map) = map_of(run.run, &of_turnover) {
        figures.push(Box::new(Map {
            label: "ln response ratio of turnover time, CN over C".into(),
            unit: "1".into(),
            colours: ColourMap::BlueRed,
            limits: Limits::Robust,
            projection: Projection::Robinson,
            ..map
        }));
        data.push(super::maps::map_data(run.run, "d", "ln response ratio of turnover time [1]", &of_turnover));
    }
    Some(Drawn {
        name: "figure-2",
        caption: "Turnover time of soil carbon (soil carbon over NPP, first years): (a) against temperature, (b) what nitrogen \
                  makes of it, (c) with the microbes, (d) where (MIMICS)."
            .into(),
        figure: Box::new(Panels { title: String::new(), columns: 2, figures, letters: true }),
        data,
    })
}
