//! Fields that hold one value.

use mongodb::bson::spec::BinarySubtype;
use vellum::bson::{Binary, Bson, DateTime as Stored, Decimal128, Timestamp};
use vellum::geo::Point;
use vellum::prelude::*;

use super::model::{Payment, Role, Spot, Thing, card, day, spot, time};
use super::{Row, row};

pub(super) fn rows() -> Vec<Row> {
    let mut rows = numbers();
    rows.extend(order());
    rows.extend(scalars());
    rows.extend(missing());
    rows.extend(documents());
    rows.extend(together());
    rows
}

fn decimal(text: &str) -> Decimal128 {
    text.parse().unwrap()
}

fn numbers() -> Vec<Row> {
    let q = Thing::q();
    vec![
        row("inc i8", q.tiny().inc(3), doc! { "$inc": { "tiny": 3 } }),
        row("inc i8 downwards", q.tiny().inc(-3), doc! { "$inc": { "tiny": -3 } }),
        row("inc u8", q.small().inc(3), doc! { "$inc": { "small": 3 } }),
        row("inc i16", q.short().inc(-300), doc! { "$inc": { "short": -300 } }),
        row("inc u16", q.ushort().inc(300), doc! { "$inc": { "ushort": 300 } }),
        row("inc i32", q.whole().inc(7), doc! { "$inc": { "whole": 7 } }),
        row("inc u32", q.wide().inc(7), doc! { "$inc": { "wide": 7_i64 } }),
        row("inc i64", q.big().inc(1 << 40), doc! { "$inc": { "big": 1_i64 << 40 } }),
        row("inc u64", q.huge().inc(7), doc! { "$inc": { "huge": 7_i64 } }),
        row("inc f32", q.single().inc(0.5), doc! { "$inc": { "single": 0.5 } }),
        row("inc f64", q.double().inc(-0.25), doc! { "$inc": { "double": -0.25 } }),
        row("inc decimal", q.price().inc(Decimal::new(15, 1)), doc! { "$inc": { "price": decimal("1.5") } }),
        row("inc option", q.limit().inc(2), doc! { "$inc": { "limit": 2 } })
            .of(!q.limit().is_null(), doc! { "limit": { "$not": { "$type": "null" } } }),
        row("inc a map's entry", q.stock().key("a1").inc(2), doc! { "$inc": { "stock.a1": 2 } }),
        row("inc a new entry", q.stock().key("b3").inc(2), doc! { "$inc": { "stock.b3": 2 } }),
        row("mul i32", q.whole().mul(-3), doc! { "$mul": { "whole": -3 } }),
        row("mul i64", q.big().mul(2), doc! { "$mul": { "big": 2_i64 } }),
        row("mul f64", q.double().mul(0.1), doc! { "$mul": { "double": 0.1 } }),
        row("mul decimal", q.price().mul(Decimal::new(11, 1)), doc! { "$mul": { "price": decimal("1.1") } }),
        row("mul a missing option", q.limit().mul(2), doc! { "$mul": { "limit": 2 } })
            .of(q.limit().is_missing(), doc! { "limit": { "$exists": false } }),
        row("bit_and", q.whole().bit_and(6), doc! { "$bit": { "whole": { "and": 6 } } }),
        row("bit_or", q.big().bit_or(5), doc! { "$bit": { "big": { "or": 5_i64 } } }),
        row("bit_xor", q.small().bit_xor(0b11), doc! { "$bit": { "small": { "xor": 3 } } }),
    ]
}

fn order() -> Vec<Row> {
    let q = Thing::q();
    vec![
        row("min i32", q.whole().min(25), doc! { "$min": { "whole": 25 } }),
        row("max u64", q.huge().max(2_500), doc! { "$max": { "huge": 2_500_i64 } }),
        row("min f64", q.double().min(0.6), doc! { "$min": { "double": 0.6 } }),
        row("max decimal", q.price().max(Decimal::new(3, 0)), doc! { "$max": { "price": decimal("3") } }),
        row(
            "min date",
            q.made().min(time(2_500)),
            doc! { "$min": { "made": Stored::from_millis(2_500_000) } },
        ),
        row(
            "max day",
            q.day().max(day(4)),
            doc! { "$max": { "day": Stored::from_millis(day(4).and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp_millis()) } },
        ),
        row("min text", q.name().min("name 3"), doc! { "$min": { "name": "name 3" } }),
        row("max of options, missing and null", q.limit().max(4), doc! { "$max": { "limit": 4 } }),
        row("min of options, missing and null", q.nick().min("n4"), doc! { "$min": { "nick": "n4" } }),
        row(
            "max timestamp",
            q.stamp().max(Timestamp { time: 4, increment: 0 }),
            doc! { "$max": { "stamp": Timestamp { time: 4, increment: 0 } } },
        ),
        row(
            "min object id",
            q.oid().min(ObjectId::from_bytes([3; 12])),
            doc! { "$min": { "oid": ObjectId::from_bytes([3; 12]) } },
        ),
        row("max of a map's entry", q.stock().key("b1").max(3), doc! { "$max": { "stock.b1": 3 } }),
    ]
}

fn scalars() -> Vec<Row> {
    let q = Thing::q();
    let bytes = |subtype, bytes: &[u8]| Binary { subtype, bytes: bytes.to_vec() };
    let id = Uuid::from_u128(77);
    vec![
        row("set i8", q.tiny().set(-5), doc! { "$set": { "tiny": -5 } }),
        row("set u32", q.wide().set(u32::MAX), doc! { "$set": { "wide": i64::from(u32::MAX) } }),
        row("set f32", q.single().set(0.5), doc! { "$set": { "single": 0.5 } }),
        row(
            "set decimal",
            q.price().set(Decimal::new(150, 2)),
            doc! { "$set": { "price": decimal("1.50") } },
        ),
        row("set date", q.made().set(time(9)), doc! { "$set": { "made": Stored::from_millis(9_000) } }),
        row("set text", q.name().set("$name"), doc! { "$set": { "name": "$name" } }),
        row("set char", q.letter().set('ß'), doc! { "$set": { "letter": "ß" } }),
        row("set bool", q.flag().set(true), doc! { "$set": { "flag": true } }),
        row("set enum", q.role().set(Role::OldMember), doc! { "$set": { "role": "old_member" } }),
        row(
            "set point",
            q.at().set(Point::new(1.0, 2.0)),
            doc! { "$set": { "at": { "type": "Point", "coordinates": [1.0, 2.0] } } },
        ),
        row(
            "set bytes",
            q.blob().set(vec![1, 2]),
            doc! { "$set": { "blob": bytes(BinarySubtype::Generic, &[1, 2]) } },
        ),
        row(
            "set uuid",
            q.key().set(id),
            doc! { "$set": { "key": bytes(BinarySubtype::Uuid, id.as_bytes()) } },
        ),
        row(
            "set object id",
            q.oid().set(ObjectId::from_bytes([9; 12])),
            doc! { "$set": { "oid": ObjectId::from_bytes([9; 12]) } },
        ),
        row("set a reference by id", q.parent().set(5), doc! { "$set": { "parent": 5 } }),
        row("set an optional reference", q.owner().set(Ref::new(5)), doc! { "$set": { "owner": 5 } }),
        row(
            "set a document that reads like an operator",
            q.extra().set(doc! { "$inc": { "whole": 1 } }),
            doc! { "$set": { "extra": { "$inc": { "whole": 1 } } } },
        ),
        row("set any value", q.any().set(Bson::Double(0.5)), doc! { "$set": { "any": 0.5 } }),
        row("set any value to null", q.any().set(Bson::Null), doc! { "$set": { "any": null } }),
    ]
}

fn missing() -> Vec<Row> {
    let q = Thing::q();
    let elsewhere = Spot { zip: Some("2".into()), ..spot("Ulm") };
    let written = doc! { "city": "Ulm", "zip": "2" };
    vec![
        row("set option", q.nick().set("nick"), doc! { "$set": { "nick": "nick" } }),
        row("set some", q.nick().set(Some("nick".to_owned())), doc! { "$set": { "nick": "nick" } }),
        row("set none", q.nick().set(None), doc! { "$unset": { "nick": "" } }),
        row("set none, stored as null", q.note().set(None), doc! { "$set": { "note": null } }),
        row("set option, stored as null", q.note().set("note"), doc! { "$set": { "note": "note" } }),
        row("unset", q.nick().unset(), doc! { "$unset": { "nick": "" } }),
        row("unset, stored as null", q.note().unset(), doc! { "$unset": { "note": "" } }),
        row("unset a list", q.labels().unset(), doc! { "$unset": { "labels": "" } }),
        row("unset a document", q.work().unset(), doc! { "$unset": { "work": "" } }),
        row(
            "unset a field of an optional document",
            q.work().zip().unset(),
            doc! { "$unset": { "work.zip": "" } },
        ),
        row("unset a map's entry", q.stock().key("a1").unset(), doc! { "$unset": { "stock.a1": "" } }),
        row(
            "set a map's entry to none",
            q.stock().key("a1").set(None),
            doc! { "$unset": { "stock.a1": "" } },
        ),
        row(
            "set any entry to null",
            q.extra().key("n").set(Bson::Null),
            doc! { "$set": { "extra.n": null } },
        ),
        row("set a map's entry", q.stock().key("new").set(4), doc! { "$set": { "stock.new": 4 } }),
        row("set a document", q.work().set(&elsewhere), doc! { "$set": { "work": &written } }),
        row(
            "set a document in a map",
            q.rooms().key("hall").set(&elsewhere),
            doc! { "$set": { "rooms.hall": &written } },
        ),
        row(
            "set a list in a map",
            q.shelves().key("low").set([1, 2]),
            doc! { "$set": { "shelves.low": [1, 2] } },
        ),
        row("rename", q.nick().rename(q.note()), doc! { "$rename": { "nick": "note" } }),
        row(
            "rename to a field that is never missing",
            q.nick().rename(q.name()),
            doc! { "$rename": { "nick": "name" } },
        )
        .of(q.nick().is_some(), doc! { "nick": { "$ne": null } }),
        row(
            "rename a map's entry",
            q.stock().key("a1").rename(q.stock().key("z1")),
            doc! { "$rename": { "stock.a1": "stock.z1" } },
        ),
        row(
            "rename to a field of a document",
            q.nick().rename(q.home().zip()),
            doc! { "$rename": { "nick": "home.zip" } },
        ),
    ]
}

fn documents() -> Vec<Row> {
    let q = Thing::q();
    let transfer = Payment::Transfer { iban: "Y".into() };
    let is_card = || (q.payment().is_card(), doc! { "payment.kind": "card" });
    vec![
        row(
            "set an embedded document",
            q.home().set(spot("Kiel")),
            doc! { "$set": { "home": { "city": "Kiel" } } },
        ),
        row("set a field of it", q.home().city().set("Kiel"), doc! { "$set": { "home.city": "Kiel" } }),
        row("set an option in it", q.home().zip().set("3"), doc! { "$set": { "home.zip": "3" } }),
        row(
            "set a field of an optional one",
            q.work().city().set("Kiel"),
            doc! { "$set": { "work.city": "Kiel" } },
        )
        .of(q.work().is_some(), doc! { "work": { "$ne": null } }),
        row(
            "set an enum with data",
            q.payment().set(&transfer),
            doc! { "$set": { "payment": { "kind": "transfer", "iban": "Y" } } },
        ),
        row(
            "set an optional one",
            q.refund().set(card("1")),
            doc! { "$set": { "refund": { "kind": "card", "last4": "1", "tries": 1 } } },
        ),
        row(
            "set a field of a variant",
            q.payment().card().last4().set("1"),
            doc! { "$set": { "payment.last4": "1" } },
        )
        .of(is_card().0, is_card().1),
        row(
            "inc a field of a variant",
            q.payment().card().tries().inc(1),
            doc! { "$inc": { "payment.tries": 1 } },
        )
        .of(Filter::all(), is_card().1),
        row(
            "set a map",
            q.stock().set(std::collections::BTreeMap::from([("a".to_owned(), 1)])),
            doc! { "$set": { "stock": { "a": 1 } } },
        ),
        row(
            "push to a list in a map",
            q.shelves().key("top").push(5),
            doc! { "$push": { "shelves.top": 5 } },
        ),
        row(
            "set a field of a document in a map",
            q.rooms().key("hall").city().set("Ulm"),
            doc! { "$set": { "rooms.hall.city": "Ulm" } },
        ),
    ]
}

fn together() -> Vec<Row> {
    let q = Thing::q();
    let by_hand = || doc! { "$set": { "name": "n", "home.city": "Ulm" }, "$inc": { "whole": 1, "big": 2_i64 }, "$unset": { "nick": "" } };
    vec![
        row(
            "an array",
            [
                q.name().set("n"),
                q.whole().inc(1),
                q.nick().unset(),
                q.big().inc(2),
                q.home().city().set("Ulm"),
            ],
            by_hand(),
        ),
        row(
            "and",
            q.name().set("n")
                & q.whole().inc(1)
                & q.nick().unset()
                & q.big().inc(2)
                & q.home().city().set("Ulm"),
            by_hand(),
        ),
        row(
            "a vector",
            vec![
                q.name().set("n") & q.whole().inc(1) & q.nick().unset(),
                q.big().inc(2) & q.home().city().set("Ulm"),
            ],
            by_hand(),
        ),
        row("raw", Update::raw(by_hand()), by_hand()),
        row(
            "raw beside operators",
            Update::raw(doc! { "$set": { "name": "n" } }) & q.flag().set(true),
            doc! { "$set": { "name": "n", "flag": true } },
        ),
        row("by a filter", q.role().set(Role::Admin), doc! { "$set": { "role": "admin" } }).of(
            q.whole().gt(15) & q.home().city().eq("Oslo"),
            doc! { "whole": { "$gt": 15 }, "home.city": "Oslo" },
        ),
    ]
}
