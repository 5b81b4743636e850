//! The values of a column.

/// The values of a column, of one type.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Values {
    /// Numbers; NaN where there is none.
    Real(Vec<f64>),
    /// Whole numbers, none missing.
    Whole(Vec<i64>),
    /// Text; empty where there is none.
    Text(Vec<String>),
}

impl Values {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Real(values) => values.len(),
            Self::Whole(values) => values.len(),
            Self::Text(values) => values.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether there is no value in a row (from 0).
    pub fn is_missing(&self, row: usize) -> bool {
        match self {
            Self::Real(values) => values[row].is_nan(),
            Self::Whole(_) => false,
            Self::Text(values) => values[row].is_empty(),
        }
    }

    /// The value in a row (from 0), as a message shows it: short and printable.
    pub fn shown(&self, row: usize) -> String {
        match self {
            Self::Real(values) if values[row].is_nan() => "nothing".to_owned(),
            Self::Real(values) => short(values[row]),
            Self::Whole(values) => values[row].to_string(),
            Self::Text(values) => quoted(&values[row]),
        }
    }
}

/// Missing numbers equal each other.
impl PartialEq for Values {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Real(a), Self::Real(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b || (a.is_nan() && b.is_nan()))
            }
            (Self::Whole(a), Self::Whole(b)) => a == b,
            (Self::Text(a), Self::Text(b)) => a == b,
            _ => false,
        }
    }
}

/// A number without a row of zeros.
fn short(value: f64) -> String {
    if value == 0.0 || (1e-5..1e15).contains(&value.abs()) { value.to_string() } else { format!("{value:e}") }
}

/// Text as a message may show it.
pub(crate) fn quoted(text: &str) -> String {
    if text.is_empty() {
        return "nothing".to_owned();
    }
    let short: String = text.chars().take(40).flat_map(char::escape_debug).collect();
    let end = if text.chars().nth(40).is_some() { "…" } else { "" };
    format!("`{short}{end}`")
}

impl From<Vec<f64>> for Values {
    fn from(values: Vec<f64>) -> Self {
        Self::Real(values)
    }
}

impl From<Vec<i64>> for Values {
    fn from(values: Vec<i64>) -> Self {
        Self::Whole(values)
    }
}

impl From<Vec<String>> for Values {
    fn from(values: Vec<String>) -> Self {
        Self::Text(values)
    }
}

impl From<Vec<&str>> for Values {
    fn from(values: Vec<&str>) -> Self {
        Self::Text(values.into_iter().map(str::to_owned).collect())
    }
}
