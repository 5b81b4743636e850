//! Where a run takes place: one site, or the cells of a grid, published or from a file.

use edaphon_core::grid::Cell;
use edaphon_io::testbed::{
    LeafCalendar, Phenology, PublishedGrid, TestbedGrid, default_phenology, published_grid, read_grid, read_phenology,
    read_soil,
};
use edaphon_models::casa::{LeafSeason, SoilTexture, soil_of_texture};
use edaphon_run::Place;

use super::section::Section;
use crate::error::Result;
use crate::parameters::vegetation_type;

/// The cells, and what each is to the models.
pub(super) struct Cells {
    /// As a grid file describes them; a site is a grid of one.
    pub grid: TestbedGrid,
    /// Vegetation, soil and leaf season of each.
    pub places: Vec<Place>,
    /// True for a single site.
    pub is_site: bool,
    /// Name of the site.
    pub name: Option<String>,
    /// Latitudes and longitudes of the map (degrees), where they are known before the weather.
    pub axes: Option<(Vec<f64>, Vec<f64>)>,
    /// What was assumed, in words.
    pub notes: Vec<String>,
}

/// The grid that comes with the program, by its name in descriptions.
const PUBLISHED: &str = "clm5-gswp3";

/// The site of `[site]` or the cells of `[grid]`; faults are noted in the document.
pub(super) fn cells(root: &Section<'_, '_>) -> Result<Option<Cells>> {
    match (root.section("site"), root.section("grid")) {
        (Some(site), None) => of_site(site),
        (None, Some(grid)) => of_grid(grid),
        (Some(_), Some(_)) => {
            root.fault("grid", "both [site] and [grid] are given; accepted is one of them");
            Ok(None)
        }
        (None, None) => {
            root.fault("site", "neither [site] nor [grid] is given; a run needs one of them");
            Ok(None)
        }
    }
}

fn season(phenology: &Phenology, latitude: f64, v: usize) -> LeafSeason {
    let LeafCalendar { greenup, fall, phase } = phenology.lookup(latitude, v);
    LeafSeason { greenup: greenup as i32, fall: fall as i32, first_phase: phase as i32 }
}

fn of_site(section: Section<'_, '_>) -> Result<Option<Cells>> {
    let name = section.text("name");
    section.require("latitude", "degrees north");
    section.require("longitude", "degrees east");
    section.require("vegetation_type", "1 to 18 or a code such as ENF, MF, GRA");
    let latitude = section.number("latitude", -90.0..=90.0, "degrees_north");
    let longitude = section.number("longitude", -180.0..=360.0, "degrees_east");
    let area = section.number("area", 0.0..=1e15, "m2").unwrap_or(1.0);
    let v = site_type(&section);
    let (soil, notes) = site_soil(&section);
    let greenup = section.integer("greenup", -50..=367);
    let fall = section.integer("fall", -50..=367);
    let phase = section.integer("first_phase", 0..=3);
    section.finish();
    let (Some(latitude), Some(longitude), Some(v), Some(soil)) = (latitude, longitude, v, soil) else {
        return Ok(None);
    };
    let published = season(&default_phenology()?, latitude, v);
    let season = LeafSeason {
        greenup: greenup.map_or(published.greenup, |d| d as i32),
        fall: fall.map_or(published.fall, |d| d as i32),
        first_phase: phase.map_or(published.first_phase, |p| p as i32),
    };
    let cell = Cell { id: 1, latitude, longitude, vegetation_type: v, soil_type: 1, soil_order: 1, area_m2: area };
    let grid = TestbedGrid { cells: vec![cell], places: vec![(0, 0)], lines: vec![1] };
    let places = vec![Place { vegetation_type: v, soil, season }];
    Ok(Some(Cells { grid, places, is_site: true, name, axes: None, notes }))
}

/// A number or a code.
fn site_type(section: &Section<'_, '_>) -> Option<usize> {
    if !section.has("vegetation_type") {
        return None;
    }
    if section.is_number("vegetation_type") {
        return section.integer("vegetation_type", 1..=18).map(|v| v as usize);
    }
    let given = section.text("vegetation_type")?;
    let found = vegetation_type(&given);
    if found.is_none() {
        let problem = format!(
            "`vegetation_type` = \"{given}\" is not known; accepted are 1 to 18 and the codes of `edaphon models`"
        );
        section.fault("vegetation_type", problem);
    }
    found
}

/// Texture and water retention; what is not given of the latter follows from texture.
fn site_soil(section: &Section<'_, '_>) -> (Option<SoilTexture>, Vec<String>) {
    for (key, what) in [("sand", "mass fraction, 0 to 1"), ("clay", "mass fraction, 0 to 1")] {
        section.require(key, what);
    }
    let fraction = |key| section.number(key, 0.0..=1.0, "1");
    let (sand, clay) = (fraction("sand"), fraction("clay"));
    let silt = fraction("silt").or_else(|| Some(1.0 - sand? - clay?));
    let given = ["wilting_point", "field_capacity", "saturation"].map(fraction);
    let (Some(sand), Some(clay), Some(silt)) = (sand, clay, silt) else { return (None, Vec::new()) };
    let sum = sand + clay + silt;
    if (sum - 1.0).abs() > 0.02 {
        section.fault("clay", format!("sand, silt and clay add to {sum:.3}; accepted is 1 (within 0.02)"));
        return (None, Vec::new());
    }
    let estimated = soil_of_texture(sand, clay, silt);
    let soil = SoilTexture {
        wilting_point: given[0].unwrap_or(estimated.wilting_point),
        field_capacity: given[1].unwrap_or(estimated.field_capacity),
        saturation: given[2].unwrap_or(estimated.saturation),
        ..estimated
    };
    let (low, middle, high) = (soil.wilting_point, soil.field_capacity, soil.saturation);
    if !(0.0 < low && low < middle && middle <= high) {
        let found = format!("wilting point {low:.3}, field capacity {middle:.3} and saturation {high:.3} m3 m-3");
        section.fault(
            "field_capacity",
            format!("{found} are out of order; accepted is 0 < wilting point < field capacity ≤ saturation"),
        );
        return (None, Vec::new());
    }
    let assumed = given.iter().any(Option::is_none).then(|| {
        format!(
            "water retention from texture (Saxton & Rawls 2006, without organic matter): wilting point {low:.3}, field capacity {middle:.3}, saturation {high:.3} m3 m-3"
        )
    });
    (Some(soil), assumed.into_iter().collect())
}

fn of_grid(section: Section<'_, '_>) -> Result<Option<Cells>> {
    if section.has("embedded") {
        return of_published_grid(section);
    }
    section.require("file", "the grid CSV of the testbed");
    section.require("soil", "the soil CSV of the testbed");
    let (file, soil) = (section.path("file"), section.path("soil"));
    let phenology = section.path("phenology");
    section.finish();
    let (Some(file), Some(soil)) = (file, soil) else { return Ok(None) };
    let grid = read_grid(&file)?;
    let soils = read_soil(&soil)?;
    let phenology = phenology.map_or_else(default_phenology, |path| read_phenology(&path))?;
    if grid.cells.len() != soils.len() {
        let mut faults = edaphon_io::Faults::new();
        faults
            .add(&soil, format!("{} cells; accepted are {}, as in {}", soils.len(), grid.cells.len(), file.display()));
        return Err(faults.into());
    }
    let places = places(&grid, &soils, &phenology);
    Ok(Some(Cells { grid, places, is_site: false, name: None, axes: None, notes: Vec::new() }))
}

/// One in `every`, the first included.
fn some<T>(all: Vec<T>, every: usize) -> Vec<T> {
    all.into_iter().step_by(every).collect()
}

fn of_published_grid(section: Section<'_, '_>) -> Result<Option<Cells>> {
    let known = section.choice("embedded", &[(PUBLISHED, ())]);
    let every = section.integer("every", 1..=1000).map_or(1, |every| every as usize);
    let phenology = section.path("phenology");
    section.finish();
    if known.is_none() {
        return Ok(None);
    }
    let PublishedGrid { grid, soils, latitudes, longitudes } = published_grid()?;
    let grid = TestbedGrid {
        cells: some(grid.cells, every),
        places: some(grid.places, every),
        lines: some(grid.lines, every),
    };
    let soils = some(soils, every);
    let phenology = phenology.map_or_else(default_phenology, |path| read_phenology(&path))?;
    let places = places(&grid, &soils, &phenology);
    let notes =
        vec![format!("cells, vegetation and soils are those of the published grid {PUBLISHED} (Wieder et al. 2024)")];
    Ok(Some(Cells { grid, places, is_site: false, name: None, axes: Some((latitudes, longitudes)), notes }))
}

fn places(grid: &TestbedGrid, soils: &[SoilTexture], phenology: &Phenology) -> Vec<Place> {
    let place = |(cell, soil): (&Cell, &SoilTexture)| Place {
        vegetation_type: cell.vegetation_type,
        soil: *soil,
        season: season(phenology, cell.latitude, cell.vegetation_type),
    };
    grid.cells.iter().zip(soils).map(place).collect()
}
