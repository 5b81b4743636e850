//! The process model at one site.

use edaphon_core::ParamSet;
use edaphon_core::Real;
use edaphon_models::rothc::initial::inert_carbon;
use edaphon_models::rothc::modifiers::combined_modifiers;
use edaphon_models::rothc::{
    Microbes, Pools, ROTHC_PARAMETERS, ROTHC_SOIL, RothCParameters, RothCSite, Soil, Supply, Weather, Years, forward,
    spin_up_modifiers, steady_state,
};

use super::{TONNES, of_site};
use crate::data::{Data, Month};
use crate::description::{CALIBRATED, ProcessSettings};
use crate::error::{LearnError, Result};

/// Weather, cover and input of a site, and what of it does not depend on the stock that it starts from.
#[derive(Debug, Clone)]
pub(crate) struct SiteModel {
    name: String,
    pub(super) constants: RothCSite<f64>,
    /// Pools of the steady state per t C ha⁻¹ yr⁻¹ of input (yr).
    pub(super) per_unit: Pools<f64>,
    /// m = a b c of each month of each year after the first.
    pub(super) modifiers: Vec<[f64; 12]>,
    /// Input of each year after the first, relative to the first (–).
    pub(super) scale: Vec<f64>,
    /// What a month brings of 1 t C ha⁻¹ yr⁻¹.
    pub(super) month: Pools<f64>,
    /// Weather of spin-up and of the years after the first, for parameters that bear on modifiers.
    pub(super) spin_up: [Weather<f64>; 12],
    pub(super) weather: Vec<[Weather<f64>; 12]>,
    clay: f64,
    depth: f64,
    dpm_rpm: f64,
}

/// Constants, steady state per unit of input, modifiers of the years: what follows from parameters of RothC.
pub(super) struct Prepared<R: Real> {
    pub(super) constants: RothCSite<R>,
    pub(super) per_unit: Pools<R>,
    pub(super) modifiers: Vec<[R; 12]>,
    pub(super) month: Pools<R>,
    is_steady: bool,
    is_settled: bool,
}

/// Default parameters of RothC, with evapotranspiration taken as it is: it is potential, not of open pans.
pub(super) fn default_parameters() -> Result<RothCParameters<f64>> {
    let wrong = |problem: edaphon_core::ParamError| LearnError::refused(problem.to_string());
    let set = ParamSet::defaults(&ROTHC_PARAMETERS, 1);
    let read = RothCParameters::read(&set, 1).map_err(wrong)?;
    Ok(RothCParameters { pan_to_soil: 1.0, ..read })
}

impl SiteModel {
    pub(super) fn new(data: &Data, settings: &ProcessSettings, site: usize) -> Result<Self> {
        let here = &data.sites.all[site];
        let first = data.sites.first_year();
        let normals = data.climate.normals(here.climate_cell, settings.spin_up);
        let index = &data.ndvi[site];
        let known = &index[..settings.vegetation_years.min(index.len())];
        let mean_index = |month: usize| known.iter().map(|year| year[month]).sum::<f64>() / known.len() as f64;
        let weather = |month: &Month, index: f64| Weather {
            temperature: month.temperature,
            rain: month.precipitation,
            evaporation: month.evapotranspiration,
            cover: f64::from(u8::from(index >= settings.covered_from)),
        };
        let spin_up = std::array::from_fn(|month| weather(&normals[month], mean_index(month)));
        let years = (first + 1..=data.sites.last_year()).zip(&index[1..]);
        let years = years.map(|(year, index)| {
            let months = data.climate.year(here.climate_cell, year);
            std::array::from_fn(|month| weather(&months[month], index[month]))
        });
        let fertiliser = &data.fertiliser[here.county];
        let mut model = Self {
            name: here.name.clone(),
            constants: RothCSite::filled(0.0),
            per_unit: Pools::filled(0.0),
            modifiers: Vec::new(),
            scale: fertiliser[1..].iter().map(|of_year| of_year / fertiliser[0]).collect(),
            month: Pools::filled(0.0),
            spin_up,
            weather: years.collect(),
            clay: here.terrain.clay,
            depth: settings.layer_depth,
            dpm_rpm: settings.dpm_rpm,
        };
        model.prepare(&default_parameters()?)?;
        Ok(model)
    }

    /// The same site with some parameters of RothC in place of the published ones.
    pub(super) fn with_rothc(&self, values: &[(usize, f64)]) -> Result<Self> {
        let mut model = self.clone();
        model.prepare(&with_values(&default_parameters()?, values))?;
        Ok(model)
    }

    /// What is prepared, in numbers that can carry derivatives.
    pub(super) fn known<R: Real>(&self) -> Prepared<R> {
        Prepared {
            constants: self.constants.map(R::lit),
            per_unit: self.per_unit.map(R::lit),
            modifiers: self.modifiers.iter().map(|year| year.map(R::lit)).collect(),
            month: self.month.map(R::lit),
            is_steady: true,
            is_settled: true,
        }
    }

    fn prepare(&mut self, parameters: &RothCParameters<f64>) -> Result<()> {
        let found = self.prepared(parameters)?;
        if !found.is_settled {
            return Err(of_site(&self.name, "the water deficit of the spin-up climate never repeats"));
        }
        if !found.is_steady {
            let problem = "the mean climate of spin-up is frozen all year, so there is no steady state to start from";
            return Err(of_site(&self.name, format!("{problem}; check its temperatures")));
        }
        (self.constants, self.per_unit) = (found.constants, found.per_unit);
        (self.modifiers, self.month) = (found.modifiers, found.month);
        Ok(())
    }

    /// What follows from parameters of RothC.
    pub(super) fn prepared<R: Real<Mask = bool>>(&self, parameters: &RothCParameters<R>) -> Result<Prepared<R>> {
        let set = ParamSet::defaults(&ROTHC_SOIL, 1);
        let soil = Soil::read(&set, 1).map_err(|problem| LearnError::refused(problem.to_string()))?;
        let soil = Soil { clay: self.clay, depth: self.depth, inert: 0.0, ..soil }.map(R::lit);
        let constants = RothCSite::new(parameters, &soil);
        let number = |weather: &Weather<f64>| weather.map(R::lit);
        let settled = spin_up_modifiers(&constants, &self.spin_up.each_ref().map(number));
        let supply = Supply { plant: 1.0 / 12.0, manure: 0.0, dpm_rpm: self.dpm_rpm, modern: 100.0 }.map(R::lit);
        let month = supply.entering(&constants);
        let steady = steady_state(&constants, &settled.modifiers, &[month; 12]);
        let mut deficit = settled.deficit;
        let mut modifiers = Vec::with_capacity(self.weather.len());
        for year in &self.weather {
            let mut of_year = [R::zero(); 12];
            deficit = combined_modifiers(&constants, &year.each_ref().map(number), deficit, &mut of_year);
            modifiers.push(of_year);
        }
        let (is_steady, is_settled) = (steady.exists, settled.settled);
        Ok(Prepared { constants, per_unit: steady.pools, modifiers, month, is_steady, is_settled })
    }

    /// Input (t C ha⁻¹ yr⁻¹) and pools (t C ha⁻¹) of a stock (kg m⁻²), inert carbon last.
    pub(crate) fn start(&self, stock: f64) -> (f64, Pools<f64>, f64) {
        let stock = TONNES * stock;
        let inert = inert_carbon(stock);
        let input = (stock - inert) / self.per_unit.total();
        (input, self.per_unit.times(input), inert)
    }

    /// December stocks (kg m⁻²) from the first year on, started from `stock` (kg m⁻²).
    pub(crate) fn curve(&self, stock: f64, microbes: &Microbes<f64>) -> Vec<f64> {
        self.curve_with_input(stock, microbes, 1.0)
    }

    /// The same with the input of the years after the first multiplied by `factor`.
    pub(crate) fn curve_with_input(&self, stock: f64, microbes: &Microbes<f64>, factor: f64) -> Vec<f64> {
        let (input, pools, inert) = self.start(stock);
        self.run(input * factor, &pools, inert, microbes, stock)
    }

    fn run(&self, input: f64, pools: &Pools<f64>, inert: f64, microbes: &Microbes<f64>, stock: f64) -> Vec<f64> {
        let months = [self.month.times(input); 12];
        let years = Years { modifiers: &self.modifiers, input: &months, scale: &self.scale };
        let mut stocks = Vec::with_capacity(self.modifiers.len() + 1);
        stocks.push(stock);
        forward(&self.constants, microbes, &years, pools, |_, pools, _| {
            stocks.push((pools.total() + inert) / TONNES);
        });
        stocks
    }

    /// The stock (kg m⁻²) of the first year that leads to `stock` in a later `year`.
    ///
    /// What a start leads to grows with it, so that it is found by bisection.
    ///
    /// # Errors
    /// A stock that no start up to [`HIGHEST_START`] leads to.
    pub(crate) fn start_for(&self, year: usize, stock: f64, microbes: &Microbes<f64>) -> Result<f64> {
        let reached = |start: f64| self.curve(start, microbes)[year];
        let (mut low, mut high) = (LOWEST_START, HIGHEST_START);
        if !(reached(low) <= stock && stock <= reached(high)) {
            let (a, b) = (reached(low), reached(high));
            let problem = format!("no start leads to the sampled {stock} kg m-2; reached are {a:.4} to {b:.4} kg m-2");
            return Err(of_site(&self.name, problem));
        }
        // Halved until neighbouring numbers are left.
        while high - low > 1e-13 * high {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                break;
            }
            if reached(middle) <= stock { low = middle } else { high = middle }
        }
        Ok(0.5 * (low + high))
    }
}

/// Bounds of stocks that a site is started from (kg m⁻²).
const LOWEST_START: f64 = 1e-3;
/// Beyond, inert carbon by Falloon's relation would be most of the stock.
const HIGHEST_START: f64 = 200.0;

/// Parameters of RothC with those of `values` in place of the defaults, by their names in [`CALIBRATED`].
pub(super) fn with_values<R: Real>(base: &RothCParameters<f64>, values: &[(usize, R)]) -> RothCParameters<R> {
    let mut parameters = base.map(R::lit);
    for (which, value) in values {
        match CALIBRATED[*which] {
            "k_dpm" => parameters.k_dpm = *value,
            "k_rpm" => parameters.k_rpm = *value,
            "k_bio" => parameters.k_bio = *value,
            "k_hum" => parameters.k_hum = *value,
            "co2_scale" => parameters.co2_scale = *value,
            _ => parameters.cover_factor = *value,
        }
    }
    parameters
}
