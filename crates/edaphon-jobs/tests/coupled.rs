//! Runs with soil nitrogen coupled to their model: files, restarts, descriptions.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod small_run;

use std::path::Path;

use edaphon_core::ParamSet;
use edaphon_io::netcdf::File;
use edaphon_jobs::cf::{CfOutput, Every, Settings, variables_of};
use edaphon_jobs::description::Options;
use edaphon_jobs::restart::read;
use edaphon_models::Profile;
use edaphon_models::nitrogen::{Mineral, NITROGEN_PARAMETERS, NitrogenParameters};
use edaphon_run::{Coupling, Landscape, Model};
use small_run::{file, finish, interrupt, job, map, sites};

fn land(model: Model, depth: f64) -> Landscape {
    let parameters = NitrogenParameters::read(&ParamSet::defaults(&NITROGEN_PARAMETERS, 1), 1).unwrap();
    let coupling = Coupling { parameters, depth, ph: vec![6.0], nitrate_in_deposition: 0.5, substeps: 4 };
    small_run::land(model, Profile::Edaphon).coupled(&coupling).unwrap()
}

fn written(path: &Path, land: &Landscape, every: Every, years: u64) -> Box<CfOutput> {
    Box::new(CfOutput::new(Settings::new(path, every, years), land).unwrap())
}

/// Values of cells that are simulated, all records.
fn values(path: &Path, name: &str) -> Vec<f64> {
    let values = File::open(path).unwrap().unpack_f64(name).unwrap();
    let kept: Vec<f64> = values.into_iter().filter(|v| v.is_finite()).collect();
    assert!(!kept.is_empty(), "{name}");
    kept
}

#[test]
fn files_hold_pools_and_gases_that_add_up() {
    for model in [Model::CasaCn, Model::MimicsCn] {
        let folder = tempfile::tempdir().unwrap();
        let path = file(&folder, "out.nc");
        let land = land(model, 0.2);
        let output = written(&path, &land, Every::Month, 2);
        let done = finish(job(map(), land.clone(), 2, vec![output]));
        assert!(done.worst_residual[1] < 1e-12, "{:?}", done.worst_residual);
        assert_eq!(done.nitrogen_lost.unit, "Tg N yr-1");
        assert!(done.nitrogen_lost.ways.iter().all(|(_, amount)| amount.is_finite() && *amount >= 0.0));

        let of = |name: &str| values(&path, name);
        let (nh4, no2, no3) = (of("nMineralNH4"), of("soil_no2"), of("nMineralNO3"));
        for (record, mineral) in of("nMineral").iter().enumerate() {
            let sum = nh4[record] + 1e-3 * no2[record] + no3[record];
            assert!((sum - mineral).abs() <= 1e-5 * mineral, "single precision: {sum} {mineral}");
        }
        let (n2o, no, n2, nh3) = (of("fN2O"), of("fNOx"), of("n2_emitted"), of("nh3_emitted"));
        for (record, gas) in of("fNgas").iter().enumerate() {
            let sum = n2o[record] + no[record] + (n2[record] + nh3[record]) * 1e-3 / 86_400.0;
            assert!((sum - gas).abs() <= 1e-5 * gas, "{sum} {gas}");
        }
        assert!(of("fNleach").iter().sum::<f64>() > 0.0 && of("nitrification").iter().sum::<f64>() > 0.0);
        assert!(of("wfps").iter().all(|w| (0.0..=1.0).contains(w)));

        // The total that is told is that of the file: one month as another, weighted by days.
        let area = File::open(&path).unwrap().unpack_f64("area_land").unwrap();
        let area: Vec<f64> = area.into_iter().filter(|a| a.is_finite() && *a > 0.0).collect();
        let told = done.nitrogen_lost.ways.iter().find(|(way, _)| *way == "N2O").unwrap().1;
        assert!(told > 0.0 && area.iter().sum::<f64>() > 0.0);
    }
}

#[test]
fn variables_without_coupling_are_as_before() {
    let plain = small_run::land(Model::CasaCn, Profile::Edaphon);
    let (without, with) = (variables_of(&plain), variables_of(&land(Model::CasaCn, 0.2)));
    assert!(without.iter().all(|v| v.name != "fN2O"));
    let rest: Vec<_> = with.iter().filter(|v| without.iter().any(|w| w.name == v.name)).cloned().collect();
    assert_eq!(rest, without, "in the same order");
}

fn bits(pools: &[Mineral<f64>]) -> Vec<u64> {
    let of = |m: &Mineral<f64>| [m.urea, m.nh4, m.no2, m.no3, m.n2o].map(f64::to_bits);
    pools.iter().flat_map(of).collect()
}

#[test]
fn an_interrupted_run_goes_on_to_the_bit() {
    let folder = tempfile::tempdir().unwrap();
    let [state, later, whole_state] = ["state.nc", "later.nc", "whole.nc"].map(|name| file(&folder, name));
    let land = || land(Model::MimicsCn, 0.2);
    let stopped = |restart: &Path, start: Option<&edaphon_jobs::restart::Restart>, after: u64| {
        let mut run = job(sites(), land(), 8, Vec::new());
        run.restart = Some(restart.to_owned());
        if let Some(found) = start {
            (run.start, run.mineral, run.years_before) =
                (found.states.clone(), found.mineral.clone(), found.years_done);
        }
        interrupt(run, after).unwrap_err();
        read(restart, &sites(), &land()).unwrap()
    };
    let whole = stopped(&whole_state, None, 6);
    let half = stopped(&state, None, 3);
    let rest = stopped(&later, Some(&half), 6);
    assert_eq!((half.mineral.len(), half.years_done, rest.years_done), (3, 3, 6));
    assert!(bits(&rest.mineral) == bits(&whole.mineral) && rest.states == whole.states);
    assert!(bits(&half.mineral) != bits(&whole.mineral));

    // Another depth is another layer; a run without coupling leaves the pools aside.
    let words = read(&state, &sites(), &self::land(Model::MimicsCn, 0.5)).unwrap_err().to_string();
    assert!(words.contains("give the depth of [nitrogen] that the restart was written with"), "{words}");
    let plain = small_run::land(Model::MimicsCn, Profile::Edaphon);
    assert!(read(&state, &sites(), &plain).unwrap().mineral.is_empty());
}

fn opened(text: &str) -> Result<edaphon_jobs::Job, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, "run.toml");
    std::fs::write(&path, text).unwrap();
    edaphon_jobs::open(&path, &Options { only_check: true, ..Options::default() }).map_err(|e| e.to_string())
}

fn described(model: &str, more: &str) -> String {
    format!(
        "model = \"{model}\"\nforcing = {{ synthetic = {{ seed = 1 }}, years = [1901, 1901] }}\n\
         site = {{ latitude = 50, longitude = 10, vegetation_type = \"DBF\", sand = 0.4, silt = 0.4, clay = 0.2 }}\n{more}"
    )
}

#[test]
fn descriptions_are_read_and_what_is_wrong_is_named() {
    let good = "[nitrogen]\nparameters = \"revised\"\nph = 5.5\noverride = { r_nosz = 0.012 }\n";
    let job = opened(&described("casa-cn", good)).unwrap();
    let coupling = job.land.network().unwrap().coupling();
    assert_eq!((coupling.ph.clone(), coupling.parameters.anaerobic_wfps, coupling.substeps), (vec![5.5], 0.88, 8));
    assert_eq!(coupling.parameters.r_nosz, 0.012);

    for (model, section, said) in [
        ("casa-c", "", "casa-c has no mineral nitrogen; [nitrogen] goes with casa-cn or mimics-cn"),
        ("casa-cn", "ph = 63", "`ph` in [nitrogen] = 63 pH is outside 2.5 to 10.5 pH"),
        ("casa-cn", "acidity = 5", "unknown key `acidity`"),
        ("casa-cn", "parameters = \"revisd\"", "accepted are default, revised; did you mean `revised`?"),
        ("casa-cn", "override = { r_nosz = -1 }", "r_nosz"),
    ] {
        let words = opened(&described(model, &format!("[nitrogen]\n{section}\n"))).unwrap_err();
        assert!(words.contains(said), "{words}");
    }
    let testbed = described("casa-cn", "profile = \"testbed-2.0\"\nnitrogen = {}\n");
    assert!(opened(&testbed).unwrap_err().contains("stays above 0"));
}
