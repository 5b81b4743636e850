//! Comparing outputs.

use crate::said::{Room, Sample, sample};

fn pair(ours: Sample, theirs: Sample) -> Room {
    let room = Room::new();
    sample(&room.path("a.nc"), ours);
    sample(&room.path("b.nc"), theirs);
    room
}

#[test]
fn equal_files_are_equal() {
    let room = pair(Sample::default(), Sample::default());
    let said = room.run(&["compare", "a.nc", "b.nc"]).exits(0);
    assert_eq!((said.out.as_str(), said.err.as_str()), ("", "10 of 10 variables are the same\n"));
    let said = room.run(&["compare", "a.nc", "a.nc"]).exits(0);
    assert!(said.err.starts_with("warning: A and B are the same file"), "{}", said.err);
}

#[test]
fn a_difference_is_told_with_its_size_and_place() {
    let room = pair(Sample::default(), Sample { change: 0.5, ..Sample::default() });
    let said = room.run(&["compare", "a.nc", "b.nc"]).exits(1);
    assert_eq!(
        said.out,
        "cSoil (kg m-2): 1 of 144 values differ\n  largest absolute 0.5, relative 0.030157: 16.08 and 16.58\n    \
         time 1901-02-15, lat 50.25, lon 5.75 [1, 0, 1]\n"
    );
    assert_eq!(said.err, "9 of 10 variables are the same\n");
    room.run(&["compare", "a.nc", "b.nc", "--tolerance", "0.031"]).exits(0);
    room.run(&["compare", "a.nc", "b.nc", "--tolerance", "0.029"]).exits(1);
    room.run(&["compare", "a.nc", "b.nc", "--absolute", "0.6"]).exits(0);
    room.run(&["compare", "a.nc", "b.nc", "--variables", "rh,ra"]).exits(0);
    room.run(&["compare", "a.nc", "b.nc", "--variables", "rH"]).exits(2);
}

#[test]
fn json_has_indices_and_both_values() {
    let room = pair(Sample::default(), Sample { change: 0.5, ..Sample::default() });
    let json = room.run(&["compare", "a.nc", "b.nc", "--json"]).exits(1).json();
    let variables = json["files"][0]["variables"].as_array().unwrap();
    let soil = variables.iter().find(|v| v["name"] == "cSoil").unwrap();
    assert_eq!((&json["differ"], &soil["differing"]), (&true.into(), &1.into()));
    assert_eq!(soil["largest_absolute"]["index"], serde_json::json!([1, 0, 1]));
    assert_eq!(soil["largest_absolute"]["difference"], 0.5);
}

#[test]
fn missing_variables_shapes_and_units_are_differences() {
    let theirs = Sample { respiration: false, unit: "g m-2", ..Sample::default() };
    let said = pair(Sample::default(), theirs).run(&["compare", "a.nc", "b.nc"]).exits(1);
    assert!(said.out.contains("`rh` is in A only\n"), "{}", said.out);
    assert!(said.out.contains("`cSoil` has the unit `kg m-2` in A and the unit `g m-2` in B\n"), "{}", said.out);
    let theirs = Sample { months: 12, ..Sample::default() };
    let said = pair(Sample::default(), theirs).run(&["compare", "b.nc", "a.nc"]).exits(1);
    let shape = "`cSoil` has the shape (time 12, lat 2, lon 3) in A and (time 24, lat 2, lon 3) in B\n";
    assert!(said.out.contains(shape), "{}", said.out);
}

#[test]
fn tables_are_compared_by_column() {
    let room = Room::new();
    room.write("a.csv", "year,rh,site\n1901,1.0,x\n1902,2.0,y\n");
    room.write("b.csv", "year,site,rh\n1901,x,1.0\n1902,z,2.5\n");
    let said = room.run(&["compare", "a.csv", "b.csv"]).exits(1);
    assert!(
        said.out.contains("rh: 1 of 2 values differ\n  largest absolute 0.5, relative 0.2: 2 and 2.5\n    line 3\n"),
        "{}",
        said.out
    );
    assert!(said.out.contains("site: 1 of 2 values differ\n"), "{}", said.out);
    room.write("c.csv", "1,2\n3,4\n");
    room.write("d.csv", "1,2\n3,4\n5,6\n");
    let said = room.run(&["compare", "c.csv", "d.csv"]).exits(1);
    assert!(said.out.contains("A has 2 rows and B has 3"), "{}", said.out);
    room.run(&["compare", "c.csv", "c.csv"]).exits(0);
}

#[test]
fn folders_are_compared_file_by_file() {
    let room = Room::new();
    for folder in ["a", "b"] {
        std::fs::create_dir_all(room.path(folder).join("in")).unwrap();
        sample(&room.path(folder).join("in/out.nc"), Sample::default());
    }
    room.run(&["compare", "a", "b"]).exits(0);
    room.write("a/x.csv", "1\n");
    let said = room.run(&["compare", "a", "b"]).exits(1);
    assert!(said.out.contains("x.csv\nis in A only\n"), "{}", said.out);
    let said = room.run(&["compare", "a", "a/x.csv"]).exits(2);
    assert!(said.err.contains("a folder cannot be compared with a file"), "{}", said.err);
}

#[test]
fn files_of_another_kind_are_refused() {
    let room = pair(Sample::default(), Sample::default());
    room.write("a.txt", "hello\n");
    let said = room.run(&["compare", "a.nc", "a.txt"]).exits(2);
    assert!(said.err.starts_with("error: not a NetCDF file") && said.err.contains("\n --> a.txt"), "{}", said.err);
    let said = room.run(&["compare", "a.nc", "c.nc"]).exits(2);
    assert_eq!(said.err, "error: cannot read c.nc: No such file or directory\n  fix: did you mean `a.nc`?\n");
}
