//! Conservation: what went in, what came out, what is held.

/// The balance of one element over one step (g m⁻²): change of storage = input − output + residual.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Balance<R> {
    /// Held before the step.
    pub before: R,
    /// Held after it.
    pub after: R,
    /// Entered from outside during it.
    pub input: R,
    /// Left during it.
    pub output: R,
}

impl<R: crate::Real> Balance<R> {
    /// Mass that appeared (positive) or vanished (negative) without a flux (g m⁻²).
    #[inline(always)]
    pub fn residual(&self) -> R {
        (self.after - self.before) - (self.input - self.output)
    }

    /// |residual| over all that was held or moved; 0 where nothing was.
    #[inline(always)]
    pub fn relative_residual(&self) -> R {
        let scale = self.before.abs() + self.after.abs() + self.input.abs() + self.output.abs();
        self.residual().abs() / scale.max(R::lit(1e-30))
    }
}
