//! A site, its months and how they are run.

use std::path::Path;

use edaphon_core::{ParamError, ParamSet, ParamTable};
use edaphon_io::Faults;
use edaphon_io::rothc::{DrylandLine, RothCInput, RothCMonth};
use edaphon_models::rothc::{
    BareLimit, MoistureOption, ROTHC_PARAMETERS, ROTHC_SOIL, RothCParameters, RothCSite, Scheme, Soil, Supply, Weather,
};

use crate::error::{JobError, Result};

/// How the state before the first month that is run is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// The state that repeats, in closed form.
    #[default]
    Exact,
    /// The loop of the published code.
    Official,
}

/// The microbial factor μ_max B/(K_m + B).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Microbial {
    /// μ_max (–).
    pub mu_max: f64,
    /// K_m (t C ha⁻¹).
    pub k_m: f64,
}

/// A measured stock to start from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stock {
    /// All soil organic carbon (t C ha⁻¹).
    pub carbon: f64,
    /// Where pools come from.
    pub pools: StockPools,
}

/// Where the pools of a measured stock come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StockPools {
    /// The steady state under the input that keeps the stock; all input of the run is scaled likewise.
    #[default]
    Steady,
    /// The pedotransfer functions of Weihermüller et al. (2013); input stays as it is.
    Weihermueller,
}

/// How a case is run.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Settings {
    /// How the start is found.
    pub method: Method,
    /// The microbial factor, if any.
    pub microbial: Option<Microbial>,
    /// A measured stock, if any.
    pub stock: Option<Stock>,
    /// Whether inert carbon is that of Falloon et al. (1998) for the measured stock.
    pub inert_by_stock: bool,
    /// How decay is computed.
    pub scheme: Scheme,
}

/// A site and its months.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Parameters.
    pub parameters: RothCParameters<f64>,
    /// The soil; values that no option reads may be NaN.
    pub soil: Soil<f64>,
    /// Where deficits come from.
    pub moisture: MoistureOption,
    /// How far bare soil dries.
    pub bare: BareLimit,
    /// Months, the first twelve of which are the spin-up.
    pub months: Vec<RothCMonth>,
}

pub(super) const MOISTURE: [(&str, MoistureOption); 3] =
    [("standard", MoistureOption::Standard), ("dry", MoistureOption::Dry), ("15 bar", MoistureOption::FifteenBar)];
pub(super) const BARE: [(&str, BareLimit); 2] = [("shallow", BareLimit::Shallow), ("15 bar", BareLimit::FifteenBar)];

impl Case {
    /// The case of a published input.
    ///
    /// # Errors
    /// If the published parameters cannot be read.
    pub fn of_input(input: RothCInput) -> Result<Self> {
        let number = |option: i64| usize::try_from(option - 1).unwrap_or_default();
        let line = input.soil;
        let none =
            DrylandLine { silt: f64::NAN, bulk_density: f64::NAN, organic_carbon: f64::NAN, lowest_modifier: f64::NAN };
        let dryland = line.dryland.unwrap_or(none);
        Ok(Self {
            parameters: parameters(&ParamSet::defaults(&ROTHC_PARAMETERS, 1))?,
            soil: Soil {
                clay: line.clay,
                depth: line.depth,
                inert: line.inert,
                silt: dryland.silt,
                bulk_density: dryland.bulk_density,
                organic_carbon: dryland.organic_carbon,
                dryland_lowest: dryland.lowest_modifier,
            },
            moisture: MOISTURE[number(input.moisture_option).min(2)].1,
            bare: BARE[number(input.bare_option).min(1)].1,
            months: input.months,
        })
    }

    /// Constants of the site.
    pub fn site(&self) -> RothCSite<f64> {
        RothCSite::with_options(&self.parameters, &self.soil, self.moisture, self.bare)
    }

    /// Weather and carbon of a month, from 0.
    pub(super) fn month(&self, at: usize, scale: f64) -> (Weather<f64>, Supply<f64>) {
        let m = &self.months[at];
        let cover = f64::from(u8::from(m.cover));
        let weather = Weather { temperature: m.temperature, rain: m.rain, evaporation: m.evaporation, cover };
        let supply = Supply { plant: m.plant * scale, manure: m.manure * scale, dpm_rpm: m.dpm_rpm, modern: m.modern };
        (weather, supply)
    }

    /// The twelve months of spin-up.
    pub(super) fn first_year(&self, scale: f64) -> ([Weather<f64>; 12], [Supply<f64>; 12]) {
        let months: [_; 12] = std::array::from_fn(|at| self.month(at, scale));
        (months.map(|m| m.0), months.map(|m| m.1))
    }

    /// What is wrong with the soil, whatever file it is from.
    pub(super) fn check(&self, path: &Path) -> Result<()> {
        let mut faults = Faults::new();
        let Soil { clay, silt, .. } = self.soil;
        if self.moisture != MoistureOption::Standard {
            let values = [silt, self.soil.bulk_density, self.soil.organic_carbon, self.soil.dryland_lowest];
            if values.iter().any(|x| x.is_nan()) {
                faults.add(path, "moisture that is not `standard` needs silt, bulk_density, organic_carbon and dryland_lowest of the soil");
            } else if clay == 0.0 || silt == 0.0 {
                faults.add(path, "clay and silt of 0 % have no retention curve; accepted are values above 0, or moisture = \"standard\"");
            }
            if clay + silt > 100.0 {
                faults.add(path, format!("clay and silt are {} % together; accepted is at most 100 %", clay + silt));
            }
        }
        Ok(faults.or(())?)
    }
}

/// Parameters of a set.
pub(super) fn parameters(set: &ParamSet) -> Result<RothCParameters<f64>> {
    RothCParameters::read(set, 1).map_err(|problem| refused(&ROTHC_PARAMETERS, problem))
}

fn refused(table: &ParamTable, problem: ParamError) -> JobError {
    JobError::Parameter { origin: table.model.to_owned(), problem }
}

/// The accepted range of a value of the soil.
pub(super) fn soil_range(name: &str) -> (f64, f64) {
    ROTHC_SOIL.find(name).map_or((f64::MIN, f64::MAX), |info| info.range)
}
