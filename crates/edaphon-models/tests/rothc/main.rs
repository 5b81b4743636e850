//! RothC against the published code, its budget, and its edges.

mod cases;
mod reference;
