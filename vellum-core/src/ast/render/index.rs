//! Indexes as `createIndexes` takes them.

use super::{Refused, whole, write_filter, write_literal};
use crate::ast::{Condition, Filter, Literal, Path};
use crate::bson::element;
use crate::schema::{IndexCollation, IndexSpec};
use crate::value::Encoder;

/// The index as `createIndexes` takes it, under the name that it is given there.
pub(crate) fn render_index(spec: &IndexSpec, name: &str) -> Result<Vec<u8>, Refused> {
    let partial = partial_filter(spec);
    if let Filter::Invalid { path, reason } = partial {
        return Err((path, reason));
    }
    let mut out = Encoder::new();
    out.document(|out| {
        write_index_keys(spec, out);
        out.field_str("name", name);
        let flags = [("unique", spec.unique), ("sparse", spec.sparse), ("hidden", spec.hidden)];
        for (option, _) in flags.into_iter().filter(|(_, set)| *set) {
            write_literal(option, &Literal::of(&true), out);
        }
        if let Some(seconds) = spec.ttl {
            write_literal("expireAfterSeconds", &Literal::of(&seconds), out);
        }
        if let Some(collation) = &spec.collation {
            write_collation(collation, out);
        }
        if partial != Filter::All {
            out.key(element::DOCUMENT, "partialFilterExpression");
            write_filter(&partial, out);
        }
    });
    out.finish().map_err(|fault| (fault.path, fault.reason))
}

fn write_index_keys(spec: &IndexSpec, out: &mut Encoder) {
    out.key(element::DOCUMENT, "key");
    out.document(|out| {
        for key in spec.keys {
            write_literal((key.path)().as_str(), &key.key.literal(), out);
        }
    });
    let weights: Vec<_> = spec.keys.iter().filter_map(|key| Some((key.path, key.weight?))).collect();
    if !weights.is_empty() {
        out.key(element::DOCUMENT, "weights");
        out.document(|out| {
            for (path, weight) in weights {
                write_literal(path().as_str(), &whole(i64::from(weight)), out);
            }
        });
    }
}

/// The documents that the index holds: what its options say, and the model's own filter.
fn partial_filter(spec: &IndexSpec) -> Filter {
    let mut all = Vec::new();
    for key in spec.keys {
        if spec.present_only.is_some_and(|optional| optional()) {
            all.push(Filter::test(&(key.path)(), Condition::Exists(true)));
        }
        if let Some(element_type) = spec.present_of_type {
            all.push(Filter::test(&(key.path)(), Condition::Type(element_type)));
        }
    }
    if let Some(column) = spec.live {
        all.push(Filter::test(&Path::root().child(column), Condition::Eq(Literal::null())));
    }
    if let Some(partial) = spec.partial {
        all.push(partial().0);
    }
    Filter::and(all)
}

fn write_collation(collation: &IndexCollation, out: &mut Encoder) {
    out.key(element::DOCUMENT, "collation");
    out.document(|out| {
        out.field_str("locale", collation.locale);
        if let Some(strength) = collation.strength {
            write_literal("strength", &whole(i64::from(strength)), out);
        }
        let texts = [
            ("caseFirst", collation.case_first),
            ("alternate", collation.alternate),
            ("maxVariable", collation.max_variable),
        ];
        for (option, text) in texts {
            if let Some(text) = text {
                out.field_str(option, text);
            }
        }
        let flags = [
            ("caseLevel", collation.case_level),
            ("numericOrdering", collation.numeric_ordering),
            ("backwards", collation.backwards),
            ("normalization", collation.normalization),
        ];
        for (option, flag) in flags {
            if let Some(flag) = flag {
                write_literal(option, &Literal::of(&flag), out);
            }
        }
    });
}
