//! CF packing: what the stored numbers of a variable mean.

use super::read::Variable;
use super::value::{AttributeValue, DataType, Numbers};

/// How to turn stored numbers into physical ones.
pub(super) struct Unpacking {
    /// Stored numbers that mean "missing".
    missing: Vec<f64>,
    /// 2ⁿ for n-bit integers that were stored signed but are meant unsigned.
    unsigned_span: Option<f64>,
    scale: f64,
    offset: f64,
    packed: bool,
}

impl Unpacking {
    pub(super) fn of(variable: &Variable) -> Self {
        let number = |name| variable.attribute(name).and_then(AttributeValue::number);
        let (scale, offset) = (number("scale_factor"), number("add_offset"));
        let unsigned = variable.attribute("_Unsigned").and_then(AttributeValue::text) == Some("true");
        Self {
            missing: missing(variable),
            unsigned_span: unsigned.then(|| 256_f64.powi(variable.data_type.size() as i32)),
            scale: scale.unwrap_or(1.0),
            offset: offset.unwrap_or(0.0),
            packed: scale.is_some() || offset.is_some(),
        }
    }

    pub(super) fn to_f64(&self, stored: Numbers) -> Vec<f64> {
        let mut values = stored.into_f64();
        values.iter_mut().for_each(|value| *value = self.physical(*value));
        values
    }

    pub(super) fn to_f32(&self, stored: Numbers) -> Vec<f32> {
        match stored {
            Numbers::F32(values) => values.into_iter().map(|v| self.physical(f64::from(v)) as f32).collect(),
            other => other.into_f64().into_iter().map(|v| self.physical(v) as f32).collect(),
        }
    }

    fn physical(&self, stored: f64) -> f64 {
        if self.missing.contains(&stored) {
            return f64::NAN;
        }
        let stored = match self.unsigned_span {
            Some(span) if stored < 0.0 => stored + span,
            _ => stored,
        };
        if self.packed { stored * self.scale + self.offset } else { stored }
    }
}

/// The stored numbers that mean "missing", rounded as the variable's type rounds them.
fn missing(variable: &Variable) -> Vec<f64> {
    let data_type = variable.data_type;
    let stated = |name| variable.attribute(name).and_then(AttributeValue::numbers);
    let fill = stated("_FillValue").or_else(|| match data_type {
        DataType::I8 | DataType::U8 => None,
        _ => Numbers::default_fill(data_type).map(Numbers::into_f64),
    });
    let mut missing = fill.unwrap_or_default();
    missing.extend(stated("missing_value").unwrap_or_default());
    if data_type == DataType::F32 {
        missing.iter_mut().for_each(|value| *value = f64::from(*value as f32));
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::netcdf::Attribute;

    fn variable(data_type: DataType, attributes: &[(&str, AttributeValue)]) -> Variable {
        let attributes =
            attributes.iter().map(|(name, value)| Attribute { name: (*name).to_owned(), value: value.clone() });
        Variable {
            name: "x".to_owned(),
            dimensions: vec!["i".to_owned()],
            shape: vec![3],
            data_type,
            attributes: attributes.collect(),
        }
    }

    #[test]
    fn packed_integers_are_scaled_and_masked() {
        let packed = [("scale_factor", 0.5.into()), ("add_offset", 10.0.into()), ("_FillValue", (-1_i16).into())];
        let unpacking = Unpacking::of(&variable(DataType::I16, &packed));
        let values = unpacking.to_f64(Numbers::I16(vec![0, 3, -1]));
        assert_eq!(values[..2], [10.0, 11.5]);
        assert!(values[2].is_nan());
    }

    #[test]
    fn a_double_fill_value_masks_its_float() {
        let unpacking = Unpacking::of(&variable(DataType::F32, &[("missing_value", 1e36_f64.into())]));
        let values = unpacking.to_f32(Numbers::F32(vec![1e36, 2.0, 9.969_21e36]));
        assert!(values[0].is_nan() && values[2].is_nan());
        assert_eq!(values[1], 2.0);
    }

    #[test]
    fn bytes_can_be_unsigned_and_have_no_default_fill() {
        let unpacking = Unpacking::of(&variable(DataType::I8, &[("_Unsigned", "true".into())]));
        assert_eq!(unpacking.to_f64(Numbers::I8(vec![-127, -1, 5])), [129.0, 255.0, 5.0]);
    }
}
