//! Runs under an invented climate.

use crate::said::Room;

const DESCRIPTION: &str = r#"model = "casa-cn"

[site]
name = "Somewhere"
latitude = 48.3
longitude = 10.0
vegetation_type = "MF"
sand = 0.4
clay = 0.2

[forcing]
synthetic = { seed = 3, scenario = "history" }
years = [1901, 1903]

[output]
file = "site.nc"
every = "year"
"#;

/// Three cells of the testbed's layout, of which the second is water.
const GRID: &str = "ijcam,lat,lon,ivt_igbp,ist,iso,landarea,Ndep,Nfix,Pwea,Pdust,d1,d2,d3,d4,Phase(1),ivcasa,ilat,ilon
339,4.74,7.50,8,1,1,36030693376.0,0.7,0.1,0,0,-99,-99,-99,-99,-99,-99,51,4
340,6.63,7.50,17,1,1,36030693376.0,0.7,0.1,0,0,-99,-99,-99,-99,-99,-99,52,4
5127,-18.00,132.50,7,1,1,55702589440.0,0.2,0.1,0,0,-99,-99,-99,-99,-99,-99,39,54
";
const SOIL: &str = "ijcam,lat,lon,sand,clay,silt,wwilt,wfield,wsat
339,4.74,7.50,0.40566,0.43369,0.16065,0.22263,0.30952,0.44381
340,6.63,7.50,0.40566,0.43369,0.16065,0.22263,0.30952,0.44381
5127,-18.00,132.50,0.75365,0.13234,0.11401,0.08384,0.19507,0.39808
";

#[test]
fn a_site_has_invented_years_and_says_so() {
    let room = Room::new();
    room.write("run.toml", DESCRIPTION);
    let said = room.run(&["check", "run.toml"]).exits(0);
    assert_eq!(said.out, "no faults: casa-cn, 3 years × 1 of 1 cells\n");
    let note = "note: the climate is synthetic (seed 3, scenario history): invented, neither observed nor from a climate model";
    assert!(said.err.contains(note), "{}", said.err);
    room.run(&["run", "run.toml"]).exits(0);
    let info = room.run(&["info", "site.nc"]).exits(0).out;
    for words in ["1901 to 1903", "climate seed              3", "climate scenario          history", "carbon closes: "]
    {
        assert!(info.contains(words), "`{words}` is not in\n{info}");
    }
    room.run(&["run", "run.toml", "-o", "same.nc"]).exits(0);
    room.run(&["compare", "site.nc", "same.nc"]).exits(0);
    room.run(&["run", "run.toml", "-o", "other.nc", "--set", "forcing.synthetic.seed=4"]).exits(0);
    room.run(&["compare", "site.nc", "other.nc"]).exits(1);
}

#[test]
fn wrong_climates_are_told() {
    let room = Room::new();
    room.write("run.toml", DESCRIPTION);
    let fault = |set: &str, words: &str| {
        let said = room.run(&["check", "run.toml", "--set", set]).exits(1);
        let all = said.out + &said.err;
        assert!(all.contains(words), "`{words}` is not in\n{all}");
    };
    fault(
        "forcing.years=[1900, 1910]",
        "`years` in [forcing] = [1900, 1910]; accepted is [first, last] within 1901 to 2014 for the scenario history",
    );
    fault("forcing.synthetic.scenario=warm", "\"warm\" is not known; accepted are steady, history");
    fault("forcing.synthetic.seed=-1", "`seed` in [forcing.synthetic] = -1 is outside 0 to");
    fault("forcing.file=met.nc", "both `synthetic` and `file` are given in [forcing]; accepted is one of them");
    fault("forcing.soil_water=0.3", "unknown key `soil_water` in [forcing]");
}

#[test]
fn cells_lie_on_their_map_whatever_the_threads() {
    let room = Room::new();
    room.write("grid.csv", GRID);
    room.write("soil.csv", SOIL);
    let grid = "model = \"mimics-cn\"\n\
        grid = { file = \"grid.csv\", soil = \"soil.csv\" }\n\
        forcing = { synthetic = {}, years = [1901, 1902] }\n\
        output = { file = \"one.nc\", every = \"month\" }\n";
    room.write("run.toml", grid);
    room.run(&["run", "run.toml", "--jobs", "1"]).exits(0);
    room.run(&["run", "run.toml", "--jobs", "2", "-o", "two.nc"]).exits(0);
    room.run(&["compare", "one.nc", "two.nc", "--tolerance", "0"]).exits(0);
    let info = room.run(&["info", "one.nc"]).exits(0).out;
    assert!(info.contains("lat 52: ") && info.contains("lon 54: 0 to 132.5"), "{info}");
    assert!(info.contains("scenario steady, 1901 to 1902"), "{info}");
}

#[test]
fn the_published_grid_comes_with_the_program() {
    let room = Room::new();
    let globe = "model = \"casa-c\"\n\
        grid = { embedded = \"clm5-gswp3\" }\n\
        forcing = { synthetic = { seed = 1 }, years = [1901, 1901] }\n";
    room.write("globe.toml", globe);
    let said = room.run(&["check", "globe.toml"]).exits(0);
    assert_eq!(said.out, "no faults: casa-c, 1 years × 2 970 of 4 263 cells\n");
    let said = room.run(&["check", "globe.toml", "--set", "grid.embedded=clm5"]).exits(1);
    let all = said.out + &said.err;
    assert!(all.contains("`embedded` in [grid] = \"clm5\" is not known; accepted are clm5-gswp3"), "{all}");
}
