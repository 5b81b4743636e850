//! Figures of the report.

use edaphon_figures::{Band, BarSeries, Bars, Flow, FlowLink, FlowNode, Line, Panel, Points, TimeSeries};
use edaphon_geo::Date;

use super::super::budget::{Budget, Compartment as C};
use super::super::case::Case;
use super::super::events::Kind;
use super::super::simulate::{Day, Sources};
use super::super::summary::Finished;

/// Decimal year of the middle of a day.
fn decimal_year(date: Date) -> f64 {
    date.year() as f64 + (date.day_of_year() as f64 - 0.5) / date.days_of_year() as f64
}

fn times(case: &Case, days: usize) -> Vec<f64> {
    (0..days).map(|day| decimal_year(case.drivers.date(day))).collect()
}

fn line(label: &str, case: &Case, days: &[Day], of: impl Fn(&Day) -> f64) -> Line {
    Line::new(label, times(case, days.len()), days.iter().map(of).collect())
}

/// A quantity as the area between it and zero.
fn from_zero(label: &str, case: &Case, days: &[Day], of: impl Fn(&Day) -> f64) -> Band {
    let high: Vec<f64> = days.iter().map(of).collect();
    Band { label: label.to_owned(), x: times(case, days.len()), low: vec![0.0; high.len()], high }
}

/// Events of each kind, as points at the foot of a panel.
fn marks(case: &Case) -> Vec<Points> {
    let of = |kind: Kind| {
        let dates: Vec<f64> =
            case.events.iter().filter(|event| event.kind == kind).map(|event| decimal_year(event.date)).collect();
        Points { label: kind.name().to_owned(), y: vec![0.0; dates.len()], x: dates, error: Vec::new() }
    };
    Kind::ALL.into_iter().map(of).filter(|points| !points.x.is_empty()).collect()
}

/// Daily emission of N2O by three models, with events; water-filled pore space.
pub(super) fn emissions(case: &Case, finished: &Finished) -> TimeSeries {
    let (days, scale) = (&finished.days, 1000.0 * case.per_hectare());
    TimeSeries {
        panels: vec![
            Panel {
                label: "N₂O emitted".into(),
                unit: "g N ha-1 d-1".into(),
                lines: vec![
                    line("microbes", case, days, |day| day.moved.flows.n2o_emitted * scale),
                    line("NOE", case, days, |day| day.noe * scale),
                    line("DAYCENT", case, days, |day| day.daycent * scale),
                ],
                points: marks(case),
                from_zero: true,
                ..Panel::default()
            },
            Panel {
                label: "WFPS".into(),
                unit: "1".into(),
                bands: vec![from_zero("WFPS", case, days, |day| day.weather.wfps)],
                ..Panel::default()
            },
        ],
        // Kinds of events take the colours after those of the lines.
        colour_order: ["microbes", "NOE", "DAYCENT"]
            .into_iter()
            .chain(Kind::ALL.map(Kind::name))
            .map(str::to_owned)
            .collect(),
        ..TimeSeries::default()
    }
}

/// Mineral nitrogen, and nitrous oxide in soil.
pub(super) fn pools(case: &Case, finished: &Finished) -> TimeSeries {
    let (days, scale) = (&finished.days, case.per_hectare());
    let unit = "kg N ha-1";
    let alone = |label: &str, of: &dyn Fn(&Day) -> f64| Panel {
        label: label.into(),
        unit: unit.into(),
        bands: vec![from_zero(label, case, days, of)],
        ..Panel::default()
    };
    TimeSeries {
        panels: vec![
            Panel {
                label: "Mineral nitrogen".into(),
                unit: unit.into(),
                lines: vec![
                    line("ammonium", case, days, |day| day.state.nh4 * scale),
                    line("nitrate", case, days, |day| day.state.no3 * scale),
                ],
                from_zero: true,
                ..Panel::default()
            },
            alone("Nitrite", &|day| day.state.no2 * scale),
            alone("N₂O in soil", &|day| day.state.n2o * scale),
        ],
        ..TimeSeries::default()
    }
}

/// Shares of processes in the N2O that was formed.
pub(super) fn shares(finished: &Finished) -> Bars {
    Bars {
        label: "Share of the N₂O formed".into(),
        unit: "%".into(),
        categories: Sources::NAMES.map(str::to_owned).to_vec(),
        series: vec![BarSeries { label: String::new(), values: finished.shares.map(|share| 100.0 * share).to_vec() }],
        horizontal: true,
        value_labels: true,
        ..Bars::default()
    }
}

/// Boxes of the diagram: name, column, colour, and the compartments that they hold.
const BOXES: [(&str, usize, usize, &[C]); 14] = [
    ("litter", 0, 2, &[C::Litterfall, C::Residues]),
    ("fertiliser", 0, 1, &[C::Fertiliser]),
    ("deposition", 0, 5, &[C::Deposition]),
    ("fixation", 0, 3, &[C::Air]),
    ("SOM", 1, 2, &[C::Organic, C::Microbes]),
    ("urea", 1, 1, &[C::Urea]),
    ("NH₄", 2, 0, &[C::Ammonium]),
    ("NO₂, NO₃", 3, 3, &[C::Nitrite, C::Nitrate]),
    ("N₂O in soil", 4, 4, &[C::NitrousOxide]),
    ("plants", 5, 2, &[C::Plants]),
    ("NH₃", 5, 0, &[C::Nh3Emitted]),
    ("N₂O emitted", 5, 4, &[C::N2oEmitted]),
    ("N₂, NO", 5, 7, &[C::N2Emitted, C::NoEmitted]),
    ("leached", 5, 5, &[C::Leached]),
];

/// The budget as ribbons, of the whole run, per year where it is at least one.
pub(super) fn budget(finished: &Finished, unit: &str) -> Flow {
    let scale = super::per(finished).1;
    Flow {
        label: "Nitrogen".into(),
        unit: unit.to_owned(),
        nodes: BOXES.iter().map(|(label, column, colour, _)| FlowNode::new(*label, *column, *colour)).collect(),
        links: links(&finished.whole, scale),
        ..Flow::default()
    }
}

/// Fluxes between boxes, those between the same two together.
fn links(budget: &Budget, scale: f64) -> Vec<FlowLink> {
    let place = |compartment: C| BOXES.iter().position(|(_, _, _, held)| held.contains(&compartment));
    let mut links: Vec<FlowLink> = Vec::new();
    for flux in &budget.fluxes {
        let (Some(from), Some(to)) = (place(flux.from), place(flux.to)) else { continue };
        if from == to {
            continue;
        }
        match links.iter_mut().find(|link| link.from == from && link.to == to) {
            Some(link) => link.amount += flux.amount * scale,
            None => links.push(FlowLink { from, to, amount: flux.amount * scale }),
        }
    }
    // Uptake of a negative amount does not occur; rounding may leave a hair below 0.
    links.iter_mut().for_each(|link| link.amount = link.amount.max(0.0));
    links
}
