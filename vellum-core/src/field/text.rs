//! Operators on text.

use super::{Contains, Field, Matching, Text};
use crate::ast::{self, Condition, Path};
use crate::bson::Regex;
use crate::filter::Filter;
use crate::value::Value;

/// A regular expression, as `matches` takes it: text, or a `bson` regex with options.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a regular expression",
    label = "expected text such as `\"^A\"`, or a `bson::Regex` with options"
)]
pub trait Pattern {
    /// The pattern and its options.
    fn into_parts(self) -> (String, String);
}

impl Pattern for &str {
    fn into_parts(self) -> (String, String) {
        (self.to_owned(), String::new())
    }
}

impl Pattern for String {
    fn into_parts(self) -> (String, String) {
        (self, String::new())
    }
}

impl Pattern for &String {
    fn into_parts(self) -> (String, String) {
        (self.clone(), String::new())
    }
}

impl Pattern for Regex {
    fn into_parts(self) -> (String, String) {
        (self.pattern.as_str().to_owned(), self.options.as_str().to_owned())
    }
}

impl<R, T> Field<R, T> {
    /// Matches a regular expression (PCRE). The pattern is used as it is: never build it out of a
    /// stranger's text; the other text operators escape theirs.
    ///
    /// MongoDB: `$regex`.
    pub fn matches(&self, pattern: impl Pattern) -> Filter<R>
    where
        R: Matching,
        T: Value<Kind: Text<T>>,
    {
        let (pattern, options) = pattern.into_parts();
        Filter::from_ast(regex(&self.path, pattern, &options))
    }

    /// Starts with this text. An index on the field is used.
    ///
    /// MongoDB: `$regex: "^..."`.
    pub fn starts_with(&self, text: impl AsRef<str>) -> Filter<R>
    where
        R: Matching,
        T: Value<Kind: Text<T>>,
    {
        Filter::from_ast(regex(&self.path, format!("^{}", escape(text.as_ref())), ""))
    }

    /// Ends with this text.
    ///
    /// MongoDB: `$regex: "...\z"`.
    pub fn ends_with(&self, text: impl AsRef<str>) -> Filter<R>
    where
        R: Matching,
        T: Value<Kind: Text<T>>,
    {
        Filter::from_ast(regex(&self.path, format!("{}\\z", escape(text.as_ref())), ""))
    }

    /// Equal but for upper and lower case.
    ///
    /// MongoDB: `$regex` with `$options: "i"`.
    pub fn eq_ignore_case(&self, text: impl AsRef<str>) -> Filter<R>
    where
        R: Matching,
        T: Value<Kind: Text<T>>,
    {
        Filter::from_ast(regex(&self.path, format!("^{}\\z", escape(text.as_ref())), "i"))
    }
}

// Bounded as a whole: under an expression root the name belongs to `ListExpr`.
impl<R: Matching, T> Field<R, T> {
    /// On text: has this part. On a list or set: has an element that equals this value (documents
    /// are compared field by field).
    ///
    /// MongoDB: `$regex` on text, `{list: value}` or `$elemMatch` on a list.
    pub fn contains<V>(&self, value: V) -> Filter<R>
    where
        T: Value<Kind: Contains<T, V, R>>,
    {
        Filter::from_ast(T::Kind::contains(&self.path, value))
    }
}

/// Has this part.
pub(super) fn part(path: &Path, text: &str) -> ast::Filter {
    regex(path, escape(text), "")
}

fn regex(path: &Path, pattern: String, options: &str) -> ast::Filter {
    if pattern.contains('\0') {
        let reason = "a regular expression cannot hold a NUL character".to_owned();
        return ast::Filter::Invalid { path: path.as_str().to_owned(), reason };
    }
    ast::Filter::test(path, Condition::Regex { pattern, options: options.to_owned() })
}

/// The pattern that matches this text and nothing else.
fn escape(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\0' => pattern.push_str("\\x00"),
            '\\' | '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$' => {
                pattern.push('\\');
                pattern.push(character);
            }
            other => pattern.push(other),
        }
    }
    pattern
}
