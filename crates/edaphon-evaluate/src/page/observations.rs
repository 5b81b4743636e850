//! What the page says of observations: products, scores, spreads and what ILAMB's spatial score does.

use edaphon_figures::{Block, Cell, Column, NoticeKind, Section, Table, decimal, typeset_unit};

use crate::annual::unit_of;
use crate::evaluation::Evaluated;
use crate::figures::Drawn;
use crate::ilamb::Weighting;
use crate::metrics::Estimate;
use crate::observations::words_of;

/// Metrics that the page shows; the others stand in `scores.csv`.
const SHOWN: [(&str, &str); 7] = [
    ("bias", "Bias"),
    ("rmse", "RMSE"),
    ("r", "r"),
    ("sd_ratio", "sd ratio"),
    ("ccc", "CCC"),
    ("nse", "NSE"),
    ("kge_2012", "KGE′"),
];

const ILAMB: &str = "ILAMB's spatial score multiplies how alike spreads are with the correlation R of time means. Its code divides by the number of \
    all cells of the grid while its sums leave masked ones out, which is the same as taking the ocean for land with the value 0: R, and with it the score, \
    is too large wherever means are far from zero. In the case that this program is tested by, ILAMB has R = 0.943; over the cells that both \
    have R is 0.884, weighted by area 0.815. Here stand both: as ILAMB computes it, to be compared with its reports, and corrected: over the \
    cells that both have, weighted by area. Overall scores are (bias + 2 RMSE + season + years + space)/6, what is missing left out \
    with its weight. Product and model are compared on the grid of the run.";

/// The section on observations; none without any.
pub(super) fn section(made: &Evaluated, figures: Vec<Drawn>) -> Option<Section> {
    if made.observed.is_empty() && made.unused.is_empty() {
        return None;
    }
    let mut blocks = vec![Block::Paragraph(
        "Observations are of our time, the models' state is that of the first years, unless scores name other years. Observed heterotrophic \
         respiration is bound by gross production. Stocks are in g m⁻², fluxes in g m⁻² d⁻¹."
            .into(),
    )];
    if !made.unused.is_empty() {
        let words = format!("{} left out; the rest of this page is complete without.", products(made.unused.len()));
        blocks.push(Block::Notice(NoticeKind::Warning, words));
        blocks.push(Block::List(made.unused.clone()));
    }
    if !made.observed.is_empty() {
        blocks.push(Block::Table(about(made)));
    }
    blocks.extend(figures.into_iter().map(figure));
    if !made.scores.is_empty() {
        blocks.push(Block::Table(scores(made)));
    }
    if !made.comparisons.is_empty() {
        blocks.push(Block::Heading("Which model is nearer".into()));
        blocks.push(Block::Table(comparisons(made)));
    }
    if !made.spreads.is_empty() {
        blocks.push(Block::Heading("What observations leave open".into()));
        blocks.push(Block::Table(spreads(made)));
        blocks.push(Block::Table(intervals(made)));
    }
    Some(Section { heading: "Observations".into(), blocks })
}

/// The section on ILAMB's scores; none without any.
pub(super) fn ilamb(made: &Evaluated, figures: Vec<Drawn>) -> Option<Section> {
    if made.ilamb.is_empty() {
        return None;
    }
    let mut blocks = vec![Block::Paragraph(ILAMB.into())];
    blocks.extend(figures.into_iter().map(figure));
    blocks.push(Block::Table(ilamb_table(made)));
    Some(Section { heading: "Scores as ILAMB computes them".into(), blocks })
}

fn figure(drawn: Drawn) -> Block {
    Block::Figure { figure: drawn.figure, caption: drawn.caption }
}

fn products(count: usize) -> String {
    if count == 1 { "One product is".to_owned() } else { format!("{count} products are") }
}

fn words(columns: &[&str]) -> Vec<Column> {
    columns.iter().map(|name| Column::new(*name, "")).collect()
}

fn text(words: &str) -> Cell {
    Cell::Text(words.to_owned())
}

fn optional(value: Option<f64>) -> Cell {
    value.filter(|v| v.is_finite()).map_or(Cell::Missing, |v| Cell::Significant(v, 3))
}

fn percent(share: f64) -> String {
    format!("{} %", decimal(100.0 * share, 0))
}

/// `0.31 (0.25 to 0.37)`.
fn with_interval(estimate: Estimate) -> Cell {
    let short = |value: f64| edaphon_figures::significant(value, 3);
    match estimate {
        Estimate { value, .. } if !value.is_finite() => Cell::Missing,
        Estimate { value, low, high } if low.is_finite() && high.is_finite() => {
            Cell::Text(format!("{} ({} to {})", short(value), short(low), short(high)))
        }
        Estimate { value, .. } => Cell::Text(short(value)),
    }
}

fn about(made: &Evaluated) -> Table {
    let row = |product: &crate::observations::Observed| {
        let a = &product.about;
        let told = [&a.depth, &a.period, &a.citation, &a.doi, &a.licence].into_iter().flatten().cloned();
        vec![
            text(&product.name),
            text(words_of(&product.variable)),
            Cell::Text(product.brought.words()),
            text(if product.sd.is_some() { "yes" } else { "no" }),
            Cell::Text(told.collect::<Vec<_>>().join("; ")),
        ]
    };
    Table {
        caption: "Products, and how they came to the cells of the run.".into(),
        columns: words(&["Product", "Quantity", "Grid", "States its sd", "Depth, period, source"]),
        rows: made.observed.iter().map(row).collect(),
    }
}

fn scores(made: &Evaluated) -> Table {
    let mut columns = words(&["Product", "Quantity", "Model"]);
    columns.extend(SHOWN.iter().map(|(_, name)| Column::new(*name, "")));
    columns.extend(words(&["RMSE over draws", "Within 2 sd"]));
    let same = |a: &crate::scores::Score, b: &crate::scores::Score| {
        (&a.product, &a.variable, &a.model) == (&b.product, &b.variable, &b.model)
    };
    let row = |all: &[crate::scores::Score]| {
        let first = &all[0];
        let of = |name: &str| all.iter().find(|score| score.metric == name);
        let mut cells = vec![text(&first.product), text(words_of(&first.variable)), text(&first.model)];
        cells.extend(SHOWN.iter().map(|(name, _)| of(name).map_or(Cell::Missing, |s| with_interval(s.estimate))));
        let drawn = of("rmse").and_then(|score| score.over_draws);
        let short = |value: f64| edaphon_figures::significant(value, 3);
        cells.push(drawn.map_or(Cell::Missing, |[a, b]| Cell::Text(format!("{} to {}", short(a), short(b)))));
        cells.push(first.within_spread.map_or(Cell::Missing, |share| Cell::Text(percent(share))));
        cells
    };
    Table {
        caption: "Scores of time means, cells weighted by area; in brackets intervals of 90 % from drawing blocks of 10°. Over draws: from 5 % to \
                  95 % of draws of the product within its standard deviation. More metrics stand in scores.csv."
            .into(),
        columns,
        rows: made.scores.chunk_by(same).map(row).collect(),
    }
}

fn comparisons(made: &Evaluated) -> Table {
    let row = |c: &crate::scores::Comparison| {
        vec![
            text(&c.product),
            text(words_of(&c.variable)),
            Cell::Text(format!("{} less {}", c.models[0], c.models[1])),
            text(if c.metric == "rmse" { "RMSE" } else { "CCC" }),
            with_interval(c.difference),
            c.better.as_ref().map_or_else(|| text("not told apart"), |model| Cell::Text(format!("{model} is better"))),
        ]
    };
    Table {
        caption: "Differences of metrics between models, from the same draws of blocks for both; a model is better if the interval of 90 % \
                  leaves out 0."
            .into(),
        columns: words(&["Product", "Quantity", "Models", "Metric", "Difference", "Verdict"]),
        rows: made.comparisons.iter().map(row).collect(),
    }
}

fn spreads(made: &Evaluated) -> Table {
    let short = |value: f64| edaphon_figures::significant(value, 4);
    let between = |[a, b]: [f64; 2]| {
        if a == b { Cell::Text(short(a)) } else { Cell::Text(format!("{} to {}", short(a), short(b))) }
    };
    let row = |s: &crate::scores::Spread| {
        vec![
            text(words_of(&s.variable)),
            text(&s.model),
            Cell::Text(format!("{} {}", short(s.mean), typeset_unit(unit_of(&s.variable)))),
            between(s.means),
            between(s.rmse),
            optional(s.apart),
            optional(s.drawn),
            text(s.verdict()),
        ]
    };
    Table {
        caption: "Models among products: means over the cells that all have, root mean square errors from the nearest to the furthest product. \
                  A model that is no further from some product than two products are from each other, or than 95 of 100 draws are from it, is \
                  indistinguishable from observations and not ranked."
            .into(),
        columns: words(&[
            "Quantity",
            "Model",
            "Mean",
            "Means of products",
            "RMSE",
            "RMSE between products",
            "RMSE of draws, 95 %",
            "Verdict",
        ]),
        rows: made.spreads.iter().map(row).collect(),
    }
}

fn intervals(made: &Evaluated) -> Table {
    let row = |i: &crate::scores::Interval| {
        vec![
            text(&i.product),
            text(words_of(&i.variable)),
            text(&i.of),
            Cell::Text(percent(i.coverage)),
            optional(Some(i.width)),
            optional(Some(i.crps)),
            optional(i.pit),
        ]
    };
    Table {
        caption: "Intervals: coverage is the share of land where it is so; the continuous ranked probability score is 0 at best, in the \
                  quantity's unit; the mean place of products among models is 0.5 where these are neither too high nor too low."
            .into(),
        columns: words(&["Product", "Quantity", "What lies where", "Coverage", "Mean width", "CRPS", "Mean place"]),
        rows: made.intervals.iter().map(row).collect(),
    }
}

fn ilamb_table(made: &Evaluated) -> Table {
    let row = |i: &crate::scores::IlambScore| {
        let s = &i.scores;
        let mut cells =
            vec![text(&i.product), text(words_of(&i.variable)), text(&i.model), Cell::Text(i.basis.words())];
        cells.extend([s.bias_score].map(|value| Cell::Decimal(value, 3)));
        let three = |value: Option<f64>| value.map_or(Cell::Missing, |value| Cell::Decimal(value, 3));
        cells.extend([s.rmse_score, s.seasonal_score, s.interannual_score].map(three));
        let pairs = [
            (s.spatial.r, s.spatial_corrected.r),
            (s.spatial.score, s.spatial_corrected.score),
            (s.overall, s.overall_corrected),
        ];
        cells.extend(pairs.into_iter().flat_map(|(a, b)| [three(Some(a)), three(Some(b))]));
        cells
    };
    Table {
        caption:
            "Scores by area: ILAMB's, and the corrected ones beside them. Scores weighted by mass stand in ilamb.csv."
                .into(),
        columns: words(&[
            "Product",
            "Quantity",
            "Model",
            "Basis",
            "Bias",
            "RMSE",
            "Season",
            "Years",
            "R, ILAMB",
            "R, corrected",
            "Space, ILAMB",
            "Space, corrected",
            "Overall, ILAMB",
            "Overall, corrected",
        ]),
        rows: made.ilamb.iter().filter(|i| i.weighting == Weighting::Area).map(row).collect(),
    }
}
