//! Ids, references and bytes.

use vellum::bson::{Binary, BinarySubtype, Bson};
use vellum::prelude::*;

use super::{Row, row};
use crate::seeded::{Seed, binary, object_id, uuid, uuid_bson};

pub fn rows() -> Vec<Row> {
    [ids(), references(), bytes()].into_iter().flatten().collect()
}

fn ids() -> Vec<Row> {
    let q = Seed::q();
    vec![
        row("eq id", q.id().eq(7), doc! { "_id": 7 }),
        row("is_in id", q.id().is_in([7, 8]), doc! { "_id": { "$in": [7, 8] } }),
        row("gt id", q.id().gt(7), doc! { "_id": { "$gt": 7 } }),
        row("eq uuid", q.token().eq(uuid(3)), doc! { "token": uuid_bson(3) }),
        row("ne uuid", q.token().ne(uuid(3)), doc! { "token": { "$ne": uuid_bson(3) } }),
        row(
            "is_in uuid",
            q.token().is_in([uuid(3), uuid(4)]),
            doc! { "token": { "$in": [uuid_bson(3), uuid_bson(4)] } },
        ),
        row("is_not_in uuid", q.token().is_not_in([uuid(3)]), doc! { "token": { "$nin": [uuid_bson(3)] } }),
        row("gt uuid", q.token().gt(uuid(3)), doc! { "token": { "$gt": uuid_bson(3) } }),
        row("eq object id", q.object().eq(object_id(3)), doc! { "object": object_id(3) }),
        row("ne object id", q.object().ne(object_id(3)), doc! { "object": { "$ne": object_id(3) } }),
        row(
            "is_in object id",
            q.object().is_in([object_id(3)]),
            doc! { "object": { "$in": [object_id(3)] } },
        ),
        row("lte object id", q.object().lte(object_id(3)), doc! { "object": { "$lte": object_id(3) } }),
    ]
}

fn references() -> Vec<Row> {
    let q = Seed::q();
    vec![
        row("eq reference", q.owner().eq(Ref::new(uuid(2))), doc! { "owner": uuid_bson(2) }),
        row("eq id of a reference", q.owner().eq(uuid(2)), doc! { "owner": uuid_bson(2) }),
        row("ne reference", q.owner().ne(uuid(2)), doc! { "owner": { "$ne": uuid_bson(2) } }),
        row(
            "is_in reference",
            q.owner().is_in([uuid(2), uuid(3)]),
            doc! { "owner": { "$in": [uuid_bson(2), uuid_bson(3)] } },
        ),
        row(
            "is_not_in reference",
            q.owner().is_not_in([Ref::new(uuid(2))]),
            doc! { "owner": { "$nin": [uuid_bson(2)] } },
        ),
        row("eq optional reference", q.parent().eq(Ref::new(4)), doc! { "parent": 4 }),
        row("is_none reference", q.parent().is_none(), doc! { "parent": null }),
        row("is_some reference", q.parent().is_some(), doc! { "parent": { "$ne": null } }),
        row("contains reference", q.friends().contains(Ref::new(uuid(1))), doc! { "friends": uuid_bson(1) }),
        row("contains id of a reference", q.friends().contains(uuid(1)), doc! { "friends": uuid_bson(1) }),
        row(
            "contains_all references",
            q.friends().contains_all([uuid(0), uuid(1)]),
            doc! { "friends": { "$all": [uuid_bson(0), uuid_bson(1)] } },
        ),
        row("any reference", q.friends().any().eq(uuid(0)), doc! { "friends": uuid_bson(0) }),
    ]
}

fn bytes() -> Vec<Row> {
    let q = Seed::q();
    let stored = |byte| Bson::Binary(Binary { subtype: BinarySubtype::Generic, bytes: vec![byte; 2] });
    vec![
        row("eq bytes", q.payload().eq(vec![1, 1]), doc! { "payload": stored(1) }),
        row("ne bytes", q.payload().ne(vec![1, 1]), doc! { "payload": { "$ne": stored(1) } }),
        row(
            "is_in bytes",
            q.payload().is_in([vec![1, 1], vec![2, 2]]),
            doc! { "payload": { "$in": [stored(1), stored(2)] } },
        ),
        row("gt bytes", q.payload().gt(vec![1, 1]), doc! { "payload": { "$gt": stored(1) } }),
        row(
            "bits_all_clear bytes",
            q.payload().bits_all_clear(1),
            doc! { "payload": { "$bitsAllClear": 1 } },
        ),
        row("eq binary", q.blob().eq(binary(1)), doc! { "blob": stored(1) }),
        row("is_not_in binary", q.blob().is_not_in([binary(1)]), doc! { "blob": { "$nin": [stored(1)] } }),
        row("bits_any_set binary", q.blob().bits_any_set(2), doc! { "blob": { "$bitsAnySet": [1] } }),
    ]
}
