//! Reading a TOML document section by section, so that every fault is told, with its line, and no key is passed over.

use std::cell::RefCell;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use edaphon_core::{did_you_mean, nearest};
use edaphon_io::Faults;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A TOML file being read, and what is wrong with it so far.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    path: &'a Path,
    text: &'a str,
    faults: RefCell<Faults>,
}

impl<'a> Document<'a> {
    pub(crate) fn new(path: &'a Path, text: &'a str) -> Self {
        Self { path, text, faults: RefCell::new(Faults::new()) }
    }

    /// The document as one section; a syntax error is the only fault then.
    pub(crate) fn root(&self) -> Option<Spanned<DeTable<'a>>> {
        match DeTable::parse(self.text) {
            Ok(table) => Some(table),
            Err(error) => {
                self.fault(error.span().map_or(0, |s| s.start), error.message());
                None
            }
        }
    }

    /// Notes a fault at a place of the text (bytes from its start).
    pub(crate) fn fault(&self, at: usize, problem: impl Into<String>) {
        let line = self.text[..at.min(self.text.len())].matches('\n').count() + 1;
        self.faults.borrow_mut().add_at(self.path, line, problem);
    }

    /// A path given in the document, seen from its folder.
    pub(crate) fn beside(&self, given: &str) -> PathBuf {
        self.path.parent().unwrap_or(Path::new("")).join(given)
    }

    /// What is wrong.
    pub(crate) fn into_faults(self) -> Faults {
        self.faults.into_inner()
    }
}

/// A table of the document; keys that nobody asks for are faults.
pub(crate) struct Section<'d, 'a> {
    document: &'d Document<'a>,
    name: String,
    table: &'d DeTable<'a>,
    at: usize,
    asked: RefCell<Vec<&'static str>>,
}

impl<'d, 'a> Section<'d, 'a> {
    /// The whole document.
    pub(crate) fn root(document: &'d Document<'a>, table: &'d Spanned<DeTable<'a>>) -> Self {
        Self { document, name: String::new(), table: table.get_ref(), at: 0, asked: RefCell::default() }
    }

    /// The document.
    pub(crate) fn document(&self) -> &'d Document<'a> {
        self.document
    }

    fn value(&self, key: &'static str) -> Option<&'d Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    /// Whether a key is there.
    pub(crate) fn has(&self, key: &'static str) -> bool {
        self.value(key).is_some()
    }

    /// Notes a fault at a key, or at the section if the key is not there.
    pub(crate) fn fault(&self, key: &'static str, problem: impl Into<String>) {
        self.document.fault(self.place_of(key), problem);
    }

    /// Where a key stands, or the section if the key is not there (bytes from the start of the document).
    pub(crate) fn place_of(&self, key: &'static str) -> usize {
        self.table.get(key).map_or(self.at, |v| v.span().start)
    }

    /// `[section] key`, for messages.
    fn label(&self, key: &str) -> String {
        if self.name.is_empty() { format!("`{key}`") } else { format!("`{key}` in [{}]", self.name) }
    }

    fn wrong(&self, key: &'static str, value: &Spanned<DeValue<'a>>, accepted: &str) {
        let found = value.get_ref().type_str();
        self.document.fault(value.span().start, format!("{} is a {found}; accepted is {accepted}", self.label(key)));
    }

    /// A table inside this one.
    pub(crate) fn section(&self, key: &'static str) -> Option<Section<'d, 'a>> {
        let value = self.value(key)?;
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(key, value, "a table");
            return None;
        };
        let name = if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) };
        Some(Section { document: self.document, name, table, at: value.span().start, asked: RefCell::default() })
    }

    /// The tables of an array of tables, or a single one; `name` gives each the name that messages call it by, from its place
    /// (from 0) and what it says itself under `name`.
    pub(crate) fn sections(
        &self,
        key: &'static str,
        name: impl Fn(usize, Option<&str>) -> String,
    ) -> Vec<Section<'d, 'a>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let items: Vec<&'d Spanned<DeValue<'a>>> = match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![value],
        };
        let mut sections = Vec::with_capacity(items.len());
        for (number, item) in items.into_iter().enumerate() {
            let DeValue::Table(table) = item.get_ref() else {
                self.wrong(key, item, "a table, or several");
                continue;
            };
            let own = table.get("name").and_then(|v| if let DeValue::String(s) = v.get_ref() { Some(s) } else { None });
            let name = name(number, own.map(AsRef::as_ref));
            let (document, at) = (self.document, item.span().start);
            sections.push(Section { document, name, table, at, asked: RefCell::default() });
        }
        sections
    }

    /// A text.
    pub(crate) fn text(&self, key: &'static str) -> Option<String> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => {
                self.wrong(key, value, "a text in quotes");
                None
            }
        }
    }

    /// A date, as TOML writes dates or as text; what it says is left to the caller.
    pub(crate) fn date_text(&self, key: &'static str) -> Option<String> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Datetime(date) => Some(date.to_string()),
            _ => {
                self.wrong(key, value, "a date, such as 2020-05-01");
                None
            }
        }
    }

    /// One of several words.
    pub(crate) fn choice<T: Copy>(&self, key: &'static str, choices: &[(&str, T)]) -> Option<T> {
        let given = self.text(key)?;
        let found = choices.iter().find(|(word, _)| *word == given).map(|(_, choice)| *choice);
        if found.is_none() {
            let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
            let close = nearest(&given, words.iter().copied());
            let (label, accepted) = (self.label(key), words.join(", "));
            let hint = did_you_mean(close.as_deref());
            self.fault(key, format!("{label} = \"{given}\" is not known; accepted are {accepted}{hint}"));
        }
        found
    }

    /// A path, seen from the folder of the document.
    pub(crate) fn path(&self, key: &'static str) -> Option<PathBuf> {
        self.text(key).map(|given| self.document.beside(&given))
    }

    /// A number within a range.
    pub(crate) fn number(&self, key: &'static str, range: RangeInclusive<f64>, unit: &str) -> Option<f64> {
        let value = self.value(key)?;
        let Some(number) = number_of(value.get_ref()) else {
            self.wrong(key, value, "a number");
            return None;
        };
        if !range.contains(&number) {
            let (label, low, high) = (self.label(key), range.start(), range.end());
            self.fault(key, format!("{label} = {number} {unit} is outside {low} to {high} {unit}"));
            return None;
        }
        Some(number)
    }

    /// A whole number within a range.
    pub(crate) fn integer(&self, key: &'static str, range: RangeInclusive<i64>) -> Option<i64> {
        let value = self.value(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(n) => i64::from_str_radix(&n.as_str().replace('_', ""), n.radix()).ok(),
            _ => None,
        };
        match number {
            Some(n) if range.contains(&n) => return Some(n),
            Some(n) => {
                let (label, low, high) = (self.label(key), range.start(), range.end());
                self.fault(key, format!("{label} = {n} is outside {low} to {high}"));
            }
            None => self.wrong(key, value, "a whole number"),
        }
        None
    }

    /// A list of numbers.
    pub(crate) fn numbers(&self, key: &'static str) -> Option<Vec<f64>> {
        let value = self.value(key)?;
        let list = match value.get_ref() {
            DeValue::Array(items) => items.iter().map(|item| number_of(item.get_ref())).collect(),
            single => number_of(single).map(|n| vec![n]),
        };
        if list.is_none() {
            self.wrong(key, value, "a number or a list of numbers");
        }
        list
    }

    /// A list of texts.
    pub(crate) fn texts(&self, key: &'static str) -> Option<Vec<String>> {
        let value = self.value(key)?;
        let text = |v: &DeValue<'_>| if let DeValue::String(s) = v { Some(s.to_string()) } else { None };
        let list = match value.get_ref() {
            DeValue::Array(items) => items.iter().map(|item| text(item.get_ref())).collect(),
            single => text(single).map(|s| vec![s]),
        };
        if list.is_none() {
            self.wrong(key, value, "a text or a list of texts");
        }
        list
    }

    /// Every key of a section whose keys are the user's own, with its texts.
    pub(crate) fn free_texts(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        for (key, value) in self.table {
            match value.get_ref() {
                DeValue::String(text) => all.push((key.get_ref().to_string(), text.to_string())),
                _ => self.document.fault(
                    value.span().start,
                    format!("{} is a {}; accepted is a text", self.label(key.get_ref()), value.get_ref().type_str()),
                ),
            }
        }
        all
    }

    /// Every key of a section whose keys are the user's own, with its numbers and place.
    pub(crate) fn free_numbers(&self) -> Vec<(String, Vec<f64>, usize)> {
        let mut all = Vec::new();
        for (key, value) in self.table {
            let list = match value.get_ref() {
                DeValue::Array(items) => items.iter().map(|item| number_of(item.get_ref())).collect(),
                single => number_of(single).map(|n| vec![n]),
            };
            let at = value.span().start;
            match list {
                Some(list) => all.push((key.get_ref().to_string(), list, at)),
                None => self.document.fault(
                    at,
                    format!(
                        "{} is a {}; accepted is a number or a list of numbers",
                        self.label(key.get_ref()),
                        value.get_ref().type_str()
                    ),
                ),
            }
        }
        all
    }

    /// Notes a key that must be there.
    pub(crate) fn require(&self, key: &'static str, what: &str) {
        if !self.table.contains_key(key) {
            let place = if self.name.is_empty() { String::new() } else { format!(" in [{}]", self.name) };
            self.document.fault(self.at, format!("`{key}`{place} is missing: {what}"));
        }
    }

    /// Whether a key holds a table.
    pub(crate) fn is_table(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|v| matches!(v.get_ref(), DeValue::Table(_)))
    }

    /// True or false.
    pub(crate) fn truth(&self, key: &'static str) -> Option<bool> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Boolean(truth) => Some(*truth),
            _ => {
                self.wrong(key, value, "true or false");
                None
            }
        }
    }

    /// A pair of whole years, the first not after the last.
    pub(crate) fn years(&self, key: &'static str) -> Option<[i64; 2]> {
        let given = self.numbers(key)?;
        match given[..] {
            [first, last] if first <= last && first.fract() == 0.0 && last.fract() == 0.0 => {
                Some([first as i64, last as i64])
            }
            _ => {
                self.fault(key, format!("{} is not a pair of years; accepted is [first, last]", self.label(key)));
                None
            }
        }
    }

    /// The words of this section in messages, such as `forcing`.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether a key holds a text.
    pub(crate) fn is_text(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|v| matches!(v.get_ref(), DeValue::String(_)))
    }

    /// Whether a key holds a number.
    pub(crate) fn is_number(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|v| number_of(v.get_ref()).is_some())
    }

    /// Notes every key that nobody asked for; the section is read to its end.
    pub(crate) fn finish(self) {
        self.check_keys();
    }

    /// Notes every key that nobody asked for.
    pub(crate) fn check_keys(&self) {
        let asked = self.asked.borrow();
        for key in self.table.keys().filter(|key| !asked.contains(&key.get_ref().as_ref())) {
            let close = nearest(key.get_ref(), asked.iter().copied());
            let place = if self.name.is_empty() { String::new() } else { format!(" in [{}]", self.name) };
            let hint = match &close {
                Some(_) => did_you_mean(close.as_deref()),
                None => format!("; accepted are {}", sorted(&asked)),
            };
            self.document.fault(key.span().start, format!("unknown key `{}`{place}{hint}", key.get_ref()));
        }
    }
}

fn sorted(names: &[&str]) -> String {
    let mut names = names.to_vec();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}

fn number_of(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(n) => i64::from_str_radix(&n.as_str().replace('_', ""), n.radix()).ok().map(|n| n as f64),
        DeValue::Float(x) => x.as_str().replace('_', "").parse().ok(),
        _ => None,
    }
}
