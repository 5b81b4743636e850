//! Parameter tables in CSV: one row for each value, made for spreadsheets and other programs.

use std::collections::BTreeMap;
use std::path::Path;

use edaphon_core::{did_you_mean, nearest};
use edaphon_io::Faults;
use edaphon_run::landscape::Parameters;

use super::{TABLES, differs_by_type, set_named, vegetation_type};

/// Columns of the table; a reader needs the first four.
pub(super) const HEADER: &str = "table,name,vegetation_type,value,unit,low,high,source,about";

/// Reads a table over what `parameters` holds; an empty type means all types.
///
/// # Errors
/// All faults of the file, by line.
pub(super) fn read(path: &Path, text: &str, parameters: &mut Parameters) -> Result<(), Faults> {
    let mut faults = Faults::new();
    // Rows of one parameter are gathered before it is set: one value alone may be out of place among the old ones.
    let mut given: BTreeMap<(String, String), (usize, Vec<f64>)> = BTreeMap::new();
    for (number, line) in (1..).zip(text.lines()).skip(1).filter(|(_, line)| !line.trim().is_empty()) {
        match row(line, parameters) {
            Err(problem) => faults.add_at(path, number, problem),
            Ok(Row { table, name, types, value, before }) => {
                let (_, values) = given.entry((table, name)).or_insert((number, before));
                types.into_iter().for_each(|at| values[at] = value);
            }
        }
    }
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let mut refused = BTreeMap::new();
    for ((table, name), (number, values)) in given {
        let done = set_named(parameters, &table).map(|set| set.set(&name, &values, &format!("{file}, line {number}")));
        if let Some(Err(problem)) = done {
            refused.insert((number, name), problem.to_string());
        }
    }
    refused.into_iter().for_each(|((number, _), problem)| faults.add_at(path, number, problem));
    faults.or(())
}

struct Row {
    table: String,
    name: String,
    /// Places among the values of the parameter, from 0.
    types: Vec<usize>,
    value: f64,
    before: Vec<f64>,
}

fn row(line: &str, parameters: &mut Parameters) -> Result<Row, String> {
    let mut fields = line.split(',').map(str::trim);
    let mut next = || fields.next().unwrap_or_default();
    let (table, name, of_type, value) = (next(), next(), next(), next());
    let tables = TABLES.iter().map(|t| t.model);
    let set = set_named(parameters, table).ok_or_else(|| {
        let meant = did_you_mean(nearest(table, tables.clone()).as_deref());
        format!("unknown table `{table}`{meant}; accepted are {}", tables.clone().collect::<Vec<_>>().join(", "))
    })?;
    let before = set.values(name).map_err(|e| e.to_string())?.to_vec();
    let by_type = set.table().find(name).is_some_and(differs_by_type);
    let types = match (of_type, by_type) {
        ("", _) => (0..before.len()).collect(),
        (_, false) => return Err(format!("`{name}` is the same for all vegetation types; leave the type empty")),
        (text, true) => match vegetation_type(text) {
            Some(number) => vec![number - 1],
            None => return Err(format!("unknown vegetation type `{text}`; accepted are 1 to 18, and nothing for all")),
        },
    };
    let value = value.parse().map_err(|_| format!("the value of `{name}` is `{value}`; accepted is a number"))?;
    Ok(Row { table: table.to_owned(), name: name.to_owned(), types, value, before })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(rows: &str) -> Result<Parameters, Faults> {
        let mut parameters = Parameters::default();
        read(Path::new("p.csv"), &format!("{HEADER}\n{rows}"), &mut parameters).map(|()| parameters)
    }

    #[test]
    fn rows_set_one_type_or_all() {
        let set = parse("casa,q10,,2.0\ncasa,leaf_age,TUN,3\n\nmimics,depth,2,50\n").unwrap();
        assert_eq!(set.plants.values("q10").unwrap(), [2.0; 18]);
        assert_eq!((set.plants.value("leaf_age", 18), set.mimics.value("depth", 2)), (Ok(3.0), Ok(50.0)));
        assert_eq!(set.mimics.origin("depth"), "p.csv, line 5");
    }

    #[test]
    fn faults_are_told_with_their_lines() {
        let rows =
            "casas,q10,,2\ncasa,q1,,2\ncasa,q10,99,2\ncasa,q10,,two\nmimics,oxidation_r,3,1\ncasa,herbivory,4,7\n";
        assert_eq!(
            parse(rows).unwrap_err().to_string(),
            "p.csv:2: unknown table `casas`; did you mean `casa`?; accepted are casa, casa-start, mimics\n\
             p.csv:3: casa has no parameter `q1`; did you mean `q10`?\n\
             p.csv:4: unknown vegetation type `99`; accepted are 1 to 18, and nothing for all\n\
             p.csv:5: the value of `q10` is `two`; accepted is a number\n\
             p.csv:6: `oxidation_r` is the same for all vegetation types; leave the type empty\n\
             p.csv:7: herbivory of vegetation type 4 = 7 1 is outside 0 to 0.99 1 (fraction of leaf growth eaten, which \
             shortens leaf life)"
        );
    }
}
