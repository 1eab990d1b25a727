//! The stages that only stand at an end of a pipeline.

use super::stage::write_stages;
use super::{write_array, write_filter, write_literal};
use crate::ast::{Filter, GeoNear, Into, Literal, Matched, Merge, Search};
use crate::bson::element;
use crate::value::Encoder;

pub(super) fn write_geo_near(near: &GeoNear, out: &mut Encoder) {
    out.key(element::DOCUMENT, "$geoNear");
    out.document(|out| {
        write_literal("near", &near.point, out);
        out.field_str("key", &near.key);
        out.field_str("distanceField", &near.distance);
        if let Some(location) = &near.location {
            out.field_str("includeLocs", location);
        }
        for (key, number) in
            [("minDistance", near.min), ("maxDistance", near.max), ("distanceMultiplier", near.multiplier)]
        {
            if let Some(number) = number {
                write_literal(key, &Literal::of(&number), out);
            }
        }
        if near.query != Filter::All {
            out.key(element::DOCUMENT, "query");
            write_filter(&near.query, out);
        }
    });
}

pub(super) fn write_search(search: &Search, out: &mut Encoder) {
    out.key(element::DOCUMENT, &format!("${}", search.operator));
    out.document(|out| {
        for (key, argument) in &search.arguments {
            write_literal(key, &Literal::of(argument), out);
        }
        if search.filter != Filter::All {
            out.key(element::DOCUMENT, "filter");
            write_filter(&search.filter, out);
        }
    });
}

pub(super) fn write_merge(merge: &Merge, out: &mut Encoder) {
    out.key(element::DOCUMENT, "$merge");
    out.document(|out| {
        write_into("into", &merge.into, out);
        match merge.on.as_slice() {
            [] => {}
            [path] => out.field_str("on", path),
            paths => write_array("on", paths.len(), out, |index, out| {
                out.field_str(&index.to_string(), &paths[index]);
            }),
        }
        match &merge.matched {
            Matched::Word(word) => out.field_str("whenMatched", word),
            Matched::Stages(stages) => write_stages("whenMatched", stages, out),
        }
        out.field_str("whenNotMatched", merge.not_matched);
    });
}

pub(super) fn write_into(key: &str, into: &Into, out: &mut Encoder) {
    match &into.database {
        None => out.field_str(key, into.collection),
        Some(database) => {
            out.key(element::DOCUMENT, key);
            out.document(|out| {
                out.field_str("db", database);
                out.field_str("coll", into.collection);
            });
        }
    }
}
