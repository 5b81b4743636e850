//! Everything wrong with a description and its tables, told at once and by place.

use std::fmt;
use std::path::{Path, PathBuf};

/// One thing wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1, where there are lines.
    pub line: Option<usize>,
    /// What was found, what is accepted and, where it helps, how to mend it.
    pub problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.path.display(), self.problem),
            None => write!(f, "{}: {}", self.path.display(), self.problem),
        }
    }
}

/// The faults of one or several files; printed one to a line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Faults beyond this many are counted but not printed.
    const PRINTED: usize = 20;

    /// No faults so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a fault of the file as a whole.
    pub fn add(&mut self, path: &Path, problem: impl Into<String>) {
        self.0.push(Fault { path: path.to_owned(), line: None, problem: problem.into() });
    }

    /// Adds a fault at a line.
    pub fn add_at(&mut self, path: &Path, line: usize, problem: impl Into<String>) {
        self.0.push(Fault { path: path.to_owned(), line: Some(line), problem: problem.into() });
    }

    /// Adds the faults of another list.
    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The faults, in the order they were found.
    pub fn list(&self) -> &[Fault] {
        &self.0
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `value` if nothing is wrong.
    ///
    /// # Errors
    /// These faults, if there are any.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (count, fault) in self.0.iter().take(Self::PRINTED).enumerate() {
            let end = if count == 0 { "" } else { "\n" };
            write!(f, "{end}{fault}")?;
        }
        match self.0.len().saturating_sub(Self::PRINTED) {
            0 => Ok(()),
            more => write!(f, "\nand {more} more faults"),
        }
    }
}

impl std::error::Error for Faults {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_printed_one_to_a_line_and_cut_short() {
        let mut faults = Faults::new();
        let path = Path::new("a.csv");
        faults.add(path, "is empty");
        faults.add_at(path, 3, "column 2");
        assert_eq!(faults.to_string(), "a.csv: is empty\na.csv:3: column 2");
        (0..30).for_each(|line| faults.add_at(path, line, "x"));
        assert!(faults.to_string().ends_with("a.csv:17: x\nand 12 more faults"));
        assert_eq!(faults.clone().or(()), Err(faults));
    }
}
