//! What the demonstration found.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use edaphon_run::Model;

use super::one_run::{OneRun, Ran};
use super::project::Site;
use crate::error::Result;
use crate::report::quantity::{
    CWD_C, GPP, GROWTH_ALLOWED, LITTER_C, MINERAL_N, NEP, NPP, PLANT_C, Quantity, RH, SOIL_C, SOIL_N,
};
use crate::report::{RunFile, Subject};

/// One model at one site: means over the measured years.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The site.
    pub site: &'static str,
    /// The model.
    pub model: Model,
    /// Plant carbon (kg C m⁻²).
    pub plant_c: f64,
    /// Litter carbon, woody debris included (kg C m⁻²).
    pub litter_c: f64,
    /// Soil carbon (kg C m⁻²).
    pub soil_c: f64,
    /// Soil nitrogen (g N m⁻²); none without nitrogen.
    pub soil_n: Option<f64>,
    /// Mineral nitrogen (g N m⁻²).
    pub mineral_n: Option<f64>,
    /// Gross primary production (g C m⁻² yr⁻¹): that of the tower.
    pub gpp: f64,
    /// Net primary production (g C m⁻² yr⁻¹).
    pub npp: f64,
    /// Heterotrophic respiration (g C m⁻² yr⁻¹).
    pub rh: f64,
    /// Net ecosystem production (g C m⁻² yr⁻¹), positive into the land.
    pub nep: f64,
    /// Share of NPP that nitrogen allows (0–1).
    pub growth_allowed: Option<f64>,
    /// Drift of total carbon at the end of the spin-up (g C m⁻² in 100 years).
    pub drift_c: f64,
    /// Drift of total nitrogen at the end of the spin-up (g N m⁻² in 100 years).
    pub drift_n: Option<f64>,
    /// Largest residual of the carbon budget (g C m⁻² in a year).
    pub residual_c: f64,
    /// Largest residual of the nitrogen budget (g N m⁻² in a year).
    pub residual_n: Option<f64>,
}

/// A command to type next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// The command, to be typed in the folder of the project.
    pub command: String,
    /// What it does.
    pub about: String,
}

/// What the demonstration found and wrote.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoResult {
    /// A row for each site and model.
    pub rows: Vec<Row>,
    /// Years of spin-up.
    pub spinup_years: u64,
    /// The folder.
    pub dir: PathBuf,
    /// The report.
    pub report: PathBuf,
    /// Descriptions, states and outputs.
    pub files: Vec<PathBuf>,
    /// What to type next, in the folder.
    pub next: Vec<Next>,
    /// What to keep in mind about the numbers, in sentences.
    pub words: Vec<String>,
}

impl Row {
    pub(super) fn of(run: &OneRun, ran: &Ran) -> Result<Self> {
        let file = Rc::new(RunFile::open(&run.output)?);
        let subject = Subject { name: run.site.id.to_owned(), runs: vec![Rc::clone(&file)], spot: Some(0) };
        let mean = |quantity: &Quantity| subject.mean(&file, quantity);
        let carbon = |quantity: &Quantity| Ok::<_, crate::JobError>(mean(quantity)?.unwrap_or(f64::NAN));
        let nitrogen = run.model.nitrogen();
        Ok(Self {
            site: run.site.id,
            model: run.model,
            plant_c: carbon(&PLANT_C)?,
            litter_c: carbon(&LITTER_C)? + carbon(&CWD_C)?,
            soil_c: carbon(&SOIL_C)?,
            soil_n: mean(&SOIL_N)?,
            mineral_n: mean(&MINERAL_N)?,
            gpp: carbon(&GPP)?,
            npp: carbon(&NPP)?,
            rh: carbon(&RH)?,
            nep: carbon(&NEP)?,
            growth_allowed: mean(&GROWTH_ALLOWED)?,
            drift_c: 100.0 * ran.drift[0],
            drift_n: nitrogen.then_some(100.0 * ran.drift[1]),
            residual_c: file.largest_residual("carbon")?.unwrap_or(f64::NAN),
            residual_n: file.largest_residual("nitrogen")?,
        })
    }
}

/// Commands that work in the folder of the project.
pub(super) fn next() -> Vec<Next> {
    let next = |command: &str, about: &str| Next { command: command.to_owned(), about: about.to_owned() };
    vec![
        next(
            "edaphon run FI-Hyy/mimics-cn.toml -o FI-Hyy/warmer.nc --set perturbation.soil_warming=3",
            "the soil of Hyytiälä 3 K warmer",
        ),
        next("edaphon plot FI-Hyy/warmer.nc --series cSoil,rh -o warmer.png", "what the warming does"),
        next(
            "edaphon run FI-Hyy/casa-cn.toml -o FI-Hyy/more-nitrogen.nc --set forcing.nitrogen_deposition=0.74",
            "twice the nitrogen deposition",
        ),
        next("edaphon info FI-Hyy/mimics-cn.nc", "what made a file, and whether its budget closes"),
        next("edaphon compare FI-Hyy/mimics-cn.nc FI-Hyy/warmer.nc", "where and by how much two outputs differ"),
    ]
}

/// The file of the report.
pub(super) fn report_path(dir: &Path) -> PathBuf {
    dir.join("report.html")
}

/// Rows in the order of sites and models.
pub(super) fn rows(runs: &[OneRun], ran: &[Ran]) -> Result<Vec<Row>> {
    let mut rows: Vec<Row> = runs.iter().zip(ran).map(|(run, ran)| Row::of(run, ran)).collect::<Result<_>>()?;
    let site = |row: &Row| super::SITES.iter().position(|site: &Site| site.id == row.site);
    rows.sort_by_key(|row| (site(row), Model::ALL.iter().position(|model| *model == row.model)));
    Ok(rows)
}
