//! Calibration of models: what measurements tell of parameters.

pub mod lbfgs;
