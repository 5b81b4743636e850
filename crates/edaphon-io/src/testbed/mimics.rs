//! The MIMICS parameter file: one value per line, by position.

use std::path::Path;

use super::{NamedValues, VEGETATION_TYPES, reader};
use crate::faults::Faults;
use crate::text::{ANY, Text};

/// First line of values and the parameters from there on; lines 102 and 103 are not used.
const BLOCKS: &[(usize, &[&str])] = &[
    (21, &["v_slope_r1", "v_slope_r2", "v_slope_r3", "v_slope_k1", "v_slope_k2", "v_slope_k3"]),
    (27, &["v_intercept_r1", "v_intercept_r2", "v_intercept_r3", "v_intercept_k1", "v_intercept_k2", "v_intercept_k3"]),
    (33, &["v_scale_r1", "v_scale_r2", "v_scale_r3", "v_scale_k1", "v_scale_k2", "v_scale_k3"]),
    (39, &["k_slope_r1", "k_slope_r2", "k_slope_r3", "k_slope_k1", "k_slope_k2", "k_slope_k3"]),
    (45, &["k_intercept_r1", "k_intercept_r2", "k_intercept_r3", "k_intercept_k1", "k_intercept_k2", "k_intercept_k3"]),
    (51, &["k_scale_r1", "k_scale_r2", "k_scale_r3", "k_scale_k1", "k_scale_k2", "k_scale_k3"]),
    (57, &["v_modifier_r1", "v_modifier_r2", "v_modifier_r3", "v_modifier_k1", "v_modifier_k2", "v_modifier_k3"]),
    (63, &["k_modifier_r1", "k_modifier_r2", "k_modifier_r3", "k_modifier_k1", "k_modifier_k2", "k_modifier_k3"]),
    (69, &["oxidation_r", "oxidation_k"]),
    (71, &["growth_efficiency_1", "growth_efficiency_2", "growth_efficiency_3", "growth_efficiency_4"]),
    (75, &["turnover_r_1", "turnover_r_2", "turnover_k_1", "turnover_k_2"]),
    (79, &["turnover_npp_scale", "turnover_modifier_min", "turnover_modifier_max"]),
    (82, &["physical_fraction_r_1", "physical_fraction_r_2", "physical_fraction_k_1", "physical_fraction_k_2"]),
    (86, &["chemical_fraction_r_1", "chemical_fraction_r_2", "chemical_fraction_r_3"]),
    (89, &["chemical_fraction_k_1", "chemical_fraction_k_2", "chemical_fraction_k_3"]),
    (92, &["desorption_1", "desorption_2", "protection_1", "protection_2"]),
    (96, &["metabolic_to_som", "structural_to_som"]),
    (98, &["metabolic_fraction_1", "metabolic_fraction_2", "metabolic_fraction_3"]),
    (101, &["density_dependence"]),
    (
        104,
        &[
            "nitrogen_use_efficiency_1",
            "nitrogen_use_efficiency_2",
            "nitrogen_use_efficiency_3",
            "nitrogen_use_efficiency_4",
        ],
    ),
    (108, &["microbial_c_to_n_r", "microbial_c_to_n_k"]),
    (110, &["available_n_fraction", "c_to_n_modifier", "desorption_q10", "desorption_reference_temperature"]),
];

/// First line of the table of depths, whose value is the second on its line.
const DEPTHS: usize = 116;
/// Line of the choice of moisture function.
const MOISTURE_FUNCTION: usize = 134;

reader! {
    /// Reads a MIMICS parameter file: one value each, `depth` (cm) one for each vegetation type.
    ///
    /// `moisture_function` is 1 (that of CASA), 3 (that of CORPSE) or 2 (none; also where the line is missing or another number).
    read_mimics, parse_mimics => Vec<NamedValues>
}

/// The content of a MIMICS parameter file; `path` is named in faults and origins.
///
/// # Errors
/// All its faults.
pub fn parse_mimics(path: &Path, bytes: &[u8]) -> Result<Vec<NamedValues>, Faults> {
    let text = Text::new(path, bytes);
    let mut params = Vec::new();
    for (first, names) in BLOCKS {
        for (line, name) in (*first..).zip(*names) {
            let value = text.row(line, 1, name).map_or(0.0, |row| row.real(1, name, ANY));
            params.push(NamedValues { name, values: vec![value], origin: format!("{}, line {line}", text.name()) });
        }
    }
    params.push(depths(&text));
    params.push(moisture_function(&text));
    text.finish(params)
}

fn depths(text: &Text) -> NamedValues {
    let lines = DEPTHS..DEPTHS + VEGETATION_TYPES;
    let depth = |line| {
        let row = text.row(line, 2, "the depth of a vegetation type")?;
        Some(row.real(2, "depth in cm", f64::MIN_POSITIVE..=f64::MAX))
    };
    let values = lines.clone().map(|line| depth(line).unwrap_or(100.0)).collect();
    NamedValues {
        name: "depth",
        values,
        origin: format!("{}, lines {} to {}", text.name(), lines.start, lines.end - 1),
    }
}

fn moisture_function(text: &Text) -> NamedValues {
    let given = text.line(MOISTURE_FUNCTION).filter(|line| !line.trim().is_empty());
    let (value, origin) = match given {
        None => (2.0, format!("{} has no line {MOISTURE_FUNCTION}: default", text.name())),
        Some(_) => {
            let row = text.row(MOISTURE_FUNCTION, 1, "the moisture function");
            let choice = row.map_or(2, |row| row.integer(1, "moisture function", i64::MIN..=i64::MAX));
            let value = if matches!(choice, 1 | 3) { choice as f64 } else { 2.0 };
            (value, format!("{}, line {MOISTURE_FUNCTION}", text.name()))
        }
    };
    NamedValues { name: "moisture_function", values: vec![value], origin }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testbed::{MIMICS_PARAMETERS, default_mimics};

    fn lines() -> Vec<String> {
        let bytes = MIMICS_PARAMETERS.content().unwrap();
        String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect()
    }

    fn parse(lines: &[String]) -> Result<Vec<NamedValues>, Faults> {
        parse_mimics(Path::new("m.csv"), lines.join("\n").as_bytes())
    }

    #[test]
    fn every_line_has_its_name() {
        let params = default_mimics().unwrap();
        let value = |name: &str| params.iter().find(|p| p.name == name).unwrap().values[0];
        // Values of the file by symbol: shared knowledge of the published set, in the order of its lines.
        let expected = [
            ("v_slope_r1", 0.063),
            ("v_intercept_k3", 5.47),
            ("v_scale_r2", 1.25e-8),
            ("k_slope_k1", 0.02),
            ("k_intercept_r3", 3.19),
            ("k_scale_k3", 0.015_625),
            ("v_modifier_r2", 2.0),
            ("v_modifier_k3", 2.0),
            ("k_modifier_r1", 8.0),
            ("k_modifier_k3", 6.0),
            ("oxidation_k", 4.0),
            ("growth_efficiency_2", 0.25),
            ("growth_efficiency_4", 0.35),
            ("turnover_r_1", 0.000_52),
            ("turnover_k_2", 0.1),
            ("turnover_npp_scale", 100.0),
            ("turnover_modifier_max", 1.3),
            ("physical_fraction_k_1", 0.02),
            ("chemical_fraction_r_2", -3.0),
            ("chemical_fraction_k_1", 0.3),
            ("desorption_1", 1.05e-6),
            ("protection_2", -2.0),
            ("structural_to_som", 0.30),
            ("metabolic_fraction_3", 0.013),
            ("density_dependence", 1.0),
            ("nitrogen_use_efficiency_4", 0.85),
            ("microbial_c_to_n_k", 10.0),
            ("available_n_fraction", 0.5),
            ("c_to_n_modifier", 0.40),
            ("desorption_q10", -1.0),
            ("desorption_reference_temperature", 25.0),
            ("moisture_function", 3.0),
        ];
        for (name, known) in expected {
            assert_eq!(value(name), known, "{name}");
        }
        let depth = params.iter().find(|p| p.name == "depth").unwrap();
        assert_eq!(depth.values, [100.0; VEGETATION_TYPES]);
        assert_eq!(params[0].origin, "pftlookup_LIDET-MIM-REV_CN_desorb2xKO4_micCN_FI30.csv, line 21");
    }

    #[test]
    fn the_moisture_function_is_2_where_nothing_else_is_said() {
        let mut file = lines();
        let choice = |file: &[String]| parse(file).unwrap().last().unwrap().values[0];
        file[133] = "7,".to_owned();
        assert_eq!(choice(&file), 2.0);
        file[133] = "1,".to_owned();
        assert_eq!(choice(&file), 1.0);
        file.truncate(133);
        assert_eq!(choice(&file), 2.0);
    }

    #[test]
    fn faults_name_line_and_parameter() {
        let mut file = lines();
        file[20] = "steep,Vslope(r1)".to_owned();
        file[115] = "1,0,,".to_owned();
        file.truncate(130);
        let words = parse(&file).unwrap_err().to_string();
        assert!(
            words.starts_with(
                "m.csv:21: column 1 (v_slope_r1): found `steep`; accepted is a number\n\
             m.csv:116: column 2 (depth in cm): found `0`; accepted is a number above 0\n\
             m.csv:131: the depth of a vegetation type is missing: the file ends after 130 lines"
            ),
            "{words}"
        );
    }
}
