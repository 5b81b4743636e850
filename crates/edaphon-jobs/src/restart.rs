//! The state of a run between two years: one NetCDF-4 file that says itself what it holds.
//!
//! ```text
//! cell_id, lat, lon, vegetation_type (cell)   which cells
//! years_done                                  years of the run that are completed
//! a variable per field of the state (cell)    in double precision, as it is in memory: nothing is rounded or masked
//! soil_nh4, soil_no2, … (cell)                pools of coupled soil nitrogen (mg kg⁻¹), where there are any
//! edaphon_model, edaphon_profile              what the state belongs to
//! edaphon_cells                               SHA-256 of the cells, equal in two restarts of the same grid
//! ```
//!
//! A restart is taken by the model that wrote it, whatever its profile, and by the model of carbon alone with the same soil:
//! a state of `casa-cn` can start `casa-c`, which takes carbon, leaves and the nitrogen of plants from it, and leaves the
//! nitrogen of soil as it would be without the restart. The reverse is refused, as nitrogen cannot be made up. Cells are
//! found by their number; more cells than the run needs are accepted.

mod read;
mod write;

pub use read::{Restart, read};
pub use write::{Beside, write_states};

use edaphon_core::grid::Cell;
use sha2::{Digest, Sha256};

/// The value of the attribute `edaphon_file`.
const KIND: &str = "restart";

/// The layout that is written, and the newest that is read.
const VERSION: i64 = 1;

/// `sha256:…` of number, place and vegetation type of cells, in their order.
pub fn cells_checksum(cells: &[Cell]) -> String {
    let mut sha = Sha256::new();
    for cell in cells {
        sha.update(cell.id.to_le_bytes());
        sha.update(cell.latitude.to_le_bytes());
        sha.update(cell.longitude.to_le_bytes());
        sha.update((cell.vegetation_type as u64).to_le_bytes());
    }
    let digits: String = sha.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{digits}")
}
