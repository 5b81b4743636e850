//! Which accounting a run follows.

/// The reference's accounting, slips included, or the same science with those slips put right.
///
/// | where | `testbed-2.0` | `edaphon` |
/// |---|---|---|
/// | labile carbon | its loss vanishes; a restart empties it | its loss is respired; a restart keeps it |
/// | root exudates | taken from GPP after NPP was computed, so they are carbon from nowhere | taken from what the plant can spend |
/// | plant respiration beyond what a pool holds | the pool is set to 0 and the carbon appears | the plant respires no more than it holds |
/// | negative NPP of a plant that respires nothing (GPP below 0) | no tissue pays, and the carbon appears | fine roots pay |
/// | leaf, litter and soil decay above 1 d⁻¹ | pools pass below 0 and are set to 0 | at most all of a pool decays in a day |
/// | structural litter nitrogen above that of the dying tissue | metabolic litter nitrogen goes negative | bounded by the tissue's |
/// | nitrogen of a plant without leaves | stays as it was while its fluxes still move | follows its fluxes |
/// | nitrogen uptake | 10⁻¹⁰ g m⁻² d⁻¹ more leaves the soil than reaches the plant | equal |
/// | mineral nitrogen wanted by uptake, immobilisation and losses together | more than there is: the pool goes below 0, and microbes are offered the debt | each gets its share of what there is |
/// | nitrogen of microbes that want for it | 10⁻¹⁰ mg cm⁻³ h⁻¹ more than was offered is taken | what was offered |
/// | uptake, turnover and desorption of MIMICS above 1 h⁻¹, protection of more than died | pools pass below 0 | at most all of a pool moves in an hour |
/// | nitrogen losses of frozen or poor soil | grow as N²/2 without bound | the factor N/2 is at most 1 |
/// | NPP multiplier of a perturbation | carbon appears unrecorded | recorded as an input, `npp_added` |
/// | leaf area at its most or least, tissue full of nitrogen, leaves that take up none, litter beyond its limit | a rule goes on and off from day to day, and no cycle of years is exact | each limit is met without a step |
/// | NPP of the year before, after a restart | forgotten: half the GPP of the year stands in | kept |
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Profile {
    /// What the reference testbed 2.0 does.
    Testbed20,
    /// Budgets close.
    Edaphon,
}

impl Profile {
    /// True where the reference's accounting is wanted.
    #[inline(always)]
    pub fn is_testbed(self) -> bool {
        self == Self::Testbed20
    }

    /// The name used in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Testbed20 => "testbed-2.0",
            Self::Edaphon => "edaphon",
        }
    }
}
