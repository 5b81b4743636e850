//! The days of a run as CF-NetCDF.

use std::path::Path;

use edaphon_io::netcdf::{DataType, Define, Format, Writer};

use super::columns::{DAILY, Quantity};
use super::job::NitrogenJob;
use super::summary::Finished;
use crate::error::Result;

/// Missing values.
const FILL: f64 = 9.969_209_968_386_869e36;

/// Writes every column in SI units along time, with bounds of days in the standard calendar.
pub(super) fn write(job: &NitrogenJob, finished: &Finished, path: &Path) -> Result<()> {
    let (case, days) = (&job.case, &finished.days);
    let mut writer = Writer::create(path, Format::NetCdf4)?;
    writer.dimension("time", days.len())?;
    writer.dimension("bnds", 2)?;
    for (name, value) in attributes(job, finished) {
        writer.attribute(&name, value.as_str())?;
    }
    let units = format!("days since {} 00:00:00", case.drivers.start);
    let time = Define::new("time", DataType::F64, &["time"]).attribute("units", units.as_str());
    let time = time.attribute("calendar", "standard").attribute("standard_name", "time").attribute("axis", "T");
    writer.define(time.attribute("bounds", "time_bnds").attribute("long_name", "time, the middle of the day"))?;
    writer.define(Define::new("time_bnds", DataType::F64, &["time", "bnds"]))?;
    let coordinates = [("lat", "latitude", "degrees_north"), ("lon", "longitude", "degrees_east")];
    if case.place.coordinates.is_some() {
        for (name, standard, unit) in coordinates {
            let define = Define::new(name, DataType::F64, &[]).attribute("standard_name", standard);
            writer.define(define.attribute("units", unit))?;
        }
    }
    for column in &DAILY {
        let method = if column.quantity == Quantity::Pool { "time: point" } else { "time: mean" };
        let words = match column.quantity {
            Quantity::Pool => format!("{}, at the end of the day", column.about),
            _ => column.about.to_owned(),
        };
        let mut define = Define::new(column.name, DataType::F64, &["time"]).fill(FILL);
        define = define.attribute("units", column.quantity.si_unit()).attribute("long_name", words.as_str());
        define = define.attribute("cell_methods", method);
        if !column.standard_name.is_empty() {
            define = define.attribute("standard_name", column.standard_name);
        }
        if case.place.coordinates.is_some() {
            define = define.attribute("coordinates", "lat lon");
        }
        writer.define(define.deflate(4))?;
    }
    let middles: Vec<f64> = (0..days.len()).map(|day| day as f64 + 0.5).collect();
    let bounds: Vec<f64> = (0..days.len()).flat_map(|day| [day as f64, day as f64 + 1.0]).collect();
    writer.write("time", &middles)?;
    writer.write("time_bnds", &bounds)?;
    for (value, (name, ..)) in case.place.coordinates.into_iter().flatten().zip(coordinates) {
        writer.write(name, &[value])?;
    }
    for column in &DAILY {
        let factor = column.quantity.si_factor(case.per_hectare());
        let values: Vec<f64> = days.iter().map(|day| (column.value)(day) * factor).collect();
        writer.write(column.name, &values)?;
    }
    Ok(writer.finish()?)
}

/// Global attributes, in order: CF-1.11 and ACDD-1.3.
fn attributes(job: &NitrogenJob, finished: &Finished) -> Vec<(String, String)> {
    let (case, given) = (&job.case, &job.provenance);
    let place = if case.place.name.is_empty() { String::new() } else { format!(" at {}", case.place.name) };
    let mut all = edaphon_core::provenance::Provenance::default()
        .with("Conventions", "CF-1.11, ACDD-1.3")
        .with("title", &format!("Soil nitrogen and its gases simulated day by day{place}"))
        .with("summary", &format!(
            "{} days of a soil layer of {} m, with parameters {}; {}. NOE and DAYCENT are given the mineral nitrogen and respiration of the same run.",
            finished.days.len(), case.soil().depth, case.chosen.words(), case.method.words(),
        ))
        .with("keywords", "soil nitrogen, nitrous oxide, nitrification, denitrification, ammonium, nitrate")
        .with("references", super::report::REFERENCES);
    for (name, value) in &job.about {
        all = all.with(name, value);
    }
    for (name, value) in given.attributes() {
        all = all.with(name, value);
    }
    let command = given.get("edaphon_command_line").or(given.get("source")).unwrap_or("edaphon").to_owned();
    let history = given.get("date_created").map_or_else(|| command.clone(), |date| format!("{date}: {command}"));
    all = all
        .with("history", &history)
        .with("time_coverage_start", &case.drivers.start.to_string())
        .with("time_coverage_end", &case.drivers.end().to_string())
        .with("time_coverage_resolution", "P1D");
    all.attributes().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
