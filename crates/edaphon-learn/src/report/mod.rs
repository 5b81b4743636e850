//! The report: one page with the figures of the paper (5 to 8), the tables, and where the hybrid helps.

mod figures;
mod tables;

use std::path::{Path, PathBuf};

use edaphon_figures::{Block, Fact, NoticeKind, Report, Section, decimal};

use crate::data::Data;
use crate::description::LearnDescription;
use crate::error::Result;
use crate::experiment::{Evaluation, Model};
use crate::maps::{Fitted, Maps};

/// Name of the page.
pub const PAGE: &str = "report.html";

/// Writes the page into a folder.
///
/// # Errors
/// If a figure cannot be drawn or the page cannot be written.
pub fn write_report(
    data: &Data,
    described: &LearnDescription,
    evaluation: &Evaluation,
    mapped: Option<(&Fitted, &Maps)>,
    folder: &Path,
) -> Result<PathBuf> {
    let path = folder.join(PAGE);
    report(data, described, evaluation, mapped)?.write(&path)?;
    Ok(path)
}

/// The hybrid of the description.
fn own(described: &LearnDescription) -> Model {
    Model::Hybrid { process_weight: described.hybrid.process_weight, mode: described.hybrid.weight_mode }
}

fn report(
    data: &Data,
    described: &LearnDescription,
    evaluation: &Evaluation,
    mapped: Option<(&Fitted, &Maps)>,
) -> Result<Report> {
    let mut sections = vec![
        Section { heading: "Where the hybrid helps".into(), blocks: helps(evaluation) },
        Section { heading: "Samples and predictions".into(), blocks: predictions(data, described, evaluation) },
        Section { heading: "Weight of the process model".into(), blocks: weights(evaluation) },
        Section { heading: "Through the years".into(), blocks: trends(data, described, evaluation) },
    ];
    if let Some((fitted, maps)) = mapped {
        sections.push(Section { heading: "Maps".into(), blocks: figures::maps(fitted, maps)? });
    }
    sections.push(Section { heading: "Calibration of the process model".into(), blocks: calibration(evaluation) });
    if !evaluation.intervals.is_empty() {
        let blocks = vec![Block::Paragraph(INTERVALS.into()), Block::Table(tables::intervals(evaluation))];
        sections.push(Section { heading: "Prediction intervals".into(), blocks });
    }
    let beyond = tables::beyond(evaluation);
    if !beyond.is_empty() {
        sections.push(Section { heading: "Harder questions".into(), blocks: beyond });
    }
    sections.push(Section { heading: "How this was made".into(), blocks: made(data, described, evaluation) });
    Ok(Report {
        title: "Soil carbon in space and time: process model, forest and hybrid".into(),
        summary: format!(
            "{} sites, sampled in {}. A process model (RothC with a microbial factor), a random forest of samples, and a forest of samples and \
             simulated stocks together, each judged on sites that it has not seen. After Zhang et al. (2024).",
            data.sites.len(),
            data.sites.sampled_years.iter().map(i32::to_string).collect::<Vec<_>>().join(", "),
        ),
        facts: facts(described, evaluation),
        sections,
        footer: "Every number stands in metrics.json and in the tables beside this page.".into(),
    })
}

const INTERVALS: &str = "Intervals are meant to hold 90 % of samples of sites that were not seen. Trees alone spread by samples and columns; in the \
    second row each share of the trees has seen another draw of the process model; in the third, intervals are stretched by what held-out sites \
    of other folds ask for.";

fn facts(described: &LearnDescription, evaluation: &Evaluation) -> Vec<Fact> {
    let named = [
        ("process model, last year", Model::Process),
        ("forest", Model::Forest),
        ("forest without bootstrap", Model::ForestWithoutBootstrap),
        ("hybrid", own(described)),
    ];
    let fact = |(label, model): (&str, Model)| {
        let value = decimal(evaluation.of(model)?.rmse(), 3);
        Some(Fact { label: format!("RMSE, {label}"), value, unit: "kg m-2".into() })
    };
    named.into_iter().filter_map(fact).collect()
}

fn helps(evaluation: &Evaluation) -> Vec<Block> {
    vec![
        Block::List(evaluation.findings.words.clone()),
        Block::Notice(
            NoticeKind::Note,
            "The process model starts from the first sample of the sites that it predicts; no forest sees it. Scores of the process model and of \
             forests answer different questions. Random folds leave neighbours of a site in training: they tell skill of interpolation at the \
             density of this survey, not of extrapolation."
                .into(),
        ),
        Block::Details {
            summary: "Every comparison".into(),
            blocks: vec![Block::Table(tables::comparisons(evaluation))],
        },
    ]
}

fn predictions(data: &Data, described: &LearnDescription, evaluation: &Evaluation) -> Vec<Block> {
    let figure = figures::scatters(data, evaluation, own(described));
    let caption = "Cross-validated predictions against samples (figure 5 of the paper). The process model is scored after the first sample alone.";
    vec![
        Block::Figure { figure: Box::new(figure), caption: caption.into() },
        Block::Table(tables::models(evaluation, own(described))),
    ]
}

fn weights(evaluation: &Evaluation) -> Vec<Block> {
    match figures::weights(evaluation) {
        Some(figure) => {
            let caption = "Errors and concordance by weight of the simulated rows, w_p (figure 6 of the paper), mean over seeds, ± one standard \
                           deviation between them. Level lines: forests of samples alone. Bootstrap weights draw rows in proportion; split weights bear \
                           on where to split and on means of leaves, so that the curve jumps at both ends.";
            vec![
                Block::Figure { figure: Box::new(figure), caption: caption.into() },
                Block::Table(tables::sweep(evaluation)),
            ]
        }
        None => vec![Block::Paragraph("No weights were compared.".into())],
    }
}

fn trends(data: &Data, described: &LearnDescription, evaluation: &Evaluation) -> Vec<Block> {
    let figure = figures::trends(data, evaluation, own(described));
    let caption = "Mean over sites and ± one standard deviation (figure 8 of the paper), cross-validated: each site by the fold that did not see \
                   it. Dots with bars: samples. The truth is known for synthetic sites alone, and no model sees it.";
    vec![Block::Figure { figure: Box::new(figure), caption: caption.into() }, Block::Table(tables::in_time(evaluation))]
}

fn calibration(evaluation: &Evaluation) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(first) = evaluation.calibrations.first().and_then(|folds| folds.first()) {
        let kind = if first.verdict.identified { NoticeKind::Good } else { NoticeKind::Warning };
        blocks.push(Block::Notice(kind, format!("First fold: {}.", first.verdict.words)));
    }
    blocks.push(Block::Table(tables::calibration(evaluation)));
    if let Some(figure) = figures::profile(evaluation) {
        let caption = "Error of the calibrated samples along K_m, everything else at its best, for each fold of the first seed. Where the curve is \
                       level the samples do not tell.";
        blocks.push(Block::Figure { figure: Box::new(figure), caption: caption.into() });
    }
    blocks
}

fn made(data: &Data, described: &LearnDescription, evaluation: &Evaluation) -> Vec<Block> {
    let forest = &described.forest;
    let columns = forest.columns_per_split.map_or("the square root of 12".to_owned(), |count| count.to_string());
    let seeds: Vec<String> = evaluation.seeds.iter().map(u64::to_string).collect();
    let mut blocks = vec![Block::Paragraph(format!(
        "Forests of {} trees, {columns} columns tried per split, {} rows in a leaf at least; seeds {}. All rows of a site share a fold; the process \
         model is calibrated inside each fold. Moments divide by n.",
        forest.trees,
        forest.min_samples_leaf,
        seeds.join(", "),
    ))];
    if !data.notes.is_empty() {
        blocks.push(Block::List(data.notes.clone()));
    }
    blocks
}
