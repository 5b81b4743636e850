//! Observations on any grid: brought to the cells of the run, or left out with a reason while the rest goes on.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "each file of tests uses its part")]
mod globe;

use std::path::PathBuf;

use edaphon_evaluate::annual::AnnualRun;
use edaphon_evaluate::observations::{Brought, Observed, read};
use globe::{Observation, Product, evaluation, even, folder, output};

fn run() -> AnnualRun {
    AnnualRun::open(&output("mimics-cn.nc")).unwrap()
}

fn product(variables: Vec<Observation<'_>>) -> Product<'_> {
    let (latitudes, longitudes) = (even(-89.5, 1.0, 180), even(-179.5, 1.0, 360));
    Product { latitudes, longitudes, months: 0, transposed: false, variables }
}

fn at(name: &str) -> PathBuf {
    folder().join(name)
}

/// The only product of a file.
fn only(name: &str) -> Observed {
    let (mut found, left_out) = read(&at(name), &run()).unwrap();
    assert_eq!((found.len(), left_out.len()), (1, 0), "{left_out:?}");
    found.remove(0)
}

/// Why the only product of a file is left out.
fn reason(name: &str) -> String {
    let (found, mut left_out) = read(&at(name), &run()).unwrap();
    assert_eq!((found.len(), left_out.len()), (0, 1));
    left_out.remove(0)
}

#[test]
fn a_product_on_another_grid_comes_to_the_cells_in_any_orientation() {
    let value = |_: usize, y: f64, x: f64| 5.0 + 0.01 * y + (x.to_radians()).cos();
    product(vec![("cSoil", "kg m-2", &value)]).write(&at("plain.nc"));
    let turned = Product {
        latitudes: even(89.5, -1.0, 180),
        longitudes: even(0.5, 1.0, 360),
        transposed: true,
        ..product(vec![("cSoil", "kg m-2", &value)])
    };
    turned.write(&at("turned.nc"));
    let (plain, turned) = (only("plain.nc"), only("turned.nc"));
    let apart = plain.cells.iter().zip(&turned.cells).map(|(a, b)| (a / b - 1.0).abs());
    assert!(apart.fold(0.0, f64::max) < 1e-12);
    let run = run();
    for (spot, found) in run.spots().iter().zip(&plain.cells) {
        // A cell of 2.5 by 1.9 degrees has the value of its middle, but for what curves and half a cell of the source.
        let wanted = 1000.0 * value(0, spot.latitude, spot.longitude);
        assert!((found - wanted).abs() < 15.0, "{found} at {}, {} instead of {wanted}", spot.latitude, spot.longitude);
    }
    let Brought::Regridded { from, cells, too_little, covered, land } = plain.brought else {
        panic!("{:?}", plain.brought)
    };
    assert_eq!((from, cells, too_little), ([180, 360], run.spots().len(), 0));
    assert!((covered / land - 1.0).abs() < 1e-9);
}

#[test]
fn cells_of_which_little_is_known_are_missing_and_counted() {
    let north = |_: usize, y: f64, _: f64| if y > 0.0 { 5.0 } else { f64::NAN };
    product(vec![("cSoil", "kg m-2", &north)]).write(&at("north.nc"));
    let found = only("north.nc");
    let run = run();
    let southern = run.spots().iter().filter(|spot| spot.latitude < -2.0).count();
    let missing = found.cells.iter().filter(|value| value.is_nan()).count();
    assert!(southern > 3 && missing >= southern, "{missing} of {southern}");
    assert!(found.cells.iter().filter(|value| value.is_finite()).all(|value| (value - 5000.0).abs() < 1e-6));
    let Brought::Regridded { covered, land, .. } = found.brought else { panic!("{:?}", found.brought) };
    assert!(covered < 0.95 * land && covered > 0.3 * land);
    // Strips of a quarter of the land are too little.
    let strips = |_: usize, _: f64, x: f64| if (x.rem_euclid(8.0)) < 2.0 { 5.0 } else { f64::NAN };
    product(vec![("cSoil", "kg m-2", &strips)]).write(&at("strips.nc"));
    let Brought::Regridded { too_little, .. } = only("strips.nc").brought else { panic!() };
    assert!(too_little > 0);
}

#[test]
fn a_ratio_is_that_of_the_means_of_amounts() {
    let carbon = |_: usize, _: f64, x: f64| if x.floor() as i64 % 2 == 0 { 30.0 } else { 10.0 };
    let nitrogen = |_: usize, _: f64, _: f64| 1.0;
    let odd = |_: usize, y: f64, x: f64| if (x.floor() as i64).rem_euclid(4) == 1 { 900.0 } else { carbon(0, y, x) };
    let file = Product {
        longitudes: even(0.5, 1.0, 360),
        ..product(vec![
            ("c", "kg C m-2", &carbon),
            ("n", "kg N m-2", &nitrogen),
            ("odd", "kg C m-2", &odd),
            ("ratio", "1", &carbon),
        ])
    };
    file.write(&at("cn.nc"));
    let registry = |name: &str, words: &str| {
        let text = format!("[[product]]\nname = \"P\"\nfile = \"cn.nc\"\nquantity = \"soil_cn\"\n{words}\n");
        std::fs::write(at(name), text).unwrap();
    };
    registry("cn.toml", "variable = \"c\"\nover = \"n\"");
    let found = only("cn.toml");
    // Columns of 2.5 degrees hold 1 to 1.5 of either kind.
    assert!(found.cells.iter().all(|ratio| (17.9..=22.1).contains(ratio)), "{:?}", &found.cells[..5]);
    registry("odd.toml", "variable = \"odd\"\nover = \"n\"\nat_most = 150");
    assert!(only("odd.toml").cells.iter().filter(|v| v.is_finite()).all(|ratio| *ratio <= 30.0 + 1e-9));
    registry("mean.toml", "variable = \"ratio\"");
    assert!(reason("mean.toml").contains("the mean of ratios is not the ratio of means"));
}

#[test]
fn what_cannot_be_used_is_left_out_with_its_reason() {
    let one = |_: usize, _: f64, _: f64| 1.0;
    let nothing = |_: usize, _: f64, _: f64| f64::NAN;
    let cases: [(&str, Product<'_>, &str); 7] = [
        ("unit", product(vec![("cSoil", "K", &one)]), "`cSoil` is in K"),
        ("none", product(vec![("cSoil", "", &one)]), "`cSoil` has no unit; give it `units`"),
        ("nitrogen", product(vec![("fNnetmin", "g C m-2 d-1", &nothing)]), "no value in any cell of the run"),
        (
            "single",
            Product { latitudes: vec![10.0], ..product(vec![("cSoil", "kg m-2", &one)]) },
            "latitudes are a single one",
        ),
        (
            "uneven",
            Product { latitudes: vec![-60.0, -10.0, 0.0, 70.0], ..product(vec![("cSoil", "kg m-2", &one)]) },
            "latitudes are unevenly spaced, by 10 to 70 degrees; give them bounds",
        ),
        (
            "twice",
            Product { longitudes: even(0.0, 1.0, 361), ..product(vec![("cSoil", "kg m-2", &one)]) },
            "more than once around",
        ),
        (
            "swapped",
            Product {
                latitudes: even(-179.5, 1.0, 360),
                longitudes: even(-89.5, 1.0, 180),
                ..product(vec![("cSoil", "kg m-2", &one)])
            },
            "are the two swapped?",
        ),
    ];
    for (name, product, words) in cases {
        product.write(&at(&format!("{name}.nc")));
        let found = reason(&format!("{name}.nc"));
        assert!(found.contains(words) && found.contains("is left out"), "{name}: {found}");
    }
    product(vec![("strange", "kg m-2", &one)]).write(&at("strange.nc"));
    assert!(reason("strange.nc").contains("no variable in it is known; accepted are gpp"));
    assert!(read(&at("nowhere.nc"), &run()).is_err());
}

/// The rest is made, and what is left out is told.
#[test]
fn the_rest_goes_on() {
    let one = |_: usize, _: f64, _: f64| 1.0;
    product(vec![("cSoil", "K", &one), ("cVeg", "kg m-2", &one)]).write(&at("half.nc"));
    let made = evaluation(&[at("half.nc")]).make().unwrap();
    assert!(made.is_incomplete() && !made.failed());
    assert_eq!((made.observed.len(), made.unused.len(), made.figures.len()), (1, 1, 6));
    assert!(made.scores.iter().all(|score| score.variable == "cVeg") && !made.scores.is_empty());
}

/// A run scored against itself is perfect, in time and space; another model is not.
#[test]
fn a_run_is_its_own_best_model() {
    let made = evaluation(&[output("mimics-cn.month.nc"), output("casa-c.nc")]).make().unwrap();
    assert_eq!(made.unused, Vec::<String>::new());
    let of = |variable: &str, model: &str, product: &str| {
        let is = |i: &&edaphon_evaluate::scores::IlambScore| {
            (i.variable.as_str(), i.model.as_str(), i.product.as_str()) == (variable, model, product)
        };
        made.ilamb.iter().find(is).unwrap()
    };
    let itself = of("npp", "MIMICS-CN", "mimics-cn.month");
    assert_eq!(itself.basis.words(), "months of 1909 to 1912");
    let scores = [
        Some(itself.scores.bias_score),
        itself.scores.rmse_score,
        itself.scores.seasonal_score,
        itself.scores.interannual_score,
    ];
    assert!(scores.iter().all(|score| score.is_some_and(|score| (score - 1.0).abs() < 1e-9)), "{scores:?}");
    assert!(of("npp", "CASA-C", "mimics-cn.month").scores.overall < itself.scores.overall);
    let years = of("npp", "CASA-C", "casa-c");
    assert_eq!(years.basis.words(), "years 1901 to 1912");
    assert!((years.scores.overall_corrected - 1.0).abs() < 1e-9);
    // The two without nitrogen produce alike.
    let is = |c: &&edaphon_evaluate::scores::Comparison| {
        c.product == "casa-c" && c.variable == "npp" && c.models[0].ends_with("CN") && c.models[1] == "CASA-C"
    };
    let against: Vec<_> = made.comparisons.iter().filter(is).collect();
    assert!(against.len() == 4 && against.iter().all(|c| c.better.as_deref() == Some("CASA-C")), "{against:?}");
}
