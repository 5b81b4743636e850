//! Ctrl-C and the queue's wall clock.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Context;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// A flag that Ctrl-C and SIGTERM set, so that a run can write its restart; a second Ctrl-C ends the program at once.
pub(crate) fn flag_on_interrupt() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // In this order: the first signal finds the flag unset and only sets it.
        let second = flag::register_conditional_shutdown(signal, 130, Arc::clone(&stop));
        let first = second.and_then(|_| flag::register(signal, Arc::clone(&stop)));
        first.context("cannot listen for Ctrl-C")?;
    }
    Ok(stop)
}
