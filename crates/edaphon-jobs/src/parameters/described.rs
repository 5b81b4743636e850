//! Parameter files in TOML.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use edaphon_core::{ParamError, did_you_mean, nearest};
use edaphon_io::Faults;
use edaphon_run::landscape::Parameters;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{TABLES, VEGETATION_TYPES, set_named, table_of, vegetation_type};

/// Reads TOML over what `parameters` holds.
///
/// # Errors
/// All faults of the file, by line.
pub(super) fn read(path: &Path, text: &str, parameters: &mut Parameters) -> Result<(), Faults> {
    let mut page = Page { path, text, faults: BTreeMap::new(), source: None };
    match DeTable::parse(text) {
        Err(error) => page.fault(error.span().unwrap_or(0..0), sentence(error.message())),
        Ok(root) => page.root(root.get_ref(), parameters),
    }
    let mut faults = Faults::new();
    for ((line, _), problem) in page.faults {
        faults.add_at(path, line, problem);
    }
    faults.or(())
}

/// The first line of what the parser says.
fn sentence(message: &str) -> String {
    format!("this is not TOML: {}", message.lines().next().unwrap_or_default())
}

struct Page<'t> {
    path: &'t Path,
    text: &'t str,
    /// By line and place, so that they are told in the order of the file.
    faults: BTreeMap<(usize, usize), String>,
    source: Option<String>,
}

impl Page<'_> {
    fn fault(&mut self, span: Range<usize>, problem: String) {
        let line = self.line(span.start);
        self.faults.insert((line, span.start), problem);
    }

    fn line(&self, at: usize) -> usize {
        let before = self.text.as_bytes().iter().take(at);
        before.filter(|byte| **byte == b'\n').count() + 1
    }

    fn root(&mut self, root: &DeTable<'_>, parameters: &mut Parameters) {
        self.source = root.get("source").and_then(|v| v.get_ref().as_str()).map(str::to_owned);
        for (key, value) in root {
            let (name, found) = (key.get_ref().as_ref(), value.get_ref());
            let known = TABLES.iter().any(|table| table.model == name);
            match found {
                DeValue::Table(section) if known => self.section(name, section, parameters),
                DeValue::String(_) if name == "source" => {}
                _ if name == "source" => {
                    self.fault(value.span(), format!("`source` is {}; accepted is text", kind(found)));
                }
                _ if known => self.fault(value.span(), format!("`{name}` is {}; accepted is a table", kind(found))),
                _ => self.fault(key.span(), unknown_at_root(name)),
            }
        }
    }

    fn section(&mut self, table: &str, section: &DeTable<'_>, parameters: &mut Parameters) {
        for (key, value) in section {
            let name = key.get_ref().as_ref();
            let Some(set) = set_named(parameters, table) else { continue };
            let place = format!("{}, line {}", self.file_name(), self.line(key.span().start));
            let origin = self.source.clone().map_or(place.clone(), |source| format!("{source} ({place})"));
            let Ok(before) = set.values(name).map(<[f64]>::to_vec) else {
                let elsewhere = table_of(name).map(|t| format!("; it is a parameter of [{}]", t.model));
                let unknown = set.values(name).err().map_or_else(String::new, |e| e.to_string());
                self.fault(key.span(), unknown + &elsewhere.unwrap_or_default());
                continue;
            };
            let Some(values) = self.values(name, value, &before) else { continue };
            if let Err(problem) = set.set(name, &values, &origin) {
                let span = element(value, &problem).unwrap_or_else(|| value.span());
                self.fault(span, problem.to_string());
            }
        }
    }

    /// One value, a list, or the values of some types over those of `before`.
    fn values(&mut self, name: &str, value: &Spanned<DeValue<'_>>, before: &[f64]) -> Option<Vec<f64>> {
        match value.get_ref() {
            DeValue::Array(list) => {
                let numbers: Vec<_> = list.iter().map(|item| self.number(name, item)).collect();
                numbers.into_iter().collect()
            }
            DeValue::Table(by_type) => self.by_type(name, by_type, before),
            _ => self.number(name, value).map(|x| vec![x]),
        }
    }

    fn by_type(&mut self, name: &str, given: &DeTable<'_>, before: &[f64]) -> Option<Vec<f64>> {
        let mut values = before.to_vec();
        let mut complete = true;
        for (key, value) in given {
            let text = key.get_ref().as_ref();
            let at = vegetation_type(text).filter(|v| *v <= before.len() && before.len() > 1);
            match (at, self.number(name, value)) {
                (Some(v), Some(x)) => values[v - 1] = x,
                (None, _) => {
                    complete = false;
                    self.fault(key.span(), no_such_type(name, text, before.len() > 1));
                }
                _ => complete = false,
            }
        }
        complete.then_some(values)
    }

    fn number(&mut self, name: &str, value: &Spanned<DeValue<'_>>) -> Option<f64> {
        let number = match value.get_ref() {
            DeValue::Integer(x) if x.radix() == 10 => x.as_str().parse().ok(),
            DeValue::Float(x) => x.as_str().parse().ok(),
            _ => None,
        };
        if number.is_none() {
            let accepted = "accepted is a number, or a list with one for each vegetation type";
            self.fault(value.span(), format!("`{name}` is {}; {accepted}", kind(value.get_ref())));
        }
        number
    }

    fn file_name(&self) -> String {
        self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy().into_owned()
    }
}

/// Where the value that was refused stands in a list.
fn element(value: &Spanned<DeValue<'_>>, problem: &ParamError) -> Option<Range<usize>> {
    let ParamError::OutOfRange { vegetation_type: Some(v), .. } = problem else { return None };
    Some(value.get_ref().as_array()?.get(v - 1)?.span())
}

fn kind(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the text \"{text}\""),
        DeValue::Integer(x) => format!("the number {x}"),
        DeValue::Float(x) => format!("the number {x}"),
        DeValue::Boolean(x) => format!("`{x}`"),
        DeValue::Datetime(x) => format!("the date {x}"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

fn unknown_at_root(name: &str) -> String {
    if let Some(table) = table_of(name) {
        return format!("`{name}` stands outside its section; write it below [{}]", table.model);
    }
    let sections = TABLES.iter().map(|t| t.model);
    let names: Vec<_> = sections.clone().map(|s| format!("[{s}]")).collect();
    let meant = did_you_mean(nearest(name, sections).as_deref());
    format!("unknown section `{name}`{meant}; accepted are {} and `source`", names.join(", "))
}

fn no_such_type(name: &str, text: &str, differs: bool) -> String {
    if !differs {
        return format!("`{name}` has one value, the same for all vegetation types; found one for `{text}`");
    }
    let meant = did_you_mean(nearest(text, VEGETATION_TYPES.iter().map(|v| v.code)).as_deref());
    let last = VEGETATION_TYPES.len();
    format!("unknown vegetation type `{text}`{meant}; accepted are 1 to {last} and codes such as ENF")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Parameters, Faults> {
        let mut parameters = Parameters::default();
        read(Path::new("in/set.toml"), text, &mut parameters).map(|()| parameters)
    }

    fn words(text: &str) -> String {
        parse(text).unwrap_err().to_string()
    }

    #[test]
    fn values_are_taken_alone_in_lists_and_by_type() {
        let text = "[casa]\nq10 = 2\nleaf_age = { ENF = 2.5, 18 = 1.25 }\n[mimics]\ndesorption_1 = 1.0e-6\n";
        let set = parse(text).unwrap();
        assert_eq!((set.plants.value("q10", 1), set.plants.value("q10", 18)), (Ok(2.0), Ok(2.0)));
        assert_eq!(set.plants.values("leaf_age").unwrap()[..2], [2.5, 1.5]);
        assert_eq!(set.plants.value("leaf_age", 18), Ok(1.25));
        assert_eq!((set.mimics.value("desorption_1", 1), set.mimics.value("depth", 1)), (Ok(1e-6), Ok(100.0)));
        assert_eq!(set.plants.origin("q10"), "set.toml, line 2");
        let with_source = parse("source = \"author2015\"\n[casa]\nq10 = 2.0\n").unwrap();
        assert_eq!(with_source.plants.origin("q10"), "author2015 (set.toml, line 3)");
    }

    #[test]
    fn faults_are_told_together_with_their_lines() {
        let text = "q10 = 2\n[cas]\n[casa]\nq1o = 2\nroot_depth = [1.0,\n 2.0]\nfroot_lignin = \"high\"\ndepth = 3\n\
                    leaf_age = { ENX = 1 }\n";
        assert_eq!(
            words(text),
            "in/set.toml:1: `q10` stands outside its section; write it below [casa]\n\
             in/set.toml:2: unknown section `cas`; did you mean `casa`?; accepted are [casa], [casa-start], [mimics] and \
             `source`\n\
             in/set.toml:4: casa has no parameter `q1o`; did you mean `q10`?\n\
             in/set.toml:5: root_depth was given 2 values; accepted are 1 value for all types or 18, one for each\n\
             in/set.toml:7: `froot_lignin` is the text \"high\"; accepted is a number, or a list with one for each \
             vegetation type\n\
             in/set.toml:8: casa has no parameter `depth`; it is a parameter of [mimics]\n\
             in/set.toml:9: unknown vegetation type `ENX`; did you mean `ENF`?; accepted are 1 to 18 and codes such as ENF"
        );
    }

    #[test]
    fn a_value_out_of_range_is_found_in_its_list() {
        let list: Vec<String> = (1..=18).map(|v| if v == 7 { "9.0" } else { "0.5" }.to_owned()).collect();
        let text = format!("[casa]\nroot_depth = [\n{}]\n", list.join(",\n"));
        assert!(
            words(&text).starts_with("in/set.toml:9: root_depth of vegetation type 7 = 9 m is outside 0.05 to 2.872 m")
        );
        assert!(words("[casa]\nq10 = nan\n").starts_with("in/set.toml:2: q10"));
        assert!(words("[casa\nq10 = 1\n").starts_with("in/set.toml:1: this is not TOML: "));
        assert!(words("[casa]\nq10 = 1\nq10 = 2\n").starts_with("in/set.toml:3: this is not TOML: duplicate key"));
        assert!(
            words("[mimics]\nv_slope_r1 = { ENF = 1.0 }\n")
                .ends_with("has one value, the same for all vegetation types; found one for `ENF`")
        );
    }
}
