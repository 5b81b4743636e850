//! The state before the first month that is run.

use std::path::Path;

use edaphon_models::rothc::initial::{equilibrium_input, inert_carbon, weihermueller};
use edaphon_models::rothc::modifiers::{DEFICIT_YEARS, spin_up_modifiers};
use edaphon_models::rothc::official::{Looped, loop_to_equilibrium};
use edaphon_models::rothc::{Pools, RothCSite, Standing, steady_state};

use super::case::{Case, Method, Settings, Stock, StockPools};
use crate::error::{JobError, Result};

/// Years after which the published loop is given up.
const LONGEST: usize = 100_000;

/// A start, and what a run needs to go on from it.
#[derive(Debug, Clone)]
pub(super) struct Start {
    pub site: RothCSite<f64>,
    pub standing: Standing<f64>,
    /// Months that spin-up took; 12 where it is not a loop.
    pub months: usize,
    /// By how much all input is multiplied.
    pub scale: f64,
    /// What was done, in words.
    pub notes: Vec<String>,
}

/// Finds the start of a case.
pub(super) fn start(path: &Path, case: &Case, settings: &Settings) -> Result<Start> {
    let mut site = case.site();
    let mut notes = Vec::new();
    let refused = |problem: String| JobError::refused(format!("{}: {problem}", path.display()));
    let stock = settings.stock;
    if let Some(stock) = stock.filter(|stock| settings.inert_by_stock || stock.pools == StockPools::Weihermueller) {
        site.inert = inert_carbon(stock.carbon);
        notes.push(format!("inert carbon is {:.4} t C ha-1, by Falloon et al. (1998)", site.inert));
    }
    let scale = match stock {
        Some(stock) if stock.pools == StockPools::Steady => {
            let scale = input_that_keeps(case, &site, stock).map_err(refused)?;
            let per_year: f64 = case.months[..12].iter().map(|m| m.plant + m.manure).sum::<f64>() * scale;
            notes.push(format!(
                "all input is multiplied by {scale:.6}, to {per_year:.4} t C ha-1 yr-1 in spin-up, which keeps {} t C ha-1",
                stock.carbon
            ));
            scale
        }
        _ => 1.0,
    };
    let (weather, supply) = case.first_year(scale);
    if !spin_up_modifiers(&site, &weather).settled {
        notes.push(format!(
            "the moisture deficit still changed after {DEFICIT_YEARS} years of the same weather; modifiers are those of the last"
        ));
    }
    let (mut standing, months) = match settings.method {
        Method::Exact => {
            let (standing, exists) = Standing::steady(&site, &weather, &supply);
            if !exists {
                return Err(refused(
                    "there is no equilibrium: the first twelve months are all frozen (below -5 degC), so that nothing decays"
                        .to_owned(),
                ));
            }
            notes.push("started from the state that repeats, in closed form".to_owned());
            (standing, 12)
        }
        Method::Official => {
            let Looped { standing, months, closed } = loop_to_equilibrium(&site, &weather, &supply, LONGEST);
            if !closed {
                return Err(refused(format!(
                    "no equilibrium within {LONGEST} years of the first twelve months: nearly nothing decays"
                )));
            }
            notes.push(format!("started from the published loop, which took {months} months"));
            (standing, months)
        }
    };
    if let Some(stock) = stock.filter(|stock| stock.pools == StockPools::Weihermueller) {
        standing = from_pedotransfer(case, standing, stock);
        notes.push(
            "pools are by Weihermüller et al. (2013): D is what their functions leave of the stock, and R, B, H give way where they leave \
             nothing; ages are those of the spin-up"
                .to_owned(),
        );
    }
    Ok(Start { site, standing, months, scale, notes })
}

/// The factor on all input that makes the steady state the measured stock.
fn input_that_keeps(case: &Case, site: &RothCSite<f64>, stock: Stock) -> std::result::Result<f64, String> {
    let (weather, supply) = case.first_year(1.0);
    let modifiers = spin_up_modifiers(site, &weather).modifiers;
    let equilibrium = steady_state(site, &modifiers, &supply.map(|s| s.entering(site)));
    let carbon = stock.carbon;
    if !equilibrium.exists || equilibrium.pools.total() <= 0.0 {
        return Err(format!(
            "no input keeps a stock of {carbon} t C ha-1: the first twelve months bring no carbon, or nothing decays in them"
        ));
    }
    let scale = equilibrium_input(carbon, site.inert, &equilibrium.pools, &Pools::filled(0.0));
    if scale < 0.0 {
        let inert = site.inert;
        return Err(format!(
            "inert carbon of {inert} t C ha-1 is more than the measured stock of {carbon} t C ha-1; mend either, or let inert carbon \
             follow the stock"
        ));
    }
    Ok(scale)
}

/// The same deficit, but pools of the pedotransfer functions, each of the age that it has at the steady state.
fn from_pedotransfer(case: &Case, steady: Standing<f64>, stock: Stock) -> Standing<f64> {
    let (pools, _) = weihermueller(stock.carbon, case.soil.clay);
    let activity = steady.radiocarbon.zip(&steady.pools, |n, carbon| if carbon > 0.0 { n / carbon } else { 1.0 });
    Standing { pools, radiocarbon: pools.zip(&activity, |carbon, activity| carbon * activity), ..steady }
}
