//! A forest: fitting it.

use rayon::prelude::*;

use crate::bag::{Bag, Bags};
use crate::columns::columns;
use crate::error::{ForestError, Result};
use crate::grow::{Grower, Limits};
use crate::random::{Purpose, Random};
use crate::settings::ForestSettings;
use crate::table::{Table, Training};
use crate::tree::Tree;

/// A fitted forest.
#[derive(Debug, Clone, PartialEq)]
pub struct Forest {
    pub(crate) settings: ForestSettings,
    pub(crate) columns: usize,
    pub(crate) trees: Vec<Tree>,
    /// A checksum of the training rows.
    pub(crate) trained_on: u64,
}

impl Forest {
    /// Grows a forest on training rows, one tree to a task of the current thread pool.
    ///
    /// Each tree has random numbers of its own, made of seed and tree: the result is the same to the bit for any number of threads.
    ///
    /// # Errors
    ///
    /// [`ForestError::Setting`] for a setting out of range, [`ForestError::NoGroups`] if groups are to be drawn and there are none.
    pub fn fit(training: &Training<'_>, settings: &ForestSettings) -> Result<Self> {
        settings.check()?;
        if training.rows() >= 1 << 31 {
            return Err(ForestError::TooManyRows { rows: training.rows() });
        }
        let width = training.features.columns();
        let limits = Limits {
            tried: settings.max_features.of(width)?,
            leaf: settings.min_samples_leaf,
            depth: settings.max_depth.unwrap_or(usize::MAX),
        };
        let bags = Bags::new(training, settings)?;
        let counting = training.counting_rows();
        let columns = columns(training.features, &counting);
        let grow = |(grower, bag): &mut (Grower<'_>, Bag), tree: usize| {
            bags.draw(tree, bag);
            let rows = counting.iter().map(|row| (bag.weights[*row as usize], training.targets[*row as usize]));
            grower.grow(rows, Random::stream(settings.seed, Purpose::Columns, tree as u64))
        };
        let trees = (0..settings.trees)
            .into_par_iter()
            .map_init(|| (Grower::new(&columns, limits), Bag::default()), grow)
            .collect();
        Ok(Self { settings: settings.clone(), columns: width, trees, trained_on: training.checksum() })
    }

    /// The settings it was grown with.
    pub fn settings(&self) -> &ForestSettings {
        &self.settings
    }

    /// Number of trees.
    pub fn trees(&self) -> usize {
        self.trees.len()
    }

    /// Number of columns that a table must have.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Number of nodes of all trees, leaves included.
    pub fn nodes(&self) -> usize {
        self.trees.iter().map(|tree| tree.nodes.len()).sum()
    }

    /// Refuses rows other than those it was grown on.
    pub(crate) fn same_training(&self, training: &Training<'_>) -> Result<()> {
        self.same_columns(training.features)?;
        if training.checksum() == self.trained_on { Ok(()) } else { Err(ForestError::OtherTraining) }
    }

    /// Refuses a table of other width.
    pub(crate) fn same_columns(&self, table: &Table) -> Result<()> {
        match table.columns() {
            found if found == self.columns => Ok(()),
            found => Err(ForestError::Columns { found, expected: self.columns }),
        }
    }
}
