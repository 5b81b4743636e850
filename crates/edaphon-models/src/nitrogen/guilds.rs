//! Groups of microbes that grow on what they oxidise and reduce, where their shares of microbial carbon are not held.
//!
//! ```text
//! dX/dt = Y F (1 − Σ X/B) − d φ X + i B
//! ```
//!
//! X is the carbon of a group (mg C kg⁻¹), a part of microbial carbon B and not beside it: growth stops where the groups are all of it. F is what the group lives on: nitrogen
//! oxidised or fixed (mg N kg⁻¹ d⁻¹), or carbon that reduction of nitrogen respires (mg C kg⁻¹ d⁻¹), a quarter of 12/14 per electron. A step first moves nitrogen with shares r = X/B
//! held, then the groups, implicitly in decay: they stay above 0. First order in the step.

use edaphon_core::Defaults::One;
use edaphon_core::Prior::LogNormal;
use edaphon_core::{Real, parameters, record};

use super::anaerobic_nitrogen::AnaerobicNitrogenDay;
use super::day::Shared;
use super::denitrification::DenitrificationDay;
use super::fixation::FixationDay;
use super::flows::quotient;
use super::nitrification::NitrificationDay;
use super::{Moved, NitrogenDay, NitrogenParameters, NitrogenSite, NitrogenState, Rates, Weather};

/// Carbon respired per nitrogen that takes one electron (g C (g N)⁻¹): carbohydrate carbon gives four.
const CARBON_PER_ELECTRON: f64 = 12.0 / 14.0 / 4.0;

/// In the range that textbooks give, without a single source.
const GENERAL: &str = "literature";

parameters! {
    /// How the groups of microbes grow and die.
    pub struct GuildDynamics, GUILD_DYNAMICS of "nitrogen guilds" {
        yield_ammonia: "Y_AO", "gC gN-1", One(0.07), 0.005..=0.5, LogNormal { median: 0.07, spread: 0.3537 }, GENERAL, "growth of ammonia oxidisers per N oxidised";
        yield_nitrite: "Y_NOB", "gC gN-1", One(0.02), 0.002..=0.2, LogNormal { median: 0.02, spread: 0.3537 }, GENERAL, "growth of nitrite oxidisers per N oxidised";
        yield_reduction: "Y_den", "gC gC-1", One(0.3), 0.02..=1.0, LogNormal { median: 0.3, spread: 0.3537 }, GENERAL, "growth of reducers of nitrogen oxides per C that they respire with them";
        yield_anammox: "Y_amx", "gC gN-1", One(0.057), 0.005..=0.5, LogNormal { median: 0.057, spread: 0.3537 }, "strous1998", "growth of anammox bacteria per ammonium";
        yield_fixation: "Y_nif", "gC gN-1", One(8.0), 0.5..=40.0, LogNormal { median: 8.0, spread: 0.3537 }, "edaphon", "growth of free-living fixers per N fixed: their C:N";
        decay: "d_g", "d-1", One(0.03), 0.001..=0.5, LogNormal { median: 0.03, spread: 0.3537 }, GENERAL, "decay of groups at 25 °C";
        immigration: "i_g", "d-1", One(1e-6), 0.0..=1e-3, LogNormal { median: 1e-6, spread: 1.1748 }, "edaphon", "arrival of each group per microbial carbon";
    }
}

record! {
    /// Carbon of each group (mg C kg⁻¹).
    pub struct Guilds {
        aoa, "ammonia-oxidising archaea";
        aob, "ammonia-oxidising bacteria";
        comammox, "complete ammonia oxidisers";
        nob, "nitrite-oxidising bacteria";
        nirs, "denitrifiers with nirS";
        nirk, "denitrifiers with nirK";
        nosz, "reducers of nitrous oxide";
        anammox, "anammox bacteria";
        dnra, "reducers of nitrate to ammonium";
        diazotroph, "free-living nitrogen fixers";
        fungal_denitrifier, "denitrifying fungi";
    }
}

impl<R: Real> Guilds<R> {
    /// The groups as parameters have them in a microbial carbon of `microbes` (mg C kg⁻¹).
    #[inline(always)]
    pub fn held_by(p: &NitrogenParameters<R>, microbes: R) -> Self {
        Self {
            aoa: p.r_aoa,
            aob: p.r_aob,
            comammox: p.r_comammox,
            nob: p.r_nob,
            nirs: p.r_nirs,
            nirk: p.r_nirk,
            nosz: p.r_nosz,
            anammox: p.r_anammox,
            dnra: p.r_dnra,
            diazotroph: p.r_diazotroph,
            fungal_denitrifier: p.r_fungal_denitrifier * p.fungal_share,
        }
        .map(|share| share * microbes)
    }

    /// All groups together.
    #[inline(always)]
    pub fn total(&self) -> R {
        let nitrifiers = self.aoa + self.aob + self.comammox + self.nob;
        let reducers = self.nirs + self.nirk + self.nosz + self.dnra + self.fungal_denitrifier;
        nitrifiers + reducers + self.anammox + self.diazotroph
    }

    /// The parameters with the shares that the groups now have in `microbes`.
    #[inline(always)]
    fn shares_in(&self, p: &NitrogenParameters<R>, microbes: R) -> NitrogenParameters<R> {
        let r = self.map(|carbon| quotient(carbon, microbes));
        NitrogenParameters {
            r_aoa: r.aoa,
            r_aob: r.aob,
            r_comammox: r.comammox,
            r_nob: r.nob,
            r_nirs: r.nirs,
            r_nirk: r.nirk,
            r_nosz: r.nosz,
            r_anammox: r.anammox,
            r_dnra: r.dnra,
            r_diazotroph: r.diazotroph,
            r_fungal_denitrifier: quotient(r.fungal_denitrifier, p.fungal_share),
            ..*p
        }
    }
}

/// A day on which groups grow and die.
#[derive(Debug, Clone, Copy)]
pub struct GuildDay<R> {
    day: NitrogenDay<R>,
    shared: Shared<R>,
    weather: Weather<R>,
}

impl<R: Real> GuildDay<R> {
    /// The coefficients at `site` under `weather`.
    #[inline(always)]
    pub fn new(site: &NitrogenSite<R>, weather: &Weather<R>) -> Self {
        let shared = Shared::new(site, weather);
        Self { day: NitrogenDay::of(site, weather, &shared), shared, weather: *weather }
    }

    /// The site and the laws with the shares that `guilds` have in the microbes of `state`.
    #[inline(always)]
    pub fn with(
        &self,
        site: &NitrogenSite<R>,
        state: &NitrogenState<R>,
        guilds: &Guilds<R>,
    ) -> (NitrogenSite<R>, NitrogenDay<R>) {
        let microbes = state.n_microbial * site.parameters.microbial_c_to_n;
        let site = NitrogenSite { parameters: guilds.shares_in(&site.parameters, microbes), ..*site };
        let (weather, shared) = (&self.weather, &self.shared);
        let day = NitrogenDay {
            nitrification: NitrificationDay::new(&site, weather, shared),
            denitrification: DenitrificationDay::new(&site, weather, shared),
            anaerobic_nitrogen: AnaerobicNitrogenDay::new(&site, shared),
            fixation: FixationDay::new(&site, weather, shared),
            ..self.day
        };
        (site, day)
    }

    /// State and groups after `dt` (d), and the nitrogen that moved.
    #[inline(always)]
    pub fn step(
        &self,
        site: &NitrogenSite<R>,
        dynamics: &GuildDynamics<R>,
        (state, guilds): (&NitrogenState<R>, &Guilds<R>),
        dt: R,
    ) -> (NitrogenState<R>, Guilds<R>, Moved<R>) {
        let (site, day) = self.with(site, state, guilds);
        let (after, moved) = day.step(&site, state, dt);
        let grown = growth(&site, &day, dynamics, &after, guilds);
        let microbes = after.n_microbial * site.parameters.microbial_c_to_n;
        let room = (R::one() - quotient(guilds.total(), microbes)).max(R::zero());
        let arrived = dynamics.immigration * microbes;
        let kept = R::one() / (R::one() + dt * dynamics.decay * self.shared.phi.heterotrophs);
        let later = guilds.zip(&grown, |carbon, growth| (carbon + dt * (growth * room + arrived)) * kept);
        (after, later, moved)
    }

    /// State and groups after a day in `substeps` equal steps.
    #[inline(always)]
    pub fn advance(
        &self,
        site: &NitrogenSite<R>,
        dynamics: &GuildDynamics<R>,
        (state, guilds): (&NitrogenState<R>, &Guilds<R>),
        substeps: usize,
    ) -> (NitrogenState<R>, Guilds<R>) {
        let dt = R::lit(1.0 / substeps as f64);
        let (mut state, mut guilds) = (*state, *guilds);
        for _ in 0..substeps {
            (state, guilds, _) = self.step(site, dynamics, (&state, &guilds), dt);
        }
        (state, guilds)
    }
}

/// Growth of each group in `state`, Y F (mg C kg⁻¹ d⁻¹).
///
/// Both groups of denitrifying bacteria grow as their carbon is; NO3 → NO2 and NO2 → N2O take two electrons per nitrogen, NO2 → NO and N2O → N2 one, NO3 → NH4 eight.
#[inline(always)]
fn growth<R: Real>(
    site: &NitrogenSite<R>,
    day: &NitrogenDay<R>,
    y: &GuildDynamics<R>,
    state: &NitrogenState<R>,
    guilds: &Guilds<R>,
) -> Guilds<R> {
    let Rates { flows, arrivals, ammonia_oxidation: oxidation, .. } = day.rates(site, state);
    let f = flows.by_donor(&state.donors(), |rate, donor| rate * donor);
    let per_electron = y.yield_reduction * R::lit(CARBON_PER_ELECTRON);
    let two = R::lit(2.0);
    let bacteria = guilds.nirs + guilds.nirk;
    let of_no3 = two * quotient(f.no3_reduced, bacteria + guilds.fungal_denitrifier);
    let by_fungi = day.denitrification.fungal_share_of_n2o() * f.no2_to_n2o;
    let by_bacteria = two * (f.no2_to_n2o - by_fungi) + f.no2_to_no;
    let per_carbon = (of_no3 + quotient(by_bacteria, bacteria)) * per_electron;
    let ammonia = y.yield_ammonia * state.nh4;
    Guilds {
        aoa: ammonia * oxidation.aoa,
        aob: ammonia * oxidation.aob,
        comammox: ammonia * oxidation.comammox,
        nob: y.yield_nitrite * f.no2_oxidised,
        nirs: guilds.nirs * per_carbon,
        nirk: guilds.nirk * per_carbon,
        nosz: per_electron * f.n2o_reduced,
        anammox: y.yield_anammox * f.anammox_nh4,
        dnra: R::lit(8.0) * per_electron * f.dnra,
        diazotroph: y.yield_fixation * arrivals.fixed_free,
        fungal_denitrifier: (of_no3 * guilds.fungal_denitrifier + two * by_fungi) * per_electron,
    }
}

impl<R: Copy> Guilds<R> {
    #[inline(always)]
    fn zip(&self, other: &Self, f: impl Fn(R, R) -> R) -> Self {
        let (a, b) = (self, other);
        Self {
            aoa: f(a.aoa, b.aoa),
            aob: f(a.aob, b.aob),
            comammox: f(a.comammox, b.comammox),
            nob: f(a.nob, b.nob),
            nirs: f(a.nirs, b.nirs),
            nirk: f(a.nirk, b.nirk),
            nosz: f(a.nosz, b.nosz),
            anammox: f(a.anammox, b.anammox),
            dnra: f(a.dnra, b.dnra),
            diazotroph: f(a.diazotroph, b.diazotroph),
            fungal_denitrifier: f(a.fungal_denitrifier, b.fungal_denitrifier),
        }
    }
}
