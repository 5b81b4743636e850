//! Structures whose fields are all numbers of one kind: states, fluxes, parameters.

/// Declares a structure of named numbers and gives it what every such structure needs: its names in order, storing to
/// and loading from a slice (for packs of cells, restart files and sums), and a value filled throughout.
///
/// ```
/// edaphon_core::record! {
///     /// Carbon held (g C m⁻²).
///     pub struct Pools { litter, "fresh plant residue"; humus, "what is left of it"; }
/// }
/// let pools = Pools { litter: 2.0, humus: 3.0 };
/// let mut stored = [0.0; 2];
/// pools.store(&mut stored);
/// assert_eq!((Pools::<f64>::NAMES, stored), (&["litter", "humus"][..], [2.0, 3.0]));
/// ```
#[macro_export]
macro_rules! record {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($field:ident, $about:literal;)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq)]
        #[allow(missing_docs, unreachable_pub)]
        $vis struct $name<R> { $(#[doc = $about] pub $field: R,)* }

        #[allow(dead_code, unreachable_pub)]
        impl<R: Copy> $name<R> {
            /// The fields by name, in order.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($field)),*];

            /// Every field set to `value`.
            #[inline(always)]
            pub fn filled(value: R) -> Self {
                Self { $($field: value),* }
            }

            /// Copies the fields, in order, to the front of `out`.
            #[inline(always)]
            pub fn store(&self, out: &mut [R]) {
                let fields = [$(self.$field),*];
                out[..fields.len()].copy_from_slice(&fields);
            }

            /// Takes the fields, in order, from the front of `from`.
            #[inline(always)]
            pub fn load(from: &[R]) -> Self {
                let mut rest = from.iter();
                let mut next = || *rest.next().unwrap_or(&from[0]);
                Self { $($field: next()),* }
            }

            /// Adds the fields, in order, to `sums`, as many as there are sums.
            #[inline(always)]
            pub fn add_to(&self, sums: &mut [R])
            where
                R: ::core::ops::Add<Output = R>,
            {
                let mut rest = sums.iter_mut();
                $(
                    if let Some(sum) = rest.next() {
                        *sum = *sum + self.$field;
                    }
                )*
            }

            /// The same structure with each field put through `f`.
            #[inline(always)]
            pub fn map<S>(&self, mut f: impl FnMut(R) -> S) -> $name<S> {
                $name { $($field: f(self.$field)),* }
            }
        }

        #[allow(dead_code, unreachable_pub)]
        impl $name<f64> {
            /// Cells side by side, one to a lane.
            pub fn gather<const N: usize>(cells: [&Self; N]) -> $name<$crate::Lanes<N>> {
                $name { $($field: $crate::Lanes(cells.map(|cell| cell.$field))),* }
            }
        }

        #[allow(dead_code, unreachable_pub)]
        impl<const N: usize> $name<$crate::Lanes<N>> {
            /// The cell in one lane.
            pub fn lane(&self, lane: usize) -> $name<f64> {
                self.map(|pack| pack.0[lane])
            }

            /// Puts a cell into one lane.
            pub fn set_lane(&mut self, lane: usize, cell: &$name<f64>) {
                $(self.$field.0[lane] = cell.$field;)*
            }
        }
    };
}
