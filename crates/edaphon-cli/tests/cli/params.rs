//! Parameters: shown, compared, exported, read again.

use crate::said::Room;

#[test]
fn one_parameter_is_shown_with_all_that_is_known_of_it() {
    let room = Room::new();
    assert_eq!(
        room.run(&["params", "show", "q10"]).exits(0).out,
        "q10 (Q10): factor by which decay speeds up over 10 K\n  table   casa\n  value   1.72, for all vegetation types\n  \
         range   0.5 to 6\n  prior   any value of the range alike\n  source  wieder2024\n"
    );
    let said = room.run(&["params", "show", "leaf_age"]).exits(0);
    assert!(said.out.contains("\n   2 EBF 1.5 yr  evergreen broadleaf forest\n"), "{}", said.out);
}

#[test]
fn many_are_shown_as_a_table_that_programs_can_cut() {
    let room = Room::new();
    let said = room.run(&["params", "show", "mimics"]).exits(0);
    assert_eq!(said.out.lines().count(), 2 + 93);
    let row = said.out.lines().find(|line| line.starts_with("desorption_1 ")).unwrap();
    for cell in ["p_1", "1.05e-6", "h-1", "1e-9 to 0.001", "wieder2024", "desorption from minerals without clay"] {
        assert!(row.contains(cell), "{row}");
    }
    let said = room.run(&["params", "show", "casa", "--type", "TUN"]).exits(0);
    let row = said.out.lines().find(|line| line.starts_with("leaf_c_to_n ")).unwrap();
    assert!(row.contains("47.6"), "{row}");
    let said = room.run(&["params", "show", "turnover"]).exits(0);
    assert_eq!(said.out.lines().filter(|line| line.contains("turnover_")).count(), 7);
}

#[test]
fn json_has_the_values_as_numbers() {
    let room = Room::new();
    let said = room.run(&["params", "show", "--json"]).exits(0).json();
    let list = said["parameters"].as_array().unwrap();
    assert_eq!(list.len(), 74 + 29 + 93);
    let age = list.iter().find(|p| p["name"] == "leaf_age").unwrap();
    assert_eq!(age["value"].as_array().unwrap().len(), 18);
    let one = room.run(&["params", "show", "leaf_age", "--type", "2", "--json"]).exits(0).json();
    assert_eq!(one["parameters"][0]["value"], 1.5);
}

#[test]
fn an_exported_set_reads_back_the_same() {
    let room = Room::new();
    for name in ["a.toml", "a.csv"] {
        let said = room.run(&["params", "export", "-o", name]).exits(0);
        assert_eq!((said.out.as_str(), said.err), ("", format!("wrote {name}\n")));
        let said = room.run(&["params", "diff", "wieder2024", name]).exits(0);
        assert_eq!(said.err, format!("wieder2024 and {name} have the same values\n"));
    }
    assert_eq!(room.run(&["params", "export"]).exits(0).out.lines().count(), room.read("a.toml").lines().count());
}

#[test]
fn an_edited_set_shows_its_differences_and_their_origin() {
    let room = Room::new();
    room.write("mine.toml", "source = \"author2015\"\n[casa]\nq10 = 2\nleaf_age = { ENF = 3.5 }\n");
    let said = room.run(&["params", "diff", "wieder2024", "mine.toml"]).exits(1);
    let lines: Vec<Vec<&str>> = said.out.lines().map(|line| line.split_whitespace().take(4).collect()).collect();
    assert_eq!(lines[1..], [vec!["leaf_age", "ENF", "2", "3.5"], vec!["q10", "1.72", "2", "1"]]);
    let json = room.run(&["params", "diff", "wieder2024", "mine.toml", "--json"]).exits(1).json();
    assert_eq!((&json["differences"][0]["vegetation_type"], &json["differences"][0]["b"]), (&1.into(), &3.5.into()));
    let said = room.run(&["params", "show", "q10", "--from", "mine.toml"]).exits(0);
    assert!(said.out.contains("source  author2015 (mine.toml, line 3)"), "{}", said.out);
}

#[test]
fn faults_of_a_file_are_shown_where_they_are() {
    let room = Room::new();
    room.write("mine.toml", "[casa]\nq1o = 2\nherbivory = 7\n");
    let said = room.run(&["params", "show", "--from", "mine.toml"]).exits(2);
    assert_eq!(
        said.err,
        "error: casa has no parameter `q1o`\n --> mine.toml:2:1\n  |\n2 | q1o = 2\n  | ^^^ did you mean `q10`?\n\
         error: herbivory of vegetation type 1 = 7 1 is outside 0 to 0.99 1 (fraction of leaf growth eaten, which shortens \
         leaf life)\n --> mine.toml:3\n  |\n3 | herbivory = 7\n"
    );
    let json = room.run(&["params", "diff", "wieder2024", "mine.toml", "--json"]).exits(2).json();
    assert_eq!((&json["errors"][0]["line"], json["errors"].as_array().unwrap().len()), (&2.into(), 2));
}

#[test]
fn nothing_is_replaced_without_force() {
    let room = Room::new();
    room.write("a.toml", "mine");
    let said = room.run(&["params", "export", "-o", "a.toml"]).exits(2);
    assert_eq!(said.err, "error: a.toml exists already\n  fix: name another file, or replace it with --force\n");
    assert_eq!(room.read("a.toml"), "mine");
    room.run(&["params", "export", "-o", "a.toml", "--force"]).exits(0);
    assert!(room.read("a.toml").contains("[mimics]"));
}

#[test]
fn files_that_are_not_there_are_told_from_near_ones() {
    let room = Room::new();
    room.write("mine.toml", "");
    let said = room.run(&["params", "diff", "wieder2024", "mien.toml"]).exits(2);
    assert_eq!(said.err, "error: cannot read mien.toml: No such file or directory\n  fix: did you mean `mine.toml`?\n");
    let said = room.run(&["params", "diff", "wieder2014", "mine.toml"]).exits(2);
    assert!(said.err.starts_with("error: cannot read wieder2014"), "{}", said.err);
}
