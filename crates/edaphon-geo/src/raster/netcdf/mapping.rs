//! The grid mapping: the CRS of a map as CF writes it.

use edaphon_io::netcdf::{AttributeValue, DataType, Define, File, Variable};

use super::super::crs::{Crs, epsg_of_wkt};
use super::axes::text;
use super::wkt;

/// The CRS that a file states for a variable; none if it states none.
///
/// # Errors
/// A sentence, if it states one that cannot be used.
pub(super) fn stated(file: &File, variable: &Variable, has_degrees: bool) -> Result<Option<Crs>, String> {
    let Some(name) = text(variable, "grid_mapping") else {
        // Longitude and latitude without more are WGS 84 to everybody.
        return Ok(has_degrees.then_some(Crs::WGS84));
    };
    // The extended form names the coordinates behind a colon.
    let name = name.split([':', ' ']).next().unwrap_or(name);
    let mapping = file.variable(name).map_err(|_| {
        format!("its grid mapping `{name}` is not in the file; take the attribute `grid_mapping` out or add it")
    })?;
    let code = code_of(mapping);
    let kind = text(mapping, "grid_mapping_name").unwrap_or_default();
    match code {
        Some(code) if has_degrees || kind == "latitude_longitude" => Ok(Some(Crs::Geographic(code))),
        Some(code) => Ok(Some(Crs::Projected(code))),
        None if kind == "latitude_longitude" => Ok(Some(Crs::WGS84)),
        None => Err(format!(
            "the CRS of `{name}` ({}) has no EPSG code; accepted is one with a code, in `epsg_code`, `crs_wkt` or \
             `spatial_ref`: reproject with `gdalwarp -t_srs EPSG:…`, or add the attribute `epsg_code` if you know it",
            if kind.is_empty() { "no `grid_mapping_name`" } else { kind }
        )),
    }
}

/// The EPSG code of a grid mapping, in one of the ways that programs write it.
fn code_of(mapping: &Variable) -> Option<u32> {
    let code = mapping.attribute("epsg_code").or_else(|| mapping.attribute("epsg"));
    if let Some(code) = code {
        let by_number = code.number().filter(|code| code.fract() == 0.0 && *code > 0.0).map(|code| code as u32);
        let by_text = || code.text()?.parse::<Crs>().ok()?.epsg();
        if let Some(code) = by_number.or_else(by_text) {
            return Some(code);
        }
    }
    ["crs_wkt", "spatial_ref", "esri_pe_string"].iter().find_map(|name| {
        let text = text(mapping, name)?;
        epsg_of_wkt(text).or_else(|| text.parse::<Crs>().ok()?.epsg())
    })
}

/// The grid mapping variable of a CRS, which is to be called `crs`.
pub(super) fn define(crs: Crs) -> Option<Define> {
    let code = crs.epsg()?;
    let mapping = Define::new("crs", DataType::I32, &[]);
    let mapping = parameters(crs).into_iter().fold(mapping, |mapping, (name, value)| mapping.attribute(name, value));
    let words = format!("EPSG:{code}");
    let mapping = mapping.attribute("epsg_code", words.as_str());
    // A text that is none would keep GDAL from reading what CF says beside; rioxarray takes a code as well.
    Some(match wkt::of(crs) {
        Some(text) => mapping.attribute("spatial_ref", text.as_str()).attribute("crs_wkt", text.as_str()),
        None => mapping.attribute("spatial_ref", words.as_str()),
    })
}

/// What CF wants said of a projection, where it is known here: WGS 84, and Mercator's transverse zones (UTM).
fn parameters(crs: Crs) -> Vec<(&'static str, AttributeValue)> {
    let code = crs.epsg().unwrap_or_default();
    let ellipsoid = |flattening: f64| {
        [("semi_major_axis", AttributeValue::from(6_378_137.0)), ("inverse_flattening", flattening.into())]
    };
    let (zone, south, flattening) = match code {
        32601..=32660 => (code - 32600, false, WGS84),
        32701..=32760 => (code - 32700, true, WGS84),
        25828..=25838 => (code - 25800, false, GRS80),
        _ if crs.is_geographic() => {
            let mut list = vec![("grid_mapping_name", "latitude_longitude".into())];
            if code == 4326 {
                list.extend(ellipsoid(WGS84));
                list.push(("longitude_of_prime_meridian", 0.0.into()));
            }
            return list;
        }
        3035 => {
            let mut list = vec![("grid_mapping_name", "lambert_azimuthal_equal_area".into())];
            list.extend([
                ("latitude_of_projection_origin", 52.0.into()),
                ("longitude_of_projection_origin", 10.0.into()),
                ("false_easting", 4_321_000.0.into()),
                ("false_northing", 3_210_000.0.into()),
            ]);
            list.extend(ellipsoid(GRS80));
            return list;
        }
        _ => return Vec::new(),
    };
    let mut list = vec![("grid_mapping_name", "transverse_mercator".into())];
    list.extend([
        ("latitude_of_projection_origin", 0.0.into()),
        ("longitude_of_central_meridian", (6.0 * f64::from(zone) - 183.0).into()),
        ("scale_factor_at_central_meridian", 0.9996.into()),
        ("false_easting", 500_000.0.into()),
        ("false_northing", (if south { 10_000_000.0 } else { 0.0 }).into()),
    ]);
    list.extend(ellipsoid(flattening));
    list
}

/// Inverse flattening of two ellipsoids.
const WGS84: f64 = 298.257_223_563;
const GRS80: f64 = 298.257_222_101;
