//! What does not close in `testbed-2.0`, by how much, and that it closes in `edaphon`: a case for each row of the table of
//! [`Profile`] that concerns a day. (Its rows on restarts are questions of `tests/restart`.)

use approx::assert_relative_eq;
use edaphon_models::casa::{LeafSeason, SoilTexture};
use edaphon_models::ecosystem::State;
use edaphon_models::{Day, Profile, Today, Weather};
use edaphon_run::Cell;
use edaphon_run::landscape::Parameters;
use edaphon_run::{Model, Place};

/// A summer's day in a deciduous forest, from which each case departs.
struct Scene {
    model: Model,
    parameters: Parameters,
    place: Place,
    /// Changes the state of a cold start with 5 g m⁻² of mineral nitrogen.
    prepare: fn(&mut State<f64>),
    weather: Weather<f64>,
    npp_multiplier: f64,
}

/// How a day went under one accounting.
struct Lived {
    before: State<f64>,
    state: State<f64>,
    day: Day<f64>,
    /// Mass from nowhere, carbon and nitrogen (g m⁻²).
    residual: [f64; 2],
    relative: [f64; 2],
}

impl Scene {
    fn new(model: Model, prepare: fn(&mut State<f64>)) -> Self {
        let soil =
            SoilTexture { sand: 0.5, clay: 0.2, silt: 0.3, wilting_point: 0.1, field_capacity: 0.3, saturation: 0.45 };
        let season = LeafSeason { greenup: 120, fall: 280, first_phase: 2 };
        let weather = Weather {
            gpp: 6.0,
            air_temperature: 291.0,
            n_deposition: 0.002,
            soil_temperature: [288.0; 6],
            liquid_water: [0.25; 6],
            frozen_water: [0.0; 6],
        };
        let place = Place { vegetation_type: 4, soil, season };
        Self { model, parameters: Parameters::default(), place, prepare, weather, npp_multiplier: 1.0 }
    }

    fn with(mut self, parameter: &str, value: f64) -> Self {
        self.parameters.plants.set(parameter, &[value], "case").unwrap();
        self
    }

    fn warmed_to(mut self, kelvin: f64) -> Self {
        self.weather.soil_temperature = [kelvin; 6];
        self
    }

    fn lived(&self, profile: Profile) -> Lived {
        let cell = Cell::new(self.model, &self.parameters, &self.place).unwrap();
        let mut state = State { mineral_n: 5.0, leaf_phase: 2.0, npp_last_year: 500.0, ..cell.start };
        (self.prepare)(&mut state);
        let before = state;
        let today = Today { npp_multiplier: self.npp_multiplier, ..Today::plain(200, profile) };
        let (day, books) = cell.day(&mut state, &self.weather, &today);
        Lived {
            before,
            state,
            day,
            residual: books.map(|b| b.residual()),
            relative: books.map(|b| b.relative_residual()),
        }
    }

    /// The day as the reference counts it, once it is shown that the books of `edaphon` close.
    fn as_the_reference_has_it(&self) -> Lived {
        let elements = if self.model.nitrogen() { 2 } else { 1 };
        let ours = self.lived(Profile::Edaphon).relative;
        // Rounding of some hundred sums.
        assert!(ours[..elements].iter().all(|&r| r < 1e-14), "{} {ours:?}", self.model.name());
        self.lived(Profile::Testbed20)
    }
}

const CARBON: usize = 0;
const NITROGEN: usize = 1;
const WITH_NITROGEN: [Model; 2] = [Model::CasaCn, Model::MimicsCn];

/// Absolute rounding of a cell's carbon or nitrogen (g m⁻²): 30 kg of carbon to 1e-15.
const ROUNDING: f64 = 3e-11;

#[test]
fn an_ordinary_day_closes_under_both_accountings_without_nitrogen() {
    for model in [Model::CasaC, Model::MimicsC] {
        let lived = Scene::new(model, |_| ()).as_the_reference_has_it();
        assert!(lived.relative[CARBON] < 1e-15, "{:e}", lived.relative[CARBON]);
    }
}

#[test]
fn labile_carbon_that_is_lost_vanishes() {
    for model in Model::ALL {
        let scene = Scene::new(model, |s| s.labile_c = 100.0);
        let lived = scene.as_the_reference_has_it();
        assert!(lived.day.labile_respiration > 1.0);
        assert_relative_eq!(lived.residual[CARBON], -lived.day.labile_respiration, epsilon = ROUNDING);
        let ours = scene.lived(Profile::Edaphon).day;
        let (_, spent) = ours.carbon_exchange(Profile::Edaphon);
        let without = ours.wood_respiration + ours.froot_respiration + ours.growth_respiration;
        assert_relative_eq!(spent - without - ours.heterotrophic_respiration, ours.labile_respiration, epsilon = 1e-12);
    }
}

#[test]
fn exudates_are_carbon_from_nowhere_twice_over() {
    for model in Model::ALL {
        let lived = Scene::new(model, |_| ()).with("exudate_fraction", 0.02).as_the_reference_has_it();
        assert_relative_eq!(lived.day.exudate, 0.12, epsilon = 1e-15);
        // They reach the litter although NPP was not reduced, and the GPP that is recorded is less by them.
        assert_relative_eq!(lived.residual[CARBON], 2.0 * lived.day.exudate, epsilon = ROUNDING);
    }
}

#[test]
fn a_plant_respires_carbon_that_it_does_not_hold() {
    for model in Model::ALL {
        let mut scene = Scene::new(model, |s| (s.wood_c, s.froot_c, s.froot_n) = (0.0, 1e-3, 5.0));
        scene.weather.gpp = 0.0;
        // Without nitrogen its amount follows carbon: roots of C:N 5 respire much.
        let scene = scene.with("froot_respiration", 200.0).with("froot_c_to_n", 5.0);
        let lived = scene.as_the_reference_has_it();
        assert!(lived.day.froot_respiration > 1e-3 && lived.state.froot_c == 0.0);
        assert!(lived.day.respiration_spared > 1e-4);
        assert_relative_eq!(lived.residual[CARBON], lived.day.respiration_spared, epsilon = ROUNDING);
    }
}

#[test]
fn negative_growth_of_a_plant_that_respires_nothing_is_paid_by_no_tissue() {
    for model in Model::ALL {
        let mut scene = Scene::new(model, |s| (s.wood_n, s.froot_n) = (0.0, 0.0));
        scene.weather.gpp = -0.5;
        let lived = scene.as_the_reference_has_it();
        assert_eq!(lived.day.npp, -0.5);
        assert_relative_eq!(lived.residual[CARBON], 0.5, epsilon = ROUNDING);
        assert_eq!(scene.lived(Profile::Edaphon).day.allocation_froot, 1.0);
    }
}

#[test]
fn litter_and_soil_decay_by_more_than_themselves() {
    for model in [Model::CasaC, Model::CasaCn] {
        let scene = Scene::new(model, |_| ()).with("litter_decay_optimum", 50.0).warmed_to(318.0);
        let lived = scene.as_the_reference_has_it();
        assert!(lived.day.metabolic_rate > 1.0 && lived.state.metabolic_c == 0.0);
        assert!(lived.residual[CARBON] > 1.0, "{:e}", lived.residual[CARBON]);
        assert_eq!(scene.lived(Profile::Edaphon).day.metabolic_rate, 1.0);
    }
}

#[test]
fn leaves_are_shed_more_than_once() {
    for model in Model::ALL {
        let mut scene = Scene::new(model, |s| s.lai = 4.0).with("dry_shedding_rate", 500.0);
        scene.weather.liquid_water = [0.0; 6];
        let lived = scene.as_the_reference_has_it();
        assert_eq!(lived.state.leaf_c, 0.0);
        assert!(lived.residual[CARBON] > 100.0, "{:e}", lived.residual[CARBON]);
    }
}

#[test]
fn structural_litter_takes_more_nitrogen_than_the_leaf_had() {
    for model in WITH_NITROGEN {
        let poor = |s: &mut State<f64>| (s.lai, s.leaf_n, s.froot_n, s.metabolic_n) = (4.0, 1e-3, 1e-3, 0.0);
        let scene = Scene::new(model, poor);
        let lived = scene.as_the_reference_has_it();
        assert!(lived.day.metabolic_input_n < 0.0);
        assert!(scene.lived(Profile::Edaphon).day.metabolic_input_n >= 0.0);
        if model == Model::CasaCn {
            // The pool would hold what came in, and is set to 0.
            assert!(lived.residual[NITROGEN] > 1e-4, "{:e}", lived.residual[NITROGEN]);
        }
    }
}

#[test]
fn nitrogen_of_a_plant_without_leaves_is_copied_to_litter() {
    for model in WITH_NITROGEN {
        let mut scene = Scene::new(model, |s| (s.leaf_c, s.leaf_n) = (0.0, 0.0));
        scene.weather.gpp = 0.0;
        let lived = scene.as_the_reference_has_it();
        assert_eq!(lived.state.froot_n, lived.before.froot_n);
        assert!(lived.residual[NITROGEN] > 1e-4, "{:e}", lived.residual[NITROGEN]);
        assert!(scene.lived(Profile::Edaphon).state.froot_n < lived.state.froot_n);
    }
}

#[test]
fn a_little_nitrogen_is_lost_between_soil_and_root() {
    for model in WITH_NITROGEN {
        let scene = Scene::new(model, |s| (s.slow_n, s.passive_n) = (10.0, 10.0));
        let lived = scene.as_the_reference_has_it();
        // Some 200 g m⁻² of nitrogen are known to 1e-13.
        assert_relative_eq!(lived.residual[NITROGEN], -1e-10, epsilon = 1e-12);
    }
}

#[test]
fn frozen_soil_loses_more_nitrogen_than_warm_soil() {
    let frozen = Scene::new(Model::CasaCn, |s| s.mineral_n = 1000.0).warmed_to(270.0);
    let thawed = Scene::new(Model::CasaCn, |s| s.mineral_n = 1000.0).warmed_to(274.0);
    let rate = 10.0 * 0.05 / 365.0;
    let lived = frozen.as_the_reference_has_it();
    assert_relative_eq!(lived.day.n_leached, rate * 1000.0 * 500.0, max_relative = 1e-12);
    assert_relative_eq!(frozen.lived(Profile::Edaphon).day.n_leached, rate * 1000.0, max_relative = 1e-12);
    assert_relative_eq!(thawed.as_the_reference_has_it().day.n_leached, rate * 1000.0, max_relative = 1e-12);
}

#[test]
fn a_multiplied_npp_is_carbon_from_nowhere() {
    for model in Model::ALL {
        let mut scene = Scene::new(model, |_| ());
        scene.npp_multiplier = 1.5;
        let lived = scene.as_the_reference_has_it();
        assert!(lived.day.npp_added > 0.5);
        assert_relative_eq!(lived.residual[CARBON], lived.day.npp_added, epsilon = ROUNDING);
        let ours = scene.lived(Profile::Edaphon).day;
        assert_eq!(ours.carbon_exchange(Profile::Edaphon).0, ours.gpp + ours.npp_added);
    }
}

#[test]
fn more_mineral_nitrogen_is_taken_than_there_is() {
    // Warm soil builds poor litter into matter that wants nitrogen, while plants take up and water leaches what little there is.
    let hungry =
        |s: &mut State<f64>| (s.mineral_n, s.structural_c, s.structural_n, s.microbial_n) = (0.02, 9e3, 1.0, 1.0);
    let scene = Scene::new(Model::CasaCn, hungry).warmed_to(305.0);
    let lived = scene.as_the_reference_has_it();
    assert!(lived.state.mineral_n < -0.1, "{}", lived.state.mineral_n);
    let ours = scene.lived(Profile::Edaphon);
    assert!(ours.state.mineral_n.abs() < 1e-14 && ours.day.immobilisation < 0.0, "{}", ours.state.mineral_n);
    assert!(ours.day.n_uptake < lived.day.n_uptake && ours.day.immobilisation > lived.day.immobilisation);
}

#[test]
fn microbes_are_offered_a_debt() {
    let scene = Scene::new(Model::MimicsCn, |s| s.mineral_n = -0.5);
    assert!(scene.as_the_reference_has_it().day.din_uptake_r < 0.0);
    assert!(scene.lived(Profile::Edaphon).day.din_uptake_r >= 0.0);
}

#[test]
fn microbes_eat_more_than_there_is() {
    for model in [Model::MimicsC, Model::MimicsCn] {
        let mut scene = Scene::new(model, |s| s.mic_k_c = 50.0);
        scene.parameters.mimics.set("v_scale_r1", &[1e-3], "case").unwrap();
        scene.parameters.mimics.set("v_scale_k1", &[1e-3], "case").unwrap();
        let cell = Cell::new(scene.model, &scene.parameters, &scene.place).unwrap();
        let mut state = State { leaf_phase: 2.0, npp_last_year: 500.0, ..cell.start };
        (scene.prepare)(&mut state);
        let lowest = |profile| {
            let mut state = state;
            cell.day(&mut state, &scene.weather, &Today::plain(200, profile));
            state.lit_m_c
        };
        assert!(!(0.0..1e6).contains(&lowest(Profile::Testbed20)) && lowest(Profile::Edaphon) >= 0.0);
        assert!(scene.lived(Profile::Edaphon).relative[CARBON] < 1e-14);
    }
}

/// The reference divides by 0 here.
#[test]
fn soil_without_microbes_stays_a_number() {
    let empty = |s: &mut State<f64>| (s.mic_r_c, s.mic_k_c, s.mic_r_n, s.mic_k_n) = (0.0, 0.0, 0.0, 0.0);
    let lived = Scene::new(Model::MimicsCn, empty).as_the_reference_has_it();
    assert_eq!((lived.day.microbial_respiration, lived.day.net_mineralisation), (0.0, 0.0));
}
