//! `edaphon params show`.

use anyhow::Context;
use clap::Args;
use edaphon_core::{ParamInfo, ParamSet, Prior, nearest};
use edaphon_jobs::nitrogen::sets as nitrogen_sets;
use edaphon_jobs::parameters::{
    DEFAULT_SET, TABLES, VEGETATION_TYPES, differs_by_type, named, sets, table_of, vegetation_type,
};
use edaphon_models::nitrogen::NITROGEN_PARAMETERS;
use edaphon_run::Model;
use edaphon_run::landscape::Parameters;
use serde_json::{Value, json};

use crate::commands::{models, nitrogen, rothc};
use crate::outcome::Outcome;
use crate::refusal::Refusal;
use crate::ui::{Column, Table, Ui, exact, rounded};

/// Show parameters: value, unit, range, source and meaning
///
/// Values that differ between vegetation types are shown as lowest to highest; one parameter alone is shown with all of
/// them, and `--type` shows those of one type.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon params show                       all parameters
  edaphon params show mimics                those of a table or of a model
  edaphon params show leaf_age              one, with its values by vegetation type
  edaphon params show turnover              those with this in their name
  edaphon params show casa --type TUN       the values under tundra
  edaphon params show --from mine.toml q10
  edaphon params show nitrogen --from revised")]
pub(super) struct Show {
    /// A parameter, a part of its name, a table (casa, casa-start, mimics) or a model, nitrogen and rothc among them [default: all]
    what: Option<String>,
    /// Vegetation type: 1 to 18, or a code such as ENF
    #[arg(long = "type", value_name = "TYPE", value_parser = parse_type)]
    of_type: Option<usize>,
    /// Set or file to show
    #[arg(long, value_name = "SET", default_value = DEFAULT_SET)]
    from: String,
}

fn parse_type(text: &str) -> Result<usize, String> {
    let codes = || VEGETATION_TYPES.iter().map(|v| v.code).collect::<Vec<_>>().join(", ");
    vegetation_type(text).ok_or_else(|| format!("accepted are 1 to {} and {}", VEGETATION_TYPES.len(), codes()))
}

impl Show {
    pub(super) fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        if self.what.as_deref() == Some(rothc::NAME) {
            rothc::describe(ui)?;
            return Ok(Outcome::Done);
        }
        if let Some(set) = self.of_nitrogen()? {
            let chosen = choose_of(&set, self.what.as_deref().filter(|what| *what != nitrogen::NAME))?;
            return self.say(ui, &chosen);
        }
        let parameters = named(&self.from).with_context(|| format!("cannot read parameters from {}", self.from))?;
        let chosen = choose(&parameters, self.what.as_deref())?;
        self.say(ui, &chosen)
    }

    /// The set of the nitrogen model, if one of its sets is named, or what is asked for is its own alone.
    fn of_nitrogen(&self) -> anyhow::Result<Option<ParamSet>> {
        if nitrogen_sets::is_set(&self.from) {
            return Ok(Some(nitrogen_sets::set_named(&self.from)?));
        }
        let is_its_own = |what: &str| {
            what == nitrogen::NAME || (table_of(what).is_none() && NITROGEN_PARAMETERS.find(what).is_some())
        };
        let asked = self.from == DEFAULT_SET && self.what.as_deref().is_some_and(is_its_own);
        Ok(if asked { Some(nitrogen_sets::set_named(nitrogen_sets::DEFAULT)?) } else { None })
    }

    fn say(&self, ui: &Ui, chosen: &[(&'static ParamInfo, &ParamSet)]) -> anyhow::Result<Outcome> {
        if ui.wants_json() {
            let list: Vec<_> = chosen.iter().map(|(info, set)| self.describe(info, set)).collect();
            ui.json(&json!({ "set": self.from, "vegetation_type": self.of_type, "parameters": list }))?;
        } else if let ([(info, set)], None) = (chosen, self.of_type) {
            ui.result(&card(ui, info, set))?;
        } else {
            ui.result(&self.tables(ui, chosen))?;
        }
        Ok(Outcome::Done)
    }

    fn describe(&self, info: &ParamInfo, set: &ParamSet) -> Value {
        let values = self.values(info, set);
        let (low, high) = info.range;
        json!({
            "table": set.table().model, "name": info.name, "symbol": info.symbol, "unit": info.unit,
            "value": if values.len() == 1 { json!(values[0]) } else { json!(values) },
            "low": low, "high": high, "source": set.origin(info.name), "about": info.about,
        })
    }

    fn values(&self, info: &ParamInfo, set: &ParamSet) -> Vec<f64> {
        match self.of_type {
            Some(v) => set.value(info.name, v).into_iter().collect(),
            None => set.values(info.name).map(<[f64]>::to_vec).unwrap_or_default(),
        }
    }

    /// A table for each model, wide or narrow as the terminal is.
    fn tables(&self, ui: &Ui, chosen: &[(&'static ParamInfo, &ParamSet)]) -> String {
        let width = ui.width();
        let mut text = String::new();
        for group in chosen.chunk_by(|a, b| a.1.table().model == b.1.table().model) {
            let between = if text.is_empty() { "" } else { "\n" };
            text.push_str(&format!("{between}{}\n", ui.out.strong(&format!("[{}]", group[0].1.table().model))));
            let is_wide = width.is_none_or(|width| width >= 140);
            let table = if is_wide { self.wide(group) } else { self.narrow(group) };
            text.push_str(&table.render(width, ui.out));
        }
        text
    }

    fn wide(&self, group: &[(&'static ParamInfo, &ParamSet)]) -> Table {
        let titles = ["name", "symbol", "value", "unit", "range", "source", "what it is"];
        let mut table = Table::new(&titles.map(Column::left));
        for (info, set) in group {
            let [name, symbol, value, unit] = self.cells(info, set);
            let source = set.origin(info.name).to_owned();
            table.row([name, symbol, value, unit, range(info), source, info.about.to_owned()]);
        }
        table
    }

    fn narrow(&self, group: &[(&'static ParamInfo, &ParamSet)]) -> Table {
        let titles = ["name", "symbol", "value", "unit", "what it is; range; source"];
        let mut table = Table::new(&titles.map(Column::left));
        for (info, set) in group {
            let [name, symbol, value, unit] = self.cells(info, set);
            let prose = format!("{}; {}; {}", info.about, range(info), set.origin(info.name));
            table.row([name, symbol, value, unit, prose]);
        }
        table
    }

    fn cells(&self, info: &ParamInfo, set: &ParamSet) -> [String; 4] {
        let unit = if info.unit == "1" { String::new() } else { info.unit.to_owned() };
        [info.name.to_owned(), info.symbol.to_owned(), summary(&self.values(info, set)), unit]
    }
}

/// The parameters that were asked for, each with its set.
fn choose<'p>(
    parameters: &'p Parameters,
    what: Option<&str>,
) -> Result<Vec<(&'static ParamInfo, &'p ParamSet)>, Refusal> {
    let all = sets(parameters).into_iter().flat_map(|set| set.table().params.iter().map(move |info| (info, set)));
    let all: Vec<_> = all.collect();
    let Some(what) = what else { return Ok(all) };
    let of_tables =
        |tables: Vec<&str>| all.iter().filter(|(_, s)| tables.contains(&s.table().model)).copied().collect();
    if let Some(model) = Model::named(what) {
        return Ok(of_tables(models::tables(model).iter().map(|t| t.model).collect()));
    }
    if TABLES.iter().any(|table| table.model == what) {
        return Ok(of_tables(vec![what]));
    }
    let wanted = what.to_lowercase();
    let is_whole = table_of(&wanted).is_some();
    let fits = |name: &str| if is_whole { name == wanted } else { name.contains(&wanted) };
    let found: Vec<_> = all.iter().filter(|(info, _)| fits(info.name)).copied().collect();
    if found.is_empty() {
        let names = all
            .iter()
            .map(|(info, _)| info.name)
            .chain(TABLES.iter().map(|t| t.model))
            .chain(Model::ALL.map(Model::name));
        let refusal = Refusal::new(format!("no parameter, table or model is called `{what}`"));
        let near = nearest(&wanted, names).map(|near| format!("did you mean `{near}`?"));
        return Err(refusal.fix(near.unwrap_or_else(|| "`edaphon params show` lists them all".to_owned())));
    }
    Ok(found)
}

/// The parameters of one set whose name holds `what`: the one that is called so, if there is one.
fn choose_of<'s>(set: &'s ParamSet, what: Option<&str>) -> Result<Vec<(&'static ParamInfo, &'s ParamSet)>, Refusal> {
    let Some(what) = what else { return Ok(set.table().params.iter().map(|info| (info, set)).collect()) };
    let wanted = what.to_lowercase();
    let whole = set.table().params.iter().filter(|info| info.name == wanted);
    let part = || set.table().params.iter().filter(|info| info.name.contains(&wanted)).map(|info| (info, set));
    let found: Vec<_> = whole.map(|info| (info, set)).collect();
    let found = if found.is_empty() { part().collect() } else { found };
    if found.is_empty() {
        let refusal = Refusal::new(format!("the nitrogen model has no parameter called `{what}`"));
        let near = nearest(&wanted, set.table().params.iter().map(|info| info.name));
        let near = near.map(|near| format!("did you mean `{near}`?"));
        return Err(refusal.fix(near.unwrap_or_else(|| "`edaphon params show nitrogen` lists them all".to_owned())));
    }
    Ok(found)
}

/// One value, or lowest to highest.
fn summary(values: &[f64]) -> String {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if low == high { exact(low) } else { format!("{} to {}", rounded(low), rounded(high)) }
}

fn range(info: &ParamInfo) -> String {
    format!("{} to {}", exact(info.range.0), exact(info.range.1))
}

/// All that is known of one parameter.
fn card(ui: &Ui, info: &ParamInfo, set: &ParamSet) -> String {
    let unit = if info.unit == "1" { String::new() } else { format!(" {}", info.unit) };
    let values = set.values(info.name).unwrap_or_default();
    let is_same = values.windows(2).all(|pair| pair[0] == pair[1]);
    let value = match (is_same, differs_by_type(info)) {
        (true, false) => format!("{}{unit}", exact(values[0])),
        (true, true) => format!("{}{unit}, for all vegetation types", exact(values[0])),
        (false, _) => "by vegetation type".to_owned(),
    };
    let prior = match info.prior {
        Prior::Uniform => "any value of the range alike".to_owned(),
        Prior::LogNormal { median, spread } => {
            format!("log-normal, median {}, spread {} in the logarithm", exact(median), exact(spread))
        }
        Prior::Fixed => "none: a constant of the model's form, not to be calibrated".to_owned(),
    };
    let symbol = if info.symbol == "–" { String::new() } else { format!(" ({})", info.symbol) };
    let mut text = format!("{}{symbol}: {}\n", ui.out.strong(info.name), info.about);
    let facts = [
        ("table", set.table().model.to_owned()),
        ("value", value),
        ("range", format!("{}{unit}", range(info))),
        ("prior", prior),
        ("source", set.origin(info.name).to_owned()),
    ];
    for (name, fact) in facts.iter().filter(|(_, fact)| !fact.is_empty()) {
        text.push_str(&format!("  {name:<7} {fact}\n"));
    }
    if !is_same {
        let widest = values.iter().map(|x| exact(*x).len()).max().unwrap_or(0);
        for (number, (v, value)) in (1..).zip(VEGETATION_TYPES.iter().zip(values)) {
            text.push_str(&format!("  {number:>2} {:<3} {:>widest$}{unit}  {}\n", v.code, exact(*value), v.name));
        }
    }
    text
}
