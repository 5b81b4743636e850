//! Help, and what is said to those who mistype.

use crate::said::Room;

/// Compares with a file beside this one; `UPDATE_HELP=1 cargo test` writes the files anew.
fn check(words: &[&str]) {
    let said = Room::new().run(&[words, &["-h"]].concat()).exits(0);
    let name = if words.is_empty() { "edaphon".to_owned() } else { words.join("-") };
    let path = format!("{}/tests/cli/help/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_HELP").is_some() {
        std::fs::write(&path, &said.out).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(said.out, known, "the help of `{name}` has changed; if that is meant: UPDATE_HELP=1 cargo test");
}

#[test]
fn short_help_of_every_command_is_as_recorded() {
    check(&[]);
    for command in [
        "demo",
        "run",
        "spinup",
        "check",
        "convert",
        "params",
        "models",
        "info",
        "compare",
        "evaluate",
        "learn",
        "plot",
        "completions",
    ] {
        check(&[command]);
    }
    for command in ["list", "show", "diff", "export"] {
        check(&["params", command]);
    }
    for command in ["evaluate", "fit", "predict"] {
        check(&["learn", command]);
    }
}

#[test]
fn long_help_has_an_example() {
    let said = Room::new().run(&["compare", "--help"]).exits(0);
    assert!(said.out.contains("Examples:\n  edaphon compare out.nc reference.nc"), "{}", said.out);
    assert!(said.out.contains("Exit code 1 if anything differs"));
}

#[test]
fn without_a_command_there_is_help_and_the_exit_code_of_a_failure() {
    let said = Room::new().run(&[]).exits(2);
    assert!(said.err.contains("Usage: edaphon") && said.out.is_empty());
}

#[test]
fn misspelt_options_and_commands_are_told_from_near_ones() {
    let room = Room::new();
    let said = room.run(&["compare", "a.nc", "b.nc", "--tolerence", "1"]).exits(2);
    assert!(
        said.err.contains("unexpected argument '--tolerence'") && said.err.contains("'--tolerance'"),
        "{}",
        said.err
    );
    let said = room.run(&["compair", "a.nc", "b.nc"]).exits(2);
    assert!(said.err.contains("'compair'") && said.err.contains("'compare'"), "{}", said.err);
}

#[test]
fn values_of_options_are_refused_with_what_is_accepted() {
    let room = Room::new();
    let said = room.run(&["compare", "a", "b", "--tolerance", "-1e-9x"]);
    assert_eq!(said.code, Some(2));
    let said = room.run(&["compare", "a", "b", "--tolerance=lots"]).exits(2);
    assert!(said.err.contains("accepted is a number of at least 0, such as 1e-9"), "{}", said.err);
    let said = room.run(&["run", "x.lst", "--set", "end"]).exits(2);
    assert!(said.err.contains("accepted is KEY=VALUE, such as output.every=day"), "{}", said.err);
    let said = room.run(&["params", "show", "casa", "--type", "XYZ"]).exits(2);
    assert!(said.err.contains("accepted are 1 to 18 and ENF, EBF"), "{}", said.err);
    let said = room.run(&["--jobs", "0", "models"]).exits(2);
    assert!(said.err.contains("--jobs"), "{}", said.err);
}

#[test]
fn completions_are_written_for_every_shell() {
    let room = Room::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let said = room.run(&["completions", shell]).exits(0);
        assert!(said.out.contains("edaphon") && said.out.contains("compare"), "{shell}");
    }
    room.run(&["completions", "csh"]).exits(2);
}

#[test]
fn models_are_listed_and_described() {
    let room = Room::new();
    let said = room.run(&["models"]).exits(0);
    assert!(
        said.out.contains("mimics-cn  CASA vegetation and MIMICS soil (two groups of microbes), carbon and nitrogen\n")
    );
    let said = room.run(&["models", "casa-c"]).exits(0);
    assert!(said.out.contains("cSoil") && said.out.contains("q10") && !said.out.contains("desorption"), "{}", said.out);
    let all = room.run(&["models", "mimics-cn", "--json"]).exits(0).json();
    assert!(all["parameters"]["mimics"].as_array().is_some_and(|list| list.len() > 90));
    assert!(all["variables"].as_array().is_some_and(|list| list.iter().any(|v| v["name"] == "nMineral")));
    let said = room.run(&["models", "mimic-c"]).exits(2);
    assert_eq!(
        said.err,
        "error: unknown model `mimic-c`; there are casa-c, casa-cn, mimics-c, mimics-cn, nitrogen, rothc\n  fix: did you mean `mimics-c`?\n"
    );
}
