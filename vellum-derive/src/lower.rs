//! Decides what was meant: every rule and every message. Mistakes accumulate, and lowering goes on
//! with what is still understood, so that the fallback offers as much as possible to other code.

mod case;
mod columns;
mod conflicts;
mod duration;
mod embedded;
mod field;
mod generics;
mod hooks;
mod index;
mod index_options;
mod item;
mod lent;
mod model;
mod model_enum;
mod projection;
mod stored_names;
mod tagged;
mod text;
mod unique;

pub(crate) use embedded::embedded;
#[cfg(test)]
pub(crate) use hooks::validate;
pub(crate) use model::model;
pub(crate) use projection::projection;
