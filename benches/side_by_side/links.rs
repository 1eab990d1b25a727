//! Documents that refer to small ones, each to another one.

use bson::oid::ObjectId;
use serde::{Deserialize, Serialize};
use vellum::prelude::*;

use crate::contents::id;
use crate::models;

/// As the driver has it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Link {
    #[serde(rename = "_id")]
    pub(crate) id: ObjectId,
    pub(crate) target: ObjectId,
    pub(crate) label: String,
}

/// As Vellum has it.
#[derive(Debug, Clone, Vellum)]
#[vellum(collection = "links")]
pub(crate) struct Linked {
    #[vellum(id)]
    pub(crate) id: ObjectId,
    pub(crate) target: Ref<models::Small>,
    pub(crate) label: String,
}

/// How many small documents there are for each of these.
pub(crate) const APART: u64 = 3;

pub(crate) fn link(number: u64) -> Link {
    Link { id: id(number), target: id(number * APART), label: format!("link {number}") }
}
