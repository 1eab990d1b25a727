//! Changes of a document.

use super::Literal;

/// Changes, by operator.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Update {
    /// Fields that get a value.
    pub set: Vec<(&'static str, Literal)>,
    /// Numbers that are added to.
    pub inc: Vec<(&'static str, Literal)>,
}
