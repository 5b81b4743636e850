//! What changes over the years: nothing, or an invented history of 1901 to 2014.
//!
//! ```text
//! w(y) = (exp((y − 1900)/45) − 1) / (exp(114/45) − 1)            share of the warming of 2014 (–)
//! ΔT   = w(y) · A · (1 + 1.6 sin²φ)                              warming (K)
//! c(y) = 280 + 16 exp((y − 1900)/57)                             carbon dioxide (ppm)
//! f(y) = 1 + β ln(c(y)/c(1911))                                  production relative to 1901–1920 (–)
//! n(y) = 1/(1 + exp(−(y − 1965)/12))                             share of today's industrial nitrogen (–)
//! ```
//!
//! Under [`Scenario::Steady`] ΔT = 0, f = 1 and n = n(1911). y counts in fractions of a year and is held within 1901 to 2015.
//! A makes the area-weighted mean warming of the published grid +1.0 K in 2014, β its production rise by 15.5 Pg C yr⁻¹ from the mean of 1901–1920 to
//! that of 1995–2014, which is the rise of the published forcing.

use edaphon_core::Real;

/// Warming of 2014 at the equator, A (K).
const WARMING: f64 = 0.635;
/// Response of production to the logarithm of carbon dioxide, β (–).
const FERTILISATION: f64 = 0.578;
/// A year in the middle of 1901 to 1920.
const EARLY: f64 = 1911.0;

/// How the climate changes over the years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scenario {
    /// The climate, production and deposition of about 1910 for ever; years differ by chance alone.
    #[default]
    Steady,
    /// Warming, rising production and nitrogen deposition from 1901 to 2014.
    History,
}

impl Scenario {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Steady, Self::History];

    /// Name in run descriptions.
    pub fn name(self) -> &'static str {
        match self {
            Self::Steady => "steady",
            Self::History => "history",
        }
    }

    /// Calendar years that it covers.
    pub fn years(self) -> std::ops::RangeInclusive<i32> {
        match self {
            Self::Steady => -1_000_000..=1_000_000,
            Self::History => 1901..=2014,
        }
    }

    /// Share of the warming of 2014, w (–).
    pub fn warming_share(self, year: f64) -> f64 {
        match self {
            Self::Steady => 0.0,
            Self::History => (exp((held(year) - 1900.0) / 45.0) - 1.0) / (exp(114.0 / 45.0) - 1.0),
        }
    }

    /// Warming (K) where the sine of the latitude is `sine`.
    pub fn warming(self, year: f64, sine: f64) -> f64 {
        self.warming_share(year) * WARMING * (1.0 + 1.6 * sine * sine)
    }

    /// Production relative to that of 1901–1920, f (–).
    pub fn fertilisation(self, year: f64) -> f64 {
        match self {
            Self::Steady => 1.0,
            Self::History => {
                let dioxide = |y: f64| 280.0 + 16.0 * exp((y - 1900.0) / 57.0);
                1.0 + FERTILISATION * Real::ln(dioxide(held(year)) / dioxide(EARLY))
            }
        }
    }

    /// Share of today's industrial nitrogen deposition, n (–).
    pub fn industry(self, year: f64) -> f64 {
        let year = match self {
            Self::Steady => EARLY,
            Self::History => held(year),
        };
        1.0 / (1.0 + exp(-(year - 1965.0) / 12.0))
    }
}

fn held(year: f64) -> f64 {
    year.clamp(1901.0, 2015.0)
}

/// The exponential of [`Real`]; `f64::exp` would be that of the standard library.
fn exp(x: f64) -> f64 {
    Real::exp(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_climate_does_not_change() {
        for year in [1.0, 1901.0, 2014.0] {
            assert_eq!((Scenario::Steady.warming(year, 1.0), Scenario::Steady.fertilisation(year)), (0.0, 1.0));
            assert_eq!(Scenario::Steady.industry(year), Scenario::History.industry(EARLY));
        }
    }

    #[test]
    fn history_rises_from_the_steady_climate() {
        let history = Scenario::History;
        assert!((history.warming_share(2014.0) - 1.0).abs() < 1e-12 && history.warming_share(1911.0) < 0.03);
        assert_eq!(history.fertilisation(1911.0), 1.0);
        assert!(history.industry(2014.0) > 0.98 && history.industry(1901.0) < 0.01);
        for year in 1901..2014 {
            let (now, next) = (f64::from(year), f64::from(year + 1));
            assert!(history.warming(now, 0.5) < history.warming(next, 0.5));
            assert!(history.fertilisation(now) < history.fertilisation(next));
        }
        assert_eq!(history.warming(3000.0, 0.5), history.warming(2015.0, 0.5));
    }
}
