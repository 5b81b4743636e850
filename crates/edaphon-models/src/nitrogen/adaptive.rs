//! Steps of the length that a tolerance asks for.

use super::{Moved, NitrogenDay, NitrogenSite, NitrogenState};

/// Shortest step that is tried (d): one that fails there is accepted.
const SHORTEST: f64 = 1e-7;

/// Error that is accepted in a step, in each pool.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerance {
    /// Per content of the pool (–); 10⁻⁶ keeps a fertilised year within 10⁻⁴ on every day.
    pub relative: f64,
    /// Beside it (mg kg⁻¹).
    pub absolute: f64,
}

impl Default for Tolerance {
    fn default() -> Self {
        Self { relative: 1e-6, absolute: 1e-9 }
    }
}

impl NitrogenDay<f64> {
    /// `state` after a day in steps whose error is kept within `tolerance`, and the number of pairs of steps taken.
    ///
    /// Each step is made at once and in two halves; their difference over three estimates the error of the halves, which are kept. `first` is the
    /// length of the first step tried (d) and becomes the one to try next. Being for one site, it takes no packs.
    pub fn advance_within(
        &self,
        site: &NitrogenSite<f64>,
        state: &NitrogenState<f64>,
        tolerance: &Tolerance,
        first: &mut f64,
    ) -> (NitrogenState<f64>, usize) {
        self.advance_within_seen(site, state, tolerance, first, |_, _, _| ())
    }

    /// The same, where `at_step` sees the states before and after each step that is kept, and what it moved.
    pub fn advance_within_seen(
        &self,
        site: &NitrogenSite<f64>,
        state: &NitrogenState<f64>,
        tolerance: &Tolerance,
        first: &mut f64,
        mut at_step: impl FnMut(&NitrogenState<f64>, &NitrogenState<f64>, &Moved<f64>),
    ) -> (NitrogenState<f64>, usize) {
        let (mut state, mut time, mut taken) = (*state, 0.0, 0);
        while time < 1.0 {
            let left = 1.0 - time;
            let last = *first >= left;
            let dt = if last { left } else { *first };
            let (whole, _) = self.step(site, &state, dt);
            let (middle, first_half) = self.step(site, &state, 0.5 * dt);
            let (halves, second_half) = self.step(site, &middle, 0.5 * dt);
            let error = error_in_tolerances(&whole, &halves, tolerance);
            let accepted = error <= 1.0 || dt <= SHORTEST;
            if accepted {
                at_step(&state, &middle, &first_half);
                at_step(&middle, &halves, &second_half);
                state = halves;
                time = if last { 1.0 } else { time + dt };
                taken += 1;
            }
            // The error of a step is of third order. The last step of a day may be short for no reason of its own.
            let next = dt * (0.9 / error.max(1e-6).cbrt()).clamp(0.2, 4.0);
            *first = if accepted && last { next.max(*first).min(1.0) } else { next.max(SHORTEST) };
        }
        (state, taken)
    }
}

/// Largest estimated error of a pool, in units of the tolerance.
fn error_in_tolerances(whole: &NitrogenState<f64>, halves: &NitrogenState<f64>, tolerance: &Tolerance) -> f64 {
    const COUNT: usize = NitrogenState::<f64>::NAMES.len();
    let [mut a, mut b] = [[0.0; COUNT]; 2];
    whole.store(&mut a);
    halves.store(&mut b);
    let error = |(a, b): (&f64, &f64)| (a - b).abs() / 3.0 / (tolerance.absolute + tolerance.relative * b.abs());
    a.iter().zip(&b).map(error).fold(0.0, f64::max)
}
