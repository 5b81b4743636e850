//! The days of a run: states at their ends, and all that moved in them.

use edaphon_models::nitrogen::baselines::Conditions;
use edaphon_models::nitrogen::rewetting::rewetted;
use edaphon_models::nitrogen::{Addition, Arrivals, Flows, Moved, NitrogenDay, NitrogenState, Weather};

use super::case::{Case, Method, Schemes};
use super::events::Event;
use crate::error::{JobError, Result};

/// WFPS below which soil counts as dry for the pulse that follows rewetting (–).
const DRY: f64 = 0.25;

/// N2O that each process formed in a day (mg N kg⁻¹).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Sources {
    /// By-product of ammonia oxidation by archaea.
    pub archaea: f64,
    /// By-product of ammonia oxidation by bacteria.
    pub bacteria: f64,
    /// Nitrifier denitrification.
    pub nitrifier_denitrification: f64,
    /// Denitrification by bacteria.
    pub denitrification: f64,
    /// Denitrification by fungi.
    pub fungi: f64,
}

impl Sources {
    /// The processes in words, in the order of [`values`](Self::values).
    pub const NAMES: [&str; 5] = [
        "ammonia oxidation by archaea",
        "ammonia oxidation by bacteria",
        "nitrifier denitrification",
        "bacterial denitrification",
        "fungal denitrification",
    ];

    /// What each formed (mg N kg⁻¹).
    pub fn values(&self) -> [f64; 5] {
        [self.archaea, self.bacteria, self.nitrifier_denitrification, self.denitrification, self.fungi]
    }
}

/// What a day moved (mg N kg⁻¹).
#[derive(Debug, Clone, Copy)]
pub struct DayMoved {
    /// Between pools, and from them to outlets.
    pub flows: Flows<f64>,
    /// From outside.
    pub arrivals: Arrivals<f64>,
    /// Fertiliser and manure.
    pub fertiliser: Addition<f64>,
    /// Residues.
    pub residue: Addition<f64>,
    /// From microbes to labile matter, when dry soil was wetted.
    pub burst: f64,
    /// N2O formed by each process.
    pub sources: Sources,
}

/// A day of a run.
#[derive(Debug, Clone, Copy)]
pub struct Day {
    /// What drove it.
    pub weather: Weather<f64>,
    /// The state at its end.
    pub state: NitrogenState<f64>,
    /// What moved in it.
    pub moved: DayMoved,
    /// Respiration of microbes (mg C kg⁻¹).
    pub respired: f64,
    /// N2O by NOE and by DAYCENT, from the mineral nitrogen and respiration of this day (mg N kg⁻¹).
    pub noe: f64,
    /// The same by DAYCENT.
    pub daycent: f64,
}

/// Runs every day of a case.
///
/// # Errors
/// If a pool becomes no number, which parameters or drivers out of reach can do.
pub fn simulate(case: &Case) -> Result<Vec<Day>> {
    let mut days = Vec::with_capacity(case.drivers.days.len());
    let mut runner = Runner { case, state: case.start, first: 0.01, dry_days: 0.0 };
    for number in 0..case.drivers.days.len() {
        let day = runner.day(number);
        if !day.state.total_nitrogen().is_finite() {
            let date = case.drivers.date(number);
            return Err(JobError::refused(format!(
                "nitrogen became no number on {date}; its parameters or drivers are outside what the model can follow"
            )));
        }
        days.push(day);
    }
    Ok(days)
}

struct Runner<'c> {
    case: &'c Case,
    state: NitrogenState<f64>,
    /// Length of the first step to try, of steps of their own length (d).
    first: f64,
    /// Days since the soil was last not dry.
    dry_days: f64,
}

impl Runner<'_> {
    fn day(&mut self, number: usize) -> Day {
        let (case, date) = (self.case, self.case.drivers.date(number));
        let driver = case.drivers.days[number];
        let weather = Weather {
            temperature: driver.temperature,
            wfps: driver.wfps,
            drainage: driver.drainage,
            uptake_capacity: driver.uptake_capacity,
            inhibition: inhibition(&case.events, date.days()),
        };
        let today = |fertiliser: bool| {
            let of = |event: &&Event| event.date == date && event.kind.is_fertiliser() == fertiliser;
            case.events.iter().filter(of).fold(Addition::filled(0.0), |sum, event| sum_of(&sum, &event.addition))
        };
        let (fertiliser, residue) = (today(true), today(false));
        let mut start = self.state.with(&fertiliser).with(&residue);
        let before = start.n_microbial;
        start = self.wetted(number, &start);
        let burst = before - start.n_microbial;
        let mut sum = Sum { flows: Flows::filled(0.0), arrivals: Arrivals::filled(0.0), sources: Sources::default() };
        self.state = self.advance(&weather, &start, &mut sum);
        let Sum { flows, arrivals, sources } = sum;
        let respired = self.state.co2 - start.co2;
        let [noe, daycent] = beside(case, &weather, [&start, &self.state], respired);
        let moved = DayMoved { flows, arrivals, fertiliser, residue, burst, sources };
        Day { weather, state: self.state, moved, respired, noe, daycent }
    }

    /// The state after the pulse of a day that wets dry soil, if the case has one.
    fn wetted(&mut self, number: usize, state: &NitrogenState<f64>) -> NitrogenState<f64> {
        let days = &self.case.drivers.days;
        let Some(yesterday) = number.checked_sub(1).map(|before| days[before].wfps) else { return *state };
        self.dry_days = if yesterday < DRY { self.dry_days + 1.0 } else { 0.0 };
        rewetted(&self.case.site, state, [yesterday, days[number].wfps], self.dry_days, self.case.rewetting)
    }

    fn advance(&mut self, weather: &Weather<f64>, start: &NitrogenState<f64>, sum: &mut Sum) -> NitrogenState<f64> {
        let site = &self.case.site;
        let day = NitrogenDay::new(site, weather);
        match self.case.method {
            Method::Substeps(count) => {
                let mut state = *start;
                for _ in 0..count {
                    let (next, moved) = day.step(site, &state, 1.0 / count as f64);
                    sum.add(self.case, &day, [&state, &next], &moved);
                    state = next;
                }
                state
            }
            Method::Within(tolerance) => {
                let case = self.case;
                let first = &mut self.first;
                day.advance_within_seen(site, start, &tolerance, first, |before, after, moved| {
                    sum.add(case, &day, [before, after], moved);
                })
                .0
            }
        }
    }
}

/// What steps moved together.
struct Sum {
    flows: Flows<f64>,
    arrivals: Arrivals<f64>,
    sources: Sources,
}

impl Sum {
    fn add(
        &mut self,
        case: &Case,
        day: &NitrogenDay<f64>,
        [before, after]: [&NitrogenState<f64>; 2],
        moved: &Moved<f64>,
    ) {
        let f = moved.amounts(after);
        self.flows = self.flows.zip_by_donor(&f, &after.donors(), |sum, flow, _| sum + flow);
        self.arrivals = self.arrivals.zip(&moved.arrivals, |sum, arrival| sum + arrival);
        let archaea = day.nitrification.archaeal_share_of_n2o(&case.site, 0.5 * (before.nh4 + after.nh4));
        let fungi = day.denitrification.fungal_share_of_n2o();
        let s = &mut self.sources;
        s.archaea += f.nh4_to_n2o * archaea;
        s.bacteria += f.nh4_to_n2o * (1.0 - archaea);
        s.nitrifier_denitrification += f.nitrifier_denitrification;
        s.denitrification += f.no2_to_n2o * (1.0 - fungi);
        s.fungi += f.no2_to_n2o * fungi;
    }
}

fn sum_of(a: &Addition<f64>, b: &Addition<f64>) -> Addition<f64> {
    Addition {
        urea: a.urea + b.urea,
        nh4: a.nh4 + b.nh4,
        no3: a.no3 + b.no3,
        residue_carbon: a.residue_carbon + b.residue_carbon,
        residue_nitrogen: a.residue_nitrogen + b.residue_nitrogen,
    }
}

/// What inhibitors leave of ammonia oxidation on a day (–); the strongest counts.
fn inhibition(events: &[Event], day: i64) -> f64 {
    let of = |event: &Event| {
        let inhibitor = event.inhibitor?;
        let since = day - event.date.days();
        (0..inhibitor.days).contains(&since).then_some(inhibitor.leaves)
    };
    events.iter().filter_map(of).fold(1.0, f64::min)
}

/// N2O by NOE and by DAYCENT (mg N kg⁻¹ d⁻¹) from what the model has of mineral nitrogen (mean of the day's two ends) and respires.
fn beside(case: &Case, weather: &Weather<f64>, [start, end]: [&NitrogenState<f64>; 2], respired: f64) -> [f64; 2] {
    let Schemes { noe, daycent, field_capacity } = case.schemes;
    let soil = case.soil();
    let conditions = Conditions {
        temperature: weather.temperature,
        wfps: weather.wfps,
        nh4: 0.5 * (start.nh4 + end.nh4),
        no3: 0.5 * (start.no3 + end.no3),
        ph: soil.ph,
        respiration: respired,
        bulk_density: soil.bulk_density,
        field_capacity,
    };
    [noe.gases(&conditions).n2o, daycent.gases(&conditions).n2o]
}
