//! Bags: which rows a tree grows on, and how much each counts.

use std::collections::HashMap;

use crate::error::{ForestError, Result};
use crate::random::{Purpose, Random};
use crate::settings::{Bootstrap, ForestSettings, WeightMode};
use crate::table::Training;

/// Draws the bag of any tree, again and again the same: a bag is a function of seed and tree.
#[derive(Debug)]
pub(crate) struct Bags {
    seed: u64,
    rows: usize,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// Every row with its weight.
    All { weights: Vec<f64> },
    /// Rows drawn evenly, counts times weight.
    Even { counting: Vec<u32>, weights: Vec<f64> },
    /// Rows drawn by weight, bare counts.
    ByWeight { counting: Vec<u32>, alias: Alias },
    /// Groups drawn evenly.
    Groups { members: Vec<Vec<u32>>, group_of: Vec<u32>, weights: Vec<f64>, as_counts: bool },
}

/// The bag of one tree.
#[derive(Debug, Default, Clone)]
pub(crate) struct Bag {
    /// How much each training row counts in the tree; 0 for rows left out.
    pub(crate) weights: Vec<f64>,
    /// Whether the tree knows nothing of a row.
    out: Vec<bool>,
}

impl Bag {
    /// Whether the tree knows nothing of a row: neither the row nor, if groups were drawn, any of its group.
    pub(crate) fn is_out(&self, row: usize) -> bool {
        self.out[row]
    }
}

impl Bags {
    pub(crate) fn new(training: &Training<'_>, settings: &ForestSettings) -> Result<Self> {
        let weights: Vec<f64> = (0..training.rows()).map(|row| training.weight(row)).collect();
        let counting = training.counting_rows();
        let by_weight = settings.weight_mode == WeightMode::Bootstrap && training.weights.is_some();
        let kind = match settings.bootstrap {
            Bootstrap::Off => Kind::All { weights },
            Bootstrap::Row if by_weight => {
                let alias = Alias::new(counting.iter().map(|row| weights[*row as usize]));
                Kind::ByWeight { counting, alias }
            }
            Bootstrap::Row => Kind::Even { counting, weights },
            Bootstrap::Group => {
                let (members, group_of) = members(training, &counting)?;
                Kind::Groups { members, group_of, weights: relative(weights, &counting), as_counts: by_weight }
            }
        };
        Ok(Self { seed: settings.seed, rows: training.rows(), kind })
    }

    /// Draws the bag of a tree into `bag`.
    pub(crate) fn draw(&self, tree: usize, bag: &mut Bag) {
        let mut random = Random::stream(self.seed, Purpose::Bag, tree as u64);
        bag.weights.clear();
        bag.weights.resize(self.rows, 0.0);
        match &self.kind {
            Kind::All { weights } => bag.weights.copy_from_slice(weights),
            Kind::Even { counting, weights } => {
                for _ in 0..counting.len() {
                    let row = counting[random.below(counting.len())] as usize;
                    bag.weights[row] += weights[row];
                }
            }
            Kind::ByWeight { counting, alias } => {
                for _ in 0..counting.len() {
                    bag.weights[counting[alias.draw(&mut random)] as usize] += 1.0;
                }
            }
            Kind::Groups { members, group_of, weights, as_counts } => {
                let drawn = draw_groups(&mut random, members, weights, *as_counts, &mut bag.weights);
                bag.out.clear();
                bag.out.extend(group_of.iter().map(|group| drawn.get(*group as usize).is_none_or(|drawn| !drawn)));
                return;
            }
        }
        bag.out.clear();
        bag.out.extend(bag.weights.iter().map(|weight| *weight == 0.0));
    }
}

/// Draws as many groups as there are and gives their rows what they count; returns which groups were drawn.
///
/// By weight, a row of a drawn group is taken ⌊w + u⌋ times, w its weight over the mean and u uniform in [0, 1): w times on
/// average, and once exactly if all weights are equal.
fn draw_groups(
    random: &mut Random,
    members: &[Vec<u32>],
    weights: &[f64],
    as_counts: bool,
    counted: &mut [f64],
) -> Vec<bool> {
    let mut drawn = vec![false; members.len()];
    // Groups of light rows alone may give nothing; then another bag is drawn.
    while counted.iter().all(|weight| *weight == 0.0) {
        drawn.fill(false);
        for _ in 0..members.len() {
            let group = random.below(members.len());
            drawn[group] = true;
            for &row in &members[group] {
                let weight = weights[row as usize];
                counted[row as usize] += if as_counts { (weight + random.unit()).floor() } else { weight };
            }
        }
    }
    drawn
}

/// Rows of each group, groups in the order of their first row that counts; and the group of every row. Groups of rows without
/// weight come last and are never drawn.
fn members(training: &Training<'_>, counting: &[u32]) -> Result<(Vec<Vec<u32>>, Vec<u32>)> {
    let labels = training.groups.ok_or(ForestError::NoGroups)?;
    let mut numbers: HashMap<u64, u32> = HashMap::new();
    let mut members: Vec<Vec<u32>> = Vec::new();
    for &row in counting {
        let number = *numbers.entry(labels[row as usize]).or_insert(members.len() as u32) as usize;
        if number == members.len() {
            members.push(Vec::new());
        }
        members[number].push(row);
    }
    Ok((members, labels.iter().map(|label| numbers.get(label).copied().unwrap_or(u32::MAX)).collect()))
}

/// Weights over the mean weight of the rows that count; exactly 1 where all are equal.
fn relative(weights: Vec<f64>, counting: &[u32]) -> Vec<f64> {
    let of = |row: &u32| weights[*row as usize];
    let first = of(&counting[0]);
    let mean = match counting.iter().all(|row| of(row) == first) {
        true => first,
        false => counting.iter().map(of).sum::<f64>() / counting.len() as f64,
    };
    weights.iter().map(|weight| weight / mean).collect()
}

/// Draws by weight in constant time (Vose 1991, doi 10.1109/32.92917): each place keeps a draw with a probability of its own, or
/// passes it on to another.
#[derive(Debug)]
struct Alias(Vec<(f64, u32)>);

impl Alias {
    fn new(weights: impl ExactSizeIterator<Item = f64> + Clone) -> Self {
        let n = weights.len();
        let scale = n as f64 / weights.clone().sum::<f64>();
        let mut places: Vec<(f64, u32)> = weights.map(|weight| weight * scale).zip(0..).collect();
        let (mut light, mut heavy): (Vec<usize>, Vec<usize>) = (0..n).partition(|at| places[*at].0 < 1.0);
        while let (Some(&small), Some(&large)) = (light.last(), heavy.last()) {
            light.pop();
            places[small].1 = large as u32;
            places[large].0 -= 1.0 - places[small].0;
            if places[large].0 < 1.0 {
                heavy.pop();
                light.push(large);
            }
        }
        // What is left in either list is 1 but for rounding.
        light.into_iter().chain(heavy).for_each(|at| places[at].0 = 1.0);
        Self(places)
    }

    fn draw(&self, random: &mut Random) -> usize {
        let at = random.below(self.0.len());
        let (keep, other) = self.0[at];
        if random.unit() < keep { at } else { other as usize }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Table;

    const WEIGHTS: [f64; 6] = [3.0, 0.0, 1.0, 1.0, 0.5, 0.5];
    const GROUPS: [u64; 6] = [7, 7, 9, 9, 4, 4];

    fn mean_counts(bootstrap: Bootstrap, weight_mode: WeightMode, trees: usize) -> Vec<f64> {
        let table = Table::new((0..6).map(f64::from).collect(), 6).unwrap();
        let training = Training::new(&table, &[0.0; 6]).unwrap();
        let training = training.with_weights(&WEIGHTS).unwrap().with_groups(&GROUPS).unwrap();
        let settings = ForestSettings { bootstrap, weight_mode, ..ForestSettings::default() };
        let bags = Bags::new(&training, &settings).unwrap();
        let mut bag = Bag::default();
        let mut sums = vec![0.0; 6];
        for tree in 0..trees {
            bags.draw(tree, &mut bag);
            sums.iter_mut().zip(&bag.weights).for_each(|(sum, weight)| *sum += weight / trees as f64);
        }
        sums
    }

    /// Five draws of five rows; a count has a variance below 1.25, so that 0.05 is six standard errors of 20 000 trees.
    #[test]
    fn rows_are_drawn_by_weight_and_counted_bare() {
        let counts = mean_counts(Bootstrap::Row, WeightMode::Bootstrap, 20_000);
        for (count, weight) in counts.iter().zip(WEIGHTS) {
            assert!((count - 5.0 * weight / 6.0).abs() < 0.05, "{counts:?}");
        }
    }

    #[test]
    fn rows_drawn_evenly_count_by_weight() {
        let counts = mean_counts(Bootstrap::Row, WeightMode::Split, 20_000);
        for (count, weight) in counts.iter().zip(WEIGHTS) {
            assert!((count - weight).abs() < 0.04 * weight.max(1.0), "{counts:?}");
        }
        assert_eq!(mean_counts(Bootstrap::Off, WeightMode::Bootstrap, 1), WEIGHTS);
    }

    /// Weights over their mean of 1.2; a count of three draws of groups has a variance below 7, 0.1 is over five standard errors.
    #[test]
    fn groups_are_drawn_whole_and_rows_by_weight_on_average() {
        for mode in [WeightMode::Bootstrap, WeightMode::Split] {
            let counts = mean_counts(Bootstrap::Group, mode, 20_000);
            for (count, weight) in counts.iter().zip(WEIGHTS) {
                assert!((count - weight / 1.2).abs() < 0.1, "{mode}: {counts:?}");
            }
        }
    }

    #[test]
    fn a_row_is_out_only_with_its_whole_group() {
        let table = Table::new((0..4).map(f64::from).collect(), 4).unwrap();
        let training = Training::new(&table, &[0.0; 4]).unwrap().with_groups(&[1, 1, 2, 2]).unwrap();
        let settings = ForestSettings { bootstrap: Bootstrap::Group, ..ForestSettings::default() };
        let bags = Bags::new(&training, &settings).unwrap();
        let mut seen = [false; 2];
        for tree in 0..50 {
            let mut bag = Bag::default();
            bags.draw(tree, &mut bag);
            assert_eq!((bag.is_out(0), bag.is_out(2)), (bag.is_out(1), bag.is_out(3)));
            assert!(!(bag.is_out(0) && bag.is_out(2)));
            assert_eq!(bag.weights.iter().sum::<f64>(), 4.0, "equal weights: every row of a drawn group once");
            seen = [seen[0] | bag.is_out(0), seen[1] | bag.is_out(2)];
        }
        assert_eq!(seen, [true; 2]);
    }

    #[test]
    fn groups_must_be_given_to_be_drawn() {
        let table = Table::new(vec![1.0, 2.0], 2).unwrap();
        let training = Training::new(&table, &[1.0, 2.0]).unwrap();
        let settings = ForestSettings { bootstrap: Bootstrap::Group, ..ForestSettings::default() };
        assert!(Bags::new(&training, &settings).unwrap_err().to_string().starts_with("bootstrap = group needs"));
    }
}
