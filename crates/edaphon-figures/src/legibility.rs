//! No words may overlap or leave the picture, whatever the width and the data.

use crate::canvas::{Area, Canvas, Mark};
use crate::{
    Arrangement, Band, BarSeries, Bars, Cycle, Figure, Line, Map, MapCell, Panel, Panels, Points, Projection,
    SeasonalCycle, Size, TimeSeries,
};

/// Smallest and largest values of lines to draw.
const RANGES: [(f64, f64); 9] = [
    (0.0, 1.0),
    (-2e-13, 3e-13),
    (1.0e9, 8.0e9),
    (-48_000.0, 51_000.0),
    (8_123.456, 8_123.456_1),
    (7.0, 7.0),
    (-1e-300, 1e-300),
    (-1e290, 1e290),
    (f64::NAN, f64::NAN),
];
const SPANS: [(f64, f64); 6] =
    [(1901.0, 2010.0), (2000.0, 2000.02), (1999.3, 2000.9), (0.0, 12_000.0), (1850.0, 1850.0), (-500.0, 1e6)];

fn series((low, high): (f64, f64), (start, end): (f64, f64)) -> TimeSeries {
    let x: Vec<f64> = (0..50).map(|i| start + (end - start) * f64::from(i) / 49.0).collect();
    let y: Vec<f64> = (0..50).map(|i| if i % 2 == 0 { low } else { high }).collect();
    let panel = Panel {
        title: "A panel with a title of its own that is not short".into(),
        label: "Heterotrophic respiration of the mineral soil".into(),
        unit: "g C m-2 yr-1".into(),
        lines: vec![
            Line::new("MIMICS", x.clone(), y.clone()),
            Line::new("a second line with long words", x.clone(), y.clone()),
        ],
        bands: vec![Band { label: "five parameter sets".into(), x: x.clone(), low: y.clone(), high: y.clone() }],
        points: vec![Points { label: "observed".into(), x, y, error: vec![] }],
        from_zero: false,
    };
    let other = Panel { title: String::new(), label: "pH".into(), unit: "1".into(), lines: vec![], ..panel.clone() };
    TimeSeries {
        title: "A title that will not fit on one line of a telephone".into(),
        panels: vec![panel, other],
        x_label: "year".into(),
        colour_order: vec![],
    }
}

fn seasonal((low, high): (f64, f64)) -> SeasonalCycle {
    let cycle = Cycle { label: "MIMICS".into(), values: [low, high].repeat(6), band: None };
    SeasonalCycle {
        label: "Respiration".into(),
        unit: "g C m-2 d-1".into(),
        cycles: vec![cycle],
        ..SeasonalCycle::default()
    }
}

fn bars((low, high): (f64, f64), arrangement: Arrangement, horizontal: bool) -> Bars {
    let series = |label: &str| BarSeries { label: label.into(), values: vec![low, high, 0.0, high / 3.0] };
    Bars {
        label: "Flux".into(),
        unit: "g C m-2 yr-1".into(),
        categories: ["Input", "Change of storage", "Leaching of dissolved organic carbon", "Residual"]
            .map(str::to_owned)
            .to_vec(),
        series: vec![series("arable"), series("grassland"), series("forest")],
        arrangement,
        horizontal,
        value_labels: true,
        ..Bars::default()
    }
}

fn map((low, high): (f64, f64), (west, east): (f64, f64), step: f64) -> Map {
    let columns = ((east - west) / step) as usize;
    let cell = |i: usize| MapCell {
        lon: west + step * (i as f64 + 0.5),
        lat: -40.0 + 10.0 * (i % 11) as f64 * step.min(1.0),
        width: step,
        height: step,
        value: if i.is_multiple_of(2) { low } else { high },
    };
    Map {
        title: "Map".into(),
        label: "Soil carbon".into(),
        unit: "kg C m-2".into(),
        cells: (0..columns).map(cell).collect(),
        masked: vec![MapCell { value: 0.0, ..cell(0) }],
        mask_label: "not simulated".into(),
        ..Map::default()
    }
}

fn assert_legible(what: &str, figure: &dyn Figure) {
    for width in [320, 400, 620, 900] {
        let size = figure.size_for(width);
        let mut canvas = Canvas::default();
        figure.draw(&mut canvas, size.area()).unwrap();
        let texts: Vec<_> = canvas.texts().collect();
        for (i, text) in texts.iter().enumerate() {
            let extent = text.extent();
            assert!(inside(extent, size), "{what} at {width}: {:?} leaves the picture: {extent:?}", text.words);
            for other in &texts[..i] {
                assert!(
                    !extent.overlaps(&other.extent()),
                    "{what} at {width}: {:?} and {:?} overlap: {extent:?}, {:?}",
                    text.words,
                    other.words,
                    other.extent()
                );
            }
        }
        assert_finite(what, &canvas);
    }
}

fn inside(extent: Area, size: Size) -> bool {
    extent.left >= 0.0
        && extent.top >= 0.0
        && extent.right <= f64::from(size.width)
        && extent.bottom <= f64::from(size.height)
}

fn assert_finite(what: &str, canvas: &Canvas) {
    for mark in &canvas.marks {
        if let Mark::Line { points, .. } | Mark::Surface { points, .. } = mark {
            assert!(points.iter().all(|(x, y)| x.is_finite() && y.is_finite()), "{what}: {mark:?}");
        }
    }
}

#[test]
fn time_series_are_legible() {
    for range in RANGES {
        for span in SPANS {
            assert_legible(&format!("series of {range:?} in {span:?}"), &series(range, span));
        }
    }
}

#[test]
fn seasonal_cycles_are_legible() {
    for range in RANGES {
        assert_legible(&format!("cycle of {range:?}"), &seasonal(range));
    }
}

#[test]
fn bars_are_legible() {
    for range in RANGES {
        for arrangement in [Arrangement::Grouped, Arrangement::Stacked] {
            for horizontal in [false, true] {
                let what = format!("bars of {range:?}, {arrangement:?}, {horizontal}");
                assert_legible(&what, &bars(range, arrangement, horizontal));
                let mut few = bars(range, arrangement, horizontal);
                few.categories = ["DPM", "RPM", "BIO", "HUM"].map(str::to_owned).to_vec();
                few.series.truncate(1);
                assert_legible(&format!("few {what}"), &few);
            }
        }
    }
    assert_legible("budget", &Bars::budget("Carbon", "g C m-2", 51_230.0, 49_871.3, 1_358.7, -2.3e-11));
}

#[test]
fn maps_are_legible() {
    for range in RANGES {
        for (longitudes, step) in
            [((-180.0, 180.0), 2.5), ((0.0, 360.0), 5.0), ((170.0, 195.0), 0.5), ((5.0, 5.04), 0.01), ((0.0, 1.0), 1.0)]
        {
            assert_legible(&format!("map of {range:?} from {longitudes:?}"), &map(range, longitudes, step));
        }
    }
}

/// A map of a plane, such as a region in the metres of a projection.
fn plane((low, high): (f64, f64), (width, height): (f64, f64), east: f64) -> Map {
    let cell = |i: usize| MapCell {
        lon: east + width * ((i % 10) as f64 + 0.5) / 10.0,
        lat: 5_200.0 + height * ((i / 10) as f64 + 0.5) / 10.0,
        width: width / 10.0,
        height: height / 10.0,
        value: if i.is_multiple_of(2) { low } else { high },
    };
    Map {
        title: "Soil carbon stock of the uppermost twenty centimetres".into(),
        moment: "1985".into(),
        label: "Soil carbon".into(),
        unit: "kg C m-2".into(),
        cells: (0..100).map(cell).collect(),
        projection: Projection::Plane,
        scale_bar: true,
        ..Map::default()
    }
}

#[test]
fn maps_of_a_plane_are_legible() {
    for range in RANGES {
        for size in [(100.0, 75.0), (0.3, 0.2), (4_000.0, 300.0), (20.0, 400.0), (1e5, 1e5), (12.5, 12.5)] {
            for east in [0.0, 500.0, -123_456.0] {
                assert_legible(&format!("plane of {range:?}, {size:?} from {east}"), &plane(range, size, east));
            }
        }
    }
}

#[test]
fn scale_bars_are_legible() {
    for (longitudes, step) in
        [((-180.0, 180.0), 2.5), ((170.0, 195.0), 0.5), ((5.0, 5.04), 0.01), ((0.0, 1.0), 1.0), ((10.0, 12.0), 0.1)]
    {
        for projection in [Projection::PlateCarree, Projection::Robinson] {
            let map = Map { scale_bar: true, moment: "2000".into(), projection, ..map((0.0, 31.0), longitudes, step) };
            assert_legible(&format!("scale bar from {longitudes:?}"), &map);
        }
    }
}

#[test]
fn panels_are_legible() {
    let figures: Vec<Box<dyn Figure>> = vec![
        Box::new(series((-2e-13, 3e-13), (1901.0, 2010.0))),
        Box::new(seasonal((0.0, 3.0))),
        Box::new(bars((-4.0, 9.0), Arrangement::Stacked, false)),
        Box::new(map((0.0, 31.0), (-180.0, 180.0), 4.0)),
    ];
    assert_legible("panels", &Panels { title: "All".into(), columns: 2, figures, letters: true });
}
