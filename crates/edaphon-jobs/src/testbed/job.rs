//! From a control file to a job.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use edaphon_core::grid::{Cell, Grid};
use edaphon_core::provenance::Provenance;
use edaphon_io::Faults;
use edaphon_io::testbed::{
    Control, Met, NamedValues, Nutrients, OutputHeader, PftTables, SoilModel, Start, StaticMaps, Step, TestbedGrid,
    output_name, read_casa_pools, read_grid, read_mimics, read_mimics_pools, read_perturbation, read_pft,
    read_phenology, read_soil,
};
use edaphon_models::Profile;
use edaphon_models::casa::{LeafSeason, PlantTraits, SoilTexture, StartPools};
use edaphon_models::ecosystem::State;
use edaphon_run::landscape::Parameters;
use edaphon_run::{Landscape, Model, Perturbation, Place, Schedule};

use super::bookkeeping::Keeper;
use super::met::{FilePerYear, OneFile};
use super::outputs::{Kind, TestbedNetcdf};
use super::restarts::Tables;
use super::start::restarted;
use super::trace::Trace;
use crate::coupled::Standing;
use crate::error::{JobError, Result};
use crate::forcing::{Forcing, ForcingSource};
use crate::job::{Job, Output};

/// What the command line adds to a control file.
#[derive(Debug, Clone, Default)]
pub struct TestbedOptions {
    /// Where a daily trace goes.
    pub trace: Option<PathBuf>,
    /// Whether outputs may be replaced.
    pub force: bool,
    /// Units for variables of the met file that lack them.
    pub units: Vec<(String, String)>,
    /// Another accounting than the reference's.
    pub profile: Option<Profile>,
    /// Whether to go on from the restart of an interrupted run.
    pub resume: bool,
    /// What made the files.
    pub provenance: Provenance,
}

/// Everything a control file names, read.
struct Inputs {
    control: Control,
    grid: TestbedGrid,
    soils: Vec<SoilTexture>,
    pft: PftTables,
    parameters: Parameters,
    places: Vec<Place>,
    perturbation: Perturbation,
}

/// Reads a control file and all it names, checks it and prepares its run; nothing is written yet but the start of a trace.
///
/// # Errors
/// All faults of the inputs, or an output that exists.
pub fn open(path: &Path, options: &TestbedOptions) -> Result<Job> {
    let inputs = read_inputs(path)?;
    let control = &inputs.control;
    let model = model_of(control);
    let profile = options.profile.unwrap_or(Profile::Testbed20);
    let land = Landscape::new(model, profile, &inputs.parameters, &inputs.places)
        .map_err(|problem| JobError::Parameter { origin: control.pft.display().to_string(), problem })?;
    let (source, met) = forcing(&inputs, &options.units)?;
    let restart_path = path.with_extension("restart.nc");
    let (start, mineral, years_before) = match options.resume {
        true => resumed(&restart_path, &met.grid, &land)?,
        false => (start_states(&inputs, &land, model)?, Vec::new(), 0),
    };
    let schedule = schedule(control, source.as_ref());
    let mut outputs = outputs(path, &inputs, &land, &met, &start, schedule)?;
    refuse_existing(control, schedule, options)?;
    if let Some(trace) = &options.trace {
        outputs.push(Box::new(Trace::create(trace, &met.grid, model, profile.is_testbed())?));
    }
    let forcing = Forcing::new(source, land.packing());
    Ok(Job {
        grid: met.grid,
        land,
        start,
        mineral,
        years_before,
        forcing,
        spinup_years: 0,
        schedule,
        perturbation: inputs.perturbation,
        outputs,
        restart: Some(restart_path),
        provenance: options.provenance.clone(),
        notes: met.notes,
    })
}

/// The cells and forcing of a control file under a model, without its outputs: for measuring.
///
/// # Errors
/// As [`open`].
pub fn landscape_of(path: &Path, model: Model, options: &TestbedOptions) -> Result<(Landscape, Forcing)> {
    let inputs = read_inputs(path)?;
    let profile = options.profile.unwrap_or(Profile::Edaphon);
    let land = Landscape::new(model, profile, &inputs.parameters, &inputs.places)
        .map_err(|problem| JobError::Parameter { origin: inputs.control.pft.display().to_string(), problem })?;
    let (source, _) = forcing(&inputs, &options.units)?;
    let forcing = Forcing::new(source, land.packing());
    Ok((land, forcing))
}

/// What is kept of the first met file.
struct MetFacts {
    grid: Grid,
    cell_missing: Vec<i32>,
    cell_id: Vec<i32>,
    years: i64,
    notes: Vec<String>,
}

/// The model that a control file asks for.
pub fn model_of(control: &Control) -> Model {
    match (control.soil_model, control.nutrients) {
        (SoilModel::Casa, Nutrients::Carbon) => Model::CasaC,
        (SoilModel::Casa, Nutrients::CarbonNitrogen) => Model::CasaCn,
        (SoilModel::Mimics, Nutrients::Carbon) => Model::MimicsC,
        (SoilModel::Mimics, Nutrients::CarbonNitrogen) => Model::MimicsCn,
    }
}

/// Reads the tables; faults of all of them are told together.
fn read_inputs(path: &Path) -> Result<Inputs> {
    let control = Control::read(path)?;
    control.check_inputs(path)?;
    let mut faults = Faults::new();
    let grid = keep(read_grid(&control.grid), &mut faults)?;
    let soils = keep(read_soil(&control.soil), &mut faults)?;
    let pft = keep(read_pft(&control.pft), &mut faults)?;
    let phenology = keep(read_phenology(&control.phenology), &mut faults)?;
    let perturbation = keep(read_perturbation(&control.perturbation), &mut faults)?;
    let with_mimics = control.soil_model == SoilModel::Mimics;
    let mimics = if with_mimics { keep(read_mimics(&control.mimics), &mut faults)? } else { Some(Vec::new()) };
    if let (Some(grid), Some(soils)) = (&grid, &soils) {
        check_counts(&control, grid, soils.len(), &mut faults);
    }
    let mut parameters = Parameters::default();
    if let (Some(pft), Some(mimics)) = (&pft, &mimics) {
        set_parameters(&mut parameters, &pft.params, &control.pft, &mut faults);
        set_parameters(&mut parameters, mimics, &control.mimics, &mut faults);
        for problem in crate::parameters::inconsistencies(&parameters) {
            faults.add(&control.pft, problem);
        }
    }
    let all = (grid, soils, pft, phenology, perturbation);
    let (Some(grid), Some(soils), Some(pft), Some(phenology), Some(perturbation)) = faults.or(all)? else {
        return Err(JobError::refused(format!("{}: its inputs cannot be read", path.display())));
    };
    let season = |cell: &Cell| {
        let leaves = phenology.lookup(cell.latitude, cell.vegetation_type);
        LeafSeason { greenup: leaves.greenup as i32, fall: leaves.fall as i32, first_phase: leaves.phase as i32 }
    };
    let place = |(cell, soil): (&Cell, &SoilTexture)| Place {
        vegetation_type: cell.vegetation_type,
        soil: *soil,
        season: season(cell),
    };
    let places = grid.cells.iter().zip(&soils).map(place).collect();
    let perturbation = Perturbation {
        air_warming: perturbation.air_warming,
        soil_warming: perturbation.soil_warming,
        npp_multiplier: perturbation.npp_multiplier,
        from_year: u64::try_from(perturbation.first_year).unwrap_or(0),
    };
    Ok(Inputs { control, grid, soils, pft, parameters, places, perturbation })
}

/// Keeps what could be read, and the faults of what could not; other errors end the reading.
fn keep<T>(read: edaphon_io::Result<T>, faults: &mut Faults) -> Result<Option<T>> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(edaphon_io::Error::Faults(found)) => {
            faults.append(found);
            Ok(None)
        }
        Err(other) => Err(other.into()),
    }
}

fn check_counts(control: &Control, grid: &TestbedGrid, soils: usize, faults: &mut Faults) {
    for (path, count) in [(&control.grid, grid.cells.len()), (&control.soil, soils)] {
        if count != control.cells {
            faults.add(path, format!("{count} cells; the control file says {} (line 1)", control.cells));
        }
    }
}

/// Puts named values into the set that knows their name.
pub(crate) fn set_parameters(parameters: &mut Parameters, values: &[NamedValues], path: &Path, faults: &mut Faults) {
    for named in values {
        let sets = [&mut parameters.plants, &mut parameters.start, &mut parameters.mimics];
        let Some(set) = sets.into_iter().find(|set| set.table().find(named.name).is_some()) else { continue };
        if let Err(problem) = set.set(named.name, &named.values, &named.origin) {
            faults.add(path, format!("{problem} ({})", named.origin));
        }
    }
}

fn forcing(inputs: &Inputs, units: &[(String, String)]) -> Result<(Box<dyn ForcingSource>, MetFacts)> {
    let control = &inputs.control;
    let files = control.met_files();
    let Some(first) = files.first() else {
        let (from, to) = control.years;
        return Err(JobError::refused(format!("years {from} to {to} name no met file")));
    };
    let met = Met::open(first, &inputs.grid, units)?;
    let facts = MetFacts {
        grid: met.grid().clone(),
        cell_missing: met.cell_missing().to_vec(),
        cell_id: met.cell_id().to_vec(),
        years: met.years() as i64,
        notes: met.notes().iter().map(|n| format!("{} ({} cells)", n.text, n.count)).collect(),
    };
    let source: Box<dyn ForcingSource> = match control.start {
        Start::Tables | Start::Restart => Box::new(OneFile::counted(met)),
        Start::Transient | Start::Cycle => Box::new(FilePerYear {
            grid: inputs.grid.clone(),
            first_year: control.years.0,
            files,
            units: units.to_vec(),
        }),
    };
    Ok((source, facts))
}

fn schedule(control: &Control, source: &dyn ForcingSource) -> Schedule {
    let loops = if control.start == Start::Transient { 1 } else { control.repetitions as u64 };
    Schedule { forcing_years: source.years() as u64, loops }
}

fn start_states(inputs: &Inputs, land: &Landscape, model: Model) -> Result<Vec<State<f64>>> {
    let control = &inputs.control;
    if control.start == Start::Tables {
        return Ok(land.start().to_vec());
    }
    let mut faults = Faults::new();
    let casa = keep(read_casa_pools(&control.casa_pools_in, control.nutrients), &mut faults)?;
    let mimics = match control.soil_model {
        SoilModel::Mimics => keep(read_mimics_pools(&control.mimics_pools_in, control.nutrients), &mut faults)?,
        SoilModel::Casa => None,
    };
    let (Some(casa), mimics) = faults.or((casa, mimics))? else {
        return Err(JobError::refused(format!("{}: no pools", control.casa_pools_in.display())));
    };
    check_restart(control, casa.len(), mimics.as_ref().map(Vec::len))?;
    let of_cell = |(i, (place, pools)): (usize, (&Place, _))| {
        let traits = PlantTraits::read(&inputs.parameters.plants, place.vegetation_type);
        let traits =
            traits.map_err(|problem| JobError::Parameter { origin: control.pft.display().to_string(), problem })?;
        let mimics = mimics.as_ref().map(|rows| &rows[i]);
        Ok(restarted(&land.start()[i], &traits, pools, mimics, model.nitrogen()))
    };
    inputs.places.iter().zip(&casa).enumerate().map(of_cell).collect()
}

/// The states of an interrupted run, their pools of mineral nitrogen where it was coupled, and the years behind them.
pub(crate) fn resumed(path: &Path, grid: &Grid, land: &Landscape) -> Result<Standing> {
    if !path.exists() {
        let hint = "there is nothing to resume; leave out --resume to start from the beginning";
        return Err(JobError::refused(format!("{}: no such file; {hint}", path.display())));
    }
    let found = crate::restart::read(path, grid, land)?;
    Ok((found.states, found.mineral, found.years_done))
}

fn check_restart(control: &Control, casa: usize, mimics: Option<usize>) -> Result<()> {
    let mut faults = Faults::new();
    let mut check = |path: &Path, found: usize| {
        if found != control.cells {
            let wanted = control.cells;
            faults.add(path, format!("{found} cells; accepted are {wanted}, as in the control file (line 1)"));
        }
    };
    check(&control.casa_pools_in, casa);
    if let Some(found) = mimics {
        check(&control.mimics_pools_in, found);
    }
    Ok(faults.or(())?)
}

fn outputs(
    path: &Path,
    inputs: &Inputs,
    land: &Landscape,
    met: &MetFacts,
    start: &[State<f64>],
    schedule: Schedule,
) -> Result<Vec<Box<dyn Output>>> {
    let control = &inputs.control;
    let mut outputs: Vec<Box<dyn Output>> = Vec::new();
    let mut kinds = vec![(Kind::Casa, &control.casa_output, &control.pft)];
    if control.soil_model == SoilModel::Mimics {
        kinds.push((Kind::Mimics, &control.mimics_output, &control.mimics));
    }
    let maps = StaticMaps::new(&met.grid, land.simulated(), met.cell_missing.clone(), met.cell_id.clone());
    for (kind, template, parameters) in kinds {
        let Some(maps) = maps.clone() else { break };
        let repeats = matches!(control.start, Start::Tables | Start::Restart);
        outputs.push(Box::new(TestbedNetcdf {
            kind,
            template: template.clone(),
            step: if control.daily { Step::Daily } else { Step::Annual },
            interval: control.output_interval.max(1) as u64,
            calendar_names: control.start == Start::Transient || schedule.loops == 1,
            header: header(kind, parameters),
            maps,
            model: land.model(),
            din: Vec::new(),
            writer: None,
            repeats_at_end: repeats && !control.daily && land.profile().is_testbed(),
            written: Vec::new(),
        }));
    }
    let keepers = keepers(inputs, land)?;
    let mimics = control.soil_model == SoilModel::Mimics;
    outputs.push(Box::new(Tables {
        casa_pools: control.casa_pools_out.clone(),
        mimics_pools: mimics.then(|| control.mimics_pools_out.clone()),
        fluxes: control.casa_fluxes_out.clone(),
        diagnostic: mimics.then(|| path.with_file_name("mimics_diagnostic.csv")),
        met_years: met.years,
        only_in_output_years: matches!(control.start, Start::Tables | Start::Restart)
            .then_some(control.output_interval.max(1) as u64),
        keepers,
        nutrients: control.nutrients,
        balances: vec![[0.0; 2]; start.len()],
        before: start.to_vec(),
    }));
    Ok(outputs)
}

fn header(kind: Kind, parameters: &Path) -> OutputHeader {
    let (title, source) = match kind {
        Kind::Casa => ("CASACNP model output", "CASACNP Model"),
        Kind::Mimics => ("MIMICS model output", "MIMICS Model"),
    };
    let created = edaphon_core::provenance::creation_time().map(edaphon_core::provenance::iso_time);
    let version = env!("CARGO_PKG_VERSION");
    let history = created.map_or_else(|_| String::new(), |at| format!("created on {at} by edaphon {version}"));
    OutputHeader {
        title: title.to_owned(),
        history,
        source: source.to_owned(),
        parameters: parameters.display().to_string(),
        others: Vec::new(),
    }
}

fn keepers(inputs: &Inputs, land: &Landscape) -> Result<Vec<Keeper>> {
    let wrong = |problem| JobError::Parameter { origin: inputs.control.pft.display().to_string(), problem };
    let of_cell = |(cell, place): (&Cell, &Place)| {
        let v = place.vegetation_type;
        let order = usize::try_from(cell.soil_order).unwrap_or(0);
        Ok(Keeper {
            traits: PlantTraits::read(&inputs.parameters.plants, v).map_err(wrong)?,
            start: StartPools::read(&inputs.parameters.start, v).map_err(wrong)?,
            phosphorus: order.checked_sub(1).and_then(|i| inputs.pft.phosphorus.get(i).copied()),
            order,
            nitrogen: land.model().nitrogen(),
        })
    };
    let made = inputs.grid.cells.iter().zip(&inputs.places).map(of_cell).collect();
    debug_assert_eq!(inputs.soils.len(), inputs.places.len());
    made
}

/// Refuses a run that would replace files, unless told to, or that has no folder to write to.
fn refuse_existing(control: &Control, schedule: Schedule, options: &TestbedOptions) -> Result<()> {
    let mut faults = Faults::new();
    for path in output_paths(control, schedule) {
        let folder = path.parent().filter(|f| !f.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|f| !f.is_dir() && !faults.list().iter().any(|known| known.path == *f)) {
            faults.add(folder, "no such folder; outputs of the control file go there: make it first");
        }
    }
    faults.or(())?;
    if options.force || options.resume {
        return Ok(());
    }
    let existing = output_paths(control, schedule).into_iter().chain(options.trace.clone()).find(|p| p.exists());
    existing.map_or(Ok(()), |path| Err(JobError::Exists { path }))
}

/// The tables and NetCDF files that a run writes.
pub fn output_paths(control: &Control, schedule: Schedule) -> Vec<PathBuf> {
    let mut paths = vec![control.casa_pools_out.clone(), control.casa_fluxes_out.clone()];
    let mut templates = vec![&control.casa_output];
    if control.soil_model == SoilModel::Mimics {
        paths.push(control.mimics_pools_out.clone());
        templates.push(&control.mimics_output);
    }
    let interval = control.output_interval.max(1) as u64;
    let last = schedule.years();
    let calendar = control.start == Start::Transient || (control.start == Start::Cycle && schedule.loops == 1);
    let years = (1..=last).filter(|y| *y == 1 || *y == last || y.is_multiple_of(interval));
    let labels: BTreeMap<i64, ()> =
        years.map(|y| (if calendar { control.years.0 + y as i64 - 1 } else { y as i64 }, ())).collect();
    for template in templates {
        paths.extend(labels.keys().filter_map(|label| output_name(template, *label, control.daily)));
    }
    paths
}
