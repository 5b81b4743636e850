//! What does not change at a site under RothC.

use edaphon_core::{Real, record};

use super::dryland::bucket;
use super::moisture::Bucket;
use super::transfers::{Transfers, transfers};
use super::{BareLimit, MoistureOption, Pools, RothCParameters, Soil};

/// A month, whatever its days (yr).
pub const MONTH: f64 = 1.0 / 12.0;

record! {
    /// Constants of RothC at a site.
    pub struct RothCSite {
        decay_dpm, "decay of D in a month at m = 1, k_D/12 (–)";
        decay_rpm, "of R";
        decay_bio, "of B";
        decay_hum, "of H";
        to_bio, "share of decayed carbon that becomes B, α (–)";
        to_hum, "share that becomes H, β (–)";
        respired, "share lost as CO2 (–)";
        deficit_lowest, "lowest deficit under plants, W_low (mm)";
        deficit_bare, "lowest deficit that bare soil dries to, W_bare (mm)";
        deficit_one_bar, "W_1 (mm)";
        deficit_fifteen_bar, "W_15 (mm)";
        moisture_lowest, "b at W_15, b_min (–)";
        moisture_slope, "rise of b from W_15 to W_1 (mm⁻¹)";
        pan_to_soil, "evaporation per open-pan evaporation (–)";
        cover_factor, "modifier under plants (–)";
        manure_dpm, "share of manure that is D (–)";
        manure_rpm, "share that is R (–)";
        manure_hum, "share that is H (–)";
        inert, "inert carbon, I (t C ha⁻¹)";
    }
}

impl<R: Real> RothCSite<R> {
    /// Constants of standard RothC on a soil.
    pub fn new(p: &RothCParameters<R>, soil: &Soil<R>) -> Self {
        Self::with_options(p, soil, MoistureOption::Standard, BareLimit::Shallow)
    }

    /// Constants with the dryland options. The options on a retention curve need clay and silt above 0.
    pub fn with_options(p: &RothCParameters<R>, soil: &Soil<R>, option: MoistureOption, bare: BareLimit) -> Self {
        let Transfers { to_bio, to_hum, respired } = transfers(p, soil.clay);
        let bucket = bucket(p, soil, option, bare);
        let month = R::lit(MONTH);
        Self {
            decay_dpm: p.k_dpm * month,
            decay_rpm: p.k_rpm * month,
            decay_bio: p.k_bio * month,
            decay_hum: p.k_hum * month,
            to_bio,
            to_hum,
            respired,
            deficit_lowest: bucket.lowest,
            deficit_bare: bucket.bare,
            deficit_one_bar: bucket.one_bar,
            deficit_fifteen_bar: bucket.fifteen_bar,
            moisture_lowest: bucket.driest_modifier,
            moisture_slope: bucket.slope,
            pan_to_soil: p.pan_to_soil,
            cover_factor: p.cover_factor,
            manure_dpm: p.manure_dpm,
            manure_rpm: R::one() - p.manure_hum - p.manure_dpm,
            manure_hum: p.manure_hum,
            inert: soil.inert,
        }
    }

    /// Deficits that bound drying.
    #[inline(always)]
    pub fn bucket(&self) -> Bucket<R> {
        Bucket {
            lowest: self.deficit_lowest,
            bare: self.deficit_bare,
            one_bar: self.deficit_one_bar,
            fifteen_bar: self.deficit_fifteen_bar,
            driest_modifier: self.moisture_lowest,
            slope: self.moisture_slope,
        }
    }

    /// Decay of each pool in a month at m = 1, k/12 (–).
    #[inline(always)]
    pub fn decay(&self) -> Pools<R> {
        Pools { dpm: self.decay_dpm, rpm: self.decay_rpm, bio: self.decay_bio, hum: self.decay_hum }
    }

    /// All carbon of the soil, S (t C ha⁻¹), given the active pools.
    #[inline(always)]
    pub fn total(&self, pools: &Pools<R>) -> R {
        pools.total() + self.inert
    }
}
