//! The stages that only stand at an end of a pipeline: those that search, and those that write.

use super::{Filter, Literal, Stage};
use crate::bson::Document;

/// A search in a search index.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// The stage's operator, without `$`.
    pub operator: &'static str,
    /// What stands beside it.
    pub arguments: Document,
    /// Among which documents.
    pub filter: Filter,
}

impl Search {
    /// Among all documents.
    pub fn new(operator: &'static str, arguments: Document) -> Self {
        Self { operator, arguments, filter: Filter::All }
    }
}

/// The collection that a pipeline writes.
#[derive(Debug, Clone, PartialEq)]
pub struct Into {
    /// The database, if it is another one.
    pub database: Option<String>,
    /// The collection.
    pub collection: &'static str,
}

/// How documents get into a collection.
#[derive(Debug, Clone, PartialEq)]
pub struct Merge {
    /// The collection.
    pub into: Into,
    /// The fields that documents are the same by; none for the id.
    pub on: Vec<String>,
    /// What is done where there is such a document.
    pub matched: Matched,
    /// What is done where there is none, in MongoDB's word.
    pub not_matched: &'static str,
}

/// What is done with a document that is there already.
#[derive(Debug, Clone, PartialEq)]
pub enum Matched {
    /// In MongoDB's word.
    Word(&'static str),
    /// These stages.
    Stages(Vec<Stage>),
}

/// Documents near to a point.
#[derive(Debug, Clone, PartialEq)]
pub struct GeoNear {
    /// The GeoJSON point.
    pub point: Literal,
    /// The field that is searched.
    pub key: String,
    /// Where the distance is put.
    pub distance: String,
    /// Where the place that was found is put.
    pub location: Option<String>,
    /// The least distance, in metres.
    pub min: Option<f64>,
    /// The greatest distance, in metres.
    pub max: Option<f64>,
    /// What distances are multiplied by.
    pub multiplier: Option<f64>,
    /// Which documents are meant.
    pub query: Filter,
}
