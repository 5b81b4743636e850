//! The two forests, and the descriptions of their runs.

use std::path::Path;

use edaphon_io::fluxnet;
use edaphon_run::Model;

use super::one_run::OneRun;
use crate::error::{JobError, Result};

/// Years of spin-up: whole loops at both sites. Longer changes little: see the drift in the report.
pub const SPINUP_YEARS: u64 = 4500;

/// A site of the demonstration.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Site {
    /// Its name in FLUXNET.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Vegetation type, as a description names it.
    pub vegetation_type: &'static str,
    /// First and last of the years that are looped over and recorded.
    pub recorded: [i32; 2],
    /// Nitrogen deposition (g N m⁻² yr⁻¹).
    pub nitrogen_deposition: f64,
    /// Sand, silt and clay (mass fractions).
    pub texture: [f64; 3],
    /// Wilting point, field capacity and saturation (m³ m⁻³).
    pub retention: [f64; 3],
    /// Why these years, in a sentence.
    pub about_years: &'static str,
    /// Where texture and retention come from, in lines.
    pub about_soil: &'static [&'static str],
    /// Where the deposition comes from, in lines.
    pub about_nitrogen: &'static [&'static str],
    /// What was measured there, to compare with, in a sentence.
    pub measured: &'static str,
}

/// The sites, as they come with the program.
pub const SITES: [Site; 2] = [
    Site {
        id: "FI-Hyy",
        name: "Hyytiälä, Finland",
        vegetation_type: "ENF",
        recorded: [1997, 2014],
        nitrogen_deposition: 0.37,
        texture: [0.65, 0.28, 0.07],
        retention: [0.10, 0.33, 0.50],
        about_years: "1996 is left out: about half of its fluxes are estimates. Of 2005, 76 % were measured; of the others, 81 % or more.",
        about_soil: &[
            "A podzol on glacial till; texture of a sandy loam, which is typical of the till and not a sample from the tower.",
            "Regressions on texture fail for such podzols (Mecke et al. 2002, Soil Sci. Soc. Am. J. 66, 1-11), so retention",
            "is what the sensors of the record show: wilting point the driest 1 % of days, field capacity the upper quarter,",
            "saturation the wettest days.",
        ],
        about_nitrogen: &[
            "Korhonen et al. (2013, doi 10.5194/bg-10-1083-2013) measured 0.74 in all, over half of it dry deposition and organic",
            "nitrogen; 0.37 is half of it, about what rain brings as mineral nitrogen. Try 0.74 as well.",
        ],
        measured: "Nitrogen accumulates at 0.7 g N m⁻² yr⁻¹ in this stand, mostly in wood, and 0.04 g N m⁻² yr⁻¹ leave it \
                   (Korhonen et al. 2013): a growing forest, not one at steady state.",
    },
    Site {
        id: "CH-Lae",
        name: "Lägern, Switzerland",
        vegetation_type: "MF",
        recorded: [2005, 2014],
        nitrogen_deposition: 2.0,
        texture: [0.25, 0.35, 0.40],
        retention: [0.12, 0.25, 0.45],
        about_years: "2004 is left out: about half of its fluxes are estimates. Of the others, 92 % or more were measured.",
        about_soil: &[
            "Clayey, stony soils on limestone; texture of a clay loam, which is typical and not a sample from the tower.",
            "Stones make the sensors read less than fine earth holds. Retention is therefore what the sensors of the record show:",
            "wilting point the driest 1 % of days, field capacity the upper quarter; saturation is that of the texture, less",
            "stones.",
        ],
        about_nitrogen: &[
            "About what forests of the Swiss Plateau receive (1.5 to 3, rounded; see the deposition maps of EMEP); not measured",
            "at the tower.",
        ],
        measured: "Soil respiration, that of roots included, was measured as 869 and 907 g C m⁻² yr⁻¹ in 2006 and 2007 (Ruehr \
                   et al. 2010, doi 10.1007/s10533-009-9383-z); heterotrophic respiration is a part of it.",
    },
];

impl Site {
    /// How many years are recorded.
    pub fn years(&self) -> u64 {
        (self.recorded[1] - self.recorded[0] + 1) as u64
    }

    /// The recorded years, in words.
    pub fn span(&self) -> String {
        format!("{}–{}", self.recorded[0], self.recorded[1])
    }
}

/// Writes the descriptions; the runs come in the order of their cost, the longest first.
pub(super) fn write(dir: &Path, spinup_years: u64) -> Result<Vec<OneRun>> {
    let mut runs = Vec::new();
    for site in &SITES {
        let folder = dir.join(site.id);
        let wrong = |action| move |reason| edaphon_io::Error::File { path: folder.clone(), action, reason };
        std::fs::create_dir_all(dir.join(site.id)).map_err(wrong("create"))?;
        for model in Model::ALL {
            let file = |ending: &str| dir.join(site.id).join(format!("{}{ending}", model.name()));
            let loops = spinup_years.div_ceil(site.years());
            let run = OneRun {
                site,
                model,
                description: file(".toml"),
                output: file(".nc"),
                state: file(".spun-up.nc"),
                loops,
            };
            write_text(&run.description, &run.text(Start::Cold)?)?;
            runs.push(run);
        }
    }
    runs.sort_by(|a, b| b.cost().total_cmp(&a.cost()));
    Ok(runs)
}

/// Writes a small file beside its place and moves it there.
pub(super) fn write_text(path: &Path, text: &str) -> Result<()> {
    let beside = path.with_extension("tmp");
    let wrong = |reason| edaphon_io::Error::File { path: path.to_owned(), action: "write", reason };
    std::fs::write(&beside, text).map_err(wrong)?;
    Ok(std::fs::rename(&beside, path).map_err(wrong)?)
}

/// Where a description starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// From nothing, with a spin-up.
    Cold,
    /// From the state that the spin-up left.
    SpunUp,
}

impl OneRun {
    /// Its description.
    pub(super) fn text(&self, start: Start) -> Result<String> {
        let (years, loops, model) = (self.loops * self.site.years(), self.loops, self.model.name());
        let start = match start {
            Start::Cold => format!("[spinup]\nyears = {years}\n"),
            Start::SpunUp => format!(
                "[start]\n\
                 # The state after {years} years of spin-up: {loops} loops over the years above, without change of climate,\n\
                 # deposition or management. To spin up anew, put `[spinup]` and `years = {years}` in place of these lines.\n\
                 from = \"{model}.spun-up.nc\"\n"
            ),
        };
        description(self.site, self.model, &start)
    }
}

fn description(site: &Site, model: Model, start: &str) -> Result<String> {
    let found = fluxnet::embedded(site.id);
    let found = found.ok_or_else(|| JobError::refused(format!("no site `{}` comes with the program", site.id)))?;
    let comment = |lines: &[&str]| lines.iter().map(|line| format!("# {line}\n")).collect::<String>();
    let ([sand, silt, clay], [wilting, capacity, saturation]) = (site.texture, site.retention);
    let [first, last] = site.recorded;
    Ok(format!(
        "# {name}: {about}.\n\
         # Run it again with `edaphon run {id}/{model}.toml --force` from the folder above.\n\
         model = \"{model}\"\n\n\
         [site]\n\
         name = \"{name}\"\n\
         latitude = {latitude}\n\
         longitude = {longitude}\n\
         vegetation_type = \"{vegetation}\"\n\
         {about_soil}\
         sand = {sand:.2}\nsilt = {silt:.2}\nclay = {clay:.2}\n\
         wilting_point = {wilting:.2}\nfield_capacity = {capacity:.2}\nsaturation = {saturation:.2}\n\n\
         [forcing]\n\
         # Daily weather and production of the tower, {source}.\n\
         embedded = \"{id}\"\n\
         # {about_years}\n\
         years = [{first}, {last}]\n\
         # g N m-2 yr-1. {about_nitrogen}\
         nitrogen_deposition = {deposition:.2}\n\n\
         {start}\n\
         [output]\n\
         file = \"{model}.nc\"\n\
         every = \"month\"\n\n\
         [about]\n\
         license = \"CC-BY-4.0\"\n\
         comment = \"Default parameters, not calibrated to this site; the forest is taken to be at steady state.\"\n",
        name = site.name,
        about = model.about(),
        id = site.id,
        model = model.name(),
        latitude = found.latitude,
        longitude = found.longitude,
        vegetation = site.vegetation_type,
        about_soil = comment(site.about_soil),
        source = found.source,
        about_years = site.about_years,
        about_nitrogen = comment(site.about_nitrogen).trim_start_matches("# "),
        deposition = site.nitrogen_deposition,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_say_what_they_are_and_where_numbers_come_from() {
        let (site, path) = (&SITES[0], std::path::PathBuf::new);
        let run =
            OneRun { site, model: Model::MimicsCn, description: path(), output: path(), state: path(), loops: 250 };
        let text = run.text(Start::SpunUp).unwrap();
        assert!(text.contains("model = \"mimics-cn\"\n") && text.contains("years = [1997, 2014]\n"), "{text}");
        assert!(
            text.contains("doi 10.5194/bg-10-1083-2013") && text.contains("4500 years of spin-up: 250 loops"),
            "{text}"
        );
        let parsed: toml::Table = text.parse().unwrap();
        assert_eq!(parsed["forcing"]["embedded"].as_str(), Some("FI-Hyy"));
        assert_eq!(parsed["start"]["from"].as_str(), Some("mimics-cn.spun-up.nc"));
        let parsed: toml::Table = run.text(Start::Cold).unwrap().parse().unwrap();
        assert_eq!((parsed.get("start"), parsed["spinup"]["years"].as_integer()), (None, Some(4500)));
    }

    #[test]
    fn spin_up_is_whole_loops_at_both_sites() {
        assert!(SITES.iter().all(|site| SPINUP_YEARS.is_multiple_of(site.years())));
    }
}
