//! Keys: what tells one row from another.

use std::collections::HashMap;

use super::{Check, Column, Table};

impl Check<'_> {
    /// No two rows have the same values in these columns (site and year, for instance).
    ///
    /// Two rows with one key are named together, with what differs between them.
    pub fn unique(&mut self, names: &[&str]) -> &mut Self {
        let columns: Vec<&Column> = names.iter().filter_map(|name| self.column(name)).collect();
        if columns.len() < names.len() {
            return self;
        }
        let mut first: HashMap<Vec<String>, usize> = HashMap::new();
        for row in 0..self.table.rows {
            let met = *first.entry(key(&columns, row)).or_insert(row);
            if met < row {
                let problem = twice(self.table, &columns, (met, row));
                self.table.fault(&mut self.faults, row, problem);
            }
        }
        self
    }
}

/// The values of the key in a row, such that `3` and `3.0` are one.
pub(super) fn key(columns: &[&Column], row: usize) -> Vec<String> {
    columns.iter().map(|column| column.values.shown(row)).collect()
}

/// The key of a row in words: `site 3, year 1980`.
pub(super) fn key_in_words(columns: &[&Column], row: usize) -> String {
    let part = |column: &&Column| format!("{} {}", column.name, column.values.shown(row));
    columns.iter().map(part).collect::<Vec<_>>().join(", ")
}

fn twice(table: &Table, key: &[&Column], (first, second): (usize, usize)) -> String {
    let what = key_in_words(key, second);
    let (here, there) = (table.row_name(second), table.row_name(first));
    let differs = |column: &&Column| column.values.shown(first) != column.values.shown(second);
    let others = table.columns.iter().filter(|column| !key.iter().any(|part| part.name == column.name));
    let different: Vec<&Column> = others.filter(differs).collect();
    if different.is_empty() {
        return format!("{what} is given twice: {here} says the same as {there}; take one of them out");
    }
    let values = |row: usize| {
        let shown = different.iter().take(3).map(|c| format!("{} = {}", c.name, c.values.shown(row)));
        shown.collect::<Vec<_>>().join(", ")
    };
    let (one, other) = (values(first), values(second));
    format!("{what} is given twice with different values: {there} has {one}, {here} has {other}; keep one of them")
}
