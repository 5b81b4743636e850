//! Measured stocks of soil organic carbon, and states scaled to them.

use std::path::Path;

use edaphon_core::grid::{Grid, meridian_distance};
use edaphon_core::units::conversion;
use edaphon_io::netcdf::{AttributeValue, File};
use edaphon_models::ecosystem::State;
use edaphon_run::Landscape;

use crate::error::{JobError, Result};

/// Degrees by which the place of a measurement and of its cell may differ.
const SAME_PLACE: f64 = 0.01;
/// Names by which stocks are found, in this order.
const NAMES: [&str; 5] = ["soc", "cSoil", "cSoilAbove1m", "ocs", "SOC"];
/// Stocks beyond this are no soil (g m⁻²).
const MOST: f64 = 5e5;

/// Measured stocks of the cells of a grid (g C m⁻²); NaN where there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured(Vec<f64>);

/// What scaling did.
#[derive(Debug, Clone, PartialEq)]
pub struct Scaled {
    /// Factors of the cells that were scaled, in rising order.
    pub factors: Vec<f64>,
    /// Simulated cells without a measurement.
    pub without: usize,
}

impl Scaled {
    /// In a sentence or two.
    pub fn words(&self) -> String {
        let Some(middle) = self.factors.get(self.factors.len() / 2) else {
            return "no simulated cell has a measured stock; nothing was scaled".to_owned();
        };
        let (least, most) = (self.factors[0], self.factors[self.factors.len() - 1]);
        format!(
            "carbon and nitrogen of litter, microbes and soil were multiplied to measured stocks in {} cells (median factor \
             {middle:.2}, from {least:.2} to {most:.2}); {} cells have no measurement and keep the steady state. The scaled state \
             is not steady: under the same inputs it returns to what was scaled, and inputs times the same factor would hold it",
            self.factors.len(),
            self.without,
        )
    }
}

/// Reads measured stocks for the cells of a grid: NetCDF on a grid of latitudes and longitudes, or a CSV table with the columns `lat`,
/// `lon` and `soc [UNIT]`.
///
/// # Errors
/// If there is no stock, its unit is missing or no mass per area, or a cell of the grid is found nowhere.
pub fn read(path: &Path, grid: &Grid) -> Result<Measured> {
    let is_table = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
    let places = if is_table { table(path)? } else { map(path)? };
    if let Some((lat, lon, stock)) = places.iter().find(|(_, _, stock)| *stock < 0.0 || *stock > MOST) {
        return Err(refused(
            path,
            format!(
                "a stock of {stock} g m-2 at lat {lat}, lon {lon}; accepted are 0 to {MOST} g m-2 (mend the unit, or mark it missing)"
            ),
        ));
    }
    let mut found = vec![f64::NAN; grid.len()];
    for (lat, lon, stock) in &places {
        let near = |c: &edaphon_core::grid::Cell| {
            (c.latitude - lat).abs() < SAME_PLACE && meridian_distance(c.longitude, *lon) < SAME_PLACE
        };
        if let Some(cell) = grid.cells().iter().position(near) {
            found[cell] = *stock;
        }
    }
    if found.iter().all(|stock| stock.is_nan()) {
        let first = grid
            .cells()
            .first()
            .map_or_else(String::new, |c| format!(" (the first is at lat {}, lon {})", c.latitude, c.longitude));
        return Err(refused(
            path,
            format!(
                "none of its {} places is one of the {} cells of the run{first}; accepted are stocks on the grid of the run, within {SAME_PLACE} degrees",
                places.len(),
                grid.len(),
            ),
        ));
    }
    Ok(Measured(found))
}

fn refused(path: &Path, problem: String) -> JobError {
    JobError::refused(format!("{}: {problem}", path.display()))
}

/// g m⁻² per unit of the file.
fn factor(path: &Path, name: &str, unit: Option<&str>) -> Result<f64> {
    let Some(unit) = unit.filter(|unit| !unit.is_empty()) else {
        return Err(refused(
            path,
            format!("`{name}` has no unit; accepted is a mass per area, such as kg m-2 or Mg ha-1"),
        ));
    };
    let wrong = |e| {
        refused(path, format!("`{name}` is in {unit}: {e}; accepted is a mass per area, such as kg m-2 or Mg ha-1"))
    };
    Ok(conversion(unit, "g m-2").map_err(wrong)?.apply(1.0))
}

/// Places and stocks of a NetCDF file.
fn map(path: &Path) -> Result<Vec<(f64, f64, f64)>> {
    let file = File::open(path)?;
    let Some(name) = NAMES.into_iter().find(|name| file.has_variable(name)) else {
        return Err(refused(
            path,
            format!("it holds no measured stock; accepted are variables named {}", NAMES.join(", ")),
        ));
    };
    let variable = file.variable(name)?;
    let unit = match variable.attribute("units") {
        Some(AttributeValue::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let factor = factor(path, name, unit.as_deref())?;
    let coordinate = |names: [&str; 3]| names.into_iter().find(|n| file.has_variable(n)).map(|n| file.unpack_f64(n));
    let (Some(lat), Some(lon)) = (coordinate(["lat", "latitude", "y"]), coordinate(["lon", "longitude", "x"])) else {
        return Err(refused(
            path,
            "it has no `lat` and `lon`; accepted is a stock on latitudes and longitudes".to_owned(),
        ));
    };
    let (lat, lon, stock) = (lat?, lon?, file.unpack_f64(name)?);
    let place = |i: usize| match stock.len() {
        n if n == lat.len() * lon.len() && variable.dimensions.len() > 1 => (lat[i / lon.len()], lon[i % lon.len()]),
        _ => (lat[i], lon[i]),
    };
    if stock.len() != lat.len() * lon.len() && (stock.len() != lat.len() || stock.len() != lon.len()) {
        let (n, rows, columns) = (stock.len(), lat.len(), lon.len());
        return Err(refused(
            path,
            format!(
                "`{name}` has {n} values for {rows} latitudes and {columns} longitudes; accepted is one for each place, without a time"
            ),
        ));
    }
    Ok((0..stock.len())
        .filter(|i| stock[*i].is_finite())
        .map(|i| (place(i).0, place(i).1, stock[i] * factor))
        .collect())
}

/// Places and stocks of a CSV table.
fn table(path: &Path) -> Result<Vec<(f64, f64, f64)>> {
    let wrong = |reason| edaphon_io::Error::File { path: path.to_owned(), action: "read", reason };
    let text = std::fs::read_to_string(path).map_err(wrong)?;
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let header: Vec<&str> = lines.next().map(|(_, line)| line.split(',').map(str::trim).collect()).unwrap_or_default();
    let column = |name: &str| header.iter().position(|h| h.eq_ignore_ascii_case(name));
    let stock = header.iter().position(|h| h.to_ascii_lowercase().starts_with("soc"));
    let (Some(lat), Some(lon), Some(stock)) = (column("lat"), column("lon"), stock) else {
        return Err(refused(
            path,
            format!("its columns are {}; accepted are lat, lon and soc [UNIT]", header.join(", ")),
        ));
    };
    let unit = header[stock].split_once('[').and_then(|(_, rest)| rest.strip_suffix(']')).map(str::trim);
    let factor = factor(path, header[stock], unit)?;
    let mut places = Vec::new();
    for (number, line) in lines {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        let value = |at: usize| cells.get(at).and_then(|cell| cell.parse::<f64>().ok());
        let (Some(lat), Some(lon)) = (value(lat), value(lon)) else {
            return Err(refused(
                path,
                format!("line {}: no latitude and longitude; accepted are numbers in degrees", number + 1),
            ));
        };
        match cells.get(stock).copied().unwrap_or("") {
            "" | "NA" | "NaN" | "nan" => {}
            found => match found.parse::<f64>() {
                Ok(stock) => places.push((lat, lon, stock * factor)),
                Err(_) => {
                    return Err(refused(
                        path,
                        format!(
                            "line {}: `{found}` is no stock; accepted is a number, or nothing where it is missing",
                            number + 1
                        ),
                    ));
                }
            },
        }
    }
    Ok(places)
}

impl Measured {
    /// Multiplies carbon and nitrogen of litter, microbes and soil in each cell so that its soil holds the measured stock.
    pub fn scale(&self, land: &Landscape, states: &mut [State<f64>]) -> Scaled {
        let mut made = Scaled { factors: Vec::new(), without: 0 };
        for (cell, state) in states.iter_mut().enumerate().filter(|(cell, _)| land.simulated()[*cell]) {
            let held = soil_carbon(land, cell, state);
            let measured = self.0[cell];
            if !measured.is_finite() || held <= 0.0 {
                made.without += 1;
                continue;
            }
            let factor = measured / held;
            multiply(land, state, factor);
            made.factors.push(factor);
        }
        made.factors.sort_by(f64::total_cmp);
        made
    }
}

/// Carbon of litter, microbes and soil, without woody debris (g m⁻²).
fn soil_carbon(land: &Landscape, cell: usize, state: &State<f64>) -> f64 {
    if land.model().microbes() {
        return state.mimics_c().total() * land.area_density()[cell];
    }
    state.metabolic_c + state.structural_c + state.soil_c().iter().sum::<f64>()
}

fn multiply(land: &Landscape, state: &mut State<f64>, factor: f64) {
    if land.model().microbes() {
        let (c, n) = (state.mimics_c().map(|x| x * factor), state.mimics_n().map(|x| x * factor));
        state.set_mimics_c(&c);
        state.set_mimics_n(&n);
        return;
    }
    let scaled = |[metabolic, structural, cwd]: [f64; 3]| [metabolic * factor, structural * factor, cwd];
    state.set_casa_c(scaled(state.litter_c()), state.soil_c().map(|x| x * factor));
    state.set_casa_n(scaled(state.litter_n()), state.soil_n().map(|x| x * factor));
}

#[cfg(test)]
mod tests {
    use super::*;
    use edaphon_core::grid::Cell;

    fn grid() -> Grid {
        let cell = |id, latitude, longitude| Cell {
            id,
            latitude,
            longitude,
            vegetation_type: 1,
            soil_type: 1,
            soil_order: 1,
            area_m2: 1.0,
        };
        Grid::of_sites(vec![cell(1, 50.0, 5.0), cell(2, -10.0, 357.5)])
    }

    fn of(text: &str) -> Result<Measured> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("soc.csv");
        std::fs::write(&path, text).unwrap();
        read(&path, &grid())
    }

    #[test]
    fn tables_are_read_in_their_unit() {
        let found = of("lat,lon,soc [Mg ha-1]\n50,5,80\n-10,-2.5,\n0,0,30\n").unwrap();
        assert_eq!(found.0[0], 8000.0);
        assert!(found.0[1].is_nan());
    }

    #[test]
    fn what_is_no_stock_is_refused_in_words() {
        let said = |text: &str| of(text).unwrap_err().to_string();
        assert!(said("lat,lon,soc\n50,5,80\n").contains("`soc` has no unit; accepted is a mass per area"));
        assert!(said("lat,lon,soc [degC]\n50,5,80\n").contains("is in degC"));
        assert!(said("lat,lon,soc [kg m-2]\n50,5,much\n").contains("line 2: `much` is no stock"));
        assert!(said("lat,lon,soc [kg m-2]\n1,1,8\n").contains("none of its 1 places is one of the 2 cells"));
        assert!(said("lat,lon,soc [kg m-2]\n50,5,8000\n").contains("accepted are 0 to 500000 g m-2"));
        assert!(said("place,soc\n").contains("its columns are place, soc"));
    }
}
