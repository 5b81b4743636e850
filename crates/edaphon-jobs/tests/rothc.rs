//! RothC from its files to its files: the published cases, descriptions made of them, and refusals.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Read;
use std::path::{Path, PathBuf};

use edaphon_io::rothc::RESULT_COLUMNS;
use edaphon_jobs::cf::Every;
use edaphon_jobs::rothc::{Method, RothCOptions, StockPools, convert, open};
use tempfile::TempDir;

/// The reference runs, which stand beside the model.
fn reference() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../edaphon-models/tests/data/rothc")
}

fn unpacked(name: &str) -> String {
    let mut text = String::new();
    let file = std::fs::File::open(reference().join(format!("{name}.gz"))).unwrap();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    text
}

fn room_with(case: &str) -> (TempDir, PathBuf) {
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join(format!("{case}.dat"));
    std::fs::write(&path, unpacked(&format!("{case}.dat"))).unwrap();
    (room, path)
}

/// Runs a file and returns the text of its results.
fn run(path: &Path, options: &RothCOptions) -> String {
    let job = open(path, &RothCOptions { force: true, ..options.clone() }).unwrap();
    job.write(&job.run().unwrap()).unwrap();
    std::fs::read_to_string(&job.output).unwrap()
}

fn official() -> RothCOptions {
    RothCOptions { method: Some(Method::Official), ..RothCOptions::default() }
}

#[test]
fn results_have_the_columns_and_numbers_of_the_published_code() {
    for case in [
        "official_v1",
        "official_v2",
        "f22_dryland_desert",
        "s11_med_covered_then_bare",
        "s17_empty",
        "s02_clay60_temperate",
    ] {
        let (_room, path) = room_with(case);
        let written = run(&path, &official());
        let mut found = written.lines();
        assert_eq!(found.next(), Some(RESULT_COLUMNS.join(",").as_str()));
        let known = unpacked(&format!("{case}.csv"));
        let mut expected = known.lines();
        let names: Vec<&str> = expected.next().unwrap().split(',').collect();
        let rows: Vec<(&str, &str)> = found.zip(expected).collect();
        assert_eq!(rows.len(), known.lines().count() - 1);
        assert_eq!(written.lines().count(), known.lines().count());
        for (found, expected) in rows {
            let found: Vec<&str> = found.split(',').collect();
            for (name, expected) in names.iter().zip(expected.split(',')) {
                let found = found[RESULT_COLUMNS.iter().position(|n| n == name).unwrap()];
                if *name == "phase" {
                    assert_eq!(found, expected);
                    continue;
                }
                let [found, expected] = [found, expected].map(|text| text.parse::<f64>().unwrap());
                assert!((found - expected).abs() <= 1e-12 * expected.abs(), "{case}: {name} {found} {expected}");
            }
        }
    }
}

#[test]
fn a_description_made_of_an_input_gives_the_same_file() {
    for case in ["official_v1", "f32_dryland", "h_hoosfield_fym"] {
        let (room, path) = room_with(case);
        let out = room.path().join("site.toml");
        let written = convert(&path, &out).unwrap();
        assert!(written.iter().all(|file| file.exists()));
        for method in [Method::Exact, Method::Official] {
            let options = RothCOptions { method: Some(method), ..RothCOptions::default() };
            assert_eq!(run(&path, &options), run(&out, &options), "{case}");
        }
    }
}

/// The last number of each line of a text of results.
fn column(text: &str, name: &str) -> Vec<f64> {
    let at = RESULT_COLUMNS.iter().position(|n| *n == name).unwrap();
    text.lines().skip(1).map(|line| line.split(',').nth(at).unwrap().parse().unwrap()).collect()
}

#[test]
fn years_are_the_twelfth_months_and_microbes_change_them() {
    let (_room, path) = room_with("s19_paddy_like");
    let months = run(&path, &RothCOptions::default());
    let years = run(&path, &RothCOptions { every: Some(Every::Year), ..RothCOptions::default() });
    let expected: Vec<f64> = column(&months, "soc").into_iter().step_by(12).collect();
    assert_eq!(column(&years, "soc"), expected);
    let limited =
        RothCOptions { mu_max: Some(3.0), k_m: Some(0.6), every: Some(Every::Year), ..RothCOptions::default() };
    let limited = column(&run(&path, &limited), "soc");
    assert_eq!(limited[0], expected[0], "spin-up is without microbes");
    let known = unpacked("michaelis_menten_annual.csv");
    let known: Vec<f64> = known
        .lines()
        .filter(|line| line.starts_with("s19_paddy_like,"))
        .map(|line| line.split(',').nth(6).unwrap().parse().unwrap())
        .collect();
    assert_eq!(known.len(), limited.len() - 1);
    for (found, expected) in limited[1..].iter().zip(known) {
        assert!((found / expected - 1.0).abs() < 1e-12, "{found} {expected}");
    }
}

#[test]
fn a_measured_stock_is_met_and_kept() {
    let (_room, path) = room_with("h_hoosfield_unmanured");
    let stock = |pools| RothCOptions {
        stock: Some(45.0),
        pools: Some(pools),
        inert_by_stock: true,
        every: Some(Every::Year),
        ..RothCOptions::default()
    };
    let job = open(&path, &RothCOptions { force: true, ..stock(StockPools::Steady) }).unwrap();
    let finished = job.run().unwrap();
    assert!(finished.notes.iter().any(|note| note.contains("which keeps 45 t C ha-1")), "{:?}", finished.notes);
    for pools in [StockPools::Steady, StockPools::Weihermueller] {
        let written = run(&path, &stock(pools));
        let (soc, inert) = (column(&written, "soc"), column(&written, "iom"));
        assert!((soc[0] - 45.0).abs() < 1e-11, "{}", soc[0]);
        assert!((inert[0] - 0.049 * 45.0_f64.powf(1.139)).abs() < 1e-12);
        assert!(column(&written, "age_soc")[0] > 0.0);
    }
}

#[test]
fn what_cannot_be_run_is_refused_in_words() {
    let (room, path) = room_with("s06_polar");
    let said = |path: &Path, options: &RothCOptions| match open(path, options).and_then(|job| job.run()) {
        Ok(_) => panic!("it ran"),
        Err(error) => error.to_string(),
    };
    let plain = RothCOptions::default();
    let half = RothCOptions { mu_max: Some(1.0), ..plain.clone() };
    assert!(said(&path, &half).ends_with("--mu-max and --k-m go together; accepted are both or neither"));
    let negative = RothCOptions { mu_max: Some(-1.0), k_m: Some(f64::NAN), ..plain.clone() };
    assert!(said(&path, &negative).contains("accepted are numbers of at least 0"));
    let stock = RothCOptions { stock: Some(-3.0), ..plain.clone() };
    assert!(said(&path, &stock).contains("a measured stock of -3 t C ha-1; accepted are numbers above 0"));
    let small = RothCOptions { stock: Some(1.0), ..plain.clone() };
    assert!(said(&path, &small).contains("inert carbon of 4 t C ha-1 is more than the measured stock of 1 t C ha-1"));
    let set = RothCOptions { set: vec!["a=1".to_owned()], ..plain.clone() };
    assert!(said(&path, &set).contains("--set does not go with a published input of RothC"));

    let frozen = std::fs::read_to_string(&path).unwrap();
    let frozen: Vec<String> = frozen
        .lines()
        .enumerate()
        .map(|(at, line)| {
            let mut words: Vec<&str> = line.split_whitespace().collect();
            if at >= 10 && words.len() == 10 {
                words[3] = "-20";
            }
            words.join(" ")
        })
        .collect();
    let cold = room.path().join("frozen.dat");
    std::fs::write(&cold, frozen.join("\n")).unwrap();
    assert!(said(&cold, &plain).contains("there is no equilibrium: the first twelve months are all frozen"));
    assert!(said(&cold, &official()).contains("no equilibrium within 100000 years"));

    let (_room, hot) = room_with("s08_tropical_wet");
    let euler = RothCOptions { scheme: Some(edaphon_models::rothc::Scheme::Euler), ..plain };
    assert!(said(&hot, &euler).contains("would take more than the fastest pool holds"), "{}", said(&hot, &euler));
}

#[test]
fn faults_of_a_description_are_told_together() {
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join("r.toml");
    let text = "model = \"rothc\"\n[soil]\nclay = 300\ndepth = 23\ninert = -1\nsitl = 3\n[spinup]\nmethod = \"exat\"\n[drivers]\nfile = \"m.csv\"\n[parameters]\nk_hmu = 1\n";
    std::fs::write(&path, text).unwrap();
    let said = open(&path, &RothCOptions::default()).unwrap_err().to_string();
    for words in [
        "r.toml:3: `clay` in [soil] = 300 % is outside 0 to 100 %",
        "r.toml:5: `inert` in [soil] = -1 t C ha-1 is outside 0 to 10000 t C ha-1",
        "r.toml:6: unknown key `sitl` in [soil]; did you mean `silt`?",
        "r.toml:8: `method` in [spinup] = \"exat\" is not known; accepted are exact, official; did you mean `exact`?",
        "r.toml:12: rothc has no parameter `k_hmu`; did you mean `k_hum`?",
    ] {
        assert!(said.contains(words), "`{words}` is not in\n{said}");
    }
}
