//! A fitted forest in a file.
//!
//! ```text
//! "EDAPHON FOREST\n"  version (u32)  settings  columns (u32)  checksum of the training rows (u64)
//! for each tree: nodes (u32); of each node threshold or prediction (f64), column (u32; 2³¹ for a leaf), left child (u32), cover (f32);
//!                decrease of each column (f64)
//! checksum of all that (u64)
//! ```
//!
//! Numbers are little-endian, twenty bytes to a node.

use std::path::Path;

use crate::error::{ForestError, Result};
use crate::forest::Forest;
use crate::settings::{Bootstrap, ForestSettings, MaxFeatures, WeightMode};
use crate::table::Checksum;
use crate::tree::{Node, Tree};

const MAGIC: &[u8] = b"EDAPHON FOREST\n";
const VERSION: u32 = 1;

impl Forest {
    /// Writes the forest into a file, beside it first and then renamed; a file that is there is replaced.
    ///
    /// # Errors
    ///
    /// [`ForestError::Io`] with the path.
    pub fn save(&self, path: &Path) -> Result<()> {
        let io = |source| ForestError::Io { path: path.to_path_buf(), source };
        let mut beside = path.as_os_str().to_owned();
        beside.push(".tmp");
        std::fs::write(&beside, self.to_bytes()).map_err(io)?;
        std::fs::rename(&beside, path).map_err(io)
    }

    /// Reads a forest from a file that [`Forest::save`] wrote.
    ///
    /// # Errors
    ///
    /// [`ForestError::Io`], or [`ForestError::File`] for a file that is no forest, of another version, or damaged.
    pub fn load(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|source| ForestError::Io { path: path.to_path_buf(), source })?;
        from_bytes(&bytes).map_err(|problem| ForestError::File { path: path.to_path_buf(), problem })
    }

    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        put_settings(&mut bytes, &self.settings);
        bytes.extend((self.columns as u32).to_le_bytes());
        bytes.extend(self.trained_on.to_le_bytes());
        for tree in &self.trees {
            bytes.extend((tree.nodes.len() as u32).to_le_bytes());
            for (node, cover) in tree.nodes.iter().zip(&tree.cover) {
                let (value, column, left) = node.parts();
                bytes.extend(value.to_le_bytes());
                bytes.extend(column.to_le_bytes());
                bytes.extend(left.to_le_bytes());
                bytes.extend(cover.to_le_bytes());
            }
            tree.decrease.iter().for_each(|decrease| bytes.extend(decrease.to_le_bytes()));
        }
        let sum = checksum(&bytes);
        bytes.extend(sum.to_le_bytes());
        bytes
    }
}

fn checksum(bytes: &[u8]) -> u64 {
    let mut sum = Checksum::new(bytes.len());
    let words = bytes.chunks(8).map(|chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        u64::from_le_bytes(word)
    });
    sum.take(words);
    sum.value()
}

/// Trees, leaf, depth (0 for none), columns tried, bootstrap, weights, seed.
fn put_settings(bytes: &mut Vec<u8>, settings: &ForestSettings) {
    let (kind, tried) = match settings.max_features {
        MaxFeatures::Count(count) => (0, count as u64),
        MaxFeatures::Sqrt => (1, 0),
        MaxFeatures::Share(share) => (2, share.to_bits()),
        MaxFeatures::All => (3, 0),
    };
    let bootstrap = match settings.bootstrap {
        Bootstrap::Row => 0,
        Bootstrap::Group => 1,
        Bootstrap::Off => 2,
    };
    let mode = match settings.weight_mode {
        WeightMode::Bootstrap => 0,
        WeightMode::Split => 1,
    };
    let depth = settings.max_depth.unwrap_or(0) as u64;
    for number in [settings.trees as u64, settings.min_samples_leaf as u64, depth, tried, settings.seed] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend([kind, bootstrap, mode]);
}

fn from_bytes(bytes: &[u8]) -> std::result::Result<Forest, String> {
    let mut reader = Reader(bytes);
    if reader.take(MAGIC.len()).ok() != Some(MAGIC) {
        return Err("no forest: it does not begin with `EDAPHON FOREST`".to_owned());
    }
    match reader.u32()? {
        VERSION => {}
        found => return Err(format!("a forest of version {found}; version {VERSION} is read")),
    }
    let (body, sum) = bytes.split_at_checked(bytes.len() - 8).ok_or("cut short")?;
    if checksum(body).to_le_bytes() != sum {
        return Err("damaged: its checksum does not fit what it holds".to_owned());
    }
    let settings = reader.settings()?;
    let (columns, trained_on) = (reader.u32()? as usize, reader.u64()?);
    let trees = (0..settings.trees).map(|_| reader.tree(columns)).collect::<std::result::Result<_, _>>()?;
    match reader.0.len() {
        8 => Ok(Forest { settings, columns, trees, trained_on }),
        left => Err(format!("damaged: {left} bytes after the last tree instead of 8")),
    }
}

/// What of a file has not been read yet.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> std::result::Result<&'a [u8], String> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or("cut short")?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> std::result::Result<[u8; N], String> {
        self.take(N)?.try_into().map_err(|_| "cut short".to_owned())
    }

    fn u32(&mut self) -> std::result::Result<u32, String> {
        self.array().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> std::result::Result<u64, String> {
        self.array().map(u64::from_le_bytes)
    }

    fn settings(&mut self) -> std::result::Result<ForestSettings, String> {
        let [trees, leaf, depth, tried, seed] = [self.u64()?, self.u64()?, self.u64()?, self.u64()?, self.u64()?];
        let [kind, bootstrap, mode] = self.array()?;
        let unknown = |what, found| format!("damaged: {what} of kind {found}");
        Ok(ForestSettings {
            trees: trees as usize,
            max_features: match kind {
                0 => MaxFeatures::Count(tried as usize),
                1 => MaxFeatures::Sqrt,
                2 => MaxFeatures::Share(f64::from_bits(tried)),
                3 => MaxFeatures::All,
                _ => return Err(unknown("max_features", kind)),
            },
            min_samples_leaf: leaf as usize,
            max_depth: (depth > 0).then_some(depth as usize),
            bootstrap: match bootstrap {
                0 => Bootstrap::Row,
                1 => Bootstrap::Group,
                2 => Bootstrap::Off,
                _ => return Err(unknown("bootstrap", bootstrap)),
            },
            weight_mode: match mode {
                0 => WeightMode::Bootstrap,
                1 => WeightMode::Split,
                _ => return Err(unknown("weight_mode", mode)),
            },
            seed,
        })
    }

    fn tree(&mut self, columns: usize) -> std::result::Result<Tree, String> {
        let nodes = self.u32()? as usize;
        let (mut covers, mut read) = (Vec::new(), Vec::new());
        for at in 0..nodes {
            let (value, column, left) = (f64::from_bits(self.u64()?), self.u32()?, self.u32()?);
            let node = Node::from_parts(value, column, left);
            // Children come after their parents: no row walks in a circle, or out of the tree.
            let good = match node.divides() {
                Some((column, left)) => column < columns && left > at && left + 1 < nodes,
                None => left as usize == at,
            };
            if !good {
                return Err(format!("damaged: node {at} of a tree leads nowhere"));
            }
            read.push(node);
            covers.push(f32::from_bits(self.u32()?));
        }
        if read.is_empty() {
            return Err("damaged: a tree without nodes".to_owned());
        }
        let decrease: std::result::Result<_, _> = (0..columns).map(|_| self.u64().map(f64::from_bits)).collect();
        Ok(Tree::new(read, covers, decrease?))
    }
}
