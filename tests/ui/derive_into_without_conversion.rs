//! A type that is stored through another one needs the conversions.

use vellum::prelude::*;

#[derive(Clone, Embedded)]
#[vellum(into = String, try_from = String)]
struct Color {
    red: u8,
}

impl From<Color> for String {
    fn from(color: Color) -> Self {
        color.red.to_string()
    }
}

fn main() {}
