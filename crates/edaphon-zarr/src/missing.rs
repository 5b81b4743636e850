//! Packed and missing values, as xarray marks them.

use serde_json::{Map, Value};

/// How stored numbers become values.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unpacking {
    scale: f64,
    offset: f64,
    /// Stored numbers that stand for nothing; NaN always does.
    missing: Vec<f64>,
}

impl Unpacking {
    /// Reads attributes; `fill` is the fill value of an array whose format takes it for missing.
    pub(crate) fn of(attributes: &Map<String, Value>, fill: Option<&Value>) -> Self {
        let given = ["_FillValue", "missing_value"].iter().filter_map(|name| attributes.get(*name));
        let missing = given.chain(fill).filter_map(number).collect();
        let of = |name: &str, usual: f64| attributes.get(name).and_then(number).unwrap_or(usual);
        Self { scale: of("scale_factor", 1.0), offset: of("add_offset", 0.0), missing }
    }

    /// The value of a stored number; NaN if it is missing.
    pub(crate) fn value(&self, stored: f64) -> f64 {
        // Fill values of f32 arrays may be written with the digits of f64.
        let is_missing = |m: &f64| *m == stored || f64::from(*m as f32) == stored;
        if stored.is_nan() || self.missing.iter().any(is_missing) {
            return f64::NAN;
        }
        if self.scale == 1.0 && self.offset == 0.0 { stored } else { stored * self.scale + self.offset }
    }
}

/// A number, one in words (`NaN`, `Infinity`), or the eight bytes of one in base64.
pub(crate) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.parse().ok().or_else(|| base64(text)),
        Value::Array(items) if items.len() == 1 => number(&items[0]),
        _ => None,
    }
}

/// The little-endian f64 whose bytes these are.
fn base64(text: &str) -> Option<f64> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.trim_end_matches('=').bytes().map(|b| ALPHABET.iter().position(|a| *a == b));
    let digits: Vec<u32> = digits.map(|d| d.map(|d| d as u32)).collect::<Option<_>>()?;
    let bits = digits.iter().flat_map(|digit| (0..6).rev().map(move |bit| (digit >> bit & 1) as u8));
    let bits: Vec<u8> = bits.collect();
    let bytes: Vec<u8> = bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |sum, bit| sum << 1 | bit)).collect();
    Some(f64::from_le_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fill_values_are_numbers_words_or_bytes() {
        assert_eq!(number(&json!(-9999)), Some(-9999.0));
        assert!(number(&json!("NaN")).is_some_and(f64::is_nan));
        assert!(number(&json!("AAAAAAAA+H8=")).is_some_and(f64::is_nan), "NaN as xarray writes it");
        assert_eq!(number(&json!("AAAAAACIw8A=")), Some(-10_000.0));
        assert_eq!(number(&json!("K m-2")), None);
    }

    #[test]
    fn stored_numbers_are_scaled_unless_they_are_missing() {
        let attributes = json!({ "scale_factor": 0.5, "add_offset": 273.0, "_FillValue": -32768 });
        let unpacking = Unpacking::of(attributes.as_object().unwrap(), Some(&json!(7)));
        assert_eq!(unpacking.value(4.0), 275.0);
        assert!([-32768.0, 7.0, f64::NAN].iter().all(|stored| unpacking.value(*stored).is_nan()));
        let plain = Unpacking::of(&Map::new(), None);
        assert_eq!(plain.value(0.1), 0.1);
    }
}
