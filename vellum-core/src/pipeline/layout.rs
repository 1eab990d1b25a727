//! Where the parts of a row stand in the server's documents.

use super::row::RowType;
use crate::ast::Path;

/// Where the parts of a row stand in the server's documents: of a tuple, the first part's fields at the top,
/// each further part at a path of its own.
#[derive(Debug, Clone)]
pub struct Layout {
    parts: Vec<Path>,
}

/// The name of a part that a stage has added.
pub(crate) fn hidden(part: usize) -> String {
    format!("__{part}")
}

impl Layout {
    /// One part, at the top.
    pub(crate) fn new() -> Self {
        Self { parts: vec![Path::root()] }
    }

    /// Where a part stands.
    pub(super) fn part(&self, part: usize) -> Path {
        self.parts.get(part).cloned().unwrap_or_else(Path::root)
    }

    /// With one more part under a name of its own, and that name.
    pub(super) fn add(&self) -> (Self, String) {
        let name = hidden(self.parts.len());
        (self.clone().with(Path::raw(&name)), name)
    }

    /// With one more part: an element in the place of the list that it stood in.
    pub(super) fn unwind(&self, list: &str) -> Self {
        let parts = self.parts.iter().map(|part| part.unwound(list)).collect();
        Self { parts }.with(Path::raw(list))
    }

    /// Whether the parts stand where those of another row do.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.parts.iter().map(Path::as_str).eq(other.parts.iter().map(Path::as_str))
    }

    fn with(mut self, part: Path) -> Self {
        self.parts.push(part);
        self
    }

    /// The parts of rows of the type `S` that stand in the place of lists and are read on their own: each one's path,
    /// and its number.
    pub(crate) fn in_lists<S: RowType>(&self) -> Vec<(String, usize)> {
        let parts = self.parts.iter().enumerate().skip(S::AS_STORED.max(1));
        let elsewhere = parts.filter(|(part, path)| path.as_str() != hidden(*part));
        elsewhere.map(|(part, path)| (path.as_str().to_owned(), part)).collect()
    }
}
