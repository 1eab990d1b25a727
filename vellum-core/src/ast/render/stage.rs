//! The stages of a pipeline.

use super::ends::{write_geo_near, write_into, write_merge, write_search};
use super::{Refused, refused, whole, write_array, write_expr, write_filter, write_literal};
use super::{RenderedBody, render_update};
use crate::ast::stage::{GraphLookup, Lookup, Source, Stage, Unwind};
use crate::ast::{Expr, Filter, GeoNear, Literal, Matched, Merge};
use crate::bson::element;
use crate::value::Encoder;

/// Each stage as a BSON document.
pub(crate) fn render_stages(stages: &[Stage]) -> Result<Vec<Vec<u8>>, Refused> {
    let render = |stage: &Stage| {
        if let Some(fault) = fault(stage) {
            return Err(fault);
        }
        let mut out = Encoder::new();
        write_stage(stage, &mut out);
        out.finish().map_err(refused)
    };
    stages.iter().map(render).collect()
}

/// Why a stage cannot be sent: path and reason.
fn fault(stage: &Stage) -> Option<Refused> {
    let of_fields = |fields: &[(String, Expr)]| fields.iter().find_map(|(_, field)| field.fault());
    match stage {
        Stage::Invalid { path, reason }
        | Stage::Match(Filter::Invalid { path, reason })
        | Stage::GeoNear(GeoNear { query: Filter::Invalid { path, reason }, .. }) => {
            Some((path.clone(), reason.clone()))
        }
        Stage::Project(fields) | Stage::AddFields(fields) => of_fields(fields),
        Stage::Group(key, fields) => key.fault().or_else(|| of_fields(fields)),
        Stage::Operator(_, operand) => operand.fault(),
        Stage::Lookup(lookup) => {
            of_fields(&lookup.variables).or_else(|| lookup.from.stages.iter().find_map(fault))
        }
        Stage::GraphLookup(lookup) => lookup.start.fault(),
        Stage::UnionWith(source) => source.stages.iter().find_map(fault),
        Stage::Facet(facets) => facets.iter().flat_map(|(_, stages)| stages).find_map(fault),
        Stage::Set(update) => set(update).err(),
        Stage::Merge(Merge { matched: Matched::Stages(stages), .. }) => stages.iter().find_map(fault),
        _ => None,
    }
}

fn write_stage(stage: &Stage, out: &mut Encoder) {
    match stage {
        Stage::Set(update) => match set(update) {
            Ok(bytes) => out.raw(&bytes),
            Err((_, reason)) => out.refuse(reason),
        },
        Stage::Raw(document) => document.write(out),
        stage => out.document(|out| write_operator(stage, out)),
    }
}

fn write_operator(stage: &Stage, out: &mut Encoder) {
    match stage {
        Stage::Match(filter) => {
            out.key(element::DOCUMENT, "$match");
            write_filter(filter, out);
        }
        Stage::Sort(order) => write_literal("$sort", order, out),
        Stage::Skip(number) => write_number("$skip", *number, out),
        Stage::Limit(number) => write_number("$limit", *number, out),
        Stage::Sample(number) => {
            out.key(element::DOCUMENT, "$sample");
            out.document(|out| write_number("size", *number, out));
        }
        Stage::Count(name) => out.field_str("$count", name),
        Stage::Project(fields) => write_project(fields, out),
        Stage::AddFields(fields) => write_fields("$addFields", None, fields, out),
        Stage::Unset(paths) => match paths.as_slice() {
            [path] => out.field_str("$unset", path),
            paths => write_array("$unset", paths.len(), out, |index, out| {
                out.field_str(&index.to_string(), &paths[index]);
            }),
        },
        Stage::Group(key, fields) => write_fields("$group", Some(key), fields, out),
        Stage::Unwind(unwind) => write_unwind(unwind, out),
        Stage::Lookup(lookup) => write_lookup(lookup, out),
        Stage::GraphLookup(lookup) => write_graph_lookup(lookup, out),
        Stage::UnionWith(source) => write_union(source, out),
        Stage::Facet(facets) => {
            out.key(element::DOCUMENT, "$facet");
            out.document(|out| facets.iter().for_each(|(name, stages)| write_stages(name, stages, out)));
        }
        Stage::GeoNear(near) => write_geo_near(near, out),
        Stage::Search(search) => write_search(search, out),
        Stage::Merge(merge) => write_merge(merge, out),
        Stage::Out(into) => write_into("$out", into, out),
        Stage::Operator(name, operand) => write_expr(&format!("${name}"), operand, out),
        Stage::Invalid { reason, .. } => out.refuse(reason),
        Stage::Set(_) | Stage::Raw(_) => {}
    }
}

/// A pipeline under a key.
pub(super) fn write_stages(key: &str, stages: &[Stage], out: &mut Encoder) {
    write_array(key, stages.len(), out, |index, out| {
        out.key(element::DOCUMENT, &index.to_string());
        write_stage(&stages[index], out);
    });
}

fn write_number(key: &str, number: u64, out: &mut Encoder) {
    write_literal(key, &whole(i64::try_from(number).unwrap_or(i64::MAX)), out);
}

fn write_fields(name: &str, id: Option<&Expr>, fields: &[(String, Expr)], out: &mut Encoder) {
    out.key(element::DOCUMENT, name);
    out.document(|out| {
        if let Some(id) = id {
            write_expr("_id", id, out);
        }
        for (name, field) in fields {
            write_expr(name, field, out);
        }
    });
}

/// What keeps its name is included; a plain value would be read as an order to include or exclude.
fn write_project(fields: &[(String, Expr)], out: &mut Encoder) {
    out.key(element::DOCUMENT, "$project");
    out.document(|out| {
        if fields.iter().all(|(name, _)| name != "_id") {
            write_literal("_id", &whole(0), out);
        }
        for (name, field) in fields {
            match field {
                Expr::Field(path) if path == name => write_literal(name, &whole(1), out),
                Expr::Literal(literal) => {
                    write_wrapped("$literal", name, out, |key, out| write_literal(key, literal, out));
                }
                Expr::Object(_) => {
                    write_wrapped("$mergeObjects", name, out, |key, out| write_expr(key, field, out));
                }
                field => write_expr(name, field, out),
            }
        }
    });
}

fn write_wrapped(operator: &str, key: &str, out: &mut Encoder, write: impl FnOnce(&str, &mut Encoder)) {
    out.key(element::DOCUMENT, key);
    out.document(|out| write(operator, out));
}

fn write_unwind(unwind: &Unwind, out: &mut Encoder) {
    let path = format!("${}", unwind.path);
    if unwind.index.is_none() && !unwind.keep_empty {
        return out.field_str("$unwind", &path);
    }
    out.key(element::DOCUMENT, "$unwind");
    out.document(|out| {
        out.field_str("path", &path);
        if let Some(index) = &unwind.index {
            out.field_str("includeArrayIndex", index);
        }
        if unwind.keep_empty {
            write_literal("preserveNullAndEmptyArrays", &Literal::of(&true), out);
        }
    });
}

fn write_lookup(lookup: &Lookup, out: &mut Encoder) {
    out.key(element::DOCUMENT, "$lookup");
    out.document(|out| {
        out.field_str("from", lookup.from.collection);
        if let Some((local, foreign)) = &lookup.on {
            out.field_str("localField", local);
            out.field_str("foreignField", foreign);
        }
        if !lookup.variables.is_empty() {
            write_fields("let", None, &lookup.variables, out);
        }
        if lookup.on.is_none() || !lookup.from.stages.is_empty() {
            write_stages("pipeline", &lookup.from.stages, out);
        }
        out.field_str("as", &lookup.into);
    });
}

fn write_graph_lookup(lookup: &GraphLookup, out: &mut Encoder) {
    out.key(element::DOCUMENT, "$graphLookup");
    out.document(|out| {
        out.field_str("from", lookup.from.collection);
        write_expr("startWith", &lookup.start, out);
        out.field_str("connectFromField", &lookup.connect_from);
        out.field_str("connectToField", &lookup.connect_to);
        out.field_str("as", &lookup.into);
        if let Some(depth) = lookup.max_depth {
            write_number("maxDepth", u64::from(depth), out);
        }
        if lookup.restrict != Filter::All {
            out.key(element::DOCUMENT, "restrictSearchWithMatch");
            write_filter(&lookup.restrict, out);
        }
    });
}

fn write_union(source: &Source, out: &mut Encoder) {
    if source.stages.is_empty() {
        return out.field_str("$unionWith", source.collection);
    }
    out.key(element::DOCUMENT, "$unionWith");
    out.document(|out| {
        out.field_str("coll", source.collection);
        write_stages("pipeline", &source.stages, out);
    });
}

/// `{$set: ..}`
fn set(update: &crate::ast::Update) -> Result<Vec<u8>, Refused> {
    match render_update(&mut update.clone().resolve()?)?.body {
        RenderedBody::Pipeline(mut stages) if stages.len() == 1 => Ok(stages.remove(0)),
        _ => Err((String::new(), "a pipeline's `set` gives fields computed values".to_owned())),
    }
}
