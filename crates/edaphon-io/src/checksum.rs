//! What tells a file from any other.

use std::path::Path;

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// The SHA-256 of a file, as provenance records it (`sha256:…`).
///
/// # Errors
/// If the file cannot be read.
pub fn checksum(path: &Path) -> Result<String> {
    let wrong = |reason| Error::File { path: path.to_owned(), action: "read", reason };
    let mut file = std::fs::File::open(path).map_err(wrong)?;
    let mut hash = Sha256::new();
    std::io::copy(&mut file, &mut hash).map_err(wrong)?;
    let digest: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("sha256:{digest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_of_abc_is_that_of_the_standard() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("abc");
        std::fs::write(&path, "abc").unwrap();
        let sum = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(checksum(&path).unwrap(), sum);
        assert!(checksum(&folder.path().join("none")).is_err());
    }
}
