//! The reference cases as the tests read them.

use edaphon_core::ParamSet;
use edaphon_models::rothc::{
    BareLimit, Microbes, MoistureOption, ROTHC_PARAMETERS, RothCParameters, RothCSite, Scheme, Soil, Standing, Supply,
    Weather,
};

use crate::common::{self, Table};

/// Every case, and the months that its published spin-up took are in its file.
pub(crate) const CASES: [&str; 32] = [
    "f12_dryland",
    "f21_dryland",
    "f22_dryland",
    "f22_dryland_desert",
    "f31_dryland",
    "f32_dryland",
    "h_hoosfield_fym",
    "h_hoosfield_fym20",
    "h_hoosfield_unmanured",
    "official_v1",
    "official_v2",
    "s01_clay02_temperate",
    "s02_clay60_temperate",
    "s03_clay00_edge",
    "s04_deep100",
    "s05_boreal",
    "s06_polar",
    "s07_minus5_edge",
    "s08_tropical_wet",
    "s09_desert",
    "s10_med_bare_summer",
    "s11_med_covered_then_bare",
    "s12_bare_fallow",
    "s13_grass",
    "s14_fym_annual",
    "s15_fym_only",
    "s16_iom_zero",
    "s17_empty",
    "s18_bomb14c",
    "s19_paddy_like",
    "s20_mixed_dr",
    "s21_warming",
];

/// The published parameters.
pub(crate) fn parameters() -> RothCParameters<f64> {
    RothCParameters::read(&ParamSet::defaults(&ROTHC_PARAMETERS, 1), 1).unwrap()
}

/// The text of a compressed file of the reference.
pub(crate) fn text(name: &str) -> String {
    common::text("rothc", name)
}

/// A table of the reference.
pub(crate) fn table(name: &str) -> Table {
    Table::read("rothc", name)
}

/// A case: its site and its months, the first twelve of which are the spin-up.
pub(crate) struct Case {
    pub(crate) site: RothCSite<f64>,
    pub(crate) soil: Soil<f64>,
    pub(crate) weather: Vec<Weather<f64>>,
    pub(crate) supply: Vec<Supply<f64>>,
}

impl Case {
    pub(crate) fn read(name: &str) -> Self {
        let text = text(&format!("{name}.dat"));
        let lines: Vec<Vec<f64>> =
            text.lines().map(|l| l.split_whitespace().filter_map(|word| word.parse().ok()).collect()).collect();
        let option =
            [MoistureOption::Standard, MoistureOption::Dry, MoistureOption::FifteenBar][lines[4][0] as usize - 1];
        let bare = [BareLimit::Shallow, BareLimit::FifteenBar][lines[4][1] as usize - 1];
        let at = |i: usize| lines[7].get(i).copied().unwrap_or(f64::NAN);
        let soil = Soil {
            clay: at(0),
            depth: at(1),
            inert: at(2),
            silt: at(4),
            bulk_density: at(5),
            organic_carbon: at(6),
            dryland_lowest: at(7),
        };
        let months: Vec<&[f64]> = lines[10..].iter().map(Vec::as_slice).filter(|l| !l.is_empty()).collect();
        assert_eq!(months.len(), at(3) as usize);
        Self {
            site: RothCSite::with_options(&parameters(), &soil, option, bare),
            soil,
            weather: months
                .iter()
                .map(|l| Weather { temperature: l[3], rain: l[4], evaporation: l[5], cover: l[8] })
                .collect(),
            supply: months.iter().map(|l| Supply { plant: l[6], manure: l[7], dpm_rpm: l[9], modern: l[2] }).collect(),
        }
    }

    /// `standing` after the month `at`, from 0.
    pub(crate) fn after(
        &self,
        standing: &Standing<f64>,
        at: usize,
        microbes: &Microbes<f64>,
        scheme: Scheme,
    ) -> Standing<f64> {
        standing.after(&self.site, &self.weather[at], &self.supply[at], microbes, scheme)
    }

    /// The months that are cycled to equilibrium.
    pub(crate) fn first_year(&self) -> ([Weather<f64>; 12], [Supply<f64>; 12]) {
        (self.weather[..12].try_into().unwrap(), self.supply[..12].try_into().unwrap())
    }
}

/// |found − expected| within `relative` of it, or within `floor`.
pub(crate) fn close(found: f64, expected: f64, relative: f64, floor: f64) -> bool {
    (found - expected).abs() <= (relative * expected.abs()).max(floor)
}
