//! Every fenced command of the README and of the documentation is run, as a stranger would run it.
//!
//! ```` ```sh ```` blocks run in one folder, the README first, with the program on the path; ```` ```python ```` blocks run after
//! them, in the Python environment of `make test`; ```` ```toml ```` blocks must be TOML. What cannot be run here stands in
//! ```` ```text ````.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a shell needs to stand for a reader's: cargo runs the program that the tests built, make is asked whether it would.
const PREAMBLE: &str = r#"
set -euo pipefail
cargo() {
  case "$1" in
    run) while [ "$1" != -- ]; do shift; done; shift; edaphon "$@" ;;
    *) return 0 ;;
  esac
}
make() { command make --no-print-directory -C "$PROJECT" --dry-run "$@" > /dev/null; }
"#;

struct Block {
    language: String,
    text: String,
    page: PathBuf,
    line: usize,
}

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the project's root")
}

/// The README, then the pages of docs in order of their names.
fn pages() -> Vec<PathBuf> {
    let root = project();
    let mut pages = vec![root.join("README.md")];
    let mut folders = vec![root.join("docs")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("docs").flatten() {
            let path = entry.path();
            match path.extension() {
                _ if path.is_dir() => folders.push(path),
                Some(end) if end == "md" => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    pages.extend(found);
    pages
}

fn blocks(page: &Path) -> Vec<Block> {
    let text = fs::read_to_string(page).expect("a page");
    let (mut blocks, mut open): (Vec<Block>, Option<Block>) = (Vec::new(), None);
    for (number, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(_), Some(done)) => blocks.push(done),
            (Some(language), None) => {
                let language = language.trim().to_owned();
                open = Some(Block { language, text: String::new(), page: page.to_owned(), line: number + 1 });
            }
            (None, Some(mut block)) => {
                block.text.push_str(line);
                block.text.push('\n');
                open = Some(block);
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "{}: a fence is not closed", page.display());
    blocks
}

fn run(mut command: Command, block: &Block, folder: &Path) {
    let path = std::env::var("PATH").unwrap_or_default();
    let program = Path::new(env!("CARGO_BIN_EXE_edaphon")).parent().expect("a folder").display().to_string();
    command.current_dir(folder).env("PATH", format!("{program}:{path}")).env("PROJECT", project());
    let output = command.output().expect("the command starts");
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(
        output.status.success(),
        "{}:{}: {}\n{}\n--- stdout\n{out}\n--- stderr\n{err}",
        block.page.display(),
        block.line,
        output.status,
        block.text
    );
}

#[test]
fn every_fence_says_what_it_holds() {
    for block in pages().iter().flat_map(|page| blocks(page)) {
        let known = ["sh", "python", "toml", "text"];
        assert!(
            known.contains(&block.language.as_str()),
            "{}:{}: `{}`",
            block.page.display(),
            block.line,
            block.language
        );
        if block.language == "toml" {
            let table = block.text.parse::<toml::Table>();
            assert!(table.is_ok(), "{}:{}: {:?}", block.page.display(), block.line, table.err());
        }
    }
}

#[test]
fn every_command_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    for page in pages() {
        let all = blocks(&page);
        // The blocks of a page share a shell, so that a `cd` in one holds for the next.
        let shell: Vec<&Block> = all.iter().filter(|b| b.language == "sh").collect();
        if let Some(first) = shell.first() {
            let mut script = PREAMBLE.to_owned();
            shell.iter().for_each(|block| script.push_str(&block.text));
            let mut command = Command::new("bash");
            command.args(["-c", &script]);
            run(
                command,
                &Block { text: script.clone(), page: page.clone(), line: first.line, language: String::new() },
                folder.path(),
            );
        }
        if cfg!(feature = "python-tests") {
            for block in all.iter().filter(|b| b.language == "python") {
                let python =
                    std::env::var("EDAPHON_TEST_PYTHON").expect("run `make test`, which makes the environment");
                let mut command = Command::new(python);
                command.args(["-c", &block.text]);
                run(command, block, folder.path());
            }
        }
    }
}
