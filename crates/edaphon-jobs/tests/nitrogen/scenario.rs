//! A fertilised year from files is the year of the reference.

use std::path::{Path, PathBuf};

use edaphon_geo::{Date, Table};
use edaphon_jobs::nitrogen::{Method, simulate};

use crate::room::{DESCRIPTION, Room};

/// A table of the reference, which the tests of the model hold.
fn reference(name: &str) -> Table {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../edaphon-models/tests/data/nitrogen");
    Table::read(folder.join(format!("{name}.csv.gz"))).unwrap()
}

/// The crop's year as a table of days, uptake per soil.
fn days(table: &Table) -> String {
    let of = |name: &str| table.reals(name).unwrap();
    let (t, w, q, u) = (of("T"), of("W"), of("q"), of("Umax"));
    let start = Date::new(2019, 1, 1).unwrap();
    let mut text = "date,t [degC],wfps,drainage [mm d-1],uptake_capacity [mg kg-1 d-1]\n".to_owned();
    for day in 0..t.len() {
        text.push_str(&format!("{},{:?},{:?},{:?},{:?}\n", start.plus(day as i64), t[day], w[day], q[day], u[day]));
    }
    text
}

/// The description of the crop: 10 mg kg⁻¹ of ammonium and nitrate each on day 99 (from 0), 40 of urea on day 129, residue with 20 on day 259.
fn description(day: impl Fn(i64) -> Date) -> String {
    let event = DESCRIPTION.find("[[event]]").unwrap();
    let head = DESCRIPTION[..event].replace("\"weather.csv\"", "\"weather.csv\"\nnames = { soil_temperature = \"t\" }");
    format!(
        "{head}\n[[event]]\ndate = {}\nkind = \"ammonium nitrate\"\nnitrogen = 52.0\n\n[[event]]\ndate = {}\nkind = \"urea\"\nnitrogen = 104.0\n\n\
         [[event]]\ndate = {}\nkind = \"residue\"\nnitrogen = 52.0\nc_to_n = 40.0\n",
        day(99),
        day(129),
        day(259)
    )
}

/// 24 steps a day keep nitrous oxide and nitrite within 5e-3 and all else within 5e-4 on every day.
#[test]
fn a_fertilised_year_from_files_is_that_of_the_reference() {
    let room = Room::with(
        &description(|day| Date::new(2019, 1, 1).unwrap().plus(day)),
        &days(&reference("forcing_A_cropland")),
    );
    let mut case = room.open().unwrap().case;
    let expected = reference("expected_A_cropland");
    let columns: Vec<(&str, Vec<f64>)> = [
        "CL", "CS", "NL", "NS", "BN", "UREA", "NH4", "NO2", "NO3", "N2O", "PLANT", "gN2O", "gN2", "gNO", "gNH3", "lDIN",
    ]
    .map(|name| (name, expected.reals(name).unwrap()))
    .to_vec();
    for (method, allowed) in [(Method::Substeps(24), [5e-3, 5e-4]), (Method::Within(Default::default()), [1e-4, 1e-4])]
    {
        case.method = method;
        let days = simulate(&case).unwrap();
        assert_eq!(days.len(), expected.rows());
        for (number, day) in days.iter().enumerate() {
            let s = &day.state;
            for (name, values) in &columns {
                let found = match *name {
                    "CL" => s.c_labile,
                    "CS" => s.c_stable,
                    "NL" => s.n_labile,
                    "NS" => s.n_stable,
                    "BN" => s.n_microbial,
                    "UREA" => s.urea,
                    "NH4" => s.nh4,
                    "NO2" => s.no2,
                    "NO3" => s.no3,
                    "N2O" => s.n2o,
                    "PLANT" => s.plant,
                    "gN2O" => s.n2o_lost,
                    "gN2" => s.n2_lost,
                    "gNO" => s.no_lost,
                    "gNH3" => s.nh3_lost,
                    _ => s.leached,
                };
                let relative = allowed[usize::from(!matches!(*name, "N2O" | "NO2"))];
                // Deposition and litter are given per hectare to five digits.
                let floor = 1e-8;
                let error = (found - values[number]).abs() / (relative * values[number].abs() + floor);
                assert!(error <= 1.0, "{method:?}, day {}, {name}: {found}, expected {}", number + 1, values[number]);
            }
        }
    }
}
