//! One coupled cell by itself, in plain numbers.

use edaphon_cell::Cell;
use edaphon_core::Balance;
use edaphon_models::ecosystem::State;
use edaphon_models::nitrogen::Mineral;
use edaphon_models::{Day, Today, Weather};

use super::day::{Ground, settle};
use super::site::NetworkSite;
use super::{Network, NetworkDay};
use crate::Landscape;

/// A coupled cell, which lives through its days as it does in its pack, bit for bit.
#[derive(Debug, Clone)]
pub struct CoupledCell<'a> {
    network: &'a Network,
    host: Cell,
    place: NetworkSite<f64>,
    /// Pools of mineral nitrogen (mg kg⁻¹).
    pub mineral: Mineral<f64>,
    /// The state of the host.
    pub state: State<f64>,
}

impl<'a> CoupledCell<'a> {
    /// The cell of that number before its first day; none where soil nitrogen is not coupled.
    pub fn new(land: &'a Landscape, cell: usize) -> Option<Self> {
        let network = land.network()?;
        let mut host = land.cell(cell).clone();
        (host.plant.gas_loss_fraction, host.plant.leaching_rate) = (0.0, 0.0);
        let (state, place) = (host.start, land.network_site(network, cell));
        Some(Self { network, host, place, mineral: network.split(cell, &state), state })
    }

    /// Lives through a day: what the host moved, what the network moved, and the balance of all nitrogen of the cell, N2O in soil included.
    pub fn day(&mut self, weather: &Weather<f64>, today: &Today) -> (Day<f64>, NetworkDay<f64>, Balance<f64>) {
        let u = self.place.area_density;
        let in_soil = self.mineral.n2o * u;
        let (mut moved, [_, book]) = self.host.day(&mut self.state, weather, today);
        let settled = self.state.mineral_n;
        let ground = Ground {
            temperature: weather.soil_temperature,
            liquid: weather.liquid_water,
            frozen: weather.frozen_water,
            warming: today.soil_warming,
        };
        let parts = (&mut self.state, &mut self.mineral);
        let f = settle(self.network, &mut self.place, &moved, &ground, parts).fields;
        moved.n_gas = (f.n2o_emitted + f.n2_emitted) + (f.no_emitted + f.nh3_emitted);
        moved.n_leached = f.nh4_leached + f.no3_leached;
        let balance = Balance {
            before: book.before + in_soil,
            after: book.after + (self.state.mineral_n - settled) + self.mineral.n2o * u,
            input: book.input,
            output: moved.n_gas + moved.n_leached,
        };
        (moved, f, balance)
    }
}
