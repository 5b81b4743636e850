//! Scores under other choices of what was not measured or could be assumed otherwise: `cargo run --release -p edaphon-emissions --example choices`.

#![allow(clippy::print_stdout, reason = "it prints what it measures")]

use edaphon_emissions::{Biomass, Choices, experiment};

fn main() -> edaphon_emissions::Result<()> {
    let usual = Choices::default();
    for choices in [Choices { biomass: Biomass::Compilation, ..usual }, usual, Choices { memory: false, ..usual }] {
        let found = experiment(choices, &mut |_, _| ())?;
        println!("\n{choices:?}");
        for model in &found.models {
            for judged in [&model.before, &model.by_site_year, &model.by_experiment] {
                let s = &judged.scores;
                println!(
                    "| {} | {} | {:.1} | {:.1} | {:.2} | {:.2} | {:.2} | {:.2} |",
                    judged.name, judged.how, s.mean, s.rmse, s.r, s.r_asinh, s.rmse_asinh, judged.peaks.caught
                );
                for (experiment, s) in &judged.by_experiment {
                    println!("    {experiment}: mean {:.1}, RMSE {:.1}, r {:.2}", s.mean, s.rmse, s.r);
                }
            }
            for e in &model.calibrated.findings.estimates {
                println!("    {} {:.4} ({:.4} to {:.4})", e.label, e.best, e.interval.0, e.interval.1);
            }
        }
        found.words.iter().for_each(|words| println!("{words}"));
    }
    Ok(())
}
