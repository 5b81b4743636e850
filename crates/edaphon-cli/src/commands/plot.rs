//! `edaphon plot`.

mod budget;
mod field;
mod map;
mod series;

use std::path::{Path, PathBuf};

use clap::Args;
use edaphon_figures::Figure;
use edaphon_jobs::report;
use serde_json::json;

use crate::dataset::{Dataset, text_of};
use crate::outcome::Outcome;
use crate::refusal::Refusal;
use crate::ui::Ui;

/// Draw an output: series, a map, its budget, or a whole report
///
/// Series are means over the area of land, or of the cell nearest to `--at`. Figures are PNG or SVG, by the name of the
/// file. A report is one HTML page with every figure; it compares the outputs of several models.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  edaphon plot out.nc --series cSoil,rh
  edaphon plot out.nc --series rh --at 52.25,5.75 -o rh.svg
  edaphon plot out.nc --map cSoil --year 2010
  edaphon plot out.nc --budget
  edaphon plot casa-c.nc casa-cn.nc mimics-cn.nc --report -o report.html")]
pub(crate) struct Plot {
    /// NetCDF file; several for a report
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    what: What,
    /// One year instead of all
    #[arg(long, value_name = "YEAR", allow_negative_numbers = true)]
    year: Option<i64>,
    /// One cell instead of the mean over land: the nearest to this place
    #[arg(long, value_name = "LAT,LON", value_parser = field::Place::parse, allow_hyphen_values = true)]
    #[arg(conflicts_with = "map")]
    at: Option<field::Place>,
    /// Picture to write, .png or .svg, or report, .html [default: beside the file]
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Words above the picture [default: the title of the file]
    #[arg(long, value_name = "WORDS")]
    title: Option<String>,
}

/// Which picture.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct What {
    /// Variables through time
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    series: Vec<String>,
    /// A variable on a map, averaged over time
    #[arg(long, value_name = "NAME")]
    map: Option<String>,
    /// What entered, left and stayed, as bars: carbon, and nitrogen where it is simulated
    #[arg(long)]
    budget: bool,
    /// One HTML page with pools, fluxes, seasons, budgets and maps
    #[arg(long)]
    report: bool,
}

/// What is to be drawn of which file.
struct Request<'r> {
    dataset: &'r Dataset,
    ui: &'r Ui,
    title: String,
    year: Option<i64>,
    at: Option<field::Place>,
}

impl Plot {
    pub(crate) fn run(&self, ui: &Ui) -> anyhow::Result<Outcome> {
        let output = self.output.clone().unwrap_or_else(|| self.beside());
        ui.check_absent(&output)?;
        if self.what.report {
            return self.report(ui, &output);
        }
        if let [_, second, ..] = self.files.as_slice() {
            let refusal = Refusal::new("several files are drawn together in a report only; accepted is one file");
            return Err(refusal.at(second).fix("leave it out, or add --report").into());
        }
        let dataset = Dataset::open(self.file())?;
        let request = Request { title: self.title(&dataset), dataset: &dataset, ui, year: self.year, at: self.at };
        let figure: Box<dyn Figure> = match &self.what.map {
            Some(name) => Box::new(map::figure(&request, name)?),
            None if self.what.budget => Box::new(budget::figure(&request)?),
            None => Box::new(series::figure(&request, &self.what.series)?),
        };
        figure.write(&output)?;
        if ui.wants_json() {
            ui.json(&json!({ "file": output.display().to_string(), "shows": figure.description() }))?;
        } else {
            ui.say(&format!("wrote {}", output.display()));
        }
        Ok(Outcome::Done)
    }

    /// The page of all figures.
    fn report(&self, ui: &Ui, output: &Path) -> anyhow::Result<Outcome> {
        let title = self.title.clone().unwrap_or_else(|| "Report".to_owned());
        report::write(output, &self.files, &title)?;
        if ui.wants_json() {
            ui.json(&json!({ "file": output.display().to_string() }))?;
        } else {
            ui.say(&format!("wrote {}", output.display()));
        }
        Ok(Outcome::Done)
    }

    /// The first file; clap sees to it that there is one.
    fn file(&self) -> &Path {
        self.files.first().map_or(Path::new(""), PathBuf::as_path)
    }

    /// `out.nc` with `--map cSoil` becomes `out-map-cSoil.png`.
    fn beside(&self) -> PathBuf {
        let what = match (&self.what.map, self.what.budget) {
            _ if self.what.report => "report".to_owned(),
            (Some(name), _) => format!("map-{name}"),
            (None, true) => "budget".to_owned(),
            (None, false) => self.what.series.join("-"),
        };
        let stem = self.file().file_stem().unwrap_or_default().to_string_lossy();
        let ending = if self.what.report { "html" } else { "png" };
        self.file().with_file_name(format!("{stem}-{what}.{ending}"))
    }

    fn title(&self, dataset: &Dataset) -> String {
        let own = || dataset.file.attribute("title").and_then(|t| t.text()).map(str::to_owned);
        self.title.clone().or_else(own).unwrap_or_else(|| name_of(self.file()))
    }
}

fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// What a variable is, in words that begin with a capital.
fn label(variable: &edaphon_io::netcdf::Variable) -> String {
    let words = text_of(variable, "long_name");
    let words = if words.is_empty() { &variable.name } else { words };
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
