//! `[nitrogen]`: soil nitrogen coupled to the model.

use edaphon_core::{ParamSet, did_you_mean, nearest};
use edaphon_models::Profile;
use edaphon_models::nitrogen::{NITROGEN_PARAMETERS, NitrogenParameters, revised};
use edaphon_run::{Coupling, Model};

use super::section::Section;

/// What a description says of soil nitrogen.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) coupling: Coupling,
    /// Its parameters.
    set: ParamSet,
    name: String,
}

/// Steps of the network in a day unless the description says otherwise.
const SUBSTEPS: i64 = 8;

/// Reads `[nitrogen]`; it goes with one model that has mineral nitrogen, without phases.
pub(super) fn wanted(root: &Section<'_, '_>, models: &[Model], profile: Profile, phased: bool) -> Option<Wanted> {
    let section = root.section("nitrogen")?;
    let name = section.text("parameters").unwrap_or_else(|| "default".to_owned());
    let mut set = set_named(&section, &name)?;
    if let Some(over) = section.section("override") {
        for (name, values, at) in over.free_numbers() {
            if let Err(problem) = set_one(&mut set, &name, &values) {
                section.document().fault(at, problem);
            }
        }
    }
    let depth = section.number("depth", 0.01..=2.0, "m").unwrap_or(0.2);
    let ph = section.number("ph", 2.5..=10.5, "pH").unwrap_or(6.3);
    let nitrate = section.number("nitrate_in_deposition", 0.0..=1.0, "1").unwrap_or(0.5);
    let substeps = section.integer("substeps", 1..=1000).unwrap_or(SUBSTEPS) as usize;
    section.finish();
    if let Some(model) = models.iter().find(|model| !model.nitrogen()) {
        let accepted = "[nitrogen] goes with casa-cn or mimics-cn";
        root.fault("nitrogen", format!("{} has no mineral nitrogen; {accepted}", model.name()));
    }
    if models.len() > 1 || phased {
        root.fault("nitrogen", "[nitrogen] goes with one model without [[phase]]; describe a run for each");
    }
    if profile.is_testbed() {
        let mend = "leave `profile` out, or set it to \"edaphon\"";
        root.fault("nitrogen", format!("[nitrogen] needs a profile whose mineral nitrogen stays above 0; {mend}"));
    }
    let parameters = NitrogenParameters::read(&set, 1).ok()?;
    let coupling = Coupling { parameters, depth, ph: vec![ph], nitrate_in_deposition: nitrate, substeps };
    Some(Wanted { coupling, set, name })
}

fn set_named(section: &Section<'_, '_>, name: &str) -> Option<ParamSet> {
    match name {
        "default" => Some(ParamSet::defaults(&NITROGEN_PARAMETERS, 1)),
        "revised" => revised().ok(),
        other => {
            let hint = did_you_mean(nearest(other, ["default", "revised"]).as_deref());
            let accepted = "accepted are default, revised";
            section.fault(
                "parameters",
                format!("`parameters` in [nitrogen] = \"{other}\" is not known; {accepted}{hint}"),
            );
            None
        }
    }
}

fn set_one(set: &mut ParamSet, name: &str, values: &[f64]) -> Result<(), String> {
    set.set(name, values, "override in the run description").map_err(|problem| problem.to_string())
}

impl Wanted {
    /// What was coupled, in words.
    pub(super) fn words(&self) -> String {
        let Coupling { depth, ph, nitrate_in_deposition, substeps, .. } = &self.coupling;
        let defaults = ParamSet::defaults(&NITROGEN_PARAMETERS, 1);
        let changed: Vec<String> = self
            .set
            .differences(&defaults)
            .filter_map(|info| Some(format!("{} = {}", info.name, self.set.value(info.name, 1).ok()?)))
            .collect();
        let changed = if changed.is_empty() { "as they are by default".to_owned() } else { changed.join(", ") };
        format!(
            "parameters {}: {changed}; layer of {depth} m, pH {}, {nitrate_in_deposition} of deposition as nitrate, {substeps} steps a day",
            self.name, ph[0]
        )
    }
}
