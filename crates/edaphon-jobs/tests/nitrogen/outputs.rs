//! What a run gives: budgets that close, an emission factor, files that agree.

use edaphon_geo::Table;
use edaphon_io::netcdf::{AttributeValue, File};
use edaphon_jobs::nitrogen::{Budget, Compartment, DAILY, FILES, NitrogenOptions, Quantity, finish, open};

use crate::room::{DESCRIPTION, Room, weather};

fn room() -> Room {
    let more = "\n[[event]]\ndate = 2020-02-10\nkind = \"manure\"\nnitrogen = 60.0\nc_to_n = 12.0\nammonium_share = 0.5\n\n\
                [[event]]\ndate = 2019-10-01\nkind = \"residue\"\nnitrogen = 30.0\nc_to_n = 60.0\n\n[rewetting]\nshare = 0.05\n\n\
                [site]\nname = \"Somewhere\"\nlatitude = 52.0\nlongitude = 11.5\n";
    let mut text: Vec<String> = weather(500).lines().map(str::to_owned).collect();
    // A dry spell and rain after it.
    for row in &mut text[120..150] {
        let fields: Vec<&str> = row.split(',').collect();
        *row = format!("{},{},0.2,0,{},0", fields[0], fields[1], fields[4]);
    }
    Room::with(&format!("{DESCRIPTION}{more}"), &(text.join("\n") + "\n"))
}

/// Every flux leaves one compartment and enters another; pools change by what enters less what leaves, to rounding.
#[test]
fn budgets_close_for_every_year_and_for_the_run() {
    let case = room().open().unwrap().case;
    let finished = finish(&case).unwrap();
    assert_eq!(
        finished.years.iter().map(|budget| (budget.first.year(), budget.days)).collect::<Vec<_>>(),
        [(2019, 306), (2020, 194)]
    );
    for budget in finished.years.iter().chain([&finished.whole]) {
        assert!(budget.worst_residual() < 1e-12, "{}", budget.worst_residual());
        for stock in &budget.stocks {
            let size = stock.start + budget.entering(stock.pool);
            assert!(budget.residual(stock).abs() <= 1e-12 * size, "{:?}: {}", stock.pool, budget.residual(stock));
        }
        assert!(budget.fluxes.iter().all(|flux| flux.from != flux.to && flux.amount >= -1e-12));
    }
    let whole = &finished.whole;
    let sum = |of: fn(&Budget) -> f64| finished.years.iter().map(of).sum::<f64>();
    assert!((sum(|b| b.entering(Compartment::N2oEmitted)) / finished.n2o() - 1.0).abs() < 1e-12);
    assert!((whole.leaving(Compartment::Fertiliser) - 164.0).abs() < 1e-9);
    assert!((whole.leaving(Compartment::Residues) - 30.0).abs() < 1e-9);
    assert!(whole.flux("burst of microbes on wetting") > 0.0);
    let last = finished.days.last().unwrap();
    assert!((last.state.n2o_lost * case.per_hectare() / finished.n2o() - 1.0).abs() < 1e-12);
}

/// (N2O with fertiliser − N2O without)/N applied; residues are in both.
#[test]
fn the_emission_factor_compares_runs_with_and_without_fertiliser() {
    let case = room().open().unwrap().case;
    let finished = finish(&case).unwrap();
    let factor = finished.emission_factor.unwrap();
    let bare = finish(&case.unfertilised()).unwrap();
    assert_eq!((factor.applied, bare.emission_factor), (164.0, None));
    assert_eq!((factor.fertilised, factor.unfertilised), (finished.n2o(), bare.n2o()));
    assert!(factor.value() > 0.0 && factor.value() < 0.2, "{}", factor.value());
    assert!((bare.whole.leaving(Compartment::Residues) - 30.0).abs() < 1e-9);
}

/// Shares of processes add up to one, and what they form is what is reduced, emitted and stored.
#[test]
fn processes_form_all_the_nitrous_oxide() {
    let case = room().open().unwrap().case;
    let finished = finish(&case).unwrap();
    assert!(
        (finished.shares.iter().sum::<f64>() - 1.0).abs() < 1e-12 && finished.shares.iter().all(|share| *share > 0.0)
    );
    for day in &finished.days {
        let formed: f64 = day.moved.sources.values().iter().sum();
        let f = &day.moved.flows;
        let flows = f.nh4_to_n2o + f.nitrifier_denitrification + f.no2_to_n2o;
        assert!((formed - flows).abs() <= 1e-14 * flows, "{formed} {flows}");
    }
    let (formed, whole) = (finished.whole.entering(Compartment::NitrousOxide), &finished.whole);
    let gone = whole.flux("reduction of N2O") + whole.flux("emission of N2O");
    let stock = whole.stocks.iter().find(|stock| stock.pool == Compartment::NitrousOxide).unwrap();
    assert!((formed - gone - (stock.end - stock.start)).abs() < 1e-12 * formed);
}

/// CSV and NetCDF hold the same numbers in their units, and say what made them.
#[test]
fn files_agree_and_say_which_parameters_were_used() {
    let room = room();
    let job = room.open().unwrap();
    let finished = job.run().unwrap();
    let files = job.write(&finished).unwrap();
    assert_eq!(files.len(), FILES.len());
    let table = Table::read(&files[0]).unwrap();
    let file = File::open(&files[1]).unwrap();
    for column in DAILY {
        let csv = table.reals_in(column.name, column.quantity.si_unit()).unwrap();
        let nc = file.read_f64(column.name).unwrap();
        let largest = nc.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
        assert!(csv.iter().zip(&nc).all(|(a, b)| (a - b).abs() <= 1e-8 * largest), "{}", column.name);
        let variable = file.variable(column.name).unwrap();
        assert_eq!(variable.attribute("units").and_then(AttributeValue::text), Some(column.quantity.si_unit()));
        if column.quantity == Quantity::Pool {
            assert!(nc.iter().all(|value| *value >= 0.0), "{}", column.name);
        }
    }
    assert_eq!(table.texts("date").unwrap()[0], "2019-03-01");
    let attribute = |name: &str| file.attribute(name).and_then(AttributeValue::text).unwrap_or_default().to_owned();
    assert_eq!(attribute("edaphon_parameter_set"), "default");
    assert!(attribute("edaphon_parameters").contains("k_m_nos = 0.2 mgN kg-1"));
    assert!(
        attribute("edaphon_inputs").contains("weather.csv") && attribute("edaphon_configuration").contains("[[event]]")
    );
    // kg m⁻² s⁻¹ over days is what the budget has in kg ha⁻¹.
    let emitted: f64 = file.read_f64("fN2O").unwrap().iter().map(|flux| flux * 86_400.0 * 1e4).sum();
    assert!((emitted / finished.n2o() - 1.0).abs() < 1e-12);

    let page = std::fs::read_to_string(&files[4]).unwrap();
    for words in
        ["Parameters: default", "emission factor", "Budget of nitrogen", "The budget closes", "urea", "DAYCENT"]
    {
        assert!(page.contains(words), "{words}");
    }
    let words = open(&room.path("n.toml"), &NitrogenOptions::default()).unwrap_err().to_string();
    assert!(words.ends_with("daily.csv exists already; give --force to replace it, or name another output"), "{words}");
    assert!(open(&room.path("n.toml"), &NitrogenOptions { force: true, ..NitrogenOptions::default() }).is_ok());
}

/// Volumetric water, and a table in NetCDF, give the same run as pore space in CSV.
#[test]
fn water_by_volume_and_netcdf_tables_are_read() {
    let case = Room::with(DESCRIPTION, &weather(20)).open().unwrap().case;
    let porosity = 1.0 - 1.3 / 2.65;
    let rows: Vec<String> = weather(20)
        .lines()
        .enumerate()
        .map(|(row, line)| {
            let mut fields: Vec<String> = line.split(',').map(str::to_owned).collect();
            fields[2] = if row == 0 {
                "soil_water [%]".to_owned()
            } else {
                format!("{:?}", 100.0 * porosity * fields[2].parse::<f64>().unwrap())
            };
            fields.join(",")
        })
        .collect();
    let by_volume = Room::with(DESCRIPTION, &(rows.join("\n") + "\n"));
    let near = |a: &[edaphon_jobs::nitrogen::DriverDay]| {
        a.len() == 20
            && a.iter()
                .zip(&case.drivers.days)
                .all(|(a, b)| (a.wfps - b.wfps).abs() < 1e-14 && a.temperature == b.temperature)
    };
    assert!(near(&by_volume.open().unwrap().case.drivers.days));
    let table = Table::read(by_volume.path("weather.csv")).unwrap();
    table.write(by_volume.path("weather.nc")).unwrap();
    let description = DESCRIPTION.replace("weather.csv", "weather.nc");
    std::fs::write(by_volume.path("n.toml"), description).unwrap();
    assert!(near(&by_volume.open().unwrap().case.drivers.days));
}

/// An inhibitor keeps ammonium from being oxidised while it lasts.
#[test]
fn an_inhibitor_slows_nitrification_while_it_lasts() {
    let with = format!("{DESCRIPTION}\n[event.inhibitor]\nleaves = 0.1\ndays = 10\n");
    let run = |description: &str| finish(&Room::with(description, &weather(40)).open().unwrap().case).unwrap();
    let (bare, inhibited) = (run(DESCRIPTION), run(&with));
    let nitrified = |run: &edaphon_jobs::nitrogen::Finished, day: usize| run.days[day].moved.flows.nh4_oxidised;
    assert!(inhibited.days[4..14].iter().all(|day| day.weather.inhibition == 0.1));
    assert_eq!((inhibited.days[3].weather.inhibition, inhibited.days[14].weather.inhibition), (1.0, 1.0));
    assert!(nitrified(&inhibited, 8) < 0.3 * nitrified(&bare, 8));
    assert!(nitrified(&inhibited, 16) > nitrified(&bare, 16));
}
