//! Every kind of figure of an evaluation can be read, has its numbers beside it, and stands on a page that needs nothing else.
//!
//! With `EDAPHON_GALLERY` a folder is named that keeps all that is made, to be looked at.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "each file of tests uses its part")]
mod globe;

use std::path::{Path, PathBuf};

use edaphon_evaluate::Evaluated;
use edaphon_figures::illegible;
use globe::{Observation, Product, evaluation, even, folder};

const FIGURES: [&str; 6] = ["figure-2", "figure-3", "figure-4", "figure-5", "figure-6", "figure-7"];
const SCORED: [&str; 2] = ["taylor", "scores"];

fn fine(variables: Vec<Observation<'_>>) -> Product<'_> {
    let (latitudes, longitudes) = (even(-89.0, 2.0, 90), even(-178.0, 4.0, 90));
    Product { latitudes, longitudes, months: 0, transposed: false, variables }
}

/// Two products of soil carbon, one of production by months, one of nothing that is known.
fn products() -> PathBuf {
    let soil =
        |_: usize, y: f64, x: f64| if x > 60.0 && x < 65.0 { f64::NAN } else { 6.0 + 0.1 * y.abs() + (x / 20.0).sin() };
    let other = |_: usize, y: f64, _: f64| 12.0 + 0.05 * y;
    let sd = |_: usize, _: f64, _: f64| 2.0;
    let npp = |month: usize, y: f64, _: f64| {
        (1.2 - y.abs() / 100.0) * (1.0 - 0.5 * (month as f64 * std::f64::consts::TAU / 12.0).cos())
    };
    let tens = |r: usize, y: f64, x: f64| 10.0 * other(r, y, x);
    fine(vec![("soc", "kg m-2", &soil), ("soc_sd", "kg m-2", &sd), ("odd", "K", &other)])
        .write(&folder().join("one.nc"));
    fine(vec![("cSoil", "Mg ha-1", &tens)]).write(&folder().join("two.nc"));
    let months = Product { months: 48, ..fine(vec![("npp", "g m-2 d-1", &npp)]) };
    months.write(&folder().join("months.nc"));
    let registry = folder().join("products.toml");
    std::fs::write(
        &registry,
        "[[product]]\nname = \"Atlas, first edition\"\nfile = \"one.nc\"\nvariable = \"soc\"\nsd = \"soc_sd\"\nquantity = \"cSoil\"\n\
         citation = \"Nobody (2020)\"\ndepth = \"0-1 m\"\nlicence = \"CC0\"\n\
         [[product]]\nname = \"Survey\"\nfile = \"two.nc\"\nvariable = \"cSoil\"\nquantity = \"cSoil\"\n\
         [[product]]\nname = \"Towers\"\nfile = \"months.nc\"\nvariable = \"npp\"\nquantity = \"npp\"\n\
         [[product]]\nname = \"Odd\"\nfile = \"one.nc\"\nvariable = \"odd\"\nquantity = \"cVeg\"\n",
    )
    .unwrap();
    registry
}

fn kept(made: &Path) {
    let Ok(folder) = std::env::var("EDAPHON_GALLERY") else { return };
    std::fs::create_dir_all(&folder).unwrap();
    for entry in std::fs::read_dir(made).unwrap().flatten() {
        std::fs::copy(entry.path(), Path::new(&folder).join(entry.file_name())).unwrap();
    }
}

#[test]
fn every_figure_can_be_read_and_has_its_numbers() {
    let evaluation = evaluation(&[products()]);
    let made = evaluation.make().unwrap();
    assert_eq!(made.left_out, Vec::<String>::new());
    let names = |drawn: &[edaphon_evaluate::figures::Drawn]| drawn.iter().map(|d| d.name).collect::<Vec<_>>();
    assert_eq!((names(&made.figures), names(&made.scored)), (FIGURES.to_vec(), SCORED.to_vec()));
    let mut all = Vec::new();
    for drawn in made.figures.iter().chain(&made.scored) {
        for width in [400, 620, 820, 900] {
            let faults = illegible(drawn.figure.as_ref(), drawn.figure.size_for(width)).unwrap();
            all.extend(faults.into_iter().map(|fault| format!("{} at {width}: {fault}", drawn.name)));
        }
        numbers(drawn);
    }
    let out = tempfile::tempdir().unwrap();
    evaluation.write(out.path(), false).unwrap();
    kept(out.path());
    assert!(all.is_empty(), "{}", all.join("\n"));
    for name in FIGURES.iter().chain(&SCORED) {
        for end in ["png", "svg", "csv", "json"] {
            let size = std::fs::metadata(out.path().join(format!("{name}.{end}"))).unwrap().len();
            assert!(size > 200, "{name}.{end} has {size} bytes");
        }
    }
    page(&std::fs::read_to_string(out.path().join("report.html")).unwrap());
    files(out.path(), &made);
}

/// Columns of one length, named with their unit, each number in CSV and JSON.
fn numbers(drawn: &edaphon_evaluate::figures::Drawn) {
    assert!(!drawn.data.is_empty(), "{} has no numbers", drawn.name);
    let mut count = 0;
    for series in &drawn.data {
        assert_eq!(series.columns.len(), series.values.len(), "{}: {}", drawn.name, series.label);
        assert!(
            series.values.windows(2).all(|pair| pair[0].len() == pair[1].len()),
            "{}: {}",
            drawn.name,
            series.label
        );
        count += series.values.iter().map(Vec::len).sum::<usize>();
    }
    assert_eq!(drawn.csv().lines().count(), count + 1, "{}", drawn.name);
    let json = drawn.json();
    assert_eq!(json["series"].as_array().map(Vec::len), Some(drawn.data.len()));
}

/// One page without a link to anything outside.
fn page(html: &str) {
    let inside = html.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
    for word in ["http://", "https://", "src=\"/", "<link", "@import", "url(", "<iframe", "fetch(", "XMLHttpRequest"] {
        assert!(!inside.contains(word), "{word}");
    }
    let sources = inside.split("src=\"").skip(1).map(|rest| &rest[..20.min(rest.len())]);
    sources.for_each(|source| assert!(source.starts_with("data:image/png;base64"), "{source}"));
    let links = inside.split("href=\"").skip(1);
    links.for_each(|link| assert!(link.starts_with('#'), "{}", &link[..40.min(link.len())]));
    for words in [
        "Taylor diagrams of time means",
        "taking the ocean for land",
        "Overall, corrected",
        "indistinguishable",
        "not told apart",
        "regridded from 90 by 90",
        "Odd (cVeg) is left out",
        "Nobody (2020)",
        "N limitation",
        "months of 1909 to 1912",
        "60–70° N, 0–100° E: sums",
    ] {
        assert!(html.contains(words), "the page does not say `{words}`");
    }
}

fn files(folder: &Path, made: &Evaluated) {
    let json: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("tables.json")).unwrap()).unwrap();
    for key in
        ["rows", "derived", "box", "products", "scores", "comparisons", "spreads", "intervals", "ilamb", "inputs"]
    {
        assert!(json[key].as_array().is_some_and(|list| !list.is_empty()), "{key}");
    }
    assert_eq!(json["products_left_out"].as_array().map(Vec::len), Some(1));
    let lines = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap().lines().count() - 1;
    assert_eq!(lines("scores.csv"), made.scores.len());
    assert_eq!(lines("comparisons.csv"), made.comparisons.len());
    assert_eq!(lines("ilamb.csv"), made.ilamb.len());
    assert_eq!([lines("spreads.csv"), lines("intervals.csv")], [made.spreads.len(), made.intervals.len()]);
}

/// The same inputs give the same bytes.
#[test]
fn an_evaluation_is_made_the_same_again() {
    let page = || {
        let out = tempfile::tempdir().unwrap();
        evaluation(&[products()]).write(out.path(), false).unwrap();
        std::fs::read(out.path().join("report.html")).unwrap()
    };
    assert!(page() == page());
}
