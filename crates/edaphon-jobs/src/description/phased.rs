//! From a description of phases, or of several models, to their run.

use std::path::{Path, PathBuf};

use edaphon_core::provenance::Provenance;
use edaphon_io::Faults;
use edaphon_run::{Landscape, Model};

use super::files::{check_outputs, clear_the_way, refuse_same_names};
use super::phase::{Phase as Wanted, PhaseOutput};
use super::read::{Described, Options, about, inputs, parameters_in_words, read};
use super::{forcing, settings};
use crate::cf::{self, Settings};
use crate::error::{JobError, Result};
use crate::forcing::Forcing;
use crate::phases::{Kind, Names, Phase, PhasedRun, Recording, Strand, stand};
use crate::restart;

/// Reads a description of phases or of several models and prepares its run; `None` if it is of one model without phases.
///
/// # Errors
/// All faults of the description and of what it names; an output that exists; a restart that does not fit.
pub fn open_phases(path: &Path, options: &Options) -> Result<Option<PhasedRun>> {
    let (text, described) = read(path, options)?;
    if described.is_plain() {
        return Ok(None);
    }
    refuse_single(path, options)?;
    let implied = implied(path, &described);
    let wanted = if described.phases.is_empty() { &implied } else { &described.phases };
    let weathers = weathers(path, &described, wanted)?;
    let grid = weathers[0].grid.clone();
    let strands = described.models.iter().map(|model| strand(path, &described, *model, &grid, options));
    let strands = strands.collect::<Result<Vec<_>>>()?;
    let mut notes = described.cells.notes.clone();
    for note in weathers.iter().flat_map(|weather| &weather.notes) {
        if !notes.contains(note) {
            notes.push(note.clone());
        }
    }
    let made = inputs(path, &text, options)?;
    let maker = Maker { path, described: &described, wanted, strands: &strands, made: &made };
    let phases = weathers.into_iter().enumerate().map(|(number, weather)| maker.phase(number, weather));
    let phases = together(path, phases)?;
    let mut run = PhasedRun { grid, strands, phases, notes };
    check_outputs(&run)?;
    refuse_same_names(path, &run)?;
    stand(&mut run, path, options.resume, options.from_phase.as_deref())?;
    if !options.only_check {
        clear_the_way(&run, options)?;
    }
    Ok(Some(run))
}

/// Options that name one file.
fn refuse_single(path: &Path, options: &Options) -> Result<()> {
    let given = [
        ("-o", options.output.is_some(), "name files in the description, with {phase} and {model}"),
        ("--trace", options.trace.is_some(), "trace one model without phases"),
    ];
    match given.iter().find(|(_, given, _)| *given) {
        Some((option, _, mend)) => {
            let words = format!("{option} does not go with phases or several models; {mend}");
            Err(JobError::refused(format!("{}: {words}", path.display())))
        }
        None => Ok(()),
    }
}

/// The phases of a description without any: years before the recorded ones, and these.
fn implied(path: &Path, described: &Described) -> Vec<Wanted> {
    let beside = |ending: &str| {
        let restart = described.output.restart.clone();
        let file = described.output.file.clone().unwrap_or_else(|| path.with_extension("nc"));
        restart.unwrap_or_else(|| file.with_extension("restart.nc")).with_extension("").with_extension(ending)
    };
    let phase = |name: &str, kind, restart| Wanted {
        name: name.to_owned(),
        forcing: None,
        years: None,
        loops: described.loops,
        all_years: None,
        first_year: None,
        perturbation: described.perturbation,
        kind,
        outputs: vec![PhaseOutput { file: described.output.clone(), shared: true, years: None, region: None }],
        restart: Some(restart),
    };
    let mut all = Vec::new();
    if described.spinup_years > 0 {
        let silent = phase("spinup", Kind::Silent, beside("spinup.restart.nc"));
        let perturbation = edaphon_run::Perturbation::default();
        all.push(Wanted { all_years: Some(described.spinup_years), perturbation, ..silent });
    }
    all.push(phase("run", Kind::Recorded, beside("restart.nc")));
    all
}

/// All that can be had, or every fault of all.
fn together<T>(path: &Path, all: impl Iterator<Item = Result<T>>) -> Result<Vec<T>> {
    let (mut faults, mut found) = (Faults::new(), Vec::new());
    for one in all {
        match one {
            Ok(one) => found.push(one),
            Err(JobError::Faults(more) | JobError::Io(edaphon_io::Error::Faults(more))) => {
                // Phases that share a file share its faults.
                more.list()
                    .iter()
                    .filter(|f| !faults.list().contains(f))
                    .cloned()
                    .collect::<Vec<_>>()
                    .into_iter()
                    .for_each(|f| match f.line {
                        Some(line) => faults.add_at(&f.path, line, f.problem),
                        None => faults.add(&f.path, f.problem),
                    });
            }
            Err(JobError::Refused(words)) => {
                let here = format!("{}: ", path.display());
                faults.add(path, words.strip_prefix(&here).unwrap_or(&words));
            }
            Err(other) => return Err(other),
        }
    }
    Ok(faults.or(found)?)
}

/// The weather of each phase; their cells must be the same.
fn weathers(path: &Path, described: &Described, wanted: &[Wanted]) -> Result<Vec<forcing::Weather>> {
    let open = |phase: &Wanted| {
        let shared = || described.forcing.clone();
        let Some(of_phase) = phase.forcing.clone().or_else(shared) else {
            return Err(JobError::refused(format!("phase `{}` has no weather", phase.name)));
        };
        let of_phase = phase.years.map_or(of_phase.clone(), |years| of_phase.in_years(years));
        of_phase.open(&described.cells)
    };
    let weathers = together(path, wanted.iter().map(open))?;
    let others = weathers.iter().zip(wanted).skip(1);
    if let Some((_, phase)) = others.into_iter().find(|(weather, _)| weather.grid != weathers[0].grid) {
        let words =
            format!("the forcing of phase `{}` lies on another map than that of `{}`", phase.name, wanted[0].name);
        return Err(JobError::refused(format!("{}: {words}; accepted is the same map in all", path.display())));
    }
    Ok(weathers)
}

/// A model at its start.
fn strand(
    path: &Path,
    described: &Described,
    model: Model,
    grid: &edaphon_core::grid::Grid,
    options: &Options,
) -> Result<Strand> {
    let land = Landscape::new(model, described.profile, &described.parameters, &described.cells.places)
        .map_err(|problem| JobError::Parameter { origin: path.display().to_string(), problem })?;
    let from = options.start.as_ref().or(described.start.as_ref());
    let begins_later = options.resume || options.from_phase.is_some();
    let states = match from.filter(|_| !begins_later) {
        Some(from) => {
            let names = Names { phase: "", insert_phase: false, model: model.name(), insert_model: false };
            restart::read(&names.put_into(from), grid, &land)?.states
        }
        None => land.start().to_vec(),
    };
    Ok(Strand { land, states, phase: 0, years: 0 })
}

/// What phases are made from.
struct Maker<'a> {
    path: &'a Path,
    described: &'a Described,
    wanted: &'a [Wanted],
    strands: &'a [Strand],
    made: &'a Provenance,
}

impl Maker<'_> {
    fn phase(&self, number: usize, weather: forcing::Weather) -> Result<Phase> {
        let wanted = &self.wanted[number];
        let per_loop = weather.source.years() as u64;
        let loops = if let Kind::SpinUp(spin) = wanted.kind { spin.loops } else { wanted.loops };
        let years = wanted.all_years.unwrap_or(per_loop * loops);
        let calendar = weather.source.calendar_year(0).filter(|_| years == per_loop);
        let first_year = wanted.first_year.or(calendar).unwrap_or(1);
        let packing = self.strands[0].land.packing();
        let provenance = self.provenance(&weather, wanted)?;
        let forcing = match years <= per_loop {
            true => Forcing::once(weather.source, packing),
            false => Forcing::new(weather.source, packing),
        };
        let last_year = first_year + years as i64 - 1;
        let of_model = |strand: &Strand| {
            let outputs = wanted.outputs.iter().filter(|_| wanted.kind == Kind::Recorded);
            outputs.map(|output| self.recording(wanted, output, strand, (first_year, last_year))).collect()
        };
        let recordings = self.strands.iter().map(of_model).collect::<Result<Vec<Vec<_>>>>()?;
        let restarts = self.strands.iter().map(|strand| self.restart(wanted, strand)).collect();
        Ok(Phase {
            name: wanted.name.clone(),
            kind: wanted.kind,
            forcing,
            years,
            first_year,
            perturbation: wanted.perturbation,
            recordings,
            restarts,
            provenance,
        })
    }

    fn provenance(&self, weather: &forcing::Weather, wanted: &Wanted) -> Result<Provenance> {
        let mut made = self.made.clone();
        for (name, line) in weather.checksums()? {
            made = made.input(&name, &line);
        }
        for (name, value) in &weather.attributes {
            made = made.with(name, value);
        }
        for note in &weather.notes {
            made = made.note(note);
        }
        let made = made.with("edaphon_parameters", &parameters_in_words(self.described));
        Ok(made.with("edaphon_phase", &wanted.name))
    }

    fn names<'n>(&self, wanted: &'n Wanted, strand: &Strand, insert_phase: bool) -> Names<'n> {
        let insert_model = self.strands.len() > 1;
        Names { phase: &wanted.name, insert_phase, model: strand.land.model().name(), insert_model }
    }

    fn recording(
        &self,
        wanted: &Wanted,
        output: &PhaseOutput,
        strand: &Strand,
        (first, last): (i64, i64),
    ) -> Result<Recording> {
        let settings::Wanted { file, every, variables, format, chunks, .. } = &output.file;
        let template = file.clone().unwrap_or_else(|| self.path.with_extension("nc"));
        let insert_phase = output.shared && !self.described.phases.is_empty();
        let file = self.names(wanted, strand, insert_phase).put_into(&template);
        let [from, to] = output.years.unwrap_or([first, last]);
        if from < first || to > last {
            let words =
                format!("phase `{}` has the years {first} to {last}, its output asks for {from} to {to}", wanted.name);
            return Err(JobError::refused(format!("{words}; accepted are years within the phase")));
        }
        let window = ((from - first) as u64 + 1, (to - first) as u64 + 1);
        let settings = Settings {
            variables: variables.as_ref().map(|asked| self.of_model(asked, strand)),
            format: *format,
            chunks: *chunks,
            region: output.region,
            first_year: first,
            about: about(self.described, strand.land.model()),
            ..Settings::new(file, *every, window.1 + 1 - window.0)
        };
        Ok(Recording { settings, window })
    }

    /// Those variables that the model has, or that none of the models has: these are refused later on.
    fn of_model(&self, asked: &[String], strand: &Strand) -> Vec<String> {
        let has = |strand: &Strand, name: &str| {
            let table = cf::variables(strand.land.model(), strand.land.profile());
            name == "all" || table.iter().any(|v| v.name == name || v.group.name() == name)
        };
        let unknown = |name: &str| !self.strands.iter().any(|other| has(other, name));
        asked.iter().filter(|name| has(strand, name) || unknown(name)).cloned().collect()
    }

    /// `NAME.restart.nc` beside the outputs of the phase, or of the first that has any.
    fn restart(&self, wanted: &Wanted, strand: &Strand) -> PathBuf {
        let recorded = |phase: &&Wanted| phase.kind == Kind::Recorded;
        let own = Some(wanted).filter(recorded).or_else(|| self.wanted.iter().find(recorded));
        let file = own.and_then(|phase| phase.outputs.first()).and_then(|output| output.file.file.clone());
        let beside = file.unwrap_or_else(|| self.path.to_owned()).with_file_name("{phase}.restart.nc");
        self.names(wanted, strand, false).put_into(wanted.restart.as_ref().unwrap_or(&beside))
    }
}
