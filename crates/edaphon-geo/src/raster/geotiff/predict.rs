//! The predictor for floating point numbers (TIFF Technical Note 3): bytes of equal rank stand together, as differences.

/// Rewrites rows of numbers so that they compress better; `samples` numbers make a pixel.
pub(super) fn rows(values: &[f32], row_length: usize, samples: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(4 * values.len());
    for row in values.chunks(row_length) {
        let start = out.len();
        for rank in 0..4 {
            out.extend(row.iter().map(|value| value.to_be_bytes()[rank]));
        }
        for at in (start + samples..out.len()).rev() {
            out[at] = out[at].wrapping_sub(out[at - samples]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn equal_numbers_become_zeros() {
        // 1.5 is 3F C0 00 00.
        let bytes = rows(&[1.5; 4], 2, 1);
        assert_eq!(bytes, [0x3F, 0, 0x81, 0, 0x40, 0, 0, 0, 0x3F, 0, 0x81, 0, 0x40, 0, 0, 0]);
        assert_eq!(rows(&[1.5, 0.0, 1.5, 0.0], 4, 2), [0x3F, 0, 0, 0, 0x81, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0]);
    }
}
