//! Columns as ranks: a split needs the order of values alone, and whole numbers are smaller and quicker to sort.

use crate::table::Table;

/// A column of the rows that count.
#[derive(Debug)]
pub(crate) struct Column {
    /// Rank of each row's value among the different values.
    pub(crate) ranks: Vec<u32>,
    /// Different values, ascending.
    distinct: Vec<f64>,
}

impl Column {
    fn new(values: &[f64], rows: &[u32]) -> Self {
        let value = |at: u32| values[rows[at as usize] as usize];
        let mut order: Vec<u32> = (0..rows.len() as u32).collect();
        order.sort_by(|a, b| value(*a).total_cmp(&value(*b)));
        let mut ranks = vec![0; rows.len()];
        let mut distinct: Vec<f64> = Vec::new();
        for at in order {
            // 0 and −0 are one value.
            if distinct.last().is_none_or(|last| *last != value(at)) {
                distinct.push(value(at));
            }
            ranks[at as usize] = distinct.len() as u32 - 1;
        }
        Self { ranks, distinct }
    }

    /// A threshold between the values of two ranks: their midpoint, or the lower one where the midpoint rounds up to the upper.
    pub(crate) fn threshold(&self, lower: u32, upper: u32) -> f64 {
        let [lower, upper] = [lower, upper].map(|rank| self.distinct[rank as usize]);
        let middle = lower / 2.0 + upper / 2.0;
        if lower <= middle && middle < upper { middle } else { lower }
    }
}

/// The columns of the rows listed.
pub(crate) fn columns(table: &Table, rows: &[u32]) -> Vec<Column> {
    use rayon::prelude::*;
    (0..table.columns()).into_par_iter().map(|column| Column::new(table.column(column), rows)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_a_rank() {
        let column = Column::new(&[5.0, -0.0, 9.0, 0.0, 5.0], &[0, 1, 3, 4]);
        assert_eq!(column.ranks, [1, 0, 0, 1]);
        assert_eq!(column.threshold(0, 1), 2.5);
    }

    #[test]
    fn a_threshold_separates_the_closest_of_numbers() {
        let (lower, upper) = (1.0, 1.0_f64.next_up());
        let threshold = Column::new(&[lower, upper], &[0, 1]).threshold(0, 1);
        assert!(lower <= threshold && threshold < upper);
        let threshold = Column::new(&[-f64::MAX, f64::MAX], &[0, 1]).threshold(0, 1);
        assert_eq!(threshold, 0.0);
    }
}
