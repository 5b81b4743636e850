//! The report: one page.

use edaphon_figures::{Block, Fact, NoticeKind, Report, Section, decimal};

use crate::experiment::Experiment;
use crate::measurements::SOURCE;
use crate::{figures, tables};

/// Words on how the numbers were made, and on what they are not.
const CAVEATS: [&str; 6] = [
    "Site-years are left out whole. Days of one plot know one another: with random splits of days, skill on these data is several times as high and means nothing.",
    "Three experiments are few. Left out one by one, calibration has to reach a soil that it has never seen: those rows tell what a new site may expect.",
    "Each model has five free parameters, a spread and a memory of residuals, the same likelihood (asinh, Student's t with 4 degrees of freedom, memory from day to day) and \
     priors from its table.",
    "Ammonium, nitrate, moisture and temperature are prescribed, as measured: no model is tested on foretelling them. Errors of these measurements, one moisture for 0 to 25 cm, \
     air temperature for that of the soil, and an unstated unit of mineral nitrogen are part of every error.",
    "DAYCENT reads the respiration of the nitrogen model with its defaults, before and after.",
    "The parameter files hold values calibrated on all days; nothing here judges their skill on other data.",
];

pub(crate) fn report(found: &Experiment) -> Report {
    let observed = crate::scores::average(&found.data.emissions());
    let mut facts =
        vec![Fact { label: "Measured mean".into(), value: decimal(observed, 1), unit: "g N ha-1 d-1".into() }];
    for model in &found.models {
        let (before, after) = (&model.before.scores, &model.by_site_year.scores);
        facts.push(Fact {
            label: format!("{}: RMSE before, after", model.model.name()),
            value: format!("{}, {}", decimal(before.rmse, 0), decimal(after.rmse, 1)),
            unit: "g N ha-1 d-1".into(),
        });
    }
    let baseline = decimal(found.mean_of_site_years.scores.rmse, 1);
    facts.push(Fact { label: "Mean of other site-years: RMSE".into(), value: baseline, unit: "g N ha-1 d-1".into() });
    let figure =
        |figure: Box<dyn edaphon_figures::Figure>, caption: &str| Block::Figure { figure, caption: caption.into() };
    let section = |heading: &str, blocks| Section { heading: heading.into(), blocks };
    Report {
        title: "Nitrous oxide from three field experiments".into(),
        summary: format!(
            "{} daily emissions of {} site-years, beside a model with microbes and two without, before and after calibration of five parameters each, on site-years that \
             were not seen. Measurements: {SOURCE}.",
            found.data.days.len(),
            found.data.site_years.len()
        ),
        facts,
        sections: vec![
            section(
                "What came out",
                vec![
                    Block::List(found.words.clone()),
                    Block::Table(tables::scores(found)),
                    Block::Table(tables::comparisons(found)),
                ],
            ),
            section("Peaks", vec![Block::Table(tables::peaks(found))]),
            section(
                "Measured against predicted",
                vec![
                    figure(
                        Box::new(figures::scatters(found)),
                        "Typical emissions against measured ones, asinh of g N ha⁻¹ d⁻¹. Left: before; right: after.",
                    ),
                    figure(
                        Box::new(figures::means(found)),
                        "Means by experiment, each site-year by models that were calibrated on the others.",
                    ),
                    Block::Table(tables::experiments(found)),
                ],
            ),
            section(
                "A fertilised maize field",
                vec![figure(
                    Box::new(figures::field(found)),
                    "Expected emissions day by day, in a year that calibration did not see (second panel).",
                )],
            ),
            section("Parameters", parameters(found)),
            section("How it was done, and what it is not", vec![Block::List(CAVEATS.map(str::to_owned).to_vec())]),
        ],
        footer: String::new(),
    }
}

fn parameters(found: &Experiment) -> Vec<Block> {
    let mut blocks = vec![Block::Table(tables::parameters(found))];
    for model in &found.models {
        let words = model.calibrated.findings.words();
        let (sigma, memory) = model.calibrated.noise;
        blocks.push(Block::Paragraph(format!(
            "{}: residuals of asinh have a spread of {} and a correlation of {} after a day.",
            model.model.name(),
            decimal(sigma, 2),
            decimal(memory, 2)
        )));
        blocks.extend(
            words
                .into_iter()
                .map(|words| Block::Notice(NoticeKind::Warning, format!("{}: {words}.", model.model.name()))),
        );
    }
    blocks
}
