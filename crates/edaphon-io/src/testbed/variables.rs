//! The variables of the testbed's NetCDF files: names, words and units as the reference writes them.

/// How a year is made of its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// Mean of the daily values: pools and scalars.
    Mean,
    /// Sum of the daily values: fluxes.
    Sum,
}

/// A variable of an output file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutputVariable {
    /// Name in the file.
    pub name: &'static str,
    /// Unit of the annual value, as the reference spells it.
    pub annual_unit: &'static str,
    /// What it is, in annual files.
    pub annual_long_name: &'static str,
    /// How a year is made of its days.
    pub per: Per,
}

impl OutputVariable {
    /// Unit of the daily value: that of the annual one, per day where it is per year.
    pub fn daily_unit(&self) -> String {
        self.annual_unit.replace("year-1", "day-1").replace("yr-1", "day-1")
    }

    /// What it is, in daily files.
    pub fn daily_long_name(&self) -> &'static str {
        self.annual_long_name.strip_prefix("mean annual ").unwrap_or(self.annual_long_name)
    }
}

const fn mean(name: &'static str, annual_unit: &'static str, annual_long_name: &'static str) -> OutputVariable {
    OutputVariable { name, annual_unit, annual_long_name, per: Per::Mean }
}

const fn sum(name: &'static str, annual_unit: &'static str, annual_long_name: &'static str) -> OutputVariable {
    OutputVariable { name, annual_unit, annual_long_name, per: Per::Sum }
}

/// Variables of the CASA file, in its order.
pub static CASA_VARIABLES: &[OutputVariable] = &[
    sum("cresp", "gC m-2 year-1", "soil heterotrophic respiration"),
    sum("cnpp", "gC m-2 year-1", "net primary production"),
    sum("cgpp", "gC m-2 year-1", "gross primary production"),
    mean("cleaf", "gC m-2", "leaf carbon"),
    mean("nleaf", "gN m-2", "leaf nitrogen"),
    mean("cwood", "gC m-2", "wood carbon"),
    mean("nwood", "gN m-2", "wood nitrogen"),
    mean("cfroot", "gC m-2", "fine root carbon"),
    mean("nfroot", "gN m-2", "fine root nitrogen"),
    mean("clitmetb", "gC m-2", "metabolic litter carbon"),
    mean("nlitmetb", "gN m-2", "metabolic litter nitrogen"),
    mean("clitstr", "gC m-2", "structural litter carbon"),
    mean("nlitstr", "gN m-2", "structural litter nitrogen"),
    mean("clitcwd", "gC m-2", "coarse woody debris carbon"),
    mean("nlitcwd", "gN m-2", "coarse woody debris nitrogen"),
    mean("csoilmic", "gC m-2", "microbial soil organic matter carbon"),
    mean("nsoilmic", "gN m-2", "microbial soil organic matter nitrogen"),
    mean("csoilslow", "gC m-2", "slow soil organic matter carbon"),
    mean("nsoilslow", "gN m-2", "slow soil organic matter nitrogen"),
    mean("csoilpass", "gC m-2", "passive soil organic matter carbon"),
    mean("nsoilpass", "gN m-2", "passive soil organic matter nitrogen"),
    mean("tairC", "degrees C", "mean annual air temperature"),
    mean("tsoilC", "degrees C", "mean annual soil temperature in top 50 cm"),
    sum("cLitInptMet", "gC m-2 yr-1", "Metabolic Litter C Inputs"),
    sum("cLitInptStruc", "gC m-2 yr-1", "Structural Litter C Inputs"),
    sum("cpassInpt", "gC m-2 yr-1", "Passive Pool C Inputs"),
    mean("thetaLiq", "fraction", "Fraction of liquid soil water saturation (0.0-1.0)"),
    mean("fT", "multiplier", "soil temperature multiplier on decomposition rate (0.0-1.0)"),
    mean("fW", "multiplier", "soil moisture multiplier on decomposition rate (0.0-1.0)"),
    sum("nLitInptMet", "gN m-2 yr-1", "Metabolic Litter N Inputs"),
    sum("nLitInptStruc", "gN m-2 yr-1", "Structural Litter N Inputs"),
    sum("nMinDep", "gN m-2 yr-1", "N deposition"),
    sum("nMinFix", "gN m-2 yr-1", "N Fixation"),
    sum("nMinUptake", "gN m-2 yr-1", "Plant Mineral N Uptake"),
    sum("nMinLeach", "gN m-2 yr-1", "Mineral N Leaching"),
    sum("nMinLoss", "gN m-2 yr-1", "Mineral N Loss (N2O)"),
    sum("nLitMineralization", "gN m-2 yr-1", "Litter N Mineralization"),
    sum("nSoilMineralization", "gN m-2 yr-1", "Soil N Mineralization"),
    sum("nSoilImmob", "gN m-2 yr-1", "Soil N Immobilization"),
    sum("nNetMineralization", "gN m-2 yr-1", "Net N mineralization"),
    mean("nMineral", "gN m-2", "Mineral Soil N"),
];

/// Variables of the MIMICS file, in its order.
pub static MIMICS_VARIABLES: &[OutputVariable] = &[
    mean("cLITm", "gC m-2", "metabolic litter carbon"),
    mean("cLITs", "gC m-2", "structural litter carbon"),
    mean("cMICr", "gC m-2", "r-selected microbial soil organic matter carbon"),
    mean("cMICk", "gC m-2", "K-selected microbial soil organic matter carbon"),
    mean("cSOMa", "gC m-2", "active soil organic matter carbon"),
    mean("cSOMc", "gC m-2", "chemically protected soil organic matter carbon"),
    mean("cSOMp", "gC m-2", "physically protected soil organic matter carbon"),
    sum("cHresp", "gC m-2 year-1", "soil heterotrophic respiration"),
    sum("cSOMpIn", "gC m-2 year-1", "inputs to physically protected soil pool"),
    sum("cLitInput_metb", "gC m-2 year-1", "metabolic litter C inputs"),
    sum("cLitInput_struc", "gC m-2 year-1", "structural litter C inputs"),
    sum("cOverflow_r", "gC m-2 year-1", "Overflow respiration from MICr"),
    sum("cOverflow_k", "gC m-2 year-1", "Overflow respiration from MICk"),
    mean("nLITm", "gN m-2", "metabolic litter nitrogen"),
    mean("nLITs", "gN m-2", "structural litter nitrogen"),
    mean("nMICr", "gN m-2", "r-selected microbial soil organic matter nitrogen"),
    mean("nMICk", "gN m-2", "K-selected microbial soil organic matter nitrogen"),
    mean("nSOMa", "gN m-2", "active soil organic matter nitrogen"),
    mean("nSOMc", "gN m-2", "chemically protected soil organic matter nitrogen"),
    mean("nSOMp", "gN m-2", "physically protected soil organic matter nitrogen"),
    mean("DIN", "gN m-2", "dissolved inorganic N available to microbes"),
    sum("nLitInput_metb", "gN m-2 year-1", "metabolic litter N inputs"),
    sum("nLitInput_struc", "gN m-2 year-1", "structural litter N inputs"),
    mean("thetaLiq", "fraction", "fraction of liquid soil water saturation (0.0-1.0)"),
    mean("thetaFrzn", "fraction", "fraction of frozen soil water saturation (0.0-1.0)"),
    mean("fW", "multiplier", "soil moisture multiplier on decomposition (0.0-1.0)"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fluxes_are_per_year_or_per_day_and_pools_are_not() {
        for variable in CASA_VARIABLES.iter().chain(MIMICS_VARIABLES) {
            let per_year = variable.annual_unit.contains("yr-1") || variable.annual_unit.contains("year-1");
            assert_eq!(per_year, variable.per == Per::Sum, "{}", variable.name);
            assert_eq!(variable.daily_unit().ends_with(" day-1"), per_year, "{}", variable.name);
        }
        let air = CASA_VARIABLES.iter().find(|v| v.name == "tairC").unwrap();
        assert_eq!(air.daily_long_name(), "air temperature");
        assert_eq!((CASA_VARIABLES.len(), MIMICS_VARIABLES.len()), (41, 26));
    }
}
