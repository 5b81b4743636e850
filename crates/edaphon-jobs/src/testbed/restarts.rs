//! Pool, flux and diagnostic tables of the testbed, and what writing them does to the state.

use std::path::PathBuf;

use edaphon_core::grid::Grid;
use edaphon_io::testbed::{
    AnnualFluxes, CasaPools, LitterQuality, MimicsPools, NitrogenFluxes, Nutrients, write_annual_fluxes,
    write_casa_pools, write_litter_quality, write_mimics_pools,
};
use edaphon_models::ecosystem::State;
use edaphon_run::simulation::field_number;
use edaphon_run::{Landscape, Simulation, YearSummary};

use super::bookkeeping::{Balances, Keeper, mimics_row};
use super::outputs::respiration;
use crate::error::Result;
use crate::job::{Output, View};

/// The tables of a testbed run.
#[derive(Debug)]
pub struct Tables {
    /// CASA pools.
    pub casa_pools: PathBuf,
    /// MIMICS pools, with MIMICS soil.
    pub mimics_pools: Option<PathBuf>,
    /// Annual fluxes.
    pub fluxes: PathBuf,
    /// Litter quality of the last day, with MIMICS soil.
    pub diagnostic: Option<PathBuf>,
    /// Years in a met file.
    pub met_years: i64,
    /// Years between output years, where tables are written in output years alone.
    pub only_in_output_years: Option<u64>,
    /// Book-keepers of the cells.
    pub keepers: Vec<Keeper>,
    /// Elements.
    pub nutrients: Nutrients,
    /// Accumulated balances.
    pub balances: Vec<Balances>,
    /// Pools at the start of the year.
    pub before: Vec<State<f64>>,
}

impl Tables {
    fn is_table_year(&self, view: &View<'_>) -> bool {
        let hundredth = view.year.count.is_multiple_of(100);
        match self.only_in_output_years {
            None => hundredth || view.year.last,
            Some(interval) => view.year.last || (hundredth && view.year.count.is_multiple_of(interval)),
        }
    }

    /// Adds the year to the balances: decrease of pools and what came in, less what went out.
    fn balance(&mut self, view: &View<'_>, summary: &YearSummary, simulation: &Simulation<'_>) {
        let sum = |field: &str, cell: usize| field_number(field).map_or(0.0, |f| summary.sum(f, cell));
        let respired = respiration(view.land, sum);
        for cell in 0..summary.cells() {
            let (before, after) = (self.before[cell], simulation.state(cell));
            let stored = after.labile_c - before.labile_c;
            let carbon = held_carbon(&before) - held_carbon(&after) + sum("npp", cell) + stored - respired[cell];
            self.balances[cell][0] += carbon;
            if self.nutrients == Nutrients::CarbonNitrogen {
                let gained = sum("n_deposition", cell) + sum("n_fixation", cell);
                let lost = sum("n_leached", cell) + sum("n_gas", cell);
                self.balances[cell][1] += held_nitrogen(&before) - held_nitrogen(&after) + gained - lost;
            }
        }
    }

    fn write(&mut self, view: &View<'_>, summary: &YearSummary, simulation: &mut Simulation<'_>) -> Result<()> {
        let cells = view.grid.cells();
        let mut casa: Vec<CasaPools> = Vec::with_capacity(cells.len());
        for (index, cell) in cells.iter().enumerate() {
            let mut state = simulation.state(index);
            self.keepers[index].settle(&mut state);
            simulation.set_state(index, &state);
            casa.push(self.keepers[index].casa_row(cell, index + 1, view.year.count, &state, self.balances[index]));
        }
        write_casa_pools(&self.casa_pools, &casa)?;
        write_annual_fluxes(&self.fluxes, self.met_years, &casa, &self.annual_fluxes(view, summary))?;
        if let Some(path) = &self.mimics_pools {
            write_mimics_pools(path, &mimics_rows(view, simulation), self.nutrients)?;
        }
        Ok(())
    }

    fn annual_fluxes(&self, view: &View<'_>, summary: &YearSummary) -> Vec<AnnualFluxes> {
        let sum = |field: &str, cell: usize| field_number(field).map_or(0.0, |f| summary.sum(f, cell));
        let respired = respiration(view.land, sum);
        let of_cell = |cell: usize| {
            let npp = sum("npp", cell);
            let plants = ["wood_respiration", "froot_respiration", "growth_respiration"];
            AnnualFluxes {
                npp,
                heterotrophic_respiration: respired[cell],
                nee: npp - respired[cell],
                plant_respiration: plants.iter().map(|f| sum(f, cell)).sum(),
                nitrogen: (self.nutrients == Nutrients::CarbonNitrogen).then(|| NitrogenFluxes {
                    deposition: sum("n_deposition", cell),
                    fixation: sum("n_fixation", cell),
                    net_mineralisation: sum("net_mineralisation", cell),
                    uptake: sum("n_uptake", cell),
                    leaching: sum("n_leached", cell),
                    gas_loss: sum("n_gas", cell),
                }),
            }
        };
        (0..summary.cells()).map(of_cell).collect()
    }

    fn write_quality(&self, view: &View<'_>, summary: &YearSummary, simulation: &Simulation<'_>) -> Result<()> {
        let Some(path) = &self.diagnostic else { return Ok(()) };
        let last = |field: &str, cell: usize| field_number(field).map_or(0.0, |f| summary.last_day(f, cell));
        let quality = |cell| LitterQuality {
            lignin_to_n: last("lignin_to_n", cell),
            metabolic_fraction: last("f_metabolic", cell),
        };
        let quality: Vec<_> = (0..summary.cells()).map(quality).collect();
        Ok(write_litter_quality(path, &mimics_rows(view, simulation), &quality)?)
    }
}

fn mimics_rows(view: &View<'_>, simulation: &Simulation<'_>) -> Vec<MimicsPools> {
    let cells = view.grid.cells().iter().enumerate();
    cells.map(|(i, cell)| mimics_row(cell, i + 1, view.year.count, &simulation.state(i))).collect()
}

/// Plant, litter and CASA soil carbon with labile (g m⁻²): what the balance of the pool file counts, with MIMICS soil too.
fn held_carbon(s: &State<f64>) -> f64 {
    let plant = s.plant_c().total() + s.labile_c;
    plant + s.litter_c().iter().sum::<f64>() + s.soil_c().iter().sum::<f64>()
}

fn held_nitrogen(s: &State<f64>) -> f64 {
    s.plant_n().total() + s.litter_n().iter().sum::<f64>() + s.soil_n().iter().sum::<f64>() + s.mineral_n
}

impl Output for Tables {
    fn year(&mut self, view: &View<'_>, summary: &YearSummary, simulation: &mut Simulation<'_>) -> Result<()> {
        self.balance(view, summary, simulation);
        let writes_quality = match self.only_in_output_years {
            None => true,
            Some(n) => view.year.count == 1 || view.year.last || view.year.count.is_multiple_of(n),
        };
        if writes_quality {
            self.write_quality(view, summary, simulation)?;
        }
        if self.is_table_year(view) {
            self.write(view, summary, simulation)?;
        }
        self.before = simulation.states();
        Ok(())
    }

    fn finish(&mut self, _grid: &Grid, _land: &Landscape) -> Result<Vec<PathBuf>> {
        let mut files = vec![self.casa_pools.clone(), self.fluxes.clone()];
        files.extend(self.mimics_pools.clone());
        files.extend(self.diagnostic.clone());
        Ok(files)
    }
}
