//! The CASA parameter file (`pftlookup_igbp_*.csv`): tables T0 to T12, one row per vegetation type.

use std::path::Path;

use super::{NamedValues, VEGETATION_TYPES, reader};
use crate::faults::Faults;
use crate::text::{ANY, Row, Text};

/// Rows of table T9: soil orders.
const SOIL_ORDERS: usize = 12;

/// Where a table is and what its columns are called; `None` is read and without effect.
struct Table {
    number: usize,
    first_line: usize,
    columns: &'static [Option<&'static str>],
}

/// Columns in order; `-` stands for one that has no effect.
macro_rules! columns {
    (@ -) => { None };
    (@ $name:ident) => { Some(stringify!($name)) };
    ($($name:tt)*) => { &[$(columns!(@ $name)),*] };
}

/// The tables with a row for each vegetation type, but for T12, which may be absent.
const TABLES: &[Table] = &[
    Table { number: 0, first_line: 4, columns: columns!(biome_class) },
    Table {
        number: 1,
        first_line: 24,
        columns: columns!(
            root_extinction root_depth - - n_uptake_half_saturation - herbivory leaf_age wood_age froot_age metabolic_age
            structural_age cwd_age microbial_age slow_age passive_age labile_age sla
        ),
    },
    Table {
        number: 2,
        first_line: 44,
        columns: columns!(allocation_leaf allocation_wood allocation_froot - wood_respiration froot_respiration),
    },
    Table {
        number: 3,
        first_line: 64,
        columns: columns!(
            leaf_c_to_n wood_c_to_n froot_c_to_n leaf_n_to_litter wood_n_to_litter froot_n_to_litter leaf_lignin wood_lignin
            froot_lignin microbial_c_to_n slow_c_to_n passive_c_to_n microbial_c_to_n_min slow_c_to_n_min passive_c_to_n_min
            microbial_c_to_n_max slow_c_to_n_max passive_c_to_n_max lai_max lai_min
        ),
    },
    Table {
        number: 4,
        first_line: 84,
        columns: columns!(
            start_leaf_c start_wood_c start_froot_c start_metabolic_c start_structural_c start_cwd_c start_microbial_c
            start_slow_c start_passive_c
        ),
    },
    Table {
        number: 5,
        first_line: 104,
        columns: columns!(
            cold_shedding_temperature cold_shedding_rate cold_shedding_exponent dry_shedding_rate dry_shedding_exponent
        ),
    },
    Table {
        number: 6,
        first_line: 124,
        columns: columns!(
            leaf_n_to_c_min leaf_n_to_c_max wood_n_to_c_min wood_n_to_c_max froot_n_to_c_min froot_n_to_c_max
            gas_loss_fraction leaching_rate n_fixation
        ),
    },
    Table {
        number: 7,
        first_line: 144,
        columns: columns!(
            start_leaf_n start_wood_n start_froot_n start_metabolic_n - start_cwd_n start_microbial_n start_slow_n
            start_passive_n start_mineral_n
        ),
    },
    Table { number: 8, first_line: 164, columns: columns!(leaf_n_to_p - wood_n_to_p - froot_n_to_p - - - -) },
    Table {
        number: 10,
        first_line: 198,
        columns: columns!(
            start_leaf_p start_wood_p start_froot_p start_metabolic_p - start_cwd_p start_microbial_p start_slow_p
            start_passive_p start_labile_p start_sorbed_p start_occluded_p
        ),
    },
    Table {
        number: 11,
        first_line: 218,
        columns: columns!(- q10 litter_decay_optimum soil_decay_optimum - - fine_litter_max cwd_max - -),
    },
];

/// T12, with the values that hold where the file ends before it.
const T12_FIRST_LINE: usize = 238;
const T12: &[(&str, f64)] = &[
    ("n_limit_low", 0.5),
    ("n_limit_high", 2.0),
    ("exudate_fraction", 0.0),
    ("metabolic_to_microbial", 0.45),
    ("structural_to_microbial", 0.45),
    ("structural_to_slow", 0.7),
    ("cwd_to_microbial", 0.4),
    ("cwd_to_slow", 0.7),
    ("microbial_to_slow", 1.0),
    ("microbial_to_passive", 1.0),
    ("slow_to_passive", 0.45),
];

const T9_FIRST_LINE: usize = 184;

/// Phosphorus constants of a soil order (table T9).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SoilOrderPhosphorus {
    /// Labile phosphorus at which half of the sorption sites are taken (g P m⁻²).
    pub half_saturation: f64,
    /// Largest amount of sorbed phosphorus (g P m⁻²).
    pub max: f64,
    /// Leaching fraction (–).
    pub leaching: f64,
    /// Column "N:P" of microbial soil matter.
    pub np_microbial: f64,
    /// Column "N:P" of slow soil matter.
    pub np_slow: f64,
    /// Column "N:P" of passive soil matter.
    pub np_passive: f64,
    /// Rate of labile phosphorus (yr⁻¹).
    pub kplab: f64,
    /// Rate of sorbed phosphorus (yr⁻¹).
    pub kpsorb: f64,
    /// Rate of occluded phosphorus (yr⁻¹).
    pub kpocc: f64,
}

/// What a CASA parameter file holds.
#[derive(Debug, Clone, PartialEq)]
pub struct PftTables {
    /// Parameters with a value for each of the 18 vegetation types, in the order of the tables.
    pub params: Vec<NamedValues>,
    /// Phosphorus constants of soil orders 1 to 12.
    pub phosphorus: Vec<SoilOrderPhosphorus>,
}

impl PftTables {
    /// The values of one parameter for the vegetation types.
    pub fn values(&self, name: &str) -> Option<&[f64]> {
        self.params.iter().find(|p| p.name == name).map(|p| p.values.as_slice())
    }
}

reader! {
    /// Reads a CASA parameter file.
    read_pft, parse_pft => PftTables
}

/// The content of a CASA parameter file; `path` is named in faults and origins.
///
/// # Errors
/// All its faults.
pub fn parse_pft(path: &Path, bytes: &[u8]) -> Result<PftTables, Faults> {
    let text = Text::new(path, bytes);
    let params = TABLES.iter().flat_map(|table| read_table(&text, table)).chain(read_t12(&text)).collect();
    let phosphorus = read_t9(&text);
    text.finish(PftTables { params, phosphorus })
}

fn read_table(text: &Text, table: &Table) -> Vec<NamedValues> {
    let what = format!("table T{}", table.number);
    let named = table.columns.iter().enumerate();
    let mut params: Vec<(usize, NamedValues)> = named
        .filter_map(|(at, name)| {
            let origin = format!("{}, {what} column {}", text.name(), at + 1);
            name.map(|name| (at + 2, NamedValues { name, values: Vec::new(), origin }))
        })
        .collect();
    for row in rows(text, table.first_line, VEGETATION_TYPES, table.columns.len(), &what) {
        for (column, param) in &mut params {
            param.values.push(if table.number == 0 {
                row.integer(*column, "biome class", 0..=3) as f64
            } else {
                row.real(*column, param.name, ANY)
            });
        }
    }
    params.into_iter().map(|(_, param)| param).collect()
}

/// The rows of a table; the first that is missing ends it.
fn rows<'t>(
    text: &'t Text,
    first: usize,
    count: usize,
    columns: usize,
    what: &'t str,
) -> impl Iterator<Item = Row<'t>> + 't {
    let present = (text.len() + 1).saturating_sub(first);
    (first..first + count.min(present + 1)).filter_map(move |line| text.row(line, columns + 1, what))
}

fn read_t9(text: &Text) -> Vec<SoilOrderPhosphorus> {
    rows(text, T9_FIRST_LINE, SOIL_ORDERS, 9, "table T9")
        .map(|row| SoilOrderPhosphorus {
            half_saturation: row.real(2, "half saturation", ANY),
            max: row.real(3, "sorption maximum", ANY),
            leaching: row.real(4, "leaching fraction", ANY),
            np_microbial: row.real(5, "N:P microbial", ANY),
            np_slow: row.real(6, "N:P slow", ANY),
            np_passive: row.real(7, "N:P passive", ANY),
            kplab: row.real(8, "kplab", ANY),
            kpsorb: row.real(9, "kpsorb", ANY),
            kpocc: row.real(10, "kpocc", ANY),
        })
        .collect()
}

/// T12: rows that are there count, the others keep the defaults.
fn read_t12(text: &Text) -> Vec<NamedValues> {
    let filled = |line: &usize| text.line(*line).is_some_and(|content| !content.trim().is_empty());
    let lines: Vec<usize> = (T12_FIRST_LINE..T12_FIRST_LINE + VEGETATION_TYPES).take_while(filled).collect();
    let origin = |column: usize| match lines.len() {
        0 => format!("{} has no table T12: default", text.name()),
        VEGETATION_TYPES => format!("{}, table T12 column {column}", text.name()),
        n => format!("{}, table T12 column {column}, which ends after {n} rows: default for the others", text.name()),
    };
    let mut params: Vec<NamedValues> = T12
        .iter()
        .enumerate()
        .map(|(at, &(name, value))| NamedValues { name, values: vec![value; VEGETATION_TYPES], origin: origin(at + 1) })
        .collect();
    for (vegetation, &line) in lines.iter().enumerate() {
        let Some(row) = text.row(line, 1 + T12.len(), "table T12") else { continue };
        for (column, param) in params.iter_mut().enumerate() {
            param.values[vegetation] = row.real(column + 2, param.name, ANY);
        }
    }
    params
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testbed::PFT_TABLES;

    fn text() -> String {
        String::from_utf8(PFT_TABLES.content().unwrap()).unwrap()
    }

    fn parse(text: &str) -> Result<PftTables, Faults> {
        parse_pft(Path::new("in/pft.csv"), text.as_bytes())
    }

    #[test]
    fn every_table_is_found_at_its_lines() {
        let tables = parse(&text()).unwrap();
        let value = |name: &str, vegetation_type: usize| tables.values(name).unwrap()[vegetation_type - 1];
        assert_eq!((value("biome_class", 6), value("biome_class", 15)), (2.0, 0.0));
        assert_eq!((value("root_extinction", 1), value("sla", 18)), (5.5, 0.026005));
        assert_eq!((value("n_uptake_half_saturation", 1), value("herbivory", 2)), (2.0, 0.406));
        assert_eq!((value("wood_respiration", 10), value("froot_respiration", 10)), (1.0, 10.0));
        assert_eq!((value("leaf_c_to_n", 18), value("lai_min", 1), value("slow_c_to_n_min", 5)), (47.6, 3.0, 21.555));
        assert_eq!((value("start_leaf_c", 1), value("start_passive_c", 18)), (384.603_692_1, 4_179.920_244));
        assert_eq!((value("cold_shedding_temperature", 9), value("dry_shedding_exponent", 18)), (278.15, 3.0));
        assert_eq!((value("gas_loss_fraction", 1), value("n_fixation", 9)), (0.05, 4.06));
        assert_eq!((value("start_cwd_n", 1), value("start_mineral_n", 17)), (2.424_102_128, 1000.0));
        assert_eq!((value("leaf_n_to_p", 2), value("wood_n_to_p", 2), value("froot_n_to_p", 2)), (20.0, 15.0, 15.0));
        assert_eq!((value("start_cwd_p", 1), value("start_occluded_p", 18)), (0.101_004_255, 145.163));
        assert_eq!((value("q10", 1), value("soil_decay_optimum", 12), value("cwd_max", 1)), (1.72, 10.0, 1795.0));
        assert_eq!((value("n_limit_high", 3), value("slow_to_passive", 18)), (2.0, 0.45));
        assert_eq!((tables.phosphorus[0].half_saturation, tables.phosphorus[11].kpocc), (74.5408, 8.0));
        assert!(tables.params.iter().all(|p| p.values.len() == VEGETATION_TYPES));
        assert_eq!(tables.params.len(), 1 + 15 + 5 + 20 + 9 + 5 + 9 + 9 + 3 + 11 + 5 + 11);
        let origin = |name: &str| tables.params.iter().find(|p| p.name == name).unwrap().origin.clone();
        assert_eq!(origin("n_uptake_half_saturation"), "pft.csv, table T1 column 5");
        assert_eq!(origin("slow_to_passive"), "pft.csv, table T12 column 11");
    }

    #[test]
    fn t12_may_be_absent_or_cut_short() {
        let lines: Vec<String> = text().lines().map(str::to_owned).collect();
        let without = parse(&lines[..235].join("\n")).unwrap();
        let cut = lines[..239].join("\n").replace("1,0.5,2,0.0,0.45", "1,0.25,2,0.0,0.45");
        let cut = parse(&cut).unwrap();
        assert_eq!(without.values("n_limit_low").unwrap(), [0.5; VEGETATION_TYPES]);
        assert_eq!(without.params.last().unwrap().origin, "pft.csv has no table T12: default");
        assert_eq!(cut.values("n_limit_low").unwrap()[..3], [0.25, 0.5, 0.5]);
        assert!(cut.params.last().unwrap().origin.ends_with("which ends after 2 rows: default for the others"));
    }

    #[test]
    fn faults_name_table_line_and_column() {
        let bad = text().replace("5.5,1.5,2,14.87804878", "5.5,deep,2,14.87804878").replace("\n1,3,Ev", "\n1,4,Ev");
        assert_eq!(
            parse(&bad).unwrap_err().to_string(),
            "in/pft.csv:4: column 2 (biome class): found `4`; accepted is a whole number from 0 to 3\n\
             in/pft.csv:24: column 3 (root_depth): found `deep`; accepted is a number"
        );
        let short: Vec<String> = text().lines().take(225).map(str::to_owned).collect();
        assert_eq!(
            parse(&short.join("\n")).unwrap_err().to_string(),
            "in/pft.csv:226: table T11 is missing: the file ends after 225 lines"
        );
    }
}
