//! The rows of the published tables.

use edaphon_run::Model;

use crate::annual::Window;

/// A row of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// Gross primary production.
    Gpp,
    /// Net primary production.
    Npp,
    /// Heterotrophic respiration of soil.
    Respiration,
    /// Soil carbon with litter, without woody debris.
    SoilC,
    /// Carbon of leaves, wood and fine roots.
    VegetationC,
    /// Microbial carbon.
    MicrobialC,
    /// Microbial over soil carbon.
    RelativeMicrobial,
    /// Net nitrogen mineralisation.
    NetMineralisation,
    /// Soil C:N.
    SoilCn,
    /// Microbial C:N.
    MicrobialCn,
}

/// How cells make a global number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// The sum over land times a factor.
    Sum(f64),
    /// The mean over land of a ratio.
    Ratio,
}

/// Days of a year.
const YEAR: f64 = 365.0;

impl Quantity {
    /// All rows, in the order of the tables.
    pub const ALL: [Self; 10] = [
        Self::Gpp,
        Self::Npp,
        Self::Respiration,
        Self::SoilC,
        Self::VegetationC,
        Self::MicrobialC,
        Self::RelativeMicrobial,
        Self::NetMineralisation,
        Self::SoilCn,
        Self::MicrobialCn,
    ];

    /// Name in files of targets and in tables as data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gpp => "gpp",
            Self::Npp => "npp",
            Self::Respiration => "hr",
            Self::SoilC => "soil_c",
            Self::VegetationC => "vegetation_c",
            Self::MicrobialC => "microbial_c",
            Self::RelativeMicrobial => "relative_microbial",
            Self::NetMineralisation => "net_mineralisation",
            Self::SoilCn => "soil_cn",
            Self::MicrobialCn => "microbial_cn",
        }
    }

    /// The quantity of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|quantity| quantity.name() == name)
    }

    /// Words for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Gpp => "GPP",
            Self::Npp => "NPP",
            Self::Respiration => "Heterotrophic respiration",
            Self::SoilC => "Total soil C",
            Self::VegetationC => "Vegetation C",
            Self::MicrobialC => "Microbial C",
            Self::RelativeMicrobial => "Microbial share of soil C",
            Self::NetMineralisation => "Net N mineralisation",
            Self::SoilCn => "Soil C:N",
            Self::MicrobialCn => "Microbial C:N",
        }
    }

    /// The unit of its numbers.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Gpp | Self::Npp | Self::Respiration => "Pg C yr-1",
            Self::SoilC | Self::VegetationC | Self::MicrobialC => "Pg C",
            Self::RelativeMicrobial => "%",
            Self::NetMineralisation => "Tg N yr-1",
            Self::SoilCn | Self::MicrobialCn => "g g-1",
        }
    }

    /// Decimals that the published tables print of the first years.
    pub fn decimals(self) -> usize {
        match self {
            Self::Gpp | Self::SoilC | Self::VegetationC | Self::NetMineralisation => 0,
            Self::Npp | Self::Respiration | Self::MicrobialC | Self::SoilCn | Self::MicrobialCn => 1,
            Self::RelativeMicrobial => 2,
        }
    }

    /// Decimals that suit the change.
    pub fn change_decimals(self) -> usize {
        match self {
            Self::Gpp => 1,
            Self::SoilCn | Self::MicrobialCn | Self::RelativeMicrobial => 2,
            other => other.decimals(),
        }
    }

    /// How cells make a global number: fluxes are in g m-2 d-1, stocks in g m-2.
    pub fn kind(self) -> Kind {
        match self {
            Self::Gpp | Self::Npp | Self::Respiration => Kind::Sum(YEAR * 1e-15),
            Self::NetMineralisation => Kind::Sum(YEAR * 1e-12),
            Self::SoilC | Self::VegetationC | Self::MicrobialC => Kind::Sum(1e-15),
            Self::RelativeMicrobial | Self::SoilCn | Self::MicrobialCn => Kind::Ratio,
        }
    }

    /// Whether it is a ratio.
    pub fn is_ratio(self) -> bool {
        self.kind() == Kind::Ratio
    }

    /// Whether a model has it.
    pub fn is_of(self, model: Model) -> bool {
        match self {
            Self::MicrobialC | Self::RelativeMicrobial => model.microbes(),
            Self::NetMineralisation | Self::SoilCn => model.nitrogen(),
            Self::MicrobialCn => model.microbes() && model.nitrogen(),
            _ => true,
        }
    }

    /// Its value in each cell: g m⁻² d⁻¹, g m⁻² or the ratio.
    pub fn cells(self, window: &Window) -> Option<Vec<f64>> {
        let of = |name: &str| window.get(name).map(<[f64]>::to_vec);
        match self {
            Self::Gpp => of("gpp"),
            Self::Npp => of("npp"),
            Self::Respiration => window.respiration(),
            Self::SoilC => window.soil_c(),
            Self::VegetationC => window.vegetation_c(),
            Self::MicrobialC => window.microbial_c(),
            Self::RelativeMicrobial => window.relative_microbial(),
            Self::NetMineralisation => of("fNnetmin"),
            Self::SoilCn => window.soil_cn(),
            Self::MicrobialCn => window.microbial_cn(),
        }
    }

    /// Of a ratio: what is above, what is below and a factor.
    pub(super) fn parts(self, window: &Window) -> Option<(Vec<f64>, Vec<f64>, f64)> {
        match self {
            Self::RelativeMicrobial => Some((window.microbial_c()?, window.soil_c()?, 100.0)),
            Self::SoilCn => Some((window.soil_c()?, window.soil_n()?, 1.0)),
            Self::MicrobialCn => Some((window.microbial_c()?, window.microbial_n()?, 1.0)),
            _ => None,
        }
    }
}
