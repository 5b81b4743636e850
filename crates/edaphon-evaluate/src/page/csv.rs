//! Tables and scores as CSV.

use crate::evaluation::Evaluated;
use crate::scores::{Comparison, IlambScore, Interval, Score, Spread};

/// A field of CSV, in quotation marks if it needs them.
pub(crate) fn field(words: &str) -> String {
    if words.contains([',', '"', '\n']) { format!("\"{}\"", words.replace('"', "\"\"")) } else { words.to_owned() }
}

fn number(value: f64) -> String {
    if value.is_finite() { value.to_string() } else { String::new() }
}

fn optional(value: Option<f64>) -> String {
    value.map_or_else(String::new, number)
}

/// A head and a row for each of `all`.
fn lines<T>(head: &str, all: &[T], row: impl Fn(&T) -> Vec<String>) -> String {
    let mut text = format!("{head}\n");
    for one in all {
        text.push_str(&row(one).join(","));
        text.push('\n');
    }
    text
}

/// Scores.
pub(super) fn scores(made: &Evaluated) -> String {
    let head = "product,variable,model,metric,value,low_5,high_95,draws_5,draws_95,within_two_sd";
    lines(head, &made.scores, |s: &Score| {
        let (e, drawn) = (s.estimate, s.over_draws);
        let mut cells = [&s.product, &s.variable, &s.model].map(|words| field(words)).to_vec();
        cells.push(s.metric.to_owned());
        cells.extend([e.value, e.low, e.high].map(number));
        cells.extend([drawn.map(|d| d[0]), drawn.map(|d| d[1]), s.within_spread].map(optional));
        cells
    })
}

/// Comparisons of models.
pub(super) fn comparisons(made: &Evaluated) -> String {
    let head = "product,variable,metric,model,less,difference,low_5,high_95,better";
    lines(head, &made.comparisons, |c: &Comparison| {
        let d = c.difference;
        let mut cells = vec![field(&c.product), c.variable.clone(), c.metric.to_owned()];
        cells.extend(c.models.iter().map(|model| field(model)));
        cells.extend([d.value, d.low, d.high].map(number));
        cells.push(c.better.as_deref().map_or_else(String::new, field));
        cells
    })
}

/// Models among products.
pub(super) fn spreads(made: &Evaluated) -> String {
    let head = "variable,model,mean,lowest_mean_of_products,highest_mean_of_products,lowest_rmse,highest_rmse,rmse_between_products,\
                rmse_of_draws_95,verdict";
    lines(head, &made.spreads, |s: &Spread| {
        let mut cells = vec![s.variable.clone(), field(&s.model)];
        cells.extend([s.mean, s.means[0], s.means[1], s.rmse[0], s.rmse[1]].map(number));
        cells.extend([s.apart, s.drawn].map(optional));
        cells.push(s.verdict().to_owned());
        cells
    })
}

/// Intervals.
pub(super) fn intervals(made: &Evaluated) -> String {
    lines("product,variable,of,coverage,mean_width,crps,mean_pit", &made.intervals, |i: &Interval| {
        let mut cells = vec![field(&i.product), i.variable.clone(), field(&i.of)];
        cells.extend([i.coverage, i.width, i.crps].map(number));
        cells.push(optional(i.pit));
        cells
    })
}

/// Scores as ILAMB computes them.
pub(super) fn ilamb(made: &Evaluated) -> String {
    let head = "product,variable,model,basis,weighting,bias,bias_score,rmse,rmse_score,phase_shift_months,seasonal_score,interannual_score,\
                r_ilamb,r_corrected,r_unweighted,spatial_score_ilamb,spatial_score_corrected,overall_ilamb,overall_corrected";
    lines(head, &made.ilamb, |i: &IlambScore| {
        let s = &i.scores;
        let mut cells = vec![field(&i.product), i.variable.clone(), field(&i.model), field(&i.basis.words())];
        cells.push(crate::scores::weighting(i.weighting).to_owned());
        cells.extend([s.bias, s.bias_score].map(number));
        cells.extend([s.rmse, s.rmse_score, s.phase_shift, s.seasonal_score, s.interannual_score].map(optional));
        cells.extend([s.spatial.r, s.spatial_corrected.r, s.spatial_unweighted.r].map(number));
        cells.extend([s.spatial.score, s.spatial_corrected.score, s.overall, s.overall_corrected].map(number));
        cells
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn fields_with_commas_are_quoted() {
        assert_eq!(["a", "a, b", "\"a\""].map(super::field), ["a", "\"a, b\"", "\"\"\"a\"\"\""]);
    }
}
