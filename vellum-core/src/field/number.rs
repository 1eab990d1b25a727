//! Operators on numbers and bits.

use super::{Binary, Field, Matching, Numeric, Operand};
use crate::ast::{self, Bits, Condition, Literal};
use crate::bson::element;
use crate::filter::Filter;
use crate::value::{Encoder, Value};

macro_rules! bits {
    ($($(#[$doc:meta])* $name:ident $bits:ident)*) => {
        impl<R, T> Field<R, T> {$(
            $(#[$doc])*
            pub fn $name(&self, mask: u64) -> Filter<R>
            where
                R: Matching,
                T: Value<Kind: Binary<T>>,
            {
                let mask = Literal::written(element::INT64, |out: &mut Encoder| mask.encode(out));
                Filter::from_ast(ast::Filter::test(&self.path, Condition::Bits(Bits::$bits, mask)))
            }
        )*}
    };
}

bits! {
    /// All bits of the mask are 1.
    ///
    /// MongoDB: `$bitsAllSet`.
    bits_all_set AllSet
    /// At least one bit of the mask is 1.
    ///
    /// MongoDB: `$bitsAnySet`.
    bits_any_set AnySet
    /// All bits of the mask are 0.
    ///
    /// MongoDB: `$bitsAllClear`.
    bits_all_clear AllClear
    /// At least one bit of the mask is 0.
    ///
    /// MongoDB: `$bitsAnyClear`.
    bits_any_clear AnyClear
}

impl<R, T> Field<R, T> {
    /// Divided by `divisor`, leaves `remainder`.
    ///
    /// MongoDB: `$mod`.
    pub fn rem(&self, divisor: impl Operand<T, R>, remainder: impl Operand<T, R>) -> Filter<R>
    where
        R: Matching,
        T: Value<Kind: Numeric<T>>,
    {
        let divisor = divisor.into_operand().into_literal();
        let remainder = remainder.into_operand().into_literal();
        Filter::from_ast(ast::Filter::test(&self.path, Condition::Mod(divisor, remainder)))
    }
}
