//! The figures of the report.

use edaphon_figures::{
    BarSeries, Bars, Cloud, Figure, Line, Panel, Panels, Points, Quantity, Scatter, TimeSeries, decimal, decimal_year,
};

use crate::experiment::{Experiment, Judged};
use crate::scores::average;

const FLUX: &str = "g N ha-1 d-1";
/// Experiment and year of the field that is shown day by day: maize, fertilised, measured by automatic chambers.
pub(crate) const SHOWN: (&str, i32) = ("BCSE_KBS", 2014);

/// Predicted against measured as asinh, before and after, a row for each model.
pub(crate) fn scatters(found: &Experiment) -> Panels {
    let experiments = found.data.experiments();
    let panel = |j: &Judged| {
        let clouds = experiments.iter().enumerate().map(|(colour, experiment)| {
            let places = (0..found.data.days.len()).filter(|at| found.data.days[*at].experiment == *experiment);
            let (x, y) =
                places.map(|at| (found.data.days[at].emission.asinh(), j.predictions.median[at].asinh())).unzip();
            Cloud { label: experiment.clone(), x, y, colour }
        });
        let axis = |label: &str| Quantity { limits: Some((-3.0, 9.0)), ..Quantity::new(label, "") };
        let notes =
            vec![format!("r {}", decimal(j.scores.r_asinh, 2)), format!("RMSE {}", decimal(j.scores.rmse_asinh, 2))];
        let figure = Scatter {
            title: format!("{}, {}", j.name, j.how),
            x: axis("Measured, asinh"),
            y: axis("Predicted, asinh"),
            clouds: clouds.collect(),
            notes,
            diagonal: true,
            ..Scatter::default()
        };
        Box::new(figure) as Box<dyn Figure>
    };
    let figures = found.models.iter().flat_map(|m| [panel(&m.before), panel(&m.by_site_year)]).collect();
    Panels { title: String::new(), columns: 2, figures, letters: true }
}

/// A fertilised maize field day by day: before, after, and the moisture of its soil.
pub(crate) fn field(found: &Experiment) -> TimeSeries {
    let places: Vec<usize> = (0..found.data.days.len())
        .filter(|at| {
            let m = &found.data.days[*at];
            (m.experiment.as_str(), m.year) == SHOWN
        })
        .collect();
    let times: Vec<f64> =
        places.iter().map(|at| decimal_year(SHOWN.1, f64::from(found.data.days[*at].day_of_year))).collect();
    let of = |value: &dyn Fn(usize) -> f64| places.iter().map(|at| value(*at)).collect::<Vec<f64>>();
    let measured = Points {
        label: "measured".into(),
        x: times.clone(),
        y: of(&|at| found.data.days[at].emission),
        error: Vec::new(),
    };
    let panel = |title: &str, pick: &dyn Fn(&crate::ModelResult) -> &Judged| Panel {
        title: title.into(),
        label: "N2O".into(),
        unit: FLUX.into(),
        lines: found
            .models
            .iter()
            .map(|m| Line::new(m.model.name(), times.clone(), of(&|at| pick(m).predictions.mean[at])))
            .collect(),
        points: vec![measured.clone()],
        from_zero: true,
        ..Panel::default()
    };
    let moisture = Panel {
        label: "Water-filled pore space".into(),
        unit: "1".into(),
        lines: vec![Line::new("WFPS", times.clone(), of(&|at| found.data.days[at].day.wfps))],
        ..Panel::default()
    };
    let crop = places.first().map_or(0.0, |at| found.data.days[*at].fertiliser);
    TimeSeries {
        title: format!("{} {}: maize with {} kg N ha⁻¹", SHOWN.0, SHOWN.1, decimal(crop, 0)),
        panels: vec![
            panel("Before calibration", &|m| &m.before),
            panel("Calibrated on other site-years", &|m| &m.by_site_year),
            moisture,
        ],
        x_label: String::new(),
        colour_order: found.models.iter().map(|m| m.model.name().to_owned()).collect(),
    }
}

/// Means by experiment, measured and after calibration on other site-years.
pub(crate) fn means(found: &Experiment) -> Bars {
    let experiments = found.data.experiments();
    let of = |x: &[f64], experiment: &str| {
        let own: Vec<f64> =
            x.iter().zip(&found.data.days).filter(|(_, m)| m.experiment == experiment).map(|(x, _)| *x).collect();
        average(&own)
    };
    let series = |label: &str, x: &[f64]| BarSeries {
        label: label.into(),
        values: experiments.iter().map(|e| of(x, e)).collect(),
    };
    let mut all = vec![series("measured", &found.data.emissions())];
    all.extend(found.models.iter().map(|m| series(m.model.name(), &m.by_site_year.predictions.mean)));
    all.push(series("mean of others", &found.mean_of_site_years.predictions.mean));
    Bars {
        label: "Mean emission of N2O".into(),
        unit: FLUX.into(),
        categories: experiments,
        series: all,
        value_labels: true,
        ..Bars::default()
    }
}
