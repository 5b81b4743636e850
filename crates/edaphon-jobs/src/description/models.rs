//! `model`: one, or a list.

use edaphon_core::nearest;
use edaphon_run::Model;

use super::section::Section;

/// Reads `model`; what is not known is noted in the document.
pub(super) fn models(root: &Section<'_, '_>) -> Vec<Model> {
    let known = || Model::ALL.map(Model::name);
    root.require("model", "one of casa-c, casa-cn, mimics-c, mimics-cn, or a list of them");
    let mut models = Vec::new();
    for name in root.texts("model").unwrap_or_default() {
        match Model::named(&name) {
            Some(model) if models.contains(&model) => {
                root.fault("model", format!("`model` has {name} twice; accepted is each model once"));
            }
            Some(model) => models.push(model),
            None => {
                let hint = edaphon_core::did_you_mean(nearest(&name, known()).as_deref());
                let accepted = known().join(", ");
                root.fault("model", format!("`model` = \"{name}\" is not known; accepted are {accepted}{hint}"));
            }
        }
    }
    if root.texts("model").is_some_and(|given| given.is_empty()) {
        root.fault("model", format!("`model` is an empty list; accepted are {}", known().join(", ")));
    }
    models
}
