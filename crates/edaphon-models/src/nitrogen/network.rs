//! The network as a linear system: what is in each pool at the end of a step in which every flow moves a fixed multiple of what its donor then holds.
//!
//! ```text
//! y_i = b_i + Σ_j a_ij y_j − y_i Σ_k a_ki        a_ij ≥ 0 from pool j to pool i
//! ```
//!
//! Labile matter and urea only give and nitrous oxide only loses: these three are solved alone. The other five pools feed each other in circles. They are
//! eliminated one by one; what an eliminated pool passes on becomes a flow between those that are left, and what it keeps becomes a loss. Only sums, products and
//! quotients of numbers that are not negative occur: pools that start and receive nothing negative cannot turn negative by rounding.

use edaphon_core::Real;
use edaphon_core::real::{reciprocals, two_reciprocals};

use super::{Arrivals, Donors, Flows};

impl<R: Real> Flows<R> {
    /// The pools (mg N kg⁻¹) that satisfy the system, with these flows as a (–) and `start` as b.
    #[inline(always)]
    pub fn solve(&self, start: &Donors<R>) -> Donors<R> {
        let a = self;
        let no2_to_no3 = a.no2_oxidised + a.anammox_no3;
        let no2_lost = a.nitrifier_denitrification
            + a.no2_to_n2o
            + a.no2_to_no
            + a.anammox_no2
            + a.chemodenitrification
            + a.no2_leached;
        let no2_kept = R::one() + no2_lost;
        let [per_labile, per_urea, per_stable, per_no2] = reciprocals([
            R::one() + a.labile_mineralised + a.labile_assimilated,
            R::one() + a.urea_hydrolysed,
            R::one() + a.stable_mineralised + a.stable_assimilated,
            no2_kept + no2_to_no3,
        ]);
        let n_labile = start.n_labile * per_labile;
        let urea = start.urea * per_urea;

        // Nitrite eliminated: of what reaches it, this share goes on to nitrate and the rest stays or is lost.
        let (on_to_no3, held) = (no2_to_no3 * per_no2, no2_kept * per_no2);
        let nh4_to_no3 = a.nh4_to_no3 + a.nh4_oxidised * on_to_no3;
        // Stable matter eliminated: of the microbes that reach it, one share is mineralised.
        let microbes_to_nh4 = a.microbial_turnover * a.stable_mineralised * per_stable;
        let microbes_held = R::one() + a.microbial_turnover * per_stable;
        // Nitrate eliminated: what reaches it goes on to microbes, to ammonium, or stays and is lost, by way of nitrite too.
        let no3_gas = a.denitrified_n2o + a.denitrified_n2;
        let no3_held = R::one() + a.no3_leached + a.no3_taken_up + no3_gas + a.no3_reduced * held;
        let [per_no3, per_microbes] =
            two_reciprocals(no3_held + a.no3_immobilised + a.dnra, microbes_held + microbes_to_nh4);
        let nh4_to_microbes = a.nh4_immobilised + nh4_to_no3 * a.no3_immobilised * per_no3;
        let nh4_held = R::one()
            + a.nh4_to_n2o
            + a.nh4_to_no
            + a.anammox_nh4
            + (a.nitrified_n2o + a.nitrified_n2)
            + a.nh3_volatilised
            + a.nh4_leached
            + a.nh4_taken_up
            + a.nh4_oxidised * held
            + nh4_to_no3 * no3_held * per_no3
            + nh4_to_microbes * microbes_held * per_microbes;

        let stable = start.n_stable * per_stable;
        let nitrite = start.no2 * per_no2;
        let nitrate = (start.no3 + no2_to_no3 * nitrite) * per_no3;
        let microbes = (start.n_microbial
            + a.labile_assimilated * n_labile
            + a.stable_assimilated * stable
            + a.no3_immobilised * nitrate)
            * per_microbes;
        let ammonium = start.nh4
            + a.labile_mineralised * n_labile
            + a.urea_hydrolysed * urea
            + a.stable_mineralised * stable
            + a.dnra * nitrate
            + microbes_to_nh4 * microbes;
        let [per_nh4, per_n2o] = two_reciprocals(nh4_held, R::one() + a.n2o_reduced + a.n2o_emitted);

        let nh4 = ammonium * per_nh4;
        let n_microbial = microbes + nh4_to_microbes * nh4 * per_microbes;
        let n_stable = stable + a.microbial_turnover * n_microbial * per_stable;
        let no3 = nitrate + nh4_to_no3 * nh4 * per_no3;
        let no2 = nitrite + (a.nh4_oxidised * nh4 + a.no3_reduced * no3) * per_no2;
        let n2o = (start.n2o + a.nh4_to_n2o * nh4 + (a.nitrifier_denitrification + a.no2_to_n2o) * no2) * per_n2o;
        Donors { n_labile, n_stable, n_microbial, urea, nh4, no2, no3, n2o }
    }
}

impl<R: Real> Donors<R> {
    /// These pools with what arrives from outside (mg N kg⁻¹).
    #[inline(always)]
    pub fn with(&self, arrivals: &Arrivals<R>) -> Self {
        Self {
            n_labile: self.n_labile + arrivals.litter,
            nh4: self.nh4 + arrivals.fixed_free + arrivals.nh4_deposited,
            no3: self.no3 + arrivals.no3_deposited,
            ..*self
        }
    }
}
