//! Gross rates from the dilution of a label.

/// A pool at the start and at the end of an experiment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Labelled {
    /// Nitrogen, M (mg N kg⁻¹).
    pub pool: f64,
    /// Excess ¹⁵N, H (mg ¹⁵N kg⁻¹).
    pub excess: f64,
}

/// Gross rates (mg N kg⁻¹ d⁻¹).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GrossRates {
    /// What enters the pool, m.
    pub influx: f64,
    /// What leaves it, c.
    pub outflux: f64,
}

/// Gross influx and outflux from the pool and its excess right after labelling and `days` later; none where a label is missing.
///
/// ```text
/// m = (M₀ − M₁)/t · ln(H₀ M₁/(H₁ M₀))/ln(M₀/M₁)      c = m + (M₀ − M₁)/t      M₀ = M₁: m = c = M₀/t ln(H₀/H₁)
/// ```
///
/// Kirkham & Bartholomew (1954, Soil Sci. Soc. Am. Proc. 18, 33). Exact for constant rates without return of label. Label that comes back, as
/// nitrite that was reduced from nitrate and is oxidised again, makes both too low.
///
/// ```
/// use edaphon_models::nitrogen::pool_dilution::{Labelled, kirkham_bartholomew};
/// // Influx 2 and outflux 1 for a day: H falls as M^(−c/(m − c)), here as 1/M.
/// let before = Labelled { pool: 10.0, excess: 1.1 };
/// let rates = kirkham_bartholomew(before, Labelled { pool: 11.0, excess: 1.0 }, 1.0).ok_or("no label")?;
/// assert!((rates.influx - 2.0).abs() < 1e-12 && (rates.outflux - 1.0).abs() < 1e-12);
/// # Ok::<(), &str>(())
/// ```
pub fn kirkham_bartholomew(before: Labelled, after: Labelled, days: f64) -> Option<GrossRates> {
    let positive = [before.pool, before.excess, after.pool, after.excess, days].iter().all(|x| *x > 0.0);
    if !positive {
        return None;
    }
    let change = (before.pool - after.pool) / days;
    let shrinking = (before.pool / after.pool).ln();
    let dilution = (before.excess / before.pool).ln() - (after.excess / after.pool).ln();
    // (M₀ − M₁)/ln(M₀/M₁) is the logarithmic mean of the pool, M₀ where nothing changes.
    let mean = if shrinking.abs() < 1e-9 { 0.5 * (before.pool + after.pool) } else { change * days / shrinking };
    let influx = mean / days * dilution;
    Some(GrossRates { influx, outflux: influx + change })
}
