use super::*;

fn factor(from: &str, to: &str) -> f64 {
    let conversion = conversion(from, to).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(conversion.offset, 0.0, "{from} to {to}");
    conversion.factor
}

fn words(from: &str, to: &str) -> String {
    conversion(from, to).unwrap_err().to_string()
}

#[test]
fn spellings_of_one_unit_convert_without_change() {
    for text in
        ["g m-2 d-1", "g.m-2.d-1", "g m^-2 day^-1", "g/m2/d", "g/(m2 d)", "g m⁻² d⁻¹", "gC m-2 day-1", "g C m**-2 d-1"]
    {
        assert_eq!(factor(text, "g m-2 d-1"), 1.0, "{text}");
    }
    for text in ["1", "m2/m2", "m3 m-3", "kg kg-1", "fraction", "-", "gC gN-1"] {
        assert_eq!(factor(text, "1"), 1.0, "{text}");
    }
    for text in ["degC", "degrees C", "degree_Celsius", "celsius", "°C", "deg C"] {
        assert_eq!(conversion(text, "K").unwrap(), Conversion { factor: 1.0, offset: 273.15 }, "{text}");
    }
}

#[test]
fn factors_are_those_computed_by_hand() {
    assert_eq!(factor("kg m-2 s-1", "g m-2 d-1"), 86_400_000.0);
    assert_eq!(factor("g m-2 yr-1", "g m-2 d-1"), 1.0 / 365.0);
    assert_eq!(factor("mg cm-3", "kg m-3"), 1.0);
    assert_eq!(factor("mg cm-3", "g cm-3"), 1e-3);
    assert_eq!(factor("h-1", "d-1"), 24.0);
    assert_eq!(factor("hPa", "Pa"), 100.0);
    assert_eq!(factor("mbar", "hPa"), 1.0);
    assert_eq!(factor("%", "1"), 0.01);
    assert_eq!(factor("ppm", "1"), 1e-6);
    assert_eq!(factor("t C ha-1", "kg m-2"), 0.1);
    assert_eq!(factor("W m-2", "J m-2 d-1"), 86_400.0);
    assert_eq!(factor("mm d-1", "m yr-1"), 0.365);
    assert_eq!(factor("100 m", "km"), 0.1);
    assert_eq!(factor("1e-3 g", "mg"), 1.0);
    assert_eq!(factor("degC-1", "K-1"), 1.0, "a slope has no zero");
    assert_eq!(conversion("K", "degC").unwrap().apply(273.15), 0.0);
}

#[test]
fn carbon_is_not_nitrogen() {
    assert_eq!(factor("kgC m-2", "gC m-2"), 1000.0);
    assert_eq!(
        words("gC m-2 d-1", "g N m-2 d-1"),
        "`gC m-2 d-1` (kg m-2 s-1 of C) cannot be converted to `g N m-2 d-1` (kg m-2 s-1 of N)"
    );
    assert_eq!(words("gC gN-1", "gC gP-1"), "`gC gN-1` (of C N-1) cannot be converted to `gC gP-1` (of C P-1)");
}

#[test]
fn refusals_say_what_was_found_and_what_is_accepted() {
    assert_eq!(words("degC", "Pa"), "`degC` (K) cannot be converted to `Pa` (kg m-1 s-2)");
    let refused = |text: &str| text.parse::<Unit>().unwrap_err().to_string();
    assert_eq!(refused(" "), "` ` is not a unit: it is empty; write `1` for a pure number");
    assert_eq!(refused("gC/m2/time"), "`gC/m2/time` is not a unit: `time` is not known");
    assert_eq!(
        refused("g m-2 month-1"),
        "`g m-2 month-1` is not a unit: a month has no fixed length; give `d` or `yr`"
    );
    assert_eq!(refused("C"), "`C` is not a unit: `C` alone is not a temperature; write `degC`, or `g C` for carbon");
    assert_eq!(refused("m^"), "`m^` is not a unit: nothing follows `^`");
    assert_eq!(refused("g m-2 secnd-1"), "`g m-2 secnd-1` is not a unit: `secnd` is not known; did you mean `second`?");
    assert_eq!(refused("m/"), "`m/` is not a unit: nothing follows `/`");
    assert_eq!(refused("(m"), "`(m` is not a unit: a bracket is not closed");
    assert_eq!(refused("m)"), "`m)` is not a unit: `)` is left over");
    assert_eq!(refused("0 m"), "`0 m` is not a unit: `0` is not a positive number");
    assert!(refused("days since 1901-01-01").contains("time axis"));
    assert!(refused("1..ntimes").contains("`ntimes` is not known"));
}

#[test]
fn no_text_brings_the_parser_down() {
    let mut state = 1_u64;
    let alphabet: Vec<char> = "gmCNkKdsyr0123456789-+^*/.()⁻²³°µ%_ eE\u{0}é".chars().collect();
    for _ in 0..50_000 {
        let text: String = (0..12)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                alphabet[(state >> 33) as usize % alphabet.len()]
            })
            .collect();
        let _ = text.parse::<Unit>();
    }
    assert!("(".repeat(150).parse::<Unit>().is_err());
}
