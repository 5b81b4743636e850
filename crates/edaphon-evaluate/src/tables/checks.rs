//! What should add up: production and respiration at the start, storage and exchange over the years.

use crate::annual::{AnnualRun, Window};
use crate::error::Result;

use super::over_land;

/// Two numbers that should be the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Check {
    /// The one.
    pub found: f64,
    /// The other.
    pub expected: f64,
}

impl Check {
    /// How far they are apart.
    pub fn difference(&self) -> f64 {
        self.found - self.expected
    }
}

/// Checks of a run; none where its file lacks variables.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Checks {
    /// NPP less all heterotrophic respiration, that of woody debris included, in the first years (Pg C yr⁻¹): 0 in a steady state.
    pub imbalance: Option<f64>,
    /// NPP less heterotrophic respiration of soil in the first years, as the tables have them (Pg C yr⁻¹).
    pub soil_imbalance: Option<f64>,
    /// Change of carbon in soil, litter, vegetation and woody debris from window to window (found) and what net ecosystem
    /// production makes of it (expected) (Pg C).
    pub storage: Option<Check>,
}

/// g d⁻¹ to Pg yr⁻¹.
const PETAGRAMS_A_YEAR: f64 = 365.0 * 1e-15;

pub(super) fn of_run(run: &AnnualRun, first: &Window, last: &Window) -> Result<Checks> {
    let total = |cells: Option<Vec<f64>>| cells.map(|cells| over_land(run, &cells));
    let npp = total(first.get("npp").map(<[f64]>::to_vec));
    let all = total(first.get("rh").map(<[f64]>::to_vec));
    let of_soil = total(first.respiration());
    let less = |b: Option<f64>| Some((npp? - b?) * PETAGRAMS_A_YEAR);
    Ok(Checks { imbalance: less(all), soil_imbalance: less(of_soil), storage: storage(run, first, last)? })
}

fn storage(run: &AnnualRun, first: &Window, last: &Window) -> Result<Option<Check>> {
    let land = |window: &Window| window.get("cLand").map(|cells| over_land(run, cells) * 1e-15);
    let (Some(before), Some(after)) = (land(first), land(last)) else { return Ok(None) };
    let Some(course) = run.course(&["nep"])? else { return Ok(None) };
    let yearly: Vec<f64> = course.into_iter().map(|nep| nep * PETAGRAMS_A_YEAR).collect();
    let w = run.windows();
    let expected = stored(&yearly, w.last, w.years) - stored(&yearly, 0, w.years);
    Ok(Some(Check { found: after - before, expected }))
}

/// What was stored since the start, as the mean of `years` annual means from `first` on: a year's mean has what came in the years
/// before and half of what comes within it; seasons are alike in both windows and cancel.
fn stored(yearly: &[f64], first: usize, years: usize) -> f64 {
    let mean_of_year = |year: usize| yearly[..year].iter().sum::<f64>() + 0.5 * yearly[year];
    (first..first + years).map(mean_of_year).sum::<f64>() / years as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_gain_is_stored_from_window_to_window() {
        let yearly = [2.0; 10];
        // Middles of the windows are 7 years apart.
        assert_eq!(stored(&yearly, 7, 3) - stored(&yearly, 0, 3), 14.0);
    }
}
