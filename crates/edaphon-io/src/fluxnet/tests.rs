use std::fmt::Write as _;
use std::path::Path;

use approx_eq::near;
use edaphon_core::calendar::Date;
use edaphon_core::forcing::{DAYS, Driver, ForcingYear, Packing};

use super::*;

mod approx_eq {
    /// Whether two numbers agree to `tolerance`, absolutely.
    pub(super) fn near(a: f64, b: f64, tolerance: f64) -> bool {
        (a - b).abs() <= tolerance
    }
}

/// A table of whole years; `row` gives air, production and water of a day, or none.
fn table(years: std::ops::RangeInclusive<i32>, row: impl Fn(Date) -> Option<(f64, f64, f64)>) -> String {
    let mut text = "TIMESTAMP,EXTRA,TA_F,GPP_NT_VUT_REF,SWC_F_MDS_1,SWC_F_MDS_1_QC\n".to_owned();
    for year in years {
        for day in 1..=365 {
            let date = Date::from_day_of_year(year, day).unwrap();
            if let Some((air, gpp, water)) = row(date) {
                writeln!(text, "{},x,{air},{gpp},{water},9", date.to_string().replace('-', "")).unwrap();
            }
        }
    }
    text
}

fn imported(text: &str) -> SiteForcing {
    import_bytes(Path::new("s.csv"), text.as_bytes(), &SiteOptions::default()).unwrap_or_else(|e| panic!("{e}"))
}

fn refused(text: &str) -> String {
    import_bytes(Path::new("s.csv"), text.as_bytes(), &SiteOptions::default()).unwrap_err().to_string()
}

fn count_of(forcing: &SiteForcing, start: &str) -> Option<usize> {
    forcing.notes().iter().find(|note| note.text.starts_with(start)).map(|note| note.count)
}

#[test]
fn leap_days_go_and_missing_days_come() {
    let absent = |date: Date| date.month() == 7 && date.day() <= 3;
    let mut text = table(2000..=2001, |date| {
        (!absent(date)).then(|| (f64::from(date.day_of_year()), 1.0, 30.0)).map(|(t, g, w)| (t / 10.0, g, w))
    });
    text.push_str("20000229,x,50,50,50,9\n");
    let forcing = imported(&text);
    assert_eq!((forcing.years(), forcing.gpp().len()), (2000..=2001, 730));
    assert_eq!(count_of(&forcing, "29 February was left out"), Some(1));
    assert_eq!(count_of(&forcing, "days that the table lacks"), Some(6));
    assert_eq!(count_of(&forcing, "air temperature: gaps of up to 7 days"), Some(6));
    // A straight line restores a straight line.
    for day in 0..365 {
        assert!(near(forcing.air_temperature()[day], 273.15 + (day + 1) as f64 / 10.0, 1e-9), "day {day}");
    }
}

#[test]
fn long_gaps_get_the_season_of_other_years() {
    let gap = |date: Date| date.year() == 2001 && (100..140).contains(&date.day_of_year());
    let air = |date: Date| f64::from(date.day_of_year()) / 10.0 + f64::from(date.year() - 2000);
    let text = table(2000..=2002, |date| Some((if gap(date) { -9999.0 } else { air(date) }, 1.0, 30.0)));
    let forcing = imported(&text);
    assert_eq!(count_of(&forcing, "air temperature: longer gaps"), Some(40));
    // The mean of 2000 and 2002 over a window that is symmetric: that of 2001.
    let day = DAYS + 119;
    assert!(near(forcing.air_temperature()[day], 273.15 + 12.0 + 1.0, 1e-9));
}

#[test]
fn production_is_never_negative_and_keeps_its_sum() {
    let gpp = |date: Date| if date.day_of_year().is_multiple_of(5) { -0.5 } else { 2.0 };
    let forcing = imported(&table(2001..=2002, |date| Some((10.0, gpp(date), 30.0))));
    let sum: f64 = forcing.gpp()[..DAYS].iter().sum();
    // 73 days below zero, 292 above.
    assert!(near(sum, 292.0 * 2.0 - 73.0 * 0.5, 1e-9));
    assert!(forcing.gpp().iter().all(|x| *x >= 0.0));
    assert_eq!(count_of(&forcing, "gross primary production below 0"), Some(146));
    let note = forcing.notes().iter().find(|n| n.text.contains("below 0 was set")).unwrap();
    assert!(note.text.contains("multiplied by 0.9375 to 1.0000"), "{}", note.text);
    assert_eq!(
        refused(&table(2001..=2001, |_| Some((10.0, -0.1, 30.0)))),
        "s.csv: GPP_NT_VUT_REF of 2001 sums to -36.5 g C m-2; accepted is a sum above 0: leave the year out of the table"
    );
}

#[test]
fn water_is_split_at_the_freezing_point() {
    let forcing = imported(&table(2001..=2001, |_| Some((-10.0, 1.0, 40.0))));
    // Constant air of -10 degC makes the whole soil -3 degC: the share is 0.9 exp(-(3/2)^2) + 0.1.
    let share = 0.9 * (-2.25_f64).exp() + 0.1;
    for layer in 0..6 {
        assert!(near(forcing.soil_temperature()[layer][200], 270.15, 1e-9));
        assert!(near(forcing.liquid_water()[layer][200], 0.4 * share, 1e-12));
        assert!(near(forcing.frozen_water()[layer][200], 0.4 * (1.0 - share), 1e-12));
    }
    assert_eq!(count_of(&forcing, "water in layers below 0 degC"), Some(365));
    let warm = imported(&table(2001..=2001, |_| Some((1.0, 1.0, 40.0))));
    assert_eq!((warm.liquid_water()[0][5], warm.frozen_water()[0][5]), (0.4, 0.0));
}

#[test]
fn an_annual_wave_is_damped_and_delayed_as_theory_says() {
    let wave = |day: usize, lag: f64| (std::f64::consts::TAU * day as f64 / 365.0 - lag).cos();
    let series: Vec<f64> = (0..730).map(|day| 5.0 + 12.0 * wave(day, 0.3)).collect();
    let damping_depth = (2.0 * 0.4e-6 * 365.0 * 86_400.0 / std::f64::consts::TAU).sqrt();
    assert!(near(damping_depth, 2.0, 0.01));
    for depth in [0.0, 0.5, 2.0, 6.0] {
        let found = &conducted(&series, &[depth], 0.4e-6)[0];
        let x = depth / damping_depth;
        for day in [0, 100, 500] {
            let expected = 5.0 + 12.0 * (-x).exp() * wave(day, 0.3 + x);
            assert!(near(found[day], expected, 1e-9), "{depth} m, day {day}: {} against {expected}", found[day]);
        }
    }
}

#[test]
fn the_surface_itself_is_given_back() {
    let series: Vec<f64> = (0..365).map(|day| f64::from((day * 7919) % 101) - 50.0).collect();
    let found = &conducted(&series, &[0.0], 0.4e-6)[0];
    assert!(series.iter().zip(found).all(|(a, b)| near(*a, *b, 1e-9)));
    let even = &conducted(&series[..364], &[0.0], 0.4e-6)[0];
    assert!(series.iter().zip(even).all(|(a, b)| near(*a, *b, 1e-9)));
}

#[test]
fn thermometers_are_used_where_they_are() {
    let mut text = "TIMESTAMP,TA_F,GPP_NT_VUT_REF,TS_F_MDS_1,TS_F_MDS_2,SWC_F_MDS_1\n".to_owned();
    for day in 1..=365 {
        let date = Date::from_day_of_year(2001, day).unwrap().to_string().replace('-', "");
        writeln!(text, "{date},20,1,4,8,30").unwrap();
    }
    let forcing = imported(&text);
    let celsius: Vec<f64> = forcing.soil_temperature().iter().map(|layer| layer[100] - 273.15).collect();
    // Sensors at 0.05 and 0.10 m; the second layer is 0.051 m deep, the others are below.
    let expected = [4.0, 4.0 + 4.0 * 0.001 / 0.05, 8.0, 8.0, 8.0, 8.0];
    assert!(celsius.iter().zip(expected).all(|(a, b)| near(*a, b, 1e-9)), "{celsius:?}");
    assert!(count_of(&forcing, "soil temperature below the deepest thermometer (0.1 m)").is_some());
}

#[test]
fn sensors_with_few_values_are_left_out_and_none_is_refused() {
    let few = table(2001..=2001, |date| Some((10.0, 1.0, if date.day_of_year() < 50 { 30.0 } else { -9999.0 })));
    assert_eq!(
        refused(&few),
        "s.csv: there is no soil water (columns SWC_F_MDS_1, 2, … with values); give a constant content (option soil_water, \
         m3 m-3) or a table with SWC_F_MDS_1"
    );
    let options = SiteOptions { soil_water: SoilWater::Constant(0.25), ..SiteOptions::default() };
    let forcing = import_bytes(Path::new("s.csv"), few.as_bytes(), &options).unwrap();
    assert_eq!(forcing.liquid_water()[5][7], 0.25);
    assert_eq!(count_of(&forcing, "soil water was set to 0.25 m3 m-3 in every layer, as asked"), Some(365));
}

#[test]
fn faults_name_line_and_column() {
    assert_eq!(
        refused("TIMESTAMP_START,TA_F\n"),
        "s.csv:1: column TIMESTAMP (YYYYMMDD) is missing; this looks like a half-hourly table, and a daily one (DD) is \
         needed\ns.csv:1: there is no column of gross primary production (g C m-2 d-1); accepted are GPP_NT_VUT_REF, \
         GPP_DT_VUT_REF, GPP_NT_CUT_REF, GPP_DT_CUT_REF"
    );
    let head = "TIMESTAMP,TA_F,GPP_NT_VUT_REF,SWC_F_MDS_1\n";
    assert_eq!(
        refused(&format!(
            "{head}2001-01-01,1,1,1\n20010230,1,1,1\n20010102,warm,1,130\n20010103,1,1,1\n20010103,1,1,1\n"
        )),
        "s.csv:2: column TIMESTAMP: found `2001-01-01`; accepted is a day as YYYYMMDD\n\
         s.csv:3: column TIMESTAMP: found `20010230`: 2001-02 has no day 30; accepted are 1 to 28\n\
         s.csv:4: column 2 (TA_F): found `warm`; accepted is a number from -90 to 60, or -9999 for none\n\
         s.csv:4: column 4 (SWC_F_MDS_1): found `130`; accepted is a number from 0 to 100, or -9999 for none\n\
         s.csv:6: 2001-01-03 is given twice, first on line 5"
    );
    assert_eq!(refused(head), "s.csv: no days; accepted is a header line and one line per day");
    let options = SiteOptions { sensor_depths: vec![0.2, 0.1], ..SiteOptions::default() };
    assert_eq!(
        import_bytes(Path::new("s.csv"), b"", &options).unwrap_err().to_string(),
        "s.csv: option sensor_depths = [0.2, 0.1] m; accepted are increasing depths from 0 to 100 m"
    );
}

#[test]
fn embedded_sites_become_forcing() {
    for site in embedded_sites() {
        let forcing = site.import(&SiteOptions::default()).unwrap();
        let days = forcing.gpp().len();
        let all = |series: &[f64], low: f64, high: f64| {
            series.len() == days && series.iter().all(|x| (low..=high).contains(x))
        };
        assert!(all(forcing.gpp(), 0.0, 25.0) && all(forcing.air_temperature(), 240.0, 303.0));
        for layer in 0..6 {
            assert!(all(&forcing.soil_temperature()[layer], 255.0, 303.0), "{} layer {layer}", site.id);
            assert!(all(&forcing.liquid_water()[layer], 0.0, 0.6) && all(&forcing.frozen_water()[layer], 0.0, 0.6));
        }
        let mut year = ForcingYear::new(Packing::new(&[true]));
        forcing.write_into(&mut year, 0, 2010).unwrap();
        let at = (2010 - forcing.years().start()) as usize * DAYS + 364;
        assert_eq!(year.get(0, 364, Driver::LiquidWater(3)), forcing.liquid_water()[3][at] as f32);
        assert!(forcing.write_into(&mut year, 0, 2015).unwrap_err().to_string().contains("the record has"));
    }
    let hyytiala = embedded("FI-Hyy").unwrap().import(&SiteOptions::default()).unwrap();
    assert_eq!(count_of(&hyytiala, "29 February"), Some(5));
    assert!(count_of(&hyytiala, "less than 0.8 of the year was measured, the rest estimated, in 1996, 2005").is_some());
    // The flux tower did not measure in the first months of 1996.
    let measured = hyytiala.measured_years(0.8);
    assert!(!measured.contains(&1996) && measured.contains(&2010), "{measured:?}");
    let lagern = embedded("CH-Lae").unwrap().import(&SiteOptions::default()).unwrap();
    assert!(count_of(&lagern, "SWC_F_MDS_5 was left out: it has values on 0 of 4015 days").is_some());
}
