//! A day of the network in a pack: what the host moved comes in, what the network moved goes out.

use edaphon_cell::pack::{FIELDS, L};
use edaphon_core::Real;
use edaphon_core::forcing::{Driver, LAYERS, PACK};
use edaphon_models::ecosystem::{Day, STATE_FIELDS, State};
use edaphon_models::nitrogen::{Exchange, Host, HostedDay, Mineral, Weather};

use super::NetworkDay;
use super::site::{Network, NetworkSite};

/// What a pack carries through a day, and what it reads.
pub(super) struct Step<'a> {
    pub(super) network: &'a Network,
    pub(super) place: &'a mut NetworkSite,
    /// Fields of the host at the end of the day.
    pub(super) today: &'a [L; FIELDS],
    /// Forcing of the day: driver by lane.
    pub(super) forcing: &'a [f32],
    /// Added to soil temperature (K).
    pub(super) warming: f64,
    pub(super) state: &'a mut State<L>,
    pub(super) mineral: &'a mut Mineral<L>,
}

/// What a day of the network came to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stepped {
    pub(super) fields: NetworkDay<L>,
    /// Nitrogen that appeared without a flux (g m⁻²), and all that there was.
    pub(super) residual: L,
    pub(super) held: L,
}

/// Declares a copy of [`day`] compiled for an instruction set.
macro_rules! compiled_for {
    ($name:ident $(, $set:literal)?) => {
        mod $name {
            use super::{Step, Stepped, day};

            $(#[target_feature(enable = $set)])?
            pub(super) fn go(step: &mut Step<'_>) -> Stepped {
                day(step)
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
compiled_for!(avx512, "avx512f,avx512dq,avx512vl,avx512bw");
#[cfg(target_arch = "x86_64")]
compiled_for!(avx2, "avx2");
compiled_for!(portable);

/// An instruction set that the machine has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Set {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    Portable,
}

impl Set {
    /// The widest there is.
    pub(super) fn widest() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512bw")
            {
                return Self::Avx512;
            }
            if is_x86_feature_detected!("avx2") {
                return Self::Avx2;
            }
        }
        Self::Portable
    }

    /// Moves the network through a day.
    pub(super) fn go(self, step: &mut Step<'_>) -> Stepped {
        match self {
            // SAFETY: such a set is only made where the machine has the instructions.
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => unsafe { avx512::go(step) },
            // SAFETY: the same.
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => unsafe { avx2::go(step) },
            Self::Portable => portable::go(step),
        }
    }
}

#[inline(always)]
fn day(step: &mut Step<'_>) -> Stepped {
    let place = &mut *step.place;
    let (u, per_u) = (place.area_density, L::one() / place.area_density);
    let moved = Day::<L>::load(&step.today[STATE_FIELDS..]);
    let state = &*step.state;
    let weather = weather(step.network, place, step.forcing, step.warming);

    let (carbon, fungal) = if step.network.microbes {
        let both = state.mic_r_c + state.mic_k_c;
        (both * place.host_density, state.mic_k_c / both.max(L::lit(1e-30)))
    } else {
        (state.microbial_c, place.site.parameters.fungal_share)
    };
    place.site.parameters.fungal_share = fungal;
    let zero = L::zero();
    let respired = (moved.heterotrophic_respiration - moved.cwd_to_co2).max(zero);
    let host = Host { microbial_carbon: carbon * per_u, respiration: respired * per_u, ..Host::filled(zero) };

    // The host's immobilisation is what it takes, counted below 0; microbes with more than they want give some back.
    let taken = -moved.immobilisation;
    let mineralised = moved.litter_mineralisation + moved.soil_mineralisation + (-taken).max(zero);
    let no3_in = moved.n_deposition * L::lit(step.network.nitrate_in_deposition);
    let exchange = Exchange {
        nh4_in: (mineralised + moved.n_fixation + (moved.n_deposition - no3_in)) * per_u,
        no3_in: no3_in * per_u,
        immobilised: taken.max(zero) * per_u,
        taken_up: moved.n_uptake * per_u,
    };
    let laws = HostedDay::new(&place.site, &weather, &host);
    let (after, f) = laws.exchange(&place.site, step.mineral, &exchange, step.network.substeps);

    let before = state.mineral_n + step.mineral.n2o * u;
    *step.mineral = after;
    step.state.mineral_n = after.dissolved() * u;
    let lost = f.lost() * u;
    let residual = (step.state.mineral_n + after.n2o * u + lost) - before;
    Stepped {
        fields: NetworkDay {
            soil_nh4: after.nh4 * u,
            soil_no2: after.no2 * u,
            soil_no3: after.no3 * u,
            soil_n2o: after.n2o * u,
            nitrification: f.nitrified * u,
            nitrite_oxidation: f.no2_oxidised * u,
            denitrification: f.no3_reduced * u,
            dnra: f.dnra * u,
            anammox: f.anammox * u,
            n2o_nitrification: f.n2o_nitrification * u,
            n2o_denitrification: f.n2o_denitrification * u,
            n2o_reduction: f.n2o_reduced * u,
            n2o_emitted: f.n2o_lost * u,
            n2_emitted: f.n2_lost * u,
            no_emitted: f.no_lost * u,
            nh3_emitted: f.nh3_lost * u,
            nh4_leached: f.nh4_leached * u,
            no3_leached: f.no3_leached * u,
            wfps: weather.wfps,
            anaerobic_fraction: laws.anaerobic,
        },
        residual,
        held: before.max(lost) + (exchange.nh4_in + exchange.no3_in) * u,
    }
}

/// The weather of the layer of the network.
#[inline(always)]
fn weather(network: &Network, place: &NetworkSite, forcing: &[f32], warming: f64) -> Weather<L> {
    let (mut temperature, mut liquid, mut frozen) = (L::lit(warming - 273.15), L::zero(), L::zero());
    for k in 0..LAYERS {
        let share = L::lit(network.layers[k]);
        temperature = temperature + share * lanes_at(forcing, Driver::SoilTemperature(k));
        liquid = liquid + share * lanes_at(forcing, Driver::LiquidWater(k));
        frozen = frozen + share * lanes_at(forcing, Driver::FrozenWater(k));
    }
    let wfps = ((liquid + frozen) * place.per_pores).clip(L::zero(), L::one());
    Weather {
        temperature,
        wfps,
        drainage: place.leaching * (place.site.soil.depth * liquid * L::lit(1000.0)),
        uptake_capacity: L::zero(),
        inhibition: L::one(),
    }
}

#[inline(always)]
fn lanes_at(forcing: &[f32], driver: Driver) -> L {
    let at = driver.index() * PACK;
    let mut lanes = [0.0; PACK];
    for (lane, value) in lanes.iter_mut().zip(&forcing[at..at + PACK]) {
        *lane = f64::from(*value);
    }
    edaphon_core::Lanes(lanes)
}
