//! The layout of a cloud-optimised GeoTIFF: directories first, then tiles, the smallest copy of the map first.
//!
//! ```text
//! header        II 42, where the first directory is
//! ghost area    words by which GDAL knows the layout
//! directories   full map, then its copies from large to small
//! tiles         copies from small to large, then the full map; before each tile its length, behind it its last 4 bytes again
//! ```
//!
//! *Cloud optimized GeoTIFF* (OGC 21-026) and the COG driver of GDAL, "low-level" section.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::overview::Pixels;
use super::predict;
use super::tags::{Tag, directory, length};

/// Length of the side of a tile (pixels).
const SIDE: usize = 256;

const GHOST: &str = "GDAL_STRUCTURAL_METADATA_SIZE=000140 bytes\nLAYOUT=IFDS_BEFORE_DATA\nBLOCK_ORDER=ROW_MAJOR\n\
                     BLOCK_LEADER=SIZE_AS_UINT4\nBLOCK_TRAILER=LAST_4_BYTES_REPEATED\nKNOWN_INCOMPATIBLE_EDITION=NO\n ";

/// A map at one size, its tiles compressed.
struct Level {
    columns: usize,
    rows: usize,
    bands: usize,
    tiles: Vec<Vec<u8>>,
}

impl Level {
    fn of(pixels: &Pixels) -> std::io::Result<Self> {
        let starts = |length: usize| (0..length).step_by(SIDE);
        let mut tiles = Vec::new();
        for row in starts(pixels.rows) {
            for column in starts(pixels.columns) {
                let values = pixels.tile((row, column), SIDE);
                let bytes = predict::rows(&values, SIDE * pixels.bands, pixels.bands);
                let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
                encoder.write_all(&bytes)?;
                tiles.push(encoder.finish()?);
            }
        }
        Ok(Self { columns: pixels.columns, rows: pixels.rows, bands: pixels.bands, tiles })
    }

    /// Length of its tiles in the file (bytes), with what stands before and behind each.
    fn length(&self) -> usize {
        self.tiles.iter().map(|tile| tile.len() + 8).sum()
    }

    /// Its tags, its tiles standing from `at` on.
    fn tags(&self, at: usize, is_copy: bool, own: &[Tag]) -> Vec<Tag> {
        let mut offset = at;
        let mut offsets = Vec::new();
        for tile in &self.tiles {
            offsets.push((offset + 4) as u32);
            offset += tile.len() + 8;
        }
        let sizes: Vec<u32> = self.tiles.iter().map(|tile| tile.len() as u32).collect();
        let bands = vec![self.bands as u16];
        let each = |value: u16| vec![value; self.bands];
        let mut tags = vec![
            Tag::long(254, &[u32::from(is_copy)]),
            Tag::long(256, &[self.columns as u32]),
            Tag::long(257, &[self.rows as u32]),
            Tag::short(258, &each(32)),
            Tag::short(259, &[ADOBE_DEFLATE]),
            Tag::short(262, &[MIN_IS_BLACK]),
            Tag::short(277, &bands),
            Tag::short(284, &[PIXELS_TOGETHER]),
            Tag::short(317, &[FLOATING_POINT]),
            Tag::short(322, &[SIDE as u16]),
            Tag::short(323, &[SIDE as u16]),
            Tag::long(324, &offsets),
            Tag::long(325, &sizes),
            Tag::short(339, &each(IEEE)),
        ];
        if self.bands > 1 {
            tags.push(Tag::short(338, &vec![0; self.bands - 1]));
        }
        tags.extend_from_slice(own);
        tags
    }
}

const ADOBE_DEFLATE: u16 = 8;
const MIN_IS_BLACK: u16 = 1;
const PIXELS_TOGETHER: u16 = 1;
const FLOATING_POINT: u16 = 3;
const IEEE: u16 = 3;

/// The bytes of a file; `of_map` are tags of the full map alone, `of_all` of its copies too. None if it is longer than 4 GiB.
pub(super) fn file(map: Pixels, of_map: &[Tag], of_all: &[Tag]) -> std::io::Result<Option<Vec<u8>>> {
    let mut levels = vec![Level::of(&map)?];
    let mut pixels = map;
    while pixels.columns.max(pixels.rows) > SIDE {
        pixels = pixels.halved();
        levels.push(Level::of(&pixels)?);
    }
    let own: Vec<Vec<Tag>> =
        (0..levels.len()).map(|at| if at == 0 { [of_map, of_all].concat() } else { of_all.to_vec() }).collect();
    let first = (8 + GHOST.len()).next_multiple_of(16);
    // Lengths of directories do not depend on where tiles stand.
    let sizes: Vec<usize> = levels.iter().zip(&own).map(|(level, own)| length(&level.tags(0, false, own))).collect();
    let tiles_from = first + sizes.iter().sum::<usize>();
    let total = tiles_from + levels.iter().map(Level::length).sum::<usize>();
    if u32::try_from(total).is_err() {
        return Ok(None);
    }
    let mut out = b"II\x2a\0".to_vec();
    out.extend((first as u32).to_le_bytes());
    out.extend(GHOST.as_bytes());
    out.resize(first, 0);
    for (at, level) in levels.iter().enumerate() {
        let place = out.len();
        let next = if at + 1 < levels.len() { place + sizes[at] } else { 0 };
        let smaller: usize = levels[at + 1..].iter().map(Level::length).sum();
        out.extend(directory(&level.tags(tiles_from + smaller, at > 0, &own[at]), place, next));
    }
    for tile in levels.iter().rev().flat_map(|level| &level.tiles) {
        out.extend((tile.len() as u32).to_le_bytes());
        out.extend(tile);
        // A stream of zlib is never shorter than 8 bytes.
        out.extend(&tile[tile.len() - 4..]);
    }
    Ok(Some(out))
}
