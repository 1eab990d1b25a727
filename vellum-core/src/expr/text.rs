//! Text.

use chrono::{DateTime, Utc};

use super::date::Dated;
use super::kinds::{Like, Measured, TextThere, Textual};
use super::table::{entries, family};
use super::{Computed, Expr};
use crate::ast::{Expr as Ast, Literal};
use crate::bson::Document;
use crate::field::{Operand, Pattern};
use crate::value::Value;

family! {
    /// What the server makes out of text.
    TextExpr gives Expr, TEXT;
    /// In upper case (of ASCII letters). Where there is no text, an empty one.
    to_upper() of [Textual<Self::Value>] -> String = one "toUpper";
    /// In lower case (of ASCII letters). Where there is no text, an empty one.
    to_lower() of [Textual<Self::Value>] -> String = one "toLower";
    /// Without white space at both ends.
    trim() of [Textual<Self::Value>] -> Like<Self::Value, String> = named "trim" ["input"];
    /// Without these characters at both ends.
    trim_chars(chars: String) of [Textual<Self::Value>] -> Like<Self::Value, String> = named "trim" ["input", "chars"];
    /// Without white space at the start.
    ltrim() of [Textual<Self::Value>] -> Like<Self::Value, String> = named "ltrim" ["input"];
    /// Without these characters at the start.
    ltrim_chars(chars: String) of [Textual<Self::Value>] -> Like<Self::Value, String> = named "ltrim" ["input", "chars"];
    /// Without white space at the end.
    rtrim() of [Textual<Self::Value>] -> Like<Self::Value, String> = named "rtrim" ["input"];
    /// Without these characters at the end.
    rtrim_chars(chars: String) of [Textual<Self::Value>] -> Like<Self::Value, String> = named "rtrim" ["input", "chars"];
    /// Followed by another text.
    concat(other: String) of [Textual<Self::Value>] -> Like<Self::Value, String> = chain "concat";
    /// The parts between the delimiters.
    split(delimiter: String) of [Textual<Self::Value>] -> Like<Self::Value, Vec<String>> = call "split";
    /// With the first occurrence of a text replaced.
    replace_one(find: String, replacement: String) of [Textual<Self::Value>] -> Like<Self::Value, String>
        = named "replaceOne" ["input", "find", "replacement"];
    /// With every occurrence of a text replaced.
    replace_all(find: String, replacement: String) of [Textual<Self::Value>] -> Like<Self::Value, String>
        = named "replaceAll" ["input", "find", "replacement"];
    /// The number of code points.
    str_len_cp() of [TextThere<Self::Value>] -> i32 = one "strLenCP";
    /// The number of bytes.
    str_len_bytes() of [TextThere<Self::Value>] -> i32 = one "strLenBytes";
    /// The code point at which a part starts, from 0; -1 where it does not occur.
    index_of_cp(part: String) of [Textual<Self::Value>] -> Like<Self::Value, i32> = call "indexOfCP";
    /// The same within the code points from `start` to before `end`.
    index_of_cp_in(part: String, start: i32, end: i32) of [Textual<Self::Value>] -> Like<Self::Value, i32> = call "indexOfCP";
    /// The byte at which a part starts, from 0; -1 where it does not occur.
    index_of_bytes(part: String) of [Textual<Self::Value>] -> Like<Self::Value, i32> = call "indexOfBytes";
    /// The same within the bytes from `start` to before `end`.
    index_of_bytes_in(part: String, start: i32, end: i32) of [Textual<Self::Value>] -> Like<Self::Value, i32>
        = call "indexOfBytes";
    /// So many code points from `start` on. Where there is no text, an empty one.
    substr_cp(start: i32, length: i32) of [Textual<Self::Value>] -> String = call "substrCP";
    /// So many bytes from `start` on. Where there is no text, an empty one.
    substr_bytes(start: i32, length: i32) of [Textual<Self::Value>] -> String = call "substrBytes";
    /// -1, 0 or 1, as it is less than, equal to or greater than a text but for case.
    strcasecmp(other: String) of [Textual<Self::Value>] -> i32 = call "strcasecmp";
    /// The number of bytes of a text or of binary data.
    binary_size() of [Measured<Self::Value>] -> Like<Self::Value, i32> = one "binarySize";
    {
        /// Whether a regular expression matches.
        ///
        /// MongoDB: `$regexMatch`.
        fn regex_match(&self, pattern: impl Pattern) -> Expr<Self::Root, bool>
        where
            Self::Value: Value<Kind: Textual<Self::Value>>,
        {
            Expr::from_ast(regex("regexMatch", self.ast(), pattern))
        }

        /// What a regular expression matches first: documents with `match`, `idx` and `captures`.
        ///
        /// MongoDB: `$regexFind`.
        fn regex_find(&self, pattern: impl Pattern) -> Expr<Self::Root, Option<Document>>
        where
            Self::Value: Value<Kind: Textual<Self::Value>>,
        {
            Expr::from_ast(regex("regexFind", self.ast(), pattern))
        }

        /// Everything that a regular expression matches: documents with `match`, `idx` and `captures`.
        ///
        /// MongoDB: `$regexFindAll`.
        fn regex_find_all(&self, pattern: impl Pattern) -> Expr<Self::Root, Vec<Document>>
        where
            Self::Value: Value<Kind: Textual<Self::Value>>,
        {
            Expr::from_ast(regex("regexFindAll", self.ast(), pattern))
        }

        /// The date that a text says, in ISO 8601. Other text is an error of the server's.
        ///
        /// MongoDB: `$dateFromString`.
        fn date_from_string(&self) -> Dated<Self::Root, Like<Self::Value, DateTime<Utc>>>
        where
            Self::Value: Value<Kind: Textual<Self::Value>>,
        {
            Dated::from_ast(Ast::Named("dateFromString", vec![("dateString", self.ast())]))
        }

        /// The date that a text says, in a format such as `"%d/%m/%Y"`.
        ///
        /// MongoDB: `$dateFromString` with `format`.
        fn date_from_string_as(
            &self,
            format: impl Operand<String, Self::Root>,
        ) -> Dated<Self::Root, Like<Self::Value, DateTime<Utc>>>
        where
            Self::Value: Value<Kind: Textual<Self::Value>>,
        {
            let format = format.into_operand().into_expr();
            Dated::from_ast(Ast::Named("dateFromString", vec![("dateString", self.ast()), ("format", format)]))
        }
    }
}

fn regex(operator: &'static str, input: Ast, pattern: impl Pattern) -> Ast {
    let (pattern, options) = pattern.into_parts();
    if pattern.contains('\0') {
        let reason = "a regular expression cannot hold a NUL character".to_owned();
        return Ast::Invalid { path: String::new(), reason };
    }
    let text = |text: &str| Ast::Literal(Literal::text(text));
    let mut arguments = vec![("input", input), ("regex", text(&pattern))];
    if !options.is_empty() {
        arguments.push(("options", text(&options)));
    }
    Ast::Named(operator, arguments)
}

/// Texts one after another. Where one is missing, so is the whole.
///
/// MongoDB: `$concat`.
pub fn concat<A>(parts: impl IntoIterator<Item = A>) -> Expr<A::Root, Like<A::Value, String>>
where
    A: Computed<Value: Value<Kind: Textual<A::Value>>>,
{
    Expr::from_ast(Ast::Call("concat", parts.into_iter().map(|part| part.ast()).collect()))
}

entries! {
    TEXT_BY_HAND;
    "Texts one after another." concat("parts") of "" -> "Like<String>" = "concat";
    "Whether a regular expression matches." regex_match("pattern") of "Textual" -> "bool" = "regexMatch";
    "What it matches first: `match`, `idx`, `captures`."
        regex_find("pattern") of "Textual" -> "Option<Document>" = "regexFind";
    "Everything that it matches." regex_find_all("pattern") of "Textual" -> "Vec<Document>" = "regexFindAll";
    "The date that a text says, in ISO 8601."
        date_from_string("") of "Textual" -> "Like<DateTime<Utc>>" = "dateFromString";
    "The date that a text says, in a format."
        date_from_string_as("format: String") of "Textual" -> "Like<DateTime<Utc>>" = "dateFromString";
}
