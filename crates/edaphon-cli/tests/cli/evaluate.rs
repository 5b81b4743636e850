//! `edaphon evaluate` and `edaphon demo --global`, on a few cells of the published grid.

use crate::said::{Room, Said};

const DESCRIPTION: &str = "model = [\"mimics-cn\", \"casa-cn\"]\ngrid = { embedded = \"clm5-gswp3\", every = 400 }\n\
    forcing = { synthetic = { seed = 1, scenario = \"history\" }, years = [1901, 1908] }\n\
    output = { file = \"globe-{model}.nc\", every = \"year\" }\n";

fn room() -> Room {
    let room = Room::new();
    room.write("run.toml", DESCRIPTION);
    room.run(&["run", "run.toml"]).exits(0);
    room
}

fn says(said: &Said, words: &[&str]) {
    for word in words {
        assert!(said.err.contains(word), "no `{word}` in:\n{}", said.err);
    }
}

#[test]
fn tables_and_figures_come_of_annual_outputs() {
    let room = room();
    let said = room.run(&["evaluate", "globe-mimics-cn.nc", "globe-casa-cn.nc", "-o", "made"]).exits(0);
    assert!(said.out.contains("Means of 1901 to 1904 (published)") && said.out.contains("(1516)"), "{}", said.out);
    says(&said, &["figure 7 is left out: it needs daily outputs", "wrote made/report.html"]);
    for file in
        ["report.html", "tables.csv", "tables.json", "figure-3.png", "figure-4.svg", "figure-6.csv", "figure-6.json"]
    {
        assert!(room.path("made").join(file).exists(), "{file}");
    }
    let page = room.read("made/report.html");
    assert!(page.contains("nothing is claimed") && !page.contains("src=\"http") && page.contains("Table 2"));
    let said = room.run(&["evaluate", "globe-mimics-cn.nc", "-o", "made"]).exits(2);
    says(&said, &["made/report.html exists already"]);
    let json = room.run(&["evaluate", "globe-casa-cn.nc", "-o", "other", "--json"]).exits(0).json();
    assert_eq!(json["rows"].as_array().map(Vec::len), Some(10));
}

#[test]
fn targets_are_judged() {
    let room = room();
    room.write("targets.toml", "[table1]\nnpp = { unit = \"Pg C yr-1\", tolerance = 1e-9, mimics-cn = 38.2 }\n");
    let said = room.run(&["evaluate", "globe-mimics-cn.nc", "--targets", "targets.toml", "-o", "made"]).exits(1);
    says(&said, &["targets are missed"]);
    room.write("targets.toml", "[table3]\nx = 1\n");
    let said = room.run(&["evaluate", "globe-mimics-cn.nc", "--targets", "targets.toml", "-o", "again"]).exits(2);
    says(&said, &["targets.toml: `table3` is unknown"]);
}

#[test]
fn what_cannot_be_evaluated_is_said() {
    let room = room();
    says(&room.run(&["evaluate", "run.toml"]).exits(2), &["a description was given where outputs are evaluated"]);
    says(&room.run(&["evaluate", "none.nc"]).exits(2), &["none.nc"]);
    let same = room.run(&["evaluate", "globe-mimics-cn.nc", "globe-mimics-cn.nc", "-o", "x"]).exits(2);
    says(&same, &["accepted is one annual file for each model"]);
    room.run(&["run", "run.toml", "--set", "output.every=month", "--force"]).exits(0);
    says(&room.run(&["evaluate", "globe-mimics-cn.nc", "-o", "x"]).exits(2), &["it is no annual output"]);
}

#[test]
fn observations_that_cannot_be_used_are_left_out_and_the_rest_is_made() {
    let room = room();
    let run = |file: &str| room.run(&["evaluate", "globe-casa-cn.nc", "--against", file, "-o", "x", "--force"]);
    let against = |file: &str| run(file).exits(1);
    room.write(
        "obs.toml",
        "[[product]]\nname = \"P\"\nfile = \"globe-casa-cn.nc\"\nvariable = \"cSoil\"\nquantity = \"soc\"\n",
    );
    says(&run("obs.toml").exits(2), &["product 1: quantity `soc` is not known", "accepted are gpp"]);
    says(&run("nowhere.nc").exits(2), &["nowhere.nc"]);
    room.write("obs.toml", "[[product]]\nname = \"P\"\nfile = \"globe-casa-cn.nc\"\nvariable = \"cSoil\"\nquantity = \"cSoil\"\nunit = \"K\"\n");
    says(
        &against("obs.toml"),
        &["P (cSoil) is left out", "`cSoil` is in K", "accepted is what converts to g m-2", "wrote x/report.html"],
    );
    assert!(room.read("x/report.html").contains("P (cSoil) is left out") && room.path("x/figure-3.png").exists());
    room.write("site.toml", "model = \"casa-cn\"\nsite = { latitude = 10.0, longitude = 20.0, vegetation_type = \"GRA\", sand = 0.4, silt = 0.4, clay = 0.2 }\n\
        forcing = { synthetic = { seed = 1, scenario = \"steady\" }, years = [1901, 1902] }\noutput = { file = \"site.nc\", every = \"year\" }\n");
    room.run(&["run", "site.toml"]).exits(0);
    says(&against("site.nc"), &["is left out", "`gpp` is on time, cell, which is no grid of latitude and longitude"]);
    // A product that is the run itself has no error.
    room.write(
        "obs.toml",
        "[[product]]\nname = \"P\"\nfile = \"globe-casa-cn.nc\"\nvariable = \"npp\"\nquantity = \"npp\"\n",
    );
    room.run(&["evaluate", "globe-casa-cn.nc", "--against", "obs.toml", "-o", "fine"]).exits(0);
    let scores = room.read("fine/scores.csv");
    assert!(scores.lines().any(|line| line.starts_with("P,npp,CASA-CN,r,")), "{scores}");
    for file in ["taylor.png", "scores.svg", "ilamb.csv", "comparisons.csv", "spreads.csv", "intervals.csv"] {
        assert!(room.path("fine").join(file).exists(), "{file}");
    }
}

#[test]
fn the_globe_is_demonstrated() {
    let room = Room::new();
    let said = room.run(&["demo", "--global", "globe", "--every", "400", "--last", "1912"]).exits(0);
    assert!(said.out.contains("Means of 1901 to 1906 (published)"), "{}", said.out);
    says(&said, &["The climate is synthetic", "mimics-cn: ", "the report is globe/evaluation/report.html"]);
    assert!(room.path("globe/evaluation/figure-7.png").exists() && room.path("globe/mimics-c.spun-up.nc").exists());
    assert!(room.read("globe/evaluation/report.html").contains("invented by this program"));
    says(&room.run(&["demo", "--global", "globe", "--every", "400"]).exits(2), &["exists already"]);
}
