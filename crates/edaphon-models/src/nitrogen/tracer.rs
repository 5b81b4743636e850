//! Nitrogen-15: what of it is in each pool beyond its natural share.
//!
//! Every flow carries the excess of its donor, F H/N, or a little less of it where it discriminates. A step of the model fixes what each flow moves; the tracer follows
//! with the mean of H/N at both ends of the step, one linear system:
//!
//! ```text
//! H⁺ = H + Σ in − Σ out,  h = ½ G (1 − ε/1000) (H/N + H⁺/N⁺)      G moved by the step (mg N kg⁻¹)
//! ```
//!
//! Second order; the sum of H, outlets and the outside included, never changes.

use edaphon_core::{Real, record};

use super::flows::quotient;
use super::pools::nitrogen_pools;
use super::{Addition, Donors, Flows, Moved, NitrogenState};

record! {
    /// Excess ¹⁵N (mg ¹⁵N kg⁻¹) of every pool and outlet that [`NitrogenState`] has nitrogen of.
    pub struct Tracer {
        n_labile, "labile organic matter";
        n_stable, "stable organic matter";
        n_microbial, "microbes";
        urea, "urea";
        nh4, "ammonium";
        no2, "nitrite";
        no3, "nitrate";
        n2o, "nitrous oxide";
        plant, "plants";
        n2o_lost, "N2O emitted";
        n2_lost, "N2 emitted";
        no_lost, "NO emitted";
        nh3_lost, "NH3 volatilised";
        leached, "leached";
        outside, "the outside: minus all labels";
    }
}

nitrogen_pools!(Tracer);

impl<R: Real> Tracer<R> {
    /// Excess of all pools, outlets and the outside (mg ¹⁵N kg⁻¹): constant.
    pub fn total(&self) -> R {
        self.sum()
    }

    /// The tracer after `addition` of nitrogen, of which the share `excess` (–) is ¹⁵N beyond the natural share.
    pub fn with(&self, addition: &Addition<R>, excess: R) -> Self {
        Self {
            n_labile: self.n_labile + addition.residue_nitrogen * excess,
            urea: self.urea + addition.urea * excess,
            nh4: self.nh4 + addition.nh4 * excess,
            no3: self.no3 + addition.no3 * excess,
            outside: self.outside - addition.nitrogen() * excess,
            ..*self
        }
    }

    /// The tracer after a step of the model from `before` to `after` that `moved` nitrogen; what arrives from outside carries none.
    ///
    /// `passing` is 1 − ε/1000 for each flow, with ε its discrimination (‰): `Flows::filled(R::one())` where none discriminates.
    #[inline(always)]
    pub fn after(
        &self,
        before: &NitrogenState<R>,
        after: &NitrogenState<R>,
        moved: &Moved<R>,
        passing: &Flows<R>,
    ) -> Self {
        let half = R::lit(0.5);
        let (start, end) = (before.donors(), after.donors());
        // Shares of what the donor holds at the end: half of the flow goes with H⁺/N⁺, and half with H/N.
        let late = moved.shares.zip_by_donor(passing, &end, |share, pass, _| share * pass * half);
        let early = late.by_donor(&end.zip(&start, |end, start| quotient(end, start)), |share, ratio| share * ratio);
        let held = self.donors();
        let first = early.by_donor(&held, |share, excess| share * excess);
        let pools = late.solve(&settled(&held, &first));
        let second = late.by_donor(&pools, |share, excess| share * excess);
        let sum = |f: fn(&Flows<R>) -> R| f(&first) + f(&second);
        Self {
            n_labile: pools.n_labile,
            n_stable: pools.n_stable,
            n_microbial: pools.n_microbial,
            urea: pools.urea,
            nh4: pools.nh4,
            no2: pools.no2,
            no3: pools.no3,
            n2o: pools.n2o,
            plant: self.plant + sum(|f| f.nh4_taken_up + f.no3_taken_up),
            n2o_lost: self.n2o_lost + sum(|f| f.n2o_emitted + f.nitrified_n2o + f.denitrified_n2o),
            n2_lost: self.n2_lost
                + sum(|f| f.n2o_reduced + f.anammox_nh4 + f.anammox_no2 + f.nitrified_n2 + f.denitrified_n2),
            no_lost: self.no_lost + sum(|f| f.nh4_to_no + f.no2_to_no + f.chemodenitrification),
            nh3_lost: self.nh3_lost + sum(|f| f.nh3_volatilised),
            leached: self.leached + sum(|f| f.nh4_leached + f.no2_leached + f.no3_leached),
            outside: self.outside,
        }
    }
}

/// `held` less what flows `f` took and with what they brought.
#[inline(always)]
fn settled<R: Real>(held: &Donors<R>, f: &Flows<R>) -> Donors<R> {
    let nh4_by_products = f.nh4_oxidised + f.nh4_to_n2o + f.nh4_to_no + f.nh4_to_no3 + f.nitrified_n2o + f.nitrified_n2;
    let nh4_out =
        nh4_by_products + f.nh4_immobilised + f.anammox_nh4 + f.nh3_volatilised + f.nh4_leached + f.nh4_taken_up;
    let no2_gas = f.nitrifier_denitrification + f.no2_to_n2o + f.no2_to_no + f.anammox_no2 + f.chemodenitrification;
    let no2_out = no2_gas + f.no2_oxidised + f.anammox_no3 + f.no2_leached;
    let no3_out = f.no3_immobilised
        + f.no3_reduced
        + f.dnra
        + f.no3_leached
        + f.no3_taken_up
        + f.denitrified_n2o
        + f.denitrified_n2;
    Donors {
        n_labile: held.n_labile - f.labile_mineralised - f.labile_assimilated,
        n_stable: held.n_stable + f.microbial_turnover - f.stable_mineralised - f.stable_assimilated,
        n_microbial: held.n_microbial
            + (f.labile_assimilated + f.stable_assimilated + f.nh4_immobilised + f.no3_immobilised)
            - f.microbial_turnover,
        urea: held.urea - f.urea_hydrolysed,
        nh4: held.nh4 + (f.labile_mineralised + f.stable_mineralised + f.urea_hydrolysed + f.dnra) - nh4_out,
        no2: held.no2 + (f.nh4_oxidised + f.no3_reduced) - no2_out,
        no3: held.no3 + (f.nh4_to_no3 + f.no2_oxidised + f.anammox_no3) - no3_out,
        n2o: held.n2o + (f.nh4_to_n2o + f.nitrifier_denitrification + f.no2_to_n2o) - f.n2o_reduced - f.n2o_emitted,
    }
}
