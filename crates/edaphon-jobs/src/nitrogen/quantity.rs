//! Numbers of a description that may state their unit: `clay = 0.22`, `clay = "22 %"`.

use std::ops::RangeInclusive;

use edaphon_core::units::conversion;

use crate::description::section::Section;

/// A number of a section in `unit`: bare, or as text with a unit of its own, which is converted.
///
/// A number above a range that ends at 1 is taken for percent in words, and refused.
pub(super) fn quantity(
    section: &Section<'_, '_>,
    key: &'static str,
    range: RangeInclusive<f64>,
    unit: &str,
) -> Option<f64> {
    let (low, high) = (*range.start(), *range.end());
    let place = format!("`{key}` in [{}]", section.name());
    let (value, said) = if section.is_text(key) {
        let text = section.text(key)?;
        match converted(&text, unit) {
            Ok(value) => (value, format!("\"{text}\"")),
            Err(problem) => {
                section.fault(key, format!("{place} is \"{text}\": {problem}"));
                return None;
            }
        }
    } else {
        let &[value] = section.numbers(key)?.as_slice() else {
            section.fault(key, format!("{place} is a list; accepted is one number"));
            return None;
        };
        (value, with_unit(value, unit))
    };
    if range.contains(&value) {
        return Some(value);
    }
    let bounds = match (low, high) {
        (low, high) if high >= f64::MAX => format!("at least {}", with_unit(low, unit)),
        (low, high) => format!("{low} to {}", with_unit(high, unit)),
    };
    let is_bare_percent = high == 1.0 && value > 1.0 && value <= 100.0 && !section.is_text(key);
    let hint =
        if is_bare_percent { format!("; if it is in percent, say so: {key} = \"{value} %\"") } else { String::new() };
    section.fault(key, format!("{place} = {said}; accepted is {bounds}{hint}"));
    None
}

fn with_unit(value: f64, unit: &str) -> String {
    if unit == "1" { value.to_string() } else { format!("{value} {unit}") }
}

/// The number of a text such as `22 %`, in `unit`.
fn converted(text: &str, unit: &str) -> Result<f64, String> {
    let text = text.trim();
    let split = text.find(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c))).unwrap_or(text.len());
    let (number, stated) = (text[..split].trim(), text[split..].trim());
    let accepted = format!("accepted is a number, or a number and a unit, such as \"1 {unit}\"");
    let value: f64 = number.parse().map_err(|_| accepted.clone())?;
    if stated.is_empty() {
        return Err(format!("a number in quotes needs its unit; {accepted}"));
    }
    Ok(conversion(stated, unit).map_err(|e| e.to_string())?.apply(value))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::description::section::Document;

    fn read(text: &str, range: RangeInclusive<f64>, unit: &str) -> (Option<f64>, String) {
        let text = format!("[soil]\nclay = {text}\n");
        let document = Document::new(Path::new("n.toml"), &text);
        let table = document.root().unwrap();
        let root = Section::root(&document, &table);
        let value = quantity(&root.section("soil").unwrap(), "clay", range, unit);
        (value, document.into_faults().or(()).map_or_else(|faults| faults.to_string(), |()| String::new()))
    }

    #[test]
    fn percent_is_converted_where_it_is_stated_and_refused_where_it_is_not() {
        assert_eq!(read("0.22", 0.0..=1.0, "1"), (Some(0.22), String::new()));
        assert_eq!(read("\"22 %\"", 0.0..=1.0, "1"), (Some(0.22), String::new()));
        let words = "n.toml:2: `clay` in [soil] = 22; accepted is 0 to 1; if it is in percent, say so: clay = \"22 %\"";
        assert_eq!(read("22", 0.0..=1.0, "1"), (None, words.to_owned()));
        let words = "n.toml:2: `clay` in [soil] = \"220 %\"; accepted is 0 to 1";
        assert_eq!(read("\"220 %\"", 0.0..=1.0, "1"), (None, words.to_owned()));
    }

    #[test]
    fn units_are_converted_and_others_refused() {
        assert_eq!(read("\"1.5 %\"", 0.0..=1000.0, "g kg-1"), (Some(15.0), String::new()));
        assert_eq!(read("\"12 mg g-1\"", 0.0..=1000.0, "g kg-1"), (Some(12.0), String::new()));
        let (value, words) = read("\"12 m\"", 0.0..=1000.0, "g kg-1");
        assert!(value.is_none() && words.contains("`m` (m) cannot be converted to `g kg-1`"), "{words}");
        let (value, words) = read("-3", 0.0..=f64::MAX, "g kg-1");
        assert_eq!(
            (value, words.as_str()),
            (None, "n.toml:2: `clay` in [soil] = -3 g kg-1; accepted is at least 0 g kg-1")
        );
        assert!(read("\"12\"", 0.0..=1.0, "1").1.contains("a number in quotes needs its unit"));
        assert!(read("nan", 0.0..=1.0, "1").1.contains("= NaN; accepted is 0 to 1"));
    }
}
