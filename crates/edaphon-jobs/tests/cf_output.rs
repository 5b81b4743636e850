//! Outputs of whole runs: what adds up, what can be gone on with, what is refused.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod small_run;

use std::path::{Path, PathBuf};

use edaphon_core::calendar::MONTH_LENGTHS;
use edaphon_core::grid::Grid;
use edaphon_io::netcdf::{AttributeValue, File};
use edaphon_jobs::cf::{CfOutput, Chunks, Every, Format, Region, Settings};
use edaphon_jobs::restart;
use edaphon_models::Profile;
use edaphon_run::{Landscape, Model};
use small_run::{file, finish, interrupt, job, land, map, sites};

fn all(path: &Path, every: Every, years: u64) -> Settings {
    Settings { variables: Some(vec!["all".to_owned()]), ..Settings::new(path, every, years) }
}

/// Daily, monthly and annual output of one run, everything that there is to write.
fn three_files(folder: &tempfile::TempDir, grid: Grid, land: &Landscape, years: u64) -> [PathBuf; 3] {
    let paths = Every::ALL.map(|every| file(folder, &format!("{}.nc", every.name())));
    let outputs = Every::ALL.iter().zip(&paths).map(|(every, path)| {
        let output = CfOutput::new(all(path, *every, years), land).unwrap();
        Box::new(output) as Box<dyn edaphon_jobs::Output>
    });
    let finished = finish(job(grid, land.clone(), years, outputs.collect()));
    assert_eq!(finished.files, paths);
    paths
}

/// Values of a cell through time, by its place in a record.
fn series(file: &File, name: &str, place: usize) -> Vec<f64> {
    let size: usize = file.variable(name).unwrap().shape[1..].iter().product();
    file.unpack_f64(name).unwrap().chunks(size).map(|record| record[place]).collect()
}

/// Largest difference that rounding to single precision leaves in a mean.
const SINGLE: f64 = 3e-7;

#[test]
fn means_over_months_and_years_are_those_of_their_days() {
    for model in Model::ALL {
        let folder = tempfile::tempdir().unwrap();
        let land = land(model, Profile::Edaphon);
        let files = three_files(&folder, sites(), &land, 2).map(|path| File::open(path).unwrap());
        let output = CfOutput::new(all(&file(&folder, "x.nc"), Every::Day, 1), &land).unwrap();
        for v in output.variables() {
            for place in [0, 2] {
                let [daily, monthly, annual] = [0, 1, 2].map(|i| series(&files[i], v.name, place));
                assert_eq!([daily.len(), monthly.len(), annual.len()], [730, 24, 2]);
                let size = daily.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
                let mut days = daily.iter();
                let months: Vec<f64> = MONTH_LENGTHS
                    .iter()
                    .cycle()
                    .take(24)
                    .map(|&n| days.by_ref().take(n.into()).sum::<f64>() / f64::from(n))
                    .collect();
                for (made, kept) in months.iter().zip(&monthly) {
                    assert!((made - kept).abs() <= SINGLE * size, "{} {}: {made} {kept}", model.name(), v.name);
                }
                for (year, kept) in annual.iter().enumerate() {
                    let weighted = MONTH_LENGTHS.iter().zip(&monthly[12 * year..]);
                    let made = weighted.map(|(&n, mean)| f64::from(n) * mean).sum::<f64>() / 365.0;
                    assert!((made - kept).abs() <= SINGLE * size, "{} {}: {made} {kept}", model.name(), v.name);
                }
            }
        }
    }
}

#[test]
fn what_a_cell_gains_is_what_flows_into_it() {
    for model in Model::ALL {
        for profile in [Profile::Edaphon, Profile::Testbed20] {
            let folder = tempfile::tempdir().unwrap();
            let land = land(model, profile);
            let [daily, ..] = three_files(&folder, sites(), &land, 2);
            let file = File::open(daily).unwrap();
            for place in [0, 2] {
                let get = |name: &str| series(&file, name, place);
                let (stock, flow) = (get("cLand"), get("nep"));
                close(&stock, |day| flow[day], if profile.is_testbed() { 1e-3 } else { 1e-6 });
                let (gpp, ra, npp, rh) = (get("gpp"), get("ra"), get("npp"), get("rh"));
                for day in 0..730 {
                    // Each is rounded to single precision.
                    assert!((gpp[day] - ra[day] - npp[day]).abs() < 1e-6 * gpp[day].max(ra[day]).max(1e-12));
                    assert!((npp[day] - rh[day] - flow[day]).abs() < 1e-6 * npp[day].abs().max(rh[day]));
                }
                if model.nitrogen() {
                    let (gained, fixed, lost) = (get("fNdep"), get("fBNF"), get("fNloss"));
                    close(&get("nLand"), |day| gained[day] + fixed[day] - lost[day], 1e-6);
                }
            }
        }
    }
}

/// Compares what a stock (kg m-2) gained since its first day with what flowed (kg m-2 s-1), to a share of the stock.
fn close(stock: &[f64], flow: impl Fn(usize) -> f64, share: f64) {
    let mut flowed = 0.0;
    for day in 1..stock.len() {
        flowed += 86_400.0 * flow(day);
        let gained = stock[day] - stock[0];
        assert!(
            (gained - flowed).abs() < share * stock[0],
            "day {day}: gained {gained}, flowed {flowed}, of {}",
            stock[0]
        );
    }
}

#[test]
fn soil_of_mimics_is_given_per_area() {
    let folder = tempfile::tempdir().unwrap();
    let land = land(Model::MimicsC, Profile::Edaphon);
    let path = file(&folder, "year.nc");
    let output = CfOutput::new(all(&path, Every::Year, 2), &land).unwrap();
    let mut states = finish(job(sites(), land.clone(), 2, vec![Box::new(output)])).states;
    let file = File::open(path).unwrap();
    let last = |name: &str| series(&file, name, 0)[1];
    // A slow pool hardly changes in a year: its mean is near what it is at the end.
    let end = states.swap_remove(0).som_p_c * land.area_density()[0];
    assert!((last("mimics_som_p_c") / end - 1.0).abs() < 0.2, "{} {end}", last("mimics_som_p_c"));
    let parts = ["mic_r", "mic_k", "som_a", "som_c", "som_p"].map(|pool| last(&format!("mimics_{pool}_c")));
    assert!((last("cSoil") / (1e-3 * parts.iter().sum::<f64>()) - 1.0).abs() < 1e-6);
}

#[test]
fn maps_sites_formats_and_chunks_hold_the_same_values() {
    let folder = tempfile::tempdir().unwrap();
    let land = land(Model::CasaCn, Profile::Edaphon);
    let write = |name: &str, grid: Grid, format, chunks| {
        let settings = Settings { format, chunks, ..Settings::new(file(&folder, name), Every::Month, 2) };
        let path = settings.path.clone();
        finish(job(grid, land.clone(), 2, vec![Box::new(CfOutput::new(settings, &land).unwrap())]));
        File::open(path).unwrap()
    };
    let plain = write("sites.nc", sites(), Format::NetCdf4, Chunks::Map);
    let of_cell = |cell| series(&plain, "cSoil", cell);
    assert!(of_cell(0).iter().all(|v| v.is_finite()) && of_cell(1).iter().all(|v| v.is_nan()));
    assert_eq!(plain.variable("cSoil").unwrap().dimensions, ["time", "cell"]);
    assert_eq!(plain.variable("cSoil").unwrap().attribute("coordinates").unwrap().text(), Some("lat lon cell_id"));
    for (name, format, chunks) in [
        ("map.nc", Format::NetCdf4, Chunks::Map),
        ("series.nc", Format::NetCdf4, Chunks::Series),
        ("classic.nc", Format::Classic, Chunks::Map),
        ("classic64.nc", Format::Classic64, Chunks::Series),
    ] {
        let map = write(name, map(), format, chunks);
        assert_eq!(map.variable("cSoil").unwrap().dimensions, ["time", "lat", "lon"]);
        assert_eq!(series(&map, "cSoil", 6), of_cell(0), "{name}");
        assert_eq!(series(&map, "cSoil", 2), of_cell(2), "{name}");
        assert!([0, 1, 3, 4, 5, 7, 8].iter().all(|&place| series(&map, "cSoil", place)[0].is_nan()));
        assert_eq!(map.read_i64("simulated").unwrap(), [0, 0, 1, 0, 0, 0, 1, 0, 0]);
        assert_eq!(map.unpack_f64("area_land").unwrap()[6], 1e9);
        assert_eq!(map.unpack_f64("cell_id").unwrap()[4], 13.0);
        let residual = series(&map, "carbon_budget_residual", 6);
        assert_eq!(residual, series(&plain, "carbon_budget_residual", 0));
        assert!(residual.len() == 2 && residual.iter().all(|r| r.abs() < 1e-6), "{residual:?}");
        assert_eq!(map.read_f64("lat_bnds").unwrap(), [-30.0, 0.0, 0.0, 30.0, 30.0, 60.0]);
    }
}

#[test]
fn time_stands_in_the_middle_of_its_bounds() {
    let folder = tempfile::tempdir().unwrap();
    let land = land(Model::CasaC, Profile::Edaphon);
    let settings = Settings { first_year: 1901, ..Settings::new(file(&folder, "month.nc"), Every::Month, 2) };
    finish(job(map(), land.clone(), 2, vec![Box::new(CfOutput::new(settings, &land).unwrap())]));
    let file = File::open(file(&folder, "month.nc")).unwrap();
    let text = |name: &str| file.variable("time").unwrap().attribute(name).unwrap().text().unwrap().to_owned();
    assert_eq!([text("units"), text("calendar"), text("bounds")], ["days since 1901-01-01", "noleap", "time_bnds"]);
    assert_eq!(file.read_f64("time").unwrap()[..3], [15.5, 45.0, 74.5]);
    assert_eq!(file.read_f64("time_bnds").unwrap()[44..], [669.0, 699.0, 699.0, 730.0]);
    assert_eq!(file.read_i64("year").unwrap(), [1901, 1902]);
    let global = |name: &str| file.attribute(name).and_then(AttributeValue::text).unwrap();
    assert_eq!([global("time_coverage_start"), global("time_coverage_end")], ["1901-01-01", "1902-12-31"]);
    assert_eq!(global("source"), "edaphon 0.0.0: CASA vegetation and CASA soil (microbes implicit), carbon");
    assert_eq!(global("history"), "1970-01-01T00:00:00Z: edaphon run 'small run.toml'");
}

#[test]
fn an_output_in_two_halves_has_the_bytes_of_the_whole_one() {
    let kinds = [
        (Every::Day, Format::NetCdf4, Chunks::Map),
        (Every::Month, Format::NetCdf4, Chunks::Series),
        (Every::Month, Format::Classic, Chunks::Map),
        (Every::Year, Format::NetCdf4, Chunks::Map),
    ];
    for (every, format, chunks) in kinds {
        let folder = tempfile::tempdir().unwrap();
        let land = land(Model::MimicsCn, Profile::Edaphon);
        let [whole, halves, state] = ["whole.nc", "halves.nc", "state.nc"].map(|name| file(&folder, name));
        let settings = |path: &Path, years| Settings { format, chunks, ..all(path, every, years) };
        finish(job(map(), land.clone(), 4, vec![Box::new(CfOutput::new(settings(&whole, 4), &land).unwrap())]));

        let output = CfOutput::new(settings(&halves, 4), &land).unwrap();
        let mut first = job(map(), land.clone(), 4, vec![Box::new(output)]);
        first.restart = Some(state.clone());
        interrupt(first, 2).unwrap_err();
        let half = File::open(&halves).unwrap();
        assert_eq!(half.dimension("year").unwrap().length, 2);
        assert_eq!(half.dimension("time").unwrap().length, 2 * every.per_year());
        assert_eq!(half.attribute("time_coverage_end").unwrap().text(), Some("0002-12-31"));

        let from = restart::read(&state, &map(), &land).unwrap();
        let output = CfOutput::append(settings(&halves, 2), &land).unwrap();
        let mut second = job(map(), land.clone(), 4, vec![Box::new(output)]);
        (second.start, second.years_before) = (from.states, from.years_done);
        finish(second);
        let [whole, halves] = [whole, halves].map(|path| std::fs::read(path).unwrap());
        assert!(whole == halves, "{} {format:?} {chunks:?}", every.name());
    }
}

#[test]
fn an_output_that_does_not_fit_is_not_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let casa = land(Model::CasaC, Profile::Edaphon);
    let path = file(&folder, "out.nc");
    let settings = |names: &[&str], every| {
        let variables = Some(names.iter().map(|n| (*n).to_owned()).collect());
        Settings { variables, ..Settings::new(&path, every, 2) }
    };
    let output = CfOutput::append(settings(&["cSoil"], Every::Year), &casa).unwrap();
    finish(job(sites(), casa.clone(), 2, vec![Box::new(output)]));

    let words = |settings, land: &Landscape| {
        let words = CfOutput::append(settings, land).unwrap_err().to_string();
        words.strip_prefix(&format!("{}: ", path.display())).unwrap().to_owned()
    };
    assert_eq!(
        words(settings(&["cSoil", "rh"], Every::Year), &casa),
        "has no variable `rh`, which the run is to write; ask for the variables that it has, or write to another file"
    );
    assert_eq!(
        words(settings(&["rh"], Every::Year), &casa),
        "has no variable `rh`, which the run is to write; ask for the variables that it has, or write to another file"
    );
    assert_eq!(
        words(settings(&["cSoil"], Every::Month), &casa),
        "its interval is P1Y, that of the run is P1M; an output goes on with the same, else write to another file"
    );
    assert_eq!(
        words(settings(&["cSoil"], Every::Year), &land(Model::CasaCn, Profile::Edaphon)),
        "its model is casa-c, that of the run is casa-cn; an output goes on with the same, else write to another file"
    );
    let later = Settings { first_year: 1850, ..settings(&["cSoil"], Every::Year) };
    assert_eq!(
        words(later, &casa),
        "its time is in days since 0001-01-01, that of the run in days since 1850-01-01; give the same first year, or write to \
         another file"
    );

    let run = |grid: Grid, years_before| {
        let output = CfOutput::append(settings(&["cSoil"], Every::Year), &casa).unwrap();
        let mut job = job(grid, casa.clone(), years_before + 2, vec![Box::new(output)]);
        job.years_before = years_before;
        interrupt(job, 99).unwrap_err().to_string()
    };
    assert!(run(sites(), 4).ends_with(
        "holds years 1 to 2 of the run, which goes on with year 5; go on from the restart after year 2, or write to \
             another file"
    ));
    assert!(run(sites(), 0).contains("which goes on with year 1"));
    let mut cells = sites().cells().to_vec();
    cells[0].id = 1;
    assert!(run(Grid::of_sites(cells), 2).contains("its set of cells (edaphon_cells) is sha256:"));
    assert_eq!(File::open(&path).unwrap().dimension("time").unwrap().length, 2);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside the file");
}

#[test]
fn what_cannot_be_written_is_refused_before_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let land = land(Model::CasaC, Profile::Edaphon);
    let base = || Settings::new(file(&folder, "out.nc"), Every::Year, 2);
    let words = |settings| CfOutput::new(settings, &land).unwrap_err().to_string();
    let variables = Some(vec!["cSoil".to_owned(), "nMinreal".to_owned()]);
    assert!(
        words(Settings { variables, ..base() }).contains("out.nc: unknown variable `nMinreal` of casa-c; accepted are")
    );
    let about = vec![("titel".to_owned(), "x".to_owned())];
    assert!(
        words(Settings { about, ..base() }).contains("unknown description `titel` of an output; did you mean `title`?")
    );
    assert!(words(Settings { first_year: 0, ..base() }).ends_with("first year 0; accepted are 1 to 9999"));
    let nowhere = folder.path().join("missing").join("out.nc");
    assert!(words(Settings { path: nowhere, ..base() }).contains("cannot create"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_box_holds_what_the_whole_map_holds_there() {
    let folder = tempfile::tempdir().unwrap();
    let land = land(Model::CasaCn, Profile::Edaphon);
    let region = Some(Region { latitudes: [-20.0, 20.0], longitudes: [-230.0, -100.0] });
    let [whole, part] = ["whole.nc", "part.nc"].map(|name| file(&folder, name));
    let outputs = [(&whole, None), (&part, region)].map(|(path, region)| {
        let settings = Settings { region, ..all(path, Every::Month, 2) };
        Box::new(CfOutput::new(settings, &land).unwrap()) as Box<dyn edaphon_jobs::Output>
    });
    finish(job(map(), land.clone(), 2, outputs.into()));
    let [whole, part] = [whole, part].map(|path| File::open(path).unwrap());
    assert_eq!((part.read_f64("lat").unwrap(), part.read_f64("lon").unwrap()), (vec![-15.0, 15.0], vec![130.0, 250.0]));
    // The grassland stands in the first row of both, the water below it in neither.
    for name in ["cSoil", "rh"] {
        assert_eq!(series(&part, name, 1), series(&whole, name, 2), "{name}");
        assert!(series(&part, name, 2).iter().all(|value| value.is_nan()), "{name}");
    }
    assert_eq!(part.read_i64("cell_id").unwrap()[1], 15);
    let summary = part.attribute("summary").and_then(AttributeValue::text).unwrap();
    assert!(summary.contains("in 1 of 2 cells"), "{summary}");
}
