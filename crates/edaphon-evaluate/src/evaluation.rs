//! An evaluation from files to a folder: tables, figures, scores and one page.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::annual::{AnnualRun, FOR_TABLES, Window, sorted};
use crate::error::{EvaluateError, Result};
use crate::figures::{DailyRun, Drawn, figures};
use crate::observations::{self, Observed};
use crate::page;
use crate::scores::{Score, scores};
use crate::tables::{Conventions, Judged, Tables, Targets, Verdict, tables};

/// What is evaluated, and how.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// Annual outputs, one of each model.
    pub runs: Vec<PathBuf>,
    /// Daily outputs of the box of figure 7.
    pub daily: Vec<PathBuf>,
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
    /// Scores against observations.
    pub scores: Vec<Score>,
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
            "scores": self.scores.iter().map(Score::json).collect::<Vec<_>>(),
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
        let mut observed: Vec<Observed> = Vec::new();
        for path in &self.against {
            observed.extend(observations::read(path, first)?);
        }
        let windows: Vec<Window> =
            runs.iter().map(|run| run.window(&FOR_TABLES, 0, run.windows().years)).collect::<Result<_>>()?;
        let tables = tables(&runs, self.conventions)?;
        let judged = self.targets.judge(&tables);
        let (figures, mut left_out) = figures(&runs, &daily, &observed)?;
        left_out.extend(tables.notes.iter().cloned());
        let scores = scores(&runs, &windows, &observed)?;
        let checksum = |path: &PathBuf| Ok((path.clone(), edaphon_io::checksum(path)?));
        let inputs = self.runs.iter().chain(&self.daily).chain(&self.against).map(checksum).collect::<Result<_>>()?;
        Ok(Evaluated { tables, judged, binding: self.targets.binding, scores, figures, left_out, inputs })
    }

    /// Makes everything and writes it into `folder`: `report.html`, `tables.csv`, `tables.json`, `scores.csv`, and of each figure PNG, SVG,
    /// CSV and JSON.
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
        for drawn in &made.figures {
            for end in ["png", "svg"] {
                drawn.figure.write(&folder.join(format!("{}.{end}", drawn.name)))?;
            }
            page::write_text(&folder.join(format!("{}.csv", drawn.name)), &drawn.csv())?;
            page::write_text(&folder.join(format!("{}.json", drawn.name)), &format!("{:#}\n", drawn.json()))?;
        }
        page::write_text(&folder.join("tables.csv"), &page::tables_csv(&made))?;
        page::write_text(&folder.join("tables.json"), &format!("{:#}\n", made.json()))?;
        page::write_text(&folder.join("scores.csv"), &page::scores_csv(&made))?;
        let made = page::write_report(self, made, &report)?;
        Ok((made, report))
    }
}
