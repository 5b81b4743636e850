//! How far a model is from a reference: means, spread and correlation.

use super::Pairs;

/// Means, standard deviations and covariance of pairs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    /// Mean of the reference.
    pub mean_reference: f64,
    /// Mean of the model.
    pub mean_model: f64,
    /// Standard deviation of the reference.
    pub sd_reference: f64,
    /// Standard deviation of the model.
    pub sd_model: f64,
    /// Their covariance.
    pub covariance: f64,
}

/// Means, standard deviations and covariance, each divided by the sum of weights.
pub fn moments(pairs: &Pairs) -> Moments {
    let (mx, my) = (pairs.mean(|x, _| x), pairs.mean(|_, y| y));
    Moments {
        mean_reference: mx,
        mean_model: my,
        sd_reference: pairs.mean(|x, _| (x - mx) * (x - mx)).sqrt(),
        sd_model: pairs.mean(|_, y| (y - my) * (y - my)).sqrt(),
        covariance: pairs.mean(|x, y| (x - mx) * (y - my)),
    }
}

/// Mean of the model less that of the reference (unit of the values).
pub fn bias(pairs: &Pairs) -> f64 {
    pairs.mean(|x, y| y - x)
}

/// Mean absolute error (unit of the values).
pub fn mae(pairs: &Pairs) -> f64 {
    pairs.mean(|x, y| (y - x).abs())
}

/// Root mean square error (unit of the values).
pub fn rmse(pairs: &Pairs) -> f64 {
    pairs.mean(|x, y| (y - x) * (y - x)).sqrt()
}

/// Root mean square error once both means are taken away, E′ (unit of the values).
///
/// ```text
/// E′² = s_x² + s_y² − 2 s_x s_y r
/// ```
pub fn centred_rmse(pairs: &Pairs) -> f64 {
    let difference = bias(pairs);
    pairs.mean(|x, y| (y - x - difference) * (y - x - difference)).sqrt()
}

/// Pearson's correlation, r (–); NaN where one of the two is constant.
pub fn correlation(pairs: &Pairs) -> f64 {
    let m = moments(pairs);
    m.covariance / (m.sd_reference * m.sd_model)
}

/// Standard deviation of the model over that of the reference (–).
pub fn sd_ratio(pairs: &Pairs) -> f64 {
    let m = moments(pairs);
    m.sd_model / m.sd_reference
}

/// Concordance correlation coefficient (–): 1 where the model is the reference.
///
/// ```text
/// CCC = 2 c_xy / (s_x² + s_y² + (m_x − m_y)²)
/// ```
pub fn ccc(pairs: &Pairs) -> f64 {
    let m = moments(pairs);
    let apart = m.mean_reference - m.mean_model;
    2.0 * m.covariance / (m.sd_reference.powi(2) + m.sd_model.powi(2) + apart * apart)
}

/// Model efficiency of Nash and Sutcliffe (–): 1 less the mean square error over the variance of the reference.
pub fn nse(pairs: &Pairs) -> f64 {
    let mx = pairs.mean(|x, _| x);
    1.0 - pairs.mean(|x, y| (y - x) * (y - x)) / pairs.mean(|x, _| (x - mx) * (x - mx))
}

/// Kling–Gupta efficiency of 2009 (–), with α = s_y/s_x and β = m_y/m_x.
///
/// ```text
/// KGE = 1 − √((r − 1)² + (α − 1)² + (β − 1)²)
/// ```
pub fn kge_2009(pairs: &Pairs) -> f64 {
    let m = moments(pairs);
    kling_gupta(&m, m.sd_model / m.sd_reference)
}

/// Kling–Gupta efficiency of 2012 (–): as [`kge_2009`], with the ratio of coefficients of variation for α.
pub fn kge_2012(pairs: &Pairs) -> f64 {
    let m = moments(pairs);
    kling_gupta(&m, (m.sd_model / m.mean_model) / (m.sd_reference / m.mean_reference))
}

fn kling_gupta(m: &Moments, spread: f64) -> f64 {
    let r = m.covariance / (m.sd_reference * m.sd_model);
    let beta = m.mean_model / m.mean_reference;
    1.0 - ((r - 1.0).powi(2) + (spread - 1.0).powi(2) + (beta - 1.0).powi(2)).sqrt()
}

/// Willmott's index of agreement, d (–): 1 where the model is the reference.
///
/// ```text
/// d = 1 − Σ (y − x)² / Σ (|y − m_x| + |x − m_x|)²
/// ```
pub fn willmott_d(pairs: &Pairs) -> f64 {
    let mx = pairs.mean(|x, _| x);
    let potential = pairs.mean(|x, y| ((y - mx).abs() + (x - mx).abs()).powi(2));
    1.0 - pairs.mean(|x, y| (y - x) * (y - x)) / potential
}

/// Mean absolute error over the reference (%); none unless all of the reference is above 0.
pub fn mape(pairs: &Pairs) -> Option<f64> {
    let positive = pairs.reference().iter().all(|x| *x > 0.0);
    positive.then(|| 100.0 * pairs.mean(|x, y| (y - x).abs() / x))
}

/// Root mean square of ln(y/x) (–), for stocks and fluxes over decades; none unless all values are above 0.
pub fn log_ratio_rmse(pairs: &Pairs) -> Option<f64> {
    let positive = pairs.reference().iter().chain(pairs.model()).all(|v| *v > 0.0);
    positive.then(|| pairs.mean(|x, y| (y / x).ln().powi(2)).sqrt())
}

/// What a mean square error consists of (square of the values' unit).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ErrorBudget {
    /// The mean square error, the sum of the three.
    pub total: f64,
    /// Of means that differ: (m_y − m_x)².
    pub bias: f64,
    /// Of spreads that differ: (s_y − s_x)².
    pub variance: f64,
    /// Of patterns that differ: 2 s_x s_y (1 − r).
    pub correlation: f64,
}

/// Divides the mean square error into bias, variance and correlation.
pub fn error_budget(pairs: &Pairs) -> ErrorBudget {
    let m = moments(pairs);
    ErrorBudget {
        total: pairs.mean(|x, y| (y - x) * (y - x)),
        bias: (m.mean_model - m.mean_reference).powi(2),
        variance: (m.sd_model - m.sd_reference).powi(2),
        correlation: 2.0 * (m.sd_reference * m.sd_model - m.covariance),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn near(a: f64, b: f64) -> bool {
        // Sums of a few dozen terms in double precision.
        (a - b).abs() <= 1e-10 * a.abs().max(b.abs()).max(1.0)
    }

    #[test]
    fn hand_computed_numbers() {
        let pairs = Pairs::new(&[1.0, 2.0, 3.0], &[2.0, 2.0, 5.0], &[1.0, 2.0, 1.0]).unwrap();
        assert!(near(bias(&pairs), 0.75) && near(mae(&pairs), 0.75) && near(rmse(&pairs), 1.25_f64.sqrt()));
        let m = moments(&pairs);
        assert!(near(m.mean_reference, 2.0) && near(m.sd_reference, 0.5_f64.sqrt()) && near(m.covariance, 0.75));
        assert!(near(m.sd_model.powi(2), 1.6875) && near(ccc(&pairs), 1.5 / (0.5 + 1.6875 + 0.5625)));
        assert!(near(nse(&pairs), 1.0 - 1.25 / 0.5));
        // |y − 2| + |x − 2| is 1, 0, 4.
        assert!(near(willmott_d(&pairs), 1.0 - 1.25 / 4.25));
        assert!(near(mape(&pairs).unwrap(), 100.0 * (0.25 + 0.25 * 2.0 / 3.0)));
        let logs = 0.25 * 2.0_f64.ln().powi(2) + 0.25 * (5.0_f64 / 3.0).ln().powi(2);
        assert!(near(log_ratio_rmse(&pairs).unwrap(), logs.sqrt()));
    }

    #[test]
    fn a_model_that_is_the_reference_is_perfect() {
        let pairs = Pairs::equal(&[1.0, 4.0, 9.0], &[1.0, 4.0, 9.0]).unwrap();
        let ones = [correlation, sd_ratio, ccc, nse, kge_2009, kge_2012, willmott_d].map(|of| of(&pairs));
        assert!(ones.iter().all(|one| near(*one, 1.0)), "{ones:?}");
        assert_eq!((rmse(&pairs), log_ratio_rmse(&pairs)), (0.0, Some(0.0)));
    }

    #[test]
    fn shares_and_logarithms_are_for_what_is_above_zero() {
        let pairs = Pairs::equal(&[0.0, 1.0], &[1.0, 1.0]).unwrap();
        assert_eq!((mape(&pairs), log_ratio_rmse(&pairs)), (None, None));
    }

    #[test]
    fn what_cannot_be_paired_is_refused_in_words() {
        let words = Pairs::new(&[1.0], &[1.0, 2.0], &[1.0]).unwrap_err().to_string();
        assert!(words.starts_with("1 values of the reference, 2 of the model and 1 weights"), "{words}");
        assert!(Pairs::new(&[1.0], &[f64::NAN], &[1.0]).unwrap_err().to_string().contains("both have a value"));
        assert!(Pairs::new(&[1.0], &[1.0], &[-1.0]).unwrap_err().to_string().contains("at least 0"));
    }

    proptest! {
        /// Taylor's law of cosines and the error budget hold for any pairs and weights.
        #[test]
        fn identities_hold(values in prop::collection::vec((-1e3..1e3_f64, -1e3..1e3_f64, 0.01..10.0_f64), 2..40)) {
            let of = |part: fn(&(f64, f64, f64)) -> f64| values.iter().map(part).collect::<Vec<_>>();
            let pairs = Pairs::new(&of(|v| v.0), &of(|v| v.1), &of(|v| v.2)).unwrap();
            let m = moments(&pairs);
            let law = m.sd_reference.powi(2) + m.sd_model.powi(2) - 2.0 * m.covariance;
            // Values up to 10³ squared leave 10⁶ times the rounding of a double.
            prop_assert!((centred_rmse(&pairs).powi(2) - law).abs() < 1e-7);
            let budget = error_budget(&pairs);
            prop_assert!((budget.total - budget.bias - budget.variance - budget.correlation).abs() < 1e-7);
            prop_assert!((budget.total - rmse(&pairs).powi(2)).abs() < 1e-7);
        }
    }
}
