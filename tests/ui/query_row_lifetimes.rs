//! A row borrows from the server's bytes, and from nothing else.

use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    name: String,
    city: String,
}

#[derive(Projection)]
#[vellum(from = User)]
struct TwoPlaces<'a, 'b> {
    name: &'a str,
    city: &'b str,
}

#[derive(Projection)]
#[vellum(from = User)]
struct Forever<'a> {
    name: &'a str,
    city: &'static str,
}

#[derive(Projection)]
#[vellum(from = User)]
struct Owned {
    city: &'static str,
}

#[derive(Projection)]
#[vellum(from = User)]
struct Writes<'a> {
    name: &'a mut str,
}

#[derive(Projection)]
struct OfNothing<'a> {
    name: &'a str,
}

fn main() {}
