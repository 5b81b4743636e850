//! Tables that are wrong are refused with file, line and column, and all that is wrong is told at once.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::path::Path;

use edaphon_learn::{Data, LearnDescription, benchmark};

/// The benchmark in a folder, with one of its tables put through `change`.
fn changed(name: &str, change: impl Fn(String) -> String) -> Result<Data, String> {
    let folder = tempfile::tempdir().unwrap();
    benchmark::write_benchmark(folder.path()).unwrap();
    let table = benchmark::BENCHMARK.iter().find(|table| table.name == name).unwrap();
    std::fs::remove_file(folder.path().join(format!("{name}.gz"))).ok();
    std::fs::write(folder.path().join(name), change(table.text().unwrap())).unwrap();
    read(folder.path())
}

fn read(folder: &Path) -> Result<Data, String> {
    let described = LearnDescription::of_folder(folder);
    let here = format!("{}/", folder.display());
    Data::read(&described.files, described.process.spin_up).map_err(|error| error.to_string().replace(&here, ""))
}

/// What is said once a text has been replaced, once, in a table.
fn said(name: &str, from: &str, to: &str) -> String {
    let replaced = |text: String| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    };
    changed(name, replaced).expect_err("refused")
}

#[test]
fn the_benchmark_is_read_whole() {
    let data = changed("sites.csv", |text| text).unwrap();
    assert_eq!((data.sites.len(), data.years().len(), data.sites.sampled_years.clone()), (428, 21, vec![1980, 2000]));
    assert_eq!(data.notes, Vec::<String>::new());
    let grid = data.grid.as_ref().unwrap();
    assert_eq!((grid.cells.len(), grid.years().len()), (7500, 6));
    assert_eq!(data.folds.as_ref().unwrap().seeds(), (0..10).collect::<Vec<u64>>());
    let row = data.covariates(0, 1980);
    assert_eq!(row[..4], [19.9, 0.67, -0.788, 32.58]);
    assert!((row[7] - (0.412 + 0.266 + 0.293) / 3.0).abs() < 1e-12 && row[11] == 174.3, "{row:?}");
}

#[test]
fn stocks_and_clay_have_bounds() {
    let words = said("sites.csv", "3.4978,4.5251", "-3.4978,4.5251");
    assert!(words.starts_with("sites.csv:2: column `socs_kg_m2_1980`: -3.4978 kg m-2 is outside"), "{words}");
    let words = said("sites.csv", ",32.58,", ",300,");
    assert_eq!(words, "sites.csv:2: column `clay_pct`: 300 % is outside 0 to 100 %");
    let words = said("sites.csv", ",32.58,", ",,");
    assert_eq!(words, "sites.csv:2: column `clay_pct` is empty; accepted is a number (%)");
}

#[test]
fn a_site_is_there_once() {
    let twice = |text: String| {
        let first = text.lines().nth(1).unwrap().replace("4.5251", "4.6");
        format!("{text}{first}\n")
    };
    let words = changed("sites.csv", twice).expect_err("refused");
    let expected =
        "sites.csv:430: site `1` is in line 2 already, with column `socs_kg_m2_2000` = `4.6` here and `4.5251` there";
    assert!(words.starts_with(expected), "{words}");
}

#[test]
fn a_site_without_a_second_sample_is_kept_and_one_without_any_is_not() {
    let data = changed("sites.csv", |text| text.replacen("3.4978,4.5251", "3.4978,", 1)).unwrap();
    assert_eq!((data.sites.len(), data.sites.all[0].stocks.clone()), (428, vec![Some(3.4978), None]));
    let words = said("sites.csv", "3.4978,4.5251", ",");
    assert_eq!(words, "sites.csv:2: the site was never sampled; fill in a stock, or leave the site out");
}

#[test]
fn months_and_years_that_are_missing_are_named() {
    let without = |from: &'static str| {
        move |text: String| {
            let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with(from)).collect();
            lines.join("\n") + "\n"
        }
    };
    let words = changed("climate_monthly.csv", without("1,1960,3,")).expect_err("refused");
    assert_eq!(words, "climate_monthly.csv: cell `1`, year 1960: month 3 is missing; every month is needed");
    let words = changed("ndvi_monthly.csv", without("7,1991,")).expect_err("refused");
    assert_eq!(words, "ndvi_monthly.csv: site `7`: year 1991 is missing; every year from 1980 to 2000 is needed");
    let words = changed("fertiliser.csv", without("3,1985,")).expect_err("refused");
    assert_eq!(words, "fertiliser.csv: county `3`: year 1985 is missing; every year is needed");
    let words = changed("grid_ndvi_seasonal.csv", without("12,1984,")).expect_err("refused");
    let expected =
        "grid_ndvi_seasonal.csv: year 1984 is missing for cell `12`; a year is needed for all cells or for none";
    assert_eq!(words, expected);
    let words = changed("folds.csv", without("9,")).expect_err("refused");
    assert_eq!(words, "folds.csv: site `9` has no fold; every site needs one");
}

#[test]
fn a_fold_without_samples_is_refused() {
    let none_in_two = |text: String| {
        let moved = |line: &str| {
            let mut fields: Vec<&str> = line.split(',').collect();
            if fields[1] == "2" {
                fields[1] = "3";
            }
            fields.join(",")
        };
        text.lines().map(moved).collect::<Vec<_>>().join("\n") + "\n"
    };
    let words = changed("folds.csv", none_in_two).expect_err("refused");
    let expected = "folds.csv: column `seed0`: fold 2 of 0 to 4 holds no site, so there is nothing to score";
    assert_eq!(words, expected);
}

#[test]
fn faults_of_several_tables_are_told_together() {
    let folder = tempfile::tempdir().unwrap();
    benchmark::write_benchmark(folder.path()).unwrap();
    let spoil = |name: &str, from: &str, to: &str| {
        let text = std::fs::read_to_string(folder.path().join(name)).unwrap();
        std::fs::write(folder.path().join(name), text.replacen(from, to, 1)).unwrap();
    };
    spoil("fertiliser.csv", "174.3", "none");
    spoil("folds.csv", "site,seed0", "place,seed0");
    let words = read(folder.path()).expect_err("refused");
    assert!(words.contains("fertiliser.csv:2: column `fer_kg_ha`: `none` is not a number"), "{words}");
    assert!(words.contains("folds.csv: no column `site`"), "{words}");
}

#[test]
fn tables_of_other_formats_hold_the_same() {
    let folder = tempfile::tempdir().unwrap();
    benchmark::write_benchmark(folder.path()).unwrap();
    let expected = read(folder.path()).unwrap();
    let endings = if cfg!(feature = "parquet") { ["nc", "parquet"] } else { ["nc", "nc"] };
    for (at, name) in ["sites", "climate_monthly", "ndvi_monthly", "fertiliser", "folds"].into_iter().enumerate() {
        let text = ["csv", "csv.gz"].map(|end| folder.path().join(format!("{name}.{end}")));
        let text = text.iter().find(|path| path.exists()).unwrap();
        let table = edaphon_geo::Table::read(text).unwrap();
        std::fs::remove_file(text).unwrap();
        table.write(folder.path().join(format!("{name}.{}", endings[at % 2]))).unwrap();
    }
    let found = read(folder.path()).unwrap();
    assert_eq!((found.sites.all, found.climate), (expected.sites.all, expected.climate));
    assert_eq!((found.ndvi, found.fertiliser, found.folds), (expected.ndvi, expected.fertiliser, expected.folds));
}

#[test]
fn a_stated_unit_is_converted() {
    let data = changed("sites.csv", |text| text.replacen("clay_pct", "clay_pct [g kg-1]", 1)).unwrap();
    assert!((data.sites.all[0].terrain.clay - 3.258).abs() < 1e-12);
    let words = said("sites.csv", "socs_kg_m2_1980", "socs_kg_m2_1980 [g kg-1]");
    assert!(words.contains("(socs_kg_m2_1980 [g kg-1])") && words.contains("kg m-2"), "{words}");
}
