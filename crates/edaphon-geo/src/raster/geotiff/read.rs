//! Reading GeoTIFF: bands as years, by name, or the only one.

use std::path::Path;

use geotiff_reader::crs::ModelType;
use geotiff_reader::{Error as TiffError, GeoTiffFile};

use super::super::crs::Crs;
use super::super::grid::Grid;
use super::super::{Layer, Raster};
use super::gdal::{self, Item};
use crate::error::{Error, Result, refused};

/// TIFF tags: kind of image, and what GDAL says of it.
const NEW_SUBFILE_TYPE: u16 = 254;
const GDAL_METADATA: u16 = 42_112;
/// GeoTIFF keys of the units of coordinates, and the codes of the units that are accepted.
const LINEAR_UNITS: (u16, u16) = (3076, 9001);
const ANGULAR_UNITS: (u16, u16) = (2054, 9102);

/// Reads the map of a file.
pub(in super::super) fn read(path: &Path, name: Option<&str>, crs: Option<Crs>) -> Result<Raster> {
    std::fs::File::open(path).map_err(|reason| edaphon_io::Error::File {
        path: path.to_owned(),
        action: "open",
        reason,
    })?;
    let file = GeoTiffFile::open(path).map_err(|e| at_open(path, &e))?;
    let wrong = |problem: String| refused(path, problem);
    // A transform that leaves rows and columns as they are is what writers put where there is none.
    let is_place = |of: &geotiff_reader::transform::GeoTransform| {
        [of.origin_x, of.pixel_width, of.skew_x, of.origin_y, of.skew_y, of.pixel_height]
            != [0.0, 1.0, 0.0, 0.0, 0.0, 1.0]
    };
    if !file.transform().is_some_and(is_place) {
        return Err(at_open(path, &TiffError::NotGeoTiff));
    }
    refuse_masks(&file).map_err(wrong)?;
    let crs = agreed(stated_crs(&file), crs).map_err(wrong)?;
    let grid = grid(&file, crs).map_err(wrong)?;
    let items = items(&file);
    let bands = file.band_count() as usize;
    let layers = layers(&items, bands);
    let unit = unit(&items, bands).map_err(wrong)?;
    let mut values = Vec::with_capacity(bands * grid.cells());
    for band in 0..bands {
        values.extend(band_values(path, &file, band, &items)?);
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let of_file = |wanted: &str| items.iter().find(|i| i.band.is_none() && i.name == wanted).map(|i| i.text.clone());
    let name = name.map(str::to_owned).or_else(|| of_file("name")).unwrap_or(stem);
    let mut raster = Raster::assembled(path, &name, grid, layers, values)?;
    raster.unit = unit;
    let of_only_band = || (bands == 1).then(|| of_band(&items, 0, "DESCRIPTION")).flatten().map(str::to_owned);
    raster.long_name = of_file("long_name").or_else(of_only_band).unwrap_or_default();
    Ok(raster)
}

/// Why a file could not be opened, in words.
fn at_open(path: &Path, error: &TiffError) -> Error {
    let problem = match error {
        TiffError::NotGeoTiff => format!("{NO_PLACE}; {MEND_PLACE}"),
        other => format!("cannot be read as GeoTIFF ({other}); `gdal_translate` makes a plain one of most rasters"),
    };
    refused(path, problem)
}

const NO_PLACE: &str = "it is a picture without a place on Earth: no GeoTIFF tags are in it";
const MEND_PLACE: &str = "give it both with `gdal_edit.py -a_srs EPSG:… -a_ullr west north east south`";

/// Masks that travel as images of their own would be passed over.
fn refuse_masks(file: &GeoTiffFile) -> std::result::Result<(), String> {
    let kinds = file.tiff().ifds().iter().filter_map(|ifd| ifd.tag(NEW_SUBFILE_TYPE)?.value.as_u64());
    if kinds.into_iter().any(|kind| kind & 4 != 0) {
        return Err("gaps are marked by a mask, which is not read; accepted is a nodata value: write it with \
                    `gdal_translate -a_nodata -9999 -mask none`, or `gdalwarp -dstnodata -9999`"
            .to_owned());
    }
    Ok(())
}

/// The CRS that a file states.
fn stated_crs(file: &GeoTiffFile) -> std::result::Result<Option<Crs>, String> {
    let (info, keys) = (file.crs(), file.geokeys());
    let other_unit = |(key, accepted): (u16, u16)| keys.get_short(key).filter(|unit| *unit != accepted);
    let crs = match (info.model_type_enum(), info.epsg()) {
        (ModelType::Geographic, Some(code)) => Crs::Geographic(code),
        (ModelType::Projected, Some(code)) => Crs::Projected(code),
        (ModelType::Geographic | ModelType::Projected, None) => {
            let words = info.projection_citation().or(info.geodetic_citation()).unwrap_or("user-defined");
            return Err(format!(
                "its CRS ({words}) has no EPSG code; accepted is one with a code: reproject with `gdalwarp -t_srs EPSG:…`, or \
                 name the code it really is with `gdal_edit.py -a_srs EPSG:…`"
            ));
        }
        _ => return Ok(None),
    };
    let unit = if crs.is_geographic() { other_unit(ANGULAR_UNITS) } else { other_unit(LINEAR_UNITS) };
    match unit {
        Some(unit) => Err(format!(
            "its coordinates are in the unit EPSG:{unit}; accepted are metres (EPSG:9001) and degrees (EPSG:9102): reproject with \
             `gdalwarp -t_srs EPSG:…`"
        )),
        None => Ok(Some(crs)),
    }
}

fn agreed(stated: std::result::Result<Option<Crs>, String>, given: Option<Crs>) -> std::result::Result<Crs, String> {
    match (stated, given) {
        (Err(_), Some(given)) => Ok(given),
        (Ok(Some(stated)), Some(given)) if stated != given => Err(format!(
            "its CRS is {stated}, and {given} was given for it; leave the given one out, or bring the file there with `gdalwarp`"
        )),
        (Err(problem), None) => Err(problem),
        (Ok(Some(crs)), _) | (Ok(None), Some(crs)) => Ok(crs),
        (Ok(None), None) => {
            Err("no CRS is stated; write it into the file with `gdal_edit.py -a_srs EPSG:…`, or give it beside the \
                                 file (`EPSG:32633`, or `local` for a plane of metres)"
                .to_owned())
        }
    }
}

fn grid(file: &GeoTiffFile, crs: Crs) -> std::result::Result<Grid, String> {
    let Some(transform) = file.transform() else { return Err(format!("{NO_PLACE}; {MEND_PLACE}")) };
    if transform.skew_x != 0.0
        || transform.skew_y != 0.0
        || transform.pixel_width <= 0.0
        || transform.pixel_height >= 0.0
    {
        return Err(
            "its rows do not run from west to east, from north to south; bring it north up with `gdalwarp`".to_owned()
        );
    }
    let grid = Grid {
        crs,
        west: transform.origin_x,
        north: transform.origin_y,
        width: transform.pixel_width,
        height: -transform.pixel_height,
        columns: file.width() as usize,
        rows: file.height() as usize,
    };
    grid.checked().map_err(|e| e.to_string())
}

fn items(file: &GeoTiffFile) -> Vec<Item> {
    let ifd = file.tiff().ifd(file.base_ifd_index()).ok();
    let tag = ifd.and_then(|ifd| ifd.tag(GDAL_METADATA));
    tag.and_then(|tag| tag.value.as_str()).map(gdal::parse).unwrap_or_default()
}

fn of_band<'a>(items: &'a [Item], band: usize, name: &str) -> Option<&'a str> {
    items.iter().find(|item| item.band == Some(band) && item.name == name).map(|item| item.text.as_str())
}

/// Bands whose names are all years are of these; a single one without a name is the only one.
fn layers(items: &[Item], bands: usize) -> Vec<Layer> {
    let name = |band: usize| of_band(items, band, "DESCRIPTION").unwrap_or_default().trim();
    let year = |band: usize| (name(band).len() == 4).then(|| name(band).parse().ok()).flatten();
    if let Some(years) = (0..bands).map(year).collect::<Option<Vec<i32>>>() {
        return years.into_iter().map(Layer::Year).collect();
    }
    if bands == 1 {
        return vec![Layer::Single];
    }
    let word = |band: usize| if name(band).is_empty() { format!("band {}", band + 1) } else { name(band).to_owned() };
    (0..bands).map(|band| Layer::Band(word(band))).collect()
}

/// The unit of all bands.
fn unit(items: &[Item], bands: usize) -> std::result::Result<Option<String>, String> {
    let first = of_band(items, 0, "UNITTYPE");
    match (1..bands).find(|&band| of_band(items, band, "UNITTYPE") != first) {
        Some(band) => {
            let words =
                |band: usize| of_band(items, band, "UNITTYPE").map_or("in no unit".to_owned(), |u| format!("in `{u}`"));
            let problem = format!("band 1 is {}, band {} {}", words(0), band + 1, words(band));
            Err(format!(
                "{problem}; a map has one unit: write the bands into files of their own with `gdal_translate -b`"
            ))
        }
        None => Ok(first.map(str::to_owned)),
    }
}

/// The values of a band: nodata as NaN, packed ones unpacked.
fn band_values(path: &Path, file: &GeoTiffFile, band: usize, items: &[Item]) -> Result<Vec<f64>> {
    let wrong = |problem: String| refused(path, format!("band {}: {problem}", band + 1));
    let number = |name: &str, default: f64| match of_band(items, band, name) {
        Some(text) => text.trim().parse().map_err(|_| wrong(format!("its {name} is `{text}`; a number is accepted"))),
        None => Ok(default),
    };
    let (scale, offset) = (number("SCALE", 1.0)?, number("OFFSET", 0.0)?);
    let nodata: Option<f64> = match file.nodata().map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => Some(text.parse().map_err(|_| wrong(format!("nodata is `{text}`; a number is accepted")))?),
        None => None,
    };
    let stored = stored(file, band).map_err(|e| {
        wrong(format!("cannot be read ({e}); `gdal_translate -co COMPRESS=DEFLATE` makes one that can"))
    })?;
    let is_float = stored.is_float;
    let missing = nodata.map(|value| if stored.is_single { f64::from(value as f32) } else { value });
    let physical = |value: f64| {
        if missing == Some(value) || (is_float && value.is_nan()) {
            f64::NAN
        } else if scale == 1.0 && offset == 0.0 {
            value
        } else {
            value * scale + offset
        }
    };
    Ok(stored.values.into_iter().map(physical).collect())
}

struct Stored {
    values: Vec<f64>,
    is_float: bool,
    is_single: bool,
}

/// The numbers of a band in f64.
fn stored(file: &GeoTiffFile, band: usize) -> std::result::Result<Stored, TiffError> {
    let layout = file.tiff().ifd(file.base_ifd_index())?.raster_layout()?;
    macro_rules! read {
        ($t:ty) => {
            file.read_band::<$t>(band)?.iter().map(|&value| value as f64).collect()
        };
    }
    let values: Vec<f64> = match (layout.sample_format, layout.bits_per_sample) {
        (1, 0..=8) => read!(u8),
        (1, 9..=16) => read!(u16),
        (1, 17..=32) => read!(u32),
        (1, _) => read!(u64),
        (2, 8) => read!(i8),
        (2, 16) => read!(i16),
        (2, 32) => read!(i32),
        (2, _) => read!(i64),
        (_, 32) => read!(f32),
        _ => read!(f64),
    };
    let is_float = layout.sample_format == 3;
    Ok(Stored { values, is_float, is_single: is_float && layout.bits_per_sample == 32 })
}
