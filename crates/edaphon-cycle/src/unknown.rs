//! What is sought, and the coordinates in which it is sought.

/// The element that a pool holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Element {
    /// Carbon.
    Carbon,
    /// Nitrogen.
    Nitrogen,
}

/// What an unknown is to the checks of a solution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Microbial carbon, which may die out.
    Microbes,
    /// Carbon of soil and litter that microbes live on.
    Food,
    /// Anything else.
    Other,
}

/// One number that a cell remembers from loop to loop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unknown {
    /// Its name.
    pub name: &'static str,
    /// g m⁻² for each of its unit; 0 for a memory that is no pool.
    pub per_area: f64,
    /// Added before the logarithm is taken (in its unit); 0 for what may be negative, which then keeps a linear coordinate.
    pub floor: f64,
    /// Unit of the linear coordinate of a memory.
    pub scale: f64,
    /// What a pool holds.
    pub element: Option<Element>,
    /// What it is to the checks.
    pub role: Role,
}

impl Unknown {
    /// The coordinate z of a value.
    pub fn coordinate(&self, x: f64) -> f64 {
        if self.floor > 0.0 { (x.max(0.0) + self.floor).ln() } else { x / self.scale }
    }

    /// The value of a coordinate; pools are at least 0, and what is rounding of the floor is nothing.
    pub fn value(&self, z: f64) -> f64 {
        if self.floor <= 0.0 {
            return z * self.scale;
        }
        let x = z.exp() - self.floor;
        if x < 1e-13 * self.floor { 0.0 } else { x }
    }

    /// Whether a pool is as good as empty: its coordinate moves, but nothing depends on that.
    pub(crate) fn is_empty(&self, x: f64) -> bool {
        self.floor > 0.0 && x < self.floor
    }

    /// dx/dz at a value.
    pub fn slope(&self, x: f64) -> f64 {
        if self.floor > 0.0 { x.max(0.0) + self.floor } else { self.scale }
    }

    /// Drift per century (g m⁻²) of a change over a loop of `years`; 0 for memories.
    pub fn drift(&self, change: f64, years: f64) -> f64 {
        change * self.per_area * (100.0 / years)
    }
}

/// Whether a group of microbes has died out: less than a millionth of what they live on.
pub(crate) fn is_extinct(unknowns: &[Unknown], x: &[f64]) -> bool {
    let of = |role: Role| unknowns.iter().zip(x).filter(move |(u, _)| u.role == role).map(|(_, x)| *x);
    let food: f64 = of(Role::Food).sum();
    of(Role::Microbes).any(|microbes| microbes < 1e-6 * food)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_and_values_are_inverse() {
        let pool = Unknown {
            name: "pool",
            per_area: 1.0,
            floor: 1e-3,
            scale: 1.0,
            element: Some(Element::Carbon),
            role: Role::Other,
        };
        let memory = Unknown { floor: 0.0, scale: 100.0, per_area: 0.0, ..pool };
        for x in [0.0, 1e-9, 3.7, 4e5] {
            assert!((pool.value(pool.coordinate(x)) - x).abs() <= 1e-15 * (x + 1.0));
            assert!((memory.value(memory.coordinate(-x)) + x).abs() <= 1e-15 * x);
        }
        assert_eq!(pool.value(-50.0), 0.0);
        assert_eq!(pool.drift(0.02, 20.0), 0.1);
    }
}
