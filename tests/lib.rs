//! Tests of Vellum as its users see it.
