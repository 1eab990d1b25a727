//! New documents are compared with the scope before they are sent: as the server compares stored ones.

use vellum::bson::Bson;
use vellum::prelude::*;
use vellum::testing::TestDatabase;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "things")]
struct Thing {
    label: i32,
    int: Option<i32>,
    #[vellum(null)]
    nullable: Option<i32>,
    long: i64,
    double: f64,
    text: Option<String>,
    flag: bool,
    time: DateTime<Utc>,
    tags: Vec<String>,
    scores: Vec<Option<i32>>,
    any: Bson,
    inner: Option<Inner>,
    list: Vec<Inner>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
struct Inner {
    x: Option<i32>,
    tags: Vec<String>,
}

/// The same documents with numbers of other widths.
#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "things")]
struct Wide {
    int: f64,
    long: f64,
    double: i64,
}

fn time(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap()
}

fn inner(x: Option<i32>, tags: &[&str]) -> Inner {
    Inner { x, tags: tags.iter().map(ToString::to_string).collect() }
}

/// Things that differ in one field each.
fn things() -> Vec<Thing> {
    let plain = Thing {
        label: 0,
        int: Some(1),
        nullable: Some(1),
        long: 1,
        double: 1.0,
        text: Some("b".into()),
        flag: true,
        time: time(0),
        tags: vec!["b".into()],
        scores: vec![Some(1)],
        any: Bson::Int32(1),
        inner: Some(inner(Some(1), &["b"])),
        list: vec![inner(Some(1), &["b"])],
    };
    let mut all = vec![plain.clone()];
    let mut with = |change: &dyn Fn(&mut Thing)| {
        let mut thing = plain.clone();
        change(&mut thing);
        all.push(thing);
    };
    for int in [None, Some(0), Some(2), Some(i32::MIN)] {
        with(&|one| one.int = int);
        with(&|one| one.nullable = int);
    }
    for long in [2, -1, i64::MAX, i64::MIN, (1 << 53) + 1] {
        with(&|one| one.long = long);
    }
    for double in [1.5, -1.5, -0.0, f64::NAN, f64::INFINITY, 9_007_199_254_740_992.0] {
        with(&|one| one.double = double);
    }
    for text in [None, Some(""), Some("a"), Some("B"), Some("ba"), Some("é")] {
        with(&|one| one.text = text.map(ToOwned::to_owned));
    }
    with(&|one| one.flag = false);
    for millis in [-1, 1] {
        with(&|one| one.time = time(millis));
    }
    for tags in [&[][..], &["a", "b"], &["a"], &["b", "a"], &["b", "b"]] {
        with(&|one| one.tags = tags.iter().map(ToString::to_string).collect());
        with(&|one| one.inner = Some(inner(None, tags)));
        with(&|one| one.list = vec![inner(Some(5), &[]), inner(None, tags)]);
    }
    for scores in [vec![], vec![None], vec![None, Some(1)], vec![Some(0), Some(5)]] {
        with(&|one| one.scores.clone_from(&scores));
    }
    with(&|one| one.inner = None);
    for list in [vec![], vec![inner(None, &[])], vec![inner(Some(0), &[]), inner(Some(9), &["a"])]] {
        with(&|one| one.list.clone_from(&list));
    }
    for any in anything() {
        with(&|one| one.any = any.clone());
    }
    for (label, thing) in (0..).zip(&mut all) {
        thing.label = label;
    }
    all
}

fn anything() -> Vec<Bson> {
    vec![
        Bson::Null,
        Bson::Int64(1),
        Bson::Double(1.0),
        Bson::String("1".into()),
        Bson::Boolean(true),
        bson::bson!({}),
        bson::bson!({ "x": 1, "y": 2 }),
        bson::bson!({ "y": 2, "x": 1 }),
        bson::bson!({ "x": 1.0, "y": 2_i64 }),
        bson::bson!({ "x": { "z": [1] } }),
        bson::bson!([]),
        bson::bson!([1]),
        bson::bson!([1.0, 2]),
        bson::bson!([[1], null]),
        bson::bson!([{ "x": 1, "y": 2 }]),
        Bson::ObjectId(ObjectId::from_bytes([7; 12])),
        Bson::Timestamp(vellum::bson::Timestamp { time: 1, increment: 2 }),
        Bson::Binary(vellum::bson::Binary {
            subtype: vellum::bson::BinarySubtype::Generic,
            bytes: vec![1, 2],
        }),
    ]
}

/// Filters on single fields, each with every comparison that a scope takes.
fn filters() -> Vec<Filter<Thing>> {
    let q = Thing::q();
    let mut all = vec![
        q.int().eq(1),
        q.int().ne(1),
        q.int().gt(0),
        q.int().lte(1),
        q.int().is_none(),
        q.int().is_some(),
        q.int().is_null(),
        q.int().exists(),
        q.int().is_missing(),
        q.int().is_in([0, 2]),
        q.int().is_not_in([0, 2]),
        q.int().is_in([] as [i32; 0]),
        !q.int().lt(1),
        q.nullable().is_none(),
        q.nullable().is_null(),
        q.nullable().is_missing(),
        q.nullable().is_some(),
        q.nullable().ne(2),
        q.long().gte((1 << 53) + 1),
        q.long().lt(0),
        q.long().between(0..=2),
        q.double().eq(f64::NAN),
        q.double().gte(f64::NAN),
        q.double().gt(1.0),
        q.double().lt(1.5),
        q.double().ne(0.0),
        !q.double().gte(0.0),
        q.text().gt("a".to_owned()),
        q.text().lte("b".to_owned()),
        q.text().is_in(["b", "é"]),
        q.text().eq(""),
        q.flag().eq(true),
        q.flag().ne(true),
        q.time().gt(time(-1)),
        q.time().eq(time(0)),
        q.tags().contains("a"),
        !q.tags().contains("a"),
        q.tags().contains_all(["a", "b"]),
        q.tags().contains_any(["a", "z"]),
        q.tags().eq(vec!["a".to_owned(), "b".to_owned()]),
        q.tags().size(2),
        q.tags().is_empty(),
        q.tags().any().gt("a".to_owned()),
        q.scores().contains(None),
        q.scores().contains(Some(1)),
        q.scores().any().gte(5),
        q.inner().is_none(),
        q.inner().x().is_none(),
        q.inner().x().ne(1),
        q.inner().tags().contains("a"),
        q.inner().whole().eq(inner(Some(1), &["b"])),
        q.list().any().x().eq(1),
        q.list().any().x().is_none(),
        q.list().any().x().is_missing(),
        q.list().any().x().exists(),
        q.list().any().x().is_in([0, 1]),
        q.list().any().x().is_not_in([0, 1]),
        q.list().any().tags().contains("a"),
        !q.list().any().tags().contains("b"),
        q.list().any().tags().any().lt("b".to_owned()),
        q.any().exists(),
    ];
    for value in anything() {
        all.push(q.any().eq(value.clone()));
        all.push(q.any().ne(value.clone()));
        all.push(q.any().is_in([value, Bson::Int32(1)]));
    }
    all
}

async fn start() -> (TestDatabase, Vec<Thing>) {
    let db = TestDatabase::start().await.unwrap();
    ThingRepository::new(&db).create_many(things()).await.unwrap();
    (db, things())
}

/// The labels of those that a scoped handle takes. A bulk has the error of its first operation that cannot be
/// sent, and sends none then: what stands behind the new document is never taken.
async fn taken(db: &Database, things: &[Thing], what: &str) -> Vec<i32> {
    let (scoped, q) = (ThingRepository::new(db), Thing::q());
    let twice = q.label().set(1) & q.label().set(2);
    let mut taken = Vec::new();
    for thing in things {
        let error = scoped.bulk().create(thing.clone()).update_many(Filter::all(), &twice).await.unwrap_err();
        if matches!(&error, vellum::Error::InvalidUpdate { reason, .. } if reason.contains("changed twice")) {
            taken.push(thing.label);
        } else {
            assert!(error.is_out_of_scope(), "{what}: {error}");
        }
    }
    taken
}

async fn found(db: &Database, filter: Filter<Thing>) -> Vec<i32> {
    let found = ThingRepository::new(db).find(filter).sort(Thing::q().label().asc()).values().await.unwrap();
    found.into_iter().map(|thing| thing.label).collect()
}

#[tokio::test]
async fn a_scope_takes_what_the_server_would_find() {
    let (db, things) = start().await;
    let mut told_apart = 0;
    for filter in filters() {
        let found = found(&db, filter.clone()).await;
        let taken = taken(&db.scoped(filter.clone()), &things, &filter.to_string()).await;
        assert_eq!(taken, found, "{filter}");
        told_apart += usize::from(!found.is_empty() && found.len() < things.len());
    }
    assert!(told_apart > 80, "{told_apart}");
}

#[tokio::test]
async fn a_scope_of_other_widths_takes_what_the_server_would_find() {
    let (db, things) = start().await;
    let q = Wide::q();
    for filter in [
        q.int().eq(1.0),
        q.int().gt(0.5),
        q.int().is_in([0.0, 2.0]),
        q.long().gt(9_007_199_254_740_992.0),
        q.long().eq(9_007_199_254_740_992.0),
        q.long().gte(9_223_372_036_854_775_807.0),
        q.long().lte(-9_223_372_036_854_775_808.0),
        q.double().eq(0),
        q.double().gt(1),
        q.double().lt(-1),
        q.double().lte((1 << 53) + 1),
        q.double().ne(1),
    ] {
        let found = found(&db, Filter::raw(filter.to_document().unwrap())).await;
        let taken = taken(&db.scoped(filter.clone()), &things, &filter.to_string()).await;
        assert_eq!(taken, found, "{filter}");
    }
}

/// A reproducible sequence of numbers below a bound.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

#[tokio::test]
async fn combined_scopes_take_what_the_server_would_find() {
    let (db, things) = start().await;
    let (filters, mut dice) = (filters(), Dice(7));
    let pick = |dice: &mut Dice| {
        let filter = filters[dice.below(filters.len())].clone();
        if dice.below(3) == 0 { !filter } else { filter }
    };
    for round in 0..120 {
        let (one, two, three) = (pick(&mut dice), pick(&mut dice), pick(&mut dice));
        let filter = match dice.below(5) {
            0 => one & two,
            1 => one | two,
            2 => !(one & two),
            3 => (one | two) & three,
            _ => !(one | two) | three,
        };
        let found = found(&db, filter.clone()).await;
        let some: Vec<Thing> = (0..12).map(|_| things[dice.below(things.len())].clone()).collect();
        let expected: Vec<i32> =
            some.iter().map(|thing| thing.label).filter(|label| found.contains(label)).collect();
        let taken = taken(&db.scoped(filter.clone()), &some, &filter.to_string()).await;
        assert_eq!(taken, expected, "round {round}: {filter}");
    }
}
