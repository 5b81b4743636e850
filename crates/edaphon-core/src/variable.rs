//! What a model puts out: one description per variable, for files, tables and plots.

/// How a value stands for its interval of time or space (CF `cell_methods`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellMethod {
    /// Average over the interval.
    Mean,
    /// Total over the interval.
    Sum,
    /// Value at the end of the interval.
    Point,
}

/// A quantity that a model puts out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Variable {
    /// Name in code and files, from the field's vocabulary.
    pub name: &'static str,
    /// Unit of the daily value, as CF writes it (`g m-2 d-1`).
    pub unit: &'static str,
    /// What it is, in words, with the element counted ("carbon in leaves").
    pub long_name: &'static str,
    /// Mean for pools and scalars, sum for fluxes.
    pub method: CellMethod,
}
