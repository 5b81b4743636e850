//! The budget of nitrogen: each flux leaves one place and enters another, and what a place gained is what entered less what left.

use edaphon_geo::Date;
use edaphon_models::nitrogen::NitrogenState;

use super::case::Case;
use super::simulate::{Day, DayMoved};

/// Where nitrogen is, comes from or goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Compartment {
    /// Litter and roots that die.
    Litterfall,
    /// Residues.
    Residues,
    /// Fertiliser and manure.
    Fertiliser,
    /// Deposition.
    Deposition,
    /// N2 of the air, where it is fixed.
    Air,
    /// Labile and stable organic matter.
    Organic,
    /// Microbes.
    Microbes,
    /// Urea.
    Urea,
    /// Ammonium.
    Ammonium,
    /// Nitrite.
    Nitrite,
    /// Nitrate.
    Nitrate,
    /// Nitrous oxide in soil.
    NitrousOxide,
    /// Plants.
    Plants,
    /// N2O emitted.
    N2oEmitted,
    /// N2 emitted.
    N2Emitted,
    /// NO emitted.
    NoEmitted,
    /// NH3 volatilised.
    Nh3Emitted,
    /// Leached.
    Leached,
}

use Compartment as C;

impl C {
    /// The pools of the soil.
    pub const POOLS: [Self; 7] =
        [C::Organic, C::Microbes, C::Urea, C::Ammonium, C::Nitrite, C::Nitrate, C::NitrousOxide];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            C::Litterfall => "litterfall",
            C::Residues => "residues",
            C::Fertiliser => "fertiliser",
            C::Deposition => "deposition",
            C::Air => "N2 of the air",
            C::Organic => "organic matter",
            C::Microbes => "microbes",
            C::Urea => "urea",
            C::Ammonium => "ammonium",
            C::Nitrite => "nitrite",
            C::Nitrate => "nitrate",
            C::NitrousOxide => "N2O in soil",
            C::Plants => "plants",
            C::N2oEmitted => "N2O emitted",
            C::N2Emitted => "N2 emitted",
            C::NoEmitted => "NO emitted",
            C::Nh3Emitted => "NH3 emitted",
            C::Leached => "leached",
        }
    }

    /// What a pool of the soil holds in a state (mg N kg⁻¹); 0 for what is no pool.
    fn held(self, s: &NitrogenState<f64>) -> f64 {
        match self {
            C::Organic => s.n_labile + s.n_stable,
            C::Microbes => s.n_microbial,
            C::Urea => s.urea,
            C::Ammonium => s.nh4,
            C::Nitrite => s.no2,
            C::Nitrate => s.no3,
            C::NitrousOxide => s.n2o,
            _ => 0.0,
        }
    }
}

/// A flux as the table has it: name, from, to, and its part of what a day moved (mg N kg⁻¹).
type Row = (&'static str, Compartment, Compartment, fn(&DayMoved) -> f64);

/// Every flux, once.
const FLUXES: [Row; 39] = [
    ("litter", C::Litterfall, C::Organic, |m| m.arrivals.litter),
    ("residues", C::Residues, C::Organic, |m| m.residue.residue_nitrogen),
    ("organic fertiliser", C::Fertiliser, C::Organic, |m| m.fertiliser.residue_nitrogen),
    ("urea", C::Fertiliser, C::Urea, |m| m.fertiliser.urea),
    ("ammonium", C::Fertiliser, C::Ammonium, |m| m.fertiliser.nh4),
    ("nitrate", C::Fertiliser, C::Nitrate, |m| m.fertiliser.no3),
    ("deposition of ammonium", C::Deposition, C::Ammonium, |m| m.arrivals.nh4_deposited),
    ("deposition of nitrate", C::Deposition, C::Nitrate, |m| m.arrivals.no3_deposited),
    ("free-living fixation", C::Air, C::Ammonium, |m| m.arrivals.fixed_free),
    ("symbiotic fixation", C::Air, C::Plants, |m| m.arrivals.fixed_symbiotic),
    ("gross mineralisation", C::Organic, C::Ammonium, |m| m.flows.labile_mineralised + m.flows.stable_mineralised),
    ("direct uptake of organic N", C::Organic, C::Microbes, |m| {
        m.flows.labile_assimilated + m.flows.stable_assimilated
    }),
    ("microbial turnover", C::Microbes, C::Organic, |m| m.flows.microbial_turnover),
    ("burst of microbes on wetting", C::Microbes, C::Organic, |m| m.burst),
    ("hydrolysis of urea", C::Urea, C::Ammonium, |m| m.flows.urea_hydrolysed),
    ("immobilisation of ammonium", C::Ammonium, C::Microbes, |m| m.flows.nh4_immobilised),
    ("immobilisation of nitrate", C::Nitrate, C::Microbes, |m| m.flows.no3_immobilised),
    ("ammonia oxidation", C::Ammonium, C::Nitrite, |m| m.flows.nh4_oxidised),
    ("complete ammonia oxidation", C::Ammonium, C::Nitrate, |m| m.flows.nh4_to_no3),
    ("N2O of ammonia oxidation", C::Ammonium, C::NitrousOxide, |m| m.flows.nh4_to_n2o),
    ("NO of ammonia oxidation", C::Ammonium, C::NoEmitted, |m| m.flows.nh4_to_no),
    ("nitrite oxidation", C::Nitrite, C::Nitrate, |m| m.flows.no2_oxidised),
    ("nitrifier denitrification", C::Nitrite, C::NitrousOxide, |m| m.flows.nitrifier_denitrification),
    ("nitrate reduction", C::Nitrate, C::Nitrite, |m| m.flows.no3_reduced),
    ("reduction of nitrate to ammonium", C::Nitrate, C::Ammonium, |m| m.flows.dnra),
    ("N2O of denitrification", C::Nitrite, C::NitrousOxide, |m| m.flows.no2_to_n2o),
    ("NO of denitrification", C::Nitrite, C::NoEmitted, |m| m.flows.no2_to_no),
    ("chemodenitrification", C::Nitrite, C::NoEmitted, |m| m.flows.chemodenitrification),
    ("reduction of N2O", C::NitrousOxide, C::N2Emitted, |m| m.flows.n2o_reduced),
    ("emission of N2O", C::NitrousOxide, C::N2oEmitted, |m| m.flows.n2o_emitted),
    ("anammox, ammonium", C::Ammonium, C::N2Emitted, |m| m.flows.anammox_nh4),
    ("anammox, nitrite", C::Nitrite, C::N2Emitted, |m| m.flows.anammox_no2),
    ("anammox, nitrite to nitrate", C::Nitrite, C::Nitrate, |m| m.flows.anammox_no3),
    ("volatilisation", C::Ammonium, C::Nh3Emitted, |m| m.flows.nh3_volatilised),
    ("plant uptake of ammonium", C::Ammonium, C::Plants, |m| m.flows.nh4_taken_up),
    ("plant uptake of nitrate", C::Nitrate, C::Plants, |m| m.flows.no3_taken_up),
    ("leaching of ammonium", C::Ammonium, C::Leached, |m| m.flows.nh4_leached),
    ("leaching of nitrite", C::Nitrite, C::Leached, |m| m.flows.no2_leached),
    ("leaching of nitrate", C::Nitrate, C::Leached, |m| m.flows.no3_leached),
];

/// A flux in a span of days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flux {
    /// Its name.
    pub name: &'static str,
    /// What it leaves.
    pub from: Compartment,
    /// What it enters.
    pub to: Compartment,
    /// Nitrogen (kg N ha⁻¹).
    pub amount: f64,
}

/// A pool over a span of days (kg N ha⁻¹).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stock {
    /// The pool.
    pub pool: Compartment,
    /// At the start, before events of the first day.
    pub start: f64,
    /// At the end.
    pub end: f64,
}

/// Fluxes and pools of a span of days.
#[derive(Debug, Clone, PartialEq)]
pub struct Budget {
    /// The first day.
    pub first: Date,
    /// Number of days.
    pub days: usize,
    /// Every flux, those of no nitrogen too.
    pub fluxes: Vec<Flux>,
    /// The pools of the soil.
    pub stocks: Vec<Stock>,
}

impl Budget {
    /// The budget of the days `span` (from 0) of a run.
    pub fn of(case: &Case, days: &[Day], span: std::ops::Range<usize>) -> Self {
        let scale = case.per_hectare();
        let before = span.start.checked_sub(1).map_or(&case.start, |day| &days[day].state);
        let after = days[span.clone()].last().map_or(before, |day| &day.state);
        let flux = |(name, from, to, part): Row| {
            let amount = days[span.clone()].iter().map(|day| part(&day.moved)).sum::<f64>() * scale;
            Flux { name, from, to, amount }
        };
        let stock = |pool: C| Stock { pool, start: pool.held(before) * scale, end: pool.held(after) * scale };
        Self {
            first: case.drivers.date(span.start),
            days: span.len(),
            fluxes: FLUXES.map(flux).to_vec(),
            stocks: C::POOLS.map(stock).to_vec(),
        }
    }

    /// A budget for each calendar year of a run.
    pub fn years(case: &Case, days: &[Day]) -> Vec<Self> {
        let mut spans: Vec<std::ops::Range<usize>> = Vec::new();
        for day in 0..days.len() {
            let year = case.drivers.date(day).year();
            match spans.last_mut() {
                Some(span) if case.drivers.date(span.start).year() == year => span.end = day + 1,
                _ => spans.push(day..day + 1),
            }
        }
        spans.into_iter().map(|span| Self::of(case, days, span)).collect()
    }

    /// What entered a compartment (kg N ha⁻¹).
    pub fn entering(&self, place: Compartment) -> f64 {
        self.fluxes.iter().filter(|flux| flux.to == place).map(|flux| flux.amount).sum()
    }

    /// What left it (kg N ha⁻¹).
    pub fn leaving(&self, place: Compartment) -> f64 {
        self.fluxes.iter().filter(|flux| flux.from == place).map(|flux| flux.amount).sum()
    }

    /// A flux by its name (kg N ha⁻¹); 0 for one that there is not.
    pub fn flux(&self, name: &str) -> f64 {
        self.fluxes.iter().filter(|flux| flux.name == name).map(|flux| flux.amount).sum()
    }

    /// What a pool gained beyond what entered less what left (kg N ha⁻¹): 0 but for rounding.
    pub fn residual(&self, stock: &Stock) -> f64 {
        stock.end - stock.start - (self.entering(stock.pool) - self.leaving(stock.pool))
    }

    /// The largest residual of a pool, as a share of what the pool holds and passes on (–).
    pub fn worst_residual(&self) -> f64 {
        let share = |stock: &Stock| {
            let size = stock.start.abs() + self.entering(stock.pool);
            if size > 0.0 { self.residual(stock).abs() / size } else { 0.0 }
        };
        self.stocks.iter().map(share).fold(0.0, f64::max)
    }

    /// Factor from a sum of the span to a rate of a year of 365 days (yr⁻¹).
    pub fn per_year(&self) -> f64 {
        super::soil::YEAR / self.days as f64
    }
}
