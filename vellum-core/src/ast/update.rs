//! Changes of a document.

mod resolve;

pub(crate) use resolve::{Body, Requirement, Resolved, is_below};

use super::render::is_rename;
use super::{Expr, Filter, Literal, Path};

/// How documents are changed.
#[derive(Debug, Clone, PartialEq)]
pub enum Update {
    /// By operators, each on a path.
    Changes(Vec<Change>),
    /// By values that the server computes from the document as it was.
    Computed(Vec<Assignment>),
    /// Another document takes the place of each, under the id that was there.
    Replaced {
        /// The document, without columns.
        document: Literal,
        /// The columns, computed from those of the document that was there.
        kept: Vec<(&'static str, Expr)>,
    },
    /// Why the documents cannot be changed so; it stays whatever it is combined with.
    Invalid {
        /// The path that is meant.
        path: String,
        /// What is wrong.
        reason: String,
    },
}

/// One operator on one path.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What is changed.
    pub path: Path,
    /// How.
    pub operator: Operator,
}

impl Change {
    /// The paths of what is changed: of a value that moves, both.
    pub(crate) fn places(&self) -> impl Iterator<Item = &str> {
        let target = match &self.operator {
            Operator::Rename(to) => Some(to.as_str()),
            Operator::Raw(name, to) if is_rename(name) => to.as_str(),
            _ => None,
        };
        std::iter::once(self.path.as_str()).chain(target)
    }
}

/// A field that gets a computed value; `None` removes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// What is changed.
    pub path: Path,
    /// The new value.
    pub value: Option<Expr>,
}

/// What an update does to a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Operator {
    /// Gives it a value. Null stands for `None`, which most fields store by being absent.
    Set(Literal),
    /// Removes it.
    Unset,
    /// Gives it a value if the document is new.
    SetOnInsert(Literal),
    /// Adds a number, within the range of the field's type.
    Inc(Literal, Range),
    /// Multiplies by a number, within the range of the field's type.
    Mul(Literal, Range),
    /// Lowers it to a value, if it is greater.
    Min(Literal),
    /// Raises it to a value, if it is less.
    Max(Literal),
    /// Sets it to the server's time, as this BSON type.
    CurrentDate(u8),
    /// Gives it another name.
    Rename(Path),
    /// Appends to a list.
    Push(Push),
    /// Appends to a list what it does not hold yet.
    AddToSet(Vec<Literal>),
    /// Removes the elements that meet a filter.
    Pull(Filter),
    /// Removes the elements that equal one of these.
    PullAll(Vec<Literal>),
    /// Removes the first element (`true`) or the last.
    Pop(bool),
    /// Combines the bits of a number with those of another.
    Bit(BitOperation, Literal),
    /// An operator in MongoDB's own form: its name, and what stands beside the path.
    Raw(String, Literal),
}

/// The whole numbers that a field's type can hold, where they are fewer than the server's.
pub type Range = Option<(i64, i64)>;

/// How bits are combined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BitOperation {
    /// 1 where both are.
    And,
    /// 1 where one of them is.
    Or,
    /// 1 where exactly one of them is.
    Xor,
}

/// What is appended to a list, and what then happens to the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Push {
    /// The new elements.
    pub values: Vec<Literal>,
    /// Where they are put; counted from the end if negative.
    pub position: Option<i64>,
    /// How many of the list's elements are kept; the last ones if negative.
    pub slice: Option<i64>,
    /// The order of the list: paths below an element (empty for the element itself), and directions.
    pub sort: Vec<(String, i32)>,
}

impl Push {
    /// Appends these.
    pub fn of(values: Vec<Literal>) -> Self {
        Self { values, position: None, slice: None, sort: Vec::new() }
    }
}

impl Operator {
    fn literals(&self) -> &[Literal] {
        match self {
            Self::Set(one)
            | Self::SetOnInsert(one)
            | Self::Inc(one, _)
            | Self::Mul(one, _)
            | Self::Min(one)
            | Self::Max(one)
            | Self::Bit(_, one)
            | Self::Raw(_, one) => std::slice::from_ref(one),
            Self::Push(Push { values: many, .. }) | Self::AddToSet(many) | Self::PullAll(many) => many,
            Self::Unset | Self::CurrentDate(_) | Self::Rename(_) | Self::Pull(_) | Self::Pop(_) => &[],
        }
    }

    /// Why the operator cannot be sent.
    fn fault(&self) -> Option<String> {
        match self {
            Self::Pull(Filter::Invalid { reason, .. }) => Some(reason.clone()),
            Self::Rename(path) => path.update_fault(),
            other => other.literals().iter().find_map(Literal::fault).map(|fault| fault.reason.clone()),
        }
    }
}

impl Update {
    /// No change.
    pub(crate) fn none() -> Self {
        Self::Changes(Vec::new())
    }

    /// One change.
    pub(crate) fn change(path: &Path, operator: Operator) -> Self {
        match path.update_fault().or_else(|| operator.fault()) {
            Some(reason) => Self::invalid(path.as_str(), reason),
            None => Self::Changes(vec![Change { path: path.clone(), operator }]),
        }
    }

    /// One computed value.
    pub(crate) fn computed(path: &Path, value: Option<Expr>) -> Self {
        if let Some((path, reason)) = value.as_ref().and_then(Expr::fault) {
            return Self::Invalid { path, reason };
        }
        if path.is_element() {
            let reason = "an update that computes values cannot name a list's elements; set the whole list";
            return Self::invalid(path.as_str(), reason);
        }
        match path.update_fault() {
            Some(reason) => Self::invalid(path.as_str(), reason),
            None => Self::Computed(vec![Assignment { path: path.clone(), value }]),
        }
    }

    pub(crate) fn invalid(path: &str, reason: impl Into<String>) -> Self {
        Self::Invalid { path: path.to_owned(), reason: reason.into() }
    }

    /// Whether nothing is changed.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Changes(changes) => changes.is_empty(),
            Self::Computed(assignments) => assignments.is_empty(),
            Self::Replaced { .. } | Self::Invalid { .. } => false,
        }
    }

    /// The paths of what is changed.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        let (changes, assignments): (&[Change], &[Assignment]) = match self {
            Self::Changes(changes) => (changes, &[]),
            Self::Computed(assignments) => (&[], assignments),
            Self::Replaced { .. } | Self::Invalid { .. } => (&[], &[]),
        };
        let by_operators = changes.iter().map(|change| &change.path);
        by_operators.chain(assignments.iter().map(|assignment| &assignment.path))
    }

    /// Both updates as one.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (invalid @ Self::Invalid { .. }, _) | (_, invalid @ Self::Invalid { .. }) => invalid,
            (Self::Changes(mut changes), Self::Changes(more)) => {
                changes.extend(more);
                Self::Changes(changes)
            }
            (Self::Computed(mut assignments), Self::Computed(more)) => {
                assignments.extend(more);
                Self::Computed(assignments)
            }
            (Self::Changes(changes), other) | (other, Self::Changes(changes)) if changes.is_empty() => other,
            (one, other) => {
                let reason =
                    "changes and computed values cannot be one update; put all of them into `set_with`";
                Self::invalid(one.paths().chain(other.paths()).next().map_or("", Path::as_str), reason)
            }
        }
    }
}
