//! Scores as ILAMB computes them, and the corrected ones beside them, as bars from 0 to 1.

use edaphon_figures::{BarSeries, Bars, Figure, Panels};

use super::{Drawn, Series};
use crate::ilamb::{Scores, Weighting};
use crate::observations::words_of;
use crate::scores::IlambScore;

/// What is scored.
const PARTS: [(&str, fn(&Scores) -> Option<f64>); 8] = [
    ("Bias", |s| Some(s.bias_score)),
    ("RMSE", |s| s.rmse_score),
    ("Season", |s| s.seasonal_score),
    ("Years", |s| s.interannual_score),
    ("Space, ILAMB", |s| Some(s.spatial.score)),
    ("Space, corrected", |s| Some(s.spatial_corrected.score)),
    ("Overall, ILAMB", |s| Some(s.overall)),
    ("Overall, corrected", |s| Some(s.overall_corrected)),
];

/// None without scores.
pub(crate) fn figure(scores: &[IlambScore]) -> Option<Drawn> {
    let by_area: Vec<&IlambScore> = scores.iter().filter(|score| score.weighting == Weighting::Area).collect();
    let (mut figures, mut data): (Vec<Box<dyn Figure>>, Vec<Series>) = (Vec::new(), Vec::new());
    for of_product in by_area.chunk_by(|a, b| a.product == b.product && a.variable == b.variable) {
        let Some(first) = of_product.first() else { continue };
        // A part that no model is scored by would be an empty place.
        let parts: Vec<_> = PARTS.iter().filter(|(_, of)| of_product.iter().any(|s| of(&s.scores).is_some())).collect();
        let values = |score: &IlambScore| -> Vec<f64> {
            parts.iter().map(|(_, of)| of(&score.scores).unwrap_or(f64::NAN)).collect()
        };
        let title = format!("{}: {} ({})", words_of(&first.variable), first.product, first.basis.words());
        for score in of_product {
            data.push(Series {
                panel: title.clone(),
                label: score.model.clone(),
                columns: parts.iter().map(|(name, _)| format!("{name} [1]")).collect(),
                values: values(score).into_iter().map(|value| vec![value]).collect(),
            });
        }
        figures.push(Box::new(Bars {
            title,
            label: "Score".into(),
            unit: "1".into(),
            categories: parts.iter().map(|(name, _)| (*name).to_owned()).collect(),
            series: of_product.iter().map(|s| BarSeries { label: s.model.clone(), values: values(s) }).collect(),
            ..Bars::default()
        }));
    }
    if figures.is_empty() {
        return None;
    }
    Some(Drawn {
        name: "scores",
        caption: "Scores from 0 to 1, cells weighted by area: as ILAMB computes them, and with the spatial distribution over the cells that \
                  both have (corrected)."
            .into(),
        figure: Box::new(Panels { title: String::new(), columns: 1, figures, letters: true }),
        data,
    })
}
