//! The report of a run: one page with figures, budget, parameters and provenance.

mod figures;
mod tables;

use std::path::Path;

use edaphon_figures::{Block, Fact, NoticeKind, Report, Section, significant};

use super::budget::Compartment;
use super::job::NitrogenJob;
use super::simulate::Sources;
use super::summary::Finished;
use crate::error::Result;
use crate::report::drawing;

/// What to cite.
pub(super) const REFERENCES: &str = "NOE: Hénault et al. (2005), https://doi.org/10.1111/j.1365-2486.2004.00879.x; \
    DAYCENT: Parton et al. (2001), https://doi.org/10.1029/2001JD900101, Del Grosso et al. (2000), https://doi.org/10.1029/1999GB001225; \
    integration: Burchard et al. (2003), https://doi.org/10.1016/S0168-9274(03)00101-6";

/// Writes the page.
pub(super) fn write(job: &NitrogenJob, finished: &Finished, path: &Path) -> Result<()> {
    compose(job, finished).write(path).map_err(drawing)
}

/// The report of a run.
pub fn compose(job: &NitrogenJob, finished: &Finished) -> Report {
    let case = &job.case;
    let place = if case.place.name.is_empty() { "A site".to_owned() } else { case.place.name.clone() };
    Report {
        title: format!("{place}: soil nitrogen and its gases"),
        summary: format!(
            "{} to {}, {} days, in a layer of {} m. Groups of microbes move nitrogen between organic matter, ammonium, nitrite, nitrate and gases; NOE and \
             DAYCENT are given the mineral nitrogen and respiration of the same run. Parameters: {}.",
            case.drivers.start,
            case.drivers.end(),
            finished.days.len(),
            case.soil().depth,
            case.chosen.words(),
        ),
        facts: facts(job, finished),
        sections: vec![
            Section { heading: "Nitrous oxide".into(), blocks: nitrous_oxide(job, finished) },
            Section { heading: "Mineral nitrogen".into(), blocks: pools(job, finished) },
            Section { heading: "Which process forms N2O".into(), blocks: shares(finished) },
            Section { heading: "Budget of nitrogen".into(), blocks: budget(finished) },
            Section { heading: "Parameters".into(), blocks: parameters(job) },
            Section { heading: "How this was made".into(), blocks: made(job) },
        ],
        footer: "Every number stands in the tables and in daily.nc beside this page.".into(),
    }
}

/// The unit of totals of a span, and what sums are multiplied by: per year where the span is a year or longer.
fn per(finished: &Finished) -> (&'static str, f64) {
    let whole = &finished.whole;
    if whole.days >= 365 { ("kg N ha-1 yr-1", whole.per_year()) } else { ("kg N ha-1", 1.0) }
}

fn facts(job: &NitrogenJob, finished: &Finished) -> Vec<Fact> {
    let (unit, scale) = per(finished);
    let whole = &finished.whole;
    let total = |label: &str, amount: f64| Fact {
        label: label.to_owned(),
        value: significant(amount * scale, 3),
        unit: unit.to_owned(),
    };
    let mut facts = vec![
        total("N2O emitted", finished.n2o()),
        total("N2 emitted", whole.entering(Compartment::N2Emitted)),
        total("nitrogen leached", whole.entering(Compartment::Leached)),
    ];
    if let Some(share) = finished.n2o_of_both() {
        facts.push(Fact { label: "N2O/(N2O + N2)".into(), value: significant(share, 2), unit: String::new() });
    }
    if let Some(factor) = finished.emission_factor {
        facts.push(Fact {
            label: "emission factor".into(),
            value: significant(100.0 * factor.value(), 2),
            unit: "%".into(),
        });
    }
    facts.push(Fact { label: "parameters".into(), value: job.case.chosen.name.clone(), unit: String::new() });
    facts
}

fn nitrous_oxide(job: &NitrogenJob, finished: &Finished) -> Vec<Block> {
    let mut blocks = vec![
        Block::Figure {
            figure: Box::new(figures::emissions(&job.case, finished)),
            caption: "Emission of N2O by the model of microbes and by two schemes without them, which read the same mineral nitrogen, moisture and temperature (and, \
                      DAYCENT, the same respiration). Dots mark events. Below, water-filled pore space."
                .into(),
        },
        Block::Table(tables::emissions(finished)),
    ];
    if let Some(factor) = finished.emission_factor {
        blocks.push(Block::Paragraph(format!(
            "Emission factor: with fertiliser {} kg N ha⁻¹ were emitted as N2O, without it {}; the difference is {} % of the {} kg N ha⁻¹ applied.",
            significant(factor.fertilised, 3),
            significant(factor.unfertilised, 3),
            significant(100.0 * factor.value(), 3),
            significant(factor.applied, 4),
        )));
    }
    blocks
}

fn pools(job: &NitrogenJob, finished: &Finished) -> Vec<Block> {
    let figure = figures::pools(&job.case, finished);
    let caption = "Ammonium, nitrate and nitrite at the ends of days, and nitrous oxide in soil water and air.";
    vec![Block::Figure { figure: Box::new(figure), caption: caption.into() }]
}

fn shares(finished: &Finished) -> Vec<Block> {
    let largest = finished.shares.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
    let (process, share) = largest.map_or(("none", 0.0), |(at, share)| (Sources::NAMES[at], share));
    vec![
        Block::Paragraph(format!("Most N2O is formed in {process}: {} %.", significant(100.0 * share, 3))),
        Block::Figure {
            figure: Box::new(figures::shares(finished)),
            caption: "Shares of processes in the N2O that was formed, before some of it was reduced to N2.".into(),
        },
    ]
}

fn budget(finished: &Finished) -> Vec<Block> {
    let (unit, _) = per(finished);
    let residual = finished.whole.worst_residual();
    let closes = residual < 1e-9;
    let kind = if closes { NoticeKind::Good } else { NoticeKind::Warning };
    let words = if closes { "The budget closes" } else { "The budget does not close" };
    vec![
        Block::Notice(kind, format!("{words}: every flux leaves one compartment and enters another, and the largest residual of a pool is {} of what it holds and receives.", significant(residual, 2))),
        Block::Figure {
            figure: Box::new(figures::budget(finished, unit)),
            caption: "Nitrogen through the soil. Numbers are the larger of what enters and what leaves a compartment; what is missing at one side of a box was \
                      stored or drawn from store. SOM is soil organic matter with its microbes; ribbons below lead back: immobilisation, and reduction of nitrate to ammonium."
                .into(),
        },
        Block::Details { summary: "Every flux".into(), blocks: vec![Block::Table(tables::fluxes(finished))] },
        Block::Details { summary: "Every pool".into(), blocks: vec![Block::Table(tables::stocks(finished))] },
    ]
}

fn parameters(job: &NitrogenJob) -> Vec<Block> {
    let chosen = &job.case.chosen;
    let changed = super::changed(&chosen.set);
    let mut blocks = vec![Block::Paragraph(format!(
        "Set: {}. {} of its values are not the default.",
        chosen.words(),
        changed.len()
    ))];
    if !changed.is_empty() {
        blocks.push(Block::Table(tables::changed(&chosen.set, &changed)));
    }
    blocks.push(Block::Details {
        summary: "Every parameter".into(),
        blocks: vec![Block::Table(tables::parameters(&chosen.set))],
    });
    blocks
}

fn made(job: &NitrogenJob) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(format!("Days are stepped in {}.", job.case.method.words()))];
    if !job.notes.is_empty() {
        blocks.push(Block::Paragraph("What was taken for granted or converted:".into()));
        blocks.push(Block::List(job.notes.clone()));
    }
    let lines = ["source", "date_created", "edaphon_command_line", "edaphon_parameter_set", "edaphon_inputs"];
    let line = |name: &str| job.provenance.get(name).map(|value| format!("{name}: {value}"));
    let text: Vec<String> = lines.into_iter().filter_map(line).collect();
    let details =
        |summary: &str, words: String| Block::Details { summary: summary.into(), blocks: vec![Block::Verbatim(words)] };
    blocks.push(details("Provenance", text.join("\n")));
    blocks.push(details("Description", job.text.clone()));
    blocks.push(Block::List(REFERENCES.split("; ").map(str::to_owned).collect()));
    blocks
}
