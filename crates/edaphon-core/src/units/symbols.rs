//! The units that are known, their prefixes and spellings.

use super::{Dimension, Elements, Scale};

/// What a symbol stands for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Symbol {
    pub(super) scale: Scale,
    /// Value of this unit's zero in base units; only for temperatures on a scale of their own.
    pub(super) zero: f64,
    pub(super) dimension: Dimension,
    pub(super) elements: Elements,
}

const LENGTH: Dimension = [1, 0, 0, 0, 0, 0];
const AREA: Dimension = [2, 0, 0, 0, 0, 0];
const VOLUME: Dimension = [3, 0, 0, 0, 0, 0];
const MASS: Dimension = [0, 1, 0, 0, 0, 0];
const TIME: Dimension = [0, 0, 1, 0, 0, 0];
const TEMPERATURE: Dimension = [0, 0, 0, 1, 0, 0];
const AMOUNT: Dimension = [0, 0, 0, 0, 1, 0];
const ANGLE: Dimension = [0, 0, 0, 0, 0, 1];
const PRESSURE: Dimension = [-1, 1, -2, 0, 0, 0];
const ENERGY: Dimension = [2, 1, -2, 0, 0, 0];
const POWER: Dimension = [2, 1, -3, 0, 0, 0];
const NUMBER: Dimension = [0; 6];

/// Spellings, size (a whole number and a power of ten), dimension, and whether `k`, `m`, … may stand before the first spelling.
type Entry = (&'static [&'static str], f64, i32, Dimension, bool);

const UNITS: &[Entry] = &[
    (&["m", "metre", "metres", "meter", "meters"], 1.0, 0, LENGTH, true),
    (&["ha", "hectare", "hectares"], 1.0, 4, AREA, false),
    (&["l", "L", "litre", "litres", "liter", "liters"], 1.0, -3, VOLUME, true),
    (&["g", "gram", "grams"], 1.0, -3, MASS, true),
    (&["t", "tonne", "tonnes"], 1.0, 3, MASS, false),
    (&["s", "sec", "second", "seconds"], 1.0, 0, TIME, true),
    (&["min", "minute", "minutes"], 60.0, 0, TIME, false),
    (&["h", "hr", "hour", "hours"], 3600.0, 0, TIME, false),
    (&["d", "day", "days"], 86_400.0, 0, TIME, false),
    (&["yr", "year", "years", "a", "y", "annum"], 31_536_000.0, 0, TIME, false),
    (&["K", "kelvin", "Kelvin", "degK", "deg_K"], 1.0, 0, TEMPERATURE, true),
    (&["mol", "mole", "moles"], 1.0, 0, AMOUNT, true),
    (&["degree", "degrees", "degrees_north", "degree_north", "degrees_east", "degree_east"], 1.0, 0, ANGLE, false),
    (&["Pa", "pascal"], 1.0, 0, PRESSURE, true),
    (&["bar"], 1.0, 5, PRESSURE, true),
    (&["J", "joule"], 1.0, 0, ENERGY, true),
    (&["W", "watt"], 1.0, 0, POWER, true),
    (&["%", "percent"], 1.0, -2, NUMBER, false),
    (&["ppm", "ppmv"], 1.0, -6, NUMBER, false),
    (&["ppb", "ppbv"], 1.0, -9, NUMBER, false),
    (&["fraction", "unitless", "dimensionless", "-"], 1.0, 0, NUMBER, false),
];

const CELSIUS: &[&str] =
    &["degC", "deg_C", "degreeC", "degreesC", "degrees_C", "degree_C", "degree_Celsius", "degrees_Celsius"];
const CELSIUS_WORDS: &[&str] = &["celsius", "Celsius", "°C", "℃"];

const PREFIXES: &[(&str, i32)] = &[
    ("P", 15),
    ("T", 12),
    ("G", 9),
    ("M", 6),
    ("k", 3),
    ("h", 2),
    ("d", -1),
    ("c", -2),
    ("m", -3),
    ("u", -6),
    ("µ", -6),
    ("μ", -6),
    ("n", -9),
];

/// The unit that `name` is, with its element if one is attached (`gC`, `molN`).
pub(super) fn find(name: &str) -> Option<Symbol> {
    if CELSIUS.contains(&name) || CELSIUS_WORDS.contains(&name) {
        let scale = Scale::ONE;
        return Some(Symbol { scale, zero: 273.15, dimension: TEMPERATURE, elements: [0; 3] });
    }
    plain(name).or_else(|| with_element(name))
}

/// The element that a word names, as exponents.
pub(super) fn element(name: &str) -> Option<Elements> {
    let at = super::ELEMENT_NAMES.iter().position(|e| *e == name)?;
    let mut elements = [0; 3];
    elements[at] = 1;
    Some(elements)
}

/// Whether a unit can be said of an element: a mass or an amount.
pub(super) fn counts_matter(symbol: &Symbol) -> bool {
    (symbol.dimension == MASS || symbol.dimension == AMOUNT) && symbol.elements == [0; 3]
}

/// Every spelling, for suggestions.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    UNITS.iter().flat_map(|entry| entry.0.iter().copied()).chain(["kg", "mg", "cm", "mm", "hPa", "umol", "degC"])
}

fn plain(name: &str) -> Option<Symbol> {
    if let Some(entry) = UNITS.iter().find(|entry| entry.0.contains(&name)) {
        return Some(symbol(entry, 0));
    }
    PREFIXES.iter().find_map(|&(prefix, ten)| {
        let rest = name.strip_prefix(prefix)?;
        UNITS.iter().find(|entry| entry.4 && entry.0[0] == rest).map(|entry| symbol(entry, ten))
    })
}

fn symbol(&(_, size, ten, dimension, _): &Entry, prefix: i32) -> Symbol {
    let scale = Scale { numerator: size, denominator: 1.0, ten: ten + prefix };
    Symbol { scale, zero: 0.0, dimension, elements: [0; 3] }
}

fn with_element(name: &str) -> Option<Symbol> {
    let (at, _) = name.char_indices().next_back()?;
    let (unit, label) = name.split_at(at);
    let symbol = plain(unit).filter(counts_matter)?;
    Some(Symbol { elements: element(label)?, ..symbol })
}
