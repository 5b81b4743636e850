//! Runs of phases and of several models: words, exit codes, what is left behind.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::said::Room;

const PHASES: &str = r#"model = ["mimics-cn", "casa-c"]
site = { latitude = 61.85, longitude = 24.30, vegetation_type = "ENF", clay = 0.07, silt = 0.28, sand = 0.65 }

[forcing]
embedded = "FI-Hyy"
nitrogen_deposition = 0.35

[[phase]]
name = "prespin"
years = [1999, 1999]
loops = 2
spinup = true

[[phase]]
name = "history"
years = [1999, 2001]
output = { file = "out/{phase}.nc", every = "year" }
"#;

fn room() -> Room {
    let room = Room::new();
    room.write("run.toml", PHASES);
    room
}

/// A grid of one cell, without weather.
fn room_of_one_cell() -> Room {
    let room = Room::new();
    room.write(
        "grid.csv",
        "id,lat,lon,v,s,o,area,a,b,c,d,e,f,g,h,i,j,ilat,ilon\n1,1,1,1,1,1,1e9,0,0,0,0,-99,-99,-99,-99,-99,-99,1,1\n",
    );
    room.write("soil.csv", "id,lat,lon,sand,clay,silt,w,f,s\n1,1,1,0.4,0.2,0.4,0.1,0.2,0.4\n");
    room
}

#[test]
fn phases_are_foretold_run_and_not_replaced() {
    let room = room();
    let said = room.run(&["check", "run.toml", "--jobs", "2"]).exits(0);
    let start = "phase prespin: 1999, 2 years in all; not recorded\nphase history: 1999 to 2001; 2 outputs\n\
                 no faults: mimics-cn, casa-c, 10 model years × 1 of 1 cells\nexpect about 0.0 s on 2 threads, ";
    assert!(said.out.starts_with(start), "{}", said.out);
    assert!(said.err.contains("read 3 of 4 years of weather, and what describes the others; --deep reads all\n"));
    let deep = room.run(&["check", "run.toml", "--deep", "--json"]).exits(0).json();
    assert_eq!((&deep["looked_at"], &deep["model_years"]), (&"read all 4 years of weather".into(), &10.into()));
    let said = room.run(&["run", "run.toml"]).exits(0);
    assert!(
        said.err.contains("\ndone: 10 model years × 1 cells in ") && said.err.contains("\nphase history:\nwrote out/")
    );
    for name in ["prespin.casa-c.restart.nc", "history.casa-c.nc", "history.mimics-cn.restart.nc"] {
        assert!(room.path("out").join(name).exists(), "{name}");
    }
    let said = room.run(&["run", "run.toml"]).exits(2);
    assert!(said.err.contains("error: exists already; give --force to replace it"), "{}", said.err);
    let said = room.run(&["run", "run.toml", "--force", "-q", "--json"]).exits(0);
    assert_eq!(said.json()["phases"][1]["files"].as_array().map(Vec::len), Some(4));
    let said = room.run(&["run", "run.toml", "--resume"]).exits(2);
    assert!(said.err.contains("all 2 phases are run already; nothing is left to resume"), "{}", said.err);
    room.run(&["run", "run.toml", "--from-phase", "history", "--force"]).exits(0);
    let said = room.run(&["run", "run.toml", "--from-phase", "histroy"]).exits(2);
    assert!(said.err.contains("did you mean `history`?"), "{}", said.err);
}

#[test]
fn all_faults_of_phases_are_told_at_once() {
    let room = room();
    let wrong =
        PHASES.replace("loops = 2", "lops = 2").replace("\"history\"", "\"prespin\"").replace("casa-c\"", "caas-c\"");
    room.write("run.toml", &wrong);
    let said = room.run(&["check", "run.toml"]).exits(1);
    for words in [
        "error: unknown key `lops` in [phase prespin]",
        "did you mean `loops`?",
        "two phases are named `prespin`; accepted is a name of its own for each",
        "`model` = \"caas-c\" is not known; accepted are casa-c, casa-cn, mimics-c, mimics-cn",
    ] {
        assert!(said.err.contains(words), "`{words}` is not in\n{}", said.err);
    }
    let more = "spinup = { method = \"newtn\", loop = 3 }\nperturbation = { soil_warming = 3 }\n[time]\nloops = 2\n";
    room.write("run.toml", &PHASES.replace("loops = 2\nspinup = true\n", &more.replace("[time]\nloops = 2\n", "")));
    let said = room.run(&["run", "run.toml"]).exits(2);
    for words in ["did you mean `newton`?", "unknown key `loop` in [phase prespin.spinup]", "takes no `perturbation`"] {
        assert!(said.err.contains(words), "`{words}` is not in\n{}", said.err);
    }
    room.write("run.toml", &PHASES.replace("[forcing]", "[time]\nloops = 2\n\n[forcing]"));
    assert!(room.run(&["check", "run.toml"]).exits(1).err.contains("[time] stands beside [[phase]]"));
    room.write("run.toml", &PHASES.replace("{phase}.nc\"", "{phase}.nc\", variables = [\"cSoli\"]"));
    let said = room.run(&["check", "run.toml"]).exits(1);
    assert!(said.err.contains("error: unknown variable `cSoli` of casa-c; "), "{}", said.err);
    assert_eq!(said.err.matches("did you mean `cSoil`?").count(), 2, "{}", said.err);
}

#[test]
fn what_goes_with_one_model_alone_is_refused_for_several() {
    let room = room();
    let said = room.run(&["run", "run.toml", "-o", "out.nc"]).exits(2);
    assert!(said.err.contains("-o does not go with phases or several models; name files in the description"));
    let said = room.run(&["spinup", "run.toml"]).exits(2);
    assert!(said.err.contains("accepted here is one model without phases"), "{}", said.err);
    room.run(&["run", "run.toml", "--from-phase", "history", "--resume"]).exits(2);
    let said = room.run(&["run", "run.toml", "--from-phase", "history"]).exits(2);
    assert!(said.err.contains("no such file; run phase `prespin` before phase `history`"), "{}", said.err);
    let said = room.run(&["run", "run.toml", "--resume"]).exits(2);
    assert!(said.err.contains("there is nothing to resume"), "{}", said.err);
    let clash = PHASES.replace("{phase}.nc", "prespin.restart.nc").replace(", \"casa-c\"", "");
    room.write("run.toml", &clash);
    let said = room.run(&["check", "run.toml"]).exits(1);
    assert!(said.err.contains("is written twice, by phases `prespin` and `history`"), "{}", said.err);
}

#[test]
fn all_missing_years_are_listed_before_anything_runs() {
    let room = room_of_one_cell();
    let grid = "grid = { file = \"grid.csv\", soil = \"soil.csv\" }\nforcing = { file = \"met_YYYY_YYYY.nc\" }\n";
    let phase =
        "[[phase]]\nname = \"past\"\nyears = [1901, 1903]\n[[phase]]\nname = \"future\"\nyears = [2015, 2015]\n";
    room.write("run.toml", &format!("model = \"casa-c\"\n{grid}{phase}"));
    for command in ["run", "check"] {
        let said = room.run(&[command, "run.toml"]).exits(if command == "run" { 2 } else { 1 });
        for year in ["1901_1901", "1902_1902", "1903_1903", "2015_2015"] {
            assert!(said.err.contains(&format!("met_{year}.nc\n")), "{year}\n{}", said.err);
        }
        assert_eq!(said.err.matches("no such file; each year of `years` needs one").count(), 4, "{}", said.err);
    }
}

/// Without the feature `zarr` the message says how to get it; with it, that there is no such store.
#[test]
fn a_store_is_read_or_the_way_to_it_is_told() {
    let room = room_of_one_cell();
    let forcing = "grid = { file = \"grid.csv\", soil = \"soil.csv\" }\nforcing = { file = \"met.zarr\" }\n";
    room.write("run.toml", &format!("model = \"casa-c\"\n{forcing}"));
    let said = room.run(&["run", "run.toml"]).exits(2);
    let words = if cfg!(feature = "zarr") { "No such file" } else { "--features zarr" };
    assert!(said.err.contains(words) || said.err.contains("entity not found"), "{}", said.err);
}

#[test]
fn an_interrupted_phase_is_gone_on_with() {
    let room = room();
    let long = PHASES.replace("loops = 2\n", "loops = 4000000\n");
    room.write("run.toml", &long);
    let mut command = room.command(&["run", "run.toml"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    lines.by_ref().find(|line| line.contains("nitrogen deposition")).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(700));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let said: Vec<String> = lines.collect();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{said:?}");
    assert!(said.iter().any(|line| line == "go on with: edaphon run run.toml --resume"), "{said:?}");
    let said = room.run(&["run", "run.toml", "--from-phase", "history"]).exits(2);
    assert!(said.err.contains("phase `prespin` was interrupted after "), "{}", said.err);
    // As many years are enough as were run.
    let run = said.err.split("interrupted after ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap().to_owned();
    let set = format!("phase.prespin.loops={}", run.parse::<u64>().unwrap() + 1);
    room.run(&["run", "run.toml", "--resume", "--set", &set]).exits(0);
    assert!(room.path("out/history.casa-c.nc").exists());
}
