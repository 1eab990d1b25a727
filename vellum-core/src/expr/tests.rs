//! The documentation lists what the code has: it is written by this test.

use std::fmt::Write as _;
use std::path::Path;

use super::table::{OPERATORS, Operator};

const START: &str =
    "<!-- operators: written by `UPDATE_DOCS=1 cargo test -p vellum-core documentation` -->\n";
const END: &str = "<!-- end of operators -->\n";

/// What an operator is a method of, in words.
fn receiver(of: &str) -> &str {
    match of.trim_end_matches("<Self::Value>") {
        "" => "",
        "Anything" => "anything",
        "Ordered" => "ordered values",
        "bool" => "`bool`",
        "Textual" => "text",
        "TextThere" => "text, no option",
        "Numerical" | "Real" => "numbers",
        "Integral" => "whole numbers",
        "Moment" => "dates",
        "Stamped" => "timestamps",
        "Listable" => "lists",
        "ListThere" => "lists, no option",
        "Documented" => "documents",
        "DocumentThere" => "documents, no option",
        "Measured" => "text, bytes",
        "Convertible" => "text, numbers, dates, ids",
        other => panic!("no words for `{other}`"),
    }
}

/// The type of a result, in words. A star: an option if the receiver is one.
fn result(result: &str) -> String {
    let result = result
        .replace("Distinct<Self::Value>", "item")
        .replace("Like<Self::Value, ", "Like<")
        .replace("RealOf<Self::Value>", "Like<f64 or decimal>");
    match result.as_str() {
        "Self::Value" => "the same type".to_owned(),
        "Inner<Self::Value>" => "the same type, no option".to_owned(),
        like => match like.strip_prefix("Like<").and_then(|inner| inner.strip_suffix('>')) {
            Some(inner) => format!("{} \\*", named(inner)),
            None => named(like),
        },
    }
}

/// A type is written as code, words are not.
fn named(result: &str) -> String {
    let is_type = result.contains('<') || !result.contains(' ');
    if is_type { format!("`{result}`") } else { result.to_owned() }
}

fn call(operator: &Operator) -> String {
    let arguments = operator.arguments.trim_end_matches(", ").replace("Distinct<Self::Value>", "item");
    let arguments = arguments.replace("Self::Value", "the same type").replace(" : ", ": ");
    if arguments.starts_with('`') {
        return arguments.replace('|', "\\|");
    }
    format!("`{}({})`", operator.name, arguments.replace('|', "\\|"))
}

fn tables() -> String {
    let mut text = String::new();
    for (title, lists) in OPERATORS {
        let _ = write!(text, "\n### {title}\n\n| | of | gives | MongoDB | |\n|---|---|---|---|---|\n");
        for operator in lists.iter().flat_map(|list| list.iter()) {
            let row = [
                call(operator),
                receiver(operator.of).to_owned(),
                result(operator.result),
                format!("`${}`", operator.mongodb),
                operator.meaning.trim().replace('|', "\\|"),
            ];
            let _ = writeln!(text, "| {} |", row.join(" | "));
        }
    }
    text.push('\n');
    text
}

#[test]
fn the_documentation_lists_the_operators_that_there_are() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/expressions.md");
    let page = std::fs::read_to_string(&path).expect("the guide");
    let (before, rest) = page.split_once(START).expect("the start of the tables");
    let (tables_in_page, after) = rest.split_once(END).expect("the end of the tables");
    let tables = tables();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, [before, START, &tables, END, after].concat())
            .expect("the guide can be written");
        return;
    }
    assert!(tables_in_page == tables, "run `UPDATE_DOCS=1 cargo test -p vellum-core documentation`");
}

#[test]
fn no_operator_is_listed_twice() {
    let mut names: Vec<_> = OPERATORS
        .iter()
        .flat_map(|(_, lists)| lists.iter())
        .flat_map(|list| list.iter())
        .map(|operator| (operator.name, operator.arguments))
        .collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
}
