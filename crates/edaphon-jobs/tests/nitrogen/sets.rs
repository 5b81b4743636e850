//! Sets of parameters in descriptions.

use crate::room::{DESCRIPTION, Room, of_description, weather};

#[test]
fn a_set_is_chosen_by_name_or_file_and_overridden() {
    let of = |lines: &str| {
        let room = Room::with(&DESCRIPTION.replacen("\n\n[soil]", &format!("\n{lines}\n[soil]"), 1), &weather(20));
        std::fs::write(room.path("mine.toml"), "base = \"revised\"\n[nitrogen]\nv_nar = 2.0\n").unwrap();
        room.open().unwrap().case
    };
    let case = of("parameters = \"revised\"");
    assert_eq!((case.chosen.words().as_str(), case.site.parameters.anaerobic_wfps), ("revised", 0.88));
    let case = of("parameters = \"mine.toml\"");
    assert_eq!((case.site.parameters.v_nar, case.site.parameters.k_m_nos), (2.0, 0.1));
    let case = of("[parameters]\nset = \"revised\"\n[parameters.override]\nk_m_nos = 0.15\n");
    assert_eq!(case.chosen.words(), "revised, with k_m_nos of the description");
    assert_eq!((case.site.parameters.k_m_nos, case.site.parameters.escape_gas), (0.15, 300.0));
}

#[test]
fn unknown_sets_and_parameters_are_refused() {
    assert_eq!(
        of_description("model = \"nitrogen\"", "model = \"nitrogen\"\nparameters = \"revized\""),
        "n.toml:2: no parameters of the nitrogen model are called `revized`; did you mean `revised`?; accepted are default, revised and files"
    );
    assert_eq!(
        of_description("\n[start]", "\n[parameters.override]\nv_nra = 1.0\nv_nar = -1.0\n\n[start]"),
        "n.toml:20: v_nar = -1 gN gC-1 d-1 is outside 0.03 to 80 gN gC-1 d-1 (nitrate reduction per carbon of its guild, at 25 °C and best pH)
\
         n.toml:19: nitrogen has no parameter `v_nra`; did you mean `v_nar`?"
    );
}
