//! Whole series: every month of every year, every year of every site.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::RangeInclusive;

use super::key::{key, key_in_words};
use super::{Check, Column};

impl Check<'_> {
    /// Every group (of a site, for instance) has every one of these years.
    pub fn every_year(&mut self, group: &[&str], year: &str, years: RangeInclusive<i64>) -> &mut Self {
        self.every(group, year, years, "year")
    }

    /// Every group (of a site and a year, for instance) has the months 1 to 12.
    pub fn every_month(&mut self, group: &[&str], month: &str) -> &mut Self {
        self.every(group, month, 1..=12, "month").range_of_numbers(month, 1.0..=12.0)
    }

    fn every(&mut self, group: &[&str], name: &str, wanted: RangeInclusive<i64>, what: &str) -> &mut Self {
        let columns: Vec<&Column> = group.iter().filter_map(|name| self.column(name)).collect();
        let numbers = self.table.integers(name);
        let Some(numbers) = self.keep(numbers).filter(|_| columns.len() == group.len()) else { return self };
        let mut order: HashMap<Vec<String>, usize> = HashMap::new();
        let mut groups: BTreeMap<usize, (usize, BTreeSet<i64>)> = BTreeMap::new();
        for (row, &number) in numbers.iter().enumerate() {
            let next = order.len();
            let place = *order.entry(key(&columns, row)).or_insert(next);
            groups.entry(place).or_insert_with(|| (row, BTreeSet::new())).1.insert(number);
        }
        for (row, found) in groups.into_values() {
            let missing: Vec<i64> = wanted.clone().filter(|number| !found.contains(number)).collect();
            if !missing.is_empty() {
                let of = if columns.is_empty() { String::new() } else { format!("{}: ", key_in_words(&columns, row)) };
                let (is, s) = if missing.len() == 1 { ("is", "") } else { ("are", "s") };
                let (first, last) = (wanted.start(), wanted.end());
                let accepted = format!("accepted is a row for every {what} from {first} to {last}");
                let problem = format!("{of}{what}{s} {} {is} missing; {accepted}", runs(&missing));
                self.table.fault(&mut self.faults, row, problem);
            }
        }
        self
    }
}

/// Numbers in words, neighbours together: `1981 to 1984, 1990`.
pub(crate) fn runs(numbers: &[i64]) -> String {
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for &number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let word = |&(first, last): &(i64, i64)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first} to {last}"),
    };
    runs.iter().map(word).collect::<Vec<_>>().join(", ")
}
