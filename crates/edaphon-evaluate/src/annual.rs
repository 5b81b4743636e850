//! Annual outputs of the four models: opened, told apart, and read a window of years at a time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use edaphon_core::units;
use edaphon_io::netcdf::AttributeValue;
use edaphon_io::output::{RunOutput, Spot};
use edaphon_run::Model;
use rayon::prelude::*;

use crate::error::{EvaluateError, Result};
use crate::ilamb::regular_bounds;
use crate::regrid::Tile;

/// The models in the order of the published tables.
pub const MODELS: [Model; 4] = [Model::MimicsCn, Model::MimicsC, Model::CasaCn, Model::CasaC];

/// Years of each window, where there are enough.
const WINDOW: usize = 20;

/// What is read, and in which unit: stocks in g m-2, fluxes in g m-2 d-1, temperature in °C.
const STOCK: &str = "g m-2";
const FLUX: &str = "g m-2 d-1";

/// Variables that tables need.
pub(crate) const FOR_TABLES: [&str; 19] = [
    "gpp",
    "npp",
    "rh",
    "microbial_respiration",
    "cLitter",
    "cSoil",
    "cLand",
    "cVeg",
    "leaf_c",
    "wood_c",
    "froot_c",
    "mimics_mic_r_c",
    "mimics_mic_k_c",
    "fNnetmin",
    "nLitter",
    "nSoil",
    "nMineral",
    "mimics_mic_r_n",
    "mimics_mic_k_n",
];

/// Variables that figures need besides those.
pub(crate) const FOR_FIGURES: [&str; 5] =
    ["tas", "metabolic_input_c", "structural_input_c", "metabolic_input_n", "structural_input_n"];

/// The unit in which a variable is read.
pub(crate) fn unit_of(variable: &str) -> &'static str {
    match variable {
        "tas" | "soil_temperature" => "degC",
        name if name.starts_with(['c', 'n']) && name != "nep" && name != "npp" => STOCK,
        name if name.ends_with("_c") && !name.contains("input") => STOCK,
        name if name.ends_with("_n") && !name.contains("input") => STOCK,
        "microbial_c" => STOCK,
        "soil_cn" | "microbial_cn" => "1",
        "relative_microbial" => "%",
        _ => FLUX,
    }
}

/// First and last years that are compared, as numbers of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Windows {
    /// Records in each window.
    pub years: usize,
    /// Number of the first record of the last window.
    pub last: usize,
}

impl Windows {
    /// Twenty years at both ends; of fewer than forty years, half of them each.
    pub fn of(records: usize) -> Self {
        let years = WINDOW.min(records / 2).max(1);
        Self { years, last: records - years }
    }
}

/// An annual output of one model.
#[derive(Debug)]
pub struct AnnualRun {
    /// Where it is.
    pub path: PathBuf,
    /// The model.
    pub model: Model,
    /// What is in it.
    pub output: RunOutput,
    /// Calendar year of each record.
    pub years: Vec<i64>,
    /// Area of land of all cells of the grid, simulated or not (m²).
    pub land_area: f64,
}

impl AnnualRun {
    /// Opens an annual output.
    ///
    /// # Errors
    /// If it cannot be read, is no annual output or of no model that is known.
    pub fn open(path: &Path) -> Result<Self> {
        Self::opened(path, "annual", "year", |days| (days - 365.0).abs() < 1e-6)
    }

    /// Opens a monthly output, whose records are read in the same way.
    ///
    /// # Errors
    /// If it cannot be read, is no monthly output or of no model that is known.
    pub fn open_monthly(path: &Path) -> Result<Self> {
        Self::opened(path, "monthly", "month", |days| (27.5..31.5).contains(&days))
    }

    fn opened(path: &Path, words: &str, every: &str, fits: fn(f64) -> bool) -> Result<Self> {
        let output = RunOutput::open(path)?;
        let model = Model::named(&output.model)
            .ok_or_else(|| EvaluateError::at(path, format!("its model is `{}`, which is not known", output.model)))?;
        if !output.days.iter().all(|days| fits(*days)) {
            let problem = format!("it is no {words} output; accepted is a run with `every = \"{every}\"`");
            return Err(EvaluateError::at(path, problem));
        }
        Self::of(path, model, output)
    }

    /// Takes an opened output.
    pub(crate) fn of(path: &Path, model: Model, output: RunOutput) -> Result<Self> {
        let areas = output.file.unpack_f64("area_land")?;
        let simulated: f64 = output.spots.iter().map(|spot| spot.area).sum();
        let land: f64 = areas.iter().filter(|area| area.is_finite()).sum();
        let years = output.times.iter().map(|time| time.floor() as i64).collect();
        // Sites without an area count 1 m² each, which their sum must not fall short of.
        Ok(Self { path: path.to_owned(), model, years, land_area: land.max(simulated), output })
    }

    /// Words for the model: `MIMICS-CN`.
    pub fn label(&self) -> String {
        label(self.model)
    }

    /// The cells that are simulated.
    pub fn spots(&self) -> &[Spot] {
        &self.output.spots
    }

    /// The windows that are compared.
    pub fn windows(&self) -> Windows {
        Windows::of(self.years.len())
    }

    /// First and last year of the records from `first` on.
    pub fn span(&self, first: usize, count: usize) -> (i64, i64) {
        (self.years[first], self.years[first + count - 1])
    }

    /// Values of a variable in each simulated cell, for each of `count` records from `first` on.
    fn cells(&self, variable: &str, first: usize, count: usize) -> Result<Vec<Vec<f64>>> {
        let conversion = self.conversion(variable)?;
        let values = self.output.records(variable, first, count)?;
        let of = |record: &[f64]| self.spots().iter().map(|spot| conversion.apply(record[spot.offset])).collect();
        Ok(values.chunks_exact(self.output.record).map(of).collect())
    }

    fn conversion(&self, variable: &str) -> Result<units::Conversion> {
        let found = self.output.unit(variable)?;
        units::conversion(found, unit_of(variable))
            .map_err(|error| EvaluateError::at(&self.path, format!("variable `{variable}`: {error}")))
    }

    /// Means over `count` years from `first` on, in each simulated cell, of those of `variables` that the file has.
    ///
    /// # Errors
    /// If values cannot be read or converted.
    pub(crate) fn window(&self, variables: &[&'static str], first: usize, count: usize) -> Result<Window> {
        let has = |name: &&&'static str| self.output.file.has_variable(name);
        let read = |name: &&'static str| {
            let records = self.cells(name, first, count)?;
            let mean = |cell: usize| records.iter().map(|record| record[cell]).sum::<f64>() / count as f64;
            Ok((*name, (0..self.spots().len()).map(mean).collect()))
        };
        let there: Vec<&&'static str> = variables.iter().filter(has).collect();
        let values: Result<BTreeMap<_, _>> = there.into_par_iter().map(read).collect();
        Ok(Window { microbes: self.model.microbes(), values: values? })
    }

    /// Sum over land, each year, of the sum of variables (g or g d-1); none if the file has not all of them.
    ///
    /// # Errors
    /// If values cannot be read or converted.
    pub(crate) fn course(&self, variables: &[&str]) -> Result<Option<Vec<f64>>> {
        if variables.is_empty() || !variables.iter().all(|name| self.output.file.has_variable(name)) {
            return Ok(None);
        }
        /// Records read at a time.
        const BLOCK: usize = 16;
        let blocks: Vec<usize> = (0..self.years.len()).step_by(BLOCK).collect();
        let over_land = |record: &Vec<f64>| {
            let land = |(value, spot): (&f64, &Spot)| if value.is_finite() { value * spot.area } else { 0.0 };
            record.iter().zip(self.spots()).map(land).sum::<f64>()
        };
        let read = |&first: &usize| {
            let count = BLOCK.min(self.years.len() - first);
            let mut sums = vec![0.0; count];
            for name in variables {
                let records = self.cells(name, first, count)?;
                sums.iter_mut().zip(&records).for_each(|(sum, record)| *sum += over_land(record));
            }
            Ok(sums)
        };
        let parts: Result<Vec<Vec<f64>>> = blocks.par_iter().map(read).collect();
        Ok(Some(parts?.concat()))
    }

    /// Mass fraction of clay in the soil of each simulated cell (–); none if the file does not say.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(crate) fn clay(&self) -> Result<Option<Vec<f64>>> {
        if !self.output.file.has_variable("clay") {
            return Ok(None);
        }
        let values = self.output.file.unpack_f64("clay")?;
        Ok(Some(self.spots().iter().map(|spot| values[spot.offset]).collect()))
    }

    /// The cells of the map on the sphere; none for places, or where a map has a single row or column.
    ///
    /// # Errors
    /// If bounds cannot be read.
    pub(crate) fn tiles(&self) -> Result<Option<Vec<Tile>>> {
        let Some((lat, lon)) = self.output.map.as_ref().filter(|(lat, lon)| lat.len() > 1 && lon.len() > 1) else {
            return Ok(None);
        };
        let edges = |name: &str, centres: &[f64], furthest: f64| -> Result<Vec<[f64; 2]>> {
            if !self.output.file.has_variable(name) {
                return Ok(regular_bounds(centres, furthest));
            }
            Ok(self.output.file.read_f64(name)?.as_chunks::<2>().0.to_vec())
        };
        let (rows, columns) = (edges("lat_bnds", lat, 90.0)?, edges("lon_bnds", lon, f64::INFINITY)?);
        let tile = |spot: &Spot| Tile {
            latitudes: rows[spot.offset / lon.len()],
            longitudes: columns[spot.offset % lon.len()],
        };
        Ok(Some(self.spots().iter().map(tile).collect()))
    }

    /// Whether another run is of the same cells.
    pub(crate) fn same_cells(&self, other: &Self) -> bool {
        self.cells_checksum() == other.cells_checksum() && self.spots().len() == other.spots().len()
    }

    /// What the file says of its cells.
    fn cells_checksum(&self) -> Option<&str> {
        self.output.file.attribute("edaphon_cells").and_then(AttributeValue::text)
    }
}

/// Words for a model: `MIMICS-CN`.
pub fn label(model: Model) -> String {
    model.name().to_uppercase()
}

/// Means over a window of years in each simulated cell: stocks (g m⁻²), fluxes (g m⁻² d⁻¹), air temperature (°C).
#[derive(Debug, Clone)]
pub struct Window {
    microbes: bool,
    values: BTreeMap<&'static str, Vec<f64>>,
}

impl Window {
    /// A variable as it is.
    pub fn get(&self, name: &str) -> Option<&[f64]> {
        self.values.get(name).map(Vec::as_slice)
    }

    fn sum(&self, plus: &[&str], minus: &[&str]) -> Option<Vec<f64>> {
        let mut sum = self.get(plus[0])?.to_vec();
        for (names, sign) in [(&plus[1..], 1.0), (minus, -1.0)] {
            for name in names {
                sum.iter_mut().zip(self.get(name)?).for_each(|(sum, value)| *sum += sign * value);
            }
        }
        Some(sum)
    }

    /// Soil carbon, litter included and coarse woody debris left out (g m⁻²).
    pub fn soil_c(&self) -> Option<Vec<f64>> {
        self.sum(&["cLitter", "cSoil"], &[])
    }

    /// Organic nitrogen of soil and litter (g m⁻²).
    pub fn soil_n(&self) -> Option<Vec<f64>> {
        self.sum(&["nLitter", "nSoil"], &["nMineral"])
    }

    /// Carbon of leaves, wood and fine roots (g m⁻²); where the file lacks them, of all vegetation.
    pub fn vegetation_c(&self) -> Option<Vec<f64>> {
        self.sum(&["leaf_c", "wood_c", "froot_c"], &[]).or_else(|| self.sum(&["cVeg"], &[]))
    }

    /// Microbial carbon of MIMICS (g m⁻²).
    pub fn microbial_c(&self) -> Option<Vec<f64>> {
        self.sum(&["mimics_mic_r_c", "mimics_mic_k_c"], &[])
    }

    /// Microbial nitrogen of MIMICS (g m⁻²).
    pub fn microbial_n(&self) -> Option<Vec<f64>> {
        self.sum(&["mimics_mic_r_n", "mimics_mic_k_n"], &[])
    }

    /// Heterotrophic respiration of soil (g m⁻² d⁻¹): of microbes in MIMICS, where woody debris is told apart, else all.
    pub fn respiration(&self) -> Option<Vec<f64>> {
        let of_soil = if self.microbes { self.sum(&["microbial_respiration"], &[]) } else { None };
        of_soil.or_else(|| self.sum(&["rh"], &[]))
    }

    /// Carbon and nitrogen that enter litter and soil (g m⁻² d⁻¹).
    pub fn litterfall(&self) -> Option<(Vec<f64>, Vec<f64>)> {
        let carbon = self.sum(&["metabolic_input_c", "structural_input_c"], &[])?;
        Some((carbon, self.sum(&["metabolic_input_n", "structural_input_n"], &[])?))
    }

    /// Litterfall C:N: carbon over nitrogen that enter litter and soil (g g⁻¹).
    pub fn litterfall_cn(&self) -> Option<Vec<f64>> {
        self.litterfall().map(|(carbon, nitrogen)| ratio(&carbon, &nitrogen))
    }

    /// Soil C:N (g g⁻¹).
    pub fn soil_cn(&self) -> Option<Vec<f64>> {
        Some(ratio(&self.soil_c()?, &self.soil_n()?))
    }

    /// Microbial C:N (g g⁻¹).
    pub fn microbial_cn(&self) -> Option<Vec<f64>> {
        Some(ratio(&self.microbial_c()?, &self.microbial_n()?))
    }

    /// Copiotrophs over oligotrophs (g g⁻¹).
    pub fn r_to_k(&self) -> Option<Vec<f64>> {
        Some(ratio(self.get("mimics_mic_r_c")?, self.get("mimics_mic_k_c")?))
    }

    /// Microbial carbon over soil carbon (%).
    pub fn relative_microbial(&self) -> Option<Vec<f64>> {
        let share = ratio(&self.microbial_c()?, &self.soil_c()?);
        Some(share.into_iter().map(|x| 100.0 * x).collect())
    }

    /// Turnover time: soil carbon over NPP (yr).
    pub fn turnover(&self) -> Option<Vec<f64>> {
        let years = ratio(&self.soil_c()?, self.get("npp")?);
        Some(years.into_iter().map(|days| days / 365.0).collect())
    }

    /// Specific respiration: 1000 times soil respiration over microbial carbon (d⁻¹ × 1000).
    pub fn specific_respiration(&self) -> Option<Vec<f64>> {
        let rate = ratio(&self.respiration()?, &self.microbial_c()?);
        Some(rate.into_iter().map(|x| 1000.0 * x).collect())
    }
}

/// a/b in each cell; NaN where b is not above 0.
pub fn ratio(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| if *b > 0.0 { a / b } else { f64::NAN }).collect()
}

/// Sorts annual outputs into the order of tables, and refuses two of one model or of different cells.
pub(crate) fn sorted(mut runs: Vec<AnnualRun>) -> Result<Vec<AnnualRun>> {
    runs.sort_by_key(|run| MODELS.iter().position(|model| *model == run.model));
    for pair in runs.windows(2) {
        let (first, second) = (&pair[0], &pair[1]);
        if first.model == second.model {
            let problem = format!(
                "is of {}, as is {}; accepted is one annual file for each model",
                second.model.name(),
                first.path.display()
            );
            return Err(EvaluateError::at(&second.path, problem));
        }
        if !first.same_cells(second) {
            let problem = format!("is of other cells than {}; accepted are runs of one grid", first.path.display());
            return Err(EvaluateError::at(&second.path, problem));
        }
        if first.years != second.years {
            let (a, b) = (first.span(0, first.years.len()), second.span(0, second.years.len()));
            let problem = format!(
                "has the years {} to {}, {} has {} to {}; accepted are the same years of all models",
                b.0,
                b.1,
                first.path.display(),
                a.0,
                a.1
            );
            return Err(EvaluateError::at(&second.path, problem));
        }
    }
    Ok(runs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_twenty_years_or_half_of_what_there_is() {
        assert_eq!(Windows::of(114), Windows { years: 20, last: 94 });
        assert_eq!(Windows::of(7), Windows { years: 3, last: 4 });
        assert_eq!(Windows::of(1), Windows { years: 1, last: 0 });
    }

    #[test]
    fn stocks_and_fluxes_are_told_apart_by_name() {
        let stocks = ["cSoil", "nMineral", "leaf_c", "mimics_mic_k_n", "cLand"];
        assert!(stocks.iter().all(|name| unit_of(name) == STOCK));
        let fluxes =
            ["npp", "nep", "gpp", "rh", "fNnetmin", "metabolic_input_n", "microbial_respiration", "structural_input_c"];
        assert!(fluxes.iter().all(|name| unit_of(name) == FLUX));
    }

    #[test]
    fn nothing_is_divided_by_zero() {
        let found = ratio(&[1.0, 2.0], &[0.0, 4.0]);
        assert!(found[0].is_nan() && found[1] == 0.5);
    }
}
