//! Numbers as people read them.

use std::time::Duration;

/// A duration to two units: `2 min 41 s`, `3 h 5 min`, `0.4 s`.
pub(crate) fn duration(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 10.0 {
        return format!("{seconds:.1} s");
    }
    let whole = seconds.round() as u64;
    match whole {
        ..60 => format!("{whole} s"),
        60..3600 => format!("{} min {} s", whole / 60, whole % 60),
        3600..86_400 => format!("{} h {} min", whole / 3600, whole % 3600 / 60),
        _ => format!("{} d {} h", whole / 86_400, whole % 86_400 / 3600),
    }
}

/// Bytes: `1.2 GB`.
pub(crate) fn bytes(count: u64) -> String {
    let mut size = count as f64;
    let mut unit = 0;
    let units = ["bytes", "kB", "MB", "GB", "TB"];
    while size >= 999.5 && unit + 1 < units.len() {
        size /= 1000.0;
        unit += 1;
    }
    if unit == 0 || size >= 99.5 { format!("{size:.0} {}", units[unit]) } else { format!("{size:.1} {}", units[unit]) }
}

/// A whole number with its thousands apart: `1 234 567`.
pub(crate) fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// A number with all its digits, in powers of ten where that is shorter to read.
pub(crate) fn exact(value: f64) -> String {
    if value == 0.0 || (1e-4..1e7).contains(&value.abs()) || !value.is_finite() {
        format!("{value}")
    } else {
        format!("{value:e}")
    }
}

/// A number to five digits.
pub(crate) fn rounded(value: f64) -> String {
    // A detour over text rounds to digits, whatever the size.
    format!("{value:.4e}").parse().map_or_else(|_| value.to_string(), exact)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_people_say_them() {
        let said = |seconds: f64| duration(Duration::from_secs_f64(seconds));
        assert_eq!([said(0.04), said(9.94), said(12.4)], ["0.0 s", "9.9 s", "12 s"]);
        assert_eq!([said(161.0), said(11_100.0), said(180_000.0)], ["2 min 41 s", "3 h 5 min", "2 d 2 h"]);
        assert_eq!(
            [bytes(17), bytes(1234), bytes(999_999), bytes(1_234_000_000)],
            ["17 bytes", "1.2 kB", "1.0 MB", "1.2 GB"]
        );
        assert_eq!([count(7), count(1234), count(1_234_567)], ["7", "1 234", "1 234 567"]);
        assert_eq!([exact(1.05e-6), exact(0.5), exact(1e6), exact(2e7)], ["1.05e-6", "0.5", "1000000", "2e7"]);
        assert_eq!([rounded(1.234_567), rounded(-12_345_678.0), rounded(0.0)], ["1.2346", "-1.2346e7", "0"]);
        assert_eq!(rounded(f64::NAN), "NaN");
    }
}
