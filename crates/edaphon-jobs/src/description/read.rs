//! From a description to a job.

use std::path::{Path, PathBuf};

use edaphon_core::provenance::Provenance;
use edaphon_core::{ParamSet, nearest};
use edaphon_io::Faults;
use edaphon_models::ecosystem::State;
use edaphon_run::landscape::Parameters;
use edaphon_run::{Landscape, Model, Schedule};

use super::section::{Document, Section};
use super::{forcing, place, settings};
use crate::cf::{CfOutput, Settings};
use crate::checksum;
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
struct Described {
    model: Model,
    profile: edaphon_models::Profile,
    parameters: Parameters,
    cells: place::Cells,
    forcing: forcing::Wanted,
    spinup_years: u64,
    loops: u64,
    start: Option<PathBuf>,
    perturbation: edaphon_run::Perturbation,
    output: settings::Wanted,
    about: Vec<(String, String)>,
}

/// Reads a description and all it names, checks it and prepares its run.
///
/// # Errors
/// All faults of the description; faults of the files it names; an output that exists; a restart that does not fit.
pub fn open(path: &Path, options: &Options) -> Result<Job> {
    let bytes = std::fs::read(path);
    let bytes = bytes.map_err(|reason| edaphon_io::Error::File { path: path.to_owned(), action: "read", reason })?;
    let text = super::overrides::applied(path, &String::from_utf8_lossy(&bytes), &options.set)?;
    let described =
        describe(path, &text).map_err(|error| if options.set.is_empty() { error } else { without_lines(error) })?;
    prepare(path, &text, described, options)
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
    root.require("model", "one of casa-c, casa-cn, mimics-c, mimics-cn");
    let models: Vec<_> = Model::ALL.iter().map(|m| (m.name(), *m)).collect();
    let model = root.choice("model", &models);
    let profile = settings::profile(root);
    let parameters = parameters_of(root);
    let cells = place::cells(root);
    let forcing = forcing::wanted(root);
    let spinup = root.section("spinup").map(|s| counted(s, "years", 0)).unwrap_or(0);
    let loops = root.section("time").map(|s| counted(s, "loops", 1)).unwrap_or(1);
    let start = root.section("start").and_then(|s| {
        let from = s.path("from");
        s.finish();
        from
    });
    let perturbation = settings::perturbation(root);
    let output = settings::output(root);
    let about = settings::about(root);
    root.check_keys();
    let (Some(model), Some(parameters), Some(cells), Some(forcing)) = (model, parameters?, cells?, forcing) else {
        return Ok(None);
    };
    let spinup_years = spinup;
    Ok(Some(Described {
        model,
        profile,
        parameters,
        cells,
        forcing,
        spinup_years,
        loops,
        start,
        perturbation,
        output,
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
    let Described { model, profile, parameters, cells, output, .. } = &described;
    let weather = described.forcing.open(cells)?;
    let land = Landscape::new(*model, *profile, parameters, &cells.places)
        .map_err(|problem| JobError::Parameter { origin: path.display().to_string(), problem })?;
    let file = options.output.clone().or_else(|| output.file.clone());
    let file = file.unwrap_or_else(|| path.with_extension("nc"));
    let trace = options.trace.clone().or_else(|| output.trace.clone());
    let restart_path = output.restart.clone().unwrap_or_else(|| file.with_extension("restart.nc"));
    let schedule = Schedule { forcing_years: weather.source.years() as u64, loops: described.loops };
    let (start, years_before) = states(&described, &land, &weather.grid, &restart_path, options)?;
    let recorded_before = years_before.saturating_sub(described.spinup_years);
    if !options.force && !options.resume {
        refuse_existing([Some(&file), trace.as_ref()])?;
    }
    let mut provenance = provenance(path, text, &described, &weather, options)?;
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
        about: about(&described),
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

/// The states to start from, and the years of this run that they have behind them.
fn states(
    described: &Described,
    land: &Landscape,
    grid: &edaphon_core::grid::Grid,
    restart_path: &Path,
    options: &Options,
) -> Result<(Vec<State<f64>>, u64)> {
    if options.resume {
        return crate::testbed::resumed(restart_path, grid, land);
    }
    match options.start.as_ref().or(described.start.as_ref()) {
        Some(from) => Ok((restart::read(from, grid, land)?.states, 0)),
        None => Ok((land.start().to_vec(), 0)),
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
fn scratch_file() -> PathBuf {
    std::env::temp_dir().join(format!("edaphon-check-{}.nc", std::process::id()))
}

fn about(described: &Described) -> Vec<(String, String)> {
    let mut about = described.about.clone();
    if let (Some(name), false) = (&described.cells.name, about.iter().any(|(key, _)| key == "title")) {
        about.push(("title".to_owned(), format!("{name}: {}", described.model.about())));
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
    let mut made = options.provenance.clone().configuration(text).input(&path.display().to_string(), &checksum(path)?);
    for file in &weather.files {
        made = made.input(&file.display().to_string(), &checksum(file)?);
    }
    for (name, value) in &weather.attributes {
        made = made.with(name, value);
    }
    Ok(made.with("edaphon_parameters", &parameters::to_toml(&described.parameters, "parameters of this run")))
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
