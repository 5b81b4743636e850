//! Whether neighbours err alike.

/// Radius of the Earth (km).
const EARTH: f64 = 6371.0;
/// Length of a degree of latitude (km).
const DEGREE: f64 = EARTH * std::f64::consts::PI / 180.0;

/// Pairs of places (numbers of two places, the smaller first) at most `distance` (km) apart along the ground; latitudes and
/// longitudes in degrees.
pub fn neighbours_within(latitudes: &[f64], longitudes: &[f64], distance: f64) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..latitudes.len()).collect();
    order.sort_by(|a, b| latitudes[*a].total_cmp(&latitudes[*b]));
    let mut pairs = Vec::new();
    for (at, &i) in order.iter().enumerate() {
        let close = order[at + 1..].iter().take_while(|j| (latitudes[**j] - latitudes[i]) * DEGREE <= distance);
        for &j in close {
            if apart(latitudes[i], longitudes[i], latitudes[j], longitudes[j]) <= distance {
                pairs.push((i.min(j), i.max(j)));
            }
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Distance along the ground (km).
fn apart(lat_a: f64, lon_a: f64, lat_b: f64, lon_b: f64) -> f64 {
    let half = |a: f64, b: f64| ((a - b).to_radians() / 2.0).sin().powi(2);
    let h = half(lat_a, lat_b) + lat_a.to_radians().cos() * lat_b.to_radians().cos() * half(lon_a, lon_b);
    2.0 * EARTH * h.sqrt().min(1.0).asin()
}

/// Moran's I of values such as residuals (–): near −1/(n − 1) where neighbours have nothing in common, towards 1 where they err
/// alike; none without neighbours or spread.
///
/// ```text
/// I = n/W · Σ wᵢⱼ zᵢ zⱼ / Σ zᵢ²      z = values less their mean, wᵢⱼ = 1 for neighbours
/// ```
pub fn morans_i(values: &[f64], neighbours: &[(usize, usize)]) -> Option<f64> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let spread: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
    let together: f64 = neighbours.iter().map(|&(i, j)| (values[i] - mean) * (values[j] - mean)).sum();
    let found = n / neighbours.len() as f64 * together / spread;
    found.is_finite().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_found_across_the_date_line() {
        let pairs = neighbours_within(&[0.0, 0.0, 0.0, 60.0], &[179.5, -179.5, 90.0, 179.5], 150.0);
        assert_eq!(pairs, [(0, 1)]);
    }

    #[test]
    fn a_chequerboard_repels_and_halves_attract() {
        let ring = [(0, 1), (1, 2), (2, 3), (0, 3)];
        assert_eq!(morans_i(&[1.0, -1.0, 1.0, -1.0], &ring), Some(-1.0));
        assert_eq!(morans_i(&[1.0, 1.0, -1.0, -1.0], &[(0, 1), (2, 3)]), Some(1.0));
        assert_eq!(morans_i(&[2.0, 2.0], &[(0, 1)]), None);
    }
}
