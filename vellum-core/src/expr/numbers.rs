//! Numbers.

use super::Expr;
use super::kinds::{Integral, Numerical, Real, RealOf};
use super::table::{entries, family};

family! {
    /// What the server makes out of numbers, beside `+ - * / %`.
    NumberExpr gives Expr, NUMBERS;
    /// Without its sign.
    abs() of [Numerical<Self::Value>] -> Self::Value = one "abs";
    /// The least whole number that is not less.
    ceil() of [Numerical<Self::Value>] -> Self::Value = one "ceil";
    /// The greatest whole number that is not greater.
    floor() of [Numerical<Self::Value>] -> Self::Value = one "floor";
    /// Rounded to so many decimal places, half to even; a negative place rounds before the point.
    round(place: i32) of [Numerical<Self::Value>] -> Self::Value = call "round";
    /// Cut off after so many decimal places.
    trunc(place: i32) of [Numerical<Self::Value>] -> Self::Value = call "trunc";
    /// Euler's number raised to it.
    exp() of [Real<Self::Value>] -> RealOf<Self::Value> = one "exp";
    /// The natural logarithm.
    ln() of [Real<Self::Value>] -> RealOf<Self::Value> = one "ln";
    /// The logarithm to a base.
    log(base: f64) of [Real<Self::Value>] -> RealOf<Self::Value> = call "log";
    /// The logarithm to the base of 10.
    log10() of [Real<Self::Value>] -> RealOf<Self::Value> = one "log10";
    /// Raised to an exponent.
    pow(exponent: f64) of [Real<Self::Value>] -> RealOf<Self::Value> = call "pow";
    /// The square root.
    sqrt() of [Real<Self::Value>] -> RealOf<Self::Value> = one "sqrt";
    /// The sine of an angle in radians.
    sin() of [Real<Self::Value>] -> RealOf<Self::Value> = one "sin";
    /// The cosine of an angle in radians.
    cos() of [Real<Self::Value>] -> RealOf<Self::Value> = one "cos";
    /// The tangent of an angle in radians.
    tan() of [Real<Self::Value>] -> RealOf<Self::Value> = one "tan";
    /// The angle in radians with this sine.
    asin() of [Real<Self::Value>] -> RealOf<Self::Value> = one "asin";
    /// The angle in radians with this cosine.
    acos() of [Real<Self::Value>] -> RealOf<Self::Value> = one "acos";
    /// The angle in radians with this tangent.
    atan() of [Real<Self::Value>] -> RealOf<Self::Value> = one "atan";
    /// The angle in radians whose tangent is it divided by `x`.
    atan2(x: f64) of [Real<Self::Value>] -> RealOf<Self::Value> = call "atan2";
    /// The hyperbolic sine.
    sinh() of [Real<Self::Value>] -> RealOf<Self::Value> = one "sinh";
    /// The hyperbolic cosine.
    cosh() of [Real<Self::Value>] -> RealOf<Self::Value> = one "cosh";
    /// The hyperbolic tangent.
    tanh() of [Real<Self::Value>] -> RealOf<Self::Value> = one "tanh";
    /// The inverse hyperbolic sine.
    asinh() of [Real<Self::Value>] -> RealOf<Self::Value> = one "asinh";
    /// The inverse hyperbolic cosine.
    acosh() of [Real<Self::Value>] -> RealOf<Self::Value> = one "acosh";
    /// The inverse hyperbolic tangent.
    atanh() of [Real<Self::Value>] -> RealOf<Self::Value> = one "atanh";
    /// Radians of degrees.
    degrees_to_radians() of [Real<Self::Value>] -> RealOf<Self::Value> = one "degreesToRadians";
    /// Degrees of radians.
    radians_to_degrees() of [Real<Self::Value>] -> RealOf<Self::Value> = one "radiansToDegrees";
    /// All bits turned over; MongoDB 6.3 and later.
    bit_not() of [Integral<Self::Value>] -> Self::Value = one "bitNot";
    /// The bits that are set in both; MongoDB 6.3 and later.
    bit_and(other: Self::Value) of [Integral<Self::Value>] -> Self::Value = chain "bitAnd";
    /// The bits that are set in one of both; MongoDB 6.3 and later.
    bit_or(other: Self::Value) of [Integral<Self::Value>] -> Self::Value = chain "bitOr";
    /// The bits that are set in exactly one of both; MongoDB 6.3 and later.
    bit_xor(other: Self::Value) of [Integral<Self::Value>] -> Self::Value = chain "bitXor";
    {}
}

entries! {
    ARITHMETIC;
    "The sum; of a date and milliseconds the later date."
        add("`+`") of "Numerical" -> "the wider type" = "add";
    "The difference; of two dates in milliseconds."
        subtract("`-`") of "Numerical" -> "the wider type" = "subtract";
    "The product." multiply("`*`") of "Numerical" -> "the wider type" = "multiply";
    "The quotient." divide("`/`") of "Numerical" -> "f64 or decimal" = "divide";
    "The remainder." modulo("`%`") of "Numerical" -> "the wider type" = "mod";
}
