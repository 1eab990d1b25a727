//! Projections with unusual names in pipelines, generic ones, and rows that nest.
#![deny(warnings, missing_docs, clippy::pedantic)]
#![allow(dead_code)]

use vellum::prelude::{Projection, Ref, UnwindExpr as _, Vellum, count, max, push};

/// A model.
#[derive(Debug, Clone, Vellum)]
#[vellum(collection = "things")]
pub struct Thing {
    /// A raw identifier.
    pub r#type: String,
    /// The name of a primitive type.
    pub bool: bool,
    /// A list.
    pub list: Vec<i64>,
    /// Another document.
    pub other: Option<Ref<Thing>>,
}

/// Names that the expansion also uses.
#[derive(Debug, Projection)]
pub struct Hostile {
    /// A raw identifier.
    pub r#type: String,
    /// The name of a primitive type.
    pub bool: bool,
    /// A method of the builder's inside.
    pub with: i64,
    /// The operators of the whole.
    pub whole: i64,
    /// May be left out.
    #[vellum(default)]
    pub finish: i64,
    /// Never read.
    #[vellum(skip)]
    pub row: i64,
}

/// A projection with a parameter.
#[derive(Debug, Projection)]
pub struct Pair<T> {
    /// One.
    pub one: T,
    /// All.
    pub all: Vec<T>,
}

fn pipelines(things: &ThingRepository) {
    let _ = things
        .aggregate()
        .group_by(
            |t| (t.r#type(), t.bool()),
            |(r#type, bool), _| Hostile::grouped().whole(count()).r#type(r#type).with(count()).bool(bool),
        )
        .filter(|h| h.r#type().eq("x") & h.bool().eq(true) & h.whole().gt(1))
        .sort(|h| [h.with().asc(), h.whole().desc()]);
    let _ = things
        .aggregate()
        .group_by(|t| t.bool(), |_, t| Pair::grouped().one(max(t.r#type())).all(push(t.r#type())))
        .project(|p| Pair::projected().one(p.one()).all(p.all()));
    let rows = things
        .aggregate()
        .lookup(|t| t.other(), Thing::q().id())
        .lookup_one(|(t, _)| t.id(), Thing::q().other())
        .unwind(|((t, _), _)| t.list().keep_empty().with_index())
        .filter(|((((t, others), one), element), index)| {
            t.bool().eq(true) & others.any().bool().eq(true) & one.is_none() & element.is_some() & index.gt(0)
        });
    drop(rows);
}

fn main() {}
