//! `text`.

use super::head::Head;
use super::row::RowType;
use super::{Aggregate, Origin};
use crate::ast::{Expr as Ast, Filter, Literal, Stage, Text};

impl<M: Origin, S: RowType> Aggregate<M, S> {
    /// The documents that a search in the collection's text index finds, each with how well it matches:
    /// `(article, score)`. In any order; `.sort(|(_, score)| score.desc())` puts the best first.
    ///
    /// ```text
    /// articles.aggregate().text("coffee -decaf").sort(|(_, score)| score.desc())
    /// articles.aggregate().text(TextSearch::new("café").language("fr").diacritic_sensitive())
    /// ```
    ///
    /// Only filters may stand in front of this stage. Without the score it is
    /// `.filter(|_| Filter::text("coffee"))`.
    ///
    /// MongoDB: `$match` with `$text`, and `$addFields` with `{$meta: "textScore"}`.
    pub fn text(self, search: impl Into<TextSearch>) -> Aggregate<M, (S, f64)>
    where
        S: Head,
    {
        let (layout, score) = self.layout.add();
        let search = search.into().0;
        let found = self
            .at_head(layout, "text", |filter| Stage::Match(Filter::and(vec![Filter::Text(search), filter])));
        found.with(Stage::AddFields(vec![(score, meta("textScore"))]))
    }
}

/// What the server knows of a document that it has found.
pub(super) fn meta(what: &str) -> Ast {
    Ast::one("meta", Ast::Literal(Literal::text(what)))
}

/// A search in a text index: words, `"phrases"` in quotes, and `-words` that must not occur. Text is one, too.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a search does nothing until `text` gets it"]
pub struct TextSearch(Text);

impl TextSearch {
    /// A search by the rules of the index.
    ///
    /// MongoDB: `$search`.
    pub fn new(search: impl Into<String>) -> Self {
        Self(Text::new(search.into()))
    }

    /// By the rules of a language for word stems and for words that do not count: `"en"`, `"none"`.
    ///
    /// MongoDB: `$language`.
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.0.language = Some(language.into());
        self
    }

    /// With regard to upper and lower case.
    ///
    /// MongoDB: `$caseSensitive`.
    pub fn case_sensitive(mut self) -> Self {
        self.0.case_sensitive = true;
        self
    }

    /// With regard to marks such as accents.
    ///
    /// MongoDB: `$diacriticSensitive`.
    pub fn diacritic_sensitive(mut self) -> Self {
        self.0.diacritic_sensitive = true;
        self
    }
}

impl From<&str> for TextSearch {
    fn from(search: &str) -> Self {
        Self::new(search)
    }
}

impl From<String> for TextSearch {
    fn from(search: String) -> Self {
        Self::new(search)
    }
}
