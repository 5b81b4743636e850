//! `edaphon params diff`.

use std::path::Path;

use clap::Args;
use edaphon_core::{ParamInfo, ParamSet};
use edaphon_jobs::nitrogen::sets as nitrogen;
use edaphon_jobs::parameters::{DEFAULT_SET, VEGETATION_TYPES, named, sets};
use serde_json::json;

use crate::outcome::Outcome;
use crate::refusal::Refusal;
use crate::ui::{Column, Table, Ui, exact};

/// Show where two sets of parameters differ
///
/// Exit code 1 if they do.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon params diff wieder2024 mine.toml
  edaphon params diff default revised           two sets of the nitrogen model
  edaphon params diff old.toml new.toml --json")]
pub(super) struct Diff {
    /// A set or a file
    a: String,
    /// Another set or file
    b: String,
}

/// Values that differ: of one vegetation type, or of all of them.
struct Difference<'s> {
    info: &'static ParamInfo,
    set: &'s ParamSet,
    of_type: Option<usize>,
    a: f64,
    b: f64,
}

impl Diff {
    pub(super) fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        let (a, b) = match (nitrogen::is_set(&self.a), nitrogen::is_set(&self.b)) {
            (true, true) => (vec![nitrogen::set_named(&self.a)?], vec![nitrogen::set_named(&self.b)?]),
            (false, false) => (owned(&self.a)?, owned(&self.b)?),
            (of_a, _) => {
                let (its, other) = if of_a { (&self.a, &self.b) } else { (&self.b, &self.a) };
                if other != DEFAULT_SET && !Path::new(other).exists() {
                    nitrogen::set_named(other)?;
                }
                let words = format!(
                    "`{its}` is of the nitrogen model and `{other}` is not; accepted are two sets of one model"
                );
                return Err(Refusal::new(words).into());
            }
        };
        let pairs = a.iter().zip(&b);
        let found: Vec<_> =
            pairs.flat_map(|(a, b)| a.differences(b).flat_map(|p| differences(p, a, b)).collect::<Vec<_>>()).collect();
        if ui.wants_json() {
            let one = |d: &Difference<'_>| {
                json!({
                    "table": d.set.table().model, "name": d.info.name, "vegetation_type": d.of_type, "unit": d.info.unit,
                    "a": d.a, "b": d.b,
                })
            };
            let list: Vec<_> = found.iter().map(one).collect();
            ui.json(&json!({ "a": self.a, "b": self.b, "differences": list }))?;
        } else if found.is_empty() {
            ui.say(&format!("{} and {} have the same values", self.a, self.b));
        } else {
            ui.result(&self.table(&found).render(ui.width(), ui.out))?;
        }
        Ok(if found.is_empty() { Outcome::Done } else { Outcome::No })
    }

    fn table(&self, found: &[Difference<'_>]) -> Table {
        let titles = [Column::left("name"), Column::left("type"), Column::right("A"), Column::right("B")];
        let more = [Column::left("unit"), Column::left("what it is")];
        let mut table = Table::new(&[&titles[..], &more[..]].concat());
        for d in found {
            let of_type = d.of_type.map_or_else(String::new, |v| VEGETATION_TYPES[v - 1].code.to_owned());
            let (name, unit, about) = (d.info.name.to_owned(), d.info.unit.to_owned(), d.info.about.to_owned());
            table.row([name, of_type, exact(d.a), exact(d.b), unit, about]);
        }
        table
    }
}

/// The sets of all tables of a set or file.
fn owned(name: &str) -> anyhow::Result<Vec<ParamSet>> {
    let parameters = named(name)?;
    Ok(sets(&parameters).into_iter().cloned().collect())
}

/// The differing values of one parameter; one difference where both sets have one value for all types.
fn differences<'s>(info: &'static ParamInfo, set: &'s ParamSet, other: &ParamSet) -> Vec<Difference<'s>> {
    let (a, b) = (set.values(info.name).unwrap_or_default(), other.values(info.name).unwrap_or_default());
    let is_same = |values: &[f64]| values.windows(2).all(|pair| pair[0] == pair[1]);
    if is_same(a) && is_same(b) {
        return vec![Difference { info, set, of_type: None, a: a[0], b: b[0] }];
    }
    let pairs = (1..).zip(a.iter().zip(b)).filter(|(_, (a, b))| a != b);
    pairs.map(|(v, (a, b))| Difference { info, set, of_type: Some(v), a: *a, b: *b }).collect()
}
