//! Looking at outputs: `info` and `plot`.

use crate::said::{Room, Sample, sample};

fn room(with: Sample) -> Room {
    let room = Room::new();
    sample(&room.path("out.nc"), with);
    room
}

#[test]
fn info_tells_what_made_a_file_and_what_is_in_it() {
    let said = room(Sample::default()).run(&["info", "out.nc"]).exits(0);
    for words in [
        "out.nc: NetCDF-4, ",
        "command line  edaphon run run.toml\n",
        "time 24 (unlimited): 1901-01-16 to 1902-12-16, noleap\n",
        "lat 2: 50.25 to 50.75\n",
        "carbon in soil",
        "8 to 41.84, 24 missing",
        "carbon closes: largest residual of a year -2.0e-10 g m-2, year 1901, lat 50.75, lon 5.75\n",
    ] {
        assert!(said.out.contains(words), "`{words}` is not in\n{}", said.out);
    }
}

#[test]
fn an_open_budget_is_told() {
    let room = room(Sample { residual: 0.25, ..Sample::default() });
    let said = room.run(&["info", "out.nc"]).exits(0);
    assert!(said.out.contains("carbon is open: largest residual of a year -2.5e-1 g m-2, year 1901"), "{}", said.out);
    let json = room.run(&["info", "out.nc", "--json"]).exits(0).json();
    assert_eq!(json["budgets"]["carbon"]["closes"], false);
    assert_eq!((&json["attributes"]["title"], &json["dimensions"]["lon"]), (&"a small world".into(), &3.into()));
    let header = room.run(&["info", "out.nc", "--header"]).exits(0);
    assert!(!header.out.contains("Budgets") && header.out.contains("cSoil"));
}

#[test]
fn figures_are_drawn_and_not_replaced() {
    let room = room(Sample::default());
    let said = room.run(&["plot", "out.nc", "--series", "cSoil,rh,ra"]).exits(0);
    assert_eq!(said.err, "note: mean over cells weighted by area_land\nwrote out-cSoil-rh-ra.png\n");
    assert!(std::fs::read(room.path("out-cSoil-rh-ra.png")).unwrap().starts_with(b"\x89PNG"));
    room.run(&["plot", "out.nc", "--series", "cSoil,rh,ra"]).exits(2);
    for words in [
        &["--series", "cSoil", "--at", "50.7,5.3", "-o", "cell.svg"][..],
        &["--map", "cSoil", "-o", "map.svg"],
        &["--map", "rh", "--year", "1902", "-o", "year.svg"],
        &["--budget", "-o", "budget.svg"],
    ] {
        room.run(&[&["plot", "out.nc"], words].concat()).exits(0);
    }
    assert!(room.read("cell.svg").contains("cell at lat 50.75, lon 5.25"));
    assert!(
        room.read("map.svg").contains("a small world, 1901 to 1902") && room.read("year.svg").contains("world, 1902")
    );
}

#[test]
fn series_are_means_over_land_and_cells_are_found_by_place() {
    let room = room(Sample::default());
    let shows = |words: &[&str]| {
        let said = room.run(&[&["plot", "out.nc", "--json", "--force"], words].concat()).exits(0);
        said.json()["shows"].as_str().unwrap().to_owned()
    };
    // Cells hold 8 × (1, 2, 3, 4, 5) in the first month, and the third has twice the land of the others: 8 × 18/6.
    let mean = shows(&["--series", "cSoil"]);
    assert!(mean.contains("Carbon in soil from 24.00 to 25.84"), "{mean}");
    let cell = shows(&["--series", "cSoil", "--at", "50.3,5.8"]);
    assert!(cell.contains("Carbon in soil from 16.00 to 17.84"), "{cell}");
    // The nearest cell is sea: the nearest with values is taken.
    let coast = shows(&["--series", "cSoil", "--at", "51,7"]);
    assert!(coast.contains("Carbon in soil from 40.00 to 41.84"), "{coast}");
}

#[test]
fn what_cannot_be_drawn_is_told() {
    let room = room(Sample { respiration: false, ..Sample::default() });
    let said = room.run(&["plot", "out.nc", "--series", "cSoi"]).exits(2);
    assert!(said.err.contains("no variable `cSoi`") && said.err.contains("did you mean `cSoil`?"), "{}", said.err);
    let said = room.run(&["plot", "out.nc", "--budget"]).exits(2);
    assert!(said.err.contains("the carbon budget needs rh, which the file does not have"), "{}", said.err);
    let said = room.run(&["plot", "out.nc", "--map", "cSoil", "--year", "1950"]).exits(2);
    assert!(said.err.contains("no values in 1950; the file has 1901 to 1902"), "{}", said.err);
    let said = room.run(&["plot", "out.nc", "--map", "area_land"]).exits(2);
    assert!(said.err.contains("the first must be time"), "{}", said.err);
    let said = room.run(&["plot", "out.nc", "--map", "cSoil", "-o", "map.gif"]).exits(2);
    assert!(said.err.contains("`.png` or `.svg`"), "{}", said.err);
    room.run(&["plot", "out.nc"]).exits(2);
    room.run(&["plot", "out.nc", "--budget", "--map", "cSoil"]).exits(2);
    assert_eq!(std::fs::read_dir(room.path("")).unwrap().count(), 1, "nothing is left behind");
}
