//! Reading the next year while the one before is computed with.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use edaphon_core::forcing::{ForcingYear, Packing};

use super::ForcingSource;
use crate::error::{JobError, Result};

/// A source, and from the first year that is asked for on the thread that reads it.
pub(super) enum Reader {
    /// Nothing is read yet.
    Waiting(Box<dyn ForcingSource>),
    /// A thread reads.
    Running(Running),
    /// The thread could not be started.
    Gone,
}

pub(super) struct Running {
    ask: Option<Sender<usize>>,
    got: Receiver<Result<ForcingYear>>,
    /// The year that is being read, or waits to be taken.
    asked: Option<usize>,
    thread: Option<JoinHandle<()>>,
}

impl Reader {
    pub(super) fn new(source: Box<dyn ForcingSource>) -> Self {
        Self::Waiting(source)
    }

    /// Year `index`, waited for if need be.
    pub(super) fn take(&mut self, index: usize, packing: &Packing) -> Result<ForcingYear> {
        let running = self.running(packing)?;
        if running.asked.is_some_and(|asked| asked != index) {
            // The guess was wrong; what became of that year is of no interest.
            drop(running.wait()?);
        }
        running.ask(index)?;
        running.wait()?
    }

    /// Has year `index` read, unless one is being read already.
    pub(super) fn ask(&mut self, index: usize, packing: &Packing) -> Result<()> {
        self.running(packing)?.ask(index)
    }

    /// Looks at the descriptions of all years before the first is read; afterwards they are known.
    pub(super) fn look(&mut self, years: usize) -> Result<()> {
        let Self::Waiting(source) = self else { return Ok(()) };
        let mut faults = edaphon_io::Faults::new();
        for index in 0..years {
            match source.look(index) {
                Ok(()) => {}
                Err(JobError::Faults(found) | JobError::Io(edaphon_io::Error::Faults(found))) => faults.append(found),
                Err(other) => return Err(other),
            }
        }
        Ok(faults.or(())?)
    }

    fn running(&mut self, packing: &Packing) -> Result<&mut Running> {
        if let Self::Waiting(_) = self
            && let Self::Waiting(source) = std::mem::replace(self, Self::Gone)
        {
            *self = Self::Running(start(source, packing.clone())?);
        }
        match self {
            Self::Running(running) => Ok(running),
            _ => Err(stopped()),
        }
    }
}

impl Running {
    fn ask(&mut self, index: usize) -> Result<()> {
        if self.asked.is_none() {
            let ask = self.ask.as_ref().ok_or_else(stopped)?;
            ask.send(index).map_err(|_| stopped())?;
            self.asked = Some(index);
        }
        Ok(())
    }

    fn wait(&mut self) -> Result<Result<ForcingYear>> {
        self.asked = None;
        self.got.recv().map_err(|_| stopped())
    }
}

impl Drop for Running {
    /// Lets the thread end; a year that is being read is read to its end.
    fn drop(&mut self) {
        self.ask = None;
        if let Some(thread) = self.thread.take() {
            // If it panicked, whoever waited for its year has been told.
            let _ = thread.join();
        }
    }
}

fn start(mut source: Box<dyn ForcingSource>, packing: Packing) -> Result<Running> {
    let (ask, asked) = channel::<usize>();
    let (give, got) = channel();
    let cannot = |reason: String| JobError::refused(format!("cannot start a thread to read with: {reason}"));
    // Readers unpack in parallel: in the pool that computes, their work would wait until a year is over.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(rayon::current_num_threads());
    let pool = pool.thread_name(|number| format!("forcing {number}")).build().map_err(|e| cannot(e.to_string()))?;
    let read = move || {
        for index in asked {
            let year = pool.install(|| source.read(index, &packing));
            if give.send(year).is_err() {
                return;
            }
        }
    };
    let thread = std::thread::Builder::new().name("forcing".to_owned()).spawn(read);
    let thread = thread.map_err(|reason| cannot(reason.to_string()))?;
    Ok(Running { ask: Some(ask), got, asked: None, thread: Some(thread) })
}

fn stopped() -> JobError {
    JobError::refused("the thread that reads the forcing stopped; this is a fault in edaphon, please report it")
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::super::Forcing;
    use super::*;

    /// Tells which years were read.
    struct Told(usize, Arc<Mutex<Vec<usize>>>);

    impl ForcingSource for Told {
        fn years(&self) -> usize {
            self.0
        }
        fn calendar_year(&self, index: usize) -> Option<i64> {
            Some(1901 + index as i64)
        }
        fn read(&mut self, index: usize, packing: &Packing) -> Result<ForcingYear> {
            self.1.lock().unwrap().push(index);
            if index == 3 { Err(JobError::refused("year 3 is damaged")) } else { Ok(ForcingYear::new(packing.clone())) }
        }
    }

    fn told(years: usize) -> (Box<Told>, Arc<Mutex<Vec<usize>>>, Packing) {
        let read = Arc::new(Mutex::new(Vec::new()));
        (Box::new(Told(years, Arc::clone(&read))), read, Packing::new(&[true]))
    }

    #[test]
    fn a_loop_that_fits_is_read_once_by_all_copies() {
        let (source, read, packing) = told(3);
        let mut forcing = Forcing::new(source, &packing);
        let mut copy = forcing.clone();
        for turn in 0..9 {
            let year = forcing.year(turn % 3, &packing).unwrap();
            assert!(Arc::ptr_eq(&year, &copy.year(turn % 3, &packing).unwrap()));
        }
        assert_eq!(forcing.bytes_read(9), 3 * ForcingYear::PACK_LENGTH as u64 * 4);
        drop((forcing, copy));
        assert_eq!(*read.lock().unwrap(), [0, 1, 2]);
    }

    #[test]
    fn years_are_read_ahead_and_a_damaged_one_is_told_in_its_turn() {
        let (source, read, packing) = told(4);
        let mut forcing = Forcing::once(source, &packing);
        for index in 0..3 {
            forcing.year(index, &packing).unwrap();
        }
        assert_eq!(forcing.year(3, &packing).unwrap_err().to_string(), "year 3 is damaged");
        assert!(forcing.year(1, &packing).is_ok(), "any year can be asked for");
        drop(forcing);
        assert_eq!(*read.lock().unwrap(), [0, 1, 2, 3, 1, 2]);
    }

    /// Takes its time to read.
    struct Slow;

    impl ForcingSource for Slow {
        fn years(&self) -> usize {
            8
        }
        fn calendar_year(&self, _index: usize) -> Option<i64> {
            None
        }
        fn read(&mut self, _index: usize, packing: &Packing) -> Result<ForcingYear> {
            std::thread::sleep(TIME);
            Ok(ForcingYear::new(packing.clone()))
        }
    }

    const TIME: std::time::Duration = std::time::Duration::from_millis(60);

    #[test]
    fn reading_and_computing_go_on_at_the_same_time() {
        let packing = Packing::new(&[true]);
        let mut forcing = Forcing::once(Box::new(Slow), &packing);
        let began = std::time::Instant::now();
        for index in 0..8 {
            forcing.year(index, &packing).unwrap();
            std::thread::sleep(TIME);
        }
        // Nine times are the least, sixteen would be one after the other.
        assert!(began.elapsed() < 14 * TIME, "{:?}", began.elapsed());
    }
}
