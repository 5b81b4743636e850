//! Tables of means by model.

use edaphon_figures::{Block, Cell, Column, Table, typeset_unit};

use super::maps::total;
use super::quantity::{
    CWD_C, GPP, GROWTH_ALLOWED, LAND_C, LITTER_C, LITTER_N, LITTERFALL, MINERAL_N, N_DEPOSITED, N_FIXED, N_GAS,
    N_LEACHED, N_LIMITATION, N_UPTAKE, NEP, NET_MINERALISATION, NPP, PLANT_C, PLANT_N, Quantity, RA, RH, SOIL_C,
    SOIL_N,
};
use super::run_file::RunFile;
use super::subject::Subject;
use crate::error::Result;

/// Means over time of some quantities, a row for each run that has one of them.
///
/// # Errors
/// If values cannot be read.
pub fn means(subject: &Subject, caption: &str, quantities: &[Quantity]) -> Result<Option<Table>> {
    table(subject, caption, quantities, |run, quantity| subject.mean(run, quantity), Quantity::unit)
}

/// Words that a narrow column does not divide at their hyphens.
pub(crate) fn unbroken(words: &str) -> String {
    words.replace('-', "\u{2011}")
}

fn table(
    subject: &Subject,
    caption: &str,
    quantities: &[Quantity],
    value: impl Fn(&RunFile, &Quantity) -> Result<Option<f64>>,
    unit: impl Fn(&Quantity) -> String,
) -> Result<Option<Table>> {
    let mut found: Vec<(String, Vec<Option<f64>>)> = Vec::new();
    for run in &subject.runs {
        let values: Vec<Option<f64>> = quantities.iter().map(|q| value(run, q)).collect::<Result<_>>()?;
        if values.iter().any(Option::is_some) {
            found.push((unbroken(&run.label), values));
        }
    }
    if found.is_empty() {
        return Ok(None);
    }
    let decimals: Vec<usize> =
        (0..quantities.len()).map(|column| decimals(found.iter().filter_map(|(_, values)| values[column]))).collect();
    let row = |(label, values): (String, Vec<Option<f64>>)| {
        let cells = values.iter().zip(&decimals).map(|(v, d)| v.map_or(Cell::Missing, |v| Cell::Decimal(v, *d)));
        std::iter::once(Cell::from(label)).chain(cells).collect()
    };
    let units: Vec<String> = quantities.iter().map(unit).collect();
    // A unit that all columns share stands once, so that they can be narrow.
    let shared = units.windows(2).all(|pair| pair[0] == pair[1]) && !units[0].is_empty();
    let caption = if shared { format!("{caption} ({})", typeset_unit(&units[0])) } else { caption.to_owned() };
    let heads =
        quantities.iter().zip(units).map(|(q, unit)| Column::new(q.label, if shared { String::new() } else { unit }));
    let columns = std::iter::once(Column::new("Model", "")).chain(heads).collect();
    Ok(Some(Table { caption, columns, rows: found.into_iter().map(row).collect() }))
}

/// Decimals that give the largest of some numbers three digits, and all of them the same place.
fn decimals(values: impl Iterator<Item = f64>) -> usize {
    let largest = values.filter(|v| v.is_finite()).fold(0.0_f64, |largest, v| largest.max(v.abs()));
    if largest == 0.0 { 0 } else { (2.0 - largest.log10().floor()).clamp(0.0, 6.0) as usize }
}

/// The part of a report with numbers.
pub(super) fn blocks(subject: &Subject) -> Result<Vec<Block>> {
    let years = subject.years();
    let pools = [PLANT_C, LITTER_C, CWD_C, SOIL_C, LAND_C];
    let nitrogen = [PLANT_N, LITTER_N, SOIL_N, MINERAL_N, GROWTH_ALLOWED, N_LIMITATION];
    let n_fluxes = [NET_MINERALISATION, N_UPTAKE, N_DEPOSITED, N_FIXED, N_LEACHED, N_GAS];
    let mut tables = vec![
        means(subject, &format!("Carbon pools, mean of {years}"), &pools)?,
        means(subject, &format!("Carbon fluxes, mean of {years}"), &[GPP, RA, NPP, LITTERFALL, RH, NEP])?,
        means(subject, &format!("Nitrogen pools and limitation, mean of {years}"), &nitrogen)?,
        means(subject, &format!("Nitrogen fluxes, mean of {years}"), &n_fluxes)?,
    ];
    if subject.is_grid() {
        let petagrams = |q: &Quantity| {
            let rate = if q.unit().ends_with("yr-1") { " yr-1" } else { "" };
            format!("Pg {}{rate}", q.element)
        };
        let caption = format!("Sums over all cells, mean of {years}");
        tables.push(table(subject, &caption, &[PLANT_C, LITTER_C, SOIL_C, NPP, RH, SOIL_N], total, petagrams)?);
    }
    let tables = tables.into_iter().flatten().map(Block::Table);
    Ok(std::iter::once(Block::Heading("Numbers".to_owned())).chain(tables).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_has_as_many_decimals_as_its_largest_number_needs() {
        assert_eq!(decimals([1119.0, 5.0].into_iter()), 0);
        assert_eq!(decimals([0.0371, -0.2].into_iter()), 3);
        assert_eq!(decimals([15.6, f64::NAN].into_iter()), 1);
        assert_eq!(decimals(std::iter::empty()), 0);
    }
}
