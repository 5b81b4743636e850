//! Taylor's diagram of every product: spread, correlation and centred error of the models in one picture.

use edaphon_figures::{Figure, Panels, Taylor, TaylorPoint};

use super::{Drawn, Series};
use crate::annual::unit_of;
use crate::metrics::{Pairs, centred_rmse, correlation, moments};
use crate::observations::{Observed, words_of};
use crate::scores::Compared;

/// None without observations that any model has.
pub(crate) fn figure(models: &[Compared<'_>], observed: &[Observed]) -> Option<Drawn> {
    let (mut figures, mut data): (Vec<Box<dyn Figure>>, Vec<Series>) = (Vec::new(), Vec::new());
    for product in observed {
        let Some(made) = diagram(models, observed, product) else { continue };
        let panel = letter(figures.len());
        data.extend(made.1.into_iter().map(|series| Series { panel: panel.clone(), ..series }));
        figures.push(Box::new(made.0));
    }
    if figures.is_empty() {
        return None;
    }
    Some(Drawn {
        name: "taylor",
        caption: "Taylor diagrams of time means, cells weighted by area, each over the cells that it shares with the product. The angle is \
                  the correlation, the distance from the origin the standard deviation over land, the distance from the reference (open \
                  dot) the centred error; the arc is the reference's standard deviation. The disc is as wide as the product's own standard \
                  deviation, where it states one; other products of the quantity are drawn as models are."
            .into(),
        figure: Box::new(Panels { title: String::new(), columns: 2, figures, letters: true }),
        data,
    })
}

fn letter(at: usize) -> String {
    char::from(b'a' + (at % 26) as u8).to_string()
}

fn diagram(models: &[Compared<'_>], observed: &[Observed], product: &Observed) -> Option<(Taylor, Vec<Series>)> {
    let area = models.first()?.areas();
    let of_models = models.iter().filter_map(|model| Some((model.label.clone(), model.values(&product.variable)?)));
    let others = observed.iter().filter(|other| other.variable == product.variable && other.name != product.name);
    let all: Vec<(String, Vec<f64>)> =
        of_models.chain(others.map(|other| (other.name.clone(), other.cells.clone()))).collect();
    let pairs: Vec<(String, Pairs)> = all
        .into_iter()
        .filter_map(|(label, values)| Some((label, Pairs::new(&product.cells, &values, &area).ok()?)))
        .collect();
    let reference_sd = moments(&pairs.first()?.1).sd_reference;
    let points = pairs.iter().map(|(label, pairs)| TaylorPoint {
        label: label.clone(),
        // Over other cells the reference varies a little more or less.
        sd: moments(pairs).sd_model / moments(pairs).sd_reference * reference_sd,
        r: correlation(pairs),
    });
    let unit = unit_of(&product.variable);
    let taylor = Taylor {
        title: format!("{}: {}", words_of(&product.variable), product.name),
        label: words_of(&product.variable).into(),
        unit: unit.into(),
        reference: product.name.clone(),
        reference_sd,
        uncertainty: product.sd.as_ref().and_then(|sd| uncertainty(product, sd, &area)),
        points: points.collect(),
    };
    let columns = [format!("standard deviation [{unit}]"), "correlation [1]".into(), format!("centred error [{unit}]")];
    let series = |(label, pairs): &(String, Pairs)| Series {
        panel: String::new(),
        label: label.clone(),
        columns: columns.to_vec(),
        values: [moments(pairs).sd_model, correlation(pairs), centred_rmse(pairs)].map(|value| vec![value]).to_vec(),
    };
    let mut data: Vec<Series> = pairs.iter().map(series).collect();
    data.push(Series {
        panel: String::new(),
        label: format!("{} (reference)", product.name),
        columns: columns.to_vec(),
        values: vec![vec![reference_sd], vec![1.0], vec![taylor.uncertainty.unwrap_or(0.0)]],
    });
    Some((taylor, data))
}

/// Root mean square of the product's standard deviations, by area.
fn uncertainty(product: &Observed, sd: &[f64], area: &[f64]) -> Option<f64> {
    let known = || sd.iter().zip(area).zip(&product.cells).filter(|((sd, _), x)| sd.is_finite() && x.is_finite());
    let whole: f64 = known().map(|((_, area), _)| area).sum();
    (whole > 0.0).then(|| (known().map(|((sd, area), _)| sd * sd * area).sum::<f64>() / whole).sqrt())
}
