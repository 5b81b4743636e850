//! The training table: samples as they are, and simulated stocks of the years between.

use crate::process::ProcessModel;

/// Samples of every site: years from the first on, and stocks (kg m⁻²).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Samples(pub Vec<Vec<(usize, f64)>>);

impl Samples {
    pub(crate) fn of(data: &crate::data::Data) -> Self {
        let places = data.sites.sampled_places();
        let of_site = |stocks: &[Option<f64>]| {
            places.iter().zip(stocks).filter_map(|(year, stock)| Some((*year, (*stock)?))).collect()
        };
        Self(data.sites.all.iter().map(|site| of_site(&site.stocks)).collect())
    }

    /// The process model started from, and calibrated against, these samples alone.
    pub(crate) fn for_process(&self, process: &ProcessModel) -> ProcessModel {
        let first = self.0.iter().map(|of_site| of_site[0]).collect();
        let later = self
            .0
            .iter()
            .enumerate()
            .flat_map(|(site, of_site)| of_site[1..].iter().map(move |(year, stock)| (site, *year, *stock)));
        process.with_samples(first, later.collect())
    }

    /// The stock sampled at a site in a year.
    pub(crate) fn get(&self, site: usize, year: usize) -> Option<f64> {
        self.0[site].iter().find(|(sampled, _)| *sampled == year).map(|(_, stock)| *stock)
    }
}

/// A row of the training table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Row {
    pub site: usize,
    /// Years from the first on.
    pub year: usize,
    /// What is to be learnt (kg m⁻²).
    pub stock: f64,
    pub weight: f64,
}

/// Rows of samples: every sampled year of every site that satisfies `wanted`, each with weight 1.
pub(crate) fn observed(samples: &Samples, wanted: &[bool]) -> Vec<Row> {
    let sites = (0..samples.0.len()).filter(|site| wanted[*site]);
    sites
        .flat_map(|site| {
            samples.0[site].iter().map(move |(year, stock)| Row { site, year: *year, stock: *stock, weight: 1.0 })
        })
        .collect()
}

/// Samples with weight 1 − w_p and, for every site and year without a sample, the simulated stock with weight w_p n_observed/n_simulated.
///
/// The loss is then w_p times its mean over simulated rows plus 1 − w_p times its mean over samples. Rows without weight are left out.
pub(crate) fn mixed(samples: &Samples, curves: &[Vec<f64>], wanted: &[bool], process_weight: f64) -> Vec<Row> {
    let mut rows = observed(samples, wanted);
    let mut simulated = Vec::new();
    for site in (0..curves.len()).filter(|site| wanted[*site]) {
        for (year, stock) in curves[site].iter().enumerate() {
            if samples.get(site, year).is_none() {
                simulated.push(Row { site, year, stock: *stock, weight: 1.0 });
            }
        }
    }
    let share = process_weight * rows.len() as f64 / simulated.len() as f64;
    rows.iter_mut().for_each(|row| row.weight = 1.0 - process_weight);
    simulated.iter_mut().for_each(|row| row.weight = share);
    rows.extend(simulated);
    rows.retain(|row| row.weight > 0.0);
    rows
}

/// Rows repeated `times` times, weights and all.
pub(crate) fn repeated(rows: &[Row], times: usize) -> Vec<Row> {
    (0..times).flat_map(|_| rows.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples() -> Samples {
        Samples(vec![vec![(0, 4.0), (3, 5.0)], vec![(3, 6.0)], vec![(0, 1.0)]])
    }

    #[test]
    fn weights_make_two_means_of_the_loss() {
        let curves = vec![vec![4.0, 4.1, 4.2, 4.3], vec![5.0, 5.1, 5.2, 6.0], vec![9.0; 4]];
        let rows = mixed(&samples(), &curves, &[true, true, false], 0.3);
        // Three samples; two years of the first site and three of the second are simulated.
        assert_eq!(rows.len(), 8);
        let (seen, made): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| (row.weight - 0.7).abs() < 1e-15);
        assert_eq!((seen.len(), made.len()), (3, 5));
        assert!(made.iter().all(|row| (row.weight - 0.3 * 3.0 / 5.0).abs() < 1e-15));
        assert!(rows.iter().any(|row| (row.site, row.year, row.stock) == (1, 0, 5.0)), "a site first sampled later");
    }

    #[test]
    fn the_ends_of_the_sweep_have_one_kind_of_row() {
        let curves = vec![vec![7.0; 4]; 3];
        let kinds =
            |weight| mixed(&samples(), &curves, &[true; 3], weight).iter().filter(|row| row.stock == 7.0).count();
        assert_eq!((kinds(0.0), mixed(&samples(), &curves, &[true; 3], 0.0).len()), (0, 4));
        assert_eq!((kinds(1.0), mixed(&samples(), &curves, &[true; 3], 1.0).len()), (8, 8));
    }
}
