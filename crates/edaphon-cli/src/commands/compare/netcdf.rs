//! Two NetCDF files.

use std::path::Path;

use edaphon_io::netcdf::{DataType, Variable};

use super::measure::{Extreme, Measure};
use super::{Compared, Comparison, Question};
use crate::dataset::{Dataset, index, is_numeric, text_of};

pub(super) fn compare(a: &Path, b: &Path, question: &Question<'_>) -> anyhow::Result<Comparison> {
    let (a, b) = (Dataset::open(a)?, Dataset::open(b)?);
    let mut found = Comparison::default();
    let mut shown = question.ui.progress("comparing", a.file.variables().len() as u64, "variables");
    for (done, ours) in (1..).zip(a.file.variables()) {
        if question.wants(&ours.name) {
            match b.file.variable(&ours.name) {
                Err(_) => found.problems.push(format!("`{}` is in A only", ours.name)),
                Ok(theirs) => pair((&a, ours), (&b, theirs), question, &mut found)?,
            }
        }
        shown.at(done);
    }
    let only_theirs = b.file.variables().iter().filter(|v| question.wants(&v.name) && !a.file.has_variable(&v.name));
    found.problems.extend(only_theirs.map(|v| format!("`{}` is in B only", v.name)));
    Ok(found)
}

fn pair(
    (a, ours): (&Dataset, &Variable),
    (b, theirs): (&Dataset, &Variable),
    question: &Question<'_>,
    found: &mut Comparison,
) -> anyhow::Result<()> {
    let name = &ours.name;
    if ours.dimensions != theirs.dimensions || ours.shape != theirs.shape {
        found.problems.push(format!("`{name}` has the shape {} in A and {} in B", shape(ours), shape(theirs)));
        return Ok(());
    }
    let units = [text_of(ours, "units"), text_of(theirs, "units")];
    if units[0] != units[1] {
        let said = units.map(|unit| if unit.is_empty() { "no unit".to_owned() } else { format!("the unit `{unit}`") });
        found.problems.push(format!("`{name}` has {} in A and {} in B", said[0], said[1]));
    }
    let mut measure = Measure::new(question.tolerance);
    match (is_numeric(ours), is_numeric(theirs)) {
        (true, true) => {
            for slab in a.slabs(ours) {
                let values = a.read(name, &slab)?.into_iter().zip(b.read(name, &slab)?);
                (slab.first..).zip(values).for_each(|(at, (a, b))| measure.pair(at, a, b));
            }
        }
        (false, false) if [ours, theirs].iter().all(|v| v.data_type != DataType::Other) => {
            let texts = a.file.read_strings(name)?.into_iter().zip(b.file.read_strings(name)?);
            texts.for_each(|(a, b)| measure.texts(&a, &b));
        }
        (false, false) => return Ok(()),
        _ => {
            let types = [ours, theirs].map(|v| v.data_type.name());
            found.problems.push(format!("`{name}` is {} in A and {} in B", types[0], types[1]));
            return Ok(());
        }
    }
    let place = |extreme: Option<Extreme>| {
        extreme.map_or_else(Default::default, |e| (a.place(ours, e.at), index(&ours.shape, e.at)))
    };
    let places = [place(measure.absolute), place(measure.relative)];
    found.variables.push(Compared { name: name.clone(), unit: units[0].to_owned(), measure, places });
    Ok(())
}

/// `time 365, lat 2`.
fn shape(variable: &Variable) -> String {
    let lengths: Vec<_> = variable.dimensions.iter().zip(&variable.shape).map(|(d, n)| format!("{d} {n}")).collect();
    if lengths.is_empty() { "of one value".to_owned() } else { format!("({})", lengths.join(", ")) }
}
