//! What `save` sends for a change: the fewest operators, and none where the stored value is read as the same.

use super::*;

type Table<'a> = &'a [(&'a str, fn(&mut Document), fn(&mut Parcel), Document)];

/// Each row: what is stored otherwise than usual, what is changed, and the update that is sent.
async fn check(table: Table<'_>) {
    let db = TestDatabase::start().await.unwrap();
    let parcels = ParcelRepository::new(&db);
    let commands = Commands::capture(&db);
    for (name, before, edit, expected) in table {
        let mut parcel = stored(&parcels, before).await;
        edit(&mut parcel);
        commands.clear();
        parcels.save(&mut parcel).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        let sent = commands.all();
        if expected.is_empty() {
            assert!(sent.is_empty(), "{name}: {sent:?}");
            continue;
        }
        assert_eq!(commands.names(), ["update"], "{name}");
        let updates = sent[0].body.get_array("updates").unwrap();
        let update = updates[0].as_document().unwrap();
        assert_eq!(update.get_document("u").unwrap(), expected, "{name}");

        // The document is as it is stored, and so is what it keeps for the next difference.
        let mut read = parcels.require(1).await.unwrap();
        read.cached = parcel.cached;
        assert_eq!(read, parcel, "{name}");
        commands.clear();
        parcels.save(&mut parcel).await.unwrap();
        assert!(commands.all().is_empty(), "{name}: saved twice");
        for document in [&mut read, &mut parcel] {
            document.content.size.width += 1;
            document.content.lid = Some(size(77));
            document.stats.insert("new".into(), 1);
            document.tags.push("last".into());
            document.boxes.push(size(3));
        }
        commands.clear();
        parcels.save(&mut read).await.unwrap();
        let mut kept = parcel.clone();
        // The same difference again, from the document that was saved and not read.
        parcels.save(&mut kept).await.unwrap();
        let bodies: Vec<_> = commands.all().into_iter().map(|command| command.body).collect();
        let [read, kept] = [0, 1].map(|at: usize| bodies[at].get_array("updates").unwrap());
        assert_eq!(read, kept, "{name}: the next save");
    }
}

fn as_usual(_: &mut Document) {}

#[tokio::test]
async fn fields_and_nested_fields() {
    check(&[
        ("a scalar", as_usual, |p| p.weight = 8, doc! { "$set": { "weight": 8_i64 } }),
        ("a field that is not stored", as_usual, |p| p.cached = 1, doc! {}),
        ("none", as_usual, |p| p.code = None, doc! { "$unset": { "code": "" } }),
        ("none as null", as_usual, |p| p.seal = None, doc! { "$set": { "seal": null } }),
        (
            "a nested field",
            as_usual,
            |p| p.content.size.width = 6,
            doc! { "$set": { "content.size.width": 6 } },
        ),
        (
            "a nested none",
            as_usual,
            |p| p.content.size.height = None,
            doc! { "$unset": { "content.size.height": "" } },
        ),
        (
            "an option of a document",
            as_usual,
            |p| p.content.lid = Some(size(2)),
            doc! { "$set": { "content.lid": { "width": 2, "height": 1 } } },
        ),
        (
            "two at once",
            as_usual,
            |p| (p.label, p.content.name) = ("q".into(), "d".into()),
            doc! { "$set": { "label": "q", "content.name": "d" } },
        ),
        (
            "a flattened field",
            as_usual,
            |p| p.audit.author = "bob".into(),
            doc! { "$set": { "author": "bob" } },
        ),
        ("a flattened none", as_usual, |p| p.audit.note = None, doc! { "$unset": { "note": "" } }),
    ])
    .await;
}

#[tokio::test]
async fn lists_sets_and_maps() {
    check(&[
        ("an append", as_usual, |p| p.tags.push("z".into()), doc! { "$push": { "tags": "z" } }),
        (
            "two appends",
            as_usual,
            |p| p.boxes.extend([size(2), size(3)]),
            doc! { "$push": { "boxes": { "$each": [{ "width": 2, "height": 1 }, { "width": 3, "height": 1 }] } } },
        ),
        ("an append to nothing", |d| drop(d.insert("tags", Bson::Array(vec![]))), |p| p.tags.push("z".into()), doc! { "$push": { "tags": "z" } }),
        ("a shorter list", as_usual, |p| drop(p.tags.pop()), doc! { "$set": { "tags": ["x"] } }),
        ("another element", as_usual, |p| p.tags[0] = "w".into(), doc! { "$set": { "tags": ["w", "y"] } }),
        ("another element, and one more", as_usual, |p| p.tags = vec!["w".into(), "y".into(), "z".into()], doc! { "$set": { "tags": ["w", "y", "z"] } }),
        ("a part of an element", as_usual, |p| p.boxes[0].width = 4, doc! { "$set": { "boxes": [{ "width": 4, "height": 1 }] } }),
        ("a set", as_usual, |p| p.marks.extend(["a".into()]), doc! { "$set": { "marks": ["a", "m", "n"] } }),
        ("an entry", as_usual, |p| p.stats.extend([("b".into(), 5)]), doc! { "$set": { "stats.b": 5_i64 } }),
        ("entries come and go", as_usual, |p| p.stats = BTreeMap::from([("b".into(), 2), ("c".into(), 3)]), doc! { "$set": { "stats.c": 3_i64 }, "$unset": { "stats.a": "" } }),
        ("inside of an entry", as_usual, |p| p.prices.get_mut("low").unwrap().width = 2, doc! { "$set": { "prices.low.width": 2 } }),
        ("the last entry", as_usual, |p| p.stats.clear(), doc! { "$unset": { "stats.a": "", "stats.b": "" } }),
        (
            "a key that is no part of a path",
            as_usual,
            |p| p.stats.extend([("x.y".into(), 1)]),
            doc! { "$set": { "stats": { "a": 1_i64, "b": 2_i64, "x.y": 1_i64 } } },
        ),
        ("a document without a shape", as_usual, |p| drop(p.extra.insert("k", 2)), doc! { "$set": { "extra.k": 2 } }),
        ("any value", as_usual, |p| p.any = Bson::String("s".into()), doc! { "$set": { "any": "s" } }),
    ])
    .await;
}

#[tokio::test]
async fn enums() {
    check(&[
        (
            "inside of a variant",
            as_usual,
            |p| p.payment = Payment::Card { last4: "1234".into(), name: None },
            doc! { "$unset": { "payment.name": "" } },
        ),
        (
            "another variant",
            as_usual,
            |p| p.payment = Payment::Transfer { iban: "DE".into() },
            doc! { "$set": { "payment": { "kind": "transfer", "iban": "DE" } } },
        ),
        (
            "a variant without fields",
            as_usual,
            |p| p.payment = Payment::Cash,
            doc! { "$set": { "payment": { "kind": "cash" } } },
        ),
    ])
    .await;
}

#[tokio::test]
async fn what_is_stored_otherwise_and_read_as_the_same_is_no_change() {
    fn otherwise(d: &mut Document) {
        d.insert("weight", 7_i32);
        d.insert("spare", Bson::Null);
        d.remove("seal");
        d.insert("stats", doc! { "b": 2_i32, "a": 1_i64 });
        d.insert("marks", vec!["n", "m"]);
        d.insert(
            "prices",
            doc! { "low": { "height": 1, "width": 1 }, "high": { "width": 9_i64, "height": 1 } },
        );
        d.insert("boxes", vec![doc! { "height": 1, "width": 1.0, "unknown": 1 }]);
        d.insert("old_code", d.get_i32("code").unwrap());
        d.remove("code");
        d.insert("later", "unknown");
    }
    check(&[
        ("nothing", as_usual, |_| {}, doc! {}),
        ("nothing, stored otherwise", otherwise, |p| p.seal = None, doc! {}),
        ("keys in another order", as_usual, |p| p.extra = doc! { "l": { "m": 2 }, "k": 1 }, doc! {}),
        ("only what changes", otherwise, |p| p.label = "q".into(), doc! { "$set": { "label": "q" } }),
        ("a wider number", otherwise, |p| p.weight = 9, doc! { "$set": { "weight": 9_i64 } }),
        (
            "an append behind another order",
            otherwise,
            |p| p.boxes.push(size(2)),
            doc! { "$push": { "boxes": { "width": 2, "height": 1 } } },
        ),
        (
            "a default that is not stored",
            |d| drop(d.remove("tries")),
            |p| p.tries = 1,
            doc! { "$set": { "tries": 1 } },
        ),
    ])
    .await;
}

#[tokio::test]
async fn a_parent_that_is_not_stored_as_a_document_is_set_whole() {
    check(&[
        (
            "missing",
            |d| drop(d.remove("stats")),
            |p| p.stats.extend([("a".into(), 1)]),
            doc! { "$set": { "stats": { "a": 1_i64 } } },
        ),
        (
            "null",
            |d| drop(d.insert("spare", Bson::Null)),
            |p| p.spare = Some(Content { name: "s".into(), size: size(1), lid: None }),
            doc! { "$set": { "spare": { "name": "s", "size": { "width": 1, "height": 1 } } } },
        ),
        (
            "an option that was missing",
            as_usual,
            |p| p.spare = Some(Content { name: "s".into(), size: size(1), lid: None }),
            doc! { "$set": { "spare": { "name": "s", "size": { "width": 1, "height": 1 } } } },
        ),
    ])
    .await;
}

#[tokio::test]
async fn a_field_under_an_older_name_moves_when_it_changes() {
    fn older(d: &mut Document) {
        d.insert("old_code", 3);
        d.remove("code");
        d.insert("content", doc! { "name": "c", "measure": { "width": 5, "height": 1 } });
        d.insert("remark", "n");
        d.remove("note");
    }
    check(&[
        ("nothing", older, |_| {}, doc! {}),
        ("a value", older, |p| p.code = Some(4), doc! { "$set": { "code": 4 }, "$unset": { "old_code": "" } }),
        ("none", older, |p| p.code = None, doc! { "$unset": { "old_code": "" } }),
        (
            "below it",
            older,
            |p| p.content.size.width = 6,
            doc! { "$set": { "content.size": { "width": 6, "height": 1 } }, "$unset": { "content.measure": "" } },
        ),
        ("flattened", older, |p| p.audit.note = Some("m".into()), doc! { "$set": { "note": "m" }, "$unset": { "remark": "" } }),
        (
            "both names are stored",
            |d| drop(d.insert("old_code", 3)),
            |p| p.code = Some(4),
            doc! { "$set": { "code": 4 }, "$unset": { "old_code": "" } },
        ),
    ])
    .await;
}
