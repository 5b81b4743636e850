//! What vegetation could produce in the best of weather, and the temperature it prefers.
//!
//! ```text
//! P = P(type) (1 + 0.1 z)                          within 0.7 to 1.3 of P(type) (g C m⁻² d⁻¹)
//! T_opt = 5 + 0.75 T_hot                           within 10 to 27 (°C)
//! ```
//!
//! T_hot is the mean temperature of the hottest time of the year: plants are at home where they grow. P(type) is chosen so that
//! the mean over the cells of that type in the published grid, under the steady scenario, is [`TARGET`]; together these make 106 Pg C yr⁻¹.

/// Mean production aimed at by vegetation type (g C m⁻² yr⁻¹): forests of the tropics highest, deserts and tundra low.
pub const TARGET: [f64; 18] = [
    870.0, 2250.0, 560.0, 1240.0, 1080.0, 720.0, 300.0, 1350.0, 1240.0, 470.0, 600.0, 890.0, 600.0, 1010.0, 0.0, 55.0,
    0.0, 260.0,
];

/// Production in the best of weather by vegetation type, P (g C m⁻² d⁻¹).
pub const BEST: [f64; 18] = [
    7.754, 7.669, 6.322, 7.978, 9.177, 4.417, 2.843, 7.027, 5.941, 3.4, 6.577, 5.218, 6.0, 5.385, 0.0, 1.328, 0.0,
    3.487,
];

/// P of a cell (g C m⁻² d⁻¹); `drawn` is the number drawn for it, z.
pub fn best(vegetation_type: usize, drawn: f64) -> f64 {
    BEST[vegetation_type.clamp(1, 18) - 1] * (1.0 + 0.1 * drawn).clamp(0.7, 1.3)
}

/// T_opt (°C).
pub fn optimum(hottest: f64) -> f64 {
    (5.0 + 0.75 * hottest).clamp(10.0, 27.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ice_and_water_alone_produce_nothing() {
        for (class, (best, target)) in BEST.iter().zip(&TARGET).enumerate() {
            let barren = class + 1 == 15 || class + 1 == 17;
            assert_eq!((*best == 0.0, *target == 0.0), (barren, barren), "type {}", class + 1);
        }
        assert_eq!((best(2, 0.0), best(2, -9.0)), (BEST[1], 0.7 * BEST[1]));
        assert_eq!((optimum(-5.0), optimum(20.0), optimum(40.0)), (10.0, 20.0, 27.0));
    }
}
