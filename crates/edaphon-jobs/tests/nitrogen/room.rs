//! A folder with a description and its table of days.

use std::path::PathBuf;

use edaphon_jobs::nitrogen::{NitrogenJob, NitrogenOptions, open};
use tempfile::TempDir;

/// A description that runs.
pub(crate) const DESCRIPTION: &str = "\
model = \"nitrogen\"

[soil]
ph = 6.3
clay = 0.22
bulk_density = 1.3
depth = 0.2
organic_carbon = 15.9
total_nitrogen = 1.322521
microbial_carbon = 300.0
labile_carbon = 600.0

[input]
litter_carbon = 5694.0
nh4_deposition = 0.66430
no3_deposition = 0.66430

[start]
nh4 = 3.0
no2 = 0.02
no3 = 8.0
n2o = 0.001

[drivers]
file = \"weather.csv\"

[[event]]
date = 2019-03-05
kind = \"urea\"
nitrogen = 104.0
depth = 0.05
";

/// Days from 1 March 2019: mild and moist.
pub(crate) fn weather(days: usize) -> String {
    let mut text =
        "date,soil_temperature [degC],wfps,drainage [mm d-1],uptake_capacity [kg ha-1 d-1],rain [mm d-1]\n".to_owned();
    for day in 0..days {
        let date = edaphon_geo::Date::new(2019, 3, 1).unwrap().plus(day as i64);
        let wet = 0.55 + 0.3 * ((day % 9) as f64 / 8.0);
        text.push_str(&format!("{date},{}.5,{wet},{},0.8,{}\n", 12 + day % 7, day % 3, day % 4));
    }
    text
}

pub(crate) struct Room(pub(crate) TempDir);

impl Room {
    /// A room with this description and these days.
    pub(crate) fn with(description: &str, weather: &str) -> Self {
        let room = Self(tempfile::tempdir().unwrap());
        std::fs::write(room.path("n.toml"), description).unwrap();
        std::fs::write(room.path("weather.csv"), weather).unwrap();
        room
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn open(&self) -> edaphon_jobs::Result<NitrogenJob> {
        open(&self.path("n.toml"), &NitrogenOptions::default())
    }

    /// The words of a refusal, without the folder.
    pub(crate) fn refusal(&self) -> String {
        let words = self.open().unwrap_err().to_string();
        words.replace(&format!("{}/", self.0.path().display()), "")
    }
}

/// What is said of a description in which `from` stands for `to`.
pub(crate) fn of_description(from: &str, to: &str) -> String {
    assert!(DESCRIPTION.contains(from), "{from}");
    Room::with(&DESCRIPTION.replacen(from, to, 1), &weather(20)).refusal()
}

/// What is said of days of which one row, or the header, was changed.
pub(crate) fn of_weather(change: impl Fn(&mut Vec<String>)) -> String {
    let mut rows: Vec<String> = weather(20).lines().map(str::to_owned).collect();
    change(&mut rows);
    Room::with(DESCRIPTION, &(rows.join("\n") + "\n")).refusal()
}
