//! Expressions: values that the server computes.

use super::{Literal, Path};

/// A value that the server computes.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// The value at a path of the document.
    Field(String),
    /// A value.
    Literal(Literal),
    /// An operator, by its name without `$`, and its arguments.
    Call(&'static str, Vec<Expr>),
    /// An array of expressions.
    List(Vec<Expr>),
    /// Why the expression cannot be computed.
    Invalid {
        /// The path that is meant.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl Expr {
    /// The first part that cannot be computed: path and reason.
    pub(crate) fn fault(&self) -> Option<(String, String)> {
        match self {
            Self::Field(_) => None,
            Self::Literal(literal) => literal.fault().map(|fault| (fault.path.clone(), fault.reason.clone())),
            Self::Call(_, arguments) | Self::List(arguments) => arguments.iter().find_map(Self::fault),
            Self::Invalid { path, reason } => Some((path.clone(), reason.clone())),
        }
    }
}

/// The value at a path.
pub(crate) fn field_expr(path: &Path) -> Expr {
    match path.fault() {
        Some(reason) => Expr::Invalid { path: path.as_str().to_owned(), reason: reason.to_owned() },
        None => Expr::Field(path.as_str().to_owned()),
    }
}
