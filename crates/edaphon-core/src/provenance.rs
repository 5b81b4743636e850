//! What made a file: enough to make it again, as attributes in a fixed order.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The record of how a file came to be: names and values, in the order they were added.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    entries: Vec<(String, String)>,
}

impl Provenance {
    /// Starts with the program and its version (`edaphon 0.1.0`).
    pub fn new(program: &str, version: &str) -> Self {
        Self::default().with("source", &format!("{program} {version}"))
    }

    /// Adds or replaces one entry.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        match self.entries.iter_mut().find(|(n, _)| n == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.entries.push((name.to_owned(), value.to_owned())),
        }
        self
    }

    /// Adds the day and time of writing: `date_created`, in UTC.
    #[must_use]
    pub fn created(self, at: SystemTime) -> Self {
        let text = iso_time(at);
        self.with("date_created", &text)
    }

    /// Adds the command line, quoted as a shell would take it: `edaphon_command_line`.
    #[must_use]
    pub fn command_line<S: AsRef<str>>(self, words: &[S]) -> Self {
        let quoted: Vec<String> = words.iter().map(|word| quote(word.as_ref())).collect();
        self.with("edaphon_command_line", &quoted.join(" "))
    }

    /// Adds the configuration with every default spelt out: `edaphon_configuration`.
    #[must_use]
    pub fn configuration(self, resolved: &str) -> Self {
        self.with("edaphon_configuration", resolved)
    }

    /// Adds an input file and its checksum (`sha256:…`); all inputs go to `edaphon_inputs`, one per line.
    #[must_use]
    pub fn input(self, name: &str, checksum: &str) -> Self {
        self.line("edaphon_inputs", &format!("{checksum}  {name}"))
    }

    /// Adds a sentence about a value that was supplied or changed; all go to `edaphon_notes`, one per line.
    #[must_use]
    pub fn note(self, sentence: &str) -> Self {
        self.line("edaphon_notes", sentence)
    }

    /// The value of `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.entries.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Names and values, in order.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    fn line(self, name: &str, line: &str) -> Self {
        let whole = self.get(name).map_or_else(|| line.to_owned(), |before| format!("{before}\n{line}"));
        self.with(name, &whole)
    }
}

/// The moment to be written into files: `SOURCE_DATE_EPOCH` (seconds since 1970) if it is set, so that files can be made
/// again to the byte, or now.
///
/// # Errors
/// If the variable is set to something else than a whole number of seconds; returned is a sentence that says so.
pub fn creation_time() -> Result<SystemTime, String> {
    creation_time_from(std::env::var("SOURCE_DATE_EPOCH").ok().as_deref(), SystemTime::now())
}

fn creation_time_from(epoch: Option<&str>, now: SystemTime) -> Result<SystemTime, String> {
    let Some(text) = epoch else { return Ok(now) };
    let seconds = text.trim().parse::<u64>().ok().filter(|&s| s < YEAR_10000);
    let moment = seconds.and_then(|s| UNIX_EPOCH.checked_add(Duration::from_secs(s)));
    moment
        .ok_or_else(|| format!("SOURCE_DATE_EPOCH is `{text}`; accepted is a whole number of seconds since 1970-01-01"))
}

/// Seconds from 1970 to the year 10000, beyond which ISO 8601 needs more digits.
const YEAR_10000: u64 = 253_402_300_800;

/// A moment as ISO 8601 in UTC: `2024-02-29T06:30:00Z`.
pub fn iso_time(at: SystemTime) -> String {
    let seconds = at.duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs().min(YEAR_10000 - 1));
    let (days, clock) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = standard_date(days);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", clock / 3600, clock / 60 % 60, clock % 60)
}

/// Year, month and day of the standard calendar, `days` after 1970-01-01.
fn standard_date(days: u64) -> (u64, u64, u64) {
    // Years counted from March have their leap day at the end, so months follow a fixed pattern of 153 days in five.
    // 719468 days lie between 0000-03-01 and 1970-01-01, 146097 in four centuries.
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

/// A word as a POSIX shell needs it.
fn quote(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn moments_are_those_of_the_standard_calendar() {
        assert_eq!(iso_time(at(0)), "1970-01-01T00:00:00Z");
        assert_eq!(iso_time(at(951_782_400)), "2000-02-29T00:00:00Z");
        assert_eq!(iso_time(at(4_107_542_399)), "2100-02-28T23:59:59Z");
        assert_eq!(iso_time(at(1_709_188_200)), "2024-02-29T06:30:00Z");
        assert_eq!(iso_time(at(YEAR_10000)), "9999-12-31T23:59:59Z");
    }

    #[test]
    fn the_date_of_creation_can_be_set_from_outside() {
        assert_eq!(creation_time_from(None, at(5)), Ok(at(5)));
        assert_eq!(creation_time_from(Some("86400"), at(5)), Ok(at(86_400)));
        assert_eq!(
            creation_time_from(Some("today"), at(5)).unwrap_err(),
            "SOURCE_DATE_EPOCH is `today`; accepted is a whole number of seconds since 1970-01-01"
        );
        assert!(creation_time_from(Some("999999999999999999"), at(5)).is_err());
    }

    #[test]
    fn entries_keep_their_order_and_lists_grow() {
        let made = Provenance::new("edaphon", "0.1.0")
            .created(at(0))
            .command_line(&["edaphon", "run", "my run.toml", "--set", "a.b='x'"])
            .input("met.nc", "sha256:aa")
            .input("grid.csv", "sha256:bb")
            .note("29 February left out")
            .with("source", "edaphon 0.1.0 (debug)");
        let names: Vec<_> = made.attributes().map(|(name, _)| name).collect();
        assert_eq!(names, ["source", "date_created", "edaphon_command_line", "edaphon_inputs", "edaphon_notes"]);
        assert_eq!(made.get("edaphon_command_line"), Some(r"edaphon run 'my run.toml' --set 'a.b='\''x'\'''"));
        assert_eq!(made.get("edaphon_inputs"), Some("sha256:aa  met.nc\nsha256:bb  grid.csv"));
        assert_eq!(made.get("source"), Some("edaphon 0.1.0 (debug)"));
    }
}
