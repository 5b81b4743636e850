//! edaphon-jobs
