//! What GDAL keeps beside the pixels: names, units and packing of bands, as a small XML document (TIFF tag 42112).

/// What is said of a band, or of the file as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// `DESCRIPTION`, `UNITTYPE`, `SCALE`, `OFFSET`, or any other name.
    pub(super) name: String,
    /// Band, from 0; none of the file.
    pub(super) band: Option<usize>,
    /// The text.
    pub(super) text: String,
}

/// The items of a document; what is not understood is left out.
pub(super) fn parse(document: &str) -> Vec<Item> {
    let mut items = Vec::new();
    for piece in document.split("<Item").skip(1) {
        let Some((head, rest)) = piece.split_once('>') else { continue };
        let Some((text, _)) = rest.split_once("</Item>") else { continue };
        let attribute = |name: &str| {
            let from = head.split_once(&format!(" {name}=\""))?.1;
            Some(unescaped(from.split_once('"')?.0))
        };
        let Some(name) = attribute("name") else { continue };
        let band = attribute("sample").and_then(|sample| sample.parse().ok());
        items.push(Item { name, band, text: unescaped(text) });
    }
    items
}

/// The document of some items.
pub(super) fn document(items: &[Item]) -> String {
    let line = |item: &Item| {
        let name = escaped(&item.name);
        let of_band = item.band.map_or_else(String::new, |band| {
            let role = item.name.to_lowercase();
            format!(" sample=\"{band}\" role=\"{role}\"")
        });
        format!("  <Item name=\"{name}\"{of_band}>{}</Item>\n", escaped(&item.text))
    };
    format!("<GDALMetadata>\n{}</GDALMetadata>\n", items.iter().map(line).collect::<String>())
}

const ENTITIES: [(&str, &str); 5] = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'")];

fn escaped(text: &str) -> String {
    ENTITIES.iter().take(4).fold(text.to_owned(), |text, (entity, plain)| text.replace(plain, entity))
}

fn unescaped(text: &str) -> String {
    ENTITIES.iter().rev().fold(text.to_owned(), |text, (entity, plain)| text.replace(entity, plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_come_back() {
        let items = vec![
            Item { name: "UNITTYPE".into(), band: Some(1), text: "kg m-2".into() },
            Item { name: "long_name".into(), band: None, text: "sand < 20 % & \"clay\"".into() },
        ];
        let document = document(&items);
        assert!(document.contains("<Item name=\"UNITTYPE\" sample=\"1\" role=\"unittype\">kg m-2</Item>"));
        assert_eq!(parse(&document), items);
        assert_eq!(parse("<Item name=\"a\">cut"), []);
        assert_eq!(parse("<Item>x</Item>"), []);
    }
}
