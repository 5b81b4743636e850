//! A day of mineral nitrogen where another model has the organic matter: it says what is mineralised, respired and wanted, and how many microbes there are.
//!
//! Two ways for a host to meet the network:
//!
//! - It gives gross mineralisation and the demand for immobilisation ([`Host`]); [`HostedDay::advance`] immobilises I4 and I3 as [`organic`](super::organic) has them, at most
//!   the demand, and says how much, so that the host can respire what it could not build.
//! - It has one pool of mineral nitrogen and settles by itself what enters and leaves it in a day ([`Exchange`]). [`HostedDay::exchange`] then spreads both over the
//!   day, and the sum of the pools changes by exactly that, and by what the network loses.
//!
//! Anaerobic fraction and limitation by electron donors follow from the respiration of the host, the same all day: R_p and Rh are both what it respires.
//! Fixation is the host's.

use edaphon_core::{Real, record};

use super::anaerobic_nitrogen::{ANAMMOX_NO2_TO_N2, ANAMMOX_NO2_TO_NO3, AnaerobicNitrogenDay};
use super::day::Shared;
use super::denitrification::{DenitrificationDay, donor_limitation};
use super::flows::quotient;
use super::losses::{LossesDay, plant_uptake};
use super::nitrification::NitrificationDay;
use super::quasi_steady::steady_n2o;
use super::soil::falling_logistic;
use super::{AnaerobicDay, Donors, Flows, NitrogenSite, Weather};

/// Share of mineral nitrogen that is nitrite where only the sum is known (–).
const NITRITE_SHARE: f64 = 0.002;

record! {
    /// What a host says of a day.
    pub struct Host {
        microbial_carbon, "microbial carbon, B (mg C kg⁻¹)";
        respiration, "heterotrophic respiration, Rh (mg C kg⁻¹ d⁻¹)";
        gross_mineralisation, "gross mineralisation, M (mg N kg⁻¹ d⁻¹)";
        immobilisation_demand, "nitrogen that growth wants beyond organic nitrogen, I_dem (mg N kg⁻¹ d⁻¹)";
        nh4_added, "other ammonium that arrives, by deposition and fixation (mg N kg⁻¹ d⁻¹)";
        no3_added, "nitrate that arrives (mg N kg⁻¹ d⁻¹)";
    }
}

record! {
    /// What a host with one pool of mineral nitrogen moved in and out of it (mg N kg⁻¹ d⁻¹); each is ≥ 0.
    pub struct Exchange {
        nh4_in, "→ NH4: mineralised, deposited, fixed";
        no3_in, "→ NO3: deposited";
        immobilised, "→ microbes, NH4 first, then NO3, then NO2";
        taken_up, "→ plants, from NH4 and NO3 as they are there, NH4 counting ψ times";
    }
}

record! {
    /// Mineral nitrogen (mg N kg⁻¹).
    pub struct Mineral {
        urea, "urea";
        nh4, "ammonium, dissolved and sorbed";
        no2, "nitrite";
        no3, "nitrate";
        n2o, "nitrous oxide, dissolved and in soil air";
    }
}

record! {
    /// What the network moved (mg N kg⁻¹).
    pub struct MineralFluxes {
        nitrified, "ammonium oxidised, by-products included";
        no2_oxidised, "nitrite oxidised";
        no3_reduced, "nitrate reduced to nitrite";
        dnra, "nitrate reduced to ammonium";
        anammox, "N2 of anammox";
        n2o_nitrification, "N2O formed by ammonia oxidisers";
        n2o_denitrification, "N2O formed by denitrifiers";
        n2o_reduced, "N2O reduced to N2";
        n2o_lost, "N2O emitted";
        n2_lost, "N2 emitted";
        no_lost, "NO emitted";
        nh3_lost, "NH3 volatilised";
        nh4_leached, "ammonium leached";
        no3_leached, "nitrate and nitrite leached";
        immobilised, "immobilised of the demand";
        taken_up, "taken up by plants of their capacity";
    }
}

impl<R: Real> MineralFluxes<R> {
    /// What has left the soil with gas and water.
    #[inline(always)]
    pub fn lost(&self) -> R {
        (self.n2o_lost + self.n2_lost + self.no_lost + self.nh3_lost) + (self.nh4_leached + self.no3_leached)
    }

    /// These and what a step moved.
    #[inline(always)]
    fn and(&self, f: &Flows<R>) -> Self {
        Self {
            nitrified: self.nitrified + (f.nh4_oxidised + f.nh4_to_n2o + f.nh4_to_no + f.nh4_to_no3),
            no2_oxidised: self.no2_oxidised + f.no2_oxidised,
            no3_reduced: self.no3_reduced + f.no3_reduced,
            dnra: self.dnra + f.dnra,
            anammox: self.anammox + (f.anammox_nh4 + f.anammox_no2),
            n2o_nitrification: self.n2o_nitrification + (f.nh4_to_n2o + f.nitrifier_denitrification),
            n2o_denitrification: self.n2o_denitrification + f.no2_to_n2o,
            n2o_reduced: self.n2o_reduced + f.n2o_reduced,
            n2o_lost: self.n2o_lost + f.n2o_emitted,
            n2_lost: self.n2_lost + (f.n2o_reduced + f.anammox_nh4 + f.anammox_no2),
            no_lost: self.no_lost + (f.nh4_to_no + f.no2_to_no + f.chemodenitrification),
            nh3_lost: self.nh3_lost + f.nh3_volatilised,
            nh4_leached: self.nh4_leached + f.nh4_leached,
            no3_leached: self.no3_leached + (f.no2_leached + f.no3_leached),
            immobilised: self.immobilised,
            taken_up: self.taken_up + (f.nh4_taken_up + f.no3_taken_up),
        }
    }
}

impl<R: Real> Mineral<R> {
    /// The pools in which a sum `din` of ammonium, nitrite and nitrate is at `ph`, without urea and nitrous oxide:
    ///
    /// ```text
    /// NH4 = DIN/(1 + exp(0.55 pH − 2.2))      NO2 = 0.002 DIN      NO3 the rest
    /// ```
    ///
    /// More of it is ammonium where soil is acid; chosen, not measured.
    #[inline(always)]
    pub fn split(din: R, ph: R) -> Self {
        let nh4 = din * falling_logistic(R::lit(0.55) * ph - R::lit(2.2));
        let no2 = din * R::lit(NITRITE_SHARE);
        Self { urea: R::zero(), nh4, no2, no3: (din - nh4 - no2).max(R::zero()), n2o: R::zero() }
    }

    /// Ammonium, nitrite and nitrate: what a host calls its mineral nitrogen.
    #[inline(always)]
    pub fn dissolved(&self) -> R {
        self.nh4 + self.no2 + self.no3
    }

    /// All of it, urea and nitrous oxide included.
    #[inline(always)]
    pub fn total(&self) -> R {
        self.dissolved() + (self.urea + self.n2o)
    }

    /// What is left when microbes take `immobilised`, ammonium first, and plants `taken_up`, of ammonium `preference` times as readily as of nitrate.
    ///
    /// The two together are at most what there is; nitrite is taken last.
    #[inline(always)]
    pub fn served(&self, immobilised: R, taken_up: R, preference: R) -> Self {
        let i4 = immobilised.min(self.nh4);
        let i3 = (immobilised - i4).min(self.no3);
        let (nh4, no3) = (self.nh4 - i4, self.no3 - i3);
        let u4 = (taken_up * quotient(preference * nh4, preference * nh4 + no3)).min(nh4);
        let u3 = (taken_up - u4).min(no3);
        let more = (taken_up - u4 - u3).min(nh4 - u4);
        let from_no2 = (immobilised - i4 - i3) + (taken_up - u4 - u3 - more);
        Self { nh4: nh4 - u4 - more, no3: no3 - u3, no2: (self.no2 - from_no2).max(R::zero()), ..*self }
    }

    #[inline(always)]
    fn donors(&self) -> Donors<R> {
        let Self { urea, nh4, no2, no3, n2o } = *self;
        let none = R::zero();
        Donors { n_labile: none, n_stable: none, n_microbial: none, urea, nh4, no2, no3, n2o }
    }

    #[inline(always)]
    fn of(pools: &Donors<R>) -> Self {
        Self { urea: pools.urea, nh4: pools.nh4, no2: pools.no2, no3: pools.no3, n2o: pools.n2o }
    }
}

/// The mineral network on a day, under a host.
#[derive(Debug, Clone, Copy)]
pub struct HostedDay<R> {
    host: Host<R>,
    /// Anaerobic fraction, a (–).
    pub anaerobic: R,
    /// Limitation by electron donors, f_R (–).
    pub donor_limitation: R,
    nitrification: NitrificationDay<R>,
    denitrification: DenitrificationDay<R>,
    anaerobic_nitrogen: AnaerobicNitrogenDay<R>,
    losses: LossesDay<R>,
    uptake_capacity: R,
}

impl<R: Real> HostedDay<R> {
    /// The coefficients at `site` under `weather` and `host`.
    #[inline(always)]
    pub fn new(site: &NitrogenSite<R>, weather: &Weather<R>, host: &Host<R>) -> Self {
        let shared = Shared::new(site, weather);
        Self {
            host: *host,
            anaerobic: AnaerobicDay::new(site, weather.wfps).fraction(host.respiration),
            donor_limitation: donor_limitation(host.respiration, site.parameters.k_m_respiration),
            nitrification: NitrificationDay::new(site, weather, &shared),
            denitrification: DenitrificationDay::new(site, weather, &shared),
            anaerobic_nitrogen: AnaerobicNitrogenDay::new(site, &shared),
            losses: LossesDay::new(site, weather, &shared),
            uptake_capacity: weather.uptake_capacity,
        }
    }

    /// Share of its donor that each flow between mineral pools and out of them moves (d⁻¹).
    #[inline(always)]
    pub fn flows(&self, site: &NitrogenSite<R>, pools: &Mineral<R>) -> Flows<R> {
        let none = R::zero();
        let (b, a, rh) = (self.host.microbial_carbon, self.anaerobic, self.host.respiration);
        let Mineral { urea, nh4, no2, no3, n2o } = *pools;
        let oxidation = self.nitrification.ammonia_oxidation(site, b, a, nh4);
        let [no2_oxidised, nitrifier_denitrification] = self.nitrification.nitrite(site, b, a, nh4, no2);
        let chain = self.denitrification.rates(site, b, a, self.donor_limitation, [no2, no3, n2o]);
        let [anammox, dnra] = self.anaerobic_nitrogen.rates(site, b, a, rh, [nh4, no2, no3]);
        let [nh4_taken_up, no3_taken_up] = plant_uptake(site, self.uptake_capacity, nh4, no3);
        Flows {
            labile_mineralised: none,
            labile_assimilated: none,
            stable_mineralised: none,
            stable_assimilated: none,
            microbial_turnover: none,
            urea_hydrolysed: self.losses.urea_hydrolysis,
            nh4_immobilised: none,
            nh4_oxidised: oxidation.to_no2(),
            nh4_to_n2o: oxidation.to_n2o,
            nh4_to_no: oxidation.to_no,
            nh4_to_no3: oxidation.comammox + oxidation.heterotrophic,
            anammox_nh4: anammox * no2,
            nitrified_n2o: none,
            nitrified_n2: none,
            nh3_volatilised: self.losses.volatilised(site, urea),
            nh4_leached: self.losses.nh4_leaching,
            nh4_taken_up,
            no2_oxidised,
            nitrifier_denitrification,
            no2_to_n2o: chain.no2_to_n2o,
            no2_to_no: chain.no2_to_no,
            anammox_no2: R::lit(ANAMMOX_NO2_TO_N2) * anammox * nh4,
            anammox_no3: R::lit(ANAMMOX_NO2_TO_NO3) * anammox * nh4,
            chemodenitrification: self.losses.chemodenitrification,
            no2_leached: self.losses.leaching,
            no3_immobilised: none,
            no3_reduced: chain.no3_reduced,
            dnra,
            denitrified_n2o: none,
            denitrified_n2: none,
            no3_leached: self.losses.leaching,
            no3_taken_up,
            n2o_reduced: chain.n2o_reduced,
            n2o_emitted: self.losses.escape,
        }
    }

    /// `pools` with the nitrous oxide that would be steady in them (mg N kg⁻¹).
    #[inline(always)]
    pub fn with_steady_n2o(&self, site: &NitrogenSite<R>, pools: &Mineral<R>) -> Mineral<R> {
        let f = self.flows(site, &Mineral { n2o: R::zero(), ..*pools });
        let produced = f.nh4_to_n2o * pools.nh4 + (f.nitrifier_denitrification + f.no2_to_n2o) * pools.no2;
        let k_m = site.parameters.k_m_nos;
        Mineral { n2o: steady_n2o(produced, f.n2o_reduced * k_m, k_m, f.n2o_emitted), ..*pools }
    }

    /// `pools` after `dt` (d) by the scheme of [`step`](super::step), and the nitrogen that each flow moved (mg N kg⁻¹); nothing arrives.
    #[inline(always)]
    pub fn step(&self, site: &NitrogenSite<R>, pools: &Mineral<R>, dt: R) -> (Mineral<R>, Flows<R>) {
        let start = pools.donors();
        // A loop of two keeps the code of the rates in the machine once.
        let mut at = start;
        let mut first = None;
        loop {
            let here = self.flows(site, &Mineral::of(&at));
            match first {
                None => {
                    first = Some(here);
                    at = here.map(|rate| rate * dt).solve(&start);
                }
                Some(first) => {
                    let half = R::lit(0.5) * dt;
                    let ratios = start.zip(&at, quotient);
                    let shares = first.zip_by_donor(&here, &ratios, |a, b, ratio| (a * ratio + b) * half);
                    let after = shares.solve(&start);
                    return (Mineral::of(&after), shares.by_donor(&after, |share, donor| share * donor));
                }
            }
        }
    }

    /// `pools` after a day in `substeps` equal steps, and what moved.
    ///
    /// A step begins with its share of what arrives, and with what microbes immobilise of the pools then: never more than they want, nor than there is.
    ///
    /// ```text
    /// I4 = I_dem NH4/(K_i4 + NH4)      I3 = (I_dem − I4) NO3/(K_i3 + NO3)
    /// ```
    #[inline(always)]
    pub fn advance(
        &self,
        site: &NitrogenSite<R>,
        pools: &Mineral<R>,
        substeps: usize,
    ) -> (Mineral<R>, MineralFluxes<R>) {
        let (p, dt) = (&site.parameters, R::lit(1.0 / substeps as f64));
        let (nh4_in, no3_in) = ((self.host.gross_mineralisation + self.host.nh4_added) * dt, self.host.no3_added * dt);
        let wanted = self.host.immobilisation_demand * dt;
        let (mut now, mut fluxes) = (*pools, MineralFluxes::filled(R::zero()));
        for _ in 0..substeps {
            let (nh4, no3) = (now.nh4 + nh4_in, now.no3 + no3_in);
            let i4 = (wanted * nh4 / (p.k_m_immobilised_nh4 + nh4)).min(nh4);
            let i3 = ((wanted - i4) * no3 / (p.k_m_immobilised_no3 + no3)).min(no3);
            fluxes.immobilised = fluxes.immobilised + (i4 + i3);
            let (after, flows) = self.step(site, &Mineral { nh4: nh4 - i4, no3: no3 - i3, ..now }, dt);
            fluxes = fluxes.and(&flows);
            now = after;
        }
        (now, fluxes)
    }

    /// `pools` after a day of a host that moved nitrogen in and out of them, in `substeps` equal steps, and what the network moved besides.
    ///
    /// Where more leaves than enters, the difference is taken at the start of the day. The rest passes through: each step begins with its share of what enters and of
    /// what leaves, so that nitrifiers and denitrifiers meet it, and no pool can be asked for more than it has. What leaves is at most the mineral nitrogen of
    /// the morning and what enters. Of the [`Host`] only microbial carbon and respiration are read.
    #[inline(always)]
    pub fn exchange(
        &self,
        site: &NitrogenSite<R>,
        pools: &Mineral<R>,
        moved: &Exchange<R>,
        substeps: usize,
    ) -> (Mineral<R>, MineralFluxes<R>) {
        let dt = R::lit(1.0 / substeps as f64);
        let psi = site.parameters.uptake_preference;
        let (entering, leaving) = (moved.nh4_in + moved.no3_in, moved.immobilised + moved.taken_up);
        let passing = quotient(entering, leaving).min(R::one());
        let kept_back = R::one() - passing;
        let mut now = pools.served(moved.immobilised * kept_back, moved.taken_up * kept_back, psi);
        let (nh4_in, no3_in) = (moved.nh4_in * dt, moved.no3_in * dt);
        let (immobilised, taken_up) = (moved.immobilised * passing * dt, moved.taken_up * passing * dt);
        let mut fluxes = MineralFluxes::filled(R::zero());
        for _ in 0..substeps {
            now.nh4 = now.nh4 + nh4_in;
            now.no3 = now.no3 + no3_in;
            now = now.served(immobilised, taken_up, psi);
            let (after, flows) = self.step(site, &now, dt);
            fluxes = fluxes.and(&flows);
            now = after;
        }
        (now, fluxes)
    }
}
