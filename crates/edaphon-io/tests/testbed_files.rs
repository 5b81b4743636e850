//! Pool and flux files come out as the reference writes them, and no content brings a reader down.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use edaphon_io::testbed::{
    AnnualFluxes, CasaPools, Control, MIMICS_PARAMETERS, NitrogenFluxes, Nutrients, PFT_TABLES, PHENOLOGY,
    parse_casa_pools, parse_grid, parse_mimics, parse_mimics_pools, parse_perturbation, parse_pft, parse_phenology,
    parse_soil, write_annual_fluxes, write_casa_pools, write_litter_quality, write_mimics_pools,
};
use proptest::prelude::*;

fn reference(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/testbed").join(name);
    std::fs::read_to_string(path).unwrap()
}

/// What `write` puts into a file.
fn written(write: impl FnOnce(&Path) -> edaphon_io::Result<()>) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    write(&path).unwrap();
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside the file");
    std::fs::read_to_string(path).unwrap()
}

/// The numbers of the rows, header left out.
fn numbers(text: &str) -> Vec<Vec<f64>> {
    let number = |field: &str| field.trim().parse().unwrap();
    text.lines().skip(1).map(|line| line.trim_end_matches(',').split(',').map(number).collect()).collect()
}

#[test]
fn casa_pools_are_written_as_the_reference_writes_them() {
    let text = reference("casa_cn_casapool_end.csv");
    let mut cells = parse_casa_pools(Path::new("p.csv"), text.as_bytes(), Nutrients::CarbonNitrogen).unwrap();
    // Phosphorus and balances are never read back by a run; here they are taken over for the comparison.
    for (cell, row) in cells.iter_mut().zip(numbers(&text)) {
        let three = |first: usize| [row[first - 1], row[first], row[first + 1]];
        (cell.plant_p, cell.litter_p, cell.soil_p) = (three(32), three(35), three(38));
        (cell.mineral_p, cell.balances) = (three(41), three(44));
    }
    assert_eq!(written(|path| write_casa_pools(path, &cells)), text);
    let shown = |value: f64| format!("{value:.16e}");
    assert_eq!((cells[0].vegetation_type, cells[0].phase), (8, 0));
    assert_eq!(shown(cells[0].mineral_n), "3.7719080200301028e2");
    assert_eq!(
        (shown(cells[0].plant_c[0]), shown(cells[0].soil_n[2])),
        ("5.2766156184380684e1".to_owned(), "1.5106302075334841e2".to_owned())
    );
}

#[test]
fn runs_of_carbon_read_carbon_only() {
    let text = reference("casa_cn_casapool_end.csv");
    let cells = parse_casa_pools(Path::new("p.csv"), text.as_bytes(), Nutrients::Carbon).unwrap();
    assert_eq!((cells[0].soil_c[2] > 0.0, cells[0].plant_n, cells[0].mineral_n), (true, [0.0; 3], 0.0));
    let narrow: String =
        text.lines().map(|line| line.split(',').take(21).collect::<Vec<_>>().join(",") + "\n").collect();
    assert_eq!(parse_casa_pools(Path::new("p.csv"), narrow.as_bytes(), Nutrients::Carbon).unwrap(), cells);
    assert_eq!(
        parse_casa_pools(Path::new("p.csv"), narrow.as_bytes(), Nutrients::CarbonNitrogen).unwrap_err().to_string(),
        "p.csv:2: the row has 21 values, at least 31 are needed\np.csv:3: the row has 21 values, at least 31 are \
         needed\np.csv:4: the row has 21 values, at least 31 are needed"
    );
}

#[test]
fn mimics_pools_are_written_as_the_reference_writes_them() {
    for (name, nutrients) in [
        ("mimics_cn_mimicspool_end.csv", Nutrients::CarbonNitrogen),
        ("mimics_c_mimicspool_end.csv", Nutrients::Carbon),
    ] {
        let text = reference(name);
        let cells = parse_mimics_pools(Path::new("m.csv"), text.as_bytes(), nutrients).unwrap();
        assert_eq!(written(|path| write_mimics_pools(path, &cells, nutrients)), text);
        assert_eq!(cells[0].nitrogen[0] > 0.0, nutrients == Nutrients::CarbonNitrogen);
    }
}

#[test]
fn fluxes_are_written_as_the_reference_writes_them() {
    for name in ["casa_cn_casaflux_end.csv", "casa_c_casaflux_end.csv"] {
        let text = reference(name);
        let rows = numbers(&text);
        let cell = |row: &Vec<f64>| CasaPools {
            cell: row[1] as i64,
            vegetation_type: row[2] as i64,
            soil_type: row[3] as i64,
            soil_order: row[4] as i64,
            latitude: row[5],
            longitude: row[6],
            area: row[7],
            ..CasaPools::default()
        };
        let nitrogen = |row: &Vec<f64>| NitrogenFluxes {
            deposition: row[18],
            fixation: row[19],
            net_mineralisation: row[20],
            uptake: row[21],
            leaching: row[22],
            gas_loss: row[23],
        };
        let flux = |row: &Vec<f64>| AnnualFluxes {
            npp: row[8],
            heterotrophic_respiration: row[9],
            nee: row[10],
            plant_respiration: row[11],
            nitrogen: (row.len() > 18).then(|| nitrogen(row)),
        };
        let cells: Vec<_> = rows.iter().map(cell).collect();
        let fluxes: Vec<_> = rows.iter().map(flux).collect();
        assert_eq!(written(|path| write_annual_fluxes(path, 2, &cells, &fluxes)), text);
    }
}

#[test]
fn litter_quality_has_a_row_for_each_cell() {
    let text = reference("mimics_c_mimicspool_end.csv");
    let cells = parse_mimics_pools(Path::new("m.csv"), text.as_bytes(), Nutrients::Carbon).unwrap();
    let quality = vec![Default::default(); cells.len()];
    let out = written(|path| write_litter_quality(path, &cells, &quality));
    let width = |line: &str| line.trim_end_matches(',').split(',').count();
    assert_eq!(out.lines().map(width).collect::<Vec<_>>(), [8; 4]);
}

#[test]
fn published_precision_is_read_too() {
    let text = "head\n     2,     1,     8,  1.500000,  7.500000, 58.177298,  0.4178251660,1,1,1,1,1,1,\n";
    let cells = parse_mimics_pools(Path::new("m.csv"), text.as_bytes(), Nutrients::Carbon).unwrap();
    assert_eq!((cells[0].latitude, cells[0].carbon[0]), (1.5, 0.417_825_166));
    let broken = text.replace("0.4178251660", "************");
    assert_eq!(
        parse_mimics_pools(Path::new("m.csv"), broken.as_bytes(), Nutrients::Carbon).unwrap_err().to_string(),
        "m.csv:2: column 7 (carbon): found `************`; accepted is a number"
    );
}

/// Every reader takes these bytes; what it says of them does not matter here.
fn read_as_everything(bytes: &[u8]) {
    let path = Path::new("any");
    let _ = Control::parse(path, bytes);
    let _ = parse_grid(path, bytes);
    let _ = parse_soil(path, bytes);
    let _ = parse_phenology(path, bytes);
    let _ = parse_pft(path, bytes).map_err(|faults| faults.to_string());
    let _ = parse_mimics(path, bytes);
    let _ = parse_perturbation(path, bytes);
    let _ = parse_casa_pools(path, bytes, Nutrients::CarbonNitrogen);
    let _ = parse_mimics_pools(path, bytes, Nutrients::CarbonNitrogen);
}

proptest! {
    #[test]
    fn no_bytes_bring_a_reader_down(bytes in proptest::collection::vec(any::<u8>(), 0..4000)) {
        read_as_everything(&bytes);
    }

    #[test]
    fn no_text_brings_a_reader_down(text in "([0-9eE+.,\" \t\n-]{0,12}\n?){0,300}") {
        read_as_everything(text.as_bytes());
    }
}

proptest! {
    // Unpacking the published files takes most of the time of a case.
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// A published file with a few bytes changed and its end cut off is read or refused.
    #[test]
    fn spoilt_files_are_read_or_refused(
        which in 0_usize..3,
        keep in 0.0..1.0,
        hits in proptest::collection::vec((0.0..1.0, any::<u8>()), 0..20),
    ) {
        let mut bytes = [&PFT_TABLES, &MIMICS_PARAMETERS, &PHENOLOGY][which].content().unwrap();
        for (at, byte) in hits {
            let at = (at * bytes.len() as f64) as usize;
            bytes[at] = byte;
        }
        bytes.truncate((keep * bytes.len() as f64) as usize);
        read_as_everything(&bytes);
    }
}
