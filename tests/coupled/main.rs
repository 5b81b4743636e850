//! Soil nitrogen coupled to CASA-CN and MIMICS-CN.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[allow(dead_code, reason = "each target's tests use their part")]
#[path = "../conservation/any.rs"]
mod any;
mod books;
mod same;

use edaphon_core::ParamSet;
use edaphon_models::Profile;
use edaphon_models::nitrogen::{NITROGEN_PARAMETERS, NitrogenParameters};
use edaphon_run::landscape::Parameters;
use edaphon_run::{Coupling, Landscape, Model, Place};

/// The models that have mineral nitrogen.
const HOSTS: [Model; 2] = [Model::CasaCn, Model::MimicsCn];

/// The default coupling with these parameters of the network.
fn with(parameters: NitrogenParameters<f64>) -> Coupling {
    Coupling { parameters, depth: 0.2, ph: vec![6.3], nitrate_in_deposition: 0.5, substeps: 8 }
}

fn coupling() -> Coupling {
    with(NitrogenParameters::read(&ParamSet::defaults(&NITROGEN_PARAMETERS, 1), 1).unwrap())
}

/// The same without any loss of the network.
fn lossless() -> Coupling {
    let mut c = coupling();
    let p = &mut c.parameters;
    (p.v_nir, p.v_fungal, p.v_nitrifier_denitrification, p.v_anammox) = (0.0, 0.0, 0.0, 0.0);
    (p.volatilisation, p.chemodenitrification, p.n2o_yield_aoa, p.n2o_yield_aob) = (0.0, 0.0, 0.0, 0.0);
    (p.no_yield_nitrification, p.no_yield_denitrification) = (0.0, 0.0);
    c
}

fn land(model: Model, parameters: &Parameters, places: &[Place], coupling: &Coupling) -> Landscape {
    Landscape::new(model, Profile::Edaphon, parameters, places).unwrap().coupled(coupling).unwrap()
}
