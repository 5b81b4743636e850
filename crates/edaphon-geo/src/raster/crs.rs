//! Coordinate reference systems: known by their EPSG code, never transformed.

use std::fmt;
use std::str::FromStr;

/// The coordinate reference system (CRS) of a grid. Coordinates are kept in degrees or metres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Crs {
    /// Longitude and latitude in degrees, by EPSG code (4326: WGS 84).
    Geographic(u32),
    /// A plane of metres, by EPSG code.
    Projected(u32),
    /// A plane of metres at no known place on Earth: experiments and invented landscapes.
    Local,
}

/// Geographic systems that are usual; a code alone does not say whether it is one.
const GEOGRAPHIC: [u32; 14] = [4326, 4258, 4269, 4267, 4283, 4490, 4214, 4610, 4674, 4230, 4277, 4314, 4612, 7844];

impl Crs {
    /// Longitude and latitude on WGS 84.
    pub const WGS84: Self = Self::Geographic(4326);

    /// The system of an EPSG code: geographic if it is one of the usual geographic ones, else projected.
    pub fn of_epsg(code: u32) -> Self {
        if GEOGRAPHIC.contains(&code) { Self::Geographic(code) } else { Self::Projected(code) }
    }

    /// The EPSG code, if there is one.
    pub fn epsg(self) -> Option<u32> {
        match self {
            Self::Geographic(code) | Self::Projected(code) => Some(code),
            Self::Local => None,
        }
    }

    /// Whether coordinates are degrees of longitude and latitude.
    pub fn is_geographic(self) -> bool {
        matches!(self, Self::Geographic(_))
    }

    /// Unit of its coordinates: `degree` or `m`.
    pub fn unit(self) -> &'static str {
        if self.is_geographic() { "degree" } else { "m" }
    }
}

impl fmt::Display for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.epsg() {
            Some(code) => write!(f, "EPSG:{code}"),
            None => f.write_str("a local plane without CRS"),
        }
    }
}

/// Text that is no CRS, with what is accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a CRS; accepted are an EPSG code such as `EPSG:4326`, and `local` for a plane of metres")]
pub struct CrsError(String);

impl FromStr for Crs {
    type Err = CrsError;

    /// Reads `EPSG:32633`, `32633` or `local`.
    fn from_str(text: &str) -> Result<Self, CrsError> {
        let bare = text.trim();
        if bare.eq_ignore_ascii_case("local") {
            return Ok(Self::Local);
        }
        let lower = bare.to_ascii_lowercase();
        let digits = lower.strip_prefix("epsg:").unwrap_or(&lower).trim();
        let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        let code = if plain { digits.parse().ok() } else { None };
        code.filter(|code| (1024..=99_999).contains(code)).map(Self::of_epsg).ok_or_else(|| CrsError(text.to_owned()))
    }
}

/// The EPSG code that stands last in a description in Well-Known Text, of the system as a whole.
///
/// `AUTHORITY["EPSG","32633"]` in WKT 1, `ID["EPSG",32633]` in WKT 2.
pub(crate) fn epsg_of_wkt(text: &str) -> Option<u32> {
    let mut depth = 0_i32;
    let mut code = None;
    for (at, c) in text.char_indices() {
        match c {
            '[' | '(' => {
                depth += 1;
                let before = text[..at].trim_end();
                let is_root = depth == 2 && (before.ends_with("AUTHORITY") || before.ends_with("ID"));
                if is_root {
                    let inner = text[at + 1..].split([']', ')']).next().unwrap_or_default();
                    let mut parts = inner.split(',').map(|part| part.trim().trim_matches('"'));
                    code = (parts.next() == Some("EPSG")).then(|| parts.next()?.parse().ok()).flatten().or(code);
                }
            }
            ']' | ')' => depth -= 1,
            _ => {}
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_and_written() {
        assert_eq!("EPSG:4326".parse(), Ok(Crs::WGS84));
        assert_eq!("epsg:32633".parse(), Ok(Crs::Projected(32633)));
        assert_eq!(" 3035 ".parse(), Ok(Crs::Projected(3035)));
        assert_eq!("Local".parse(), Ok(Crs::Local));
        assert_eq!(Crs::Projected(3035).to_string(), "EPSG:3035");
        for wrong in ["", "EPSG:", "EPSG:12", "WGS84", "EPSG:4326.5", "-4326"] {
            assert!(wrong.parse::<Crs>().unwrap_err().to_string().contains("EPSG:4326"), "{wrong}");
        }
    }

    #[test]
    fn the_code_of_the_whole_is_told_from_those_of_its_parts() {
        let wkt1 = r#"PROJCS["WGS 84 / UTM zone 33N",GEOGCS["WGS 84",AUTHORITY["EPSG","4326"]],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AUTHORITY["EPSG","32633"]]"#;
        assert_eq!(epsg_of_wkt(wkt1), Some(32633));
        let wkt2 = r#"GEOGCRS["WGS 84",DATUM["World Geodetic System 1984",ELLIPSOID["WGS 84",6378137,298.257223563]],CS[ellipsoidal,2],ID["EPSG",4326]]"#;
        assert_eq!(epsg_of_wkt(wkt2), Some(4326));
        let without = r#"PROJCS["Albers",GEOGCS["WGS 84",AUTHORITY["EPSG","4326"]],UNIT["metre",1]]"#;
        assert_eq!(epsg_of_wkt(without), None);
        assert_eq!(epsg_of_wkt("]]["), None);
    }
}
