//! Every figure becomes a picture: the same one each time, with its labels, whatever the data.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use edaphon_figures::{
    Animation, Band, BarSeries, Bars, ColourMap, Cycle, Figure, FigureError, Limits, Line, Map, MapCell, Panel, Panels,
    Points, Projection, SeasonalCycle, Size, TimeSeries,
};

fn series(x: &[f64], y: &[f64]) -> TimeSeries {
    let panel = Panel {
        label: "Soil carbon".into(),
        unit: "kg C m-2".into(),
        lines: vec![Line::new("RothC", x.to_vec(), y.to_vec())],
        bands: vec![Band { label: "RothC".into(), x: x.to_vec(), low: y.to_vec(), high: y.to_vec() }],
        points: vec![Points { label: "observed".into(), x: x.to_vec(), y: y.to_vec(), error: y.to_vec() }],
        ..Panel::default()
    };
    TimeSeries { title: "Rothamsted".into(), panels: vec![panel], ..TimeSeries::default() }
}

fn seasonal(values: &[f64]) -> SeasonalCycle {
    let band = Some((values.to_vec(), values.to_vec()));
    let cycles = vec![Cycle { label: "MIMICS".into(), values: values.to_vec(), band }];
    SeasonalCycle { label: "Respiration".into(), unit: "g C m-2 d-1".into(), cycles, ..SeasonalCycle::default() }
}

fn bars(values: &[f64]) -> Bars {
    Bars {
        label: "Flux".into(),
        unit: "g N m-2 yr-1".into(),
        categories: values.iter().enumerate().map(|(i, _)| format!("site {i}")).collect(),
        series: vec![BarSeries { label: "uptake".into(), values: values.to_vec() }],
        value_labels: true,
        ..Bars::default()
    }
}

fn map(count: usize, value: impl Fn(usize) -> f64) -> Map {
    let cell = |i: usize| MapCell {
        lon: 2.5 * (i % 144) as f64,
        lat: -50.0 + 1.9 * (i / 144) as f64,
        width: 2.5,
        height: 1.9,
        value: value(i),
    };
    let masked = (count..count + 10).map(cell).collect();
    Map {
        label: "Soil carbon".into(),
        unit: "kg C m-2".into(),
        cells: (0..count).map(cell).collect(),
        masked,
        ..Map::default()
    }
}

fn all() -> Vec<Box<dyn Figure>> {
    let ramp: Vec<f64> = (0..365).map(f64::from).collect();
    vec![
        Box::new(series(&[2000.0, 2001.0, 2002.0], &[1.0, -2.0, 3.0])),
        Box::new(seasonal(&ramp)),
        Box::new(bars(&[3.0, -1.0, 2.0])),
        Box::new(map(4263, |i| i as f64)),
        Box::new(Panels {
            title: "Two".into(),
            columns: 2,
            figures: vec![Box::new(bars(&[1.0])), Box::new(map(9, |i| i as f64))],
            letters: true,
        }),
    ]
}

#[test]
fn the_same_data_give_the_same_bytes() {
    for (once, again) in all().iter().zip(all()) {
        let size = once.size();
        assert_eq!(once.render_svg(size).unwrap(), again.render_svg(size).unwrap());
        assert_eq!(once.render_png(size).unwrap(), again.render_png(size).unwrap());
    }
}

#[test]
fn a_png_has_two_pixels_for_one() {
    for figure in all() {
        let png = figure.render_png(Size::new(500, 300)).unwrap();
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        assert_eq!((number(16), number(20)), (1000, 600));
    }
}

#[test]
fn labels_are_text_with_typeset_units() {
    let svg = series(&[1901.0, 2010.0], &[-2.0, 3.0]).render_svg(Size::new(900, 400)).unwrap();
    for words in [">Rothamsted<", ">Soil carbon (kg C m⁻²)<", ">RothC<", ">observed<", ">1950<", ">−2<"] {
        assert!(svg.contains(words), "{words} is missing");
    }
    let svg = seasonal(&[1.0; 12]).render_svg(Size::new(700, 400)).unwrap();
    assert!(svg.contains(">Jul<") && svg.contains("(g C m⁻² d⁻¹)"));
    let svg = bars(&[3.0, -1.25]).render_svg(Size::new(700, 400)).unwrap();
    assert!(svg.contains(">site 1<") && svg.contains(">−1.25<"));
    let svg = map(200, |i| i as f64).render_svg(Size::new(700, 400)).unwrap();
    assert!(svg.contains(">60° E<") && svg.contains(">Soil carbon (kg C m⁻²)<"));
}

#[test]
fn an_svg_says_what_it_shows_and_has_no_ids() {
    for figure in all() {
        let svg = figure.render_svg(figure.size()).unwrap();
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
        assert!(svg.contains("role=\"img\" aria-label=\"") && !svg.contains("aria-label=\"\""));
        assert!(!svg.contains(" id=\"") && !svg.contains("url("));
        assert!(!svg.contains("NaN") && !svg.contains("inf\""));
    }
}

#[test]
fn odd_data_give_a_picture() {
    let odd: [&[f64]; 9] = [
        &[],
        &[7.0],
        &[f64::NAN],
        &[0.0; 12],
        &[5.0; 12],
        &[-3.0; 12],
        &[f64::INFINITY, 1.0],
        &[f64::NAN, -f64::INFINITY],
        &[1e-320, 1.5e308, -1.5e308, 1e290, -1e290],
    ];
    for values in odd {
        let x: Vec<f64> = (0..values.len()).map(|i| 2000.0 + i as f64).collect();
        let mut figures: Vec<Box<dyn Figure>> = vec![
            Box::new(series(&x, values)),
            Box::new(series(values, &x)),
            Box::new(bars(values)),
            Box::new(map(values.len(), |i| values.get(i).copied().unwrap_or(0.0))),
            Box::new(Map {
                colours: ColourMap::BlueRed,
                limits: Limits::Full,
                ..map(values.len(), |i| values.get(i).copied().unwrap_or(0.0))
            }),
        ];
        if [0, 12].contains(&values.len()) {
            figures.push(Box::new(seasonal(values)));
        }
        for figure in figures {
            let size = Size::new(400, 300);
            let svg = figure.render_svg(size).unwrap();
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{values:?}: {svg}");
            figure.render_png(size).unwrap();
        }
    }
}

#[test]
fn nothing_at_all_says_so() {
    let figures: [Box<dyn Figure>; 4] = [
        Box::new(TimeSeries::default()),
        Box::new(SeasonalCycle::default()),
        Box::new(Bars::default()),
        Box::new(Map::default()),
    ];
    for figure in figures {
        assert!(figure.render_svg(Size::new(400, 300)).unwrap().contains(">no data<"));
    }
    Panels { title: String::new(), columns: 0, figures: vec![], letters: true }
        .render_png(Size::new(400, 300))
        .unwrap();
}

#[test]
fn long_series_stay_small() {
    let x: Vec<f64> = (0..40_150).map(|day| 1901.0 + f64::from(day) / 365.0).collect();
    let y: Vec<f64> = x.iter().map(|t| (t * std::f64::consts::TAU).sin()).collect();
    let svg = series(&x, &y).render_svg(Size::new(900, 400)).unwrap();
    let line = svg.lines().find(|line| line.contains("data-label")).unwrap();
    assert!(line.len() < 150_000, "{} bytes", line.len());
}

#[test]
fn a_map_of_many_cells_stays_small() {
    let svg = map(4263, |i| (i % 31) as f64).render_svg(Size::new(900, 500)).unwrap();
    assert!(svg.len() < 200_000, "{} bytes", svg.len());
}

#[test]
fn any_size_can_be_drawn() {
    for figure in all() {
        for (width, height) in [(120, 120), (120, 900), (900, 120), (3000, 200)] {
            figure.render_png(Size::new(width, height)).unwrap();
        }
        let message = figure.render_svg(Size::new(50, 50)).unwrap_err().to_string();
        assert_eq!(message, "size of the picture: found 50 × 50 px, accepted is 120 to 8000 px in each direction");
    }
}

#[test]
fn the_extension_decides_and_nothing_is_left_behind() {
    let folder = tempfile::tempdir().unwrap();
    let figure = bars(&[1.0, 2.0]);
    figure.write(&folder.path().join("a.png")).unwrap();
    figure.write(&folder.path().join("a.SVG")).unwrap();
    for name in ["a.pdf", "a"] {
        let error = figure.write(&folder.path().join(name)).unwrap_err();
        assert!(matches!(error, FigureError::Extension { .. }));
        assert!(error.to_string().ends_with("give the file a name that ends in `.png` or `.svg`"), "{error}");
    }
    let mut names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["a.SVG", "a.png"]);
    let error = figure.write(Path::new("/nowhere/at/all.svg")).unwrap_err();
    assert!(error.to_string().starts_with("/nowhere/at/all.svg: cannot be written"), "{error}");
}

#[test]
fn columns_of_different_length_are_refused_by_name() {
    let message = series(&[2000.0, 2001.0], &[1.0]).render_svg(Size::new(400, 300)).unwrap_err().to_string();
    assert_eq!(message, "line `RothC`: 1 values where 2 were expected (the length of `x`)");
}

/// A square of a plane (km), as it is in a year.
fn square(year: i32) -> Map {
    let cell = |i: usize| MapCell {
        lon: 500.5 + (i % 10) as f64,
        lat: 5_200.5 + (i / 10) as f64,
        width: 1.0,
        height: 1.0,
        value: i as f64 + f64::from(year - 1980),
    };
    Map {
        title: "Square".into(),
        moment: year.to_string(),
        label: "Stock".into(),
        unit: "kg m-2".into(),
        cells: (0..100).map(cell).collect(),
        limits: Limits::Shared { low: 0.0, high: 120.0, range: (0.0, 119.0) },
        projection: Projection::Plane,
        scale_bar: true,
        ..Map::default()
    }
}

#[test]
fn a_map_of_a_plane_says_kilometres_and_north() {
    let map = square(1985);
    let svg = map.render_svg(map.size()).unwrap();
    for words in ["505 km", "5205 km", "2 km", ">N<", "1985", "Stock (kg m⁻²)"] {
        assert!(svg.contains(words), "{words} is missing");
    }
    let degrees = Map { scale_bar: true, ..map_of_degrees() };
    let svg = degrees.render_svg(degrees.size()).unwrap();
    assert!(svg.contains("50 km at 48° N"), "{svg}");
    let far = MapCell { lon: 2e6, lat: 0.0, width: 1.0, height: 1.0, value: 1.0 };
    let far = Map { cells: vec![far], projection: Projection::Plane, ..Map::default() };
    assert!(far.render_svg(Size::new(400, 300)).unwrap_err().to_string().contains("x 2000000, y 0, 1 by 1 km"));
}

fn map_of_degrees() -> Map {
    let lat: Vec<f64> = (0..8).map(|i| 46.25 + 0.5 * f64::from(i)).collect();
    let values: Vec<f64> = (0..64).map(f64::from).collect();
    Map { cells: Map::cells_of_grid(&lat, &lat, &values).unwrap(), ..Map::default() }
}

/// The kinds of the chunks of a PNG, in order.
fn chunks(bytes: &[u8]) -> Vec<String> {
    let mut at = 8;
    let mut kinds = Vec::new();
    while at + 8 <= bytes.len() {
        let length = u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]) as usize;
        kinds.push(String::from_utf8_lossy(&bytes[at + 4..at + 8]).into_owned());
        at += 12 + length;
    }
    kinds
}

#[test]
fn years_follow_each_other_in_an_animated_png() {
    let folder = tempfile::tempdir().unwrap();
    let maps = [square(1980), square(1990), square(1990), square(2000)];
    let frames: Vec<&dyn Figure> = maps.iter().map(|map| map as &dyn Figure).collect();
    let animation = Animation { frames: frames.clone(), seconds: 0.5, size: Size::new(320, 360) };
    let bytes = animation.render().unwrap();
    let kinds = chunks(&bytes);
    assert_eq!(kinds.iter().filter(|kind| *kind == "fcTL").count(), 4);
    assert_eq!((kinds.first().map(String::as_str), kinds.last().map(String::as_str)), (Some("IHDR"), Some("IEND")));
    assert!(kinds.contains(&"acTL".to_owned()) && kinds.contains(&"fdAT".to_owned()));
    assert!(bytes == animation.render().unwrap(), "the same maps give the same bytes");
    animation.write(&folder.path().join("years.png")).unwrap();
    let words = animation.write(&folder.path().join("years.gif")).unwrap_err().to_string();
    assert!(words.contains("`.png` or `.apng`"), "{words}");
    for (frames, seconds) in [(vec![], 0.5), (frames.clone(), 0.0), (frames, f64::NAN)] {
        let animation = Animation { frames, seconds, size: Size::new(320, 360) };
        assert!(animation.render().unwrap_err().to_string().contains("each shown for 0.02 to 60 s"));
    }
}
