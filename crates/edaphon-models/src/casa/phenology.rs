//! Leaf phases through the year from prescribed days of greenup and fall.
//!
//! ```text
//! 0 dormant → 1 flush → 2 steady → 3 senescence → 0
//! D₁ = greenup   D₂ = D₁ + 14   D₃ = fall   D₄ = D₃ + 14
//! ```
//!
//! A phase held since day D lasts until more days have passed than lie between D and the next date. One test is made each
//! morning. Evergreen types 1 and 2 stay in phase 2.

use edaphon_core::Real;

use super::PlantSite;

/// Dates of the leaf season (day of year) and the phase on the first day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeafSeason {
    /// Day of greenup.
    pub greenup: i32,
    /// Day of leaf fall.
    pub fall: i32,
    /// Phase on 1 January: 0 dormant, 1 flush, 2 steady, 3 senescence.
    pub first_phase: i32,
}

impl LeafSeason {
    /// A season that never changes phase: for types without dates.
    pub const EVERGREEN: Self = Self { greenup: -50, fall: 367, first_phase: 2 };

    /// The dates D₁ to D₄ and the days between them, n₁₂, n₂₃, n₃₄, n₄₁.
    pub(super) fn dates(self) -> ([f64; 4], [f64; 4]) {
        let wrap = |day: i32| if day > 365 { day - 365 } else { day };
        let d = [self.greenup, wrap(self.greenup + 14), self.fall, wrap(self.fall + 14)];
        let between = |from: i32, to: i32| if to - from < 0 { to - from + 365 } else { to - from };
        let n = [between(d[0], d[1]), between(d[1], d[2]), between(d[2], d[3]), between(d[3], d[0])];
        (d.map(f64::from), n.map(f64::from))
    }
}

/// The value that belongs to a phase, 0 to 3.
#[inline(always)]
fn by_phase<R: Real>(phase: R, values: [R; 4]) -> R {
    let early = R::select(phase.lt(R::lit(0.5)), values[0], values[1]);
    let late = R::select(phase.lt(R::lit(2.5)), values[2], values[3]);
    R::select(phase.lt(R::lit(1.5)), early, late)
}

/// The phase of today (0 to 3), given that of yesterday; `day` is the day of the year, 1 to 365.
#[inline(always)]
pub fn leaf_phase<R: Real>(site: &PlantSite<R>, phase: R, day: R) -> R {
    let since = day - by_phase(phase, [site.day_4, site.day_1, site.day_2, site.day_3]);
    let elapsed = R::select(since.lt(R::zero()), since + R::lit(365.0), since);
    let limit = by_phase(phase, [site.days_41, site.days_12, site.days_23, site.days_34]);
    let next = R::select(phase.gt(R::lit(2.5)), R::zero(), phase + R::one());
    let today = R::select(elapsed.gt(limit), next, phase);
    R::select(site.evergreen.gt(R::zero()), R::lit(2.0), today)
}
