//! Daily records of the FLUXNET network as forcing for one site.
//!
//! What the record lacks is supplied by stated rules, and every such rule that was applied is told once, with how often,
//! in [`SiteForcing::notes`].
//!
//! ```
//! use edaphon_io::fluxnet::{SiteOptions, embedded};
//!
//! # fn main() -> edaphon_io::Result<()> {
//! let hyytiala = embedded("FI-Hyy").expect("it comes with the program");
//! let forcing = hyytiala.import(&SiteOptions::default())?;
//! assert_eq!(forcing.years(), 1996..=2014);
//! assert!(forcing.notes().iter().any(|note| note.text.starts_with("29 February")));
//! # Ok(())
//! # }
//! ```

mod gaps;
mod heat;
mod import;
mod production;
mod read;
mod site;
mod water;

pub use gaps::Filled;
pub use heat::{HalfSpace, conducted};
pub use import::{SiteOptions, SoilWater, import, import_bytes};
pub use site::{EmbeddedSite, Note, SiteForcing, YearQuality, embedded, embedded_sites};

use edaphon_core::forcing::LAYERS;

/// Thickness of the soil layers of the testbed, the shallowest first (m).
pub const LAYER_THICKNESS: [f64; LAYERS] = [0.022, 0.058, 0.154, 0.409, 1.085, 2.872];

/// Depth of the middle of each layer (m, positive down).
pub fn layer_depths() -> [f64; LAYERS] {
    let mut top = 0.0;
    LAYER_THICKNESS.map(|thickness| {
        top += thickness;
        top - thickness / 2.0
    })
}

/// Values at a depth between sensors: linear in depth, constant above the first and below the last.
///
/// `sensors` holds depth (m) and series, by increasing depth; it must not be empty.
fn at_depth(sensors: &[(f64, Vec<f64>)], depth: f64) -> Vec<f64> {
    let below = sensors.iter().position(|(z, _)| *z >= depth);
    match below {
        None => sensors[sensors.len() - 1].1.clone(),
        Some(0) => sensors[0].1.clone(),
        Some(at) => {
            let ((upper, above), (lower, under)) = (&sensors[at - 1], &sensors[at]);
            let share = (depth - upper) / (lower - upper);
            above.iter().zip(under).map(|(a, b)| a + share * (b - a)).collect()
        }
    }
}

#[cfg(test)]
mod tests;
