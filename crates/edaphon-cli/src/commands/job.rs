//! What commands that write files share.

use edaphon_core::provenance::{Provenance, creation_time};

use crate::refusal::Refusal;

/// What made the files that a command writes.
pub(crate) fn provenance() -> anyhow::Result<Provenance> {
    let words: Vec<String> = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    let now = creation_time().map_err(Refusal::new)?;
    Ok(Provenance::new("edaphon", env!("CARGO_PKG_VERSION")).created(now).command_line(&words))
}
