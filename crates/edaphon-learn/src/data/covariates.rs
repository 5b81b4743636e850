//! The twelve columns that a forest learns from.

use super::climate::Month;

/// Names and units of the columns, in their order.
pub const COVARIATES: [(&str, &str); 12] = [
    ("elevation", "m"),
    ("slope", "degrees"),
    ("stream power index", ""),
    ("clay", "%"),
    ("temperature", "degC"),
    ("precipitation", "mm yr-1"),
    ("potential evapotranspiration", "mm yr-1"),
    ("NDVI in winter", ""),
    ("NDVI in spring", ""),
    ("NDVI in summer", ""),
    ("NDVI in autumn", ""),
    ("fertiliser", "kg ha-1"),
];
/// Columns that stay what they are through the years.
pub const STATIC: std::ops::Range<usize> = 0..4;
/// Columns that have a value for each year.
pub const DYNAMIC: std::ops::Range<usize> = 4..12;

/// A row of covariates, as [`COVARIATES`] names them.
pub type Covariates = [f64; 12];

/// Terrain and soil.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terrain {
    /// Elevation (m).
    pub elevation: f64,
    /// Slope (degrees).
    pub slope: f64,
    /// Stream power index (–).
    pub stream_power: f64,
    /// Clay (% of fine earth).
    pub clay: f64,
}

impl Terrain {
    /// The row of a year: its months of climate, the seasonal vegetation index (–) and the fertiliser (kg ha⁻¹).
    ///
    /// Temperature is the mean of twelve months, precipitation and potential evapotranspiration are their sums.
    pub fn in_year(&self, months: &[Month; 12], seasons: [f64; 4], fertiliser: f64) -> Covariates {
        let sum = |of: fn(&Month) -> f64| months.iter().map(of).sum::<f64>();
        let Self { elevation, slope, stream_power, clay } = *self;
        let [winter, spring, summer, autumn] = seasons;
        let temperature = sum(|month| month.temperature) / 12.0;
        let (rain, demand) = (sum(|month| month.precipitation), sum(|month| month.evapotranspiration));
        [elevation, slope, stream_power, clay, temperature, rain, demand, winter, spring, summer, autumn, fertiliser]
    }
}

/// Means of December, January, February of one calendar year, of March to May, June to August and September to November.
pub fn season_means(months: &[f64; 12]) -> [f64; 4] {
    [[11, 0, 1], [2, 3, 4], [5, 6, 7], [8, 9, 10]]
        .map(|season| season.iter().map(|month| months[*month]).sum::<f64>() / 3.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn winter_is_of_one_calendar_year() {
        let months: [f64; 12] = std::array::from_fn(|month| month as f64);
        assert_eq!(season_means(&months), [4.0, 3.0, 6.0, 9.0]);
    }
}
