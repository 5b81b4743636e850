//! `edaphon compare`.

mod folder;
mod measure;
mod netcdf;
mod table;

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use crate::outcome::Outcome;
use crate::refusal::Refusal;
use crate::ui::{Ui, count, exact, rounded};
use measure::{Extreme, Measure, Tolerance};

/// Show where and by how much two outputs differ
///
/// A and B are NetCDF files, CSV files, or folders of them. Of each variable that differs, the largest absolute and the
/// largest relative difference are shown, and where they are. Attributes are not compared, except for units.
///
/// Two values differ if |a - b| is above T times the larger of |a| and |b|, and above the absolute tolerance; a missing
/// value equals only another. Exit code 1 if anything differs.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon compare out.nc reference.nc
  edaphon compare out.nc reference.nc --tolerance 1e-9
  edaphon compare out/ reference/ --json")]
pub(crate) struct Compare {
    /// A file or folder
    a: PathBuf,
    /// Another
    b: PathBuf,
    /// Accepted relative difference
    #[arg(long, value_name = "T", default_value_t = 0.0, value_parser = tolerance)]
    tolerance: f64,
    /// Accepted absolute difference, in the unit of each variable
    #[arg(long, value_name = "T", default_value_t = 0.0, value_parser = tolerance)]
    absolute: f64,
    /// Compare only these variables
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    variables: Vec<String>,
}

fn tolerance(text: &str) -> Result<f64, String> {
    let value = text.parse().ok().filter(|x: &f64| x.is_finite() && *x >= 0.0);
    value.ok_or_else(|| "accepted is a number of at least 0, such as 1e-9".to_owned())
}

/// How two files compare.
#[derive(Debug, Default)]
struct Comparison {
    /// The file, where folders are compared.
    file: Option<String>,
    /// What cannot be compared: variables that are missing, other shapes, other units.
    problems: Vec<String>,
    /// Variables that both have.
    variables: Vec<Compared>,
}

/// A variable of two files.
#[derive(Debug)]
struct Compared {
    name: String,
    unit: String,
    measure: Measure,
    /// Where the largest absolute and relative differences are, in words and as indices.
    places: [(String, Vec<usize>); 2],
}

/// What is compared, and how strictly.
struct Question<'q> {
    tolerance: Tolerance,
    variables: &'q [String],
    ui: &'q Ui,
}

impl Question<'_> {
    fn wants(&self, name: &str) -> bool {
        self.variables.is_empty() || self.variables.iter().any(|wanted| wanted == name)
    }
}

impl Compare {
    pub(crate) fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        let tolerance = Tolerance { relative: self.tolerance, absolute: self.absolute };
        let question = Question { tolerance, variables: &self.variables, ui };
        if self.a.canonicalize().ok().is_some_and(|a| self.b.canonicalize().is_ok_and(|b| a == b)) {
            ui.warn("A and B are the same file or folder");
        }
        let found = compare(&self.a, &self.b, &question)?;
        self.check_names(&found)?;
        let differs = found.iter().any(Comparison::differs);
        if ui.wants_json() {
            ui.json(&self.document(&found, differs))?;
        } else {
            self.tell(ui, &found)?;
        }
        Ok(if differs { Outcome::No } else { Outcome::Done })
    }

    /// Refuses names that no file has: they would make everything equal.
    fn check_names(&self, found: &[Comparison]) -> Result<(), Refusal> {
        let is_known = |name: &&String| {
            let quoted = format!("`{name}`");
            found
                .iter()
                .any(|f| f.variables.iter().any(|v| v.name == **name) || f.problems.iter().any(|p| p.contains(&quoted)))
        };
        match self.variables.iter().find(|name| !is_known(name)) {
            Some(name) => Err(Refusal::new(format!("neither A nor B has a variable `{name}`"))),
            None => Ok(()),
        }
    }

    fn tell(&self, ui: &Ui, found: &[Comparison]) -> anyhow::Result<()> {
        let text: String = found.iter().map(|comparison| comparison.words(ui)).collect();
        if !text.is_empty() {
            ui.result(&text)?;
        }
        let all = found.iter().flat_map(|c| &c.variables);
        let (total, same) = (all.clone().count(), all.filter(|v| v.measure.is_same()).count());
        let within = match (self.tolerance, self.absolute) {
            (0.0, 0.0) => String::new(),
            (relative, 0.0) => format!(" within {relative:e} of their size"),
            (relative, absolute) => format!(" within {relative:e} of their size or {absolute:e}"),
        };
        let problems: usize = found.iter().map(|c| c.problems.len()).sum();
        let others = if problems > 0 { format!("; {problems} could not be compared in full") } else { String::new() };
        ui.say(&format!("{same} of {total} variables are the same{within}{others}"));
        Ok(())
    }

    fn document(&self, found: &[Comparison], differs: bool) -> Value {
        json!({
            "a": self.a.display().to_string(), "b": self.b.display().to_string(), "differ": differs,
            "tolerance": self.tolerance, "absolute": self.absolute,
            "files": found.iter().map(Comparison::to_json).collect::<Vec<_>>(),
        })
    }
}

fn compare(a: &Path, b: &Path, question: &Question<'_>) -> anyhow::Result<Vec<Comparison>> {
    match (a.is_dir(), b.is_dir()) {
        (true, true) => folder::compare(a, b, question),
        (false, false) => Ok(vec![files(a, b, question)?]),
        (true, false) | (false, true) => {
            let words = format!("a folder cannot be compared with a file: {} and {}", a.display(), b.display());
            Err(Refusal::new(words).fix("name two folders or two files").into())
        }
    }
}

fn files(a: &Path, b: &Path, question: &Question<'_>) -> anyhow::Result<Comparison> {
    let is_csv = |path: &Path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    if is_csv(a) && is_csv(b) { table::compare(a, b, question) } else { netcdf::compare(a, b, question) }
}

impl Comparison {
    fn differs(&self) -> bool {
        !self.problems.is_empty() || self.variables.iter().any(|v| !v.measure.is_same())
    }

    fn words(&self, ui: &Ui) -> String {
        let mut text = String::new();
        if let Some(file) = self.file.as_ref().filter(|_| self.differs() || ui.is_verbose()) {
            text.push_str(&format!("{}\n", ui.out.strong(file)));
        }
        for problem in &self.problems {
            text.push_str(&format!("{problem}\n"));
        }
        for variable in self.variables.iter().filter(|v| ui.is_verbose() || !v.measure.is_same()) {
            text.push_str(&variable.words(ui));
        }
        text
    }

    fn to_json(&self) -> Value {
        let variables: Vec<_> = self.variables.iter().map(Compared::to_json).collect();
        json!({ "file": self.file, "differ": self.differs(), "problems": self.problems, "variables": variables })
    }
}

/// All digits of a value, and for one of single precision no more than that has.
fn shortest(value: f64) -> String {
    let single = value as f32;
    if f64::from(single) == value { exact(format!("{single}").parse().unwrap_or(value)) } else { exact(value) }
}

fn indices(index: &[usize]) -> String {
    if index.is_empty() { String::new() } else { format!(" {index:?}") }
}

impl Compared {
    fn words(&self, ui: &Ui) -> String {
        let Self { name, unit, measure, places } = self;
        let name = ui.out.strong(name);
        let unit = if unit.is_empty() { String::new() } else { format!(" ({unit})") };
        if measure.is_identical() {
            return format!("{name}{unit}: {} values are the same\n", count(measure.count));
        }
        let (differing, total) = (count(measure.differing), count(measure.count));
        let mut text = format!("{name}{unit}: {differing} of {total} values differ\n");
        for (missing, side) in measure.missing.iter().zip(["A", "B"]).filter(|(n, _)| **n > 0) {
            text.push_str(&format!("  {} missing in {side} only\n", count(*missing)));
        }
        let line = |kind: &str, e: Extreme, place: &(String, Vec<usize>)| {
            let place =
                if place.0.is_empty() { String::new() } else { format!("\n    {}{}", place.0, indices(&place.1)) };
            format!("  largest {kind}: {} and {}{place}\n", shortest(e.a), shortest(e.b))
        };
        match (measure.absolute, measure.relative) {
            (Some(absolute), Some(relative)) if absolute.at == relative.at => {
                let kind =
                    format!("absolute {}, relative {}", rounded(absolute.difference), rounded(relative.difference));
                text.push_str(&line(&kind, absolute, &places[0]));
            }
            (absolute, relative) => {
                let kinds = [("absolute", absolute), ("relative", relative)];
                for ((kind, extreme), place) in kinds.into_iter().zip(places) {
                    let Some(e) = extreme else { continue };
                    text.push_str(&line(&format!("{kind} {}", rounded(e.difference)), e, place));
                }
            }
        }
        text
    }

    fn to_json(&self) -> Value {
        let Measure { count, differing, missing: [a, b], .. } = self.measure;
        let extreme = |extreme: Option<Extreme>, (place, index): &(String, Vec<usize>)| {
            extreme.map(|e| json!({ "difference": e.difference, "a": e.a, "b": e.b, "where": place, "index": index }))
        };
        json!({
            "name": self.name, "units": self.unit, "values": count, "differing": differing,
            "missing_in_a": a, "missing_in_b": b,
            "largest_absolute": extreme(self.measure.absolute, &self.places[0]),
            "largest_relative": extreme(self.measure.relative, &self.places[1]),
        })
    }
}
