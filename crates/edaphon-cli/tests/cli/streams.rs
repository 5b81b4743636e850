//! Where words go: colours, pipes, silence, no terminal.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::said::{Room, Sample, sample};

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let room = Room::new();
    for words in
        [&["params", "show"][..], &["params", "export"], &["models", "mimics-cn"], &["params", "show", "--json"]]
    {
        let mut child = room.command(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!line.is_empty() && !said.contains("panic") && !said.contains("error"), "{words:?}: {said}");
        assert_eq!(output.status.code(), Some(0), "{words:?}");
    }
}

#[test]
fn a_reader_that_is_gone_from_the_start_is_no_failure() {
    let room = Room::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = room.command(&["params", "show"]).stdout(writer).output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}

#[test]
fn a_full_disk_is_a_failure() {
    // Linux has a file that is always full.
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else { return };
    let output = Room::new().command(&["params", "show"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("No space left on device"));
}

#[test]
fn colours_come_only_when_wanted() {
    let room = Room::new();
    let has_colour = |said: &str| said.contains('\u{1b}');
    assert!(!has_colour(&room.run(&["params", "show", "q10"]).exits(0).out));
    assert!(has_colour(&room.run(&["params", "show", "q10", "--color", "always"]).exits(0).out));
    assert!(has_colour(&room.run(&["models", "none", "--color=always"]).exits(2).err));
    assert!(!has_colour(&room.run(&["models", "none", "--color=never"]).exits(2).err));
    assert!(has_colour(&room.run(&["--color=always", "nothing"]).exits(2).err));
    assert!(!has_colour(&room.run(&["nothing"]).exits(2).err));
}

#[test]
fn quiet_leaves_results_and_faults() {
    let room = Room::new();
    assert_eq!(room.run(&["params", "export", "-o", "a.toml", "-q"]).exits(0).err, "");
    assert!(room.run(&["params", "export", "-o", "a.toml", "-q"]).exits(2).err.starts_with("error:"));
    assert!(!room.run(&["-q", "params", "show"]).exits(0).out.is_empty());
    room.run(&["-q", "-v", "models"]).exits(2);
}

#[test]
fn without_a_terminal_there_is_no_bar() {
    let room = Room::new();
    sample(&room.path("out.nc"), Sample::default());
    for kind in ["auto", "plain", "none"] {
        let said = room.run(&["info", "out.nc", "--progress", kind]).exits(0);
        assert_eq!(said.err, "", "a short task needs no progress");
    }
}

#[test]
fn words_that_are_no_unicode_are_paths() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let room = Room::new();
    let name = OsStr::from_bytes(b"so\xffil.nc");
    let output = room.command(&["info"]).arg(name).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("No such file or directory"));
}

#[test]
fn control_files_of_the_testbed_are_checked() {
    let room = Room::new();
    room.write("run.lst", "nonsense\n");
    let said = room.run(&["check", "run.lst"]).exits(1);
    assert!(said.err.starts_with("error: ") && said.err.contains(" --> run.lst"), "{}", said.err);
    let said = room.run(&["run", "run.lst"]).exits(2);
    assert!(said.err.starts_with("error: "), "{}", said.err);
    let said = room.run(&["run", "rnu.lst"]).exits(2);
    assert!(said.err.contains("did you mean `run.lst`?"), "{}", said.err);
}
