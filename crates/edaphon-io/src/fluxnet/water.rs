//! Soil water and its frozen share.

/// How much of the water is liquid below 0 °C.
///
/// ```text
/// liquid share = (1 − r) exp(−(T/w)²) + r      T < 0 °C
/// liquid share = 1                             otherwise
/// ```
///
/// after McKenzie, Voss & Siegel 2007, Advances in Water Resources 30, 966–983.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct FreezingCurve {
    /// w: the cold at which a share of about 1/e is liquid (K).
    pub(super) width: f64,
    /// r: share that never freezes (–).
    pub(super) residual: f64,
}

impl FreezingCurve {
    /// Share of the water that is liquid at `temperature` (°C).
    pub(super) fn liquid_share(&self, temperature: f64) -> f64 {
        if temperature >= 0.0 {
            return 1.0;
        }
        let cold = temperature / self.width;
        (1.0 - self.residual) * (-cold * cold).exp() + self.residual
    }
}
