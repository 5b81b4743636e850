//! The report is one valid page that asks nothing of the network.

use edaphon_figures::{
    Bars, Block, Cell, Column, Fact, Figure, FigureError, Line, Map, MapCell, NoticeKind, Panel, Report, Section,
    Table, TimeSeries,
};

fn line_chart() -> TimeSeries {
    let panel = Panel {
        label: "Carbon".into(),
        lines: vec![Line::new("a", vec![2000.0, 2001.0], vec![1.0, 2.0])],
        ..Panel::default()
    };
    TimeSeries { panels: vec![panel], ..TimeSeries::default() }
}

fn figure(figure: impl Figure + 'static) -> Block {
    Block::Figure { figure: Box::new(figure), caption: "A <figure> & its caption".into() }
}

fn fine_map() -> Map {
    let cell = |i: u32| MapCell {
        lon: f64::from(i % 360) + 0.5,
        lat: f64::from(i / 360) - 59.5,
        width: 1.0,
        height: 1.0,
        value: f64::from(i.wrapping_mul(2_654_435_761) >> 20),
    };
    Map { cells: (0..360 * 140).map(cell).collect(), ..Map::default() }
}

fn report() -> Report {
    let table = Table {
        caption: "Totals".into(),
        columns: vec![
            Column::new("Model", ""),
            Column::new("Soil carbon", "Pg C"),
            Column::new("Respiration", "Pg C yr-1"),
        ],
        rows: vec![
            vec!["<b>MIMICS</b>".into(), 1412.3.into(), Cell::Missing],
            vec!["CASA".into(), Cell::Significant(-1.1e-13, 2), Cell::Decimal(49.02, 1)],
        ],
    };
    Report {
        title: "Soils & <models>".into(),
        summary: "</p><script>alert(1)</script>".into(),
        facts: vec![Fact { label: "Carbon".into(), value: "1412".into(), unit: "Pg C yr-1".into() }],
        sections: vec![
            Section {
                heading: "Stocks".into(),
                blocks: vec![figure(line_chart()), figure(line_chart()), Block::Table(table)],
            },
            Section {
                heading: "How \"made\"".into(),
                blocks: vec![
                    Block::Heading("Inside".into()),
                    Block::Paragraph("words".into()),
                    Block::List(vec!["one".into(), "two".into()]),
                    Block::Notice(NoticeKind::Warning, "mind".into()),
                    figure(Bars::budget("Budget", "g C m-2", 2.0, 1.0, 1.0, 0.0)),
                    Block::Details {
                        summary: "Configuration".into(),
                        blocks: vec![Block::Verbatim("a = \"<x>\"\n  b = 1".into())],
                    },
                ],
            },
        ],
        footer: "made today".into(),
    }
}

#[test]
fn nothing_is_loaded_from_elsewhere() {
    let html = report().html().unwrap().replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
    for word in ["http://", "https://", "src=\"/", "<link", "@import", "url("] {
        assert!(!html.contains(word), "{word}");
    }
}

#[test]
fn words_of_the_user_stay_words() {
    let html = report().html().unwrap();
    assert!(!html.contains("<script>alert") && html.contains("&lt;script&gt;alert(1)"));
    assert!(html.contains("Soils &amp; &lt;models&gt;") && html.contains("&lt;b&gt;MIMICS"));
    assert!(html.contains("A &lt;figure&gt; &amp; its caption"));
    assert_eq!(html.matches("<script>").count(), 1);
}

#[test]
fn the_page_holds_everything_in_order() {
    let html = report().html().unwrap();
    let places: Vec<usize> = [
        "<h1>",
        "1412",
        "<nav",
        "Stocks</h2>",
        "Figure 1.",
        "Figure 2.",
        "Table 1.",
        "made&quot;</h2>",
        "Figure 3.",
        "<details>",
        "made today",
    ]
    .iter()
    .map(|words| html.find(words).unwrap_or_else(|| panic!("{words} is missing")))
    .collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(html.contains("Pg C yr⁻¹") && html.contains("−1.1×10⁻¹³") && html.contains(">49.0<"));
    assert!(html.contains("<th scope=\"col\"") && html.contains("<th scope=\"row\""));
    assert!(html.contains("href=\"#section-2\"") && html.contains("id=\"section-2\""));
}

#[test]
fn elements_are_closed_and_ids_are_unique() {
    let html = report().html().unwrap();
    let body = html.split("<script>").next().unwrap();
    let mut open: Vec<&str> = Vec::new();
    for tag in body.split('<').skip(1) {
        let name = tag.split([' ', '>', '\n']).next().unwrap();
        let is_void =
            ["meta", "img", "!DOCTYPE", "br"].contains(&name) || tag.split('>').next().unwrap().ends_with('/');
        if let Some(closed) = name.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed));
        } else if !is_void {
            open.push(name);
        }
    }
    assert_eq!(open, ["html", "body"]);
    let mut ids: Vec<&str> = body.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[test]
fn a_map_of_very_many_cells_becomes_an_image() {
    let sections = vec![Section { heading: "Map".into(), blocks: vec![figure(fine_map())] }];
    let html = Report { sections, ..Report::default() }.html().unwrap();
    assert!(html.contains("<img src=\"data:image/png;base64,iVBORw0KGgo"));
    assert!(html.contains("alt=\"Map. Map of  on 50400 cells") || html.contains("on 50400 cells"));
    assert!(html.len() < 1_500_000, "{} bytes", html.len());
}

#[test]
fn a_row_of_the_wrong_length_is_refused() {
    let table = Table { caption: "Totals".into(), columns: vec![Column::new("Model", "")], rows: vec![vec![]] };
    let sections = vec![Section { heading: "x".into(), blocks: vec![Block::Table(table)] }];
    let message = Report { sections, ..Report::default() }.html().unwrap_err().to_string();
    assert_eq!(message, "table `Totals, row 1`: 0 values where 1 were expected (the number of columns)");
}

#[test]
fn only_html_is_written() {
    let folder = tempfile::tempdir().unwrap();
    report().write(&folder.path().join("report.html")).unwrap();
    let error = report().write(&folder.path().join("report.pdf")).unwrap_err();
    assert!(matches!(error, FigureError::Extension { .. }), "{error}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn the_same_report_twice_is_the_same() {
    assert_eq!(report().html().unwrap(), report().html().unwrap());
}
