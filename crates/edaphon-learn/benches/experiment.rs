//! Time of the cross-validated experiment: five folds, process model calibrated in each, forest and hybrid of 200 trees.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints what it measures")]

use std::time::Instant;

use edaphon_forest::WeightMode;
use edaphon_learn::{Data, Experiments, LearnDescription, Model, benchmark, evaluate};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::temp_dir().join(format!("edaphon-learn-bench-{}", std::process::id()));
    benchmark::write_benchmark(&folder)?;
    let mut described = LearnDescription::of_folder(&folder);
    described.experiments = Experiments {
        sweep: Vec::new(),
        baselines: false,
        first_year: false,
        two_step: false,
        intervals: false,
        ..Experiments::default()
    };
    let began = Instant::now();
    let data = Data::read(&described.files, described.process.spin_up)?;
    println!("tables read in {:.2} s", began.elapsed().as_secs_f64());
    std::fs::remove_dir_all(&folder)?;
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
        let began = Instant::now();
        let found = pool.install(|| evaluate(&data, &described, &|_| {}))?;
        let own = Model::Hybrid { process_weight: 0.5, mode: WeightMode::Bootstrap };
        let rmse = |model| found.of(model).map_or(f64::NAN, |result| result.rmse());
        println!(
            "{threads} threads: {:.2} s (PO {:.4}, ML {:.4}, POML {:.4} kg m-2)",
            began.elapsed().as_secs_f64(),
            rmse(Model::Process),
            rmse(Model::Forest),
            rmse(own)
        );
    }
    Ok(())
}
