//! One hour in the soil, and the 24 of a day.
//!
//! For each group g with biomass B, every flux from the pools at the start of the hour (mg cm⁻³ h⁻¹):
//!
//! ```text
//! uptake      F_x = B V_x X / (Km_x + B)              X = L_m, L_s, O_a
//! turnover    t_P, t_C, t_A = b τ f_P, f_C, f_A       b = B, or B^densDep with nitrogen
//! oxidation   Ω = B V_2 O_c / (KO Km_2 + B)
//! desorption  Δ = O_p d
//! growth      up = MGE (F_1 + F_3) + MGE' F_2
//! ```
//!
//! Nitrogen goes with carbon in the ratio of the pool it leaves, X^N/(X + ε). Both groups are offered all of the dissolved
//! inorganic nitrogen D in proportion to their biomass. With c = up/(up^N + ε):
//!
//! ```text
//! up^N = NUE (F^N_1 + F^N_3) + NUE' F^N_2 + D B/(B_r + B_K)
//! overflow respiration  Ov = up − up^N min(CN, c)
//! nitrogen spilled      Sp = up^N − up / max(CN, c)
//! ```

use edaphon_core::Real;
use edaphon_core::real::{reciprocals, two_reciprocals};

use super::kinetics::{Fates, Kinetics, Substrates};
use super::{Groups, MimicsParameters, SoilPools};

/// Keeps ratios of empty pools finite (mg cm⁻³).
pub(crate) const EPSILON: f64 = 1e-10;

/// What an hour of today needs, with or without nitrogen.
#[derive(Debug, Clone, Copy)]
pub struct Plan<R> {
    /// Litter carbon that arrives (mg cm⁻³ h⁻¹).
    pub carbon_input: Arrival<R>,
    /// Litter nitrogen that arrives (mg cm⁻³ h⁻¹).
    pub nitrogen_input: Arrival<R>,
    /// What differs between the groups.
    pub groups: Groups<Strategy<R>>,
    /// Desorption, d (h⁻¹).
    pub desorption: R,
    /// Nitrogen that microbes keep beyond their uptake where they want for it: ε in the reference's accounting (mg cm⁻³).
    pub kept_beyond_uptake: R,
    /// How turnover depends on the density of biomass, where it does.
    pub density_dependence: Option<DensityDependence<R>>,
}

/// Turnover that is not proportional to biomass: as B^densDep.
#[derive(Debug, Clone, Copy)]
pub struct DensityDependence<R> {
    /// Exponent of biomass, densDep (–).
    pub exponent: R,
    /// Whether at most all microbes die in an hour.
    pub bounded: bool,
}

impl<R: Real> DensityDependence<R> {
    /// What stands for the biomass `b` in turnover at the rates of a group.
    #[inline(always)]
    fn crowd(&self, b: R, [to_p, to_c, to_a]: [R; 3]) -> R {
        let crowd = b.powf(self.exponent);
        if !self.bounded {
            return crowd;
        }
        crowd.min(b / (to_p + to_c + to_a).max(R::lit(1e-30)))
    }
}

/// Litter on arrival: most to litter, some straight to protected SOM.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<R> {
    /// To metabolic litter.
    pub lit_m: R,
    /// To structural litter.
    pub lit_s: R,
    /// Metabolic, protected by minerals at once.
    pub som_p: R,
    /// Structural, chemically protected at once.
    pub som_c: R,
}

impl<R: Real> Arrival<R> {
    /// An hour's share of a day's litter, metabolic and structural (mg cm⁻³ d⁻¹).
    #[inline(always)]
    pub fn of_day(p: &MimicsParameters<R>, metabolic: R, structural: R) -> Self {
        let (m, s) = (metabolic * R::lit(1.0 / 24.0), structural * R::lit(1.0 / 24.0));
        let (som_p, som_c) = (m * p.metabolic_to_som, s * p.structural_to_som);
        Self { lit_m: m - som_p, lit_s: s - som_c, som_p, som_c }
    }
}

/// How a group lives.
#[derive(Debug, Clone, Copy)]
pub struct Strategy<R> {
    /// V_max of the three substrates (h⁻¹).
    pub v_max: Substrates<R>,
    /// K_m of the three substrates (mg cm⁻³).
    pub k_m: Substrates<R>,
    /// K_m of oxidation, KO Km_2 (mg cm⁻³).
    pub oxidation_k_m: R,
    /// Turnover to physically protected, chemically protected and available SOM, τ f (h⁻¹).
    pub turnover: [R; 3],
    /// Growth efficiency on L_m and O_a, and on L_s (–).
    pub growth_efficiency: [R; 2],
    /// Nitrogen use efficiency on L_m and O_a, and on L_s (–).
    pub nitrogen_efficiency: [R; 2],
    /// C:N kept (–).
    pub c_to_n: R,
    /// Its inverse (–).
    pub n_to_c: R,
}

/// The two strategies of the day.
#[inline(always)]
pub fn strategies<R: Real>(
    p: &MimicsParameters<R>,
    rates: &Kinetics<R>,
    fates: &Fates<R>,
    c_to_n: Groups<R>,
) -> Groups<Strategy<R>> {
    let Fates { physical, chemical, available } = fates;
    let tau = rates.tau;
    let [n_to_c_r, n_to_c_k] = two_reciprocals(c_to_n.r, c_to_n.k);
    Groups {
        r: Strategy {
            v_max: rates.v_max.r,
            k_m: rates.k_m.r,
            oxidation_k_m: p.oxidation_r * rates.k_m.r[1],
            turnover: [tau.r * physical.r, tau.r * chemical.r, tau.r * available.r],
            growth_efficiency: [p.growth_efficiency_1, p.growth_efficiency_2],
            nitrogen_efficiency: [p.nitrogen_use_efficiency_1, p.nitrogen_use_efficiency_2],
            c_to_n: c_to_n.r,
            n_to_c: n_to_c_r,
        },
        k: Strategy {
            v_max: rates.v_max.k,
            k_m: rates.k_m.k,
            oxidation_k_m: p.oxidation_k * rates.k_m.k[1],
            turnover: [tau.k * physical.k, tau.k * chemical.k, tau.k * available.k],
            growth_efficiency: [p.growth_efficiency_3, p.growth_efficiency_4],
            nitrogen_efficiency: [p.nitrogen_use_efficiency_3, p.nitrogen_use_efficiency_4],
            c_to_n: c_to_n.k,
            n_to_c: n_to_c_k,
        },
    }
}

/// What one group moves in an hour, carbon or nitrogen (mg cm⁻³ h⁻¹).
#[derive(Debug, Clone, Copy)]
pub struct Moved<R> {
    /// Taken from metabolic litter, structural litter and available SOM.
    pub uptake: Substrates<R>,
    /// Dead microbes to physically protected, chemically protected and available SOM.
    pub death: [R; 3],
    /// Chemically protected SOM made available.
    pub oxidised: R,
}

impl<R: Real> Moved<R> {
    /// Nitrogen that goes with this carbon.
    #[inline(always)]
    fn nitrogen(&self, per_carbon: &PerCarbon<R>, microbes: R) -> Self {
        let [m, s, a] = self.uptake;
        Self {
            uptake: [m * per_carbon.lit_m, s * per_carbon.lit_s, a * per_carbon.som_a],
            death: [self.death[0] * microbes, self.death[1] * microbes, self.death[2] * microbes],
            oxidised: self.oxidised * per_carbon.som_c,
        }
    }

    /// All dead microbes.
    #[inline(always)]
    fn died(&self) -> R {
        self.death[0] + self.death[1] + self.death[2]
    }

    /// All that was taken.
    #[inline(always)]
    fn taken(&self) -> R {
        self.uptake[0] + self.uptake[1] + self.uptake[2]
    }

    /// The part of the uptake kept with efficiency on L_m and O_a, and on L_s.
    #[inline(always)]
    fn kept(&self, [easy, hard]: [R; 2]) -> R {
        easy * (self.uptake[0] + self.uptake[2]) + hard * self.uptake[1]
    }

    /// The part lost, from litter and from SOM.
    #[inline(always)]
    fn lost(&self, [easy, hard]: [R; 2]) -> [R; 2] {
        let one = R::one();
        [(one - easy) * self.uptake[0] + (one - hard) * self.uptake[1], (one - easy) * self.uptake[2]]
    }
}

/// Km + B of the three substrates and of oxidation, which divide uptake.
#[inline(always)]
fn half_saturations<R: Real>(s: &Strategy<R>, b: R) -> [R; 4] {
    [s.k_m[0] + b, s.k_m[1] + b, s.k_m[2] + b, s.oxidation_k_m + b]
}

/// Their inverses by a division each: without nitrogen an hour waits for divisions, and these finish soonest.
#[inline(always)]
fn inverses<R: Real>([a, b, c, d]: [R; 4]) -> [R; 4] {
    [R::one() / a, R::one() / b, R::one() / c, R::one() / d]
}

/// Carbon that a group of biomass `b` moves; `inverse` are those of its half saturations.
#[inline(always)]
fn moved<R: Real>(
    s: &Strategy<R>,
    b: R,
    inverse: [R; 4],
    pools: &SoilPools<R>,
    density: Option<DensityDependence<R>>,
) -> Moved<R> {
    let crowd = match density {
        Some(density) => density.crowd(b, s.turnover),
        None => b,
    };
    let [m, l, a, ox] = inverse;
    let [v_m, v_l, v_a] = [b * s.v_max[0], b * s.v_max[1], b * s.v_max[2]];
    Moved {
        uptake: [v_m * pools.lit_m * m, v_l * pools.lit_s * l, v_a * pools.som_a * a],
        death: [crowd * s.turnover[0], crowd * s.turnover[1], crowd * s.turnover[2]],
        oxidised: v_l * pools.som_c * ox,
    }
}

/// Nitrogen per carbon of the pools that lose carbon (–).
struct PerCarbon<R> {
    lit_m: R,
    lit_s: R,
    som_a: R,
    som_c: R,
    som_p: R,
}

/// Growth of a group for an hour, and what it could not use.
#[derive(Debug, Clone, Copy)]
struct Balanced<R> {
    /// Nitrogen taken up, organic and inorganic.
    uptake: R,
    /// Carbon respired for want of nitrogen, Ov.
    overflow: R,
    /// Nitrogen given back for want of carbon, Sp.
    spill: R,
}

/// Sets growth against the nitrogen taken up; `per_uptake` is 1/(up^N + ε), `beyond` what is kept beyond that uptake.
#[inline(always)]
fn balance<R: Real>(growth: R, uptake: R, per_uptake: R, beyond: R, s: &Strategy<R>) -> Balanced<R> {
    let ratio = growth * per_uptake;
    // up / max(CN, c): above CN the ratio c gives back up^N + ε.
    let needed = R::select(s.c_to_n.lt(ratio), uptake + beyond, growth * s.n_to_c);
    Balanced { uptake, overflow: growth - uptake * s.c_to_n.min(ratio), spill: uptake - needed }
}

/// What a day adds up (mg cm⁻³ d⁻¹), and the nitrogen uptake of its last hour.
#[derive(Debug, Clone, Copy)]
pub struct DaySums<R> {
    /// Respiration of microbes, overflow included.
    pub respired: R,
    /// Input to physically protected SOM.
    pub som_p_input: R,
    /// Overflow respiration of each group.
    pub overflow: Groups<R>,
    /// Nitrogen mineralised from litter, m_B.
    pub litter_mineralised: R,
    /// Nitrogen mineralised from SOM, m_S.
    pub soil_mineralised: R,
    /// Inorganic nitrogen taken up less that spilled, −m_I.
    pub immobilised: R,
    /// Inorganic nitrogen taken up in the last hour, up^D (mg cm⁻³ h⁻¹).
    pub last_din_uptake: Groups<R>,
}

impl<R: Real> DaySums<R> {
    /// Nothing yet.
    #[inline(always)]
    pub fn zero() -> Self {
        let z = R::zero();
        Self {
            respired: z,
            som_p_input: z,
            overflow: Groups { r: z, k: z },
            litter_mineralised: z,
            soil_mineralised: z,
            immobilised: z,
            last_din_uptake: Groups { r: z, k: z },
        }
    }
}

/// Carbon pools, nitrogen pools and dissolved inorganic nitrogen (mg cm⁻³).
#[derive(Debug, Clone, Copy)]
pub struct Soil<R> {
    /// Carbon.
    pub c: SoilPools<R>,
    /// Nitrogen.
    pub n: SoilPools<R>,
    /// Dissolved inorganic nitrogen within reach of microbes, D.
    pub din: R,
}

/// Carbon after an hour without nitrogen.
#[inline(always)]
pub fn hour_of_carbon<R: Real>(plan: &Plan<R>, pools: SoilPools<R>, sums: &mut DaySums<R>) -> SoilPools<R> {
    let inverse = Groups {
        r: inverses(half_saturations(&plan.groups.r, pools.mic_r)),
        k: inverses(half_saturations(&plan.groups.k, pools.mic_k)),
    };
    let r = moved(&plan.groups.r, pools.mic_r, inverse.r, &pools, None);
    let k = moved(&plan.groups.k, pools.mic_k, inverse.k, &pools, None);
    let growth = Groups { r: r.kept(plan.groups.r.growth_efficiency), k: k.kept(plan.groups.k.growth_efficiency) };
    let none = Groups { r: R::zero(), k: R::zero() };
    after(plan, &pools, [&r, &k], growth, none, sums)
}

/// The carbon pools after the hour: each flux leaves one pool and enters another.
#[inline(always)]
fn after<R: Real>(
    plan: &Plan<R>,
    c: &SoilPools<R>,
    [r, k]: [&Moved<R>; 2],
    growth: Groups<R>,
    overflow: Groups<R>,
    sums: &mut DaySums<R>,
) -> SoilPools<R> {
    let input = &plan.carbon_input;
    let desorbed = c.som_p * plan.desorption;
    let oxidised = k.oxidised + r.oxidised;
    let to_som_p = input.som_p + r.death[0] + k.death[0];
    let respired = ((r.taken() - growth.r) + (k.taken() - growth.k)) + (overflow.r + overflow.k);
    sums.respired = sums.respired + respired;
    sums.som_p_input = sums.som_p_input + to_som_p;
    // What needs no division is added first: the next hour waits for the rest.
    SoilPools {
        lit_m: (c.lit_m + input.lit_m) - (r.uptake[0] + k.uptake[0]),
        lit_s: (c.lit_s + input.lit_s) - (r.uptake[1] + k.uptake[1]),
        mic_r: (c.mic_r - r.died()) + (growth.r - overflow.r),
        mic_k: (c.mic_k - k.died()) + (growth.k - overflow.k),
        som_a: (c.som_a + (r.death[2] + k.death[2] + desorbed)) + (oxidised - (r.uptake[2] + k.uptake[2])),
        som_c: (c.som_c + (input.som_c + r.death[1] + k.death[1])) - oxidised,
        som_p: c.som_p + (to_som_p - desorbed),
    }
}

/// Carbon and nitrogen after an hour.
#[inline(always)]
pub fn hour<R: Real>(plan: &Plan<R>, soil: &Soil<R>, sums: &mut DaySums<R>) -> Soil<R> {
    let Soil { c, n, din } = soil;
    let eps = R::lit(EPSILON);
    let inverse = Groups {
        r: reciprocals(half_saturations(&plan.groups.r, c.mic_r)),
        k: reciprocals(half_saturations(&plan.groups.k, c.mic_k)),
    };
    let r = moved(&plan.groups.r, c.mic_r, inverse.r, c, plan.density_dependence);
    let k = moved(&plan.groups.k, c.mic_k, inverse.k, c, plan.density_dependence);
    let growth = Groups { r: r.kept(plan.groups.r.growth_efficiency), k: k.kept(plan.groups.k.growth_efficiency) };

    let microbes = c.mic_r + c.mic_k;
    // Nitrogen is offered to nobody where there are no microbes, or so few that a shared division would spoil the others.
    let nobody = (microbes * microbes).lt(R::lit(1e-200));
    let someone = R::select(nobody, R::one(), microbes);
    let [per_lit_m, per_lit_s, per_som_a, per_som_c] =
        reciprocals([c.lit_m + eps, c.lit_s + eps, c.som_a + eps, c.som_c + eps]);
    let [per_som_p, per_r, per_k, per_microbe] = reciprocals([c.som_p + eps, c.mic_r + eps, c.mic_k + eps, someone]);
    let per_carbon = PerCarbon {
        lit_m: n.lit_m * per_lit_m,
        lit_s: n.lit_s * per_lit_s,
        som_a: n.som_a * per_som_a,
        som_c: n.som_c * per_som_c,
        som_p: n.som_p * per_som_p,
    };
    let rn = r.nitrogen(&per_carbon, n.mic_r * per_r);
    let kn = k.nitrogen(&per_carbon, n.mic_k * per_k);
    let offered = *din * per_microbe;
    let din_uptake = Groups { r: offered * c.mic_r, k: offered * c.mic_k };
    let efficiency = Groups { r: plan.groups.r.nitrogen_efficiency, k: plan.groups.k.nitrogen_efficiency };
    let (of_r, of_k) = (rn.kept(efficiency.r) + din_uptake.r, kn.kept(efficiency.k) + din_uptake.k);
    let [per_r, per_k] = two_reciprocals(of_r + eps, of_k + eps);
    let of_r = balance(growth.r, of_r, per_r, plan.kept_beyond_uptake, &plan.groups.r);
    let of_k = balance(growth.k, of_k, per_k, plan.kept_beyond_uptake, &plan.groups.k);

    let overflow = Groups { r: of_r.overflow, k: of_k.overflow };
    let carbon = after(plan, c, [&r, &k], growth, overflow, sums);

    let input = &plan.nitrogen_input;
    let desorbed = c.som_p * plan.desorption * per_carbon.som_p;
    let oxidised = kn.oxidised + rn.oxidised;
    let [r_litter, r_som] = rn.lost(efficiency.r);
    let [k_litter, k_som] = kn.lost(efficiency.k);
    let (from_litter, from_som) = (r_litter + k_litter, r_som + k_som);
    let taken = (din_uptake.r + din_uptake.k) - (of_r.spill + of_k.spill);
    sums.overflow = Groups { r: sums.overflow.r + overflow.r, k: sums.overflow.k + overflow.k };
    sums.litter_mineralised = sums.litter_mineralised + from_litter;
    sums.soil_mineralised = sums.soil_mineralised + from_som;
    sums.immobilised = sums.immobilised + taken;
    sums.last_din_uptake = din_uptake;
    let nitrogen = SoilPools {
        lit_m: n.lit_m + (input.lit_m - rn.uptake[0] - kn.uptake[0]),
        lit_s: n.lit_s + (input.lit_s - rn.uptake[1] - kn.uptake[1]),
        mic_r: n.mic_r + (of_r.uptake - rn.died() - of_r.spill),
        mic_k: n.mic_k + (of_k.uptake - kn.died() - of_k.spill),
        som_a: n.som_a + (rn.death[2] + kn.death[2] + desorbed + oxidised - rn.uptake[2] - kn.uptake[2]),
        som_c: n.som_c + (input.som_c + rn.death[1] + kn.death[1] - oxidised),
        som_p: n.som_p + (input.som_p + rn.death[0] + kn.death[0] - desorbed),
    };
    Soil { c: carbon, n: nitrogen, din: *din + (from_litter + from_som - taken) }
}

/// The 24 hours of a day with nitrogen.
#[inline(always)]
pub fn day<R: Real>(plan: &Plan<R>, start: Soil<R>) -> (Soil<R>, DaySums<R>) {
    let (mut soil, mut sums) = (start, DaySums::zero());
    for _ in 0..24 {
        soil = hour(plan, &soil, &mut sums);
    }
    (soil, sums)
}

/// The 24 hours of a day without nitrogen.
#[inline(always)]
pub fn day_of_carbon<R: Real>(plan: &Plan<R>, start: SoilPools<R>) -> (SoilPools<R>, DaySums<R>) {
    let (mut pools, mut sums) = (start, DaySums::zero());
    for _ in 0..24 {
        pools = hour_of_carbon(plan, pools, &mut sums);
    }
    (pools, sums)
}
