//! No words may overlap or leave the picture, whatever the width and the data.

use crate::{
    Along, Arrangement, Band, BarSeries, Bars, Cloud, Curve, CurvePanel, Curves, Cycle, Figure, Line, Map, MapCell,
    Panel, Panels, Points, Projection, Quantity, Scatter, SeasonalCycle, Taylor, TaylorPoint, TimeSeries,
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
        let faults = crate::illegible(figure, figure.size_for(width)).unwrap();
        assert!(faults.is_empty(), "{what} at {width}: {}", faults.join("\n"));
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

fn taylor(reference_sd: f64, points: &[(f64, f64)], uncertainty: Option<f64>) -> Taylor {
    let point = |(at, (sd, r)): (usize, &(f64, f64))| TaylorPoint { label: format!("MODEL-{at}"), sd: *sd, r: *r };
    Taylor {
        title: "Soil carbon against a product with a long name, of two decades".into(),
        label: "Soil carbon".into(),
        unit: "g m-2".into(),
        reference: "Harmonised World Soil Database".into(),
        reference_sd,
        uncertainty,
        points: points.iter().enumerate().map(point).collect(),
    }
}

#[test]
fn taylor_diagrams_are_legible() {
    for sd in [1.0, 5e-13, 8123.4, 1e290] {
        let right = [(0.9, 0.95), (1.3, 0.6), (0.2, 0.1), (1.0, 1.0)].map(|(s, r)| (s * sd, r));
        assert_legible(&format!("Taylor of {sd}"), &taylor(sd, &right, Some(0.3 * sd)));
        let both = [(0.9, 0.95), (2.3, -0.4), (0.0, -0.99)].map(|(s, r)| (s * sd, r));
        assert_legible(&format!("half Taylor of {sd}"), &taylor(sd, &both, Some(3.0 * sd)));
    }
    assert_legible("Taylor without spread", &taylor(0.0, &[], None));
    let several = || Box::new(taylor(1.0, &[(0.9, 0.9), (1.1, 0.5)], None)) as Box<dyn Figure>;
    let figures = vec![several(), several(), several()];
    assert_legible("Taylors", &Panels { title: String::new(), columns: 2, figures, letters: true });
}

#[test]
fn clouds_and_curves_are_legible() {
    for (low, high) in RANGES {
        let values = vec![low, high, 0.5 * (low + high)];
        let cloud = Cloud { label: "MIMICS-CN".into(), x: values.clone(), y: values.clone(), colour: 0 };
        for log in [false, true] {
            let axis = |label: &str| Quantity { log, ..Quantity::new(label, "g C m-2 yr-1") };
            let scatter = Scatter {
                title: "Turnover".into(),
                x: axis("Mean annual air temperature"),
                y: axis("Turnover time of soil carbon"),
                clouds: vec![cloud.clone(), Cloud { label: "CASA-CN".into(), colour: 1, ..cloud.clone() }],
                notes: vec!["r = 0.87".into()],
                ..Scatter::default()
            };
            assert_legible(&format!("cloud of {low} to {high}, {log}"), &scatter);
        }
        for along in [Along::Years, Along::Days, Along::Latitudes] {
            let curve =
                Curve { label: "MIMICS-CN".into(), x: vec![-60.0, 0.0, 80.0], y: values.clone(), ..Curve::default() };
            let panel = CurvePanel {
                label: "Heterotrophic respiration".into(),
                unit: "g C m-2 yr-1".into(),
                curves: vec![curve],
                ..CurvePanel::default()
            };
            let panels = vec![panel; 6];
            let what = format!("curves of {low} to {high}, {along:?}");
            assert_legible(&what, &Curves { along, columns: 2, panels, letters: true, ..Curves::default() });
        }
    }
}
