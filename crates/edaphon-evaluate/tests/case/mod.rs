//! The invented case that ILAMB has scored.

use std::io::Read;

use edaphon_core::calendar::month_bounds;
use edaphon_evaluate::ilamb::Gridded;

/// Reference and model.
pub(crate) fn case() -> (Gridded, Gridded) {
    let packed: &[u8] = include_bytes!("../data/ilamb_case.csv.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).unwrap();
    let (months, rows, columns) = (60, 8, 12);
    let mut values = [vec![f64::NAN; months * rows * columns], vec![f64::NAN; months * rows * columns]];
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |at: usize| cells[at].parse::<usize>().unwrap();
        let place = ((number(0) - 1) * rows + number(1)) * columns + number(2);
        for (which, values) in values.iter_mut().enumerate() {
            values[place] = cells[5 + which].parse().unwrap_or(f64::NAN);
        }
    }
    let edges = |first: f64, step: f64, count: usize| -> Vec<[f64; 2]> {
        (0..count).map(|i| [first + step * i as f64, first + step * (i + 1) as f64]).collect()
    };
    let time = |month: usize| {
        let (first, last) = month_bounds(month % 12);
        [f64::from(first) - 1.0, f64::from(last)].map(|day| day + 365.0 * (month / 12) as f64)
    };
    let of = |values: Vec<f64>| Gridded {
        latitudes: edges(-90.0, 22.5, rows),
        longitudes: edges(0.0, 30.0, columns),
        times: (0..months).map(time).collect(),
        values,
    };
    let [reference, model] = values;
    (of(reference), of(model))
}
