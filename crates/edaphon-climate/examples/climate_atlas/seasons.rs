//! Three years of some places, day by day.

use std::error::Error;
use std::path::Path;

use edaphon_climate::{Climate, ClimateCell, Scenario};
use edaphon_core::forcing::{DAYS, Driver, ForcingYear, Packing};
use edaphon_core::grid::SoilTexture;
use edaphon_figures::{Figure, Line, Panel, TimeSeries};

/// Places: name, latitude, longitude (degrees) and vegetation type.
const PLACES: [(&str, f64, f64, usize); 6] = [
    ("rain forest, Amazon", -3.0, 297.5, 2),
    ("savanna, Sahel", 12.3, 0.0, 9),
    ("desert, Sahara", 23.7, 5.0, 16),
    ("mixed forest, central Europe", 48.3, 10.0, 5),
    ("larch forest, Yakutia", 63.5, 130.0, 3),
    ("tundra, Taimyr", 72.9, 100.0, 18),
];
const YEARS: std::ops::Range<i32> = 1901..1904;

/// Draws each place into `folder`.
pub(crate) fn draw(folder: &Path) -> Result<(), Box<dyn Error>> {
    let soil =
        SoilTexture { sand: 0.4, clay: 0.2, silt: 0.4, wilting_point: 0.13, field_capacity: 0.28, saturation: 0.45 };
    for (id, (name, latitude, longitude, vegetation_type)) in PLACES.into_iter().enumerate() {
        let cell = ClimateCell { id: id as i64, latitude, longitude, vegetation_type, soil };
        let figure = TimeSeries {
            title: format!("Invented climate: {name}"),
            panels: panels(&cell),
            x_label: "Year".to_owned(),
            ..TimeSeries::default()
        };
        figure.write(&folder.join(format!("place-{}.png", id + 1)))?;
    }
    Ok(())
}

fn panels(cell: &ClimateCell) -> Vec<Panel> {
    let packing = Packing::new(&[true]);
    let pack = Climate::new(1, Scenario::Steady).packs(&packing, &[*cell]);
    let years: Vec<ForcingYear> = YEARS
        .map(|calendar_year| {
            let mut year = ForcingYear::new(packing.clone());
            pack.iter().zip(year.packs_mut()).for_each(|(pack, values)| pack.fill(calendar_year, values));
            year
        })
        .collect();
    let line = |label: &str, driver: Driver, offset: f64| Line {
        label: label.to_owned(),
        x: (0..years.len() * DAYS).map(|day| f64::from(YEARS.start) + (day as f64 + 0.5) / DAYS as f64).collect(),
        y: years.iter().flat_map(|y| (0..DAYS).map(|d| f64::from(y.get(0, d, driver)) + offset)).collect(),
    };
    let panel = |label: &str, unit: &str, lines| Panel {
        label: label.to_owned(),
        unit: unit.to_owned(),
        lines,
        ..Panel::default()
    };
    vec![
        panel(
            "temperature",
            "degC",
            vec![
                line("air", Driver::AirTemperature, -273.15),
                line("soil at 0.16 m", Driver::SoilTemperature(2), -273.15),
                line("soil at 1.19 m", Driver::SoilTemperature(4), -273.15),
            ],
        ),
        panel(
            "water",
            "m3 m-3",
            vec![
                line("liquid at 0.16 m", Driver::LiquidWater(2), 0.0),
                line("ice at 0.16 m", Driver::FrozenWater(2), 0.0),
                line("liquid at 1.19 m", Driver::LiquidWater(4), 0.0),
            ],
        ),
        panel("gross primary production", "g m-2 d-1", vec![line("GPP", Driver::Gpp, 0.0)]),
    ]
}
