//! edaphon-run
