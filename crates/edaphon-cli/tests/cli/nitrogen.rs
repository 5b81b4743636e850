//! Runs of the nitrogen model: words, exit codes and files.

use crate::said::Room;

const DESCRIPTION: &str = "\
model = \"nitrogen\"

[soil]
ph = 6.3
clay = 0.22
bulk_density = 1.3
depth = 0.2
organic_carbon = 15.9
total_nitrogen = 1.32
microbial_carbon = 300.0

[input]
litter_carbon = 5000.0

[start]
nh4 = 3.0
no3 = 8.0

[drivers]
file = \"days.csv\"

[daycent]
warmest_month = 28.0
field_capacity = 0.27

[[event]]
date = 2019-05-05
kind = \"urea\"
nitrogen = 104.0
";

fn days() -> String {
    let mut text = "date,soil_temperature [degC],wfps,drainage [mm d-1],uptake_capacity [kg ha-1 d-1]\n".to_owned();
    for day in 1..=31 {
        text.push_str(&format!("2019-05-{day:02},{},0.{},1,1.0\n", 10 + day % 8, 55 + day % 5 * 7));
    }
    text
}

fn room() -> Room {
    let room = Room::new();
    room.write("n.toml", DESCRIPTION);
    room.write("days.csv", &days());
    room
}

#[test]
fn a_description_is_checked_and_run() {
    let room = room();
    let said = room.run(&["check", "n.toml"]).exits(0);
    assert_eq!(said.out, "no faults: nitrogen, 31 days (2019-05-01 to 2019-05-31), 1 events, parameters default\n");
    let said = room.run(&["run", "n.toml", "-o", "out"]).exits(0);
    for words in [
        "N2O emitted ",
        "N2O emitted by NOE",
        "emission factor ",
        "N2O/(N2O + N2) ",
        "fungal denitrification ",
        "parameters: default\n",
        "the budget closes to ",
    ] {
        assert!(said.out.contains(words), "`{words}` is not in\n{}", said.out);
    }
    assert!(said.err.contains("done: 31 days in ") && said.err.contains("\nwrote out/report.html"), "{}", said.err);
    assert_eq!(room.read("out/daily.csv").lines().count(), 32);
    let said = room.run(&["run", "n.toml", "-o", "out"]).exits(2);
    assert!(said.err.contains("out/daily.csv exists already\n  fix: "), "{}", said.err);
    let json =
        room.run(&["run", "n.toml", "-o", "out", "--force", "--json", "--set", "parameters=revised"]).exits(0).json();
    assert_eq!((&json["parameters"], &json["days"]), (&"revised".into(), &31.into()));
    assert!(json["relative_residual"].as_f64().is_some_and(|x| x < 1e-12));
    assert!(json["totals"]["fertiliser and manure"].as_f64().is_some_and(|x| (x - 104.0).abs() < 1e-9));
    let said = room.run(&["info", "out/daily.nc"]).exits(0);
    assert!(said.out.contains("nMineralNO3") && said.out.contains("revised"), "{}", said.out);
}

#[test]
fn faults_are_told_together_with_their_places() {
    let room = room();
    room.write("bad.toml", &DESCRIPTION.replace("clay = 0.22", "clay = 22").replace("\"urea\"", "\"uera\""));
    room.write("days.csv", &days().replace("0.55", "55"));
    let said = room.run(&["check", "bad.toml"]).exits(1);
    assert!(
        said.err.contains("if it is in percent, say so: clay = \"22 %\"") && said.err.contains("did you mean `urea`?"),
        "{}",
        said.err
    );
    room.run(&["run", "bad.toml"]).exits(2);
    let said = room.run(&["check", "n.toml"]).exits(1);
    assert!(said.err.contains("days.csv:6") && said.err.contains("`wfps [%]`"), "{}", said.err);
    let said = room.run(&["run", "n.toml", "--resume"]).exits(2);
    assert!(said.err.contains("--resume does not go with runs of the nitrogen model"), "{}", said.err);
}

#[test]
fn the_model_and_its_parameters_are_described() {
    let room = Room::new();
    assert!(room.run(&["models"]).exits(0).out.contains("\nnitrogen"));
    let said = room.run(&["models", "nitrogen"]).exits(0);
    assert!(said.out.contains("fN2O_daycent") && said.out.contains("V_nar"), "{}", said.out);
    let json = room.run(&["models", "nitrogen", "--json"]).exits(0).json();
    assert!(json["columns"].as_array().is_some_and(|list| list.iter().any(|c| c["si_unit"] == "kg m-2 s-1")));

    assert!(room.run(&["params", "list"]).exits(0).out.contains("\nrevised"));
    let said = room.run(&["params", "show", "nitrogen", "--from", "revised"]).exits(0);
    let row = said.out.lines().find(|line| line.starts_with("k_m_nos ")).unwrap_or_default();
    assert!(row.contains("0.1") && row.contains("revised"), "{row}");
    let said = room.run(&["params", "show", "k_m_nos"]).exits(0);
    assert!(said.out.starts_with("k_m_nos (K_nos): ") && said.out.contains("table   nitrogen"), "{}", said.out);
    let said = room.run(&["params", "show", "k_m_noss", "--from", "default"]).exits(2);
    assert!(
        said.err.contains("the nitrogen model has no parameter called `k_m_noss`\n  fix: did you mean `k_m_nos`?"),
        "{}",
        said.err
    );
}

#[test]
fn sets_are_compared_and_exported() {
    let room = Room::new();
    let said = room.run(&["params", "diff", "default", "revised"]).exits(1);
    let rows: Vec<&str> = said
        .out
        .lines()
        .filter(|line| line.contains("0.88") || line.contains("300") || line.contains("0.1 "))
        .collect();
    assert_eq!(rows.len(), 3, "{}", said.out);
    room.run(&["params", "export", "revised", "-o", "mine.toml"]).exits(0);
    room.run(&["params", "diff", "revised", "mine.toml"]).exits(0);
    let said = room.run(&["params", "diff", "revised", "wieder2024"]).exits(2);
    assert!(said.err.contains("`revised` is of the nitrogen model and `wieder2024` is not"), "{}", said.err);
    let said = room.run(&["params", "export", "revised", "-o", "mine.csv"]).exits(2);
    assert!(said.err.contains("written as .toml"), "{}", said.err);
}
