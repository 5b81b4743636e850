//! From a description to a job.

use std::path::{Path, PathBuf};

use edaphon_core::provenance::Provenance;
use edaphon_core::{ParamSet, nearest};
use edaphon_io::Faults;
use edaphon_run::landscape::Parameters;
use edaphon_run::{Landscape, Model, Schedule};

use super::section::{Document, Section};
use super::{forcing, models, nitrogen, phase, place, settings};
use crate::cf::{CfOutput, Settings};
use crate::checksum;
use crate::coupled::Standing;
use crate::error::{JobError, Result};
use crate::forcing::Forcing;
use crate::job::{Job, Output};
use crate::testbed::trace::Trace;
use crate::{parameters, restart};

/// What the command line adds to a description.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// `KEY=VALUE` settings over those of the file.
    pub set: Vec<String>,
    /// The output file, in place of the described one.
    pub output: Option<PathBuf>,
    /// A state to start from, in place of the described one.
    pub start: Option<PathBuf>,
    /// Whether to go on from the restart of an interrupted run.
    pub resume: bool,
    /// The phase to begin with, from the state that the one before left.
    pub from_phase: Option<String>,
    /// Where a daily trace goes.
    pub trace: Option<PathBuf>,
    /// Whether outputs may be replaced.
    pub force: bool,
    /// Whether the run is only looked at: then nothing is made where its outputs go.
    pub only_check: bool,
    /// What made the files.
    pub provenance: Provenance,
}

/// What a description says, before anything it names is opened but the cells.
pub(super) struct Described {
    /// At least one.
    pub models: Vec<Model>,
    pub profile: edaphon_models::Profile,
    pub parameters: Parameters,
    pub cells: place::Cells,
    /// Shared by the phases that have none of their own.
    pub forcing: Option<forcing::Wanted>,
    pub spinup_years: u64,
    pub loops: u64,
    pub start: Option<PathBuf>,
    pub perturbation: edaphon_run::Perturbation,
    /// Soil nitrogen, where it is coupled.
    pub nitrogen: Option<nitrogen::Wanted>,
    pub output: settings::Wanted,
    pub phases: Vec<phase::Phase>,
    pub about: Vec<(String, String)>,
}

/// Reads a description and all it names, checks it and prepares its run.
///
/// # Errors
/// All faults of the description; faults of the files it names; an output that exists; a restart that does not fit; several
/// models or phases, which [`crate::open_task`] takes.
pub fn open(path: &Path, options: &Options) -> Result<Job> {
    let (text, described) = read(path, options)?;
    if !described.is_plain() {
        let problem =
            "has several models or [[phase]], which `edaphon run` takes; accepted here is one model without phases";
        return Err(JobError::refused(format!("{}: {problem}", path.display())));
    }
    if options.from_phase.is_some() {
        let mend = "leave --from-phase out, or describe phases with [[phase]]";
        return Err(JobError::refused(format!("{}: has no phases to begin from; {mend}", path.display())));
    }
    prepare(path, &text, described, options)
}

/// The text of a description with the settings of the command line, and what it says.
pub(super) fn read(path: &Path, options: &Options) -> Result<(String, Described)> {
    let bytes = std::fs::read(path);
    let bytes = bytes.map_err(|reason| edaphon_io::Error::File { path: path.to_owned(), action: "read", reason })?;
    let text = super::overrides::applied(path, &String::from_utf8_lossy(&bytes), &options.set)?;
    let described =
        describe(path, &text).map_err(|error| if options.set.is_empty() { error } else { without_lines(error) })?;
    Ok((text, described))
}

impl Described {
    /// Whether it is one run of one model.
    pub(super) fn is_plain(&self) -> bool {
        self.models.len() == 1 && self.phases.is_empty()
    }
}

fn describe(path: &Path, text: &str) -> Result<Described> {
    let document = Document::new(path, text);
    let table = document.root();
    let described = match &table {
        Some(table) => sections(&Section::root(&document, table)),
        None => Ok(None),
    };
    let faults = document.into_faults();
    // What is wrong with the description comes first: a missing file may be only its consequence.
    faults.or(())?;
    described?.ok_or_else(|| JobError::refused(format!("{}: the description is not complete", path.display())))
}

/// Settings of the command line shift the lines of a description: its faults are told without them.
fn without_lines(error: JobError) -> JobError {
    let JobError::Faults(found) = error else { return error };
    let mut faults = Faults::new();
    for fault in found.list() {
        faults.add(&fault.path, format!("{} (the description with what --set puts over it)", fault.problem));
    }
    JobError::Faults(faults)
}

fn sections(root: &Section<'_, '_>) -> Result<Option<Described>> {
    let models = models::models(root);
    let profile = settings::profile(root);
    let parameters = parameters_of(root);
    let cells = place::cells(root);
    // Phases may all have weather of their own.
    let forcing = if root.has("forcing") || !root.has("phase") { forcing::wanted(root) } else { None };
    let spinup = root.section("spinup").map(|s| counted(s, "years", 0)).unwrap_or(0);
    let loops = root.section("time").map(|s| counted(s, "loops", 1)).unwrap_or(1);
    let start = root.section("start").and_then(|s| {
        let from = s.path("from");
        s.finish();
        from
    });
    let perturbation = settings::perturbation(root);
    let nitrogen = nitrogen::wanted(root, &models, profile, root.has("phase"));
    let output = settings::output(root);
    let phases = phase::phases(root, &output);
    let about = settings::about(root);
    phase::refuse_beside(root, &phases, &output, models.len());
    root.check_keys();
    let (Some(parameters), Some(cells)) = (parameters?, cells?) else { return Ok(None) };
    let spinup_years = spinup;
    Ok(Some(Described {
        models,
        profile,
        parameters,
        cells,
        forcing,
        spinup_years,
        loops,
        start,
        perturbation,
        nitrogen,
        output,
        phases,
        about,
    }))
}

fn counted(section: Section<'_, '_>, key: &'static str, default: i64) -> u64 {
    let count = section.integer(key, default..=10_000_000).unwrap_or(default);
    section.finish();
    count as u64
}

/// `parameters = "set or file"`, or `[parameters]` with `set` and `[parameters.override]`.
fn parameters_of(root: &Section<'_, '_>) -> Result<Option<Parameters>> {
    if root.is_text("parameters") {
        return root.text("parameters").map(|name| named(root, &name)).transpose();
    }
    let Some(section) = root.section("parameters") else { return Ok(Some(Parameters::default())) };
    let mut parameters = section.text("set").map_or_else(|| Ok(Parameters::default()), |name| named(root, &name))?;
    if let Some(over) = section.section("override") {
        for (name, values, at) in over.free_numbers() {
            if let Err(problem) = set_any(&mut parameters, &name, &values) {
                root.document().fault(at, problem);
            }
        }
    }
    section.finish();
    for problem in parameters::inconsistencies(&parameters) {
        root.fault("parameters", problem);
    }
    Ok(Some(parameters))
}

fn named(root: &Section<'_, '_>, name: &str) -> Result<Parameters> {
    if name == parameters::DEFAULT_SET {
        return Ok(Parameters::default());
    }
    Ok(parameters::read(&root.document().beside(name))?)
}

/// Sets a parameter in whichever table has it.
pub(crate) fn set_any(parameters: &mut Parameters, name: &str, values: &[f64]) -> std::result::Result<(), String> {
    let Some(table) = parameters::table_of(name) else {
        let all = parameters::TABLES.iter().flat_map(|t| t.params).map(|p| p.name);
        let hint = edaphon_core::did_you_mean(nearest(name, all).as_deref());
        return Err(format!("unknown parameter `{name}`{hint}; `edaphon params show` lists them"));
    };
    let set: Option<&mut ParamSet> = parameters::set_named(parameters, table.model);
    set.map_or(Ok(()), |set| set.set(name, values, "override in the run description").map_err(|e| e.to_string()))
}

fn prepare(path: &Path, text: &str, described: Described, options: &Options) -> Result<Job> {
    let Described { models, profile, parameters, cells, output, .. } = &described;
    let (Some(model), Some(forcing)) = (models.first(), &described.forcing) else {
        return Err(JobError::refused(format!("{}: the description is not complete", path.display())));
    };
    let weather = forcing.open(cells)?;
    let land = Landscape::new(*model, *profile, parameters, &cells.places)
        .map_err(|problem| JobError::Parameter { origin: path.display().to_string(), problem })?;
    let land = match &described.nitrogen {
        Some(wanted) => land
            .coupled(&wanted.coupling)
            .map_err(|problem| JobError::refused(format!("{}: [nitrogen]: {problem}", path.display())))?,
        None => land,
    };
    let file = options.output.clone().or_else(|| output.file.clone());
    let file = file.unwrap_or_else(|| path.with_extension("nc"));
    let trace = options.trace.clone().or_else(|| output.trace.clone());
    let restart_path = output.restart.clone().unwrap_or_else(|| file.with_extension("restart.nc"));
    let schedule = Schedule { forcing_years: weather.source.years() as u64, loops: described.loops };
    let (start, mineral, years_before) = states(&described, &land, &weather.grid, &restart_path, options)?;
    let recorded_before = years_before.saturating_sub(described.spinup_years);
    if !options.force && !options.resume {
        refuse_existing([Some(&file), trace.as_ref()])?;
    }
    let mut provenance = provenance(path, text, &described, &weather, options)?;
    if let Some(wanted) = &described.nitrogen {
        provenance = provenance.with("edaphon_soil_nitrogen", &wanted.words());
    }
    let notes: Vec<String> = cells.notes.iter().chain(&weather.notes).cloned().collect();
    for note in &notes {
        provenance = provenance.note(note);
    }
    let years_left = schedule.years().saturating_sub(recorded_before);
    if years_left == 0 {
        let years = schedule.years();
        return Err(JobError::refused(format!(
            "{}: all {years} years are run already; nothing is left to resume",
            path.display()
        )));
    }
    let first_year = weather.source.calendar_year(0).filter(|_| schedule.loops == 1).unwrap_or(1);
    let file = if options.only_check { scratch_file() } else { file };
    make_folders([Some(&file), trace.as_ref(), Some(&restart_path)], options)?;
    let settings = Settings {
        variables: output.variables.clone(),
        format: output.format,
        chunks: output.chunks,
        first_year,
        about: about(&described, *model),
        ..Settings::new(&file, output.every, years_left)
    };
    let made = if recorded_before > 0 { CfOutput::append(settings, &land)? } else { CfOutput::new(settings, &land)? };
    let mut outputs: Vec<Box<dyn Output>> = vec![Box::new(made)];
    if let Some(trace) = trace.filter(|_| !options.only_check) {
        outputs.push(Box::new(Trace::create(&trace, &weather.grid, *model, profile.is_testbed())?));
    }
    let forcing = Forcing::new(weather.source, land.packing());
    Ok(Job {
        grid: weather.grid,
        land,
        start,
        mineral,
        years_before,
        forcing,
        spinup_years: described.spinup_years,
        schedule,
        perturbation: described.perturbation,
        outputs,
        restart: Some(restart_path),
        provenance,
        notes,
    })
}

/// The states to start from, their pools of mineral nitrogen where a restart has them, and the years of this run that they have behind them.
fn states(
    described: &Described,
    land: &Landscape,
    grid: &edaphon_core::grid::Grid,
    restart_path: &Path,
    options: &Options,
) -> Result<Standing> {
    if options.resume {
        return crate::testbed::resumed(restart_path, grid, land);
    }
    match options.start.as_ref().or(described.start.as_ref()) {
        Some(from) => {
            let found = restart::read(from, grid, land)?;
            Ok((found.states, found.mineral, 0))
        }
        None => Ok((land.start().to_vec(), Vec::new(), 0)),
    }
}

fn refuse_existing<const N: usize>(paths: [Option<&PathBuf>; N]) -> Result<()> {
    match paths.into_iter().flatten().find(|path| path.exists()) {
        Some(path) => Err(JobError::Exists { path: path.clone() }),
        None => Ok(()),
    }
}

/// Makes the folders that outputs go to.
fn make_folders<const N: usize>(paths: [Option<&PathBuf>; N], options: &Options) -> Result<()> {
    if options.only_check {
        return Ok(());
    }
    for folder in paths.into_iter().flatten().filter_map(|path| path.parent()) {
        let wrong = |reason| edaphon_io::Error::File { path: folder.to_owned(), action: "make the folder", reason };
        std::fs::create_dir_all(folder).map_err(wrong)?;
    }
    Ok(())
}

/// Stands for the output of a run that is only looked at; an output that is not finished leaves nothing behind.
pub(super) fn scratch_file() -> PathBuf {
    std::env::temp_dir().join(format!("edaphon-check-{}.nc", std::process::id()))
}

/// Who made a file of this model and what for.
pub(super) fn about(described: &Described, model: Model) -> Vec<(String, String)> {
    let mut about = described.about.clone();
    if let (Some(name), false) = (&described.cells.name, about.iter().any(|(key, _)| key == "title")) {
        about.push(("title".to_owned(), format!("{name}: {}", model.about())));
    }
    about
}

fn provenance(
    path: &Path,
    text: &str,
    described: &Described,
    weather: &forcing::Weather,
    options: &Options,
) -> Result<Provenance> {
    let mut made = inputs(path, text, options)?;
    for (name, line) in weather.checksums()? {
        made = made.input(&name, &line);
    }
    for (name, value) in &weather.attributes {
        made = made.with(name, value);
    }
    Ok(made.with("edaphon_parameters", &parameters_in_words(described)))
}

/// What made the files, the weather left aside.
pub(super) fn inputs(path: &Path, text: &str, options: &Options) -> Result<Provenance> {
    Ok(options.provenance.clone().configuration(text).input(&path.display().to_string(), &checksum(path)?))
}

/// The parameters as a file that can be read again.
pub(super) fn parameters_in_words(described: &Described) -> String {
    parameters::to_toml(&described.parameters, "parameters of this run")
}

/// The faults of a description and of what it names, without preparing a run.
pub fn check(path: &Path, options: &Options) -> std::result::Result<Job, Faults> {
    open(path, options).map_err(|error| match error {
        JobError::Faults(faults) | JobError::Io(edaphon_io::Error::Faults(faults)) => faults,
        other => {
            let mut faults = Faults::new();
            faults.add(path, other.to_string());
            faults
        }
    })
}
