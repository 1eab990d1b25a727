//! Updates as the driver takes them.

use std::borrow::Cow;
use std::fmt;

use mongodb::options::UpdateModifications;

use super::document;
use crate::ast::{self, RenderedBody, Requirement, render_update};
use crate::bson::Document;
use crate::error::{Error, Result};

/// An update that can be sent.
#[derive(Debug, Clone)]
pub(crate) struct Changes {
    pub(crate) sent: Sent,
    /// What a document has to be for the update to mean what it says.
    pub(crate) requirements: Vec<Requirement>,
    /// What the caller changes, for messages.
    pub(crate) paths: Vec<Cow<'static, str>>,
}

/// What the server gets of an update besides its filter.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(crate) body: UpdateModifications,
    pub(crate) array_filters: Vec<Document>,
}

impl Changes {
    pub(crate) fn of(update: ast::Update) -> Result<Self> {
        let invalid = |(path, reason)| Error::InvalidUpdate { path, reason };
        let unreadable = || invalid((String::new(), "the update cannot be rendered".to_owned()));
        let mut resolved = update.resolve().map_err(invalid)?;
        let rendered = render_update(&mut resolved).map_err(invalid)?;
        let documents = |all: Vec<Vec<u8>>| {
            all.iter().map(|bytes| document(bytes)).collect::<Option<Vec<_>>>().ok_or_else(unreadable)
        };
        let body = match rendered.body {
            RenderedBody::Changes(bytes) => {
                UpdateModifications::Document(document(&bytes).ok_or_else(unreadable)?)
            }
            RenderedBody::Pipeline(stages) => UpdateModifications::Pipeline(documents(stages)?),
        };
        let array_filters = documents(rendered.array_filters)?;
        let sent = Sent { body, array_filters };
        Ok(Self { sent, requirements: resolved.requirements, paths: Vec::new() })
    }
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |documents: &[Document], f: &mut fmt::Formatter<'_>| {
            for (at, document) in documents.iter().enumerate() {
                f.write_str(if at == 0 { "[" } else { ", " })?;
                ast::print(document, f)?;
            }
            f.write_str("]")
        };
        match &self.sent.body {
            UpdateModifications::Document(document) => ast::print(document, f)?,
            UpdateModifications::Pipeline(stages) => list(stages, f)?,
            _ => {}
        }
        if !self.sent.array_filters.is_empty() {
            f.write_str(", {arrayFilters: ")?;
            list(&self.sent.array_filters, f)?;
            f.write_str("}")?;
        }
        Ok(())
    }
}
