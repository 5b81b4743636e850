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
    8.023, 7.684, 6.500, 8.168, 9.429, 4.509, 2.887, 7.114, 6.002, 3.465, 6.867, 5.323, 6.0, 5.448, 0.0, 1.266, 0.0,
    3.688,
];

/// P of a cell (g C m⁻² d⁻¹); `drawn` is the number drawn for it, z.
pub fn best(vegetation_type: usize, drawn: f64) -> f64 {
    BEST[vegetation_type.clamp(1, 18) - 1] * (1.0 + 0.1 * drawn).clamp(0.7, 1.3)
}

/// T_opt (°C).
pub fn optimum(hottest: f64) -> f64 {
    (5.0 + 0.75 * hottest).clamp(10.0, 27.0)
}
