//! From a table to forcing: what is missing is supplied, and each supply is told.

use std::path::Path;

use edaphon_core::forcing::{DAYS, LAYERS};

use super::gaps::{Filled, fill};
use super::heat::{HalfSpace, conducted};
use super::production::clip;
use super::read::{Record, read};
use super::water::FreezingCurve;
use super::{Note, SiteForcing, YearQuality, at_depth, layer_depths};
use crate::error::Result;
use crate::faults::Faults;
use crate::text::bytes_of;

const ZERO_CELSIUS: f64 = 273.15;
/// Years of which less was measured are told.
const MEASURED: f64 = 0.8;

/// Where soil water comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SoilWater {
    /// The sensors of the table.
    Measured,
    /// One content for all layers and days (m³ m⁻³).
    Constant(f64),
}

/// How a table becomes forcing.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteOptions {
    /// Depths of the sensors numbered 1, 2, … (m); the tables do not state them. The default is a common arrangement.
    pub sensor_depths: Vec<f64>,
    /// Sensors with values on fewer than this share of the days are left out (0–1).
    pub least_sensor_share: f64,
    /// Where soil water comes from.
    pub soil_water: SoilWater,
    /// The soil below the surface or below the deepest thermometer.
    pub soil: HalfSpace,
    /// Cold at which about a third of the water is still liquid (K): w of the freezing curve. The default is wider than the
    /// 0.5 K of its source, because conduction without the latent heat of freezing cools wet soil too far.
    pub freezing_width: f64,
    /// Share of water that never freezes (–): r of the freezing curve.
    pub unfrozen_share: f64,
    /// Nitrogen deposition (g N m⁻² yr⁻¹); 0 if not given.
    pub nitrogen_deposition: Option<f64>,
}

impl Default for SiteOptions {
    fn default() -> Self {
        Self {
            sensor_depths: vec![0.05, 0.10, 0.20, 0.30, 0.50, 0.75, 1.00, 1.50],
            least_sensor_share: 0.2,
            soil_water: SoilWater::Measured,
            soil: HalfSpace::default(),
            freezing_width: 2.0,
            unfrozen_share: 0.1,
            nitrogen_deposition: None,
        }
    }
}

/// Reads a daily FLUXNET table (`FLX_*_DD_*.csv`) and makes it forcing of one site.
///
/// # Errors
/// If the file cannot be read, or all its faults; if an option is out of range; if there is no soil water and none was given.
pub fn import(path: &Path, options: &SiteOptions) -> Result<SiteForcing> {
    import_bytes(path, &bytes_of(path)?, options)
}

/// As [`import`], from the content of a table; `path` is named in faults.
///
/// # Errors
/// As [`import`].
pub fn import_bytes(path: &Path, bytes: &[u8], options: &SiteOptions) -> Result<SiteForcing> {
    check(path, options)?;
    let record = read(path, bytes)?;
    let mut maker = Maker { path, options, record: &record, faults: Faults::new(), notes: Vec::new() };
    let made = maker.make();
    Ok(maker.faults.or(made)?)
}

fn check(path: &Path, options: &SiteOptions) -> std::result::Result<(), Faults> {
    let mut faults = Faults::new();
    let mut within = |name: &str, value: f64, low: f64, high: f64, unit: &str| {
        if !(low..=high).contains(&value) {
            faults.add(path, format!("option {name} = {value} {unit} is outside {low} to {high} {unit}"));
        }
    };
    within("diffusivity", options.soil.diffusivity, 1e-8, 1e-5, "m2 s-1");
    within("freezing_n_factor", options.soil.freezing_n_factor, 0.0, 1.0, "1");
    within("freezing_width", options.freezing_width, 1e-3, 50.0, "K");
    within("unfrozen_share", options.unfrozen_share, 0.0, 1.0, "1");
    within("least_sensor_share", options.least_sensor_share, 0.0, 1.0, "1");
    within("nitrogen_deposition", options.nitrogen_deposition.unwrap_or(0.0), 0.0, 100.0, "g N m-2 yr-1");
    if let SoilWater::Constant(water) = options.soil_water {
        within("soil_water", water, 0.0, 1.0, "m3 m-3");
    }
    let depths = &options.sensor_depths;
    if depths.windows(2).any(|pair| pair[0] >= pair[1]) || depths.iter().any(|z| !(0.0..=100.0).contains(z)) {
        faults
            .add(path, format!("option sensor_depths = {depths:?} m; accepted are increasing depths from 0 to 100 m"));
    }
    faults.or(())
}

struct Maker<'a> {
    path: &'a Path,
    options: &'a SiteOptions,
    record: &'a Record,
    faults: Faults,
    notes: Vec<Note>,
}

impl Maker<'_> {
    fn make(&mut self) -> SiteForcing {
        self.say_days();
        let air = self.series("air temperature", &self.record.air);
        let gpp = self.production();
        let soil = self.soil_temperature(&air);
        let water = self.soil_water();
        let (liquid, frozen) = self.freeze(&water, &soil);
        let deposition = self.nitrogen_deposition();
        SiteForcing {
            first_year: self.record.first_year,
            gpp,
            air_temperature: kelvin(air),
            nitrogen_deposition: deposition / DAYS as f64,
            soil_temperature: soil.map(kelvin),
            liquid_water: liquid,
            frozen_water: frozen,
            quality: quality(self.record),
            notes: self.notes.clone(),
            attributes: attributes(self.options, &self.notes),
        }
    }

    fn say(&mut self, text: impl Into<String>, count: usize) {
        self.notes.push(Note { text: text.into(), count });
    }

    fn say_days(&mut self) {
        let record = self.record;
        if record.leap_days > 0 {
            self.say("29 February was left out: the models have 365 days in every year", record.leap_days);
        }
        let absent = record.present.iter().filter(|p| !**p).count();
        if absent > 0 {
            self.say("days that the table lacks were put in and filled", absent);
        }
        let poor = quality(record).into_iter().filter(|q| !q.is_measured(MEASURED)).map(|q| q.year.to_string());
        let poor: Vec<String> = poor.collect();
        if !poor.is_empty() {
            let text =
                format!("less than {MEASURED} of the year was measured, the rest estimated, in {}", poor.join(", "));
            self.say(text, 0);
        }
    }

    /// A series without gaps, in the words of `name`.
    fn series(&mut self, name: &str, values: &[f64]) -> Vec<f64> {
        let mut series = values.to_vec();
        let filled = fill(&mut series);
        if series.iter().any(|x| x.is_nan()) {
            self.faults.add(self.path, format!("{name} has no values at all; accepted is a table that has some"));
        }
        self.say_filled(name, filled);
        series
    }

    fn say_filled(&mut self, name: &str, filled: Filled) {
        if filled.linear > 0 {
            self.say(format!("{name}: gaps of up to 7 days were bridged by a straight line"), filled.linear);
        }
        if filled.seasonal > 0 {
            let text =
                format!("{name}: longer gaps got the mean of that season (7 days to either side) in the other years");
            self.say(text, filled.seasonal);
        }
    }

    fn production(&mut self) -> Vec<f64> {
        let column = self.record.production_column;
        let mut gpp = self.series("gross primary production", &self.record.production);
        if column != "GPP_NT_VUT_REF" {
            self.say(format!("gross primary production was taken from {column}"), 0);
        }
        match clip(&mut gpp) {
            Ok(clipped) if clipped.days > 0 => {
                let (low, high) = clipped.factors;
                let text = format!(
                    "gross primary production below 0 was set to 0, and the other days of each year multiplied by {low:.4} to \
                     {high:.4} so that its sum stays"
                );
                self.say(text, clipped.days);
            }
            Ok(_) => {}
            // A series without values was told already.
            Err((_, sum)) if sum.is_nan() => {}
            Err((year, sum)) => {
                let year = self.record.first_year + year as i32;
                let problem = format!(
                    "{column} of {year} sums to {sum:.1} g C m-2; accepted is a sum above 0: leave the year out of the table"
                );
                self.faults.add(self.path, problem);
            }
        }
        gpp
    }

    /// Soil temperature of each layer (°C).
    fn soil_temperature(&mut self, air: &[f64]) -> [Vec<f64>; LAYERS] {
        let sensors = self.sensors("soil temperature", "TS_F_MDS_", &self.record.soil);
        let diffusivity = self.options.soil.diffusivity;
        let depths = layer_depths();
        let Some((deepest, lowest)) = sensors.last() else {
            let surface: Vec<f64> = air.iter().map(|&t| self.options.soil.surface(t)).collect();
            let n = self.options.soil.freezing_n_factor;
            self.say(
                format!(
                    "soil temperature was computed from air temperature by conduction of heat into uniform soil (diffusivity \
                     {diffusivity:e} m2 s-1, frost at the surface {n} times that of the air)"
                ),
                air.len(),
            );
            return in_layers(conducted(&surface, &depths, diffusivity));
        };
        let below: Vec<f64> = depths.iter().filter(|&z| z > deepest).map(|z| z - deepest).collect();
        if !below.is_empty() {
            let text = format!(
                "soil temperature below the deepest thermometer ({deepest} m) was computed from it by conduction of heat \
                 (diffusivity {diffusivity:e} m2 s-1)"
            );
            self.say(text, air.len());
        }
        let within = depths.iter().filter(|&z| z <= deepest).map(|&z| at_depth(&sensors, z));
        in_layers(within.chain(conducted(lowest, &below, diffusivity)).collect())
    }

    /// Total water of each layer (m³ m⁻³).
    fn soil_water(&mut self) -> [Vec<f64>; LAYERS] {
        let days = self.record.air.len();
        if let SoilWater::Constant(water) = self.options.soil_water {
            self.say(format!("soil water was set to {water} m3 m-3 in every layer, as asked"), days);
            return std::array::from_fn(|_| vec![water; days]);
        }
        let sensors = self.sensors("soil water", "SWC_F_MDS_", &self.record.water);
        if sensors.is_empty() {
            let remedy = "give a constant content (option soil_water, m3 m-3) or a table with SWC_F_MDS_1";
            self.faults
                .add(self.path, format!("there is no soil water (columns SWC_F_MDS_1, 2, … with values); {remedy}"));
            return std::array::from_fn(|_| vec![0.0; days]);
        }
        let deepest = sensors[sensors.len() - 1].0;
        let text = format!(
            "soil water of the layers was interpolated between sensors, and is that of the deepest ({deepest} m) below it"
        );
        self.say(text, 0);
        layer_depths().map(|z| at_depth(&sensors, z).into_iter().map(|percent| percent / 100.0).collect())
    }

    /// The sensors with enough values, without gaps, by depth (m).
    fn sensors(&mut self, name: &str, prefix: &str, columns: &[(usize, Vec<f64>)]) -> Vec<(f64, Vec<f64>)> {
        let mut sensors = Vec::new();
        for (number, values) in columns {
            let column = format!("{prefix}{}", number + 1);
            let measured = values.iter().filter(|x| !x.is_nan()).count();
            if measured == 0 || (measured as f64) < self.options.least_sensor_share * values.len() as f64 {
                self.say(format!("{column} was left out: it has values on {measured} of {} days", values.len()), 0);
                continue;
            }
            let Some(&depth) = self.options.sensor_depths.get(*number) else {
                self.say(format!("{column} was left out: no depth is given for it"), 0);
                continue;
            };
            let series = self.series(&column, values);
            sensors.push((depth, series));
        }
        if !sensors.is_empty() {
            let depths: Vec<String> = sensors.iter().map(|(z, _)| z.to_string()).collect();
            let text =
                format!("{name}: the table does not state depths of sensors; {} m were taken", depths.join(", "));
            self.say(text, 0);
        }
        sensors
    }

    /// Liquid and frozen water of each layer (m³ m⁻³).
    fn freeze(
        &mut self,
        water: &[Vec<f64>; LAYERS],
        soil: &[Vec<f64>; LAYERS],
    ) -> ([Vec<f64>; LAYERS], [Vec<f64>; LAYERS]) {
        let SiteOptions { freezing_width: width, unfrozen_share: residual, .. } = *self.options;
        let curve = FreezingCurve { width, residual };
        let liquid: [Vec<f64>; LAYERS] = std::array::from_fn(|layer| {
            water[layer].iter().zip(&soil[layer]).map(|(w, &t)| w * curve.liquid_share(t)).collect()
        });
        let frozen = std::array::from_fn(|layer| water[layer].iter().zip(&liquid[layer]).map(|(w, l)| w - l).collect());
        let days = (0..soil[0].len()).filter(|&day| soil.iter().any(|layer| layer[day] < 0.0)).count();
        if days > 0 {
            let text = format!(
                "water in layers below 0 degC was taken as total and partly frozen: liquid share \
                 (1 - {residual}) exp(-(T / {width})^2) + {residual}"
            );
            self.say(text, days);
        }
        (liquid, frozen)
    }

    /// Deposition (g N m⁻² yr⁻¹).
    fn nitrogen_deposition(&mut self) -> f64 {
        match self.options.nitrogen_deposition {
            Some(given) => {
                self.say(format!("nitrogen deposition was set to {given} g N m-2 yr-1, as asked"), 0);
                given
            }
            None => {
                self.say("nitrogen deposition was not given: 0 was used (option nitrogen_deposition, g N m-2 yr-1)", 0);
                0.0
            }
        }
    }
}

fn kelvin(series: Vec<f64>) -> Vec<f64> {
    series.into_iter().map(|t| t + ZERO_CELSIUS).collect()
}

fn in_layers(series: Vec<Vec<f64>>) -> [Vec<f64>; LAYERS] {
    let mut series = series.into_iter();
    std::array::from_fn(|_| series.next().unwrap_or_default())
}

fn quality(record: &Record) -> Vec<YearQuality> {
    let year = |n: usize| {
        let days = n * DAYS..(n + 1) * DAYS;
        let both = |&day: &usize| !record.air[day].is_nan() && !record.production[day].is_nan();
        let present = days.clone().filter(both).count() as f64 / DAYS as f64;
        let good = record.quality.as_ref().map(|quality| {
            let known = days.map(|day| if quality[day].is_nan() { 0.0 } else { quality[day] });
            known.sum::<f64>() / DAYS as f64
        });
        YearQuality { year: record.first_year + n as i32, present, good }
    };
    (0..record.years).map(year).collect()
}

fn attributes(options: &SiteOptions, notes: &[Note]) -> Vec<(String, String)> {
    let depths: Vec<String> = options.sensor_depths.iter().map(f64::to_string).collect();
    let note = |n: &Note| if n.count > 0 { format!("{} ({} days)", n.text, n.count) } else { n.text.clone() };
    let notes: Vec<String> = notes.iter().map(note).collect();
    [
        ("site_sensor_depths_m", depths.join(" ")),
        ("site_thermal_diffusivity_m2_s-1", format!("{:e}", options.soil.diffusivity)),
        ("site_freezing_n_factor", options.soil.freezing_n_factor.to_string()),
        ("site_freezing_width_K", options.freezing_width.to_string()),
        ("site_unfrozen_share", options.unfrozen_share.to_string()),
        ("site_notes", notes.join("\n")),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}
