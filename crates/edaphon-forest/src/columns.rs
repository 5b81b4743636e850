//! Columns as orders: a split needs the order of values alone.

use crate::table::Table;

/// Mark of a row whose value is above that of the row before it in a list; the rest of the number is the row.
pub(crate) const RISE: u32 = 1 << 31;

/// A column of the rows that count.
#[derive(Debug)]
pub(crate) struct Column {
    /// Rows in ascending order of their value, equal values in ascending order of row; [`RISE`] marks where the value changes.
    pub(crate) order: Vec<u32>,
    /// Whether some value comes twice.
    pub(crate) ties: bool,
    /// Value of each row.
    values: Vec<f64>,
}

impl Column {
    fn new(values: Vec<f64>) -> Self {
        // 0 and −0 are one value.
        let mut keys: Vec<(f64, u32)> = values.iter().map(|value| value + 0.0).zip(0..).collect();
        keys.sort_unstable_by(|(a, row_a), (b, row_b)| a.total_cmp(b).then(row_a.cmp(row_b)));
        let rises = |at: usize| at > 0 && keys[at - 1].0 != keys[at].0;
        let order = (0..keys.len()).map(|at| keys[at].1 | if rises(at) { RISE } else { 0 }).collect();
        let ties = (1..keys.len()).any(|at| !rises(at));
        Self { order, ties, values }
    }

    /// A threshold between the values of two rows: their midpoint, or the lower one where the midpoint rounds up to the upper.
    pub(crate) fn threshold(&self, lower: u32, upper: u32) -> f64 {
        let [lower, upper] = [lower, upper].map(|row| self.values[row as usize]);
        let middle = lower / 2.0 + upper / 2.0;
        if lower <= middle && middle < upper { middle } else { lower }
    }
}

/// The columns of the rows listed.
pub(crate) fn columns(table: &Table, rows: &[u32]) -> Vec<Column> {
    use rayon::prelude::*;
    let values = |column: usize| {
        let values = table.column(column);
        rows.iter().map(|row| values[*row as usize]).collect()
    };
    (0..table.columns()).into_par_iter().map(|column| Column::new(values(column))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rises_are_marked() {
        let column = Column::new(vec![5.0, -0.0, 0.0, 5.0]);
        assert_eq!(column.order, [1, 2, RISE, 3]);
        assert!(column.ties);
        assert_eq!(column.threshold(2, 0), 2.5);
        let column = Column::new(vec![5.0, -1.0, 2.0]);
        assert_eq!(column.order, [1, 2 | RISE, RISE]);
        assert!(!column.ties);
    }

    #[test]
    fn a_threshold_separates_the_closest_of_numbers() {
        let (lower, upper) = (1.0, 1.0_f64.next_up());
        let threshold = Column::new(vec![lower, upper]).threshold(0, 1);
        assert!(lower <= threshold && threshold < upper);
        let threshold = Column::new(vec![-f64::MAX, f64::MAX]).threshold(0, 1);
        assert_eq!(threshold, 0.0);
    }
}
