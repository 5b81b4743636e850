//! The CRS of a map as well-known text (OGC 01-009), by which GDAL knows its code, where it is known here.

use super::super::crs::Crs;

const WGS84: &str = r#"GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]"#;
const ETRS89: &str = r#"GEOGCS["ETRS89",DATUM["European_Terrestrial_Reference_System_1989",SPHEROID["GRS 1980",6378137,298.257222101,AUTHORITY["EPSG","7019"]],AUTHORITY["EPSG","6258"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4258"]]"#;

const AXES: &str = r#"AXIS["Easting",EAST],AXIS["Northing",NORTH]"#;

/// Well-known text of WGS 84, of zones of the transverse Mercator projection (UTM) and of Europe's equal-area grid.
pub(super) fn of(crs: Crs) -> Option<String> {
    let code = crs.epsg()?;
    match code {
        4326 => Some(WGS84.to_owned()),
        4258 => Some(ETRS89.to_owned()),
        32601..=32660 => Some(zone(WGS84, "WGS 84", code, code - 32600, "N")),
        32701..=32760 => Some(zone(WGS84, "WGS 84", code, code - 32700, "S")),
        25828..=25838 => Some(zone(ETRS89, "ETRS89", code, code - 25800, "N")),
        3035 => {
            let parameters = [
                ("latitude_of_center", 52.0),
                ("longitude_of_center", 10.0),
                ("false_easting", 4_321_000.0),
                ("false_northing", 3_210_000.0),
            ];
            let name = "ETRS89-extended / LAEA Europe";
            let text = projected(name, ETRS89, "Lambert_Azimuthal_Equal_Area", &parameters, code);
            // The register names its axes the other way round, and GDAL knows the code by that.
            Some(text.replace(AXES, r#"AXIS["Northing",NORTH],AXIS["Easting",EAST]"#))
        }
        _ => None,
    }
}

fn zone(geographic: &str, name: &str, code: u32, zone: u32, hemisphere: &str) -> String {
    let parameters = [
        ("latitude_of_origin", 0.0),
        ("central_meridian", 6.0 * f64::from(zone) - 183.0),
        ("scale_factor", 0.9996),
        ("false_easting", 500_000.0),
        ("false_northing", if hemisphere == "S" { 10_000_000.0 } else { 0.0 }),
    ];
    let name = format!("{name} / UTM zone {zone}{hemisphere}");
    projected(&name, geographic, "Transverse_Mercator", &parameters, code)
}

fn projected(name: &str, geographic: &str, projection: &str, parameters: &[(&str, f64)], code: u32) -> String {
    let parameters: String =
        parameters.iter().map(|(name, value)| format!(r#",PARAMETER["{name}",{value}]"#)).collect();
    format!(
        r#"PROJCS["{name}",{geographic},PROJECTION["{projection}"]{parameters},UNIT["metre",1,AUTHORITY["EPSG","9001"]],{AXES},AUTHORITY["EPSG","{code}"]]"#
    )
}

#[cfg(test)]
mod tests {
    use super::super::super::crs::epsg_of_wkt;
    use super::*;

    #[test]
    fn the_code_is_that_of_the_whole() {
        for code in [32633, 32733, 25832, 3035] {
            let text = of(Crs::Projected(code)).unwrap_or_default();
            assert_eq!(epsg_of_wkt(&text), Some(code), "{text}");
            assert_eq!(text.matches('[').count(), text.matches(']').count());
        }
        assert_eq!(of(Crs::WGS84).and_then(|text| epsg_of_wkt(&text)), Some(4326));
        assert_eq!(of(Crs::Projected(27700)), None);
    }
}
