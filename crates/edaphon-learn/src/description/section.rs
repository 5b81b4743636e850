//! Reading a TOML document section by section, so that every fault is told, with its line, and no key is passed over.

use std::cell::RefCell;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use edaphon_core::{did_you_mean, nearest};
use edaphon_io::Faults;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A document and what is wrong with it so far.
#[derive(Debug)]
pub(super) struct Document<'a> {
    path: &'a Path,
    text: &'a str,
    faults: RefCell<Faults>,
}

impl<'a> Document<'a> {
    pub(super) fn new(path: &'a Path, text: &'a str) -> Self {
        Self { path, text, faults: RefCell::default() }
    }

    /// The document as one table; a syntax error is the only fault then.
    pub(super) fn root(&self) -> Option<Spanned<DeTable<'a>>> {
        match DeTable::parse(self.text) {
            Ok(table) => Some(table),
            Err(error) => {
                self.fault(error.span().map_or(0, |span| span.start), error.message());
                None
            }
        }
    }

    fn fault(&self, at: usize, problem: impl Into<String>) {
        let line = self.text[..at.min(self.text.len())].matches('\n').count() + 1;
        self.faults.borrow_mut().add_at(self.path, line, problem);
    }

    pub(super) fn into_faults(self) -> Faults {
        self.faults.into_inner()
    }
}

/// A table of the document; keys that nobody asks for are faults.
pub(super) struct Section<'d, 'a> {
    document: &'d Document<'a>,
    name: &'static str,
    /// None where the document has no such table: every key then has its default.
    table: Option<&'d DeTable<'a>>,
    at: usize,
    asked: RefCell<Vec<&'static str>>,
}

impl<'d, 'a> Section<'d, 'a> {
    /// The whole document.
    pub(super) fn root(document: &'d Document<'a>, table: &'d Spanned<DeTable<'a>>) -> Self {
        Self { document, name: "", table: Some(table.get_ref()), at: 0, asked: RefCell::default() }
    }

    /// A table inside this one.
    pub(super) fn section(&self, name: &'static str) -> Section<'d, 'a> {
        let value = self.value(name);
        let table = value.and_then(|value| match value.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => {
                self.wrong(name, "a table");
                None
            }
        });
        let at = value.map_or(0, |value| value.span().start);
        Section { document: self.document, name, table, at, asked: RefCell::default() }
    }

    /// Whether the document has this table at all.
    pub(super) fn is_there(&self) -> bool {
        self.table.is_some()
    }

    /// Whether a key is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.is_some_and(|table| table.get(key).is_some())
    }

    /// The table at a key, if a table is there and not something else.
    pub(super) fn table(&self, key: &'static str) -> Option<Section<'d, 'a>> {
        let is_table = matches!(self.table?.get(key)?.get_ref(), DeValue::Table(_));
        is_table.then(|| self.section(key))
    }

    fn value(&self, key: &'static str) -> Option<&'d Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().push(key);
        self.table?.get(key)
    }

    /// Notes a fault at a key, or at the section if the key is not there.
    pub(super) fn fault(&self, key: &'static str, problem: impl Into<String>) {
        let at = self.table.and_then(|table| table.get(key)).map_or(self.at, |value| value.span().start);
        self.document.fault(at, problem);
    }

    /// `key` in [section], for messages.
    pub(super) fn label(&self, key: &str) -> String {
        if self.name.is_empty() { format!("`{key}`") } else { format!("`{key}` in [{}]", self.name) }
    }

    fn wrong(&self, key: &'static str, accepted: &str) {
        let found = self.table.and_then(|table| table.get(key)).map_or("nothing", |value| value.get_ref().type_str());
        self.fault(key, format!("{} is a {found}; accepted is {accepted}", self.label(key)));
    }

    /// A text.
    pub(super) fn text(&self, key: &'static str) -> Option<String> {
        match self.value(key)?.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => {
                self.wrong(key, "a text in quotes");
                None
            }
        }
    }

    /// A path, seen from a folder.
    pub(super) fn path(&self, key: &'static str, folder: &Path) -> Option<PathBuf> {
        self.text(key).map(|given| folder.join(given))
    }

    /// One of several words.
    pub(super) fn choice<T: Copy>(&self, key: &'static str, choices: &[(&str, T)]) -> Option<T> {
        let given = self.text(key)?;
        self.chosen(key, &given, choices)
    }

    fn chosen<T: Copy>(&self, key: &'static str, given: &str, choices: &[(&str, T)]) -> Option<T> {
        let found = choices.iter().find(|(word, _)| *word == given).map(|(_, choice)| *choice);
        if found.is_none() {
            let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
            let close = nearest(given, words.iter().copied());
            let (label, accepted, hint) = (self.label(key), words.join(", "), did_you_mean(close.as_deref()));
            self.fault(key, format!("{label}: \"{given}\" is not known; accepted are {accepted}{hint}"));
        }
        found
    }

    /// Several of several words.
    pub(super) fn choices<T: Copy>(&self, key: &'static str, choices: &[(&str, T)]) -> Option<Vec<T>> {
        let texts: Option<Vec<String>> = match self.value(key)?.get_ref() {
            DeValue::Array(items) => items
                .iter()
                .map(|item| if let DeValue::String(text) = item.get_ref() { Some(text.to_string()) } else { None })
                .collect(),
            DeValue::String(text) => Some(vec![text.to_string()]),
            _ => None,
        };
        match texts {
            Some(texts) => texts.iter().map(|text| self.chosen(key, text, choices)).collect(),
            None => {
                self.wrong(key, "a text or a list of texts");
                None
            }
        }
    }

    /// True or false.
    pub(super) fn truth(&self, key: &'static str) -> Option<bool> {
        match self.value(key)?.get_ref() {
            DeValue::Boolean(truth) => Some(*truth),
            _ => {
                self.wrong(key, "true or false");
                None
            }
        }
    }

    /// A number within a range.
    pub(super) fn number(&self, key: &'static str, range: RangeInclusive<f64>, unit: &str) -> Option<f64> {
        match number_of(self.value(key)?.get_ref()) {
            Some(number) => self.within(key, number, &range, unit),
            None => {
                self.wrong(key, "a number");
                None
            }
        }
    }

    /// A list of numbers within a range.
    pub(super) fn numbers(&self, key: &'static str, range: RangeInclusive<f64>, unit: &str) -> Option<Vec<f64>> {
        let list: Option<Vec<f64>> = match self.value(key)?.get_ref() {
            DeValue::Array(items) => items.iter().map(|item| number_of(item.get_ref())).collect(),
            single => number_of(single).map(|number| vec![number]),
        };
        match list {
            Some(list) => list.into_iter().map(|number| self.within(key, number, &range, unit)).collect(),
            None => {
                self.wrong(key, "a number or a list of numbers");
                None
            }
        }
    }

    /// A whole number within a range.
    pub(super) fn integer(&self, key: &'static str, range: RangeInclusive<i64>) -> Option<i64> {
        let number = self.number(key, *range.start() as f64..=*range.end() as f64, "")?;
        self.whole(key, number)
    }

    /// A list of whole numbers within a range.
    pub(super) fn integers(&self, key: &'static str, range: RangeInclusive<i64>) -> Option<Vec<i64>> {
        let numbers = self.numbers(key, *range.start() as f64..=*range.end() as f64, "")?;
        numbers.into_iter().map(|number| self.whole(key, number)).collect()
    }

    fn whole(&self, key: &'static str, number: f64) -> Option<i64> {
        if number.fract() == 0.0 {
            return Some(number as i64);
        }
        self.fault(key, format!("{} = {number} is not a whole number", self.label(key)));
        None
    }

    fn within(&self, key: &'static str, number: f64, range: &RangeInclusive<f64>, unit: &str) -> Option<f64> {
        if range.contains(&number) {
            return Some(number);
        }
        let (label, low, high) = (self.label(key), range.start(), range.end());
        let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
        self.fault(key, format!("{label} = {number}{unit} is outside {low} to {high}{unit}"));
        None
    }

    /// Notes every key that nobody asked for; the section is read to its end.
    pub(super) fn finish(self) {
        self.check_keys();
    }

    /// Notes every key that nobody asked for.
    pub(super) fn check_keys(&self) {
        let asked = self.asked.borrow();
        let keys = self.table.into_iter().flat_map(DeTable::keys);
        for key in keys.filter(|key| !asked.contains(&key.get_ref().as_ref())) {
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
