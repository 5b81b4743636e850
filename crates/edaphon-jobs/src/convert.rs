//! Files of other programs turned into descriptions, parameter files and states.

use std::path::{Path, PathBuf};

use edaphon_core::provenance::Provenance;
use edaphon_io::testbed::{Control, SoilModel, Start, read_perturbation};

use crate::error::{JobError, Result};
use crate::testbed::{TestbedOptions, job::model_of};
use crate::{parameters, restart, rothc, testbed};

/// Converts one file and returns what was written: a control file (`.lst`) becomes a description with its parameters and
/// start state beside it, a parameter file (`.csv`) becomes TOML, and an input of RothC (`.dat`) a description with its months beside it.
///
/// # Errors
/// All faults of the file; an output that exists, unless `force`.
pub fn convert(path: &Path, output: Option<&Path>, force: bool, provenance: &Provenance) -> Result<Vec<PathBuf>> {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("lst") => control(path, &target(path, output, "toml"), force, provenance),
        Some("csv" | "toml") => {
            let out = target(path, output, "toml");
            refuse(&out, force)?;
            parameters::write(&out, &parameters::read(path)?, &title(path))?;
            Ok(vec![out])
        }
        Some("dat") => {
            let out = target(path, output, "toml");
            refuse(&out, force)?;
            refuse(&rothc::months_beside(&out), force)?;
            Ok(rothc::convert(path, &out)?.into())
        }
        _ => Err(JobError::refused(format!(
            "{}: accepted are control files (.lst) and parameter files (.csv) of the testbed, and inputs of RothC (.dat)",
            path.display()
        ))),
    }
}

fn title(path: &Path) -> String {
    format!("converted from {}", path.file_name().unwrap_or_default().to_string_lossy())
}

/// Where the result goes: the file given, a file in the folder given, or beside the input.
fn target(path: &Path, output: Option<&Path>, ending: &str) -> PathBuf {
    let name = PathBuf::from(path.file_name().unwrap_or_default()).with_extension(ending);
    match output {
        Some(folder) if folder.is_dir() => folder.join(name),
        Some(file) => file.to_owned(),
        None => path.with_extension(ending),
    }
}

fn refuse(path: &Path, force: bool) -> Result<()> {
    if path.exists() && !force { Err(JobError::Exists { path: path.to_owned() }) } else { Ok(()) }
}

/// A control file: its description, its parameters and, where it starts from pools, its state.
fn control(path: &Path, out: &Path, force: bool, provenance: &Provenance) -> Result<Vec<PathBuf>> {
    let said = Control::read(path)?;
    let parameter_file = out.with_extension("parameters.toml");
    let state_file = out.with_extension("start.nc");
    let mut written = vec![out.to_owned(), parameter_file.clone()];
    let starts_from_pools = said.start != Start::Tables;
    if starts_from_pools {
        written.push(state_file.clone());
    }
    written.iter().try_for_each(|file| refuse(file, force))?;
    // Opening reads and checks all that the control file names.
    let job = testbed::open(path, &TestbedOptions { force: true, ..TestbedOptions::default() })?;
    let mut set = edaphon_run::landscape::Parameters::default();
    parameters::read_over(&said.pft, &mut set)?;
    if said.soil_model == SoilModel::Mimics {
        parameters::read_over(&said.mimics, &mut set)?;
    }
    parameters::write(&parameter_file, &set, &title(path))?;
    if starts_from_pools {
        restart::write_states(&state_file, &job.grid, &job.land, &job.start, 0, provenance, &[])?;
    }
    let text = description(&said, out, &parameter_file, starts_from_pools.then_some(&state_file))?;
    write_text(out, &text)?;
    Ok(written)
}

/// The text of a description that says what a control file says.
fn description(said: &Control, out: &Path, parameter_file: &Path, state: Option<&PathBuf>) -> Result<String> {
    let quoted = |file: &Path| -> Result<String> { Ok(toml::Value::String(seen_from(out, file)?).to_string()) };
    let mut text = format!("model = \"{}\"\n", model_of(said).name());
    text.push_str("profile = \"testbed-2.0\"       # the reference's accounting; `edaphon` closes the budgets\n");
    text.push_str(&format!("parameters = {}\n", quoted(parameter_file)?));
    text.push_str(&format!("\n[grid]\nfile = {}\nsoil = {}\n", quoted(&said.grid)?, quoted(&said.soil)?));
    text.push_str(&format!("phenology = {}\n\n[forcing]\n", quoted(&said.phenology)?));
    if matches!(said.start, Start::Transient | Start::Cycle) {
        let (first, last) = said.years;
        let name = said.met.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let stem = &name[..name.len().saturating_sub("YYYY_YYYY.nc".len())];
        let pattern = said.met.with_file_name(format!("{stem}YYYY_YYYY.nc"));
        text.push_str(&format!("file = {}\nyears = [{first}, {last}]\n", quoted(&pattern)?));
    } else {
        text.push_str(&format!("file = {}\n", quoted(&said.met)?));
    }
    text.push_str(&format!("\n[time]\nloops = {}\n", said.repetitions.max(1)));
    if let Some(state) = state {
        text.push_str(&format!("\n[start]\nfrom = {}\n", quoted(state)?));
    }
    let change = read_perturbation(&said.perturbation)?;
    let changes = change.air_warming != 0.0 || change.soil_warming != 0.0 || change.npp_multiplier != 1.0;
    if changes {
        let (air, soil, npp) = (change.air_warming, change.soil_warming, change.npp_multiplier);
        let from = change.first_year.max(1);
        text.push_str(&format!(
            "\n[perturbation]\nair_warming = {air:?}     # K\nsoil_warming = {soil:?}    # K\nnpp_multiplier = {npp:?}\nfrom_year = {from}\n"
        ));
    }
    let every = if said.daily { "day" } else { "year" };
    text.push_str(&format!("\n[output]\nfile = {}\nevery = \"{every}\"\n", quoted(&out.with_extension("nc"))?));
    Ok(text)
}

/// A path as a description in `out` names it: relative to its folder where it can be.
fn seen_from(out: &Path, file: &Path) -> Result<String> {
    let wrong = |reason| edaphon_io::Error::File { path: file.to_owned(), action: "find", reason };
    let absolute = std::path::absolute(file).map_err(wrong)?;
    let folder = std::path::absolute(out).map_err(wrong)?;
    let folder = folder.parent().unwrap_or(Path::new("/"));
    Ok(absolute.strip_prefix(folder).unwrap_or(&absolute).display().to_string())
}

/// Writes a text beside and renames it.
pub(crate) fn write_text(path: &Path, text: &str) -> Result<()> {
    let wrong = |action| move |reason| edaphon_io::Error::File { path: path.to_owned(), action, reason };
    let beside = path.with_extension(format!("tmp-{}", std::process::id()));
    std::fs::write(&beside, text).map_err(wrong("write"))?;
    Ok(std::fs::rename(&beside, path).map_err(wrong("rename"))?)
}
