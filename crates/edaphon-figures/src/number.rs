//! Numbers and units as they are printed: − for minus, thin spaces between thousands, raised exponents.

/// No-break thin space, between groups of three digits.
const THIN: char = '\u{202f}';

/// A whole number or decimal fraction with `decimals` digits after the point: `−12 345.60`.
///
/// ```
/// assert_eq!(edaphon_figures::decimal(-12345.6, 2), "−12\u{202f}345.60");
/// assert_eq!(edaphon_figures::decimal(1999.0, 0), "1999");
/// ```
#[must_use]
pub fn decimal(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
    let is_zero = text.chars().all(|c| matches!(c, '0' | '.'));
    let mut out = if value < 0.0 && !is_zero { "−".to_owned() } else { String::new() };
    for (i, digit) in whole.chars().enumerate() {
        // Four digits stand together, as in years.
        if i > 0 && (whole.len() - i).is_multiple_of(3) && whole.len() > 4 {
            out.push(THIN);
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A value with `digits` significant digits; powers of ten below 10⁻³ and from 10⁷: `2.1×10⁻¹³`.
///
/// ```
/// assert_eq!(edaphon_figures::significant(2.123e-13, 2), "2.1×10⁻¹³");
/// assert_eq!(edaphon_figures::significant(431.27, 4), "431.3");
/// ```
#[must_use]
pub fn significant(value: f64, digits: usize) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if !value.is_finite() {
        return "–".to_owned();
    }
    let digits = digits.max(1);
    // Rust's own rounding decides the exponent, so that 9.996 becomes 10.00 and not 10.0.
    let scientific = format!("{:.*e}", digits - 1, value.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-3..7).contains(&exponent) {
        let decimals = (digits as i32 - 1 - exponent).max(0) as usize;
        return decimal(value, decimals);
    }
    let sign = if value < 0.0 { "−" } else { "" };
    format!("{sign}{mantissa}×10{}", raised(&exponent.to_string()))
}

/// As [`significant`], without the zeros at the end of the fraction: `12.4`, `14`, `2.3×10⁻¹¹`.
pub(crate) fn compact(value: f64, digits: usize) -> String {
    let text = significant(value, digits);
    let (mantissa, power) = match text.find('×') {
        Some(at) => text.split_at(at),
        None => (text.as_str(), ""),
    };
    let short = if mantissa.contains('.') { mantissa.trim_end_matches('0').trim_end_matches('.') } else { mantissa };
    format!("{short}{power}")
}

/// Digits and signs as superscripts: `-13` gives `⁻¹³`.
pub(crate) fn raised(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '-' | '−' => '⁻',
            '+' => '⁺',
            '0' => '⁰',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            '4'..='9' => char::from_u32(0x2070 + u32::from(c) - u32::from('0')).unwrap_or(c),
            other => other,
        })
        .collect()
}

/// Units known to take a bare exponent, as in `m2`; in `CO2` the digit is part of the name.
const LENGTHS_AND_TIMES: [&str; 11] = ["m", "cm", "mm", "km", "dm", "um", "s", "d", "ha", "yr", "h"];

/// Sets a unit as it is printed: `g C m-2 yr-1`, `gC m^-2 yr^-1` and `g C m**-2 yr**-1` give exponents as superscripts.
///
/// Text that is already typeset is left alone.
///
/// ```
/// assert_eq!(edaphon_figures::typeset_unit("g C m-2 yr-1"), "g C m⁻² yr⁻¹");
/// assert_eq!(edaphon_figures::typeset_unit("degC"), "°C");
/// ```
#[must_use]
pub fn typeset_unit(unit: &str) -> String {
    let words: Vec<String> = unit.split_whitespace().map(typeset_word).collect();
    words.join(" ")
}

fn typeset_word(word: &str) -> String {
    match word {
        "degC" | "deg_C" | "celsius" | "Celsius" | "degree_Celsius" | "degrees_C" => return "°C".to_owned(),
        "degree" | "degrees" | "degrees_north" | "degrees_east" => return "°".to_owned(),
        "permil" | "permille" => return "‰".to_owned(),
        "percent" => return "%".to_owned(),
        "CO2" => return "CO₂".to_owned(),
        "N2O" => return "N₂O".to_owned(),
        "CH4" => return "CH₄".to_owned(),
        "um" | "ug" | "umol" => return micro(word),
        _ => {}
    }
    let plain = word.replace("**", "^");
    let (base, exponent) = match plain.split_once('^') {
        Some((base, exponent)) => (base, exponent),
        None => plain.split_at(plain.find(|c: char| c == '-' || c == '+' || c.is_ascii_digit()).unwrap_or(plain.len())),
    };
    let digits = exponent.trim_start_matches(['-', '+', '−']);
    let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    let is_exponent = is_number && !base.is_empty() && base.chars().all(char::is_alphabetic);
    let is_said = plain.contains('^') || digits.len() < exponent.len() || LENGTHS_AND_TIMES.contains(&base);
    if !(is_exponent && is_said) {
        return word.to_owned();
    }
    format!("{}{}", micro(base), raised(exponent))
}

fn micro(base: &str) -> String {
    match base {
        "um" | "ug" | "umol" => format!("µ{}", &base[1..]),
        other => other.to_owned(),
    }
}

/// `Soil carbon (kg C m⁻²)`; without brackets where there is no unit.
pub(crate) fn label_with_unit(label: &str, unit: &str) -> String {
    match (label.trim(), typeset_unit(unit)) {
        (label, unit) if unit.is_empty() || unit == "1" => label.to_owned(),
        ("", unit) => unit,
        (label, unit) => format!("{label} ({unit})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals() {
        assert_eq!(decimal(1234567.0, 0), "1\u{202f}234\u{202f}567");
        assert_eq!(decimal(-0.001, 2), "0.00");
        assert_eq!(decimal(f64::NAN, 2), "–");
        assert_eq!(decimal(0.5, 1), "0.5");
    }

    #[test]
    fn significant_digits() {
        assert_eq!(significant(-4.0e-13, 2), "−4.0×10⁻¹³");
        assert_eq!(significant(9.9996, 4), "10.00");
        assert_eq!(significant(1.5e9, 2), "1.5×10⁹");
        assert_eq!(significant(0.0, 3), "0");
        assert_eq!(significant(48213.4, 3), "48\u{202f}213");
    }

    #[test]
    fn compact_numbers_end_in_no_zero() {
        assert_eq!(
            (compact(14.0, 3), compact(0.3, 3), compact(2.3e-11, 3)),
            ("14".into(), "0.3".into(), "2.3×10⁻¹¹".into())
        );
        assert_eq!((compact(50_000.0, 3), compact(0.0, 3)), ("50\u{202f}000".into(), "0".into()));
    }

    #[test]
    fn units() {
        assert_eq!(typeset_unit("kg m^-2 s^-1"), "kg m⁻² s⁻¹");
        assert_eq!(typeset_unit("g C m**-2"), "g C m⁻²");
        assert_eq!(typeset_unit("umol CO2 m-2 s-1"), "µmol CO₂ m⁻² s⁻¹");
        assert_eq!(typeset_unit("m3 m-3"), "m³ m⁻³");
        assert_eq!(typeset_unit("g C m⁻²"), "g C m⁻²");
        assert_eq!(typeset_unit("%"), "%");
        assert_eq!(label_with_unit("Moisture", "1"), "Moisture");
        assert_eq!(label_with_unit("Soil carbon", "kg m-2"), "Soil carbon (kg m⁻²)");
    }
}
