//! Tables come back as they were written, and every fault is named by its place.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use edaphon_geo::{Column, Table, Values};

fn csv(text: &str) -> Table {
    Table::from_csv(Path::new("t.csv"), text.as_bytes()).unwrap()
}

fn refusal(text: &str) -> String {
    Table::from_csv(Path::new("t.csv"), text.as_bytes()).unwrap_err().to_string()
}

fn mixed() -> Table {
    let columns = vec![
        Column::new("site", vec![1_i64, 2, 3]),
        Column::new("name", vec!["Lägern, north", "", "007"]),
        Column::new("clay", vec![23.4, f64::NAN, 0.1 + 0.2]).unit("%").long_name("mass of clay"),
        Column::new("stock", vec![4.0, -1e-300, 1e22]).unit("kg m-2"),
    ];
    Table::new("made", columns).unwrap()
}

#[test]
fn tables_come_back_from_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let mut names = vec!["t.csv", "t.csv.gz", "t.nc"];
    if cfg!(feature = "parquet") {
        names.push("t.parquet");
    }
    for name in names {
        let path = folder.path().join(name);
        mixed().write(&path).unwrap();
        let once = std::fs::read(&path).unwrap();
        let back = Table::read(&path).unwrap();
        assert_eq!(back.rows(), 3, "{name}");
        for (back, made) in back.columns().iter().zip(mixed().columns()) {
            assert_eq!((&back.name, &back.unit, &back.values), (&made.name, &made.unit, &made.values), "{name}");
        }
        mixed().write(&path).unwrap();
        assert!(once == std::fs::read(&path).unwrap(), "{name}: the same table gives the same bytes");
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert!(left.iter().all(|file| !file.to_string_lossy().contains("tmp")), "{left:?}");
    }
}

#[test]
fn types_and_units_are_told_by_the_text() {
    let table = csv("\u{feff}site,code,clay [%],soc [g kg-1],note,none\r\n1,007,23.5,NA,\"a, b\",\r\n2,8,5,1e1,x,\r\n");
    let column = |name| table.column(name).unwrap();
    assert_eq!(column("site").values, Values::Whole(vec![1, 2]));
    assert_eq!(column("code").values, Values::Text(vec!["007".into(), "8".into()]));
    assert_eq!((column("clay").unit.as_deref(), column("clay").heading()), (Some("%"), "clay [%]".to_owned()));
    assert_eq!(column("soc").values, Values::Real(vec![f64::NAN, 10.0]));
    assert_eq!(column("note").values, Values::Text(vec!["a, b".into(), "x".into()]));
    assert_eq!(column("none").values, Values::Real(vec![f64::NAN, f64::NAN]));
    let share = table.reals_in("clay", "1").unwrap();
    assert!((share[0] - 0.235).abs() < 1e-15 && share[1] == 0.05, "{share:?}");
    assert_eq!(table.reals_in("soc", "%").unwrap()[1], 1.0);
    assert_eq!(table.texts("site").unwrap(), ["1", "2"]);
    assert_eq!(table.integers("site").unwrap(), [1, 2]);
    let long_name = csv("id\n12345678901234567890\n");
    assert_eq!(long_name.column("id").unwrap().values, Values::Text(vec!["12345678901234567890".into()]));
}

#[test]
fn what_is_no_table_is_refused_with_its_line() {
    assert_eq!(refusal(""), "t.csv: is empty; accepted are a header line and one line for each row");
    assert_eq!(refusal("a,b\n"), "t.csv: has a header and no rows; accepted is at least one");
    assert_eq!(
        refusal("a;b\n1,5;2\n"),
        "t.csv:1: fields are separated by `;`; accepted are commas: save the file as CSV with commas, and with points in \
         decimal numbers\n\
         t.csv:2: has 2 fields where the header has 1; quote fields that hold a comma, and write decimal numbers with a point"
    );
    assert_eq!(
        refusal("a,b\n1,2\n\n3\n4,5,6\n"),
        "t.csv:4: has 1 fields where the header has 2; write the missing fields, empty where there is no value\n\
         t.csv:5: has 3 fields where the header has 2; quote fields that hold a comma, and write decimal numbers with a point"
    );
    assert_eq!(
        refusal("a,,a\n1,2,3\n"),
        "t.csv: column 2 has no name; give it one (an index that pandas wrote goes away with `to_csv(…, index=False)`)\n\
         t.csv: columns 1 and 3 are both called `a`; rename one or take it out"
    );
    assert!(refusal("1,2\n3,4\n").contains("t.csv:1: holds numbers where the names of the columns are expected"));
    let latin = Table::from_csv(Path::new("t.csv"), b"name\nL\xe4gern\n").unwrap_err().to_string();
    assert_eq!(latin, "t.csv:2: holds letters that are not UTF-8; save the file as UTF-8");
}

#[test]
fn other_files_are_refused() {
    let words = |name: &str| Table::read(name).unwrap_err().to_string();
    assert!(words("t.xlsx").contains("save the sheet as CSV"));
    assert_eq!(words("t.txt"), "t.txt: the name does not say what it is; accepted are .csv, .csv.gz, .parquet and .nc");
    assert!(words("none.csv").contains("none.csv: cannot read"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv.gz");
    std::fs::write(&path, "a,b\n1,2\n").unwrap();
    assert!(Table::read(&path).unwrap_err().to_string().contains("cannot be unpacked as gzip"));
    if !cfg!(feature = "parquet") {
        assert!(words("t.parquet").contains("--features parquet"));
    }
}

#[test]
fn columns_are_asked_for_by_name_type_and_unit() {
    let table = csv("site,clay_pct,soc [g kg-1],depth (cm)\n1,23,\"1,5\",x\n2,24,n/a,5\n");
    let words = |result: edaphon_geo::Result<Vec<f64>>| result.unwrap_err().to_string();
    assert_eq!(
        words(table.reals("caly_pct")),
        "t.csv: no column `caly_pct`; did you mean `clay_pct`?; the columns are `site`, `clay_pct`, `soc`, `depth (cm)`"
    );
    assert_eq!(
        words(table.reals("depth")),
        "t.csv: no column `depth`, but `depth (cm)`; write a unit in square brackets: `depth [unit]`"
    );
    assert_eq!(
        words(table.reals("soc")),
        "t.csv:2: column 3 (soc [g kg-1]): found `1,5`; accepted is a number, with a point before decimals\n\
         t.csv:3: column 3 (soc [g kg-1]): found `n/a`; accepted is a number, or an empty field where there is none"
    );
    assert_eq!(
        words(table.reals_in("clay_pct", "%")),
        "t.csv: column 2 (clay_pct): no unit is stated, and one that fits `%` is needed: write it behind the name in the \
         header, as in `clay_pct [%]`"
    );
    let table = csv("soc [g kg-1],clay [per cent],year\n1,2,1980.5\n");
    assert!(
        words(table.reals_in("soc", "kg m-2")).contains("column 1 (soc [g kg-1]): `g kg-1` (1) cannot be converted")
    );
    assert!(words(table.reals_in("clay", "%")).contains("column 2 (clay [per cent]): `per cent` is not a unit"));
    assert_eq!(
        table.integers("year").unwrap_err().to_string(),
        "t.csv:2: column 3 (year): found 1980.5; accepted is a whole number"
    );
}

#[test]
fn a_unit_may_be_given_from_outside_but_not_against_the_file() {
    let mut table = csv("clay_pct,soc [g kg-1]\n23,1\n");
    table.set_unit("clay_pct", "%").unwrap();
    assert_eq!(table.reals_in("clay_pct", "g kg-1").unwrap(), [230.0]);
    let words = table.set_unit("soc", "%").unwrap_err().to_string();
    assert_eq!(
        words,
        "t.csv: column `soc` is in `g kg-1` by its own word, and `%` was given for it; leave one of the two out"
    );
}

#[test]
fn values_out_of_range_are_named_in_both_units() {
    let table = csv("clay [g kg-1],stock [t ha-1],sand [1]\n3000,-20,40\n400,-9999,0.4\n1000.0000000000001,,\n");
    let mut check = table.check();
    check.range("clay", 0.0..=100.0, "%").range("stock", 0.0..=f64::MAX, "kg m-2").range("sand", 0.0..=100.0, "%");
    assert_eq!(
        check.finish().unwrap_err().to_string(),
        "t.csv:2: column 1 (clay [g kg-1]): found 3000 g kg-1 (= 300 %); accepted is 0 to 100 %\n\
         t.csv:2: column 2 (stock [t ha-1]): found -20 t ha-1 (= -2 kg m-2); accepted is at least 0 kg m-2\n\
         t.csv:3: column 2 (stock [t ha-1]): found -9999 t ha-1 (= -999.9 kg m-2); accepted is at least 0 kg m-2; if it \
         stands for a missing value, leave the field empty\n\
         t.csv:2: column 3 (sand [1]): found 40 1 (= 4000 %); accepted is 0 to 100 %; are the values of the column in % \
         already?"
    );
    check.finish().unwrap();
}

#[test]
fn a_site_twice_in_a_year_is_told_with_both_rows() {
    let table = csv("site,year,soc,bd\n1,1980,2.1,1.3\n1,2000,2.0,1.3\n1,1980,2.4,1.3\n1,2000,2.0,1.3\n");
    assert_eq!(
        table.check().unique(&["site", "year"]).finish().unwrap_err().to_string(),
        "t.csv:4: site 1, year 1980 is given twice with different values: line 2 has soc = 2.1, line 4 has soc = 2.4; keep \
         one of them\n\
         t.csv:5: site 1, year 2000 is given twice: line 5 says the same as line 3; take one of them out"
    );
    table.check().unique(&["site", "year", "soc"]).finish().unwrap_err();
    table.filtered(|row| row < 2).check().unique(&["site", "year"]).finish().unwrap();
    assert_eq!(table.filtered(|row| row == 3).rows(), 1);
}

#[test]
fn missing_months_and_years_are_told_by_site() {
    let mut text = "site,year,month,t\n".to_owned();
    for (site, year) in [(7, 1980), (7, 1981), (8, 1980), (8, 1981), (8, 1982)] {
        for month in (1..=12).filter(|month| (site, year) != (8, 1981) || ![3, 4, 5, 9].contains(month)) {
            text += &format!("{site},{year},{month},1\n");
        }
    }
    text += "8,1982,13,1\n";
    let table = csv(&text);
    assert_eq!(
        table.check().every_month(&["site", "year"], "month").finish().unwrap_err().to_string(),
        "t.csv:38: site 8, year 1981: months 3 to 5, 9 are missing; accepted is a row for every month from 1 to 12\n\
         t.csv:58: column 3 (month): found 13; accepted is 1 to 12"
    );
    assert_eq!(
        table.check().every_year(&["site"], "year", 1980..=1982).finish().unwrap_err().to_string(),
        "t.csv:2: site 7: year 1982 is missing; accepted is a row for every year from 1980 to 1982"
    );
    table.check().every_year(&["site"], "year", 1980..=1981).finish().unwrap();
}

#[test]
fn missing_values_and_columns_are_told_together() {
    let table = csv("site,soc,name\n1,,a\n2,3,\n");
    assert_eq!(
        table.check().required(&["site", "m01"]).present(&["soc", "name", "m01"]).finish().unwrap_err().to_string(),
        "t.csv: no column `m01`; the columns are `site`, `soc`, `name`\n\
         t.csv:2: column 2 (soc): found nothing; accepted is a value in every row; fill it in or take the row out\n\
         t.csv:3: column 3 (name): found nothing; accepted is a value in every row; fill it in or take the row out"
    );
}

#[test]
fn rows_of_files_without_lines_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.nc");
    mixed().write(&path).unwrap();
    let table = Table::read(&path).unwrap();
    let words = table.check().range("stock", 0.0..=f64::MAX, "kg m-2").finish().unwrap_err().to_string();
    assert!(
        words.ends_with("t.nc: row 2: column 4 (stock [kg m-2]): found -1e-300 kg m-2; accepted is at least 0 kg m-2"),
        "{words}"
    );
    let kept = table.filtered(|row| row != 0);
    let words = kept.check().present(&["clay"]).finish().unwrap_err().to_string();
    assert!(words.contains("row 2: column 3 (clay [%]): found nothing"), "{words}");
}

#[test]
fn a_netcdf_file_that_is_no_table_is_refused() {
    use edaphon_io::netcdf::{DataType, Define, Format, Writer};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("grid.nc");
    let mut writer = Writer::create(&path, Format::Classic).unwrap();
    writer.dimension("site", 2).unwrap();
    writer.dimension("year", 3).unwrap();
    writer.define(Define::new("a", DataType::F64, &["site"])).unwrap();
    writer.define(Define::new("b", DataType::F64, &["year"])).unwrap();
    writer.define(Define::new("c", DataType::F64, &["site", "year"])).unwrap();
    writer.finish().unwrap();
    let words = Table::read(&path).unwrap_err().to_string();
    assert!(words.contains("variable `b` (year): the other variables are over `site`"), "{words}");
    assert!(words.contains("variable `c` (site, year): a table takes variables over one dimension"), "{words}");
}

#[test]
fn columns_of_different_length_are_refused() {
    let words = Table::new("x", vec![Column::new("a", vec![1.0]), Column::new("b", vec![1.0, 2.0])]).unwrap_err();
    assert_eq!(words.to_string(), "x: column 2 (b) has 2 values, column 1 has 1; all must have one for each row");
    assert!(Table::new("x", vec![]).is_err());
    let table = Table::new("x", vec![Column::new("a", vec![1.0])]).unwrap();
    assert!(table.clone().with(Column::new("a", vec![2.0])).is_err());
    assert_eq!(table.with(Column::new("b", vec![2.0])).unwrap().reals("b").unwrap(), [2.0]);
}
