//! The weather of a described run: a met file of the testbed, a FLUXNET table, or an invented climate.

use std::path::Path;

use edaphon_core::forcing::{ForcingYear, Packing};
use edaphon_core::grid::Grid;
use edaphon_io::fluxnet::{self, SiteForcing, SiteOptions, SoilWater};
use edaphon_io::testbed::{Met, met_of_year};

use super::place::Cells;
use super::section::Section;
use super::synthetic::{self, Synthetic};
use crate::checksum;
use crate::error::{JobError, Result};
use crate::forcing::{ForcingSource, store};
use crate::testbed::{FilePerYear, OneFile};

/// Weather, where it lies, and what was supplied, in words.
pub(super) struct Weather {
    pub source: Box<dyn ForcingSource>,
    pub grid: Grid,
    pub notes: Vec<String>,
    pub attributes: Vec<(String, String)>,
    pub files: Vec<std::path::PathBuf>,
}

/// Bytes of weather up to which it is summed up; more would keep a run waiting for minutes.
const SUMMED_UP: u64 = 4 << 30;

impl Weather {
    /// Names of the files with their checksums; with their sizes, where they are many gigabytes.
    pub(super) fn checksums(&self) -> Result<Vec<(String, String)>> {
        let wrong = |path: &Path, reason| edaphon_io::Error::File { path: path.to_owned(), action: "read", reason };
        let size = |path: &Path| std::fs::metadata(path).map(|m| m.len()).map_err(|reason| wrong(path, reason));
        let sizes = self.files.iter().map(|file| size(file)).collect::<std::result::Result<Vec<_>, _>>()?;
        let sum_up = sizes.iter().sum::<u64>() <= SUMMED_UP;
        let line = |(file, bytes): (&std::path::PathBuf, u64)| {
            let line = if sum_up { checksum(file)? } else { format!("bytes:{bytes}") };
            Ok((file.display().to_string(), line))
        };
        self.files.iter().zip(sizes).map(line).collect()
    }
}

/// The calendar years of a site's table.
#[derive(Debug)]
pub(crate) struct SiteYears {
    /// The site.
    pub site: SiteForcing,
    /// Years to run.
    pub years: Vec<i32>,
}

impl ForcingSource for SiteYears {
    fn years(&self) -> usize {
        self.years.len()
    }

    fn calendar_year(&self, index: usize) -> Option<i64> {
        self.years.get(index).map(|year| i64::from(*year))
    }

    fn read(&mut self, index: usize, packing: &Packing) -> Result<ForcingYear> {
        let mut year = ForcingYear::new(packing.clone());
        self.site.write_into(&mut year, 0, self.years[index])?;
        year.fill_spare_lanes();
        Ok(year)
    }
}

/// What the name of a met file per calendar year ends in, as in the testbed.
const YEARS_PATTERN: &str = "YYYY_YYYY";

/// What `[forcing]` says.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    synthetic: Option<Synthetic>,
    file: std::path::PathBuf,
    embedded: Option<String>,
    years: Option<Vec<f64>>,
    units: Vec<(String, String)>,
    options: SiteOptions,
}

/// Reads `[forcing]`; faults are noted in the document.
pub(super) fn wanted(root: &Section<'_, '_>) -> Option<Wanted> {
    let Some(section) = root.section("forcing") else {
        root.fault("forcing", "[forcing] is missing; a run needs its `file`");
        return None;
    };
    if let Some(synthetic) = synthetic::wanted(&section) {
        section.finish();
        return Some(Wanted { synthetic: Some(synthetic), ..Wanted::default() });
    }
    let embedded = section.text("embedded");
    let file = section.path("file");
    if embedded.is_none() && file.is_none() {
        section.require("file", "a met file of the testbed (.nc) or a daily FLUXNET table (.csv)");
    }
    let years = section.numbers("years");
    if years.as_ref().is_some_and(|y| y.len() != 2 || y[0] > y[1] || y.iter().any(|x| x.fract() != 0.0)) {
        section.fault("years", "`years` in [forcing] is not a pair of years; accepted is [first, last]");
    }
    let units = section.section("units").map(|s| s.free_texts()).unwrap_or_default();
    let options = site_options(&section);
    section.finish();
    Some(Wanted { synthetic: None, file: file.unwrap_or_default(), embedded, years, units, options })
}

/// Choices about a FLUXNET table.
fn site_options(section: &Section<'_, '_>) -> SiteOptions {
    let mut options = SiteOptions::default();
    if let Some(depths) = section.numbers("sensor_depths") {
        options.sensor_depths = depths;
    }
    let set = |key, range, unit, place: &mut f64| {
        if let Some(value) = section.number(key, range, unit) {
            *place = value;
        }
    };
    set("least_sensor_share", 0.0..=1.0, "1", &mut options.least_sensor_share);
    set("soil_diffusivity", 1e-8..=1e-5, "m2 s-1", &mut options.soil.diffusivity);
    set("freezing_n_factor", 0.0..=1.0, "1", &mut options.soil.freezing_n_factor);
    set("freezing_width", 1e-3..=50.0, "K", &mut options.freezing_width);
    set("unfrozen_share", 0.0..=1.0, "1", &mut options.unfrozen_share);
    options.nitrogen_deposition = section.number("nitrogen_deposition", 0.0..=100.0, "g m-2 yr-1");
    if let Some(water) = section.number("soil_water", 0.0..=1.0, "m3 m-3") {
        options.soil_water = SoilWater::Constant(water);
    }
    options
}

impl Wanted {
    /// The same weather in other years.
    pub(super) fn in_years(mut self, years: [i64; 2]) -> Self {
        self.synthetic = self.synthetic.map(|synthetic| synthetic.in_years(years));
        self.years = Some(years.map(|year| year as f64).to_vec());
        self
    }

    /// Opens the weather for these cells.
    pub(super) fn open(&self, cells: &Cells) -> Result<Weather> {
        if let Some(synthetic) = &self.synthetic {
            return synthetic.open(cells);
        }
        let is_table = self.file.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
        match (&self.embedded, is_table) {
            (Some(id), _) => self.embedded(id, cells),
            (None, true) => {
                let site = fluxnet::import(&self.file, &self.options)?;
                self.site(site, cells, &self.file)
            }
            (None, false) => self.met(cells),
        }
    }

    fn embedded(&self, id: &str, cells: &Cells) -> Result<Weather> {
        let Some(site) = fluxnet::embedded(id) else {
            let known: Vec<_> = fluxnet::embedded_sites().iter().map(|s| s.id).collect();
            return Err(JobError::refused(format!(
                "no site `{id}` comes with the program; accepted are {}",
                known.join(", ")
            )));
        };
        let mut weather = self.site(site.import(&self.options)?, cells, Path::new(site.id))?;
        weather.attributes.push(("forcing_source".to_owned(), site.source.to_owned()));
        weather.files.clear();
        Ok(weather)
    }

    fn site(&self, site: SiteForcing, cells: &Cells, path: &Path) -> Result<Weather> {
        if !cells.is_site {
            let problem = "a FLUXNET table is the weather of one [site], not of a [grid]";
            return Err(JobError::refused(format!("{}: {problem}", path.display())));
        }
        let years: Vec<i32> = self.within(site.years(), path)?;
        let notes = site
            .notes()
            .iter()
            .map(|note| if note.count > 1 { format!("{} ({} days)", note.text, note.count) } else { note.text.clone() })
            .collect();
        let attributes = site.attributes().to_vec();
        Ok(Weather {
            grid: Grid::of_sites(cells.grid.cells.clone()),
            source: Box::new(SiteYears { site, years }),
            notes,
            attributes,
            files: vec![path.to_owned()],
        })
    }

    /// The years asked for, if the table has them all.
    fn within(&self, available: std::ops::RangeInclusive<i32>, path: &Path) -> Result<Vec<i32>> {
        let Some(wanted) = &self.years else { return Ok(available.collect()) };
        let (first, last) = (wanted[0] as i32, wanted[wanted.len() - 1] as i32);
        if available.contains(&first) && available.contains(&last) {
            return Ok((first..=last).collect());
        }
        let (from, to) = (available.start(), available.end());
        Err(JobError::refused(format!(
            "{}: years {first} to {last} are not all there; accepted are {from} to {to}",
            path.display()
        )))
    }

    fn met(&self, cells: &Cells) -> Result<Weather> {
        let per_year = self.file.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with(YEARS_PATTERN));
        if !per_year {
            return self.one_met(cells);
        }
        let files = self.files_of_years()?;
        let met = Met::open(&files[0], &cells.grid, &self.units)?;
        let (grid, units) = (cells.grid.clone(), self.units.clone());
        let first_year = self.first_and_last().map_or(1, |[first, _]| first);
        let source = Box::new(FilePerYear { grid, first_year, files: files.clone(), units });
        let (grid, notes) = (met.grid().clone(), said_by(&met));
        Ok(Weather { grid, source, notes, attributes: Vec::new(), files })
    }

    /// A file, or a store, of all years.
    fn one_met(&self, cells: &Cells) -> Result<Weather> {
        let store = store::is_store(&self.file);
        let met = match store {
            true => Met::of(store::open(&self.file)?, &cells.grid, &self.units)?,
            false => Met::open(&self.file, &cells.grid, &self.units)?,
        };
        let (grid, notes) = (met.grid().clone(), said_by(&met));
        let source = Box::new(OneFile::of_calendar(met, self.first_and_last(), &self.file)?);
        let files = vec![if store { store::description(&self.file) } else { self.file.clone() }];
        Ok(Weather { grid, source, notes, attributes: Vec::new(), files })
    }

    fn first_and_last(&self) -> Option<[i64; 2]> {
        self.years.as_ref().map(|years| [years[0] as i64, years[years.len() - 1] as i64])
    }

    /// The met files of the years asked for; all must be there.
    fn files_of_years(&self) -> Result<Vec<std::path::PathBuf>> {
        let Some(years) = &self.years else {
            let problem =
                format!("a file name that ends in {YEARS_PATTERN} needs `years = [first, last]` in [forcing]");
            return Err(JobError::refused(format!("{}: {problem}", self.file.display())));
        };
        let all = (years[0] as i64..=years[1] as i64).filter_map(|year| met_of_year(&self.file, year));
        let files: Vec<_> = all.collect();
        let mut faults = edaphon_io::Faults::new();
        for missing in files.iter().filter(|file| !file.exists()) {
            faults.add(missing, "no such file; each year of `years` needs one");
        }
        Ok(faults.or(files)?)
    }
}

/// What was supplied on opening, in words.
fn said_by(met: &Met) -> Vec<String> {
    met.notes().iter().map(|n| format!("{} ({} cells)", n.text, n.count)).collect()
}
