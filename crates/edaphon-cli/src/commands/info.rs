//! `edaphon info`.

use std::path::PathBuf;

use clap::Args;
use edaphon_io::netcdf::{AttributeValue, Variable};
use serde_json::{Map, Value, json};

use crate::dataset::{Dataset, date, is_numeric, text_of};
use crate::outcome::Outcome;
use crate::ui::{Column, Table, Ui, bytes, count, rounded, wrapped};

/// Show what made a file, what is in it, and whether its budget closes
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon info out.nc
  edaphon info out.nc -v                    with the whole configuration that made it
  edaphon info out.nc --header              without reading the values")]
pub(crate) struct Info {
    /// NetCDF file
    file: PathBuf,
    /// Read only what describes the file: no ranges, no budget
    #[arg(long)]
    header: bool,
}

/// Residual of a year within which rounding alone explains what is left (g m-2): sums of 365 days of fluxes and pools of up
/// to 1e5 g m-2, each rounded in its sixteenth digit.
const ROUNDING: f64 = 1e-6;

/// Budgets that an output may hold.
const BUDGETS: [(&str, &str); 2] = [("carbon", "carbon_budget_residual"), ("nitrogen", "nitrogen_budget_residual")];

/// Characters and lines of an attribute shown without `-v`.
const SHOWN: (usize, usize) = (300, 20);

/// What the values of a variable span.
#[derive(Debug, Clone, Copy)]
struct Span {
    low: f64,
    high: f64,
    missing: usize,
    /// Largest value, whatever its sign, and where.
    largest: Option<(f64, usize)>,
}

impl Info {
    pub(crate) fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        let dataset = Dataset::open(&self.file)?;
        let mut spans = Vec::new();
        let mut shown = ui.progress("reading", dataset.file.variables().len() as u64, "variables");
        for (done, variable) in (1..).zip(dataset.file.variables()) {
            let is_read = !self.header && is_numeric(variable);
            spans.push(if is_read { Some(span(&dataset, variable)?) } else { None });
            shown.at(done);
        }
        drop(shown);
        if ui.wants_json() {
            ui.json(&self.document(&dataset, &spans))?;
        } else {
            ui.result(&self.words(ui, &dataset, &spans))?;
        }
        Ok(Outcome::Done)
    }

    fn words(&self, ui: &Ui, dataset: &Dataset, spans: &[Option<Span>]) -> String {
        let size = std::fs::metadata(&self.file).map_or_else(|_| String::new(), |m| format!(", {}", bytes(m.len())));
        let name = ui.out.strong(&self.file.display().to_string());
        let mut text = format!("{name}: {}{size}\n", dataset.file.format());
        text.push_str(&attributes(ui, dataset));
        text.push_str(&format!("\n{}\n", ui.out.strong("Dimensions")));
        for d in dataset.file.dimensions() {
            let unlimited = if d.unlimited { " (unlimited)" } else { "" };
            let extent = extent(dataset, &d.name);
            text.push_str(&format!("  {} {}{unlimited}{extent}\n", d.name, count(d.length)));
        }
        text.push_str(&variables(ui, dataset, spans));
        let budgets = budgets(dataset, spans);
        if !budgets.is_empty() {
            text.push_str(&format!("\n{}\n", ui.out.strong("Budgets")));
        }
        for budget in budgets {
            text.push_str(&format!("  {}\n", budget.words()));
        }
        text
    }

    fn document(&self, dataset: &Dataset, spans: &[Option<Span>]) -> Value {
        let named = dataset.file.attributes().iter().map(|a| (a.name.clone(), to_json(&a.value)));
        let dimension = |d: &edaphon_io::netcdf::Dimension| (d.name.clone(), json!(d.length));
        let variable = |(v, span): (&Variable, &Option<Span>)| {
            json!({
                "name": v.name, "type": v.data_type.name(), "dimensions": v.dimensions, "shape": v.shape,
                "units": text_of(v, "units"), "long_name": text_of(v, "long_name"),
                "low": span.map(|s| s.low), "high": span.map(|s| s.high), "missing": span.map(|s| s.missing),
            })
        };
        let budget = |b: Budget| {
            (
                b.element.to_owned(),
                json!({ "closes": b.closes(), "largest": b.largest, "units": b.unit, "where": b.place }),
            )
        };
        json!({
            "file": self.file.display().to_string(), "format": dataset.file.format(),
            "attributes": named.collect::<Map<_, _>>(),
            "dimensions": dataset.file.dimensions().iter().map(dimension).collect::<Map<_, _>>(),
            "variables": dataset.file.variables().iter().zip(spans).map(variable).collect::<Vec<_>>(),
            "budgets": budgets(dataset, spans).into_iter().map(budget).collect::<Map<_, _>>(),
        })
    }
}

fn span(dataset: &Dataset, variable: &Variable) -> anyhow::Result<Span> {
    let mut span = Span { low: f64::INFINITY, high: f64::NEG_INFINITY, missing: 0, largest: None };
    for slab in dataset.slabs(variable) {
        for (at, value) in (slab.first..).zip(dataset.read(&variable.name, &slab)?) {
            if value.is_nan() {
                span.missing += 1;
                continue;
            }
            (span.low, span.high) = (span.low.min(value), span.high.max(value));
            if span.largest.is_none_or(|(largest, _)| value.abs() > largest.abs()) {
                span.largest = Some((value, at));
            }
        }
    }
    Ok(span)
}

/// First and last coordinate of a dimension.
fn extent(dataset: &Dataset, dimension: &str) -> String {
    let Some(axis) = dataset.axis(dimension) else { return String::new() };
    match (axis.own(), axis.time) {
        (Some([first, .., last]), Some(time)) => format!(": {} to {}, noleap", date(time, *first), date(time, *last)),
        (Some([first, .., last]), None) => format!(": {} to {}", rounded(*first), rounded(*last)),
        _ => String::new(),
    }
}

/// What made the file, in its own words.
fn attributes(ui: &Ui, dataset: &Dataset) -> String {
    let named = |name: &str| name.strip_prefix("edaphon_").unwrap_or(name).replace('_', " ");
    let list = dataset.file.attributes();
    let widest = list.iter().map(|a| named(&a.name).chars().count()).max().unwrap_or(0).min(24);
    let room = ui.width().unwrap_or(100).saturating_sub(widest + 4).max(30);
    let mut text = String::new();
    for attribute in list {
        let value = shown(ui, said(&attribute.value));
        let mut name = named(&attribute.name);
        for line in value
            .lines()
            .flat_map(|line| if line.chars().count() > room { wrapped(line, room) } else { vec![line.to_owned()] })
        {
            let line = format!("  {}  {line}", ui.out.faint(&format!("{name:<widest$}")));
            text.push_str(&format!("{}\n", line.trim_end()));
            name.clear();
        }
    }
    text
}

/// A long value cut short, unless more is wanted.
fn shown(ui: &Ui, value: String) -> String {
    let (characters, lines) = (value.chars().count(), value.lines().count());
    if ui.is_verbose() || (characters <= SHOWN.0 && lines <= SHOWN.1) {
        value
    } else if lines > SHOWN.1 {
        format!("({lines} lines; -v shows them)")
    } else {
        value.chars().take(SHOWN.0).collect::<String>() + " … (-v shows all)"
    }
}

fn said(value: &AttributeValue) -> String {
    match value {
        AttributeValue::Text(text) => text.clone(),
        AttributeValue::Texts(texts) => texts.join(", "),
        other => other.numbers().map_or_else(
            || "(not readable)".to_owned(),
            |numbers| numbers.iter().map(|x| rounded(*x)).collect::<Vec<_>>().join(", "),
        ),
    }
}

fn to_json(value: &AttributeValue) -> Value {
    match value.numbers() {
        Some(numbers) if numbers.len() == 1 => json!(numbers[0]),
        Some(numbers) => json!(numbers),
        None => json!(said(value)),
    }
}

/// A table for each combination of dimensions.
fn variables(ui: &Ui, dataset: &Dataset, spans: &[Option<Span>]) -> String {
    let all = dataset.file.variables();
    let mut shapes: Vec<&[String]> = Vec::new();
    for v in all.iter().filter(|v| !(v.dimensions.len() == 1 && v.dimensions[0] == v.name)) {
        if !shapes.contains(&v.dimensions.as_slice()) {
            shapes.push(&v.dimensions);
        }
    }
    let mut text = String::new();
    for shape in shapes {
        let mut table = Table::new(&["name", "unit", "range", "what it is"].map(Column::left));
        for (v, span) in all.iter().zip(spans).filter(|(v, _)| v.dimensions == shape && !shape.contains(&v.name)) {
            table.row([v.name.clone(), text_of(v, "units").to_owned(), range(*span), about(v)]);
        }
        let words =
            if shape.is_empty() { "Single values".to_owned() } else { format!("Variables on {}", shape.join(", ")) };
        text.push_str(&format!("\n{}\n{}", ui.out.strong(&words), table.render(ui.width(), ui.out)));
    }
    text
}

fn range(span: Option<Span>) -> String {
    let Some(span) = span else { return String::new() };
    let missing = if span.missing > 0 { format!(", {} missing", count(span.missing)) } else { String::new() };
    if span.largest.is_none() {
        "all missing".to_owned()
    } else if span.low == span.high {
        format!("{}{missing}", rounded(span.low))
    } else {
        format!("{} to {}{missing}", rounded(span.low), rounded(span.high))
    }
}

fn about(variable: &Variable) -> String {
    let words = [text_of(variable, "long_name"), text_of(variable, "standard_name")];
    words.into_iter().find(|words| !words.is_empty()).unwrap_or_default().to_owned()
}

/// What is left over of an element.
struct Budget {
    element: &'static str,
    unit: String,
    largest: f64,
    place: String,
}

impl Budget {
    /// NaN, which is no number, does not close.
    fn closes(&self) -> bool {
        self.largest.abs() <= ROUNDING
    }

    fn words(&self) -> String {
        let Self { element, unit, largest, place } = self;
        let verdict = if self.closes() { "closes" } else { "is open" };
        let place = if place.is_empty() { String::new() } else { format!(", {place}") };
        format!("{element} {verdict}: largest residual of a year {largest:.1e} {unit}{place}")
    }
}

fn budgets(dataset: &Dataset, spans: &[Option<Span>]) -> Vec<Budget> {
    let of = |(element, name): (&'static str, &str)| {
        let at = dataset.file.variables().iter().position(|v| v.name == name)?;
        let variable = &dataset.file.variables()[at];
        let (largest, index) = spans[at]?.largest?;
        let unit = text_of(variable, "units").to_owned();
        Some(Budget { element, unit, largest, place: dataset.place(variable, index) })
    };
    BUDGETS.into_iter().filter_map(of).collect()
}
