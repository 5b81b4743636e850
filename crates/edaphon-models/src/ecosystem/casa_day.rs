//! A day of vegetation over CASA soil.

use edaphon_core::Real;

use super::plant_day::{Built, evening, limited, morning, record_litter, unlimited};
use super::{Day, Ecosystem, State, Today, Weather};
use crate::Profile;
use crate::casa::litterfall::{Litterfall, litter_carbon, litter_nitrogen};
use crate::casa::nitrogen::{mineral_n_ramp, supplied_share};
use crate::casa::soil::{self, CwdDecay, Rates, SoilCarbon, SoilNitrogen};
use crate::casa::turnover::{CASA_METABOLIC, lignin_to_n, metabolic_fraction};
use crate::casa::{CasaSoilSite, PlantSite};

/// Share of its limit by which litter may exceed it before nitrogen stops limiting its decay (–).
const LITTER_MARGIN: f64 = 0.05;

/// Vegetation over CASA soil; `N` says whether nitrogen is simulated.
#[derive(Debug, Clone, Copy)]
pub struct Casa<R, const N: bool> {
    /// Constants of the vegetation.
    pub plant: PlantSite<R>,
    /// Constants of the soil.
    pub soil: CasaSoilSite<R>,
}

impl<R: Real, const N: bool> Ecosystem<R> for Casa<R, N> {
    const NITROGEN: bool = N;
    const MICROBES: bool = false;

    #[inline(always)]
    fn day(&self, state: &mut State<R>, weather: &Weather<R>, today: &Today) -> Day<R> {
        let (plant, site, profile) = (&self.plant, &self.soil, today.profile);
        let mut day = Day::idle();
        let m = morning(plant, state, weather, today, &mut day);
        let metabolic = self.metabolic_fractions(state);

        let decay = CwdDecay { ln_q10: site.ln_q10, crop: site.crop };
        let climate = soil::climate(plant, &decay, m.zone.temperature, m.zone.water);
        let x_n = if N { self.litter_n_scalar(state, profile) } else { R::one() };
        let rates = soil::rates(site, &climate).limited(x_n, profile);
        let built = if N { limited(plant, state, &m, x_n, profile, &mut day) } else { unlimited(&m, &mut day) };

        let litter = litter_carbon(state.plant_c(), m.turnover, metabolic, m.exudate);
        let litter_n = litter_nitrogen(
            plant,
            state.plant_n(),
            m.turnover,
            &litter,
            [built.uptake.leaf, built.leaf_resorbed],
            profile,
        );
        let moved = soil::soil_carbon(site, &rates, state.litter_c(), state.soil_c());
        record_litter(&litter, &mut day);
        record_soil(&climate, &rates, &litter, &moved, &mut day);

        let built = if N {
            let n = soil::soil_nitrogen(plant, site, &rates, &moved, state.litter_n(), state.soil_n(), state.mineral_n);
            record_losses(plant, &n, state.mineral_n, m.zone.temperature, profile, &mut day);
            let (n, built) = share_nitrogen(state.mineral_n, &n, &built, profile, &mut day);
            record_nitrogen(&n, &litter_n, &mut day);
            state.mineral_n = state.mineral_n + (day.n_gained() - day.n_lost() - built.total_uptake);
            let (litter, matter) = nitrogen_after(state, &rates, &n, &litter_n);
            state.set_casa_n(litter, matter);
            built
        } else {
            built
        };
        evening::<R, N>(plant, state, &m, &built, [&litter, &litter_n], profile, &mut day);
        let (litter, matter) = carbon_after(state, &moved, &litter);
        state.set_casa_c(litter, matter);
        day
    }

    #[inline(always)]
    fn carbon(&self, state: &State<R>) -> R {
        let plant = state.plant_c().total() + state.labile_c;
        plant + soil::sum(state.litter_c()) + soil::sum(state.soil_c())
    }

    #[inline(always)]
    fn nitrogen(&self, state: &State<R>) -> R {
        state.plant_n().total() + soil::sum(state.litter_n()) + soil::sum(state.soil_n()) + state.mineral_n
    }
}

impl<R: Real, const N: bool> Casa<R, N> {
    /// m_L and m_R from the lignin:N of leaves and fine roots.
    #[inline(always)]
    fn metabolic_fractions(&self, state: &State<R>) -> [R; 2] {
        let (plant, [p1, p2, p3]) = (&self.plant, CASA_METABOLIC);
        let p = [R::lit(p1), R::lit(p2), R::lit(p3)];
        let leaf = lignin_to_n(plant.leaf_lignin, state.leaf_c, state.leaf_n, plant.leaf_n_to_litter);
        let froot = lignin_to_n(plant.froot_lignin, state.froot_c, state.froot_n, plant.froot_n_to_litter);
        [metabolic_fraction(p, leaf), metabolic_fraction(p, froot)]
    }

    /// x_N: 1 as well where litter has piled up beyond its limit, in the `edaphon` profile the more so the further beyond.
    #[inline(always)]
    fn litter_n_scalar(&self, state: &State<R>, profile: Profile) -> R {
        let (litter, limit) = (soil::sum(state.litter_c()), self.soil.litter_limit);
        let ramp = mineral_n_ramp(&self.plant, state.mineral_n);
        if profile.is_testbed() {
            return R::select(litter.gt(limit), R::one(), ramp);
        }
        let beyond = ((litter - limit) / (limit * R::lit(LITTER_MARGIN))).clip(R::zero(), R::one());
        ramp + (R::one() - ramp) * beyond
    }
}

/// Pools after gains and losses, at least 0.
#[inline(always)]
fn left<R: Real>(pools: [R; 3], gained: [R; 3], lost: [R; 3]) -> [R; 3] {
    let zero = R::zero();
    [
        (pools[0] + (gained[0] - lost[0])).max(zero),
        (pools[1] + (gained[1] - lost[1])).max(zero),
        (pools[2] + (gained[2] - lost[2])).max(zero),
    ]
}

/// Litter and soil carbon after the day; a pool that decays by more than itself ends at 0.
#[inline(always)]
fn carbon_after<R: Real>(state: &State<R>, moved: &SoilCarbon<R>, litter: &Litterfall<R>) -> ([R; 3], [R; 3]) {
    let (before, matter, input) = (state.litter_c(), state.soil_c(), soil::litter_input(litter));
    (left(before, input, moved.litter_decay), left(matter, moved.formed, moved.soil_decay))
}

/// Litter and soil nitrogen after the day.
#[inline(always)]
fn nitrogen_after<R: Real>(
    state: &State<R>,
    rates: &Rates<R>,
    n: &SoilNitrogen<R>,
    litter_n: &Litterfall<R>,
) -> ([R; 3], [R; 3]) {
    let (before, matter, input) = (state.litter_n(), state.soil_n(), soil::litter_input(litter_n));
    let [a, b, c] = before;
    let decayed = soil::each_times(rates.litter, [a.max(R::zero()), b.max(R::zero()), c.max(R::zero())]);
    (left(before, input, decayed), left(matter, n.immobilised, n.soil))
}

/// Losses as they are wanted of the mineral nitrogen of the morning.
#[inline(always)]
fn record_losses<R: Real>(
    plant: &PlantSite<R>,
    n: &SoilNitrogen<R>,
    mineral_n: R,
    soil_temperature: R,
    profile: Profile,
    day: &mut Day<R>,
) {
    let scalar = soil::loss_scalar(mineral_n, soil_temperature, profile);
    day.n_gas = plant.gas_loss_fraction * n.net().max(R::zero()) * scalar;
    day.n_leached = plant.leaching_rate * mineral_n.max(R::zero()) * scalar;
}

/// Gives immobilisation, uptake and losses their share of the mineral nitrogen there is.
#[inline(always)]
fn share_nitrogen<R: Real>(
    mineral_n: R,
    n: &SoilNitrogen<R>,
    built: &Built<R>,
    profile: Profile,
    day: &mut Day<R>,
) -> (SoilNitrogen<R>, Built<R>) {
    let wanted = soil::sum(n.immobilised) + built.total_uptake + day.n_lost();
    let arrived = soil::sum(n.litter) + soil::sum(n.soil) + day.n_deposition + day.n_fixation;
    let share = supplied_share(wanted, mineral_n + arrived, profile);
    day.n_gas = day.n_gas * share;
    day.n_leached = day.n_leached * share;
    (n.supplied(share), built.supplied(share, day))
}

/// Records mineralisation and immobilisation.
#[inline(always)]
fn record_nitrogen<R: Real>(n: &SoilNitrogen<R>, litter_n: &Litterfall<R>, day: &mut Day<R>) {
    day.litter_mineralisation = soil::sum(n.litter);
    day.soil_mineralisation = soil::sum(n.soil);
    day.immobilisation = -soil::sum(n.immobilised);
    day.net_mineralisation = n.net();
    day.metabolic_input_n = litter_n.metabolic();
    day.structural_input_n = litter_n.structural() + n.litter[2];
}

#[inline(always)]
fn record_soil<R: Real>(
    climate: &soil::Climate<R>,
    rates: &Rates<R>,
    litter: &Litterfall<R>,
    moved: &SoilCarbon<R>,
    day: &mut Day<R>,
) {
    day.f_temperature = climate.temperature;
    day.f_moisture = climate.moisture;
    day.liquid_saturation = climate.saturation;
    [day.metabolic_rate, day.structural_rate, day.cwd_rate] = rates.litter;
    [day.microbial_rate, day.slow_rate, day.passive_rate] = rates.soil;
    day.heterotrophic_respiration = moved.respired;
    day.protected_input = moved.formed[2];
    day.cwd_to_structural_c = moved.cwd_to_soil;
    day.metabolic_input_c = litter.metabolic();
    day.structural_input_c = litter.structural() + moved.cwd_to_soil;
}
