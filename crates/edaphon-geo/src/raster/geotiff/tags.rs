//! Image file directories of TIFF: tags with their values, the longer ones behind the directory.

/// A tag with its values as bytes, least significant first.
#[derive(Debug, Clone)]
pub(super) struct Tag {
    code: u16,
    kind: u16,
    count: usize,
    bytes: Vec<u8>,
}

impl Tag {
    pub(super) fn short(code: u16, values: &[u16]) -> Self {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        Self { code, kind: 3, count: values.len(), bytes }
    }

    pub(super) fn long(code: u16, values: &[u32]) -> Self {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        Self { code, kind: 4, count: values.len(), bytes }
    }

    pub(super) fn double(code: u16, values: &[f64]) -> Self {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        Self { code, kind: 12, count: values.len(), bytes }
    }

    /// Text; a zero byte ends it.
    pub(super) fn ascii(code: u16, text: &str) -> Self {
        let mut bytes: Vec<u8> = text.bytes().filter(|byte| *byte != 0).collect();
        bytes.push(0);
        Self { code, kind: 2, count: bytes.len(), bytes }
    }

    /// Bytes that stand behind the directory, an even number.
    fn behind(&self) -> usize {
        if self.bytes.len() > 4 { self.bytes.len().next_multiple_of(2) } else { 0 }
    }
}

/// Length of a directory with everything behind it (bytes), an even number.
pub(super) fn length(tags: &[Tag]) -> usize {
    2 + 12 * tags.len() + 4 + tags.iter().map(Tag::behind).sum::<usize>()
}

/// The bytes of a directory that stands `at` in the file; `next` is where the next one is, 0 if there is none.
pub(super) fn directory(tags: &[Tag], at: usize, next: usize) -> Vec<u8> {
    let mut sorted: Vec<&Tag> = tags.iter().collect();
    sorted.sort_by_key(|tag| tag.code);
    let mut head = (tags.len() as u16).to_le_bytes().to_vec();
    let mut behind = Vec::new();
    let start = at + 2 + 12 * tags.len() + 4;
    for tag in sorted {
        head.extend(tag.code.to_le_bytes());
        head.extend(tag.kind.to_le_bytes());
        head.extend((tag.count as u32).to_le_bytes());
        if tag.bytes.len() > 4 {
            head.extend(((start + behind.len()) as u32).to_le_bytes());
            behind.extend(&tag.bytes);
            behind.resize(behind.len().next_multiple_of(2), 0);
        } else {
            let mut value = tag.bytes.clone();
            value.resize(4, 0);
            head.extend(value);
        }
    }
    head.extend((next as u32).to_le_bytes());
    head.extend(behind);
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_values_stand_in_the_directory_and_long_ones_behind() {
        let tags = [Tag::ascii(305, "edaphon"), Tag::short(256, &[7])];
        let bytes = directory(&tags, 100, 0);
        assert_eq!(bytes.len(), length(&tags));
        assert_eq!(bytes[..14], [2, 0, 0, 1, 3, 0, 1, 0, 0, 0, 7, 0, 0, 0]);
        assert_eq!(bytes[14..26], [49, 1, 2, 0, 8, 0, 0, 0, 130, 0, 0, 0]);
        assert_eq!(&bytes[30..], b"edaphon\0");
    }
}
