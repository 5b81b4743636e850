//! From text to a unit: words, exponents, products, quotients and brackets.

use super::symbols::{self, Symbol};
use super::{Scale, Unit, UnitError};

/// Longest text and deepest brackets that are looked at.
const LONGEST: usize = 200;
const DEEPEST: usize = 8;
/// Largest exponent: `m-3` is usual, more than a digit is a slip.
const LARGEST_POWER: i8 = 9;

/// The unit that `text` says.
pub(super) fn parse(text: &str) -> Result<Unit, UnitError> {
    let refuse = |problem: String| UnitError::NotAUnit { text: shortened(text), problem };
    if text.trim().is_empty() {
        return Err(refuse("it is empty; write `1` for a pure number".to_owned()));
    }
    if text.contains(" since ") {
        return Err(refuse("it is a time axis, and a quantity was expected, such as `d` or `g m-2 d-1`".to_owned()));
    }
    if text.len() > LONGEST {
        return Err(refuse(format!("it is longer than {LONGEST} bytes")));
    }
    let joined = join_degrees(text.trim());
    let mut parser = Parser { rest: &joined, depth: 0 };
    let product = parser.product().map_err(refuse)?;
    if !parser.rest.is_empty() {
        return Err(refuse(format!("`{}` is left over", parser.rest)));
    }
    let zero = if product.factors == 1 { product.zero } else { 0.0 };
    let Product { scale, dimension, elements, .. } = product;
    let size = scale.value();
    if !size.is_finite() || size <= 0.0 {
        return Err(refuse("its size is out of reach".to_owned()));
    }
    Ok(Unit { text: text.trim().to_owned(), scale, zero, dimension, elements })
}

/// Writes `degrees C` and `deg C` as one word.
fn join_degrees(text: &str) -> String {
    let lower = text.to_lowercase();
    for words in ["degrees celsius", "degree celsius", "deg celsius", "degrees c", "degree c", "deg c"] {
        if lower == words {
            return "degC".to_owned();
        }
    }
    text.to_owned()
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

struct Product {
    scale: Scale,
    zero: f64,
    dimension: [i8; 6],
    elements: [i8; 3],
    /// How many units and numbers were multiplied: a scale with its own zero keeps it only when alone.
    factors: usize,
    /// Whether an element may follow: the last word was a mass or an amount without one.
    open: Option<i8>,
}

impl Product {
    const EMPTY: Self =
        Self { scale: Scale::ONE, zero: 0.0, dimension: [0; 6], elements: [0; 3], factors: 0, open: None };

    fn multiply(&mut self, symbol: &Symbol, power: i8) -> Result<(), String> {
        let too_high = || "an exponent is out of reach".to_owned();
        let add = |a: i8, b: i8| b.checked_mul(power).and_then(|b| a.checked_add(b)).ok_or_else(too_high);
        for (sum, n) in self.dimension.iter_mut().zip(symbol.dimension) {
            *sum = add(*sum, n)?;
        }
        for (sum, n) in self.elements.iter_mut().zip(symbol.elements) {
            *sum = add(*sum, n)?;
        }
        self.scale = self.scale.times(symbol.scale.power(power));
        self.factors += 1;
        self.zero = if power == 1 { symbol.zero } else { 0.0 };
        self.open = symbols::counts_matter(symbol).then_some(power);
        Ok(())
    }
}

struct Parser<'a> {
    rest: &'a str,
    depth: usize,
}

impl Parser<'_> {
    /// Factors up to the end or a closing bracket.
    fn product(&mut self) -> Result<Product, String> {
        let mut product = Product::EMPTY;
        let mut divide = false;
        loop {
            self.rest = self.rest.trim_start();
            let Some(first) = self.rest.chars().next() else { break };
            match first {
                ')' => break,
                '*' | '.' | '·' | '×' if product.factors > 0 => self.advance(first),
                '/' => {
                    divide = true;
                    self.advance(first);
                    continue;
                }
                '(' => self.bracket(&mut product, divide)?,
                '0'..='9' => self.number(&mut product, divide)?,
                _ => self.word(&mut product, divide)?,
            }
            divide = false;
        }
        match product.factors {
            _ if divide => Err("nothing follows `/`".to_owned()),
            0 => Err("there is nothing where a unit was expected".to_owned()),
            _ => Ok(product),
        }
    }

    fn advance(&mut self, by: char) {
        self.rest = &self.rest[by.len_utf8()..];
    }

    fn bracket(&mut self, product: &mut Product, divide: bool) -> Result<(), String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(format!("brackets go deeper than {DEEPEST}"));
        }
        self.advance('(');
        let inner = self.product()?;
        self.rest = self.rest.strip_prefix(')').ok_or("a bracket is not closed")?;
        self.depth -= 1;
        let power = signed(self.power()?, divide);
        let Product { scale, dimension, elements, .. } = inner;
        product.multiply(&Symbol { scale, zero: 0.0, dimension, elements }, power)?;
        product.open = None;
        Ok(())
    }

    fn number(&mut self, product: &mut Product, divide: bool) -> Result<(), String> {
        let length = number_length(self.rest);
        let (digits, rest) = self.rest.split_at(length);
        let value: f64 = digits.parse().map_err(|_| format!("`{digits}` is not a number"))?;
        if value <= 0.0 || !value.is_finite() {
            return Err(format!("`{digits}` is not a positive number"));
        }
        self.rest = rest;
        let power = signed(self.power()?, divide);
        let scale = Scale { numerator: value, denominator: 1.0, ten: 0 };
        product.multiply(&Symbol { scale, zero: 0.0, dimension: [0; 6], elements: [0; 3] }, power)
    }

    fn word(&mut self, product: &mut Product, divide: bool) -> Result<(), String> {
        let length = self.rest.find(|c: char| !in_word(c)).unwrap_or(self.rest.len());
        let (name, rest) = if self.rest.starts_with('-') { self.rest.split_at(1) } else { self.rest.split_at(length) };
        if name.is_empty() {
            return Err(format!("`{}` was not expected", self.rest.chars().take(1).collect::<String>()));
        }
        self.rest = rest;
        if let (Some(open), Some(elements), false) = (product.open, symbols::element(name), divide) {
            return attach(product, open, elements);
        }
        let symbol = symbols::find(name).ok_or_else(|| unknown(name))?;
        let power = self.power()?;
        product.multiply(&symbol, signed(power, divide))
    }

    /// The exponent that follows, 1 if there is none.
    fn power(&mut self) -> Result<i8, String> {
        let bare = self.rest.strip_prefix("**").or_else(|| self.rest.strip_prefix('^')).unwrap_or(self.rest);
        let marked = bare.len() < self.rest.len();
        let length = bare.find(|c: char| plain_digit(c).is_none()).unwrap_or(bare.len());
        let digits: String = bare[..length].chars().filter_map(plain_digit).collect();
        if digits.is_empty() && !marked {
            return Ok(1);
        }
        if digits.is_empty() {
            return Err("nothing follows `^`".to_owned());
        }
        self.rest = &bare[length..];
        let power: i8 = digits.parse().map_err(|_| format!("`{digits}` is not an exponent"))?;
        if power == 0 || power.abs() > LARGEST_POWER {
            return Err(format!("exponent {power} is outside -{LARGEST_POWER} to {LARGEST_POWER}, 0 excluded"));
        }
        Ok(power)
    }
}

/// Gives the mass or amount just read its element: `g C`, `g C-1` does not occur.
fn attach(product: &mut Product, power: i8, elements: [i8; 3]) -> Result<(), String> {
    for (sum, n) in product.elements.iter_mut().zip(elements) {
        *sum = sum.checked_add(n * power).ok_or("an exponent is out of reach")?;
    }
    product.open = None;
    Ok(())
}

fn unknown(name: &str) -> String {
    match name {
        "C" => "`C` alone is not a temperature; write `degC`, or `g C` for carbon".to_owned(),
        "N" | "P" => format!("`{name}` may only follow a mass or an amount, as in `g {name}`"),
        "month" | "months" | "mo" => "a month has no fixed length; give `d` or `yr`".to_owned(),
        _ => {
            let nearest = crate::nearest(name, symbols::names());
            format!("`{name}` is not known{}", crate::did_you_mean(nearest.as_deref()))
        }
    }
}

fn signed(power: i8, divide: bool) -> i8 {
    if divide { -power } else { power }
}

fn in_word(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '%' | '_' | '°' | '℃' | 'µ')
}

/// The ASCII digit or sign that a plain or raised one stands for.
fn plain_digit(c: char) -> Option<char> {
    match c {
        '0'..='9' | '-' | '+' => Some(c),
        '⁻' | '−' => Some('-'),
        '¹' => Some('1'),
        '²' => Some('2'),
        '³' => Some('3'),
        '⁰' | '⁴'..='⁹' => char::from_digit(c as u32 - '⁰' as u32, 10),
        _ => None,
    }
}

/// Bytes of the number at the start of `text`: digits, a point between digits, an exponent.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = digits(0);
    if bytes.get(end) == Some(&b'.') && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'-' | b'+')));
        if digits(end + 1 + sign) > 0 {
            end += 1 + sign + digits(end + 1 + sign);
        }
    }
    end
}
