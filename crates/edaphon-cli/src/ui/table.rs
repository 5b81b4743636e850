//! Tables that fit the terminal.

use super::style::Styles;

/// Narrowest last column that is still pleasant to read; below it goes to lines of its own.
const NARROWEST: usize = 28;
/// Between columns.
const GAP: usize = 2;

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    title: &'static str,
    right: bool,
}

impl Column {
    /// A column of words.
    pub(crate) const fn left(title: &'static str) -> Self {
        Self { title, right: false }
    }

    /// A column of numbers.
    pub(crate) const fn right(title: &'static str) -> Self {
        Self { title, right: true }
    }
}

/// Rows under titles. The last column is prose: it is wrapped to what the terminal leaves it.
#[derive(Debug)]
pub(crate) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows.
    pub(crate) fn new(columns: &[Column]) -> Self {
        Self { columns: columns.to_vec(), rows: Vec::new() }
    }

    /// Adds a row; it has as many cells as there are columns.
    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        assert_eq!(N, self.columns.len(), "one cell for each column");
        self.rows.push(cells.into());
    }

    /// The table as text; without a width every row is one line.
    pub(crate) fn render(&self, width: Option<usize>, styles: Styles) -> String {
        let Some(last) = self.columns.len().checked_sub(1) else { return String::new() };
        let widths: Vec<usize> = (0..last).map(|at| self.width_of(at)).collect();
        let before: usize = widths.iter().map(|w| w + GAP).sum();
        let longest = self.width_of(last);
        let room = width.map_or(usize::MAX, |width| width.saturating_sub(before));
        let below = room < longest && room < NARROWEST;
        let titles: Vec<String> = self.columns.iter().map(|c| c.title.to_owned()).collect();
        let heading = self.line(&titles[..last], &widths);
        let heading = if below { heading } else { format!("{heading}{}", titles[last]) };
        let mut text = format!("{}\n", styles.strong(heading.trim_end()));
        for row in &self.rows {
            let start = self.line(&row[..last], &widths);
            let (indent, room) = if below { (4, width.unwrap_or(80).saturating_sub(4)) } else { (before, room) };
            let prose = wrapped(&row[last], room);
            if below {
                text.push_str(start.trim_end());
                text.push('\n');
                for line in prose.iter().filter(|line| !line.is_empty()) {
                    text.push_str(&format!("{:indent$}{}\n", "", styles.faint(line)));
                }
                continue;
            }
            let first = prose.first().map_or("", String::as_str);
            text.push_str(format!("{start}{first}").trim_end());
            text.push('\n');
            for line in prose.iter().skip(1) {
                text.push_str(&format!("{:indent$}{line}\n", ""));
            }
        }
        text
    }

    fn width_of(&self, at: usize) -> usize {
        let cells = self.rows.iter().map(|row| row[at].as_str());
        cells.chain([self.columns[at].title]).map(length).max().unwrap_or(0)
    }

    fn line(&self, cells: &[String], widths: &[usize]) -> String {
        let mut line = String::new();
        for ((cell, width), column) in cells.iter().zip(widths).zip(&self.columns) {
            let space = " ".repeat(width.saturating_sub(length(cell)));
            let (before, after) = if column.right { (space.as_str(), "") } else { ("", space.as_str()) };
            line.push_str(&format!("{before}{cell}{after}{:GAP$}", ""));
        }
        line
    }
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Text in lines of at most `width` characters, broken between words.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let Some(line) = lines.last_mut() else { continue };
        if line.is_empty() {
            line.push_str(word);
        } else if length(line).saturating_add(1 + length(word)) <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(&[Column::left("name"), Column::right("value"), Column::left("about")]);
        table.row(["q10".into(), "1.72".into(), "factor by which decay speeds up over ten degrees".into()]);
        table.row(["ν⁻_L".into(), "20".into(), "short".into()]);
        table
    }

    #[test]
    fn prose_wraps_to_the_terminal() {
        let plain = Styles::new(false);
        assert_eq!(
            table().render(None, plain),
            "name  value  about\nq10    1.72  factor by which decay speeds up over ten degrees\nν⁻_L     20  short\n"
        );
        assert_eq!(
            table().render(Some(45), plain),
            "name  value  about\nq10    1.72  factor by which decay speeds up\n             over ten degrees\nν⁻_L     20  short\n"
        );
        assert_eq!(
            table().render(Some(40), plain),
            "name  value\nq10    1.72\n    factor by which decay speeds up over\n    ten degrees\nν⁻_L     20\n    short\n"
        );
    }
}
