//! Why a forest could not be grown or asked.

use std::path::PathBuf;

/// A result whose error is [`ForestError`].
pub type Result<T> = std::result::Result<T, ForestError>;

/// Why a forest could not be grown or asked. Rows, columns and trees are counted from 0.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ForestError {
    /// A table without rows or without columns.
    #[error("the table has {rows} rows and {columns} columns; a forest needs at least one of each")]
    Empty {
        /// Rows found.
        rows: usize,
        /// Columns found.
        columns: usize,
    },

    /// Lists that should be of one length are not.
    #[error("{what}: {found} numbers for {expected} rows; one for each row is needed")]
    Length {
        /// What the list holds.
        what: &'static str,
        /// Its length.
        found: usize,
        /// Rows of the table.
        expected: usize,
    },

    /// Values that do not fill whole columns.
    #[error("{found} values cannot be cut into columns of {rows} rows")]
    Shape {
        /// Number of values.
        found: usize,
        /// Rows asked for.
        rows: usize,
    },

    /// A feature that is not a finite number.
    #[error("column {column}, row {row}: {found} is no finite number; fill the gap or leave the row out")]
    Feature {
        /// Column.
        column: usize,
        /// Row.
        row: usize,
        /// Value found.
        found: f64,
    },

    /// A target or weight that cannot be used.
    #[error("{what} of row {row} is {found}; accepted is {accepted}")]
    Value {
        /// What the list holds.
        what: &'static str,
        /// Row.
        row: usize,
        /// Value found.
        found: f64,
        /// What is accepted.
        accepted: &'static str,
    },

    /// All weights are zero.
    #[error("all {rows} weights are zero; at least one row must count")]
    NoWeight {
        /// Rows of the table.
        rows: usize,
    },

    /// A setting outside its range.
    #[error("{name} = {found}; accepted is {accepted}")]
    Setting {
        /// Name of the setting.
        name: &'static str,
        /// What was given.
        found: String,
        /// What is accepted.
        accepted: String,
    },

    /// A bootstrap of groups without groups.
    #[error(
        "bootstrap = group needs the group of every row; give groups with the training rows, or set bootstrap = row"
    )]
    NoGroups,

    /// A table with other columns than the training rows had.
    #[error("the table has {found} columns; the forest was grown on {expected}")]
    Columns {
        /// Columns found.
        found: usize,
        /// Columns of the forest.
        expected: usize,
    },

    /// Other training rows than those the forest was grown on.
    #[error(
        "these are not the rows that the forest was grown on (features, targets, weights and groups must be the same)"
    )]
    OtherTraining,

    /// Nothing to vote with.
    #[error("no row may vote: the mask leaves no training row with a weight above zero")]
    NoVoters,

    /// A column that the table has not.
    #[error("column {found} of a table with {columns} columns; they are counted from 0")]
    NoColumn {
        /// Column asked for.
        found: usize,
        /// Columns of the table.
        columns: usize,
    },

    /// More rows than numbers of 31 bits can tell apart.
    #[error("{rows} rows; a forest takes fewer than 2^31")]
    TooManyRows {
        /// Rows found.
        rows: usize,
    },

    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },

    /// A file that is no forest, or of another version.
    #[error("{}: {problem}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
}
