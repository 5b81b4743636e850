//! A variable on a map.

use edaphon_figures::{ColourMap, Map, MapCell};

use super::field::Field;
use super::{Request, label};
use crate::dataset::text_of;
use crate::refusal::Refusal;

/// Size of a cell that has no neighbours to tell it by (degrees).
const LONE_CELL: f64 = 1.0;

pub(super) fn figure(request: &Request<'_>, name: &str) -> anyhow::Result<Map> {
    let field = Field::new(request.dataset, name)?;
    let path = request.dataset.file.path();
    let Some(places) = field.coordinates() else {
        return Err(Refusal::new(format!("the file does not say where the cells of `{name}` are")).at(path).into());
    };
    let chosen = field.chosen(request.year)?;
    let values = field.means(&chosen)?;
    let height = spacing(places.iter().map(|(lat, _)| *lat));
    let width = spacing(places.iter().map(|(_, lon)| *lon));
    let cell =
        |((lat, lon), value): (&(f64, f64), &f64)| MapCell { lon: *lon, lat: *lat, width, height, value: *value };
    let all: Vec<MapCell> = places.iter().zip(&values).map(cell).collect();
    let is_idle = not_simulated(request, &field)?;
    let masked: Vec<MapCell> = all.iter().zip(&is_idle).filter(|(_, idle)| **idle).map(|(cell, _)| *cell).collect();
    let mask_label = if masked.is_empty() { "" } else { "not simulated" };
    let has = |test: fn(&f64) -> bool| values.iter().any(test);
    let colours = if has(|x| *x < 0.0) && has(|x| *x > 0.0) { ColourMap::BrownGreen } else { ColourMap::default() };
    let span = field.span(&chosen);
    let title = if span.is_empty() { request.title.clone() } else { format!("{}, {span}", request.title) };
    Ok(Map {
        title,
        label: label(field.variable),
        unit: text_of(field.variable, "units").to_owned(),
        cells: all.into_iter().filter(|cell| cell.value.is_finite()).collect(),
        masked,
        mask_label: mask_label.to_owned(),
        colours,
        ..Map::default()
    })
}

/// Which cells are land that was not simulated.
fn not_simulated(request: &Request<'_>, field: &Field<'_>) -> anyhow::Result<Vec<bool>> {
    let file = &request.dataset.file;
    let on_cells = |name: &str| file.variable(name).is_ok_and(|v| v.dimensions == field.variable.dimensions[1..]);
    if !(on_cells("simulated") && on_cells("area_land")) {
        return Ok(vec![false; field.cells()]);
    }
    let (simulated, land) = (file.unpack_f64("simulated")?, file.unpack_f64("area_land")?);
    Ok(simulated.iter().zip(land).map(|(s, area)| *s == 0.0 && area > 0.0).collect())
}

/// The smallest distance between two different coordinates.
fn spacing(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.filter(|x| x.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let gaps = sorted.windows(2).map(|pair| pair[1] - pair[0]).filter(|gap| *gap > 1e-4);
    gaps.min_by(f64::total_cmp).map_or(LONE_CELL, |gap| gap.min(10.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_as_large_as_their_nearest_neighbours_allow() {
        assert_eq!(spacing([10.0, 12.5, 2.5, 10.0, 12.5].into_iter()), 2.5);
        assert_eq!(spacing([10.0].into_iter()), LONE_CELL);
        assert_eq!(spacing([10.0, 100.0].into_iter()), 10.0);
    }
}
