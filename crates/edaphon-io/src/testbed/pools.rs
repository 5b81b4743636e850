//! Pool files: the state of every cell, to end a run with and to start one from.

use std::fmt::Write as _;
use std::path::Path;

use super::{Nutrients, VEGETATION_TYPES};
use crate::faults::Faults;
use crate::text::{ANY, Row, Text, bytes_of, exponential, write_whole};

/// CASA pools of a cell, as a row of its file. Groups of three are leaf, wood, fine root; metabolic litter, structural
/// litter, coarse woody debris; microbial, slow and passive soil matter.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CasaPools {
    /// Simulated years so far.
    pub year_count: i64,
    /// Position of the cell, from 1.
    pub cell: i64,
    /// Vegetation type, from 1.
    pub vegetation_type: i64,
    /// Soil type.
    pub soil_type: i64,
    /// Soil order.
    pub soil_order: i64,
    /// Latitude (degrees north).
    pub latitude: f64,
    /// Longitude (degrees east).
    pub longitude: f64,
    /// Land area (10⁹ m²).
    pub area: f64,
    /// Leaf area index (m² m⁻²).
    pub lai: f64,
    /// Specific leaf area (m² g C⁻¹).
    pub sla: f64,
    /// Leaf phase, 0 to 3.
    pub phase: i64,
    /// Labile carbon (g C m⁻²).
    pub labile_c: f64,
    /// Carbon of plants (g C m⁻²).
    pub plant_c: [f64; 3],
    /// Carbon of litter (g C m⁻²).
    pub litter_c: [f64; 3],
    /// Carbon of soil (g C m⁻²).
    pub soil_c: [f64; 3],
    /// Nitrogen of plants (g N m⁻²).
    pub plant_n: [f64; 3],
    /// Nitrogen of litter (g N m⁻²).
    pub litter_n: [f64; 3],
    /// Nitrogen of soil (g N m⁻²).
    pub soil_n: [f64; 3],
    /// Mineral nitrogen (g N m⁻²).
    pub mineral_n: f64,
    /// Phosphorus of plants (g P m⁻²).
    pub plant_p: [f64; 3],
    /// Phosphorus of litter (g P m⁻²).
    pub litter_p: [f64; 3],
    /// Phosphorus of soil (g P m⁻²).
    pub soil_p: [f64; 3],
    /// Labile, sorbed and occluded phosphorus (g P m⁻²).
    pub mineral_p: [f64; 3],
    /// Accumulated residuals of the C, N and P balances (g m⁻²); written, never read back.
    pub balances: [f64; 3],
}

/// MIMICS pools of a cell, as a row of its file: metabolic and structural litter, r- and K-strategists, available,
/// chemically and physically protected soil matter.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct MimicsPools {
    /// Simulated years so far.
    pub year_count: i64,
    /// Position of the cell, from 1.
    pub cell: i64,
    /// Vegetation type, from 1.
    pub vegetation_type: i64,
    /// Latitude (degrees north).
    pub latitude: f64,
    /// Longitude (degrees east).
    pub longitude: f64,
    /// Land area (10⁹ m²).
    pub area: f64,
    /// Carbon (mg C cm⁻³).
    pub carbon: [f64; 7],
    /// Nitrogen (mg N cm⁻³); zero in files without it.
    pub nitrogen: [f64; 7],
}

pub(super) const CASA_CELL: &str = "npt,veg%iveg,soil%isoilm,casamet%isorder,casamet%lat,casamet%lon,casamet%areacell";
pub(super) const MIMICS_CELL: &str = "iYrCnt,npt,veg%iveg,casamet%lat,casamet%lon,casamet%areacell";
const CASA_POOLS: &str = "casamet%glai,casabiome%sla(veg%iveg),phen%phase,casapool%clabile,\
    casapool%cplant(LEAF),casapool%cplant(WOOD),casapool%cplant(FROOT),casapool%clitter(METB),casapool%clitter(STR),\
    casapool%clitter(CWD),casapool%csoil(MIC),casapool%csoil(SLOW),casapool%csoil(PASS),\
    casapool%nplant(LEAF),casapool%nplant(WOOD),casapool%nplant(FROOT),casapool%nlitter(METB),casapool%nlitter(STR),\
    casapool%nlitter(CWD),casapool%nsoil(MIC),casapool%nsoil(SLOW),casapool%nsoil(PASS),casapool%nsoilmin,\
    casapool%pplant(LEAF),casapool%pplant(WOOD),casapool%pplant(FROOT),casapool%plitter(METB),casapool%plitter(STR),\
    casapool%plitter(CWD),casapool%psoil(MIC),casapool%psoil(SLOW),casapool%psoil(PASS),casapool%psoillab,\
    casapool%psoilsorb,casapool%psoilocc,casabal%sumcbal,casabal%sumnbal,casabal%sumpbal";
const MIMICS_CARBON: &str =
    "mimicspool%LITm,mimicspool%LITs,mimicspool%MICr,mimicspool%MICk,mimicspool%SOMa,mimicspool%SOMc,mimicspool%SOMp";
const MIMICS_NITROGEN: &str = ",mimicspool%LITmN,mimicspool%LITsN,mimicspool%MICrN,mimicspool%MICkN,mimicspool%SOMaN,\
    mimicspool%SOMcN,mimicspool%SOMpN";

/// Reads a CASA pool file; with [`Nutrients::Carbon`] columns 1 to 21 are read, else 1 to 31. What is not read is zero.
///
/// # Errors
/// If the file cannot be read, or all its faults.
pub fn read_casa_pools(path: &Path, nutrients: Nutrients) -> crate::Result<Vec<CasaPools>> {
    Ok(parse_casa_pools(path, &bytes_of(path)?, nutrients)?)
}

/// The content of a CASA pool file; `path` is named in faults.
///
/// # Errors
/// All its faults.
pub fn parse_casa_pools(path: &Path, bytes: &[u8], nutrients: Nutrients) -> Result<Vec<CasaPools>, Faults> {
    let with_n = nutrients != Nutrients::Carbon;
    let text = Text::new(path, bytes);
    let rows = text.rows(2, if with_n { 31 } else { 21 }).map(|row| casa_row(&row, with_n)).collect();
    some_cells(text, rows)
}

fn casa_row(row: &Row<'_>, with_n: bool) -> CasaPools {
    let any = i64::MIN..=i64::MAX;
    let three = |first: usize, name: &str| [0, 1, 2].map(|k| row.real(first + k, name, ANY));
    let mut pools = CasaPools {
        year_count: row.integer(1, "year count", any.clone()),
        cell: row.integer(2, "cell", any.clone()),
        vegetation_type: row.integer(3, "vegetation type", 1..=VEGETATION_TYPES as i64),
        soil_type: row.integer(4, "soil type", any.clone()),
        soil_order: row.integer(5, "soil order", any),
        latitude: row.real(6, "latitude", -90.0..=90.0),
        longitude: row.real(7, "longitude", -360.0..=360.0),
        area: row.real(8, "area", ANY),
        lai: row.real(9, "leaf area index", ANY),
        sla: row.real(10, "specific leaf area", ANY),
        phase: row.integer(11, "phase", 0..=3),
        labile_c: row.real(12, "labile C", ANY),
        plant_c: three(13, "plant C"),
        litter_c: three(16, "litter C"),
        soil_c: three(19, "soil C"),
        ..CasaPools::default()
    };
    if with_n {
        pools.plant_n = three(22, "plant N");
        pools.litter_n = three(25, "litter N");
        pools.soil_n = three(28, "soil N");
        pools.mineral_n = row.real(31, "mineral N", ANY);
    }
    pools
}

/// Writes a CASA pool file, with 17 significant digits so that a run that starts from it goes on as if not interrupted.
///
/// # Errors
/// If the file cannot be written.
pub fn write_casa_pools(path: &Path, cells: &[CasaPools]) -> crate::Result<()> {
    let mut text = format!("iYrCnt,{CASA_CELL},{CASA_POOLS}\n");
    for pools in cells {
        let p = pools;
        let mut line = Line::new(27);
        line.integers(&[p.year_count, p.cell, p.vegetation_type, p.soil_type, p.soil_order]);
        line.reals(&[p.latitude, p.longitude, p.area, p.lai, p.sla]).integers(&[p.phase]);
        // The reference writes this column two characters narrower than its neighbours.
        line.real(p.labile_c, 25);
        line.reals(&p.plant_c).reals(&p.litter_c).reals(&p.soil_c);
        line.reals(&p.plant_n).reals(&p.litter_n).reals(&p.soil_n).reals(&[p.mineral_n]);
        line.reals(&p.plant_p).reals(&p.litter_p).reals(&p.soil_p).reals(&p.mineral_p);
        line.reals(&p.balances.map(|b| b.clamp(-9999.0, 9999.0)));
        text.push_str(&line.end());
    }
    write_whole(path, text.as_bytes())
}

/// Reads a MIMICS pool file; nitrogen is read unless `nutrients` is [`Nutrients::Carbon`].
///
/// # Errors
/// If the file cannot be read, or all its faults.
pub fn read_mimics_pools(path: &Path, nutrients: Nutrients) -> crate::Result<Vec<MimicsPools>> {
    Ok(parse_mimics_pools(path, &bytes_of(path)?, nutrients)?)
}

/// The content of a MIMICS pool file; `path` is named in faults.
///
/// # Errors
/// All its faults.
pub fn parse_mimics_pools(path: &Path, bytes: &[u8], nutrients: Nutrients) -> Result<Vec<MimicsPools>, Faults> {
    let with_n = nutrients != Nutrients::Carbon;
    let text = Text::new(path, bytes);
    let any = i64::MIN..=i64::MAX;
    let read = |row: Row<'_>| MimicsPools {
        year_count: row.integer(1, "year count", any.clone()),
        cell: row.integer(2, "cell", any.clone()),
        vegetation_type: row.integer(3, "vegetation type", 1..=VEGETATION_TYPES as i64),
        latitude: row.real(4, "latitude", -90.0..=90.0),
        longitude: row.real(5, "longitude", -360.0..=360.0),
        area: row.real(6, "area", ANY),
        carbon: std::array::from_fn(|k| row.real(7 + k, "carbon", ANY)),
        nitrogen: std::array::from_fn(|k| if with_n { row.real(14 + k, "nitrogen", ANY) } else { 0.0 }),
    };
    let rows = text.rows(2, if with_n { 20 } else { 13 }).map(read).collect();
    some_cells(text, rows)
}

/// Writes a MIMICS pool file, with 17 significant digits; nitrogen unless `nutrients` is [`Nutrients::Carbon`].
///
/// # Errors
/// If the file cannot be written.
pub fn write_mimics_pools(path: &Path, cells: &[MimicsPools], nutrients: Nutrients) -> crate::Result<()> {
    let with_n = nutrients != Nutrients::Carbon;
    let mut text = format!("{MIMICS_CELL},{MIMICS_CARBON}{}\n", if with_n { MIMICS_NITROGEN } else { "" });
    for pools in cells {
        let mut line = Line::new(if with_n { 26 } else { 27 });
        line.integers(&[pools.year_count, pools.cell, pools.vegetation_type]);
        line.reals(&[pools.latitude, pools.longitude, pools.area]).reals(&pools.carbon);
        if with_n {
            line.reals(&pools.nitrogen);
        }
        text.push_str(&line.end());
    }
    write_whole(path, text.as_bytes())
}

fn some_cells<T>(text: Text, rows: Vec<T>) -> Result<Vec<T>, Faults> {
    if rows.is_empty() {
        text.no_cells();
    }
    text.finish(rows)
}

/// A line of a file for the testbed: right-aligned values, each with a comma after it.
pub(super) struct Line {
    text: String,
    width: usize,
}

impl Line {
    /// Reals take `width` characters. The first integer is two narrower than the others, as the reference writes it.
    pub(super) fn new(width: usize) -> Self {
        Self { text: String::new(), width }
    }

    pub(super) fn integers(&mut self, values: &[i64]) -> &mut Self {
        for value in values {
            let width = if self.text.is_empty() { 6 } else { self.width - 19 };
            let _ = write!(self.text, "{value:>width$},");
        }
        self
    }

    pub(super) fn reals(&mut self, values: &[f64]) -> &mut Self {
        values.iter().fold(self, |line, &value| {
            let width = line.width;
            line.real(value, width)
        })
    }

    pub(super) fn real(&mut self, value: f64, width: usize) -> &mut Self {
        let _ = write!(self.text, "{},", exponential(value, width));
        self
    }

    pub(super) fn end(mut self) -> String {
        self.text.push('\n');
        self.text
    }
}
