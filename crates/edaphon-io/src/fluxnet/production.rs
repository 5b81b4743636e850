//! Production below zero, which is noise of the measurement, without a change of its annual sums.

use edaphon_core::forcing::DAYS;

/// What was done to production.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Clipped {
    /// Days below zero.
    pub(super) days: usize,
    /// Smallest and largest factor of a year.
    pub(super) factors: (f64, f64),
}

/// Sets days below zero to zero and multiplies the other days of each year so that the year's sum stays.
///
/// # Errors
/// The first year (from 0) whose sum is not above zero, and that sum (g C m⁻² yr⁻¹).
pub(super) fn clip(series: &mut [f64]) -> Result<Clipped, (usize, f64)> {
    let mut clipped = Clipped { days: 0, factors: (1.0, 1.0) };
    for (year, days) in series.chunks_exact_mut(DAYS).enumerate() {
        let sum: f64 = days.iter().sum();
        if sum.is_nan() || sum <= 0.0 {
            return Err((year, sum));
        }
        let positive: f64 = days.iter().filter(|x| **x > 0.0).sum();
        let factor = sum / positive;
        clipped.days += days.iter().filter(|x| **x < 0.0).count();
        clipped.factors = (clipped.factors.0.min(factor), clipped.factors.1.max(factor));
        days.iter_mut().for_each(|x| *x = x.max(0.0) * factor);
    }
    Ok(clipped)
}
