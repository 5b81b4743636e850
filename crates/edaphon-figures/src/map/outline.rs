//! The edge of the land: where a cell has no neighbour.

use std::collections::{BTreeMap, BTreeSet};

use super::MapCell;

/// A corner, in millionths of a degree.
type Corner = (i64, i64);

/// Corners closer than this (millionths of a degree) are one.
const SAME: f64 = 1000.0;

fn rounded(degrees: f64) -> i64 {
    (degrees * 1e6 / SAME).round() as i64
}

/// Lines of longitudes and latitudes (degrees) around all cells, each as long as it goes.
pub(super) fn outline<'a>(cells: impl Iterator<Item = &'a MapCell>) -> Vec<Vec<(f64, f64)>> {
    let mut edges: BTreeSet<(Corner, Corner)> = BTreeSet::new();
    for cell in cells {
        for edge in sides(cell) {
            // An edge that two cells share is none of the land's.
            if !edges.remove(&edge) {
                edges.insert(edge);
            }
        }
    }
    let mut joined: BTreeMap<Corner, Vec<Corner>> = BTreeMap::new();
    for (a, b) in edges {
        joined.entry(a).or_default().push(b);
        joined.entry(b).or_default().push(a);
    }
    let mut lines = Vec::new();
    while let Some((&start, _)) =
        joined.iter().find(|(_, ends)| ends.len() % 2 == 1).or_else(|| joined.first_key_value())
    {
        lines.push(walked(&mut joined, start));
    }
    lines
}

/// The four sides of a cell, those on the date line at both ends of the world told apart.
fn sides(cell: &MapCell) -> Vec<(Corner, Corner)> {
    let centre = (cell.lon + 180.0).rem_euclid(360.0) - 180.0;
    let (west, east) = (centre - cell.width / 2.0, centre + cell.width / 2.0);
    let (south, north) = (rounded(cell.lat - cell.height / 2.0), rounded(cell.lat + cell.height / 2.0));
    let within = |lon: f64| {
        let turned = if lon < -180.0 {
            lon + 360.0
        } else if lon > 180.0 {
            lon - 360.0
        } else {
            lon
        };
        rounded(turned)
    };
    let mut sides = vec![];
    for meridian in [within(west), within(east)] {
        sides.push(((meridian, south), (meridian, north)));
    }
    let half = rounded(180.0);
    let pieces = if west < -180.0 || east > 180.0 {
        vec![(within(west), half), (-half, within(east))]
    } else {
        vec![(rounded(west), rounded(east))]
    };
    for (from, to) in pieces.into_iter().filter(|(from, to)| from < to) {
        sides.push(((from, south), (to, south)));
        sides.push(((from, north), (to, north)));
    }
    sides
}

/// Follows edges from a corner until none is left, and takes them away.
fn walked(joined: &mut BTreeMap<Corner, Vec<Corner>>, start: Corner) -> Vec<(f64, f64)> {
    let mut at = start;
    let mut line = vec![at];
    while let Some(next) = joined.get_mut(&at).and_then(Vec::pop) {
        if joined.get(&at).is_some_and(Vec::is_empty) {
            joined.remove(&at);
        }
        if let Some(back) = joined.get_mut(&next) {
            back.retain(|corner| *corner != at);
            if back.is_empty() {
                joined.remove(&next);
            }
        }
        at = next;
        line.push(at);
    }
    if line.len() == 1 {
        joined.remove(&start);
    }
    let degrees = |part: i64| part as f64 * SAME / 1e6;
    line.into_iter().map(|(lon, lat)| (degrees(lon), degrees(lat))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(lon: f64, lat: f64) -> MapCell {
        MapCell { lon, lat, width: 2.0, height: 2.0, value: 1.0 }
    }

    fn length(lines: &[Vec<(f64, f64)>]) -> f64 {
        let apart = |pair: &[(f64, f64)]| (pair[1].0 - pair[0].0).abs() + (pair[1].1 - pair[0].1).abs();
        lines.iter().flat_map(|line| line.windows(2).map(apart)).sum()
    }

    #[test]
    fn neighbours_share_no_edge() {
        let lines = outline([cell(1.0, 1.0), cell(3.0, 1.0), cell(361.0, 3.0)].iter());
        assert_eq!((lines.len(), length(&lines)), (1, 16.0));
        assert_eq!(lines[0].first(), lines[0].last());
    }

    #[test]
    fn land_goes_on_across_the_date_line() {
        let lines = outline([cell(179.0, 1.0), cell(-179.0, 1.0)].iter());
        // Both ends of the world have their own edge of the map; the meridian between them is drawn at each.
        assert_eq!(length(&lines), 16.0);
        assert_eq!(outline(std::iter::empty()).len(), 0);
    }
}
