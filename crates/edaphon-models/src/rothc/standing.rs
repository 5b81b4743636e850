//! All that a site carries from month to month, and one month of it: weather to modifiers to pools to radiocarbon.

use edaphon_core::Real;

use super::modifiers::rate_modifiers;
use super::month::{Scheme, kept_shares, month};
use super::steady::{Equilibrium, steady_radiocarbon, steady_state};
use super::{Microbes, Pools, RateModifiers, RothCSite, Supply, Weather, radiocarbon, spin_up_modifiers};

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing<R> {
    /// Carbon (t C ha⁻¹).
    pub pools: Pools<R>,
    /// Radiocarbon, as carbon of modern activity (t C ha⁻¹).
    pub radiocarbon: Pools<R>,
    /// Deficit of topsoil water (mm, ≤ 0).
    pub deficit: R,
    /// Modifiers of the last month (–).
    pub modifiers: RateModifiers<R>,
    /// Carbon lost as CO2 since the start (t C ha⁻¹).
    pub respired: R,
}

impl<R: Real> Standing<R> {
    /// No carbon, at field capacity.
    pub fn empty() -> Self {
        let zero = R::zero();
        Self {
            pools: Pools::filled(zero),
            radiocarbon: Pools::filled(zero),
            deficit: zero,
            modifiers: RateModifiers::filled(zero),
            respired: zero,
        }
    }

    /// At the end of a year that repeats forever, and whether there is such a state.
    pub fn steady(site: &RothCSite<R>, weather: &[Weather<R>; 12], supply: &[Supply<R>; 12]) -> (Self, R::Mask) {
        let year = spin_up_modifiers(site, weather);
        let Equilibrium { pools, exists } = steady_state(site, &year.modifiers, &supply.map(|s| s.entering(site)));
        let radiocarbon = steady_radiocarbon(site, &year.modifiers, supply);
        // The last month is told from the modifiers of the settled year: the deficit is the same before it and after eleven more.
        let before = weather[..11].iter().fold(year.deficit, |deficit, w| rate_modifiers(site, w, deficit).1);
        let (modifiers, deficit) = rate_modifiers(site, &weather[11], before);
        (Self { pools, radiocarbon, deficit, modifiers, respired: R::zero() }, exists)
    }

    /// After a month.
    #[inline(always)]
    pub fn after(
        &self,
        site: &RothCSite<R>,
        weather: &Weather<R>,
        supply: &Supply<R>,
        microbes: &Microbes<R>,
        scheme: Scheme,
    ) -> Self {
        let (modifiers, deficit) = rate_modifiers(site, weather, self.deficit);
        let rate = microbes.limited(modifiers.combined(), self.pools.bio);
        let kept = kept_shares(site, rate, scheme);
        let entering = supply.entering(site);
        let (pools, fluxes) = month(site, &self.pools, &kept, &entering);
        let radiocarbon = radiocarbon::month(site, &self.radiocarbon, &kept, &entering, supply.modern);
        Self { pools, radiocarbon, deficit, modifiers, respired: self.respired + fluxes.respired }
    }
}
