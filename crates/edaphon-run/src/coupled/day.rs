//! A day of the network in a pack: what the host moved comes in, what the network moved goes out.

use edaphon_cell::pack::{FIELDS, L};
use edaphon_core::Real;
use edaphon_core::forcing::{Driver, LAYERS, PACK};
use edaphon_models::ecosystem::{Day, STATE_FIELDS, State};
use edaphon_models::nitrogen::{Exchange, Host, HostedDay, Mineral, MineralFluxes, Weather};

use super::NetworkDay;
use super::site::{Network, NetworkSite};

/// What a pack carries through a day, and what it reads.
pub(super) struct Step<'a> {
    pub(super) network: &'a Network,
    pub(super) place: &'a mut NetworkSite<L>,
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
pub(super) struct Stepped<R> {
    pub(super) fields: NetworkDay<R>,
    /// Nitrogen that appeared without a flux (g m⁻²), and all that there was.
    pub(super) residual: R,
    pub(super) held: R,
}

/// Declares a copy of [`day`] compiled for an instruction set.
macro_rules! compiled_for {
    ($name:ident $(, $set:literal)?) => {
        mod $name {
            use super::{L, Step, Stepped, day};

            $(#[target_feature(enable = $set)])?
            pub(super) fn go(step: &mut Step<'_>) -> Stepped<L> {
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
    pub(super) fn go(self, step: &mut Step<'_>) -> Stepped<L> {
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
fn day(step: &mut Step<'_>) -> Stepped<L> {
    let moved = Day::<L>::load(&step.today[STATE_FIELDS..]);
    let layers = |of: fn(usize) -> Driver| core::array::from_fn(|k| lanes_at(step.forcing, of(k)));
    let ground = Ground {
        temperature: layers(Driver::SoilTemperature),
        liquid: layers(Driver::LiquidWater),
        frozen: layers(Driver::FrozenWater),
        warming: step.warming,
    };
    settle(step.network, step.place, &moved, &ground, (step.state, step.mineral))
}

/// Soil by layer of the forcing.
pub(super) struct Ground<R> {
    /// Temperature (K).
    pub(super) temperature: [R; LAYERS],
    /// Liquid water (m³ m⁻³).
    pub(super) liquid: [R; LAYERS],
    /// Frozen water (m³ m⁻³).
    pub(super) frozen: [R; LAYERS],
    /// Added to temperature (K).
    pub(super) warming: f64,
}

/// Moves what the host moved in a day through the network; the host's mineral nitrogen is then what is left.
#[inline(always)]
pub(super) fn settle<R: Real>(
    network: &Network,
    place: &mut NetworkSite<R>,
    moved: &Day<R>,
    ground: &Ground<R>,
    (state, mineral): (&mut State<R>, &mut Mineral<R>),
) -> Stepped<R> {
    let (u, per_u) = (place.area_density, R::one() / place.area_density);
    let weather = weather(network, place, ground);
    let host = host(network, place, moved, state, per_u);
    // The host's immobilisation is what it takes, counted below 0; microbes with more than they want give some back.
    let taken = -moved.immobilisation;
    let mineralised = moved.litter_mineralisation + moved.soil_mineralisation + (-taken).max(R::zero());
    let no3_in = moved.n_deposition * R::lit(network.nitrate_in_deposition);
    let exchange = Exchange {
        nh4_in: (mineralised + moved.n_fixation + (moved.n_deposition - no3_in)) * per_u,
        no3_in: no3_in * per_u,
        immobilised: taken.max(R::zero()) * per_u,
        taken_up: moved.n_uptake * per_u,
    };
    let laws = HostedDay::new(&place.site, &weather, &host);
    let (after, f) = laws.exchange(&place.site, mineral, &exchange, network.substeps);

    let before = state.mineral_n + mineral.n2o * u;
    *mineral = after;
    state.mineral_n = after.dissolved() * u;
    let lost = f.lost() * u;
    Stepped {
        fields: fields(&after, &f, u, [weather.wfps, laws.anaerobic]),
        residual: (state.mineral_n + after.n2o * u + lost) - before,
        held: before.max(lost) + (exchange.nh4_in + exchange.no3_in) * u,
    }
}

/// Microbes and respiration of the host; the share of fungi becomes that of oligotrophs under MIMICS.
#[inline(always)]
fn host<R: Real>(network: &Network, place: &mut NetworkSite<R>, moved: &Day<R>, state: &State<R>, per_u: R) -> Host<R> {
    let carbon = if network.microbes {
        let both = state.mic_r_c + state.mic_k_c;
        place.site.parameters.fungal_share = state.mic_k_c / both.max(R::lit(1e-30));
        both * place.host_density
    } else {
        state.microbial_c
    };
    let respired = (moved.heterotrophic_respiration - moved.cwd_to_co2).max(R::zero());
    Host { microbial_carbon: carbon * per_u, respiration: respired * per_u, ..Host::filled(R::zero()) }
}

/// The weather of the layer of the network.
#[inline(always)]
fn weather<R: Real>(network: &Network, place: &NetworkSite<R>, ground: &Ground<R>) -> Weather<R> {
    let (mut temperature, mut liquid, mut frozen) = (R::lit(ground.warming - 273.15), R::zero(), R::zero());
    for k in 0..LAYERS {
        let share = R::lit(network.layers[k]);
        temperature = temperature + share * ground.temperature[k];
        liquid = liquid + share * ground.liquid[k];
        frozen = frozen + share * ground.frozen[k];
    }
    Weather {
        temperature,
        wfps: ((liquid + frozen) * place.per_pores).clip(R::zero(), R::one()),
        drainage: place.leaching * (place.site.soil.depth * liquid * R::lit(1000.0)),
        uptake_capacity: R::zero(),
        inhibition: R::one(),
    }
}

/// What a day came to, per area.
#[inline(always)]
fn fields<R: Real>(
    pools: &Mineral<R>,
    f: &MineralFluxes<R>,
    u: R,
    [wfps, anaerobic_fraction]: [R; 2],
) -> NetworkDay<R> {
    NetworkDay {
        soil_nh4: pools.nh4 * u,
        soil_no2: pools.no2 * u,
        soil_no3: pools.no3 * u,
        soil_n2o: pools.n2o * u,
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
        wfps,
        anaerobic_fraction,
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
