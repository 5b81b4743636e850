//! `--set KEY=VALUE` over a description.

use std::path::Path;

use edaphon_core::{did_you_mean, nearest};
use edaphon_io::Faults;
use toml::{Table, Value};

use crate::error::Result;

/// The text of a description with settings put over it; as it was if there are none.
///
/// # Errors
/// If a setting is not of the form `a.b=VALUE`, or the description is not TOML.
pub(crate) fn applied(path: &Path, text: &str, settings: &[String]) -> Result<String> {
    if settings.is_empty() {
        return Ok(text.to_owned());
    }
    let mut faults = Faults::new();
    let Ok(mut table) = text.parse::<Table>() else { return Ok(text.to_owned()) };
    for setting in settings {
        if let Err(problem) = set(&mut table, setting) {
            faults.add(path, format!("--set {setting}: {problem}"));
        }
    }
    faults.or(())?;
    Ok(table.to_string())
}

fn set(table: &mut Table, setting: &str) -> std::result::Result<(), String> {
    let (key, value) = setting.split_once('=').ok_or("accepted is KEY=VALUE, such as spinup.years=100")?;
    let value = format!("v = {value}").parse::<Table>().ok().and_then(|mut t| t.remove("v"));
    let value = value.unwrap_or_else(|| Value::String(setting.split_once('=').map_or("", |p| p.1).to_owned()));
    let mut parts: Vec<&str> = key.trim().split('.').collect();
    let last = parts.pop().filter(|part| !part.is_empty()).ok_or("the key is empty")?;
    let mut place = table;
    let mut parts = parts.into_iter();
    if key.trim().starts_with("phase.") {
        parts.next();
        place = phase(place, parts.next())?;
    }
    for part in parts {
        let inner = place.entry(part).or_insert_with(|| Value::Table(Table::new()));
        place = inner.as_table_mut().ok_or_else(|| format!("`{part}` is not a table"))?;
    }
    place.insert(last.to_owned(), value);
    Ok(())
}

/// The `[[phase]]` of that name.
fn phase<'t>(table: &'t mut Table, name: Option<&str>) -> std::result::Result<&'t mut Table, String> {
    let name = name.ok_or("the name of a phase is missing; accepted is phase.NAME.key")?;
    let phases = table.get_mut("phase").and_then(Value::as_array_mut).ok_or("there are no phases")?;
    let of = |phase: &Value| phase.get("name").and_then(Value::as_str).map(str::to_owned);
    let known: Vec<String> = phases.iter().filter_map(of).collect();
    let found = phases.iter_mut().find(|phase| phase.get("name").and_then(Value::as_str) == Some(name));
    found.and_then(Value::as_table_mut).ok_or_else(|| {
        let hint = did_you_mean(nearest(name, known.iter().map(String::as_str)).as_deref());
        format!("no phase is named `{name}`{hint}; accepted are {}", known.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_reach_into_tables() {
        let path = Path::new("run.toml");
        let settings = ["spinup.years=7", "model=casa-c", "forcing.years=[1, 2]"].map(str::to_owned);
        let made = applied(path, "model = \"mimics-c\"\n", &settings).unwrap().parse::<Table>().unwrap();
        assert_eq!(made["spinup"]["years"].as_integer(), Some(7));
        assert_eq!(made["model"].as_str(), Some("casa-c"));
        assert_eq!(made["forcing"]["years"].as_array().map(Vec::len), Some(2));
        let phases = "[[phase]]\nname = \"past\"\n[[phase]]\nname = \"future\"\n";
        let made = applied(path, phases, &["phase.future.loops=3".to_owned()]).unwrap().parse::<Table>().unwrap();
        assert_eq!(made["phase"][1]["loops"].as_integer(), Some(3));
        let words = applied(path, phases, &["phase.futur.loops=3".to_owned()]).unwrap_err().to_string();
        assert!(
            words.contains("no phase is named `futur`; did you mean `future`?; accepted are past, future"),
            "{words}"
        );
        let words = applied(path, "", &["years".to_owned()]).unwrap_err().to_string();
        assert_eq!(words, "run.toml: --set years: accepted is KEY=VALUE, such as spinup.years=100");
    }
}
