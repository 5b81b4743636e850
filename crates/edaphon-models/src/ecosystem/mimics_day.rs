//! A day of vegetation over MIMICS soil.

use edaphon_core::Real;

use super::plant_day::{Morning, evening, limited, morning, record_litter, unlimited};
use super::{Day, Ecosystem, State, Today, Weather};
use crate::Profile;
use crate::casa::PlantSite;
use crate::casa::litterfall::{Litterfall, litter_carbon, litter_nitrogen};
use crate::casa::nitrogen::{mineral_n_ramp, supplied_share};
use crate::casa::soil::{self, CwdDecay};
use crate::casa::turnover::{lignin_to_n_bounded, metabolic_fraction};
use crate::mimics::hour::{self, Arrival, DaySums, DensityDependence, Plan, Soil, strategies};
use crate::mimics::kinetics::{self, Alike, Kinetics, MoistureFunction, Wetness};
use crate::mimics::{MimicsParameters, MimicsSite};

/// Largest lignin:N of litter (g g⁻¹).
const LIGNIN_TO_N_MAX: f64 = 40.0;

/// Vegetation over MIMICS soil; `N` says whether nitrogen is simulated.
#[derive(Debug, Clone, Copy)]
pub struct Mimics<'a, R, const N: bool> {
    /// Constants of the vegetation.
    pub plant: PlantSite<R>,
    /// Constants of the soil.
    pub soil: MimicsSite<R>,
    /// What is the same everywhere.
    pub constants: &'a MimicsConstants<R>,
}

/// Parameters of MIMICS, the same in all cells.
#[derive(Debug, Clone, Copy)]
pub struct MimicsConstants<R> {
    parameters: MimicsParameters<R>,
    /// The exponent of biomass in turnover, where it is not 1.
    density_dependence: Option<R>,
    alike: Alike,
}

impl<R: Real> MimicsConstants<R> {
    /// Lifts the parameters to the scalar of the run.
    pub fn new(parameters: &MimicsParameters<f64>) -> Self {
        let exponent = parameters.density_dependence;
        let density_dependence = (exponent != 1.0).then(|| R::lit(exponent));
        let moisture = MoistureFunction::numbered(parameters.moisture_function);
        let alike = Alike { response: parameters.responds_alike(), moisture };
        Self { parameters: parameters.map(R::lit), density_dependence, alike }
    }
}

/// Decay of woody debris in a day (g m⁻² d⁻¹).
struct WoodyDebris<R> {
    rate: R,
    to_co2: R,
    to_structural: R,
    nitrogen: R,
}

/// Lignin:N of dying leaves, wood and fine roots (g g⁻¹), and metabolic fractions of leaf and root litter (–).
struct Quality<R> {
    lignin_to_n: [R; 3],
    metabolic: [R; 2],
}

impl<R: Real, const N: bool> Ecosystem<R> for Mimics<'_, R, N> {
    const NITROGEN: bool = N;
    const MICROBES: bool = true;

    #[inline(always)]
    fn day(&self, state: &mut State<R>, weather: &Weather<R>, today: &Today) -> Day<R> {
        let (plant, profile) = (&self.plant, today.profile);
        let mut day = Day::idle();
        let m = morning(plant, state, weather, today, &mut day);
        let quality = self.quality(state);
        let cwd = self.woody_debris(state, &m, profile);
        let x_n = mineral_n_ramp(plant, state.mineral_n);
        let built = if N { limited(plant, state, &m, x_n, profile, &mut day) } else { unlimited(&m, &mut day) };

        let litter = litter_carbon(state.plant_c(), m.turnover, quality.metabolic, m.exudate);
        let litter_n = litter_nitrogen(
            plant,
            state.plant_n(),
            m.turnover,
            &litter,
            [built.uptake.leaf, built.leaf_resorbed],
            profile,
        );
        let f_met = self.litter_quality(&litter, &cwd, &quality, &mut day);
        record_litter(&litter, &mut day);
        day.cwd_rate = cwd.rate;
        day.cwd_to_co2 = cwd.to_co2;
        day.cwd_to_structural_c = cwd.to_structural;
        day.metabolic_input_c = litter.metabolic();
        day.structural_input_c = litter.structural() + cwd.to_structural;
        if N {
            day.metabolic_input_n = litter_n.metabolic();
            day.structural_input_n = litter_n.structural() + cwd.nitrogen;
        }

        let plan = self.plan(state, &m, f_met, profile, &mut day);
        let built = if N {
            self.live_with_nitrogen(state, &plan, &m, profile, &mut day);
            let arrived = day.n_deposition + day.n_fixation;
            let available = state.mineral_n + (arrived - day.n_gas);
            let built = built.supplied(supplied_share(built.total_uptake, available, profile), &mut day);
            state.mineral_n = state.mineral_n + (arrived - day.n_gas - built.total_uptake);
            state.cwd_n = state.cwd_n + (litter_n.wood_to_cwd - cwd.nitrogen);
            built
        } else {
            let (pools, sums) = hour::day_of_carbon(&plan, state.mimics_c());
            state.set_mimics_c(&pools);
            self.record_carbon(&sums, &mut day);
            built
        };
        evening::<R, N>(plant, state, &m, &built, [&litter, &litter_n], profile, &mut day);
        state.cwd_c = state.cwd_c + (litter.wood_to_cwd - (cwd.to_co2 + cwd.to_structural));
        day.heterotrophic_respiration = day.microbial_respiration + cwd.to_co2;
        day
    }

    #[inline(always)]
    fn carbon(&self, state: &State<R>) -> R {
        state.plant_c().total() + state.labile_c + state.cwd_c + state.mimics_c().total() * self.soil.area_density
    }

    #[inline(always)]
    fn nitrogen(&self, state: &State<R>) -> R {
        state.plant_n().total() + state.cwd_n + state.mimics_n().total() * self.soil.area_density + state.mineral_n
    }
}

impl<R: Real, const N: bool> Mimics<'_, R, N> {
    #[inline(always)]
    fn quality(&self, state: &State<R>) -> Quality<R> {
        let (plant, site, p) = (&self.plant, &self.soil, &self.constants.parameters);
        let [leaf, froot] = if N {
            [
                lignin_to_n_bounded(
                    plant.leaf_lignin,
                    state.leaf_c,
                    state.leaf_n,
                    plant.leaf_n_to_litter,
                    plant.leaf_n_to_c_min,
                ),
                lignin_to_n_bounded(
                    plant.froot_lignin,
                    state.froot_c,
                    state.froot_n,
                    plant.froot_n_to_litter,
                    plant.froot_n_to_c_min,
                ),
            ]
        } else {
            [site.leaf_lignin_to_n, site.froot_lignin_to_n]
        };
        let coefficients = [p.metabolic_fraction_1, p.metabolic_fraction_2, p.metabolic_fraction_3];
        let metabolic = [metabolic_fraction(coefficients, leaf), metabolic_fraction(coefficients, froot)];
        Quality { lignin_to_n: [leaf, site.wood_lignin_to_n, froot], metabolic }
    }

    /// Decay of woody debris: by CASA's factors, never limited by nitrogen.
    #[inline(always)]
    fn woody_debris(&self, state: &State<R>, m: &Morning<R>, profile: Profile) -> WoodyDebris<R> {
        let site = &self.soil;
        let decay = CwdDecay { ln_q10: site.ln_q10, crop: site.crop };
        let climate = soil::climate(&self.plant, &decay, m.zone.temperature, m.zone.water);
        let rate = site.cwd_rate * climate.temperature * climate.moisture;
        let rate = if profile.is_testbed() { rate } else { rate.min(R::one()) };
        let decayed = rate * state.cwd_c;
        let to_co2 = site.cwd_respired * decayed;
        WoodyDebris { rate, to_co2, to_structural: decayed - to_co2, nitrogen: rate * state.cwd_n }
    }

    /// f_met of the day's litter, from the mean lignin:N of its parts.
    #[inline(always)]
    fn litter_quality(
        &self,
        litter: &Litterfall<R>,
        cwd: &WoodyDebris<R>,
        quality: &Quality<R>,
        day: &mut Day<R>,
    ) -> R {
        let p = &self.constants.parameters;
        let parts = litter.by_tissue();
        let (leaf, froot, wood) = (parts.leaf, parts.froot, cwd.to_structural);
        let [of_leaf, of_wood, of_froot] = quality.lignin_to_n;
        let lignin = of_leaf * leaf + of_froot * froot + of_wood * wood;
        let mean = (lignin / (leaf + froot + wood).max(R::lit(0.001))).min(R::lit(LIGNIN_TO_N_MAX));
        day.lignin_to_n = mean;
        day.f_metabolic = p.metabolic_fraction_1 * (p.metabolic_fraction_2 - p.metabolic_fraction_3 * mean);
        day.f_metabolic
    }

    /// What the 24 hours need.
    #[inline(always)]
    fn plan(&self, state: &State<R>, m: &Morning<R>, f_met: R, profile: Profile, day: &mut Day<R>) -> Plan<R> {
        let (p, site) = (&self.constants.parameters, &self.soil);
        let pores = self.plant.saturation;
        let wet = Wetness { liquid: (m.zone.water / pores).min(R::one()), frozen: (m.zone.ice / pores).min(R::one()) };
        let celsius = m.zone.temperature - R::lit(273.15);
        let rates = kinetics::kinetics(p, site, celsius, wet, f_met, state.npp_last_year, self.constants.alike);
        let fates = kinetics::fates(p, site, f_met);
        let (rates, fates) =
            if profile.is_testbed() { (rates, fates) } else { (rates.within_pools(), fates.within_the_dead()) };
        let c_to_n = kinetics::microbial_c_to_n(p, f_met);
        record_kinetics(&rates, wet, day);
        let per_volume = R::one() / site.area_density;
        let [metabolic_c, structural_c] = [day.metabolic_input_c * per_volume, day.structural_input_c * per_volume];
        let [metabolic_n, structural_n] = [day.metabolic_input_n * per_volume, day.structural_input_n * per_volume];
        Plan {
            carbon_input: Arrival::of_day(p, metabolic_c, structural_c),
            nitrogen_input: Arrival::of_day(p, metabolic_n, structural_n),
            groups: strategies(p, &rates, &fates, c_to_n),
            desorption: rates.desorption,
            kept_beyond_uptake: R::lit(if profile.is_testbed() { hour::EPSILON } else { 0.0 }),
            density_dependence: match self.constants.density_dependence {
                Some(exponent) => Some(DensityDependence { exponent, bounded: !profile.is_testbed() }),
                None => None,
            },
        }
    }

    /// Leaching, the 24 hours and the size of the gas loss; mineral nitrogen follows leaching and microbes.
    #[inline(always)]
    fn live_with_nitrogen(
        &self,
        state: &mut State<R>,
        plan: &Plan<R>,
        m: &Morning<R>,
        profile: Profile,
        day: &mut Day<R>,
    ) {
        let (plant, u) = (&self.plant, self.soil.area_density);
        day.n_leached = plant.leaching_rate * state.mineral_n;
        if !profile.is_testbed() {
            day.n_leached = day.n_leached.max(R::zero());
        }
        state.mineral_n = state.mineral_n - day.n_leached;
        // Nobody can be offered a debt.
        let reachable = if profile.is_testbed() { state.mineral_n } else { state.mineral_n.max(R::zero()) };
        let din = self.constants.parameters.available_n_fraction * reachable / u;
        let (after, sums) = hour::day(plan, Soil { c: state.mimics_c(), n: state.mimics_n(), din });
        state.set_mimics_c(&after.c);
        state.set_mimics_n(&after.n);
        self.record_carbon(&sums, day);
        day.din = after.din;
        (day.overflow_r, day.overflow_k) = (sums.overflow.r * u, sums.overflow.k * u);
        (day.din_uptake_r, day.din_uptake_k) = (sums.last_din_uptake.r, sums.last_din_uptake.k);
        day.litter_mineralisation = sums.litter_mineralised * u;
        day.soil_mineralisation = sums.soil_mineralised * u;
        day.immobilisation = -(sums.immobilised * u);
        day.net_mineralisation = day.litter_mineralisation + day.soil_mineralisation + day.immobilisation;
        let scalar = soil::loss_scalar(state.mineral_n, m.zone.temperature, profile);
        day.n_gas = plant.gas_loss_fraction * day.net_mineralisation.max(R::zero()) * scalar;
        state.mineral_n = state.mineral_n + u * (after.din - din);
    }

    #[inline(always)]
    fn record_carbon(&self, sums: &DaySums<R>, day: &mut Day<R>) {
        day.microbial_respiration = sums.respired * self.soil.area_density;
        day.protected_input = sums.som_p_input * self.soil.area_density;
    }
}

#[inline(always)]
fn record_kinetics<R: Real>(rates: &Kinetics<R>, wet: Wetness<R>, day: &mut Day<R>) {
    day.f_moisture = rates.moisture;
    day.liquid_saturation = wet.liquid;
    day.frozen_saturation = wet.frozen;
    day.tau_modifier = rates.tau_modifier;
    (day.tau_r, day.tau_k) = (rates.tau.r, rates.tau.k);
    [day.v_max_r1, day.v_max_r2, day.v_max_r3] = rates.v_max.r;
    [day.v_max_k1, day.v_max_k2, day.v_max_k3] = rates.v_max.k;
    [day.k_m_r1, day.k_m_r2, day.k_m_r3] = rates.k_m.r;
    [day.k_m_k1, day.k_m_k2, day.k_m_k3] = rates.k_m.k;
}
