//! An evaluation from files to a folder: tables, figures, scores and one page.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::{Value, json};

use crate::annual::{AnnualRun, Window, sorted};
use crate::error::{EvaluateError, Result};
use crate::figures::{self, BoxYear, DailyRun, Drawn};
use crate::observations::{self, Observed};
use crate::page;
use crate::scores::{self, Compared, Comparison, IlambScore, Interval, Score, Spread};
use crate::tables::{Conventions, Derived, Judged, Tables, Targets, Verdict, derived, tables_after};

/// What is evaluated, and how.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// Annual outputs, one of each model.
    pub runs: Vec<PathBuf>,
    /// Daily outputs of the box of figure 7.
    pub daily: Vec<PathBuf>,
    /// Monthly outputs, for scores against monthly observations.
    pub monthly: Vec<PathBuf>,
    /// Observations: NetCDF files or registries.
    pub against: Vec<PathBuf>,
    /// What the tables should have.
    pub targets: Targets,
    /// How tables are made.
    pub conventions: Conventions,
    /// Title of the page.
    pub title: String,
    /// What a reader has to know, such as that the climate is invented.
    pub notes: Vec<String>,
}

/// What came of an evaluation.
#[derive(Debug)]
pub struct Evaluated {
    /// Tables 1 and 2.
    pub tables: Tables,
    /// The tables beside what they should have.
    pub judged: Vec<Judged>,
    /// Whether tables are judged by that.
    pub binding: bool,
    /// Quantities beside those of the tables.
    pub derived: Vec<Derived>,
    /// Sums over the mean years of figure 7.
    pub(crate) box_years: Vec<BoxYear>,
    /// Observations.
    pub observed: Vec<Observed>,
    /// Observations that were left out, and why.
    pub unused: Vec<String>,
    /// Scores against observations.
    pub scores: Vec<Score>,
    /// Differences between models.
    pub comparisons: Vec<Comparison>,
    /// Models among products.
    pub spreads: Vec<Spread>,
    /// Coverage and width of intervals.
    pub intervals: Vec<Interval>,
    /// Scores as ILAMB computes them, and corrected ones.
    pub ilamb: Vec<IlambScore>,
    /// Figures of scores with their numbers.
    pub scored: Vec<Drawn>,
    /// Figures with their numbers.
    pub figures: Vec<Drawn>,
    /// What was left out and why.
    pub left_out: Vec<String>,
    /// The runs, with the checksums of their files.
    pub inputs: Vec<(PathBuf, String)>,
}

impl Evaluated {
    /// Whether a binding target is missed.
    pub fn failed(&self) -> bool {
        self.binding && self.judged.iter().any(|judged| judged.verdict() == Verdict::Fail)
    }

    /// Whether observations that were asked for could not be used.
    pub fn is_incomplete(&self) -> bool {
        !self.unused.is_empty()
    }

    /// Tables 1 and 2 beside the published ones, in words for a terminal.
    pub fn text(&self) -> String {
        page::tables_text(self)
    }

    /// Tables as JSON.
    pub fn json(&self) -> Value {
        let row = |row: &crate::tables::Row| {
            let entry = |(model, entry): (&edaphon_run::Model, &Option<crate::tables::Entry>)| {
                let of = |e: &crate::tables::Entry| {
                    json!({ "initial": e.initial, "last": e.last, "change": e.change,
                        "ratio_of_sums": e.ratio_of_sums, "undefined_percent": e.undefined })
                };
                (model.name().to_owned(), entry.as_ref().map_or(Value::Null, of))
            };
            let entries: serde_json::Map<String, Value> =
                self.tables.models.iter().zip(&row.entries).map(entry).collect();
            json!({ "quantity": row.quantity.name(), "unit": row.quantity.unit(), "models": entries })
        };
        let judged = |j: &Judged| {
            json!({ "table": j.target.table, "quantity": j.target.quantity.name(), "model": j.target.model.name(),
                "target": j.target.value, "tolerance": j.target.tolerance, "found": j.found,
                "verdict": if j.verdict() == Verdict::Pass { "PASS" } else { "FAIL" } })
        };
        json!({
            "windows": self.tables.windows, "cells": self.tables.cells, "land_area_m2": self.tables.land_area,
            "nan_policy": self.tables.conventions.nan_policy.name(),
            "notebook_rounding": self.tables.conventions.notebook_rounding,
            "rows": self.tables.rows.iter().map(row).collect::<Vec<_>>(),
            "targets": self.judged.iter().map(judged).collect::<Vec<_>>(), "binding": self.binding,
            "derived": self.derived.iter().map(|derived| derived.json(&self.tables.models)).collect::<Vec<_>>(),
            "box": self.box_years.iter().map(BoxYear::json).collect::<Vec<_>>(),
            "products": self.observed.iter().map(Observed::json).collect::<Vec<_>>(),
            "products_left_out": self.unused,
            "scores": self.scores.iter().map(Score::json).collect::<Vec<_>>(),
            "comparisons": self.comparisons.iter().map(Comparison::json).collect::<Vec<_>>(),
            "spreads": self.spreads.iter().map(Spread::json).collect::<Vec<_>>(),
            "intervals": self.intervals.iter().map(Interval::json).collect::<Vec<_>>(),
            "ilamb": self.ilamb.iter().map(IlambScore::json).collect::<Vec<_>>(),
            "left_out": self.left_out,
            "inputs": self.inputs.iter().map(|(p, sum)| json!({ "file": p.display().to_string(), "checksum": sum })).collect::<Vec<_>>(),
        })
    }
}

impl Evaluation {
    /// Reads everything and makes tables, figures and scores.
    ///
    /// # Errors
    /// If a file cannot be read or does not fit the others.
    pub fn make(&self) -> Result<Evaluated> {
        let runs: Vec<AnnualRun> = self.runs.iter().map(|path| AnnualRun::open(path)).collect::<Result<_>>()?;
        let runs = sorted(runs)?;
        let Some(first) = runs.first() else {
            return Err(EvaluateError::refused(
                "no output to evaluate; name the annual output of a model, or of several",
            ));
        };
        let daily: Vec<DailyRun> = self.daily.iter().map(|path| DailyRun::open(path)).collect::<Result<_>>()?;
        let monthly: Vec<AnnualRun> =
            self.monthly.iter().map(|path| AnnualRun::open_monthly(path)).collect::<Result<_>>()?;
        let (mut observed, mut unused) = (Vec::new(), Vec::new());
        for path in &self.against {
            let (found, left_out) = observations::read(path, first)?;
            observed.extend(found);
            unused.extend(left_out);
        }
        let needed = figures::needed();
        let window = |run: &AnnualRun| run.window(&needed, 0, run.windows().years);
        let windows: Vec<Window> = runs.par_iter().map(window).collect::<Result<_>>()?;
        let tables = tables_after(&runs, &windows, self.conventions)?;
        let judged = self.targets.judge(&tables);
        let (figures, mut left_out) = figures::figures_after(&runs, &windows, &daily, &observed)?;
        left_out.extend(tables.notes.iter().cloned());
        let compared: Vec<Compared<'_>> =
            runs.iter().zip(&windows).map(|(run, window)| Compared { label: run.label(), run, window }).collect();
        let ilamb = scores::ilamb(&compared, &monthly, &observed)?;
        let scored = [figures::taylor_figure(&compared, &observed), figures::score_figure(&ilamb)];
        let files = [&self.runs, &self.daily, &self.monthly, &self.against];
        let checksum = |path: &&PathBuf| Ok(((*path).clone(), edaphon_io::checksum(path)?));
        let files: Vec<&PathBuf> = files.into_iter().flatten().collect();
        Ok(Evaluated {
            judged,
            binding: self.targets.binding,
            derived: derived(&runs, &windows),
            box_years: figures::box_years(&daily)?,
            scores: scores::scores(&compared, &observed),
            comparisons: scores::comparisons(&compared, &observed),
            spreads: scores::spreads(&compared, &observed),
            intervals: scores::intervals(&compared, &observed),
            ilamb,
            scored: scored.into_iter().flatten().collect(),
            observed,
            unused,
            tables,
            figures,
            left_out,
            inputs: files.par_iter().map(checksum).collect::<Result<_>>()?,
        })
    }

    /// Makes everything and writes it into `folder`: `report.html`, `tables.csv`, `tables.json`, scores as CSV, and of each figure PNG, SVG, CSV and
    /// JSON.
    ///
    /// # Errors
    /// As for [`make`](Self::make), and if a file is there already and may not be replaced, or cannot be written.
    pub fn write(&self, folder: &Path, force: bool) -> Result<(Evaluated, PathBuf)> {
        let report = folder.join("report.html");
        if report.exists() && !force {
            return Err(EvaluateError::Exists { path: report });
        }
        let made = self.make()?;
        std::fs::create_dir_all(folder).map_err(|reason| edaphon_io::Error::File {
            path: folder.to_owned(),
            action: "make the folder",
            reason,
        })?;
        made.figures.iter().chain(&made.scored).try_for_each(|drawn| write_figure(folder, drawn))?;
        page::write_text(&folder.join("tables.csv"), &page::tables_csv(&made))?;
        page::write_text(&folder.join("tables.json"), &format!("{:#}\n", made.json()))?;
        for (name, text) in page::score_files(&made) {
            page::write_text(&folder.join(name), &text)?;
        }
        let made = page::write_report(self, made, &report)?;
        Ok((made, report))
    }
}

/// Writes a figure as PNG and SVG, and its numbers as CSV and JSON.
fn write_figure(folder: &Path, drawn: &Drawn) -> Result<()> {
    for end in ["png", "svg"] {
        drawn.figure.write(&folder.join(format!("{}.{end}", drawn.name)))?;
    }
    page::write_text(&folder.join(format!("{}.csv", drawn.name)), &drawn.csv())?;
    page::write_text(&folder.join(format!("{}.json", drawn.name)), &format!("{:#}\n", drawn.json()))
}
