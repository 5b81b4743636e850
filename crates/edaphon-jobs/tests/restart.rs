//! Restarts: exact, and refused in words where they do not fit.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod small_run;

use std::path::Path;

use edaphon_core::grid::{Cell, Grid};
use edaphon_io::netcdf::{DataType, Define, File, Format, Writer};
use edaphon_jobs::restart::{Beside, read, write_states};
use edaphon_models::Profile;
use edaphon_models::ecosystem::{NPP_UNKNOWN, STATE_VARIABLES, State};
use edaphon_run::{Landscape, Model};
use small_run::{file, finish, interrupt, job, land, provenance, sites};

fn bits(states: &[State<f64>]) -> Vec<u64> {
    let of = |state: &State<f64>| {
        let mut stored = vec![0.0; STATE_VARIABLES.len()];
        state.store(&mut stored);
        stored.into_iter().map(f64::to_bits).collect::<Vec<_>>()
    };
    states.iter().flat_map(of).collect()
}

#[test]
fn a_run_in_two_halves_ends_where_the_whole_one_does() {
    for model in Model::ALL {
        for profile in [Profile::Edaphon, Profile::Testbed20] {
            let folder = tempfile::tempdir().unwrap();
            let path = file(&folder, "state.nc");
            let land = || land(model, profile);
            let whole = finish(job(sites(), land(), 4, Vec::new()));

            let mut first = job(sites(), land(), 4, Vec::new());
            first.restart = Some(path.clone());
            let words = interrupt(first, 2).unwrap_err().to_string();
            assert_eq!(words, format!("interrupted after 2 years; the state is in {}", path.display()));
            let restart = read(&path, &sites(), &land()).unwrap();
            assert_eq!((restart.years_done, restart.model, restart.notes.len()), (2, model, 0));
            assert_eq!(restart.profile, profile.name());

            let mut second = job(sites(), land(), 4, Vec::new());
            (second.start, second.years_before) = (restart.states, restart.years_done);
            assert_eq!(bits(&finish(second).states), bits(&whole.states), "{} {}", model.name(), profile.name());
        }
    }
}

/// Writes the states that cells begin with.
fn write_start(path: &Path, grid: &Grid, land: &Landscape) {
    write_states(path, grid, land, land.start(), 7, &provenance(), &[]).unwrap();
}

#[test]
fn states_come_back_to_the_bit_and_the_file_describes_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, "state.nc");
    let land = land(Model::MimicsCn, Profile::Edaphon);
    let drift = Beside { name: "drift", unit: "g m-2 yr-1", long_name: "drift of carbon", values: &[0.5, 0.0, -0.25] };
    write_states(&path, &sites(), &land, land.start(), 7, &provenance(), &[drift]).unwrap();
    let restart = read(&path, &sites(), &land).unwrap();
    assert_eq!(bits(&restart.states), bits(land.start()));
    assert_eq!(restart.states[0].npp_last_year, NPP_UNKNOWN);
    assert_eq!(restart.years_done, 7);

    let file = File::open(&path).unwrap();
    let text = |variable: &str, name: &str| {
        file.variable(variable).unwrap().attribute(name).unwrap().text().unwrap().to_owned()
    };
    assert_eq!(text("som_p_c", "units"), "mg cm-3");
    assert_eq!(text("som_p_c", "long_name"), "carbon in physically protected soil organic matter (MIMICS)");
    assert_eq!(file.read_f64("drift").unwrap(), [0.5, 0.0, -0.25]);
    assert_eq!(file.attribute("edaphon_model").unwrap().text(), Some("mimics-cn"));
    assert_eq!(file.attribute("edaphon_command_line").unwrap().text(), Some("edaphon run 'small run.toml'"));
}

#[test]
fn the_same_state_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let land = land(Model::CasaCn, Profile::Edaphon);
    let [a, b] = ["a.nc", "b.nc"].map(|name| file(&folder, name));
    write_start(&a, &sites(), &land);
    write_start(&b, &sites(), &land);
    assert_eq!(std::fs::read(a).unwrap(), std::fs::read(b).unwrap());
}

#[test]
fn cells_are_found_by_their_number() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, "state.nc");
    let all = land(Model::CasaC, Profile::Edaphon);
    let mut states = all.start().to_vec();
    (0..3).for_each(|cell| states[cell].slow_c = cell as f64);
    write_states(&path, &sites(), &all, &states, 0, &provenance(), &[]).unwrap();
    let turned: Vec<Cell> = [2, 0].map(|cell| sites().cells()[cell].clone()).to_vec();
    let found = read(&path, &Grid::of_sites(turned), &all).unwrap();
    assert_eq!(found.states.iter().map(|s| s.slow_c).collect::<Vec<_>>(), [2.0, 0.0]);
}

#[test]
fn a_state_with_nitrogen_starts_the_same_soil_without() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, "state.nc");
    for (of, to) in [(Model::CasaCn, Model::CasaC), (Model::MimicsCn, Model::MimicsC)] {
        let (full, carbon) = (land(of, Profile::Edaphon), land(to, Profile::Edaphon));
        let mut states = full.start().to_vec();
        (states[0].slow_c, states[0].som_p_c, states[0].mineral_n) = (321.0, 0.4, 9.0);
        write_states(&path, &sites(), &full, &states, 3, &provenance(), &[]).unwrap();
        let restart = read(&path, &sites(), &carbon).unwrap();
        let state = &restart.states[0];
        assert_eq!((state.slow_c, state.som_p_c), (321.0, 0.4));
        assert_eq!((state.mineral_n, state.slow_n), (carbon.start()[0].mineral_n, carbon.start()[0].slow_n));
        let note = format!(
            "{}: a state of {} starts {}; its soil nitrogen is left aside",
            path.display(),
            of.name(),
            to.name()
        );
        assert_eq!(restart.notes, [note]);
    }
}

/// What is said about a file for these cells, without the path in front.
fn refusal(path: &Path, grid: &Grid, land: &Landscape) -> String {
    let words = read(path, grid, land).unwrap_err().to_string();
    words.strip_prefix(&format!("{}: ", path.display())).unwrap_or(&words).to_owned()
}

#[test]
fn other_models_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, "state.nc");
    let of = |model| land(model, Profile::Edaphon);
    write_start(&path, &sites(), &of(Model::CasaC));
    assert_eq!(
        refusal(&path, &sites(), &of(Model::CasaCn)),
        "holds a state of casa-c, without the nitrogen that casa-cn needs; start from a restart of casa-cn, or spin casa-cn up"
    );
    assert_eq!(
        refusal(&path, &sites(), &of(Model::MimicsC)),
        "holds a state of casa-c, whose soil pools mimics-c does not have; start mimics-c from its own"
    );
}

#[test]
fn other_cells_are_refused_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, "state.nc");
    let land = land(Model::CasaC, Profile::Edaphon);
    write_start(&path, &sites(), &land);
    let changed = |change: fn(&mut Cell)| {
        let mut cells = sites().cells().to_vec();
        change(&mut cells[1]);
        refusal(&path, &Grid::of_sites(cells), &land)
    };
    assert_eq!(
        changed(|cell| cell.id = 12),
        "cell 12 (latitude 15, longitude 130) is not among its 3 cells, numbered 11 to 15; a restart of the same cells is accepted"
    );
    assert_eq!(
        changed(|cell| cell.longitude = 131.0),
        "cell 13 is at latitude 15, longitude 130 in it and at latitude 15, longitude 131 in the run; a restart of the same \
         cells is accepted"
    );
    assert_eq!(
        changed(|cell| cell.vegetation_type = 4),
        "cell 13 has vegetation type 17 in it and 4 in the run; a restart of the same vegetation is accepted"
    );
    // The same meridian, counted the other way, in single precision.
    let mut cells = sites().cells().to_vec();
    cells[2].longitude = f64::from(-110.000_01_f32);
    assert!(read(&path, &Grid::of_sites(cells), &land).is_ok());
}

#[test]
fn broken_files_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, "state.nc");
    let land = land(Model::CasaCn, Profile::Edaphon);
    let mut states = land.start().to_vec();
    states[2].passive_n = f64::NAN;
    write_states(&path, &sites(), &land, &states, 1, &provenance(), &[]).unwrap();
    assert_eq!(
        refusal(&path, &sites(), &land),
        "`passive_n` of cell 15 (latitude -15, longitude 250) is NaN; only numbers are accepted: go on from an earlier restart"
    );

    std::fs::write(&path, "11,2.5\n").unwrap();
    assert!(refusal(&path, &sites(), &land).starts_with("not a NetCDF file"));
    std::fs::remove_file(&path).unwrap();
    assert!(refusal(&path, &sites(), &land).starts_with("cannot "), "{}", refusal(&path, &sites(), &land));
}

#[test]
fn a_file_that_was_cut_is_refused_unless_it_has_every_value() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, "state.nc");
    let land = land(Model::MimicsCn, Profile::Edaphon);
    write_start(&path, &sites(), &land);
    let whole = std::fs::read(&path).unwrap();
    for part in 0..100 {
        std::fs::write(&path, &whole[..whole.len() * part / 100]).unwrap();
        match read(&path, &sites(), &land) {
            // What is lost was padding at the end.
            Ok(restart) => assert!(part > 90 && bits(&restart.states) == bits(land.start()), "{part} %"),
            Err(error) => {
                let words = error.to_string();
                let begins = if part == 0 { "not a NetCDF file" } else { "the file is damaged or was cut short" };
                assert!(words.contains(begins), "{part} %: {words}");
            }
        }
    }
}

#[test]
fn files_that_are_no_restarts_or_lack_something_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, "state.nc");
    let land = land(Model::CasaC, Profile::Edaphon);
    let make = |attributes: &[(&str, &str)], version: i64| {
        let mut writer = Writer::create(&path, Format::NetCdf4).unwrap();
        writer.dimension("cell", 3).unwrap();
        attributes.iter().for_each(|(name, value)| writer.attribute(name, *value).unwrap());
        writer.attribute("edaphon_restart_version", version).unwrap();
        for name in ["cell_id", "vegetation_type"] {
            writer.define(Define::new(name, DataType::I64, &["cell"])).unwrap();
        }
        for name in ["lat", "lon"] {
            writer.define(Define::new(name, DataType::F64, &["cell"])).unwrap();
        }
        let cells = sites().cells().to_vec();
        writer.write("cell_id", &cells.iter().map(|c| c.id).collect::<Vec<_>>()).unwrap();
        writer.write("vegetation_type", &cells.iter().map(|c| c.vegetation_type as i64).collect::<Vec<_>>()).unwrap();
        writer.write("lat", &cells.iter().map(|c| c.latitude).collect::<Vec<_>>()).unwrap();
        writer.write("lon", &cells.iter().map(|c| c.longitude).collect::<Vec<_>>()).unwrap();
        writer.finish().unwrap();
        refusal(&path, &sites(), &land)
    };
    assert_eq!(
        make(&[("title", "soil")], 1),
        "is no restart of edaphon; accepted is what a run or a spin-up of edaphon wrote as its restart"
    );
    assert_eq!(
        make(&[("edaphon_file", "restart")], 2),
        "is a restart of version 2; up to version 1 is read: use a newer edaphon"
    );
    assert_eq!(
        make(&[("edaphon_file", "restart"), ("edaphon_model", "rothc")], 1),
        "is of the model `rothc`; known are casa-c, casa-cn, mimics-c, mimics-cn"
    );
    assert_eq!(
        make(&[("edaphon_file", "restart"), ("edaphon_model", "casa-c")], 1),
        "has no variable `lai` (leaf area index); it was changed since it was written, or another version of edaphon wrote it: \
         make it again"
    );
}
