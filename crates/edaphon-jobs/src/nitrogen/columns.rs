//! What a run gives for each day: names, units and words, in one place, for CSV and NetCDF alike.
//!
//! Names and standard names are those of CMIP where it has the quantity, each chosen for what the quantity is: `fNleach` has its nitrogen
//! name (the `Emon` table gives one of carbon), `fNup` has none (the table gives one of fixation). NetCDF is in kg m⁻² and kg m⁻² s⁻¹, CSV in the units that
//! people use.

use edaphon_models::nitrogen::Addition;

use super::simulate::Day;

/// What kind of quantity a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// Held at the end of the day.
    Pool,
    /// Moved in the day.
    Flux,
    /// Neither; in this unit.
    Given(&'static str),
}

impl Quantity {
    /// Its unit in CSV.
    pub fn csv_unit(self) -> &'static str {
        match self {
            Self::Pool => "kg ha-1",
            Self::Flux => "g ha-1 d-1",
            Self::Given(unit) => unit,
        }
    }

    /// Its unit in NetCDF.
    pub fn si_unit(self) -> &'static str {
        match self {
            Self::Pool => "kg m-2",
            Self::Flux => "kg m-2 s-1",
            Self::Given(unit) => unit,
        }
    }

    /// What a value in the model's units is multiplied by for CSV; `per_hectare` is kg ha⁻¹ for each mg kg⁻¹.
    pub fn csv_factor(self, per_hectare: f64) -> f64 {
        match self {
            Self::Pool => per_hectare,
            Self::Flux => 1000.0 * per_hectare,
            Self::Given(_) => 1.0,
        }
    }

    /// The same for NetCDF.
    pub fn si_factor(self, per_hectare: f64) -> f64 {
        match self {
            Self::Pool => 1e-4 * per_hectare,
            Self::Flux => 1e-4 * per_hectare / 86_400.0,
            Self::Given(_) => 1.0,
        }
    }
}

/// A quantity for each day.
#[derive(Debug, Clone, Copy)]
pub struct Daily {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// What kind of quantity it is.
    pub quantity: Quantity,
    /// Name in the CF table; empty where it has none.
    pub standard_name: &'static str,
    /// Its value on a day (mg kg⁻¹, mg kg⁻¹ d⁻¹, or the unit that is given).
    pub value: fn(&Day) -> f64,
}

const fn column(
    name: &'static str,
    about: &'static str,
    quantity: Quantity,
    standard_name: &'static str,
    value: fn(&Day) -> f64,
) -> Daily {
    Daily { name, about, quantity, standard_name, value }
}

use Quantity::{Flux, Given, Pool};

const MINERALISED: &str = "mass_flux_of_nitrogen_compounds_expressed_as_nitrogen_out_of_litter_and_soil_due_to_immobilisation_and_remineralization";
const LEACHED: &str = "mass_flux_of_nitrogen_compounds_expressed_as_nitrogen_out_of_vegetation_and_litter_and_soil_due_to_leaching_and_runoff";
const FERTILISED: &str =
    "tendency_of_soil_mass_content_of_nitrogen_compounds_expressed_as_nitrogen_due_to_fertilization";
const GAS: &str =
    "surface_upward_mass_flux_of_nitrogen_compounds_expressed_as_nitrogen_due_to_all_land_processes_excluding_fires";
const NITROUS: &str =
    "surface_upward_mass_flux_of_nitrous_oxide_expressed_as_nitrogen_out_of_vegetation_and_litter_and_soil";
const NOX: &str = "surface_upward_mass_flux_of_nox_expressed_as_nitrogen_out_of_vegetation_and_litter_and_soil";
const FIXED: &str =
    "tendency_of_soil_and_vegetation_mass_content_of_nitrogen_compounds_expressed_as_nitrogen_due_to_fixation";
const DEPOSITED: &str =
    "minus_tendency_of_atmosphere_mass_content_of_nitrogen_compounds_expressed_as_nitrogen_due_to_deposition";
const RESPIRED: &str =
    "surface_upward_mass_flux_of_carbon_dioxide_expressed_as_carbon_due_to_heterotrophic_respiration";
const MINERAL: &str = "soil_mass_content_of_inorganic_nitrogen_expressed_as_nitrogen";
const AMMONIUM: &str = "soil_mass_content_of_inorganic_ammonium_expressed_as_nitrogen";
const NITRATE: &str = "soil_mass_content_of_inorganic_nitrate_expressed_as_nitrogen";

/// Every column, in the order of files.
pub const DAILY: [Daily; 38] = [
    column("soil_temperature", "soil temperature", Given("degC"), "soil_temperature", |d| d.weather.temperature),
    column("wfps", "water-filled pore space", Given("1"), "", |d| d.weather.wfps),
    column("uptake_capacity", "nitrogen that plants take up at most", Flux, "", |d| d.weather.uptake_capacity),
    column("nSoil", "nitrogen in soil, organic and mineral", Pool, "soil_mass_content_of_nitrogen", soil_nitrogen),
    column("nMicrobial", "nitrogen in microbes", Pool, "", |d| d.state.n_microbial),
    column("nUrea", "nitrogen in urea", Pool, "", |d| d.state.urea),
    column("nMineral", "mineral nitrogen in soil: ammonium, nitrite and nitrate", Pool, MINERAL, |d| {
        d.state.nh4 + d.state.no2 + d.state.no3
    }),
    column("nMineralNH4", "ammonium in soil, nitrogen", Pool, AMMONIUM, |d| d.state.nh4),
    column("nMineralNO2", "nitrite in soil, nitrogen", Pool, "", |d| d.state.no2),
    column("nMineralNO3", "nitrate in soil, nitrogen", Pool, NITRATE, |d| d.state.no3),
    column("nN2O", "nitrous oxide in soil, nitrogen", Pool, "", |d| d.state.n2o),
    column("fN2O", "nitrous oxide emitted, nitrogen", Flux, NITROUS, |d| d.moved.flows.n2o_emitted),
    column("fN2O_noe", "nitrous oxide by NOE from this run's mineral nitrogen, nitrogen", Flux, "", |d| d.noe),
    column(
        "fN2O_daycent",
        "nitrous oxide by DAYCENT from this run's mineral nitrogen and respiration, nitrogen",
        Flux,
        "",
        |d| d.daycent,
    ),
    column("fN2", "dinitrogen emitted", Flux, "", dinitrogen),
    column("fNOx", "nitric oxide emitted, nitrogen", Flux, NOX, nitric_oxide),
    column("fNH3", "ammonia emitted, nitrogen", Flux, "", |d| d.moved.flows.nh3_volatilised),
    column("fNgasNonFire", "nitrogen lost as gas: N2O, N2, NO and NH3", Flux, GAS, gas),
    column("fNleach", "nitrogen leached", Flux, LEACHED, leached),
    column("fNloss", "nitrogen leached and lost as gas", Flux, "", |d| gas(d) + leached(d)),
    column("fNup", "nitrogen taken up by plants from soil", Flux, "", |d| {
        d.moved.flows.nh4_taken_up + d.moved.flows.no3_taken_up
    }),
    column("fNfert", "nitrogen of fertiliser and manure", Flux, FERTILISED, |d| {
        Addition::nitrogen(&d.moved.fertiliser)
    }),
    column("fNdep", "nitrogen deposition", Flux, DEPOSITED, |d| {
        d.moved.arrivals.nh4_deposited + d.moved.arrivals.no3_deposited
    }),
    column("fBNF", "biological nitrogen fixation", Flux, FIXED, |d| {
        d.moved.arrivals.fixed_free + d.moved.arrivals.fixed_symbiotic
    }),
    column(
        "fNLitterSoil",
        "nitrogen of litter and residues to soil",
        Flux,
        "nitrogen_mass_flux_into_soil_from_litter",
        |d| d.moved.arrivals.litter + d.moved.residue.residue_nitrogen,
    ),
    column("fNgrossmin", "gross nitrogen mineralisation", Flux, "", mineralised),
    column("fNimmob", "gross nitrogen immobilisation", Flux, "", immobilised),
    column("fNnetmin", "net nitrogen mineralisation", Flux, MINERALISED, |d| mineralised(d) - immobilised(d)),
    column("fNnit", "nitrification: ammonium oxidised", Flux, "", nitrified),
    column("fNdenit", "denitrification: nitrite reduced to gases by bacteria and fungi", Flux, "", |d| {
        d.moved.flows.no2_to_n2o + d.moved.flows.no2_to_no
    }),
    column("pN2O_aoa", "N2O formed in ammonia oxidation by archaea", Flux, "", |d| d.moved.sources.archaea),
    column("pN2O_aob", "N2O formed in ammonia oxidation by bacteria", Flux, "", |d| d.moved.sources.bacteria),
    column("pN2O_nd", "N2O formed in nitrifier denitrification", Flux, "", |d| {
        d.moved.sources.nitrifier_denitrification
    }),
    column("pN2O_den", "N2O formed in bacterial denitrification", Flux, "", |d| d.moved.sources.denitrification),
    column("pN2O_fungi", "N2O formed in fungal denitrification", Flux, "", |d| d.moved.sources.fungi),
    column("fN2Ored", "N2O reduced to N2", Flux, "", |d| d.moved.flows.n2o_reduced),
    column("cSoil", "carbon in soil, microbes apart", Pool, "", |d| d.state.c_labile + d.state.c_stable),
    column("rh", "heterotrophic respiration, carbon", Flux, RESPIRED, |d| d.respired),
];

fn soil_nitrogen(day: &Day) -> f64 {
    let s = &day.state;
    s.n_labile + s.n_stable + s.n_microbial + s.urea + s.nh4 + s.no2 + s.no3 + s.n2o
}

pub(super) fn dinitrogen(day: &Day) -> f64 {
    let f = &day.moved.flows;
    f.n2o_reduced + f.anammox_nh4 + f.anammox_no2
}

fn nitric_oxide(day: &Day) -> f64 {
    let f = &day.moved.flows;
    f.nh4_to_no + f.no2_to_no + f.chemodenitrification
}

fn gas(day: &Day) -> f64 {
    day.moved.flows.n2o_emitted + dinitrogen(day) + nitric_oxide(day) + day.moved.flows.nh3_volatilised
}

fn leached(day: &Day) -> f64 {
    let f = &day.moved.flows;
    f.nh4_leached + f.no2_leached + f.no3_leached
}

fn mineralised(day: &Day) -> f64 {
    day.moved.flows.labile_mineralised + day.moved.flows.stable_mineralised
}

fn immobilised(day: &Day) -> f64 {
    day.moved.flows.nh4_immobilised + day.moved.flows.no3_immobilised
}

fn nitrified(day: &Day) -> f64 {
    let f = &day.moved.flows;
    f.nh4_oxidised + f.nh4_to_n2o + f.nh4_to_no + f.nh4_to_no3
}

#[cfg(test)]
mod tests {
    use edaphon_core::units::{Unit, conversion};

    use super::*;

    #[test]
    fn names_are_unique_and_units_agree() {
        for (at, column) in DAILY.iter().enumerate() {
            assert!(DAILY[..at].iter().all(|other| other.name != column.name), "{}", column.name);
            let quantity = column.quantity;
            quantity.si_unit().parse::<Unit>().unwrap();
            let factor = conversion(quantity.csv_unit(), quantity.si_unit()).unwrap().factor;
            let both = quantity.si_factor(2.6) / quantity.csv_factor(2.6);
            assert!((both / factor - 1.0).abs() < 1e-14, "{}: {both}, {factor}", column.name);
        }
    }
}
