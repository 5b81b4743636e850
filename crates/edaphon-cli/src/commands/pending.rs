//! What commands say whose library is not there yet.

use std::path::Path;

use crate::refusal::Refusal;

/// Tells that nothing was done.
pub(crate) fn refusal(command: &str, path: &Path) -> Refusal {
    Refusal::new(format!("this build cannot `{command}`; nothing was done with {}", path.display()))
}
