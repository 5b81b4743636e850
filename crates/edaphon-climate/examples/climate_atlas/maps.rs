//! Maps of the mean climate.

use std::error::Error;
use std::path::Path;

use edaphon_figures::{ColourMap, Figure, Map, MapCell};
use edaphon_io::testbed::PublishedGrid;

use crate::means::{Means, simulated};

/// Draws each mean on a map into `folder`.
pub(crate) fn draw(folder: &Path, published: &PublishedGrid, means: &Means) -> Result<(), Box<dyn Error>> {
    for (name, label, unit, values) in [
        ("air", "air temperature", "degC", &means.air),
        ("warmest", "warmest day at 0.44 m", "degC", &means.warmest),
        ("gpp", "gross primary production", "g m-2 yr-1", &means.gpp),
        ("water", "water and ice at 0.44 m", "m3 m-3", &means.water),
        ("deposition", "nitrogen deposition", "g m-2 yr-1", &means.deposition),
    ] {
        let [cells, masked] = [true, false].map(|wanted| tiles(published, values, wanted));
        let figure = Map {
            title: "Invented climate, 1901 to 1920".to_owned(),
            label: label.to_owned(),
            unit: unit.to_owned(),
            cells,
            masked,
            mask_label: "not simulated".to_owned(),
            colours: ColourMap::default(),
            ..Map::default()
        };
        figure.write(&folder.join(format!("{name}.png")))?;
    }
    Ok(())
}

/// The simulated cells, or the others.
fn tiles(published: &PublishedGrid, values: &[f64], wanted: bool) -> Vec<MapCell> {
    let cells = published.grid.cells.iter().zip(values);
    let of_kind = cells.filter(|(cell, _)| simulated(cell.vegetation_type) == wanted);
    let tile = |(cell, value): (&edaphon_core::grid::Cell, &f64)| MapCell {
        lon: cell.longitude,
        lat: cell.latitude,
        width: 2.5,
        height: 180.0 / 95.0,
        value: *value,
    };
    of_kind.map(tile).collect()
}
