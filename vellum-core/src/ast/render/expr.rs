//! Expressions.

use super::{Refused, write_array, write_literal};
use crate::ast::Expr;
use crate::bson::{Bson, Document, element};
use crate::value::{Encoder, Reader, Value};

/// The expression as BSON.
pub(crate) fn render_expr(expr: &Expr) -> Result<Bson, Refused> {
    if let Some(refused) = expr.fault() {
        return Err(refused);
    }
    let mut out = Encoder::new();
    out.document(|out| write_expr("expr", expr, out));
    let bytes = out.finish().map_err(|fault| (fault.path, fault.reason))?;
    let document = Document::decode_as(element::DOCUMENT, &mut Reader::of_value(&bytes));
    let value = document.ok().and_then(|mut document| document.remove("expr"));
    value.ok_or_else(|| (String::new(), "the expression cannot be rendered".to_owned()))
}

/// An expression under a key.
pub(super) fn write_expr(key: &str, expr: &Expr, out: &mut Encoder) {
    match expr {
        Expr::Field(path) if path.is_empty() => out.field_str(key, "$$ROOT"),
        Expr::Field(path) => out.field_str(key, &format!("${path}")),
        Expr::Variable(name, path) if path.is_empty() => out.field_str(key, &format!("$${name}")),
        Expr::Variable(name, path) => out.field_str(key, &format!("$${name}.{path}")),
        Expr::Literal(literal) if literal.needs_literal() => {
            out.key(element::DOCUMENT, key);
            out.document(|out| write_literal("$literal", literal, out));
        }
        Expr::Literal(literal) => write_literal(key, literal, out),
        Expr::One(..) | Expr::Call(..) | Expr::Named(..) => {
            out.key(element::DOCUMENT, key);
            out.document(|out| write_call(expr, out));
        }
        Expr::List(items) => write_all(key, items, out),
        Expr::Object(fields) => {
            out.key(element::DOCUMENT, key);
            out.document(|out| {
                for (key, field) in fields {
                    write_expr(key, field, out);
                }
            });
        }
        Expr::Window(function, window) => {
            out.key(element::DOCUMENT, key);
            out.document(|out| {
                write_call(function, out);
                write_expr("window", window, out);
            });
        }
        // Seen only where a part of a group is printed.
        Expr::Accumulator(accumulator) => write_expr(key, accumulator, out),
        Expr::Invalid { reason, .. } => out.refuse(reason),
    }
}

/// An operator and its arguments.
fn write_call(expr: &Expr, out: &mut Encoder) {
    match expr {
        Expr::One(name, argument) => write_argument(&format!("${name}"), argument, out),
        Expr::Call(name, arguments) => write_all(&format!("${name}"), arguments, out),
        Expr::Named(name, arguments) => {
            out.key(element::DOCUMENT, &format!("${name}"));
            out.document(|out| {
                for (key, argument) in arguments {
                    write_expr(key, argument, out);
                }
            });
        }
        other => write_expr("value", other, out),
    }
}

/// The only argument of an operator. An array would be read as the array of all arguments.
fn write_argument(key: &str, argument: &Expr, out: &mut Encoder) {
    match argument {
        Expr::List(_) => write_all(key, std::slice::from_ref(argument), out),
        other => write_expr(key, other, out),
    }
}

fn write_all(key: &str, items: &[Expr], out: &mut Encoder) {
    write_array(key, items.len(), out, |index, out| {
        write_expr(&index.to_string(), &items[index], out);
    });
}
