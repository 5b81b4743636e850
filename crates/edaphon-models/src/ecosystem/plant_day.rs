//! The plants' part of a day, the same above every soil.

use edaphon_core::Real;

use super::{Day, State, Today, Weather};
use crate::Profile;
use crate::casa::allocation::allocate;
use crate::casa::litterfall::Litterfall;
use crate::casa::nitrogen::{Growth, limit_growth};
use crate::casa::phenology::leaf_phase;
use crate::casa::respiration::respire;
use crate::casa::roots::{RootZone, root_zone};
use crate::casa::turnover::turnover;
use crate::casa::{PlantSite, Tissues};

/// What the plants have settled by the time soil decay is computed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Morning<R> {
    pub zone: RootZone<R>,
    /// GPP as recorded: after exudation in the testbed's accounting (g C m⁻² d⁻¹).
    pub gpp: R,
    /// NPP before any limit by nitrogen (g C m⁻² d⁻¹).
    pub npp: R,
    pub exudate: R,
    /// Loss of labile carbon (g C m⁻² d⁻¹).
    pub labile_loss: R,
    pub allocation: Tissues<R>,
    pub turnover: Tissues<R>,
}

/// Phenology, root zone, respiration, NPP, allocation, leaf stress and exudation; the leaf phase moves on.
#[inline(always)]
pub(super) fn morning<R: Real>(
    site: &PlantSite<R>,
    state: &mut State<R>,
    weather: &Weather<R>,
    today: &Today,
    day: &mut Day<R>,
) -> Morning<R> {
    let air = weather.air_temperature + R::lit(today.air_warming);
    state.leaf_phase = leaf_phase(site, state.leaf_phase, R::lit(f64::from(today.day)));
    let zone = root_zone(site, weather, R::lit(today.soil_warming));

    let exudate = site.exudate_fraction * weather.gpp.max(R::zero());
    let less_exudate = weather.gpp - exudate;
    let testbed = today.profile.is_testbed();
    let (spendable, gpp) = if testbed { (weather.gpp, less_exudate) } else { (less_exudate, weather.gpp) };
    let (carbon, nitrogen) = (state.plant_c(), state.plant_n());
    let respired = respire(site, carbon, nitrogen, state.labile_c, state.leaf_p, spendable, [air, zone.temperature]);
    let npp = spendable - respired.maintenance() - respired.growth;
    let multiplied = npp * R::lit(today.npp_multiplier);

    day.air_temperature = air;
    day.soil_temperature = zone.temperature;
    day.soil_water = zone.water;
    day.n_deposition = weather.n_deposition;
    day.n_fixation = site.n_fixation;
    day.gpp = gpp;
    day.npp_added = multiplied - npp;
    day.exudate = exudate;
    day.wood_respiration = respired.wood;
    day.froot_respiration = respired.froot;
    day.growth_respiration = respired.growth;
    let labile_loss = if testbed { respired.labile } else { respired.labile.min(state.labile_c) };
    day.labile_respiration = labile_loss;
    let turnover = turnover(site, state.leaf_phase, state.lai, air, zone.availability, today.profile);
    let room = (site.lai_max / site.sla - carbon.leaf + turnover.leaf * carbon.leaf).max(R::zero());
    let allocation = allocate(site, state.leaf_phase, state.lai, room, multiplied, &respired, today.profile);
    (day.allocation_leaf, day.allocation_wood, day.allocation_froot) =
        (allocation.leaf, allocation.wood, allocation.froot);
    Morning { zone, gpp, npp: multiplied, exudate, labile_loss, allocation, turnover }
}

/// NPP after the limit by nitrogen, what is stored as labile, and what the tissues take up (g m⁻² d⁻¹).
#[derive(Debug, Clone, Copy)]
pub(super) struct Built<R> {
    pub npp: R,
    pub to_labile: R,
    pub uptake: Tissues<R>,
    /// Nitrogen that leaves keep of what dies (g m⁻² d⁻¹).
    pub leaf_resorbed: R,
    /// All that leaves the mineral pool.
    pub total_uptake: R,
}

impl<R: Real> Built<R> {
    /// The same growth with a share of the nitrogen wanted.
    #[inline(always)]
    pub(super) fn supplied(self, share: R, day: &mut Day<R>) -> Self {
        let total_uptake = self.total_uptake * share;
        day.n_uptake = total_uptake;
        let Tissues { leaf, wood, froot } = self.uptake;
        let uptake = Tissues { leaf: leaf * share, wood: wood * share, froot: froot * share };
        Self { uptake, total_uptake, ..self }
    }
}

/// Growth where nitrogen is not simulated.
#[inline(always)]
pub(super) fn unlimited<R: Real>(m: &Morning<R>, day: &mut Day<R>) -> Built<R> {
    day.npp = m.npp;
    let zero = R::zero();
    Built { npp: m.npp, to_labile: zero, uptake: Tissues::filled(zero), leaf_resorbed: zero, total_uptake: zero }
}

/// Growth as nitrogen allows; `x_n` scales uptake above the least demand.
#[inline(always)]
pub(super) fn limited<R: Real>(
    site: &PlantSite<R>,
    state: &State<R>,
    m: &Morning<R>,
    x_n: R,
    profile: Profile,
    day: &mut Day<R>,
) -> Built<R> {
    let growth =
        Growth::new(site, state.plant_c(), state.plant_n(), m.turnover, m.allocation, state.mineral_n, profile);
    let supply = growth.supply_ratio(m.npp, state.mineral_n);
    let (npp, to_labile) = limit_growth(m.npp, m.gpp, supply);
    let uptake = growth.uptake(site, npp, state.mineral_n, x_n);
    let unassigned = if profile.is_testbed() { R::lit(1e-10) } else { R::zero() };
    let total_uptake = uptake.total() + unassigned;
    day.npp = npp;
    day.to_labile = to_labile;
    day.growth_allowed = supply;
    day.n_limitation = x_n;
    day.n_uptake = total_uptake;
    Built { npp, to_labile, uptake, leaf_resorbed: growth.leaf_resorbed(npp), total_uptake }
}

/// Moves plant pools through the day and keeps the book of nitrogen and phosphorus where they are not simulated.
#[inline(always)]
pub(super) fn evening<R: Real, const N: bool>(
    site: &PlantSite<R>,
    state: &mut State<R>,
    m: &Morning<R>,
    built: &Built<R>,
    [litter_c, litter_n]: [&Litterfall<R>; 2],
    profile: Profile,
    day: &mut Day<R>,
) {
    let zero = R::zero();
    let lost = litter_c.by_tissue();
    let lost = Tissues { froot: lost.froot - m.exudate, ..lost };
    let grown = m.allocation.map(|a| a * built.npp);
    let carbon = state.plant_c().zip(grown.zip(lost, |g, l| g - l), |c, change| c + change);
    state.labile_c = state.labile_c + (built.to_labile - m.labile_loss);
    if N {
        let change = built.uptake.zip(litter_n.by_tissue(), |u, l| u - l);
        let follows = if profile.is_testbed() { carbon.leaf.gt(zero) } else { zero.le(zero) };
        let nitrogen = state.plant_n().zip(change, |n, d| n + R::select(follows, d, zero));
        state.set_plant_n(nitrogen.map(|n| n.max(zero)));
    }
    state.lai = (site.sla * carbon.leaf).clip(site.lai_min, site.lai_max);
    let kept = carbon.map(|c| c.max(zero));
    day.respiration_spared = kept.total() - carbon.total();
    state.set_plant_c(kept);
    state.leaf_p = state.leaf_n / site.leaf_n_to_p;
    if !N {
        state.set_plant_n(kept.zip(site.n_to_c_fixed(), |c, ratio| c * ratio));
    }
    state.npp_this_year = state.npp_this_year + built.npp;
}

/// Records litterfall.
#[inline(always)]
pub(super) fn record_litter<R: Real>(litter: &Litterfall<R>, day: &mut Day<R>) {
    day.leaf_to_metabolic_c = litter.leaf_to_metabolic;
    day.leaf_to_structural_c = litter.leaf_to_structural;
    day.froot_to_metabolic_c = litter.froot_to_metabolic;
    day.froot_to_structural_c = litter.froot_to_structural;
    day.wood_to_cwd_c = litter.wood_to_cwd;
}
