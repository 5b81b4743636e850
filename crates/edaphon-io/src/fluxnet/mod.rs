//! Site records of the FLUXNET network.
