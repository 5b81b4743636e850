//! Bad input is found, named and refused, or converted in words.

use crate::room::{DESCRIPTION, Room, of_description, of_weather, weather};

/// Puts `value` into a column (from 0) of a row (from 0, the header being row 0).
fn put(rows: &mut [String], row: usize, column: usize, value: &str) {
    let mut fields: Vec<&str> = rows[row].split(',').collect();
    fields[column] = value;
    rows[row] = fields.join(",");
}

#[test]
fn pore_space_above_one_is_refused() {
    let words = of_weather(|rows| put(rows, 3, 2, "1.07"));
    assert_eq!(
        words,
        "weather.csv:4: column 3 (wfps): found 1.07; accepted is 0 to 1; pores hold no more water than they are large: porosity follows from bulk density, \
         see whether that is right"
    );
    let words = of_weather(|rows| {
        put(rows, 0, 2, "wfps [%]");
        (1..rows.len()).for_each(|row| put(rows, row, 2, "60"));
        put(rows, 2, 2, "107");
    });
    assert!(
        words.starts_with("weather.csv:3: column 3 (wfps [%]): found 107 %, which is 1.07; accepted is 0 to 1;"),
        "{words}"
    );
}

#[test]
fn percent_for_a_fraction_is_refused_unless_it_is_stated() {
    let percent = |rows: &mut Vec<String>| (1..rows.len()).for_each(|row| put(rows, row, 2, "60"));
    let words = of_weather(percent);
    assert!(
        words.starts_with(
            "weather.csv:2: column 3 (wfps): found 60; accepted is 0 to 1; water-filled pore space is a fraction: if the column is in percent, say so in its \
             header, `wfps [%]`\n"
        ),
        "{words}"
    );
    assert_eq!(
        of_description("clay = 0.22", "clay = 22"),
        "n.toml:5: `clay` in [soil] = 22; accepted is 0 to 1; if it is in percent, say so: clay = \"22 %\""
    );
    let stated = weather(20).replacen("wfps", "wfps [%]", 1);
    let stated: Vec<String> = stated.lines().map(str::to_owned).collect();
    let mut stated = stated;
    percent(&mut stated);
    let room = Room::with(&DESCRIPTION.replace("clay = 0.22", "clay = \"22 %\""), &(stated.join("\n") + "\n"));
    let job = room.open().unwrap();
    assert!(job.case.drivers.days.iter().all(|day| (day.wfps - 0.6).abs() < 1e-15));
    assert!((job.case.soil().clay - 0.22).abs() < 1e-15);
}

#[test]
fn events_outside_the_run_are_refused() {
    assert_eq!(
        of_description("2019-03-05", "2019-02-28"),
        "n.toml:28: urea on 2019-02-28 is before the first day of the run; accepted are 2019-03-01 to 2019-03-20: change the date, take the event out, or give \
         drivers for that day"
    );
    assert_eq!(
        of_description("2019-03-05", "2019-03-21"),
        "n.toml:28: urea on 2019-03-21 is after the last day of the run; accepted are 2019-03-01 to 2019-03-20: change the date, take the event out, or give \
         drivers for that day"
    );
    assert_eq!(
        of_description("2019-03-05", "\"2019-02-29\""),
        "n.toml:28: `date` in [event 1]: there is no day 2019-02-29 in the calendar"
    );
}

#[test]
fn genes_per_dna_need_the_yield_of_dna() {
    let with = |genes: &str| Room::with(&format!("{DESCRIPTION}\n[genes]\n{genes}"), &weather(20));
    assert_eq!(
        with("unit = \"copies ng-1\"\namoa_archaea = 1e4\n").refusal(),
        "n.toml:34: `unit` in [genes] = \"copies ng-1\": copies per nanogram of DNA say nothing of a gram of soil without the DNA that was extracted; give \
         dna_yield, in µg of DNA per gram of dry soil, or copies per gram of dry soil (\"copies g-1\")"
    );
    assert_eq!(
        with("amoa_archaea = 1e8\n").refusal(),
        "n.toml:33: `unit` in [genes] is missing: \"copies g-1\", per gram of dry soil; per nanogram of DNA is \"copies ng-1\" with dna_yield"
    );
    assert_eq!(
        with("unit = \"copies g-1\"\namoa_archaea = 1e4\n").refusal(),
        "n.toml:35: `amoa_archaea` in [genes] = 1e4 gives r_aoa = 5.00e-7; accepted is 2e-5 to 0.6: are these copies per gram of dry soil, or per nanogram of DNA?"
    );
    // 1e8 copies of archaeal amoA per gram are 1.5 mg of carbon per kg.
    let per_soil = with("unit = \"copies g-1\"\namoa_archaea = 1e8\n").open().unwrap();
    assert!((per_soil.case.site.parameters.r_aoa - 0.005).abs() < 1e-15);
    let per_dna = with("unit = \"copies ng-1\"\ndna_yield = 10.0\namoa_archaea = 1e4\n").open().unwrap();
    assert!((per_dna.case.site.parameters.r_aoa - 0.005).abs() < 1e-15);
    assert_eq!(
        per_dna.notes[0],
        "gene copies per ng of DNA were multiplied by 10 µg of DNA per g of dry soil, the yield that [genes] states"
    );
}

#[test]
fn negative_rates_and_fertiliser_are_refused() {
    assert_eq!(
        of_description("nitrogen = 104.0", "nitrogen = -104.0"),
        "n.toml:30: `nitrogen` in [event 1] = -104 kg ha-1; accepted is 0 to 2000 kg ha-1"
    );
    assert_eq!(
        of_description("litter_carbon = 5694.0", "litter_carbon = -1.0"),
        "n.toml:14: `litter_carbon` in [input] = -1 kg ha-1 yr-1; accepted is 0 to 50000 kg ha-1 yr-1"
    );
    assert_eq!(
        of_weather(|rows| put(rows, 5, 3, "-2")),
        "weather.csv:6: column 4 (drainage [mm d-1]): found -2; accepted is 0 to 2000 mm d-1"
    );
    assert_eq!(
        of_weather(|rows| put(rows, 5, 4, "-0.1")),
        "weather.csv:6: column 5 (uptake_capacity [kg ha-1 d-1]): found -0.1; accepted is 0 to 100 kg ha-1 d-1"
    );
}

#[test]
fn missing_and_repeated_days_are_refused() {
    assert_eq!(
        of_weather(|rows| drop(rows.remove(4))),
        "weather.csv:5: the day 2019-03-04 is missing; accepted is a row for every day"
    );
    assert_eq!(
        of_weather(|rows| drop(rows.drain(4..7))),
        "weather.csv:5: the days 2019-03-04 to 2019-03-06 are missing; accepted is a row for every day"
    );
    assert_eq!(
        of_weather(|rows| put(rows, 5, 0, "2019-03-04")),
        "weather.csv:6: date 2019-03-04 is given twice, here and in line 5; keep one of them\n\
         weather.csv:7: the day 2019-03-05 is missing; accepted is a row for every day"
    );
    let words = of_weather(|rows| rows.swap(3, 4));
    assert!(
        words.contains("weather.csv:5: date 2019-03-03 comes after 2019-03-04 in line 4; sort the rows by date"),
        "{words}"
    );
    assert_eq!(
        of_weather(|rows| put(rows, 2, 0, "2.3.2019")),
        "weather.csv:3: column 1 (date): found `2.3.2019`; accepted is a day of the calendar as year-month-day, such as 2020-02-29"
    );
}

#[test]
fn what_is_no_number_is_refused() {
    for text in ["NaN", ""] {
        assert_eq!(
            of_weather(|rows| put(rows, 5, 1, text)),
            "weather.csv:6: column 2 (soil_temperature [degC]): found nothing; accepted is a number in every row; fill it in"
        );
    }
    assert_eq!(
        of_weather(|rows| put(rows, 5, 2, "wet")),
        "weather.csv:6: column 3 (wfps): found `wet`; accepted is a number, or an empty field where there is none"
    );
    assert_eq!(of_description("ph = 6.3", "ph = nan"), "n.toml:4: `ph` in [soil] = NaN; accepted is 2.5 to 10.5");
}

#[test]
fn unknown_kinds_keys_and_columns_are_told_with_what_was_meant() {
    assert_eq!(
        of_description("kind = \"urea\"", "kind = \"uera\""),
        "n.toml:29: `kind` in [event 1] = \"uera\" is not known; did you mean `urea`?; accepted are urea, ammonium, nitrate, ammonium nitrate, manure, residue"
    );
    assert_eq!(
        of_description("clay = 0.22", "claay = 0.22"),
        "n.toml:3: `clay` in [soil] is missing: clay as a share of the mineral soil, such as 0.22 or \"22 %\"\n\
         n.toml:5: unknown key `claay` in [soil]; did you mean `clay`?"
    );
    let words = of_weather(|rows| put(rows, 0, 1, "soil_temp [degC]"));
    assert!(
        words.starts_with("weather.csv: no column `soil_temperature`; the columns are `date`, `soil_temp`, `wfps`"),
        "{words}"
    );
    let words = of_weather(|rows| put(rows, 0, 1, "soil_temperature"));
    assert_eq!(
        words,
        "weather.csv: column 2 (soil_temperature): no unit is stated, and one that fits `degC` is needed: write it behind the name in the header, as in \
         `soil_temperature [degC]`"
    );
    assert_eq!(
        of_description("file = \"weather.csv\"", "file = \"weather.csv\"\nnames = { wpfs = \"w\" }"),
        "n.toml:26: unknown column `wpfs` in [drivers.names]; did you mean `wfps`?; accepted are date, soil_temperature, wfps, soil_water, drainage, \
         uptake_capacity, rain"
    );
}

#[test]
fn soils_that_do_not_add_up_are_refused() {
    assert_eq!(
        of_description("organic_carbon = 15.9", "organic_carbon = 0.8"),
        "n.toml:3: `organic_carbon` in [soil] is 0.8 g kg-1, and labile matter and microbes hold 0.9 g kg-1 already; stable matter would be below 0: mend one of them"
    );
    assert_eq!(
        of_description("depth = 0.05", "depth = 0.3"),
        "n.toml:31: `depth` in [event 1] = 0.3 m is below the layer, which is 0.2 m thick; accepted is at most that: the model has one layer, and what is given is \
         mixed into it"
    );
    assert_eq!(
        of_description("kind = \"urea\"", "kind = \"manure\""),
        "n.toml:27: `c_to_n` in [event 1] is missing: C:N of its organic matter\n\
         n.toml:27: `ammonium_share` in [event 1] is missing: share of its nitrogen that is ammonium, 0 to 1"
    );
}

#[test]
fn all_faults_are_told_at_once() {
    let bad = DESCRIPTION.replace("clay = 0.22", "clay = 22").replace("104.0", "-1").replace("ph = 6.3", "ph = 12");
    assert_eq!(Room::with(&bad, &weather(20)).refusal().lines().count(), 3);
}
