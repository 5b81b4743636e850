//! Writing parameter sets, with what each parameter is.

use std::fmt::Write;
use std::io;
use std::path::Path;

use edaphon_core::{ParamInfo, ParamSet};
use edaphon_io::{Error, Faults, Result};
use edaphon_run::landscape::Parameters;

use super::{VEGETATION_TYPES, csv, differs_by_type, sets};

/// Values to a line in a list by vegetation type.
const PER_LINE: usize = 9;

/// Writes a set as TOML or CSV, by the ending of `path`; `title` says what it is.
///
/// # Errors
/// If the ending is another one or the file cannot be written.
pub fn write(path: &Path, parameters: &Parameters, title: &str) -> Result<()> {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    let text = match ending.as_deref() {
        Some("toml") => to_toml(parameters, title),
        Some("csv") => to_csv(parameters),
        _ => {
            let mut faults = Faults::new();
            faults.add(path, "parameters are written as .toml or .csv; give the file a name that ends so");
            return Err(faults.into());
        }
    };
    let failed = |reason: io::Error| Error::File { path: path.to_owned(), action: "write", reason };
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".tmp-{}", std::process::id()));
    let written = std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|reason| {
        // What could not be finished is of no use to anybody; the first error is the one to tell.
        let _ = std::fs::remove_file(&beside);
        failed(reason)
    })
}

/// The set as TOML, with unit, range, source and meaning of each parameter in comments.
pub fn to_toml(parameters: &Parameters, title: &str) -> String {
    let mut text = String::new();
    for line in title.lines() {
        let _ = writeln!(text, "# {line}");
    }
    text.push_str("#\n# One value holds for all vegetation types; a list has one for each:\n");
    for (number, v) in (1..).zip(&VEGETATION_TYPES) {
        let _ = writeln!(text, "# {number:>2} {:<3} {}", v.code, v.name);
    }
    text.push_str("# `{ ENF = 1.5, TUN = 0.5 }` changes some types and leaves the others at their default.\n");
    text.push_str("# What is left out keeps its default.\n");
    for set in sets(parameters) {
        let _ = writeln!(text, "\n[{}]", set.table().model);
        for info in set.table().params {
            let _ = writeln!(text, "\n# {}", described(info, set));
            let _ = writeln!(text, "{} = {}", info.name, value(info, set));
        }
    }
    text
}

/// `decay rate (k): 0 to 1 d-1; wieder2024`.
fn described(info: &ParamInfo, set: &ParamSet) -> String {
    let symbol = if info.symbol == "–" { String::new() } else { format!(" ({})", info.symbol) };
    let unit = if info.unit == "1" { String::new() } else { format!(" {}", info.unit) };
    let (low, high) = info.range;
    format!("{}{symbol}: {} to {}{unit}; {}", info.about, plain(low), plain(high), set.origin(info.name))
}

fn value(info: &ParamInfo, set: &ParamSet) -> String {
    let values = set.values(info.name).unwrap_or_default();
    match values {
        [first, rest @ ..] if rest.iter().all(|x| x.to_bits() == first.to_bits()) => number(*first),
        _ => list(values),
    }
}

/// A list with the codes of the types above the values.
fn list(values: &[f64]) -> String {
    let numbers: Vec<String> = values.iter().map(|x| number(*x)).collect();
    let width = numbers.iter().map(String::len).max().unwrap_or(0).max(3);
    let mut text = "[\n".to_owned();
    for (codes, numbers) in VEGETATION_TYPES.chunks(PER_LINE).zip(numbers.chunks(PER_LINE)) {
        let codes: Vec<_> = codes.iter().map(|v| format!("{:>width$}", v.code)).collect();
        let numbers: Vec<_> = numbers.iter().map(|x| format!("{x:>width$},")).collect();
        let _ = writeln!(text, "  # {}\n    {}", codes.join("  "), numbers.join(" "));
    }
    text + "]"
}

/// A number that TOML takes for a float and that reads back to the same bits.
fn number(value: f64) -> String {
    format!("{value:?}")
}

/// A number in a comment.
fn plain(value: f64) -> String {
    if value == 0.0 || (1e-3..1e7).contains(&value.abs()) { format!("{value}") } else { format!("{value:e}") }
}

/// The set as a table with one row for each value.
pub fn to_csv(parameters: &Parameters) -> String {
    let mut text = format!("{}\n", csv::HEADER);
    for set in sets(parameters) {
        for info in set.table().params {
            let values = set.values(info.name).unwrap_or_default();
            for (number, value) in (1..).zip(values) {
                let of_type = if differs_by_type(info) { format!("{number}") } else { String::new() };
                let (low, high) = info.range;
                let (source, about) = (quoted(set.origin(info.name)), quoted(info.about));
                let unit = info.unit;
                let _ = writeln!(
                    text,
                    "{},{},{of_type},{value:?},{unit},{low:?},{high:?},{source},{about}",
                    set.table().model,
                    info.name
                );
            }
        }
    }
    text
}

/// Text as a field of CSV.
fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::{parse_over, sets};

    fn changed() -> Parameters {
        let mut parameters = Parameters::default();
        parameters.plants.set("q10", &[2.0 / 3.0 + 1.0], "here, \"there\"").unwrap();
        parameters.mimics.set("desorption_1", &[1.23456789e-6], "here").unwrap();
        let ages: Vec<f64> = (1..=18).map(|v| 1.0 + f64::from(v) / 7.0).collect();
        parameters.plants.set("leaf_age", &ages, "here").unwrap();
        parameters
    }

    #[test]
    fn what_is_written_reads_back_to_the_bit() {
        let before = changed();
        for (name, text) in [("a.toml", to_toml(&before, "a set")), ("a.csv", to_csv(&before))] {
            let mut after = Parameters::default();
            parse_over(Path::new(name), text.as_bytes(), &mut after).unwrap();
            for (before, after) in sets(&before).iter().zip(sets(&after)) {
                assert_eq!(before.differences(after).map(|p| p.name).collect::<Vec<_>>(), Vec::<&str>::new(), "{name}");
            }
        }
    }

    #[test]
    fn toml_says_what_each_value_is() {
        let text = to_toml(&changed(), "a set\nof two lines");
        assert!(text.starts_with("# a set\n# of two lines\n#\n"));
        assert!(text.contains(
            "\n# factor by which decay speeds up over 10 K (Q10): 0.5 to 6; here, \"there\"\nq10 = 1.6666666666666665\n"
        ));
        assert!(
            text.contains("root_depth = [\n  # ENF  EBF  DNF  DBF   MF  CSH  OSH  WSA  SAV\n    1.5, 1.5,"),
            "{text}"
        );
    }

    #[test]
    fn other_endings_are_refused_and_nothing_is_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        let parameters = Parameters::default();
        let words = write(&folder.path().join("p.yaml"), &parameters, "").unwrap_err().to_string();
        assert!(words.ends_with("parameters are written as .toml or .csv; give the file a name that ends so"));
        assert!(write(&folder.path().join("no/p.toml"), &parameters, "").is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        write(&folder.path().join("p.toml"), &parameters, "").unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
