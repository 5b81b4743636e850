//! The control file (`fcasacnp_clm_testbed.lst`): one value per line, by position.

use std::path::{Path, PathBuf};

use super::{VEGETATION_TYPES, met_of_year, output_name};
use crate::faults::Faults;
use crate::text::{Row, Text};

/// Where a run starts from (`initcasa`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// 0: the start values of the parameter tables; one met file, repeated.
    Tables,
    /// 1: restart files; one met file, repeated.
    Restart,
    /// 2: restart files; one met file per calendar year, once.
    Transient,
    /// 3: restart files; the sequence of calendar years, repeated.
    Cycle,
}

/// The model of soil carbon (`isomModel`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SoilModel {
    /// 1: CASA.
    Casa,
    /// 2: MIMICS.
    Mimics,
}

/// The elements that are simulated (`icycle`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nutrients {
    /// 1: carbon.
    Carbon,
    /// 2: carbon and nitrogen.
    CarbonNitrogen,
}

/// What a control file says. Paths are those of the file, seen from the folder that holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Control {
    /// Number of cells (line 1).
    pub cells: usize,
    /// Repetitions of the forcing (line 3).
    pub repetitions: usize,
    /// Whether output is daily rather than annual (line 4).
    pub daily: bool,
    /// Where the run starts from (line 5).
    pub start: Start,
    /// First and last calendar year (line 6); used by [`Start::Transient`] and [`Start::Cycle`].
    pub years: (i64, i64),
    /// Model of soil carbon (line 7).
    pub soil_model: SoilModel,
    /// Elements (line 8).
    pub nutrients: Nutrients,
    /// Cells (line 9).
    pub grid: PathBuf,
    /// CASA parameter tables (line 10).
    pub pft: PathBuf,
    /// Phenology (line 11).
    pub phenology: PathBuf,
    /// Soil properties (line 12).
    pub soil: PathBuf,
    /// Weather (line 13).
    pub met: PathBuf,
    /// CASA pools to start from (line 14).
    pub casa_pools_in: PathBuf,
    /// CASA pools at the end (line 15).
    pub casa_pools_out: PathBuf,
    /// Annual CASA fluxes (line 16).
    pub casa_fluxes_out: PathBuf,
    /// CASA output, with a place for the year (line 17).
    pub casa_output: PathBuf,
    /// MIMICS parameters (line 18).
    pub mimics: PathBuf,
    /// MIMICS pools to start from (line 19).
    pub mimics_pools_in: PathBuf,
    /// MIMICS pools at the end (line 20).
    pub mimics_pools_out: PathBuf,
    /// MIMICS output, with a place for the year (line 21).
    pub mimics_output: PathBuf,
    /// Perturbation (line 26).
    pub perturbation: PathBuf,
    /// Position of the cell with daily tables, from 1 (line 27).
    pub point: Option<usize>,
    /// What the names of those tables begin with (line 28).
    pub point_prefix: String,
    /// Years between outputs (line 29; 1 where it is absent).
    pub output_interval: usize,
}

impl Control {
    /// Reads a control file.
    ///
    /// # Errors
    /// If the file cannot be read, or all its faults.
    pub fn read(path: &Path) -> crate::Result<Self> {
        Ok(Self::parse(path, &crate::text::bytes_of(path)?)?)
    }

    /// The content of a control file; `path` is where it lies.
    ///
    /// # Errors
    /// All its faults.
    pub fn parse(path: &Path, bytes: &[u8]) -> Result<Self, Faults> {
        let text = Text::new(path, bytes);
        let control = parse(&text, path.parent().unwrap_or(Path::new("")));
        text.finish(control)
    }

    /// The met files that a run reads.
    pub fn met_files(&self) -> Vec<PathBuf> {
        match self.start {
            Start::Tables | Start::Restart => vec![self.met.clone()],
            Start::Transient | Start::Cycle => {
                (self.years.0..=self.years.1).filter_map(|year| met_of_year(&self.met, year)).collect()
            }
        }
    }

    /// Looks for every file that a run would read.
    ///
    /// # Errors
    /// Each missing file, with the line that names it; `path` is the control file.
    pub fn check_inputs(&self, path: &Path) -> Result<(), Faults> {
        let mut needed = vec![(9, &self.grid), (10, &self.pft), (11, &self.phenology), (12, &self.soil)];
        let restarts = self.start != Start::Tables;
        if restarts {
            needed.push((14, &self.casa_pools_in));
        }
        if self.soil_model == SoilModel::Mimics {
            needed.push((18, &self.mimics));
            if restarts {
                needed.push((19, &self.mimics_pools_in));
            }
        }
        let met = self.met_files();
        needed.extend(met.iter().map(|file| (13, file)));
        needed.push((26, &self.perturbation));
        needed.sort_by_key(|(line, _)| *line);
        let mut faults = Faults::new();
        for (line, file) in needed.into_iter().filter(|(_, file)| !file.is_file()) {
            faults.add_at(path, line, format!("{} does not exist or is not a file", file.display()));
        }
        faults.or(())
    }
}

fn parse(text: &Text, folder: &Path) -> Control {
    const MOST: i64 = 1_000_000_000;
    let integer = |line: usize, name: &str, low: i64, high: i64| match text.row(line, 1, name) {
        Some(row) => row.integer(1, name, low..=high),
        None => low,
    };
    let file = |line: usize, name: &str| file_name(text, line, name).map_or_else(PathBuf::new, |f| folder.join(f));
    integer(2, "mvt, the number of vegetation types", VEGETATION_TYPES as i64, VEGETATION_TYPES as i64);
    let start = start(integer(5, "initcasa, the start", 0, 3));
    let nutrients = nutrients(text);
    let control = Control {
        cells: integer(1, "mp, the number of cells", 1, MOST) as usize,
        repetitions: integer(3, "mloop, the repetitions", 1, MOST) as usize,
        daily: integer(4, "mdaily, daily output", 0, 1) == 1,
        start,
        years: years(text, start),
        soil_model: soil_model(text),
        nutrients,
        grid: file(9, "the grid file"),
        pft: file(10, "the CASA parameter file"),
        phenology: file(11, "the phenology file"),
        soil: file(12, "the soil file"),
        met: file(13, "the met file"),
        casa_pools_in: file(14, "the CASA pool file to start from"),
        casa_pools_out: file(15, "the CASA pool file to write"),
        casa_fluxes_out: file(16, "the CASA flux file"),
        casa_output: file(17, "the CASA output file"),
        mimics: file(18, "the MIMICS parameter file"),
        mimics_pools_in: file(19, "the MIMICS pool file to start from"),
        mimics_pools_out: file(20, "the MIMICS pool file to write"),
        mimics_output: file(21, "the MIMICS output file"),
        perturbation: file(26, "the perturbation file"),
        point: usize::try_from(integer(27, "the cell with daily tables", -MOST, MOST)).ok().filter(|&p| p > 0),
        point_prefix: file_name(text, 28, "the prefix of daily tables").unwrap_or_default(),
        output_interval: interval(text),
    };
    check_names(text, &control);
    check_point(text, &control);
    control
}

fn start(initcasa: i64) -> Start {
    match initcasa {
        0 => Start::Tables,
        1 => Start::Restart,
        2 => Start::Transient,
        _ => Start::Cycle,
    }
}

fn years(text: &Text, start: Start) -> (i64, i64) {
    let Some(row) = text.row(6, 2, "first and last year") else { return (1, 1) };
    let any = i64::MIN..=i64::MAX;
    let used = matches!(start, Start::Transient | Start::Cycle);
    let accepted = if used { 1..=9999 } else { any };
    let years = (row.integer(1, "first year", accepted.clone()), row.integer(2, "last year", accepted));
    if used && years.0 > years.1 {
        text.fault(6, format!("first year {} is after last year {}; the earlier one comes first", years.0, years.1));
    }
    years
}

fn soil_model(text: &Text) -> SoilModel {
    match number(text, 7, "isomModel, the soil model", 1..=3) {
        Some(2) => SoilModel::Mimics,
        Some(3) => {
            text.fault(7, "soil model 3 (CORPSE) is not read from control files; accepted are 1 (CASA) and 2 (MIMICS)");
            SoilModel::Casa
        }
        _ => SoilModel::Casa,
    }
}

fn nutrients(text: &Text) -> Nutrients {
    match number(text, 8, "icycle, the elements", 1..=3) {
        Some(2) => Nutrients::CarbonNitrogen,
        Some(3) => {
            let accepted = "accepted are 1 (carbon) and 2 (carbon and nitrogen)";
            text.fault(8, format!("icycle 3 (with phosphorus) is not simulated; {accepted}"));
            Nutrients::CarbonNitrogen
        }
        _ => Nutrients::Carbon,
    }
}

fn number(text: &Text, line: usize, name: &str, accepted: std::ops::RangeInclusive<i64>) -> Option<i64> {
    text.row(line, 1, name).map(|row: Row<'_>| row.integer(1, name, accepted))
}

/// A file name: what comes before the first blank or `!`.
fn file_name(text: &Text, line: usize, name: &str) -> Option<String> {
    let Some(content) = text.line(line) else {
        text.fault(line, format!("{name} is missing: the file ends after {} lines", text.len()));
        return None;
    };
    let content = content.trim_start();
    let end = content.find(|c: char| c.is_whitespace() || c == '!').unwrap_or(content.len());
    if end == 0 {
        text.fault(line, format!("{name}: found nothing; accepted is a file name without blanks"));
        return None;
    }
    Some(content[..end].to_owned())
}

/// Years between outputs; some published files go on with a blank line and their notes instead.
fn interval(text: &Text) -> usize {
    let absent = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('!');
    if text.line(29).is_none_or(absent) {
        return 1;
    }
    let given = number(text, 29, "years between outputs", i64::MIN..=1_000_000_000).unwrap_or(1);
    usize::try_from(given).map_or(1, |n| n.max(1))
}

/// Names that take a year must have a place for it.
fn check_names(text: &Text, control: &Control) {
    let place = |line: usize, file: &Path, characters: &str| {
        if !file.as_os_str().is_empty() {
            let accepted = format!("accepted is a name that ends in {characters} and `.nc`");
            text.fault(line, format!("`{}` has no place for the year; {accepted}", file.display()));
        }
    };
    for (line, file) in [(17, &control.casa_output), (21, &control.mimics_output)] {
        if output_name(file, 1, false).is_none() {
            place(line, file, "four characters");
        }
    }
    let by_year = matches!(control.start, Start::Transient | Start::Cycle);
    if by_year && met_of_year(&control.met, 1).is_none() {
        place(13, &control.met, "nine characters (`1901_1901`)");
    }
}

fn check_point(text: &Text, control: &Control) {
    if let Some(point) = control.point.filter(|&p| p > control.cells) {
        text.fault(27, format!("cell {point} was asked for of {}; positions count from 1", control.cells));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "24 ! cells\r\n18\n2\n0\n3\n1901 1920 years\n2\n2\ngrid.csv !grid\npft.csv\nphen.txt\nsoil.csv\n\
        met_1901_1901.nc\npool_in.csv\npool_out.csv\nflux.csv\ncasa_0000.nc\nmimics.csv\nmp_in.csv\nmp_out.csv\n\
        mimics_0000.nc\nc1\nc2\nc3\nc4\nco2.txt\n0\n./\n10\n";

    fn parse(text: &str) -> Result<Control, Faults> {
        Control::parse(Path::new("in/run.lst"), text.as_bytes())
    }

    fn with_line(number: usize, line: &str) -> String {
        let mut lines: Vec<&str> = GOOD.lines().collect();
        lines[number - 1] = line;
        lines.join("\n")
    }

    #[test]
    fn every_line_has_its_name() {
        let control = parse(GOOD).unwrap();
        assert_eq!((control.cells, control.repetitions, control.daily), (24, 2, false));
        assert_eq!((control.start, control.years), (Start::Cycle, (1901, 1920)));
        assert_eq!((control.soil_model, control.nutrients), (SoilModel::Mimics, Nutrients::CarbonNitrogen));
        assert_eq!(control.grid, Path::new("in/grid.csv"));
        assert_eq!(control.perturbation, Path::new("in/co2.txt"));
        assert_eq!((control.point, control.point_prefix.as_str(), control.output_interval), (None, "./", 10));
        assert_eq!(control.met_files().len(), 20);
        assert_eq!(control.met_files()[19], Path::new("in/met_1920_1920.nc"));
    }

    #[test]
    fn the_last_line_may_be_absent() {
        let short: Vec<&str> = GOOD.lines().take(28).collect();
        assert_eq!(parse(&short.join("\n")).unwrap().output_interval, 1);
        assert_eq!(parse(&with_line(29, "-3")).unwrap().output_interval, 1);
        assert_eq!(parse(&with_line(29, "!-----\n!NOTES: not read")).unwrap().output_interval, 1);
    }

    #[test]
    fn faults_are_gathered_and_say_what_is_accepted() {
        let words = |line, content| parse(&with_line(line, content)).unwrap_err().to_string();
        assert_eq!(
            words(7, "3"),
            "in/run.lst:7: soil model 3 (CORPSE) is not read from control files; accepted are 1 (CASA) and 2 (MIMICS)"
        );
        assert_eq!(
            words(8, "3 CNP"),
            "in/run.lst:8: icycle 3 (with phosphorus) is not simulated; accepted are 1 (carbon) and 2 (carbon and nitrogen)"
        );
        assert_eq!(
            words(2, "17"),
            "in/run.lst:2: column 1 (mvt, the number of vegetation types): found `17`; accepted is 18"
        );
        assert_eq!(
            words(6, "1920 1901"),
            "in/run.lst:6: first year 1920 is after last year 1901; the earlier one comes first"
        );
        assert_eq!(
            words(13, "met.nc"),
            "in/run.lst:13: `in/met.nc` has no place for the year; accepted is a name that ends in nine characters \
             (`1901_1901`) and `.nc`"
        );
        assert_eq!(
            words(9, " ! none"),
            "in/run.lst:9: the grid file: found nothing; accepted is a file name without blanks"
        );
        assert_eq!(words(27, "25"), "in/run.lst:27: cell 25 was asked for of 24; positions count from 1");
        assert_eq!(parse("x\n18\n").unwrap_err().list().len(), 23);
    }

    #[test]
    fn missing_inputs_are_all_named() {
        let faults = parse(GOOD).unwrap().check_inputs(Path::new("in/run.lst")).unwrap_err();
        assert_eq!(faults.list()[0].to_string(), "in/run.lst:9: in/grid.csv does not exist or is not a file");
        assert_eq!(faults.list().len(), 4 + 20 + 1 + 2 + 1);
    }
}
