//! Daily emissions with what the models read, from the table that comes with the program.

use std::io::Read;
use std::path::PathBuf;

use edaphon_core::ParamSet;
use edaphon_infer::nitrogen::MeasuredDay;
use edaphon_models::nitrogen::{NITROGEN_SOIL, NitrogenSoil};
use flate2::read::GzDecoder;

use crate::error::{EmissionError, Result};

/// Name of the table.
pub(crate) const TABLE: &str = "n2o_daily_midwest.csv";
const GZ: &[u8] = include_bytes!("../data/n2o_daily_midwest.csv.gz");
/// Where the table comes from.
pub(crate) const SOURCE: &str = "Saha, Basso & Robertson (2020), Dryad, doi 10.5061/dryad.bnzs7h493, CC0";

/// Layer (m) and bulk density (Mg m⁻³) to which mineral nitrogen (kg ha⁻¹) refers.
const LAYER: (f64, f64) = (0.25, 1.5);
const PH: f64 = 6.2;
/// Volumetric water at field capacity (m³ m⁻³), and mean daily maximum of the warmest month (°C).
const FIELD_CAPACITY: f64 = 0.27;
const WARMEST: f64 = 28.0;
/// Labile carbon (mg kg⁻¹), and stable carbon per % of organic matter.
const LABILE: f64 = 600.0;
const PER_PERCENT: f64 = 5800.0;
const C_TO_N: [f64; 2] = [25.0, 12.0];

/// How much microbial carbon a soil has, which was not measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Biomass {
    /// 2 % of stable carbon.
    Share,
    /// 0.546 C^0.634 (mg kg⁻¹): croplands of the global compilation of Xu, Thornton & Post (2013), in which the share falls with carbon.
    Compilation,
}

impl Biomass {
    /// Microbial carbon of a soil with `stable` carbon (mg kg⁻¹).
    pub fn of(self, stable: f64) -> f64 {
        match self {
            Self::Share => 0.02 * stable,
            Self::Compilation => 0.546 * stable.powf(0.634),
        }
    }
}

/// A day of a plot.
#[derive(Debug, Clone, PartialEq)]
pub struct Measurement {
    /// The experiment.
    pub experiment: String,
    /// The plot.
    pub replicate: String,
    /// The crop.
    pub crop: String,
    /// Calendar year.
    pub year: i32,
    /// Day of the year, 1 to 365 (29 February counts as 28).
    pub day_of_year: u16,
    /// Nitrogen given in the season (kg ha⁻¹).
    pub fertiliser: f64,
    /// Emission of N2O (g N ha⁻¹ d⁻¹).
    pub emission: f64,
    /// What the models read.
    pub day: MeasuredDay,
}

impl Measurement {
    /// Days since the start of year 0, in years of 365 days.
    pub fn time(&self) -> f64 {
        365.0 * f64::from(self.year) + f64::from(self.day_of_year)
    }
}

/// All days, by experiment, plot and date.
#[derive(Debug, Clone, PartialEq)]
pub struct Measurements {
    /// The days.
    pub days: Vec<Measurement>,
    /// Experiment and year of each site-year.
    pub site_years: Vec<(String, i32)>,
    /// The site-year of each day.
    pub site_year_of: Vec<usize>,
}

/// The table as text.
pub(crate) fn text() -> Result<String> {
    let mut text = String::new();
    let read = GzDecoder::new(GZ).read_to_string(&mut text);
    read.map_err(|reason| edaphon_io::Error::File { path: PathBuf::from(TABLE), action: "unpack", reason })?;
    Ok(text)
}

impl Measurements {
    /// Three experiments in Michigan and Wisconsin, 2002 to 2017: every day with moisture, ammonium and nitrate, with microbial carbon by `biomass`.
    ///
    /// # Errors
    /// If the program itself is damaged.
    pub fn midwest(biomass: Biomass) -> Result<Self> {
        let text = text()?;
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
        let soil = NitrogenSoil::read(&ParamSet::defaults(&NITROGEN_SOIL, 1), 1)?;
        let mut days = Vec::new();
        for (line, row) in (2..).zip(lines) {
            days.extend(read_row(&Row { header: &header, fields: row.split(',').collect(), line }, &soil, biomass)?);
        }
        days.sort_by(|a, b| {
            let key = |m: &Measurement| (m.experiment.clone(), m.replicate.clone(), m.year, m.day_of_year);
            key(a).cmp(&key(b))
        });
        let mut site_years: Vec<(String, i32)> = days.iter().map(|m| (m.experiment.clone(), m.year)).collect();
        site_years.sort();
        site_years.dedup();
        let place = |m: &Measurement| site_years.iter().position(|(e, y)| *e == m.experiment && *y == m.year);
        let site_year_of = days.iter().filter_map(place).collect();
        Ok(Self { days, site_years, site_year_of })
    }

    /// Emissions of all days (g N ha⁻¹ d⁻¹).
    pub fn emissions(&self) -> Vec<f64> {
        self.days.iter().map(|m| m.emission).collect()
    }

    /// Names of the experiments.
    pub fn experiments(&self) -> Vec<String> {
        let mut names: Vec<String> = self.site_years.iter().map(|(name, _)| name.clone()).collect();
        names.dedup();
        names
    }
}

/// A line of the table.
struct Row<'t> {
    header: &'t [&'t str],
    fields: Vec<&'t str>,
    line: usize,
}

impl<'t> Row<'t> {
    fn fault(&self, what: String) -> EmissionError {
        EmissionError::Table { table: TABLE, line: self.line, what }
    }

    fn text(&self, name: &str) -> Result<&'t str> {
        let found = self.header.iter().position(|n| *n == name).and_then(|at| self.fields.get(at));
        found.copied().ok_or_else(|| self.fault(format!("no column `{name}`")))
    }

    fn number(&self, name: &str) -> Result<f64> {
        let text = self.text(name)?;
        text.parse().map_err(|_| self.fault(format!("`{name}` is \"{text}\"; accepted is a number")))
    }

    fn year_and_day(&self) -> Result<(i32, u16)> {
        const BEFORE: [u16; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
        let text = self.text("date")?;
        let parts: Vec<i32> = text.split('-').filter_map(|part| part.parse().ok()).collect();
        match parts[..] {
            [year, month @ 1..=12, day @ 1..=31] => {
                let day = if month == 2 { day.min(28) } else { day };
                Ok((year, BEFORE[month as usize - 1] + day as u16))
            }
            _ => Err(self.fault(format!("`date` is \"{text}\"; accepted is a date as 2014-06-30"))),
        }
    }
}

/// The day of a row; none where something that the models read was not measured.
fn read_row(row: &Row<'_>, soil: &NitrogenSoil<f64>, biomass: Biomass) -> Result<Option<Measurement>> {
    for name in ["wfps_0_25", "nh4", "no3"] {
        if row.text(name)?.is_empty() {
            return Ok(None);
        }
    }
    let (year, day_of_year) = row.year_and_day()?;
    let (depth, bulk_density) = LAYER;
    let per_hectare = 10.0 * bulk_density * depth;
    let stable = PER_PERCENT * row.number("som_pct")?;
    let day = MeasuredDay {
        soil: NitrogenSoil { bulk_density, depth, ph: PH, clay: row.number("clay_g_kg")? / 1000.0, ..*soil },
        temperature: row.number("air_T")?,
        wfps: row.number("wfps_0_25")?,
        nh4: row.number("nh4")? / per_hectare,
        no3: row.number("no3")? / per_hectare,
        carbon: [LABILE, stable, biomass.of(stable)],
        c_to_n: C_TO_N,
        field_capacity: FIELD_CAPACITY,
        warmest_month: WARMEST,
    };
    Ok(Some(Measurement {
        experiment: row.text("experiment")?.to_owned(),
        replicate: row.text("rep")?.to_owned(),
        crop: row.text("crop")?.to_owned(),
        year,
        day_of_year,
        fertiliser: row.number("n_rate_kgN_ha")?,
        emission: row.number("n2o_gN_ha_d")?,
        day,
    }))
}
