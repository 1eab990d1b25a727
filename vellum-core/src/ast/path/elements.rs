//! Elements of lists that an update means, and their placeholders in a path.

use super::Path;
use crate::ast::Filter;
use crate::ast::render::is_placeholder;

/// The elements of a list that an update means.
#[derive(Debug, Clone, PartialEq)]
pub enum Elements {
    /// The first one that the update's filter has matched.
    Matched,
    /// Each of them.
    Each,
    /// Each that meets a filter, under the name that the path has for it.
    Where(String, Box<Filter>),
}

impl Elements {
    /// Those among them that also meet a filter; `None` where only the server knows them.
    pub(crate) fn narrowed(&self, filter: Filter, path: &Path) -> Option<Self> {
        match self {
            Self::Matched => None,
            Self::Each => Some(Self::Where(element_name(last_name(path.as_str())), Box::new(filter))),
            Self::Where(name, known) => {
                let both = Filter::and(vec![(**known).clone(), filter]);
                Some(Self::Where(name.clone(), Box::new(both)))
            }
        }
    }
}

/// Which placeholder of a path is its last, and what stands below.
pub(crate) fn split_at_placeholder(path: &str) -> Option<(usize, String)> {
    let parts: Vec<&str> = path.split('.').collect();
    let last = parts.iter().rposition(|part| is_placeholder(part))?;
    let before = parts[..last].iter().filter(|part| is_placeholder(part)).count();
    Some((before, parts[last + 1..].join(".")))
}

/// The list of each placeholder of a path, below the one before, and what stands below the last.
pub(crate) fn split_at_placeholders(path: &str) -> (Vec<String>, String) {
    let parts: Vec<&str> = path.split('.').collect();
    let mut between: Vec<String> =
        parts.split(|part| is_placeholder(part)).map(|parts| parts.join(".")).collect();
    let below = between.pop().unwrap_or_default();
    (between, below)
}

/// The path as a filter writes it, which walks through lists by itself.
pub(crate) fn without_placeholders(path: &str) -> String {
    path.split('.').filter(|part| !is_placeholder(part)).collect::<Vec<_>>().join(".")
}

/// The last part of a path that is a name.
pub(super) fn last_name(path: &str) -> &str {
    path.split('.').rfind(|part| part.starts_with(|c: char| c.is_ascii_alphabetic())).unwrap_or_default()
}

/// A name for a list's elements as MongoDB takes it: letters and digits, the first one a small letter.
pub(super) fn element_name(list: &str) -> String {
    let mut name: String = list.chars().filter(char::is_ascii_alphanumeric).collect();
    match name.get_mut(..1) {
        Some(first) => first.make_ascii_lowercase(),
        None => name.push_str("element"),
    }
    name
}
