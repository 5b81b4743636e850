//! Runs from their description to their output.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::said::Room;

const DESCRIPTION: &str = r#"model = "mimics-cn"

[site]
name = "Hyytiälä"
latitude = 61.85
longitude = 24.30
vegetation_type = "ENF"
clay = 0.07
silt = 0.28
sand = 0.65

[forcing]
embedded = "FI-Hyy"
years = [1999, 2000]
nitrogen_deposition = 0.35

[spinup]
years = 2

[output]
file = "hyy.nc"
every = "month"
"#;

fn room() -> Room {
    let room = Room::new();
    room.write("run.toml", DESCRIPTION);
    room
}

#[test]
fn a_run_is_checked_run_looked_at_and_drawn() {
    let room = room();
    let said = room.run(&["check", "run.toml"]).exits(0);
    assert_eq!(said.out, "no faults: mimics-cn, 2 years × 1 of 1 cells\n");
    let said = room.run(&["run", "run.toml"]).exits(0);
    assert!(said.err.contains("\ndone: 4 years × 1 cells in ") && said.err.contains("\nwrote "), "{}", said.err);
    let info = room.run(&["info", "hyy.nc"]).exits(0).out;
    for words in ["1999-01-16 to 2000-12-16, noleap", "carbon closes: ", "nitrogen closes: ", "edaphon run run.toml"] {
        assert!(info.contains(words), "`{words}` is not in\n{info}");
    }
    let monthly = room.run(&["plot", "hyy.nc", "--budget", "--json"]).exits(0).json();
    room.run(&["run", "run.toml", "-o", "years.nc", "--set", "output.every=year"]).exits(0);
    let yearly = room.run(&["plot", "years.nc", "--budget", "--json"]).exits(0).json();
    assert_eq!(monthly["shows"], yearly["shows"], "months count by their length");
    let said = room.run(&["run", "run.toml"]).exits(2);
    assert!(said.err.contains("hyy.nc exists already\n  fix: "), "{}", said.err);
    let said = room.run(&["run", "run.toml", "--force", "--json", "-q"]).exits(0);
    assert_eq!((&said.json()["years"], said.err.as_str()), (&4.into(), ""));
}

#[test]
fn overrides_are_taken_and_change_the_result() {
    let room = room();
    room.run(&["run", "run.toml", "-o", "a.nc"]).exits(0);
    room.run(&["run", "run.toml", "-o", "b.nc"]).exits(0);
    room.run(&["run", "run.toml", "-o", "c.nc", "--set", "site.clay=0.17", "--set", "site.sand=0.55"]).exits(0);
    room.run(&["compare", "a.nc", "b.nc"]).exits(0);
    room.run(&["compare", "a.nc", "c.nc"]).exits(1);
}

#[test]
fn all_faults_of_a_description_are_told_at_once() {
    let room = room();
    room.write("run.toml", &DESCRIPTION.replace("clay = 0.07", "clay = 7").replace("nitrogen_dep", "nitrogn_dep"));
    let said = room.run(&["check", "run.toml"]).exits(1);
    assert!(said.err.contains("--> run.toml:8:1\n  |\n8 | clay = 7\n  | ^^^^\n"), "{}", said.err);
    assert!(said.err.contains("^ did you mean `nitrogen_deposition`?\n"), "{}", said.err);
    room.run(&["run", "run.toml"]).exits(2);
    let json = room.run(&["check", "run.toml", "--json"]).exits(1).json();
    assert_eq!(json["errors"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_spin_up_certifies_its_state() {
    let room = room();
    let said = room.run(&["spinup", "run.toml", "-o", "state.nc"]).exits(0);
    says(
        &said,
        &["1 of 1 cells steady, in ", "PASS  testbed: |change of soil carbon| < 0.01 Pg C yr-1", "wrote state.nc\n"],
    );
    says(&said, &["1 of 1 cells stayed within their error bound over 100 years or more of plain runs"]);
    let info = room.run(&["info", "state.nc"]).exits(0);
    assert!(info.out.contains("two-level") && info.out.contains("1 steady"), "{}", info.out);
    room.run(&["spinup", "run.toml", "-o", "state.nc"]).exits(2);
    room.run(&["run", "run.toml", "--start", "state.nc"]).exits(0);
    let json = room.run(&["spinup", "run.toml", "-o", "again.nc", "--json"]).exits(0).json();
    assert_eq!((json["cells"].as_u64(), json["statuses"]["steady"].as_u64()), (Some(1), Some(1)));
    room.run(&["compare", "state.nc", "again.nc"]).exits(0);
}

#[test]
fn a_spin_up_that_is_cut_short_says_so() {
    let room = room();
    let said = room.run(&["spinup", "run.toml", "--method", "native", "--loops", "1"]).exits(1);
    says(&said, &["0 of 1 cells steady", "warning: 1 cells: still drifting", "FAIL  edaphon:", "see spinup_status"]);
    let said = room.run(&["spinup", "run.toml", "--loop", "3", "-o", "x.nc"]).exits(2);
    says(&said, &["a loop of 3 years is no multiple of the 2 years of forcing; accepted are 2, 4, 6 and so on"]);
    let said = room.run(&["spinup", "run.toml", "--drift=-1", "-o", "x.nc"]).exits(2);
    says(&said, &["accepted is a number above 0"]);
}

#[test]
fn pools_are_scaled_to_measured_stocks() {
    let room = room();
    room.write("soc.csv", "lat,lon,soc [kg m-2]\n61.8475,24.295,9.5\n");
    let said = room.run(&["spinup", "run.toml", "--from-soc", "soc.csv", "-o", "state.nc"]).exits(0);
    says(&said, &["were multiplied to measured stocks in 1 cells", "inputs times the same factor would hold it"]);
    room.write("soc.csv", "lat,lon,soc [kg]\n61.8475,24.295,9.5\n");
    let said = room.run(&["spinup", "run.toml", "--from-soc", "soc.csv", "-o", "other.nc"]).exits(2);
    says(&said, &["soc.csv: `soc [kg]` is in kg", "accepted is a mass per area, such as kg m-2 or Mg ha-1"]);
    room.write("soc.csv", "lat,lon,soc [kg m-2]\n10,24.295,9.5\n");
    let said = room.run(&["spinup", "run.toml", "--from-soc", "soc.csv", "-o", "other.nc"]).exits(2);
    says(&said, &["none of its 1 places is one of the 1 cells of the run (the first is at lat 61.85, lon 24.3)"]);
}

#[test]
fn an_interrupted_run_writes_its_state_and_says_how_to_go_on() {
    let room = room();
    let mut command = room.command(&["run", "run.toml", "--set", "spinup.years=10000000"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    // Notes are the last that is said before the first year.
    lines.by_ref().find(|line| line.contains("nitrogen deposition")).unwrap();
    std::thread::sleep(Duration::from_secs(1));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let said: Vec<String> = lines.collect();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{said:?}");
    assert!(
        said.iter().any(|line| line == "go on with: edaphon run run.toml --resume --set spinup.years=10000000"),
        "{said:?}"
    );
    assert!(said.iter().any(|line| line.starts_with("interrupted after ")), "{said:?}");
    assert!(room.path("hyy.restart.nc").exists());
}

#[test]
fn files_of_another_ending_are_no_descriptions() {
    let room = room();
    room.write("run.yaml", "");
    let said = room.run(&["run", "run.yaml"]).exits(2);
    assert_eq!(
        said.err,
        "error: a run is described by a file that ends in .toml, in .lst if it is the testbed's, or in .dat if it is RothC's\n --> run.yaml\n"
    );
    room.write("run.lst", "nonsense\n");
    let said = room.run(&["run", "run.lst", "-o", "out.nc"]).exits(2);
    assert!(said.err.contains("-o does not go with a control file of the testbed"), "{}", said.err);
}

/// Interrupted during spin-up and resumed, a run ends with the same numbers as one that was not.
#[test]
fn a_resumed_run_ends_as_if_it_had_not_been_interrupted() {
    let room = room();
    let settings = ["--set", "model=casa-c", "--set", "spinup.years=4000"];
    let mut command = room.command(&[&["run", "run.toml", "-o", "parted.nc"][..], &settings].concat());
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    lines.by_ref().find(|line| line.contains("nitrogen deposition")).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    let said: Vec<String> = lines.collect();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{said:?}");
    room.run(&[&["run", "run.toml", "-o", "parted.nc", "--resume"][..], &settings].concat()).exits(0);
    room.run(&[&["run", "run.toml", "-o", "whole.nc"][..], &settings].concat()).exits(0);
    room.run(&["compare", "parted.nc", "whole.nc", "--tolerance", "0"]).exits(0);
}

fn says(said: &crate::said::Said, words: &[&str]) {
    for word in words {
        assert!(said.err.contains(word), "no `{word}` in:\n{}", said.err);
    }
}
