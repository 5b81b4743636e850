//! Writes every kind of figure as PNG and SVG, and a report that holds them, into a folder.
//!
//! ```text
//! cargo run -p edaphon-figures --example gallery -- FOLDER
//! ```
//!
//! The data are invented.

use std::error::Error;
use std::f64::consts::TAU;
use std::path::{Path, PathBuf};

use edaphon_figures::{
    Arrangement, Band, BarSeries, Bars, Block, Cell, ColourMap, Column, Cycle, Fact, Figure, Limits, Line, Map,
    MapCell, NoticeKind, Panel, Panels, Points, Report, SeasonalCycle, Section, Table, TimeSeries, significant,
};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).map(PathBuf::from).ok_or("name the folder to write into")?;
    std::fs::create_dir_all(&folder)?;
    for (name, figure) in figures() {
        figure.write(&folder.join(format!("{name}.png")))?;
        figure.write(&folder.join(format!("{name}.svg")))?;
    }
    write_edges(&folder)?;
    report().write(&folder.join("report.html"))?;
    Ok(())
}

/// The figures of the gallery by name.
fn figures() -> Vec<(&'static str, Box<dyn Figure>)> {
    vec![
        ("pools", Box::new(pools())),
        ("stacked", Box::new(stacked())),
        ("daily", Box::new(daily())),
        ("seasonal", Box::new(seasonal())),
        ("budget", Box::new(budget())),
        ("fluxes", Box::new(fluxes(Arrangement::Stacked))),
        ("grouped", Box::new(fluxes(Arrangement::Grouped))),
        ("world", Box::new(world(2.5))),
        ("change", Box::new(change())),
        ("region", Box::new(region())),
        ("panels", Box::new(panels())),
    ]
}

/// A number that looks random, from −1 to 1, the same on every machine.
fn noise(i: usize) -> f64 {
    let mut bits = (i as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits ^= bits >> 29;
    bits = bits.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits ^= bits >> 32;
    (bits % 20_001) as f64 / 10_000.0 - 1.0
}

fn years() -> Vec<f64> {
    (1901..=2010).map(f64::from).collect()
}

fn along(values: impl Fn(f64) -> f64) -> Vec<f64> {
    years().into_iter().map(values).collect()
}

fn pools() -> TimeSeries {
    let curve = |start: f64, end: f64, tau: f64| along(move |y| end + (start - end) * (-(y - 1901.0) / tau).exp());
    let total = curve(6.9, 9.4, 40.0);
    let band = |shift: f64| total.iter().enumerate().map(|(i, c)| c + shift * (0.2 + 0.004 * i as f64)).collect();
    let sampled: Vec<usize> = (5..110).step_by(13).collect();
    TimeSeries {
        title: "Soil carbon after a change to manure, Rothamsted".into(),
        panels: vec![Panel {
            label: "Soil organic carbon, 0–23 cm".into(),
            unit: "kg C m-2".into(),
            lines: vec![
                Line::new("RothC", years(), total.clone()),
                Line::new("MIMICS", years(), curve(6.7, 8.6, 25.0)),
                Line::new("CASA", years(), curve(7.1, 9.9, 70.0)),
            ],
            bands: vec![Band { label: "RothC".into(), x: years(), low: band(-1.0), high: band(1.0) }],
            points: vec![Points {
                label: "observed".into(),
                x: sampled.iter().map(|i| years()[*i]).collect(),
                y: sampled.iter().map(|i| total[*i] + 0.35 * noise(*i)).collect(),
                error: sampled.iter().map(|_| 0.3).collect(),
            }],
            ..Panel::default()
        }],
        colour_order: models(),
        ..TimeSeries::default()
    }
}

fn stacked() -> TimeSeries {
    let wave = |size: f64, i: usize, y: f64| size * (1.0 + 0.15 * noise(i + (y as usize) * 7));
    let line = |label: &str, i: usize, size: f64| Line::new(label, years(), along(move |y| wave(size, i, y)));
    let panel = |label: &str, unit: &str, lines: Vec<Line>| Panel {
        label: label.into(),
        unit: unit.into(),
        lines,
        ..Panel::default()
    };
    TimeSeries {
        title: "Global run, 1901–2010".into(),
        panels: vec![
            panel("Soil carbon", "Pg C", vec![line("MIMICS", 1, 1400.0), line("CASA", 2, 1150.0)]),
            panel("Heterotrophic respiration", "Pg C yr-1", vec![line("MIMICS", 3, 52.0), line("CASA", 4, 49.0)]),
            panel(
                "Carbon budget residual",
                "Pg C",
                vec![
                    Line::new("MIMICS", years(), along(|y| 2e-13 * noise(y as usize))),
                    Line::new("CASA", years(), along(|y| 1e-13 * noise(y as usize * 3))),
                ],
            ),
        ],
        ..TimeSeries::default()
    }
}

fn daily() -> TimeSeries {
    let days: Vec<f64> = (0..730).map(|day| 2003.0 + f64::from(day) / 365.0).collect();
    let flux: Vec<f64> = days
        .iter()
        .enumerate()
        .map(|(i, t)| if (300..330).contains(&i) { f64::NAN } else { 1.6 - 1.3 * (TAU * t).cos() + 0.25 * noise(i) })
        .collect();
    let panel = Panel {
        label: "Heterotrophic respiration".into(),
        unit: "g C m-2 d-1".into(),
        lines: vec![Line::new("MIMICS", days, flux)],
        from_zero: true,
        ..Panel::default()
    };
    TimeSeries { title: "Daily respiration with a gap".into(), panels: vec![panel], ..TimeSeries::default() }
}

fn seasonal() -> SeasonalCycle {
    let month = |base: f64, size: f64| -> Vec<f64> {
        (0..12).map(|m| base - size * (TAU * (f64::from(m) + 0.5) / 12.0).cos()).collect()
    };
    let day = |base: f64, size: f64| -> Vec<f64> {
        (0..365).map(|d| base - size * (TAU * (f64::from(d) - 25.0) / 365.0).cos() + 0.05 * noise(d as usize)).collect()
    };
    SeasonalCycle {
        title: "Mean seasonal cycle, 1991–2010".into(),
        label: "Heterotrophic respiration".into(),
        unit: "g C m-2 d-1".into(),
        cycles: vec![
            Cycle { label: "MIMICS".into(), values: day(1.7, 1.1), band: Some((day(1.3, 0.9), day(2.1, 1.3))) },
            Cycle { label: "CASA".into(), values: month(1.5, 1.3), band: None },
        ],
        points: vec![Points {
            label: "chambers".into(),
            x: vec![46.0, 105.0, 166.0, 227.0, 288.0],
            y: vec![0.7, 1.4, 2.9, 2.6, 1.5],
            error: vec![0.2, 0.3, 0.5, 0.4, 0.3],
        }],
        from_zero: true,
        colour_order: models(),
    }
}

/// The models in the order of their colours, in all figures.
fn models() -> Vec<String> {
    ["MIMICS", "CASA", "RothC"].map(str::to_owned).to_vec()
}

fn budget() -> Bars {
    Bars::budget("Carbon budget, 1901–2010", "g C m-2", 51_230.0, 49_871.3, 1_358.7, 2.3e-11)
}

fn fluxes(arrangement: Arrangement) -> Bars {
    let series = |label: &str, values: [f64; 4]| BarSeries { label: label.into(), values: values.to_vec() };
    Bars {
        title: "Mineral nitrogen: gains and losses".into(),
        label: "Nitrogen flux".into(),
        unit: "g N m-2 yr-1".into(),
        categories: ["Arable", "Grassland", "Broadleaf forest", "Conifer forest"].map(str::to_owned).to_vec(),
        series: vec![
            series("Net mineralisation", [9.1, 12.4, 7.7, 5.2]),
            series("Deposition and fertiliser", [14.0, 3.1, 1.2, 1.0]),
            series("Plant uptake", [-15.2, -13.6, -8.1, -5.9]),
            series("Leaching", [-5.9, -1.2, -0.5, -0.2]),
            series("N₂O and NO", [-0.9, -0.4, -0.2, -0.05]),
        ],
        arrangement,
        value_labels: true,
        ..Bars::default()
    }
}

/// Whether a place is on one of a few invented continents.
fn is_land(lat: f64, lon: f64) -> bool {
    let inside = |lat0: f64, lon0: f64, a: f64, b: f64| ((lat - lat0) / a).powi(2) + ((lon - lon0) / b).powi(2) < 1.0;
    let shape = 4.0 * (lon / 9.0).sin() + 3.0 * (lat / 7.0).cos();
    let _ = shape;
    inside(50.0 + shape, -100.0, 24.0, 42.0)
        || inside(-15.0, -60.0 + shape, 36.0, 18.0)
        || inside(5.0, 20.0 + shape, 34.0, 26.0)
        || inside(50.0 + shape, 80.0, 24.0, 82.0)
        || inside(-25.0, 134.0 + shape, 12.0, 19.0)
        || inside(73.0, -40.0, 10.0, 18.0)
}

/// Cells of an invented world, with simulated and other land apart.
fn cells(step: f64, value: impl Fn(f64, f64) -> f64) -> (Vec<MapCell>, Vec<MapCell>) {
    let (rows, columns) = ((150.0 / step) as usize, (360.0 / step) as usize);
    let place = move |i: usize| (-62.0 + step * (i / columns) as f64, step * ((i % columns) as f64 + 0.5));
    let land =
        (0..rows * columns).map(place).filter(|(lat, lon)| is_land(*lat, (lon + 180.0).rem_euclid(360.0) - 180.0));
    let cell = |(lat, lon)| MapCell { lon, lat, width: step, height: step, value: value(lat, lon) };
    land.map(cell).partition(|cell| !(cell.lat > 70.0 || (15.0..28.0).contains(&cell.lat) && cell.lon < 60.0))
}

fn world(step: f64) -> Map {
    let (cells, masked) = cells(step, |lat, lon| {
        3.0 + 14.0 * ((lat - 20.0) / 45.0).powi(2).min(2.0)
            + 2.0 * (lon / 17.0).sin()
            + 1.5 * noise((lat * 91.0 + lon * 7.0).abs() as usize)
    });
    Map {
        title: "Soil carbon, mean of 1991–2010".into(),
        label: "Soil carbon, 0–1 m".into(),
        unit: "kg C m-2".into(),
        cells,
        masked,
        mask_label: "not simulated".into(),
        ..Map::default()
    }
}

fn change() -> Map {
    let (cells, masked) = cells(4.0, |lat, lon| {
        900.0 * (lat / 25.0).sin() * (lon / 40.0).cos() + 60.0 * noise((lat * lon).abs() as usize)
    });
    Map {
        title: "Change of soil carbon, 1901–2010".into(),
        label: "Change of soil carbon".into(),
        unit: "g C m-2".into(),
        cells,
        masked,
        mask_label: "not simulated".into(),
        colours: ColourMap::BrownGreen,
        limits: Limits::Robust,
        ..Map::default()
    }
}

fn region() -> Map {
    let lat: Vec<f64> = (0..16).map(|i| 50.25 + 0.5 * f64::from(i)).collect();
    let lon: Vec<f64> = (0..18).map(|i| 352.25 + 0.5 * f64::from(i)).collect();
    let values: Vec<f64> = (0..lat.len() * lon.len())
        .map(|i| if noise(i) > 0.8 { f64::NAN } else { 8.0 + (i as f64 / 40.0).sin() })
        .collect();
    Map {
        title: "A region around Greenwich".into(),
        label: "Soil carbon".into(),
        unit: "kg C m-2".into(),
        cells: Map::cells_of_grid(&lat, &lon, &values).unwrap_or_default(),
        colours: ColourMap::Cividis,
        limits: Limits::Full,
        ..Map::default()
    }
}

fn panels() -> Panels {
    Panels {
        title: "One site in four figures".into(),
        columns: 2,
        figures: vec![Box::new(pools()), Box::new(seasonal()), Box::new(budget()), Box::new(world(5.0))],
        letters: true,
    }
}

/// Figures of little or odd data.
fn write_edges(folder: &Path) -> Result<(), Box<dyn Error>> {
    let series = |label: &str, x: Vec<f64>, y: Vec<f64>| TimeSeries {
        title: label.into(),
        panels: vec![Panel {
            label: "Soil carbon".into(),
            unit: "g C m-2".into(),
            lines: vec![Line::new("run", x, y)],
            ..Panel::default()
        }],
        ..TimeSeries::default()
    };
    let edges = Panels {
        columns: 2,
        figures: vec![
            Box::new(series("Empty", vec![], vec![])),
            Box::new(series("One point", vec![1999.0], vec![7.0])),
            Box::new(series("Constant", years(), along(|_| 8.25))),
            Box::new(series("Narrow range", years(), along(|y| 8_123.456 + 1e-9 * noise(y as usize)))),
            Box::new(series("Spin-up of 10 000 years", vec![0.0, 4_000.0, 10_000.0], vec![0.0, 9e6, 1.2e7])),
            Box::new(series(
                "Ten days",
                (0..10).map(|d| 2001.0 + f64::from(d + 55) / 365.0).collect(),
                (0..10).map(|d| noise(d) * 1e-4).collect(),
            )),
            Box::new(Bars::budget("Nothing moved", "g N m-2", 0.0, 0.0, 0.0, 0.0)),
            Box::new(Map {
                title: "One cell".into(),
                cells: vec![MapCell { lon: 359.0, lat: 51.8, width: 1.0, height: 1.0, value: 7.0 }],
                ..Map::default()
            }),
        ],
        ..Panels { title: "Odd data".into(), columns: 2, figures: vec![], letters: false }
    };
    edges.write(&folder.join("edges.png"))?;
    Ok(())
}

fn report() -> Report {
    let paragraph = |words: &str| Block::Paragraph(words.into());
    let figure = |figure: Box<dyn Figure>, caption: &str| Block::Figure { figure, caption: caption.into() };
    let fact = |label: &str, value: f64, unit: &str| Fact {
        label: label.into(),
        value: significant(value, 3),
        unit: unit.into(),
    };
    Report {
        title: "MIMICS and CASA, global, 1901–2010".into(),
        summary: "Two models of soil carbon were run on an invented world of land cells from 1901 to 2010. Carbon is \
                  conserved to round-off; MIMICS holds a fifth more carbon than CASA, most of it in the cold north."
            .into(),
        facts: vec![
            fact("Soil carbon, 2010", 1412.0, "Pg C"),
            fact("Respiration", 52.3, "Pg C yr-1"),
            fact("Largest residual", 2.3e-13, "kg C m-2"),
            Fact { label: "Cells".into(), value: "4263".into(), unit: String::new() },
        ],
        sections: vec![
            Section {
                heading: "Stocks and fluxes".into(),
                blocks: vec![
                    paragraph("Annual means over all cells. The band is the range of five parameter sets."),
                    figure(Box::new(pools()), "Soil carbon of three models with measurements (mean ± standard error)."),
                    figure(Box::new(stacked()), "Totals over all cells and the residual of the carbon budget."),
                    figure(Box::new(daily()), "Daily respiration at one cell; the forcing has a gap in late 2003."),
                    Block::Table(table()),
                ],
            },
            Section {
                heading: "Budget".into(),
                blocks: vec![
                    Block::Notice(NoticeKind::Good, "The carbon budget closes: largest residual 2.3×10⁻¹³ kg C m⁻².".into()),
                    Block::Notice(NoticeKind::Warning, "12 of 4263 cells did not reach steady state within 5000 years; see the table.".into()),
                    figure(Box::new(budget()), "Input, output, change of storage and residual."),
                    figure(Box::new(fluxes(Arrangement::Stacked)), "Gains and losses of mineral nitrogen; the number over each stack is its sum."),
                ],
            },
            Section {
                heading: "Seasons and maps".into(),
                blocks: vec![
                    figure(Box::new(seasonal()), "Mean course of respiration through the year with its 10th to 90th percentile."),
                    figure(Box::new(world(2.0)), "Soil carbon. Colours end at the 2nd and 98th percentile; arrows show that values go on."),
                    figure(Box::new(change()), "Change of soil carbon: green where carbon was gained."),
                ],
            },
            Section {
                heading: "How this was made".into(),
                blocks: vec![
                    Block::List(vec!["Spin-up until the drift was below 1 g C m⁻² yr⁻¹.".into(), "Daily steps in the calendar of 365 days.".into()]),
                    Block::Details {
                        summary: "Resolved configuration".into(),
                        blocks: vec![Block::Verbatim("model = \"mimics\"\nparameters = \"wieder2015\"\n\n[time]\nstart = 1901-01-01\nend = 2010-12-31\n".into())],
                    },
                ],
            },
        ],
        footer: "Made by the gallery of edaphon-figures from invented data.".into(),
    }
}

fn table() -> Table {
    let row = |name: &str, stock: f64, flux: f64, residual: f64| {
        vec![Cell::from(name), Cell::Number(stock), Cell::Significant(flux, 3), Cell::Significant(residual, 2)]
    };
    Table {
        caption: "Totals in 2010".into(),
        columns: vec![
            Column::new("Model", ""),
            Column::new("Soil carbon", "Pg C"),
            Column::new("Respiration", "Pg C yr-1"),
            Column::new("Budget residual", "Pg C"),
        ],
        rows: vec![
            row("MIMICS", 1412.3, 52.31, 2.3e-13),
            row("CASA", 1151.8, 49.02, -1.1e-13),
            row("RothC", 1298.4, 50.66, 4.0e-14),
        ],
    }
}
