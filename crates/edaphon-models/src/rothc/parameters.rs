//! Parameters of RothC and the description of its soils: one line each is the only place where one is described.

use edaphon_core::Defaults::One;
use edaphon_core::Prior::{Fixed, LogNormal, Uniform};
use edaphon_core::parameters;

const SOURCE: &str = "coleman1996";
const DRYLAND: &str = "farina2013";

parameters! {
    /// Parameters of RothC.
    pub struct RothCParameters, ROTHC_PARAMETERS of "rothc" {
        k_dpm: "k_D", "yr-1", One(10.0), 0.1..=100.0, LogNormal { median: 10.0, spread: 0.5 }, SOURCE, "decay of decomposable plant material at m = 1";
        k_rpm: "k_R", "yr-1", One(0.3), 0.001..=10.0, LogNormal { median: 0.3, spread: 0.5 }, SOURCE, "decay of resistant plant material at m = 1";
        k_bio: "k_B", "yr-1", One(0.66), 0.001..=10.0, LogNormal { median: 0.66, spread: 0.5 }, SOURCE, "decay of microbial biomass at m = 1";
        k_hum: "k_H", "yr-1", One(0.02), 0.0001..=1.0, LogNormal { median: 0.02, spread: 0.5 }, SOURCE, "decay of humified organic matter at m = 1";
        bio_share: "–", "1", One(0.46), 0.0..=1.0, Uniform, SOURCE, "share of biomass in what decay leaves in the soil; the rest is humified";
        co2_scale: "x_1", "1", One(1.67), 0.1..=10.0, LogNormal { median: 1.67, spread: 0.2 }, SOURCE, "scale of the ratio of CO2 to carbon left in the soil";
        co2_base: "x_2", "1", One(1.85), 0.0..=10.0, Uniform, SOURCE, "that ratio in very heavy clay, before scaling";
        co2_sand: "x_3", "1", One(1.6), 0.0..=10.0, Uniform, SOURCE, "its rise from there to pure sand";
        co2_clay: "x_4", "%-1", One(0.0786), 0.0..=1.0, Uniform, SOURCE, "how fast clay takes that rise back";
        pan_to_soil: "–", "1", One(0.75), 0.1..=1.0, Fixed, SOURCE, "evaporation of the soil per open-pan evaporation";
        one_bar_share: "–", "1", One(0.444), 0.01..=0.99, Fixed, SOURCE, "deficit at 1 bar, where moisture starts to limit, per largest deficit under a crop";
        bare_share: "–", "1", One(0.556), 0.01..=1.0, Fixed, SOURCE, "largest deficit that a bare soil dries to, per largest deficit under a crop";
        moisture_lowest: "b_min", "1", One(0.2), 0.0..=1.0, Uniform, SOURCE, "moisture modifier at the largest deficit";
        cover_factor: "c", "1", One(0.6), 0.01..=1.0, Uniform, SOURCE, "modifier under plant cover";
        manure_dpm: "–", "1", One(0.49), 0.0..=0.5, Fixed, SOURCE, "share of manure that is decomposable plant material";
        manure_hum: "–", "1", One(0.02), 0.0..=0.5, Fixed, SOURCE, "share of manure that is humified; the rest is resistant plant material";
    }
}

parameters! {
    /// A soil as RothC knows it. The last four are read by the dryland options alone.
    pub struct Soil, ROTHC_SOIL of "rothc soil" {
        clay: "clay", "%", One(23.4), 0.0..=100.0, Fixed, SOURCE, "clay of the layer, mass share of the mineral soil";
        depth: "z", "cm", One(23.0), 1.0..=300.0, Fixed, SOURCE, "thickness of the layer";
        inert: "I", "t ha-1", One(0.0), 0.0..=10000.0, Fixed, SOURCE, "inert organic carbon (IOM)";
        silt: "silt", "%", One(50.0), 0.0..=100.0, Fixed, DRYLAND, "silt of the layer";
        bulk_density: "ρ", "g cm-3", One(1.3), 0.1..=2.65, Fixed, DRYLAND, "dry bulk density";
        organic_carbon: "OC", "%", One(1.5), 0.01..=60.0, Fixed, DRYLAND, "organic carbon";
        dryland_lowest: "b_min", "1", One(0.2), 0.0..=1.0, Uniform, DRYLAND, "moisture modifier of very dry soil";
    }
}
