//! What of certificates is stored beside a state.

use edaphon_core::provenance::Provenance;
use edaphon_cycle::{Certificate, Status};

use super::Steady;
use crate::restart::Beside;

/// Numbers of certificates, laid out as files hold them: one value per cell of the grid.
#[derive(Debug, Clone)]
pub struct Stored {
    columns: Vec<(String, &'static str, String, Vec<f64>)>,
}

impl Stored {
    /// Takes the numbers of a spin-up; cells that are not simulated hold NaN.
    pub fn of(steady: &Steady) -> Self {
        let each = |value: &dyn Fn(&Certificate) -> f64| -> Vec<f64> {
            steady.certificates.iter().map(|c| c.as_ref().map_or(f64::NAN, value)).collect()
        };
        let codes: Vec<String> = Status::ALL.iter().enumerate().map(|(i, s)| format!("{i} {}", s.words())).collect();
        let code = |c: &Certificate| Status::ALL.iter().position(|s| *s == c.status).map_or(f64::NAN, |i| i as f64);
        let mut columns = vec![
            ("spinup_status".to_owned(), "1", format!("how the cell ended: {}", codes.join(", ")), each(&code)),
            column("spinup_max_drift", "g m-2", "largest drift of a pool in 100 years", each(&|c| c.max_drift)),
            column("spinup_carbon_drift", "g m-2", "drift of all carbon in 100 years", each(&|c| c.total_drift[0])),
            column("spinup_nitrogen_drift", "g m-2", "drift of all nitrogen in 100 years", each(&|c| c.total_drift[1])),
            column("spinup_spectral_radius", "1", "spectral radius of a loop", each(&|c| c.spectral_radius)),
            column("spinup_e_folding", "yr", "slowest e-folding time", each(&|c| c.e_folding)),
            column("spinup_error_bound", "1", "bound of the relative error of pools", each(&|c| c.error_bound)),
            column("spinup_error_bound_mass", "g m-2", "bound of the error of a pool", each(&|c| c.error_bound_mass)),
            column(
                "spinup_verified_years",
                "yr",
                "years of plain passes from the state",
                each(&|c| f64::from(c.verified_years)),
            ),
            column("spinup_moved", "1", "largest relative move of a pool in them", each(&|c| c.moved)),
            column(
                "spinup_carbon_closure",
                "1",
                "carbon that appeared without a flux in a loop, of what is held",
                each(&|c| c.closure[0]),
            ),
            column(
                "spinup_nitrogen_closure",
                "1",
                "nitrogen that appeared without a flux in a loop, of what is held",
                each(&|c| c.closure[1]),
            ),
            column(
                "spinup_passes",
                "1",
                "passes of the loop that the solution took",
                each(&|c| f64::from(c.cost[0].passes)),
            ),
            column("spinup_mean_years", "1", "mean years that it took", each(&|c| f64::from(c.cost[0].mean_years))),
            column(
                "spinup_jacobians",
                "1",
                "Jacobians of a mean year that it took",
                each(&|c| f64::from(c.cost[0].mean_jacobians)),
            ),
            column(
                "spinup_loop_jacobians",
                "1",
                "Jacobians of a loop that it took",
                each(&|c| f64::from(c.cost[0].pass_jacobians)),
            ),
            column(
                "spinup_certificate_passes",
                "1",
                "passes of the loop that the certificate took",
                each(&|c| f64::from(c.cost[1].passes)),
            ),
            column(
                "spinup_fallbacks",
                "1",
                "methods that were tried beyond the first",
                each(&|c| c.fallbacks.len() as f64),
            ),
        ];
        for (number, pool) in steady.pools.iter().enumerate() {
            let words = format!("drift of {pool} in 100 years");
            columns.push((format!("spinup_drift_{pool}"), "g m-2", words, each(&|c| c.drift[number])));
        }
        Self { columns }
    }

    /// The columns, for a file of states.
    pub fn beside(&self) -> Vec<Beside<'_>> {
        self.columns.iter().map(|(name, unit, long_name, values)| Beside { name, unit, long_name, values }).collect()
    }
}

fn column(name: &str, unit: &'static str, words: &str, values: Vec<f64>) -> (String, &'static str, String, Vec<f64>) {
    (name.to_owned(), unit, words.to_owned(), values)
}

impl Steady {
    /// What made a state, with what is known of all its cells together.
    pub fn described(&self, provenance: Provenance) -> Provenance {
        let verdicts: Vec<String> = (self.criteria.iter())
            .map(|c| format!("{}: {}: {} ({})", c.by, c.asked, c.found, if c.holds { "PASS" } else { "FAIL" }))
            .collect();
        let counts: Vec<String> = (Status::ALL.iter())
            .map(|status| (self.count(*status), status.words()))
            .filter(|(count, _)| *count > 0)
            .map(|(count, words)| format!("{count} {words}"))
            .collect();
        provenance
            .with("edaphon_spinup_method", self.method.name())
            .with("edaphon_spinup_loop_years", &self.loop_years.to_string())
            .with("edaphon_spinup_cells", &counts.join(", "))
            .with("edaphon_spinup_criteria", &verdicts.join("\n"))
    }
}
