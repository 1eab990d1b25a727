//! What `push_all_with` does to a list besides appending.

use crate::ast;
use crate::sort::{IntoSort, Sort};

/// Where new elements are put, how the list is then sorted, and how much of it is kept.
///
/// ```no_run
/// # use vellum_core::update::Push;
/// # fn example<User>() {
/// let newest_five: Push<User> = Push::slice(-5);
/// let in_front: Push<User> = Push::new().position(0);
/// # }
/// ```
#[derive(Debug)]
#[must_use]
pub struct Push<M> {
    position: Option<i64>,
    slice: Option<i64>,
    sort: Vec<Sort<M>>,
}

impl<M> Push<M> {
    /// Appends at the end and keeps everything.
    pub fn new() -> Self {
        Self { position: None, slice: None, sort: Vec::new() }
    }

    /// Keeps only so many elements: the first ones, or the last ones if negative.
    ///
    /// MongoDB: `$slice`.
    pub fn slice(elements: i64) -> Self {
        Self { slice: Some(elements), ..Self::new() }
    }

    /// Puts the new elements at an index instead of the end; counted from the end if negative.
    ///
    /// MongoDB: `$position`.
    pub fn position(mut self, index: i64) -> Self {
        self.position = Some(index);
        self
    }

    /// Sorts the whole list, by paths that lead through its elements:
    /// `q.items().any().price().desc()`, or `q.scores().any().asc()`.
    ///
    /// MongoDB: `$sort`.
    pub fn sort(mut self, sort: impl IntoSort<M>) -> Self {
        self.sort = sort.into_sort();
        self
    }

    /// The same below the list at `path`.
    pub(crate) fn into_ast(self, path: &str, values: Vec<ast::Literal>) -> Result<ast::Push, String> {
        let path = ast::without_placeholders(path);
        let sort = self.sort.iter().map(|order| {
            let (sorted, direction) =
                order.key().ok_or("a list is sorted by its elements, not by a text search")?;
            // Elements that an update means are no fault here: the order has to lead through the same.
            let below = ast::without_placeholders(sorted);
            if let Some(fault) = order.fault().filter(|_| below == sorted) {
                return Err(fault.to_owned());
            }
            match below.strip_prefix(path.as_str()) {
                Some("") => Ok((String::new(), direction)),
                Some(rest) if rest.starts_with('.') => Ok((rest[1..].to_owned(), direction)),
                _ => Err(format!("`{below}` is no path through the list's elements")),
            }
        });
        Ok(ast::Push {
            values,
            position: self.position,
            slice: self.slice,
            sort: sort.collect::<Result<_, String>>()?,
        })
    }
}

impl<M> Default for Push<M> {
    fn default() -> Self {
        Self::new()
    }
}

impl<M> Clone for Push<M> {
    fn clone(&self) -> Self {
        Self { position: self.position, slice: self.slice, sort: self.sort.clone() }
    }
}
