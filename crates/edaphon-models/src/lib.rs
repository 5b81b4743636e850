//! edaphon-models
