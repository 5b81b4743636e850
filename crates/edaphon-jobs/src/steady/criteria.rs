//! What others ask of a spun-up globe, and what is asked here: each with what was found.

use edaphon_core::grid::Grid;
use edaphon_cycle::{Certificate, Element};
use edaphon_run::Landscape;
use edaphon_run::cycle::unknowns;

use super::Steady;

/// Something asked of all cells together.
#[derive(Debug, Clone, PartialEq)]
pub struct Criterion {
    /// Who asks.
    pub by: &'static str,
    /// What is asked, in words.
    pub asked: String,
    /// What was found, in words.
    pub found: String,
    /// Whether it holds.
    pub holds: bool,
}

/// All criteria.
pub type Criteria = Vec<Criterion>;

/// Changes of a cell per year.
struct Change {
    area: f64,
    soil: f64,
    soil_share: f64,
    vegetation: f64,
    ecosystem: f64,
}

const PG: f64 = 1e-15;

fn changes(steady: &Steady, grid: &Grid, land: &Landscape) -> Vec<Change> {
    let certified = steady.certificates.iter().enumerate().filter_map(|(cell, c)| c.as_ref().map(|c| (cell, c)));
    certified
        .map(|(cell, certificate)| {
            let list = &unknowns(land, &[cell])[0];
            let carbon = |wanted: &dyn Fn(&str) -> bool| -> f64 {
                let of = list.iter().zip(&certificate.drift);
                of.filter(|(u, _)| u.element == Some(Element::Carbon) && wanted(u.name)).map(|(_, d)| d / 100.0).sum()
            };
            let plants = ["leaf_c", "wood_c", "froot_c", "labile_c"];
            let soil = carbon(&|name| !plants.contains(&name) && name != "cwd_c");
            let state = &steady.states[cell];
            let held = match land.model().microbes() {
                true => state.mimics_c().total() * land.area_density()[cell],
                false => state.litter_c()[..2].iter().chain(&state.soil_c()).sum(),
            };
            Change {
                area: grid.cells()[cell].area_m2,
                soil,
                soil_share: soil.abs() / held.max(1e-9),
                vegetation: carbon(&|name| plants.contains(&name)),
                ecosystem: carbon(&|_| true),
            }
        })
        .collect()
}

/// All criteria of a spin-up: of the testbed (Wieder et al. 2024), of CTSM, and our own.
pub(super) fn of(steady: &Steady, grid: &Grid, land: &Landscape) -> Criteria {
    let changes = changes(steady, grid, land);
    let cells = changes.len().max(1) as f64;
    let area: f64 = changes.iter().map(|c| c.area).sum();
    let global = |of: fn(&Change) -> f64| changes.iter().map(|c| of(c) * c.area).sum::<f64>() * PG;
    let share = |of: &dyn Fn(&Change) -> bool| 100.0 * changes.iter().filter(|c| of(c)).count() as f64 / cells;
    let (soil, vegetation, ecosystem) = (global(|c| c.soil), global(|c| c.vegetation), global(|c| c.ecosystem));
    let total = |by, name: &str, limit: f64, found: f64, unit: &str| Criterion {
        by,
        asked: format!("|change of {name}| < {limit} {unit}"),
        found: format!("{found:.1e} {unit}"),
        holds: found.abs() < limit,
    };
    let percent = |by, asked: String, found: f64, holds: bool| Criterion {
        by,
        asked,
        found: format!("{:.2} %", found.abs()),
        holds,
    };
    let still = share(&|c| c.soil.abs() < 1.0);
    let slight = share(&|c| c.soil_share < 1e-3);
    let moving =
        100.0 * changes.iter().filter(|c| c.ecosystem.abs() > 1.0).map(|c| c.area).sum::<f64>() / area.max(1e-30);
    let fine = |c: &&Certificate| c.max_drift < steady.accepted;
    let steady_share = 100.0 * steady.certificates.iter().flatten().filter(fine).count() as f64 / cells;
    vec![
        total("testbed", "soil carbon", 0.01, soil, "Pg C yr-1"),
        percent("testbed", "> 98 % of cells change by less than 1 g C m-2 yr-1".to_owned(), still, still > 98.0),
        percent("testbed", "> 98 % of cells change by less than 0.1 % a year".to_owned(), slight, slight > 98.0),
        total("CTSM", "ecosystem carbon", 0.02, ecosystem, "Pg C yr-1"),
        total("CTSM", "soil carbon", 0.02, soil, "Pg C yr-1"),
        total("CTSM", "vegetation carbon", 0.02, vegetation, "Pg C yr-1"),
        percent("CTSM", "< 3 % of land changes by more than 1 g C m-2 yr-1".to_owned(), moving, moving < 3.0),
        percent(
            "edaphon",
            format!("> 99.9 % of cells drift by less than {} g m-2 in a century in every pool", steady.accepted),
            steady_share,
            steady_share > 99.9,
        ),
        total("edaphon", "soil carbon in a century", 1e-4, 100.0 * soil, "Pg C"),
        total("edaphon", "net ecosystem production over the loop", 1e-6, ecosystem, "Pg C yr-1"),
    ]
}
