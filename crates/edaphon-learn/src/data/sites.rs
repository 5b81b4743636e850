//! Sites and their samples.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use edaphon_geo::Table;
use edaphon_io::Faults;

use super::covariates::Terrain;
use super::numbered;
use super::table::{Quantity, Row, in_units, rows};
use crate::error::Result;

/// What a sampled stock is called: this and the year.
const STOCK: &str = "socs_kg_m2_";
/// Highest accepted stock (kg m⁻²): a metre of peat holds less.
const HIGHEST_STOCK: f64 = 200.0;

/// A site.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Its name.
    pub name: String,
    /// Easting and northing (km).
    pub place: (f64, f64),
    /// Number of its county.
    pub county: usize,
    /// Number of its climate cell.
    pub climate_cell: usize,
    /// Elevation, slope, stream power index and clay.
    pub terrain: Terrain,
    /// Stock sampled in each of [`Sites::sampled_years`] (kg m⁻²).
    pub stocks: Vec<Option<f64>>,
}

impl Site {
    /// The stock sampled first, with the number of its year in [`Sites::sampled_years`].
    pub fn first_sample(&self) -> Option<(usize, f64)> {
        self.stocks.iter().enumerate().find_map(|(at, stock)| stock.map(|stock| (at, stock)))
    }
}

/// Sites and the years in which they were sampled.
#[derive(Debug, Clone, PartialEq)]
pub struct Sites {
    /// The sites, in the order of their table.
    pub all: Vec<Site>,
    /// Years with samples, ascending.
    pub sampled_years: Vec<i32>,
    /// Counties by name.
    pub counties: HashMap<String, usize>,
    /// Climate cells by name.
    pub climate_cells: HashMap<String, usize>,
    /// Sites by name.
    pub by_name: HashMap<String, usize>,
    /// The table.
    pub path: PathBuf,
}

/// Columns that a place has, sampled or not.
pub(super) const PLACE: [&str; 8] = ["x_km", "y_km", "county", "clim_cell", "elev_m", "slope_deg", "spi", "clay_pct"];

/// Easting, northing, elevation, slope, stream power index and clay.
pub(super) fn quantities_of_places() -> [Quantity; 6] {
    [
        Quantity::new("x_km", "km", -1e6..=1e6),
        Quantity::new("y_km", "km", -1e6..=1e6),
        Quantity::new("elev_m", "m", -500.0..=9000.0),
        Quantity::new("slope_deg", "degrees", 0.0..=90.0),
        Quantity::new("spi", "", -1e9..=1e9),
        Quantity::new("clay_pct", "%", 0.0..=100.0),
    ]
}

/// Easting, northing, elevation, slope, stream power index and clay of a row.
pub(super) fn place(row: &Row<'_>, of: &[Quantity; 6], faults: &mut Faults) -> Option<((f64, f64), Terrain)> {
    let [x, y, elevation, slope, stream_power, clay] = of.each_ref().map(|quantity| row.number(quantity, faults));
    Some(((x?, y?), Terrain { elevation: elevation?, slope: slope?, stream_power: stream_power?, clay: clay? }))
}

impl Sites {
    /// Reads the table of sites.
    ///
    /// # Errors
    /// Missing columns, values out of range, a site that is there twice, a site without any sample.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let table = Table::read(path)?;
        let mut faults = Faults::new();
        let names: Vec<&str> = ["site"].into_iter().chain(PLACE).collect();
        if let Err(edaphon_geo::Error::Faults(missing)) = table.check().required(&names).finish() {
            faults.append(missing);
        }
        let sampled_years = sampled_years(&table, &mut faults);
        faults.or(())?;
        let mut faults = Faults::new();
        // A stock of nothing is no soil.
        let stock = |year: &i32| Quantity::new(format!("{STOCK}{year}"), "kg m-2", f64::MIN_POSITIVE..=HIGHEST_STOCK);
        let columns = (quantities_of_places(), sampled_years.iter().map(stock).collect::<Vec<_>>());
        let table = in_units(table, columns.0.iter().chain(&columns.1))?;
        let counties = numbered(rows(&table).map(|row| row.text("county")));
        let climate_cells = numbered(rows(&table).map(|row| row.text("clim_cell")));
        let mut by_name: HashMap<String, usize> = HashMap::new();
        let mut all = Vec::with_capacity(table.rows());
        let rows: Vec<Row<'_>> = rows(&table).collect();
        for (at, row) in rows.iter().enumerate() {
            if let Some(earlier) = by_name.insert(row.text("site").into_owned(), at) {
                row.fault(&mut faults, twice(row, &rows[earlier], &table));
            }
            all.extend(site(row, &columns, &counties, &climate_cells, &mut faults));
        }
        for (year, at) in sampled_years.iter().zip(0..) {
            if faults.is_empty() && all.iter().all(|site: &Site| site.stocks[at].is_none()) {
                faults
                    .add(path, format!("column `{STOCK}{year}` is empty in all rows; drop it, or fill in its samples"));
            }
        }
        let sites = Self { all, sampled_years, counties, climate_cells, by_name, path: path.to_owned() };
        Ok(faults.or(sites)?)
    }

    /// The first year with samples.
    pub fn first_year(&self) -> i32 {
        self.sampled_years[0]
    }

    /// The last year with samples.
    pub fn last_year(&self) -> i32 {
        self.sampled_years[self.sampled_years.len() - 1]
    }

    /// Number of years from the first sampled one to the last, both counted.
    pub fn year_count(&self) -> usize {
        (self.last_year() - self.first_year() + 1) as usize
    }

    /// Places of the sampled years among all years from the first on.
    pub fn sampled_places(&self) -> Vec<usize> {
        self.sampled_years.iter().map(|year| (year - self.first_year()) as usize).collect()
    }

    /// Number of sites.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

/// The years of columns `socs_kg_m2_YEAR`, ascending; two or more are needed.
fn sampled_years(table: &Table, faults: &mut Faults) -> Vec<i32> {
    let mut years = Vec::new();
    for name in table.columns().iter().map(|column| &column.name).filter(|name| name.starts_with(STOCK)) {
        match name[STOCK.len()..].parse::<i32>() {
            Ok(year) if (1000..=3000).contains(&year) => years.push(year),
            _ => faults.add(table.path(), format!("column `{name}` does not end in a year from 1000 to 3000")),
        }
    }
    years.sort_unstable();
    if years.len() < 2 && faults.is_empty() {
        let found = if years.is_empty() { "none".to_owned() } else { format!("`{STOCK}{}`", years[0]) };
        let problem = format!("columns of stocks `{STOCK}YEAR` (kg m-2): found {found}, two years or more are needed");
        faults.add(table.path(), problem);
    }
    years
}

fn site(
    row: &Row<'_>,
    (of_place, of_stocks): &([Quantity; 6], Vec<Quantity>),
    counties: &HashMap<String, usize>,
    cells: &HashMap<String, usize>,
    faults: &mut Faults,
) -> Option<Site> {
    for column in ["site", "county", "clim_cell"].iter().filter(|column| row.text(column).is_empty()) {
        row.fault(faults, format!("column `{column}` is empty; accepted is a name or number"));
    }
    let found = place(row, of_place, faults);
    let before = faults.list().len();
    // An empty field says that nothing was sampled.
    let stocks: Vec<Option<f64>> = of_stocks.iter().map(|stock| row.optional(stock, faults)).collect();
    if faults.list().len() == before && stocks.iter().all(Option::is_none) {
        row.fault(faults, "the site was never sampled; fill in a stock, or leave the site out");
    }
    let (place, terrain) = found?;
    let (county, climate_cell) = (*counties.get(&*row.text("county"))?, *cells.get(&*row.text("clim_cell"))?);
    Some(Site { name: row.text("site").into_owned(), place, county, climate_cell, terrain, stocks })
}

/// Why a site cannot be there twice, with the first value that differs.
fn twice(row: &Row<'_>, earlier: &Row<'_>, table: &Table) -> String {
    let (name, line) = (row.text("site"), earlier.name());
    let differs =
        table.columns().iter().map(|column| &column.name).find(|column| row.text(column) != earlier.text(column));
    let how = differs.map_or("with the same values".to_owned(), |column| {
        format!("with column `{column}` = `{}` here and `{}` there", row.text(column), earlier.text(column))
    });
    format!(
        "site `{name}` is in {line} already, {how}; accepted is one row for each site: keep one, or take their mean"
    )
}
