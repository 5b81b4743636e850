//! Temperature: responses of a rate, all 1 at 25 °C.

use edaphon_core::Real;

/// Temperature at which rates of data syntheses are reported (°C).
pub const STANDARD_TEMPERATURE: f64 = 25.0;
/// Gas constant (J mol⁻¹ K⁻¹).
const GAS_CONSTANT: f64 = 8.314_462_618;
const FREEZING: f64 = 273.15;

/// How a rate responds to temperature, before it is scaled to 1 at 25 °C.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TemperatureResponse<R> {
    /// β of Yan & Hunt (1999, Ann. Bot. 84, 607): 1 at `opt`, 0 outside `min` to `max` (°C).
    Cardinal {
        /// Lowest temperature (°C).
        min: R,
        /// Best temperature (°C).
        opt: R,
        /// Highest temperature (°C).
        max: R,
    },
    /// Q10^((T − 25)/10).
    Q10 {
        /// Ratio of rates 10 °C apart (–).
        q10: R,
    },
    /// exp(−E/(R T)), T in K.
    Arrhenius {
        /// Energy of activation, E (J mol⁻¹).
        energy: R,
    },
    /// exp(−E₀/(T + 46.02)) of Lloyd & Taylor (1994, Funct. Ecol. 8, 315), T in °C; 0 below −46.02 °C.
    LloydTaylor {
        /// E₀ (K): 308.56 for the respiration of soil.
        energy: R,
    },
    /// The generalised Poisson density of DAYCENT, see [`poisson`].
    Poisson {
        /// A₀ (°C, fastest), A₁ (°C, zero above), A₂ and A₃ (–).
        shape: [R; 4],
    },
}

impl<R: Real> TemperatureResponse<R> {
    /// The names that [`by_name`](Self::by_name) knows.
    pub const NAMES: [&str; 5] = ["cardinal", "q10", "arrhenius", "lloyd-taylor", "poisson"];

    /// The response called `name`, with usual parameters; `cardinal` are the lowest, best and highest temperature (°C).
    ///
    /// ```
    /// use edaphon_models::nitrogen::TemperatureResponse;
    /// let q10 = TemperatureResponse::by_name("q10", [-5.0, 38.0, 52.0]);
    /// assert_eq!(q10, Some(TemperatureResponse::Q10 { q10: 2.0 }));
    /// ```
    pub fn by_name(name: &str, [min, opt, max]: [R; 3]) -> Option<Self> {
        Some(match name {
            "cardinal" => Self::Cardinal { min, opt, max },
            "q10" => Self::Q10 { q10: R::lit(2.0) },
            "arrhenius" => Self::Arrhenius { energy: R::lit(60_000.0) },
            "lloyd-taylor" => Self::LloydTaylor { energy: R::lit(308.56) },
            "poisson" => Self::Poisson { shape: [35.0, -5.0, 4.5, 7.0].map(R::lit) },
            _ => return None,
        })
    }

    /// The response at `t` (°C) before scaling (–).
    #[inline(always)]
    fn raw(&self, t: R) -> R {
        match *self {
            Self::Cardinal { min, opt, max } => cardinal(t, min, opt, max),
            Self::Q10 { q10 } => (q10.ln() * (t - R::lit(STANDARD_TEMPERATURE)) * R::lit(0.1)).exp(),
            Self::Arrhenius { energy } => (-energy / (R::lit(GAS_CONSTANT) * (t + R::lit(FREEZING)))).exp(),
            Self::LloydTaylor { energy } => {
                let above = t + R::lit(46.02);
                let warm = above.gt(R::zero());
                R::select(warm, (-energy / R::select(warm, above, R::one())).exp(), R::zero())
            }
            Self::Poisson { shape } => poisson(t, shape),
        }
    }

    /// Scaled to 1 at 25 °C.
    #[inline(always)]
    pub fn scaled(self) -> ScaledResponse<R> {
        ScaledResponse { response: self, scale: R::one() / self.raw(R::lit(STANDARD_TEMPERATURE)) }
    }
}

/// A response that is 1 at 25 °C, φ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScaledResponse<R> {
    response: TemperatureResponse<R>,
    scale: R,
}

impl<R: Real> ScaledResponse<R> {
    /// φ(T) (–) at `temperature` (°C).
    #[inline(always)]
    pub fn at(&self, temperature: R) -> R {
        self.response.raw(temperature) * self.scale
    }
}

/// β(T) (–) by three cardinal temperatures (°C).
///
/// ```text
/// β = (Tmax − T)/(Tmax − Topt) · ((T − Tmin)/(Topt − Tmin))^((Topt − Tmin)/(Tmax − Topt))      Tmin < T < Tmax
/// β = 0                                                                                   otherwise
/// ```
///
/// Yan & Hunt (1999).
#[inline(always)]
pub fn cardinal<R: Real>(t: R, min: R, opt: R, max: R) -> R {
    let fall = R::one() / (max - opt);
    let rise = ((t - min) / (opt - min)).powf((opt - min) * fall);
    R::select(t.gt(min) & t.lt(max), (max - t) * fall * rise, R::zero())
}

/// DAYCENT's generalised Poisson density (–), 1 at A₀ (°C) and 0 above A₁ or, with A₁ < A₀, below it.
///
/// ```text
/// u = (A₁ − T)/(A₁ − A₀)      f = u^A₂ exp(A₂/A₃ (1 − u^A₃))      0 for u ≤ 0
/// ```
///
/// Parton et al. (2001, J. Geophys. Res. 106, 17403), for nitrification.
#[inline(always)]
pub fn poisson<R: Real>(t: R, [a0, a1, a2, a3]: [R; 4]) -> R {
    let u = ((a1 - t) / (a1 - a0)).max(R::zero());
    u.powf(a2) * ((a2 / a3) * (R::one() - u.powf(a3))).exp()
}

/// Response of nitrogen fixation to temperature, H (–): 1 at c, and not 0 in frozen soil.
///
/// ```text
/// H = exp(a + b T (1 − T/(2c)) − (a + b c/2))
/// ```
///
/// Houlton et al. (2008, Nature 454, 327), scaled to its peak; a drops out.
#[inline(always)]
pub fn fixation_response<R: Real>(t: R, b: R, c: R) -> R {
    (b * t * (R::one() - t / (R::lit(2.0) * c)) - b * c * R::lit(0.5)).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_response_is_one_at_25_degrees() {
        for name in TemperatureResponse::<f64>::NAMES {
            let response = TemperatureResponse::by_name(name, [-5.0, 38.0, 52.0]).unwrap().scaled();
            assert!((response.at(25.0) - 1.0_f64).abs() < 1e-15, "{name}");
            assert!(response.at(20.0) < 1.0 && response.at(-5.0) < 0.2, "{name}");
        }
        assert_eq!(TemperatureResponse::<f64>::by_name("linear", [0.0; 3]), None);
    }

    #[test]
    fn cardinal_temperatures_are_kept() {
        let beta = |t| cardinal(t, -5.0, 30.0, 42.0);
        assert_eq!([-60.0, -5.0, 42.0, 60.0].map(beta), [0.0; 4]);
        assert_eq!(beta(30.0), 1.0);
        // (12/12) (25/35)^(35/12) at 20 °C, times 22/12, by hand.
        assert!((beta(20.0) - 22.0 / 12.0 * (25.0_f64 / 35.0).powf(35.0 / 12.0)).abs() < 1e-14);
    }

    #[test]
    fn fixation_peaks_at_its_best_and_goes_on_in_frost() {
        let h = |t: f64| fixation_response(t, 0.27, 25.15);
        assert!((h(25.15) - 1.0).abs() < 1e-15 && h(20.0) < 1.0 && h(30.0) < 1.0);
        assert!((h(-5.0) - 0.008).abs() < 5e-4);
    }
}
