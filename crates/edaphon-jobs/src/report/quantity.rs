//! Quantities of a report, and the units in which people think of them.

/// The unit in which a quantity is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shown {
    /// Large pools: kg m⁻².
    Stock,
    /// Small pools: g m⁻².
    SmallStock,
    /// Fluxes: g m⁻² yr⁻¹.
    Flux,
    /// Temperature: °C.
    Celsius,
    /// Numbers without a unit.
    Plain,
    /// By how much a share falls short of 1: %.
    Shortfall,
    /// Water: m³ m⁻³.
    Water,
}

/// A variable of our files as a report shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantity {
    /// Its name in files.
    pub name: &'static str,
    /// Its words in figures and tables.
    pub label: &'static str,
    /// `C`, `N` or nothing: the element that the unit counts.
    pub element: &'static str,
    /// The unit in which it is shown.
    pub shown: Shown,
}

const fn of(name: &'static str, label: &'static str, element: &'static str, shown: Shown) -> Quantity {
    Quantity { name, label, element, shown }
}

const fn stock(name: &'static str, label: &'static str) -> Quantity {
    of(name, label, "C", Shown::Stock)
}

const fn carbon_flux(name: &'static str, label: &'static str) -> Quantity {
    of(name, label, "C", Shown::Flux)
}

const fn nitrogen(name: &'static str, label: &'static str) -> Quantity {
    of(name, label, "N", Shown::SmallStock)
}

const fn nitrogen_flux(name: &'static str, label: &'static str) -> Quantity {
    of(name, label, "N", Shown::Flux)
}

/// Plant carbon.
pub const PLANT_C: Quantity = stock("cVeg", "Plant C");
/// Carbon of fine litter.
pub const LITTER_C: Quantity = stock("cLitter", "Litter C");
/// Carbon of coarse woody debris.
pub const CWD_C: Quantity = stock("cCwd", "Woody debris C");
/// Soil carbon.
pub const SOIL_C: Quantity = stock("cSoil", "Soil C");
/// Carbon of plants, litter and soil.
pub const LAND_C: Quantity = stock("cLand", "Total C");
/// Soil nitrogen.
pub const SOIL_N: Quantity = nitrogen("nSoil", "Soil N");
/// Plant nitrogen.
pub const PLANT_N: Quantity = nitrogen("nVeg", "Plant N");
/// Litter nitrogen.
pub const LITTER_N: Quantity = nitrogen("nLitter", "Litter N");
/// Mineral nitrogen.
pub const MINERAL_N: Quantity = nitrogen("nMineral", "Mineral N");

/// Gross primary production.
pub const GPP: Quantity = carbon_flux("gpp", "GPP");
/// Net primary production.
pub const NPP: Quantity = carbon_flux("npp", "NPP");
/// Autotrophic respiration.
pub const RA: Quantity = carbon_flux("ra", "Plant respiration");
/// Heterotrophic respiration.
pub const RH: Quantity = carbon_flux("rh", "Heterotrophic respiration");
/// Net ecosystem production.
pub const NEP: Quantity = carbon_flux("nep", "NEP");
/// Litterfall.
pub const LITTERFALL: Quantity = carbon_flux("litterfall", "Litterfall");

/// Plant uptake of nitrogen.
pub const N_UPTAKE: Quantity = nitrogen_flux("fNup", "Plant uptake");
/// Net mineralisation.
pub const NET_MINERALISATION: Quantity = nitrogen_flux("fNnetmin", "Net mineralisation");
/// Leaching.
pub const N_LEACHED: Quantity = nitrogen_flux("fNleach", "Leaching");
/// Gaseous losses.
pub const N_GAS: Quantity = nitrogen_flux("fNgas", "Gaseous loss");
/// Emission of nitrous oxide.
pub const N2O_EMITTED: Quantity = nitrogen_flux("fN2O", "N2O emission");
/// Emission of nitric oxide.
pub const NO_EMITTED: Quantity = nitrogen_flux("fNOx", "NO emission");
/// Nitrification.
pub const NITRIFIED: Quantity = nitrogen_flux("nitrification", "Nitrification");
/// Ammonium in soil.
pub const AMMONIUM: Quantity = nitrogen("nMineralNH4", "Ammonium N");
/// Nitrate in soil.
pub const NITRATE: Quantity = nitrogen("nMineralNO3", "Nitrate N");
/// Fixation.
pub const N_FIXED: Quantity = nitrogen_flux("fBNF", "Fixation");
/// Deposition.
pub const N_DEPOSITED: Quantity = nitrogen_flux("fNdep", "Deposition");

/// Share of production that nitrogen allows.
pub const GROWTH_ALLOWED: Quantity = of("growth_allowed", "Share of NPP that N allows", "", Shown::Plain);
/// Scalar of mineral nitrogen.
pub const N_LIMITATION: Quantity = of("n_limitation", "N scalar (1: no reduction)", "", Shown::Plain);
/// Production that is held back where nitrogen does not suffice for it.
pub const NPP_WITHHELD: Quantity = of("growth_allowed", "NPP withheld for want of N", "", Shown::Shortfall);
/// Shortfall of the scalar of mineral nitrogen.
pub const N_WANTED: Quantity = of("n_limitation", "Reduction by the N scalar", "", Shown::Shortfall);
/// Soil temperature.
pub const SOIL_TEMPERATURE: Quantity = of("soil_temperature", "Soil temperature", "", Shown::Celsius);
/// Soil water.
pub const SOIL_WATER: Quantity = of("soil_water", "Liquid soil water", "", Shown::Water);

/// Litter and soil pools of CASA, from the fastest to the slowest.
pub const CASA_POOLS: [Quantity; 6] = [
    stock("casa_metabolic_c", "Metabolic litter"),
    stock("casa_structural_c", "Structural litter"),
    stock("cwd_c", "Woody debris"),
    stock("casa_microbial_c", "Microbial (fast)"),
    stock("casa_slow_c", "Slow"),
    stock("casa_passive_c", "Passive"),
];

/// Litter and soil pools of MIMICS.
pub const MIMICS_POOLS: [Quantity; 8] = [
    stock("mimics_lit_m_c", "Metabolic litter"),
    stock("mimics_lit_s_c", "Structural litter"),
    stock("cwd_c", "Woody debris"),
    stock("mimics_mic_r_c", "Microbes r"),
    stock("mimics_mic_k_c", "Microbes K"),
    stock("mimics_som_a_c", "Available SOM"),
    stock("mimics_som_c_c", "Chemically protected SOM"),
    stock("mimics_som_p_c", "Physically protected SOM"),
];

/// Copiotrophic microbes of MIMICS.
pub const MICROBES_R: Quantity = of("mimics_mic_r_c", "Copiotrophs (r)", "C", Shown::SmallStock);
/// Oligotrophic microbes of MIMICS.
pub const MICROBES_K: Quantity = of("mimics_mic_k_c", "Oligotrophs (K)", "C", Shown::SmallStock);

impl Quantity {
    /// Its unit as CF writes it, with the element.
    pub fn unit(&self) -> String {
        let counted = |mass: &str, rest: &str| match self.element {
            "" => format!("{mass} {rest}"),
            element => format!("{mass} {element} {rest}"),
        };
        match self.shown {
            Shown::Stock => counted("kg", "m-2"),
            Shown::SmallStock => counted("g", "m-2"),
            Shown::Flux => counted("g", "m-2 yr-1"),
            Shown::Celsius => "degC".to_owned(),
            Shown::Plain => String::new(),
            Shown::Shortfall => "%".to_owned(),
            Shown::Water => "m3 m-3".to_owned(),
        }
    }

    /// What a value in the file's unit is multiplied by, and what is added then; none if the unit does not fit.
    pub(super) fn conversion(&self, unit: &str) -> Option<(f64, f64)> {
        const YEAR: f64 = 365.0;
        Some(match (unit, self.shown) {
            ("kg m-2", Shown::Stock) | ("g m-2", Shown::SmallStock) | ("1", Shown::Plain) => (1.0, 0.0),
            ("m3 m-3", Shown::Water) | ("degC", Shown::Celsius) => (1.0, 0.0),
            ("g m-2", Shown::Stock) => (1e-3, 0.0),
            ("kg m-2", Shown::SmallStock) => (1e3, 0.0),
            ("kg m-2 s-1", Shown::Flux) => (1e3 * 86_400.0 * YEAR, 0.0),
            ("g m-2 d-1", Shown::Flux) => (YEAR, 0.0),
            ("K", Shown::Celsius) => (1.0, -273.15),
            ("1", Shown::Shortfall) => (-100.0, 100.0),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use edaphon_models::Profile;

    use super::*;
    use crate::cf::variables;

    #[test]
    fn every_quantity_is_a_variable_of_a_model_in_a_known_unit() {
        let single = [
            PLANT_C,
            LITTER_C,
            CWD_C,
            SOIL_C,
            LAND_C,
            SOIL_N,
            PLANT_N,
            LITTER_N,
            MINERAL_N,
            GPP,
            NPP,
            RA,
            RH,
            NEP,
            LITTERFALL,
            N_UPTAKE,
            NET_MINERALISATION,
            N_LEACHED,
            N_GAS,
            N_FIXED,
            N_DEPOSITED,
            GROWTH_ALLOWED,
            N_LIMITATION,
            SOIL_TEMPERATURE,
            SOIL_WATER,
            MICROBES_R,
            NPP_WITHHELD,
            N_WANTED,
            MICROBES_K,
            N2O_EMITTED,
            NO_EMITTED,
            NITRIFIED,
            AMMONIUM,
            NITRATE,
        ];
        let of_models = edaphon_run::Model::ALL.into_iter().flat_map(|model| variables(model, Profile::Edaphon));
        let all: Vec<_> = of_models.chain(crate::cf::coupled()).collect();
        for q in single.iter().chain(&CASA_POOLS).chain(&MIMICS_POOLS) {
            let found = all.iter().find(|v| v.name == q.name).unwrap_or_else(|| panic!("{}", q.name));
            assert!(q.conversion(found.unit).is_some(), "{}: {}", q.name, found.unit);
        }
    }

    #[test]
    fn units_become_those_people_think_in() {
        let (factor, _) = NPP.conversion("kg m-2 s-1").unwrap();
        // 500 g a year, one rounding.
        assert!((500.0 / (1e3 * 86_400.0 * 365.0) * factor - 500.0).abs() < 1e-10);
        assert_eq!((NPP.unit().as_str(), SOIL_N.unit().as_str()), ("g C m-2 yr-1", "g N m-2"));
        assert_eq!(SOIL_TEMPERATURE.conversion("K"), Some((1.0, -273.15)));
        assert_eq!(NPP_WITHHELD.conversion("1"), Some((-100.0, 100.0)));
        assert_eq!(SOIL_C.conversion("t ha-1"), None);
    }
}
