//! The flows of nitrogen: each leaves one pool and arrives in one.

use edaphon_core::{Real, record};

record! {
    /// A quantity for each flow, which leaves one pool and arrives in one: as a rate, the share of the donor that moves in a day (d⁻¹).
    pub struct Flows {
        labile_mineralised, "N of labile matter → NH4";
        labile_assimilated, "N of labile matter → microbes";
        stable_mineralised, "N of stable matter → NH4";
        stable_assimilated, "N of stable matter → microbes";
        microbial_turnover, "microbes → stable matter";
        urea_hydrolysed, "urea → NH4";
        nh4_immobilised, "NH4 → microbes";
        nh4_oxidised, "NH4 → NO2, by archaea and bacteria";
        nh4_to_n2o, "NH4 → N2O, by-product of its oxidation";
        nh4_to_no, "NH4 → NO emitted, by-product of its oxidation";
        nh4_to_no3, "NH4 → NO3, by complete oxidisers and heterotrophs";
        anammox_nh4, "NH4 → N2, anammox";
        nitrified_n2o, "NH4 → N2O emitted at once, in schemes without microbes";
        nitrified_n2, "NH4 → N2 emitted at once, in schemes without microbes";
        nh3_volatilised, "NH4 → NH3 emitted";
        nh4_leached, "NH4 → leached";
        nh4_taken_up, "NH4 → plants";
        no2_oxidised, "NO2 → NO3";
        nitrifier_denitrification, "NO2 → N2O, by ammonia oxidisers";
        no2_to_n2o, "NO2 → N2O, by bacteria and fungi";
        no2_to_no, "NO2 → NO emitted, by bacteria";
        anammox_no2, "NO2 → N2, anammox";
        anammox_no3, "NO2 → NO3, anammox";
        chemodenitrification, "NO2 → NO emitted, without microbes";
        no2_leached, "NO2 → leached";
        no3_immobilised, "NO3 → microbes";
        no3_reduced, "NO3 → NO2";
        dnra, "NO3 → NH4, dissimilatory reduction";
        denitrified_n2o, "NO3 → N2O emitted at once, in schemes without microbes";
        denitrified_n2, "NO3 → N2 emitted at once, in schemes without microbes";
        no3_leached, "NO3 → leached";
        no3_taken_up, "NO3 → plants";
        n2o_reduced, "N2O → N2";
        n2o_emitted, "N2O → N2O emitted";
    }
}

record! {
    /// Nitrogen that arrives from outside (mg N kg⁻¹ d⁻¹, or mg N kg⁻¹ in a step).
    pub struct Arrivals {
        litter, "→ labile matter";
        fixed_free, "→ NH4, fixed by free-living microbes";
        fixed_symbiotic, "→ plants, fixed in symbiosis";
        nh4_deposited, "→ NH4";
        no3_deposited, "→ NO3";
    }
}

record! {
    /// A quantity for each pool that flows leave: its nitrogen (mg N kg⁻¹), or a factor.
    pub struct Donors {
        n_labile, "labile organic matter";
        n_stable, "stable organic matter";
        n_microbial, "microbes";
        urea, "urea";
        nh4, "ammonium";
        no2, "nitrite";
        no3, "nitrate";
        n2o, "nitrous oxide";
    }
}

/// Puts two records of a kind together field by field.
macro_rules! fieldwise {
    ($($name:ident { $($field:ident),* }),*) => {$(
        impl<R: Copy> $name<R> {
            /// `f` of the fields of two, one by one.
            #[inline(always)]
            pub fn zip<S: Copy>(&self, other: &Self, f: impl Fn(R, R) -> S) -> $name<S> {
                $name { $($field: f(self.$field, other.$field)),* }
            }
        }
    )*};
}

fieldwise! {
    Arrivals { litter, fixed_free, fixed_symbiotic, nh4_deposited, no3_deposited },
    Donors { n_labile, n_stable, n_microbial, urea, nh4, no2, no3, n2o }
}

impl<R: Real> Arrivals<R> {
    /// All of it.
    #[inline(always)]
    pub fn total(&self) -> R {
        self.litter + self.fixed_free + self.fixed_symbiotic + self.nh4_deposited + self.no3_deposited
    }
}

impl<R: Copy> Flows<R> {
    /// `f` of each flow of two and of the factor of the pool that the flow leaves.
    #[inline(always)]
    pub fn zip_by_donor<S: Copy>(&self, other: &Self, of: &Donors<R>, f: impl Fn(R, R, R) -> S) -> Flows<S> {
        let (a, b) = (self, other);
        Flows {
            labile_mineralised: f(a.labile_mineralised, b.labile_mineralised, of.n_labile),
            labile_assimilated: f(a.labile_assimilated, b.labile_assimilated, of.n_labile),
            stable_mineralised: f(a.stable_mineralised, b.stable_mineralised, of.n_stable),
            stable_assimilated: f(a.stable_assimilated, b.stable_assimilated, of.n_stable),
            microbial_turnover: f(a.microbial_turnover, b.microbial_turnover, of.n_microbial),
            urea_hydrolysed: f(a.urea_hydrolysed, b.urea_hydrolysed, of.urea),
            nh4_immobilised: f(a.nh4_immobilised, b.nh4_immobilised, of.nh4),
            nh4_oxidised: f(a.nh4_oxidised, b.nh4_oxidised, of.nh4),
            nh4_to_n2o: f(a.nh4_to_n2o, b.nh4_to_n2o, of.nh4),
            nh4_to_no: f(a.nh4_to_no, b.nh4_to_no, of.nh4),
            nh4_to_no3: f(a.nh4_to_no3, b.nh4_to_no3, of.nh4),
            anammox_nh4: f(a.anammox_nh4, b.anammox_nh4, of.nh4),
            nitrified_n2o: f(a.nitrified_n2o, b.nitrified_n2o, of.nh4),
            nitrified_n2: f(a.nitrified_n2, b.nitrified_n2, of.nh4),
            nh3_volatilised: f(a.nh3_volatilised, b.nh3_volatilised, of.nh4),
            nh4_leached: f(a.nh4_leached, b.nh4_leached, of.nh4),
            nh4_taken_up: f(a.nh4_taken_up, b.nh4_taken_up, of.nh4),
            no2_oxidised: f(a.no2_oxidised, b.no2_oxidised, of.no2),
            nitrifier_denitrification: f(a.nitrifier_denitrification, b.nitrifier_denitrification, of.no2),
            no2_to_n2o: f(a.no2_to_n2o, b.no2_to_n2o, of.no2),
            no2_to_no: f(a.no2_to_no, b.no2_to_no, of.no2),
            anammox_no2: f(a.anammox_no2, b.anammox_no2, of.no2),
            anammox_no3: f(a.anammox_no3, b.anammox_no3, of.no2),
            chemodenitrification: f(a.chemodenitrification, b.chemodenitrification, of.no2),
            no2_leached: f(a.no2_leached, b.no2_leached, of.no2),
            no3_immobilised: f(a.no3_immobilised, b.no3_immobilised, of.no3),
            no3_reduced: f(a.no3_reduced, b.no3_reduced, of.no3),
            dnra: f(a.dnra, b.dnra, of.no3),
            denitrified_n2o: f(a.denitrified_n2o, b.denitrified_n2o, of.no3),
            denitrified_n2: f(a.denitrified_n2, b.denitrified_n2, of.no3),
            no3_leached: f(a.no3_leached, b.no3_leached, of.no3),
            no3_taken_up: f(a.no3_taken_up, b.no3_taken_up, of.no3),
            n2o_reduced: f(a.n2o_reduced, b.n2o_reduced, of.n2o),
            n2o_emitted: f(a.n2o_emitted, b.n2o_emitted, of.n2o),
        }
    }

    /// `f` of each flow and of the factor of the pool that the flow leaves.
    #[inline(always)]
    pub fn by_donor<S: Copy>(&self, of: &Donors<R>, f: impl Fn(R, R) -> S) -> Flows<S> {
        self.zip_by_donor(self, of, |a, _, donor| f(a, donor))
    }
}

/// a/b, 0 where b is not above 0.
#[inline(always)]
pub(crate) fn quotient<R: Real>(a: R, b: R) -> R {
    let any = b.gt(R::zero());
    R::select(any, a / R::select(any, b, R::one()), R::zero())
}
