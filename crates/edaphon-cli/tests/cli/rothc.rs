//! Runs of RothC: words, exit codes and files.

use crate::said::Room;

/// A published input of version 2 with a year of spin-up and two years of run.
fn input() -> String {
    let mut text =
        "words\nwords\n\nopt_RMmoist opt_SMDbare\n1 1\n(%) (cm)\nclay depth iom nsteps\n23.4 23 2.7 36\nunits\nnames\n"
            .to_owned();
    for at in 0..36 {
        let (year, month) = (2000 + at / 12, at % 12 + 1);
        text.push_str(&format!("{year} {month} 100 {} 60.5 40 0.15 0 1 1.44\n", at % 12 + 3));
    }
    text
}

#[test]
fn an_input_is_checked_converted_and_run() {
    let room = Room::new();
    room.write("site.dat", &input());
    let said = room.run(&["check", "site.dat"]).exits(0);
    assert_eq!(said.out, "no faults: rothc, 24 months after the twelve of spin-up\n");
    let said = room.run(&["run", "site.dat", "--spinup", "official", "-o", "out.csv"]).exits(0);
    assert!(
        said.err.contains("the published loop, which took ") && said.err.contains("\nwrote out.csv"),
        "{}",
        said.err
    );
    let results = room.read("out.csv");
    assert_eq!(results.lines().count(), 26);
    assert!(
        results.starts_with("phase,row,year,month,smd,")
            && results.lines().nth(1).is_some_and(|l| l.starts_with("eq,"))
    );

    room.run(&["convert", "site.dat", "-o", "rothc.toml"]).exits(0);
    room.run(&["run", "rothc.toml", "--set", "spinup.method=official", "-o", "again.csv"]).exits(0);
    assert_eq!(room.read("again.csv"), results);
    let said = room.run(&["run", "site.dat", "-o", "out.csv"]).exits(2);
    assert!(said.err.contains("out.csv exists already\n  fix: "), "{}", said.err);
    let json = room.run(&["run", "site.dat", "--every", "year", "--json", "-o", "years.csv"]).exits(0).json();
    assert_eq!((&json["months"], &json["rows"]), (&24.into(), &3.into()));
}

#[test]
fn faults_of_an_input_say_where_they_are() {
    let room = Room::new();
    let text = input().replace("23.4 23 2.7 36", "300 23 -2 36").replacen("60.5 40 0.15 0 1", "-60.5 40 0.15 0 3", 1);
    room.write("bad.dat", &text);
    let said = room.run(&["check", "bad.dat"]).exits(1);
    for words in [
        "column 1 (clay, %): found `300`",
        "column 3 (iom, t C/ha): found `-2`",
        "bad.dat:11:",
        "column 9 (PC, plant cover): found `3`",
    ] {
        assert!(said.err.contains(words), "`{words}` is not in\n{}", said.err);
    }
    room.run(&["run", "bad.dat"]).exits(2);
}

#[test]
fn options_go_with_their_kind_of_run() {
    let room = Room::new();
    room.write("site.dat", &input());
    let said = room.run(&["run", "site.dat", "--resume"]).exits(2);
    assert!(said.err.contains("--resume does not go with RothC"), "{}", said.err);
    room.write("run.lst", "");
    let said = room.run(&["run", "run.lst", "--mu-max", "3"]).exits(2);
    assert!(said.err.contains("--mu-max does not go with this file, which is not of RothC"), "{}", said.err);
    let said = room.run(&["run", "site.dat", "--mu-max", "3"]).exits(2);
    assert!(said.err.contains("--mu-max and --k-m go together"), "{}", said.err);
    let said = room.run(&["run", "site.dat", "--spinup", "offical"]).exits(2);
    assert!(said.err.contains("official"), "{}", said.err);
}

#[test]
fn the_model_is_described() {
    let room = Room::new();
    assert!(room.run(&["models"]).exits(0).out.contains("\nrothc"));
    let said = room.run(&["models", "rothc"]).exits(0);
    assert!(said.out.contains("k_hum") && said.out.contains("delta14c_soc"), "{}", said.out);
    assert_eq!(room.run(&["params", "show", "rothc"]).exits(0).out, said.out);
    let json = room.run(&["models", "rothc", "--json"]).exits(0).json();
    assert_eq!(json["parameters"]["rothc"][0]["value"], 10.0);
}
