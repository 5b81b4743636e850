//! The figures.

use edaphon_figures::{
    Along, Block, Cloud, ColourBy, ColourMap, Curve, CurvePanel, Curves, Figure, Limits, NoticeKind, Panels, Points,
    Quantity, Scatter, decimal,
};
use edaphon_forest::WeightMode;
use edaphon_geo::Picture;

use crate::data::{COVARIATES, Data};
use crate::error::Result;
use crate::experiment::{Evaluation, Model, ModelResult, ModelScores, Samples};
use crate::maps::{Fitted, Maps, single};
use crate::metrics::mean_and_sd;

const STOCK: &str = "kg m-2";

/// Short names for figures.
fn short(model: Model) -> &'static str {
    match model {
        Model::Process => "process model",
        Model::Forest => "forest",
        Model::Hybrid { .. } => "hybrid",
        Model::ForestWithoutBootstrap => "forest without bootstrap",
        Model::ForestRepeated => "forest, rows repeated",
        Model::TwoStep => "two-step model",
    }
}

/// Observed against predicted, a panel for each model.
pub(super) fn scatters(data: &Data, evaluation: &Evaluation, own: Model) -> Panels {
    let samples = Samples::of(data);
    let all = samples.0.iter().flatten().map(|(_, stock)| *stock);
    let limits = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
    let limits = Some(((limits.0 - 0.2).floor(), (limits.1 + 0.2).ceil()));
    let panel = |model: Model| {
        let result = evaluation.of(model)?;
        let from = usize::from(model == Model::Process);
        let places = data.sites.sampled_places();
        let clouds =
            data.sites.sampled_years.iter().zip(&places).enumerate().skip(from).map(|(colour, (year, place))| {
                let pairs = samples.0.iter().zip(&result.stocks).filter_map(|(of_site, stocks)| {
                    let (_, stock) = of_site.iter().find(|(sampled, _)| sampled == place)?;
                    Some((*stock, stocks[*place]))
                });
                let (x, y) = pairs.unzip();
                Cloud { label: year.to_string(), x, y, colour }
            });
        let found = result.seeds[0].pooled;
        let axis = |label: &str| Quantity { limits, ..Quantity::new(label, STOCK) };
        let figure = Scatter {
            title: short(model).to_owned(),
            x: axis("Sampled stock"),
            y: axis("Predicted stock"),
            clouds: clouds.collect(),
            notes: vec![format!("RMSE {}", decimal(found.rmse, 3)), format!("CCC {}", decimal(found.ccc, 3))],
            diagonal: true,
            ..Scatter::default()
        };
        Some(Box::new(figure) as Box<dyn Figure>)
    };
    let figures = [Model::Process, Model::Forest, own, Model::TwoStep].into_iter().filter_map(panel).collect();
    Panels { title: String::new(), columns: 2, figures, letters: true }
}

/// Scores by process weight.
pub(super) fn weights(evaluation: &Evaluation) -> Option<Curves> {
    type Part = fn(&ModelScores) -> Option<f64>;
    let quantities: [(&str, &str, Part); 4] = [
        ("RMSE, samples", STOCK, |s| Some(s.pooled.rmse)),
        ("CCC, samples", "", |s| Some(s.pooled.ccc)),
        ("RMSE, change", STOCK, |s| s.change_rmse_truth.or(Some(s.change.rmse))),
        ("RMSE, true stock in the years between", STOCK, |s| s.annual_rmse_truth),
    ];
    let modes = [(WeightMode::Bootstrap, "bootstrap weights", 0), (WeightMode::Split, "split weights", 1)];
    let mut panels = Vec::new();
    for (label, unit, of) in quantities {
        let mut curves = Vec::new();
        for (mode, words, colour) in modes {
            let sweep = evaluation.sweep(mode);
            let points: Vec<(f64, f64, f64)> = sweep
                .iter()
                .filter_map(|(weight, result)| {
                    let found = result.aggregate(of)?;
                    Some((*weight, found.mean, if found.sd.is_finite() { found.sd } else { 0.0 }))
                })
                .collect();
            if points.len() > 1 {
                curves.push(Curve {
                    label: words.into(),
                    x: points.iter().map(|p| p.0).collect(),
                    y: points.iter().map(|p| p.1).collect(),
                    spread: points.iter().map(|p| p.2).collect(),
                    colour,
                    dashed: false,
                });
            }
        }
        if curves.is_empty() {
            continue;
        }
        for (model, colour) in [(Model::Forest, 2), (Model::ForestRepeated, 3)] {
            if let Some(found) = evaluation.of(model).and_then(|result| result.aggregate(of)) {
                let (x, y) = (vec![0.0, 1.0], vec![found.mean; 2]);
                curves.push(Curve { label: short(model).into(), x, y, spread: Vec::new(), colour, dashed: true });
            }
        }
        panels.push(CurvePanel { label: label.into(), unit: unit.into(), curves, ..CurvePanel::default() });
    }
    let along = Along::Numbers { label: "Weight of simulated rows, w_p".into(), unit: String::new() };
    (!panels.is_empty()).then(|| Curves { along, columns: 2, panels, letters: true, ..Curves::default() })
}

/// Trends, a panel for each model.
pub(super) fn trends(data: &Data, evaluation: &Evaluation, own: Model) -> Curves {
    let years: Vec<f64> = evaluation.years.iter().map(|year| f64::from(*year)).collect();
    let samples = Samples::of(data);
    let observed: Vec<(f64, f64, f64)> = data
        .sites
        .sampled_places()
        .iter()
        .map(|place| {
            let stocks: Vec<f64> = (0..data.sites.len()).filter_map(|site| samples.get(site, *place)).collect();
            let (mean, sd) = mean_and_sd(&stocks, 0);
            (years[*place], mean, sd)
        })
        .collect();
    let points = || Points {
        label: "samples".into(),
        x: observed.iter().map(|o| o.0).collect(),
        y: observed.iter().map(|o| o.1).collect(),
        error: observed.iter().map(|o| o.2).collect(),
    };
    let truth = data.truth.as_ref().map(|truth| crate::experiment::trend(truth).0);
    let panel = |(colour, model): (usize, Model)| {
        let result = evaluation.of(model)?;
        let mut curves = vec![Curve {
            label: short(model).into(),
            x: years.clone(),
            y: result.trend_mean(),
            spread: result.trend_sd(),
            colour,
            dashed: false,
        }];
        curves.extend(truth.clone().map(|y| Curve {
            label: "truth".into(),
            x: years.clone(),
            y,
            spread: Vec::new(),
            colour: 5,
            dashed: true,
        }));
        Some(CurvePanel {
            title: short(model).into(),
            label: "Stock".into(),
            unit: STOCK.into(),
            curves,
            points: vec![points()],
            ..CurvePanel::default()
        })
    };
    let models = [Model::Process, Model::Forest, own, Model::TwoStep];
    let panels = models.into_iter().enumerate().filter_map(panel).collect();
    Curves { along: Along::Years, columns: 2, panels, letters: true, ..Curves::default() }
}

/// The profile of K_m in each fold of the first seed.
pub(super) fn profile(evaluation: &Evaluation) -> Option<Curves> {
    let curve = |(fold, found): (usize, &crate::process::Calibration)| {
        let points = &found.profile.points;
        (!points.is_empty()).then(|| Curve {
            label: format!("fold {fold}"),
            x: points.iter().map(|point| point.k_m.log10()).collect(),
            y: points.iter().map(|point| point.rmse).collect(),
            spread: Vec::new(),
            colour: fold,
            dashed: false,
        })
    };
    let curves: Vec<Curve> = evaluation.calibrations.first()?.iter().enumerate().filter_map(curve).collect();
    let along = Along::Numbers { label: "Logarithm (base 10) of K_m in kg m⁻²".into(), unit: String::new() };
    let panel = CurvePanel { label: "RMSE".into(), unit: STOCK.into(), curves, ..CurvePanel::default() };
    (!panel.curves.is_empty()).then(|| Curves { along, panels: vec![panel], ..Curves::default() })
}

/// A quantity over the cells (kg m⁻²): a map of a regular grid, or places.
fn map(
    maps: &Maps,
    title: String,
    label: &str,
    values: Vec<f64>,
    colours: ColourMap,
    limits: Limits,
) -> Result<Box<dyn Figure>> {
    if let Ok(lattice) = &maps.lattice {
        let raster = single(lattice, label, &title, STOCK, &values)?;
        let mut picture = Picture::of(&raster);
        (picture.title, picture.colours, picture.limits) = (title, colours, limits);
        return Ok(Box::new(picture.figure(0)));
    }
    let (x, y): (Vec<f64>, Vec<f64>) = maps.places.iter().copied().unzip();
    let by = ColourBy { label: label.into(), unit: STOCK.into(), values: vec![values], colours, limits };
    let cloud = Cloud { label: String::new(), x, y, colour: 0 };
    let (x, y) = (Quantity::new("Easting", "km"), Quantity::new("Northing", "km"));
    Ok(Box::new(Scatter { title, x, y, clouds: vec![cloud], colour_by: Some(by), ..Scatter::default() }))
}

/// Stock and change by forest and hybrid, width of intervals, area of applicability.
pub(super) fn maps(fitted: &Fitted, maps: &Maps) -> Result<Vec<Block>> {
    let (Some(first), Some(last)) = (maps.years.first(), maps.years.last()) else { return Ok(Vec::new()) };
    let all = maps.years.iter().flat_map(|year| &year.hybrid).copied();
    let (low, high) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
    let same = if low < high { Limits::Fixed(low, high) } else { Limits::Full };
    let mut stocks: Vec<Box<dyn Figure>> = Vec::new();
    for year in [first, last] {
        let title = format!("hybrid, {}", year.year);
        stocks.push(map(maps, title, "Stock", year.hybrid.clone(), ColourMap::Viridis, same)?);
    }
    let change = |of: fn(&crate::maps::YearMap) -> &Vec<f64>| {
        of(last).iter().zip(of(first)).map(|(end, start)| end - start).collect::<Vec<f64>>()
    };
    let title = |model: &str| format!("{model}, {} less {}", last.year, first.year);
    let changes = [("hybrid", change(|year| &year.hybrid)), ("forest", change(|year| &year.forest))];
    let colours = ColourMap::BrownGreen;
    let both = Limits::Robust.shared(changes.iter().flat_map(|(_, values)| values.iter().copied()), colours);
    for (model, values) in changes {
        stocks.push(map(maps, title(model), "Change", values, colours, both)?);
    }
    let width = last.interval.iter().map(|(low, high)| high - low).collect();
    let title = format!("width of 90 % intervals, {}", last.year);
    let mut blocks = vec![
        figure(stocks, "Stock and its change by models grown on all sites (figure 7 of the paper)."),
        figure(
            vec![map(maps, title, "Width", width, ColourMap::Cividis, Limits::Robust)?],
            "Width of the calibrated intervals of the hybrid.",
        ),
    ];
    blocks.push(Block::List(maps.years.iter().map(area_in_words).collect()));
    blocks.push(Block::Paragraph(importance_in_words(fitted)));
    if let Err(why) = &maps.lattice {
        blocks.push(Block::Notice(NoticeKind::Note, format!("Places instead of maps: {why}.")));
    }
    Ok(blocks)
}

fn figure(mut figures: Vec<Box<dyn Figure>>, caption: &str) -> Block {
    let figure = match figures.len() {
        1 => figures.remove(0),
        _ => Box::new(Panels { title: String::new(), columns: 2, figures, letters: true }),
    };
    Block::Figure { figure, caption: caption.into() }
}

fn area_in_words(year: &crate::maps::YearMap) -> String {
    let cells = year.dissimilarity.len() as f64;
    let inside = year.applicable.iter().filter(|inside| **inside).count() as f64;
    let mean = year.hybrid.iter().sum::<f64>() / cells;
    format!(
        "{}: mean stock {} kg m⁻²; {} % of the cells are in the area of applicability",
        year.year,
        decimal(mean, 3),
        decimal(100.0 * inside / cells, 1),
    )
}

fn importance_in_words(fitted: &Fitted) -> String {
    let mut order: Vec<usize> = (0..COVARIATES.len()).collect();
    order.sort_by(|a, b| fitted.importance[*b].total_cmp(&fitted.importance[*a]));
    let named = order.iter().map(|at| format!("{} {}", COVARIATES[*at].0, decimal(fitted.importance[*at], 3)));
    format!(
        "Importance of covariates, the increase of the mean square error (kg² m⁻⁴) on unseen sites where one is shuffled: {}.",
        named.collect::<Vec<_>>().join(", ")
    )
}

/// Scores of a model for tables.
pub(super) fn spread(result: &ModelResult, of: impl Fn(&ModelScores) -> Option<f64>) -> Option<String> {
    let found = result.aggregate(of)?;
    Some(if found.sd.is_finite() {
        format!("{} ± {}", decimal(found.mean, 3), decimal(found.sd, 3))
    } else {
        decimal(found.mean, 3)
    })
}
