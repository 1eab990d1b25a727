//! Expressions: values that the server computes.

use super::{Literal, Path};

/// A value that the server computes.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// The value at a path of the document; empty for the document itself.
    Field(String),
    /// The value at a path below a variable.
    Variable(String, String),
    /// A value.
    Literal(Literal),
    /// An operator, by its name without `$`, and its only argument.
    One(&'static str, Box<Expr>),
    /// An operator, by its name without `$`, and the array of its arguments.
    Call(&'static str, Vec<Expr>),
    /// An operator, by its name without `$`, and its arguments by their names.
    Named(&'static str, Vec<(&'static str, Expr)>),
    /// An accumulator of a group, which only stands in what a group gives.
    Accumulator(Box<Expr>),
    /// An accumulator over a window: the function, and the window.
    Window(Box<Expr>, Box<Expr>),
    /// An array of expressions.
    List(Vec<Expr>),
    /// A document of expressions.
    Object(Vec<(String, Expr)>),
    /// Why the expression cannot be computed.
    Invalid {
        /// The path that is meant.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl Expr {
    /// An operator with one argument.
    pub(crate) fn one(name: &'static str, argument: Self) -> Self {
        Self::One(name, Box::new(argument))
    }

    /// A value of the system: `NOW`.
    pub(crate) fn system(name: &str) -> Self {
        Self::Variable(name.to_owned(), String::new())
    }

    /// The first part that cannot be computed: path and reason.
    pub(crate) fn fault(&self) -> Option<(String, String)> {
        match self {
            Self::Literal(literal) => literal.fault().map(|fault| (fault.path.clone(), fault.reason.clone())),
            Self::Invalid { path, reason } => Some((path.clone(), reason.clone())),
            other => other.parts().find_map(Self::fault),
        }
    }

    /// The expressions that this one is made of.
    fn parts(&self) -> Box<dyn Iterator<Item = &Self> + '_> {
        match self {
            Self::Field(_) | Self::Variable(..) | Self::Literal(_) | Self::Invalid { .. } => {
                Box::new(std::iter::empty())
            }
            Self::One(_, argument) | Self::Accumulator(argument) => {
                Box::new(std::iter::once(argument.as_ref()))
            }
            Self::Window(function, window) => Box::new([function.as_ref(), window.as_ref()].into_iter()),
            Self::Call(_, arguments) | Self::List(arguments) => Box::new(arguments.iter()),
            Self::Named(_, arguments) => Box::new(arguments.iter().map(|(_, argument)| argument)),
            Self::Object(fields) => Box::new(fields.iter().map(|(_, field)| field)),
        }
    }

    /// Whether an operator occurs anywhere.
    pub(crate) fn uses(&self, operator: &str) -> bool {
        let named = match self {
            Self::One(name, _) | Self::Call(name, _) | Self::Named(name, _) => *name == operator,
            _ => false,
        };
        named || self.parts().any(|part| part.uses(operator))
    }

    /// The same with another name for a variable.
    pub(crate) fn with_variable(self, from: &str, to: &str) -> Self {
        self.replaced(&mut |part| match part {
            Self::Variable(name, path) if name == from => Self::Variable(to.to_owned(), path),
            other => other,
        })
    }

    /// The same with its parts replaced: those without parts, and accumulators.
    pub(crate) fn replaced(self, replace: &mut dyn FnMut(Self) -> Self) -> Self {
        let mut again = |part: Self| part.replaced(replace);
        match self {
            Self::One(name, argument) => Self::one(name, again(*argument)),
            Self::Call(name, arguments) => Self::Call(name, arguments.into_iter().map(again).collect()),
            Self::List(items) => Self::List(items.into_iter().map(again).collect()),
            Self::Named(name, arguments) => {
                Self::Named(name, arguments.into_iter().map(|(key, part)| (key, again(part))).collect())
            }
            Self::Object(fields) => {
                Self::Object(fields.into_iter().map(|(key, part)| (key, again(part))).collect())
            }
            other => replace(other),
        }
    }
}

/// The value at a path.
pub(crate) fn field_expr(path: &Path) -> Expr {
    let invalid = |reason: &str| Expr::Invalid { path: path.as_str().to_owned(), reason: reason.to_owned() };
    if let Some(reason) = path.fault() {
        return invalid(reason);
    }
    if path.walks() {
        return invalid("an expression has no `any`; use `map`, `filter` and the like on the list");
    }
    let (start, steps) = path.at_indexes();
    let start = match path.starts_from() {
        Some(variable) => Expr::Variable(variable.to_owned(), start.to_owned()),
        None => Expr::Field(start.to_owned()),
    };
    steps.into_iter().fold(start, |list, (index, below)| element(list, index, below))
}

/// An element of a list, or what is below it.
fn element(list: Expr, index: &str, below: &str) -> Expr {
    let index = index.parse::<i64>().unwrap_or(i64::MAX);
    let element = Expr::Call("arrayElemAt", vec![list, Expr::Literal(whole(index))]);
    if below.is_empty() {
        return element;
    }
    let variables = Expr::Object(vec![("element".to_owned(), element)]);
    let below = Expr::Variable("element".to_owned(), below.to_owned());
    Expr::Named("let", vec![("vars", variables), ("in", below)])
}

/// A number as a person writes it: the shorter form where it fits.
pub(crate) fn whole(number: i64) -> Literal {
    i32::try_from(number).map_or_else(|_| Literal::of(&number), |short| Literal::of(&short))
}
