//! What a model's own rules find wrong with a document.

use std::fmt;

use super::Error;

/// How many violations are printed; all of them are in the error.
const PRINTED: usize = 8;

/// One thing that is wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The field: `items[3].price`. Empty if the document as a whole is meant.
    pub path: String,
    /// What is wrong with it.
    pub message: String,
}

impl Violation {
    /// What is wrong at a path.
    pub fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            return f.write_str(&self.message);
        }
        write!(f, "at `{}`, {}", self.path, self.message)
    }
}

impl Error {
    /// A document of `collection` that the model's own rules refuse.
    ///
    /// ```
    /// use vellum_core::error::{Error, Violation};
    ///
    /// let error = Error::validation("users", [Violation::new("age", "lower than 18")]);
    /// assert_eq!(error.to_string(), "a document for `users` is refused by validation: at `age`, lower than 18");
    /// ```
    pub fn validation(
        collection: impl Into<String>,
        violations: impl IntoIterator<Item = Violation>,
    ) -> Self {
        Self::Validation { collection: collection.into(), violations: violations.into_iter().collect() }
    }
}

/// The violations in one line.
pub(super) fn print(violations: &[Violation], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (index, violation) in violations.iter().take(PRINTED).enumerate() {
        let between = if index == 0 { "" } else { "; " };
        write!(f, "{between}{violation}")?;
    }
    match violations.len().saturating_sub(PRINTED) {
        0 => Ok(()),
        more => write!(f, "; and {more} more"),
    }
}
