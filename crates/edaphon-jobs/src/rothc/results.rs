//! Rows of results, and those of them at the ends of years.

use edaphon_io::rothc::RothCRow;
use edaphon_models::rothc::{Ages, RothCSite, Standing, delta_14c};

/// The row of a state.
pub(super) fn row(
    site: &RothCSite<f64>,
    standing: &Standing<f64>,
    is_start: bool,
    row: usize,
    date: (i64, i64),
) -> RothCRow {
    let Standing { pools, radiocarbon, deficit, modifiers, respired } = standing;
    let ages = Ages::of(site, pools, radiocarbon);
    let values = [
        *deficit,
        modifiers.temperature,
        modifiers.moisture,
        modifiers.cover,
        pools.dpm,
        pools.rpm,
        pools.bio,
        pools.hum,
        site.inert,
        site.total(pools),
        *respired,
        ages.dpm,
        ages.rpm,
        ages.bio,
        ages.hum,
        ages.total,
        delta_14c(ages.total),
    ];
    RothCRow { is_start, row, date, values }
}

/// The start, and every twelfth month from there.
pub(super) fn ends_of_years(rows: &[RothCRow]) -> Vec<RothCRow> {
    rows.iter().step_by(12).copied().collect()
}
