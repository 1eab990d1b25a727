//! Pages by position in every order that they can continue: compared with the whole sorted list.

use vellum::bson::{Bson, Document, Regex};
use vellum::field::Sort;
use vellum::options::{Collation, CollationStrength};
use vellum::prelude::*;
use vellum::repository::Find;
use vellum::testing::TestDatabase;

use super::{Person, PersonRepository, backwards, forwards};

/// Numbers that look random and are the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn of<'a, T>(&mut self, values: &'a [T]) -> &'a T {
        &values[self.below(values.len())]
    }
}

/// Documents with few values for each field, null and missing among them, and numbers of all kinds.
fn documents(random: &mut Random, count: i32) -> Vec<Document> {
    let decimal = |text: &str| Bson::Decimal128(text.parse().unwrap());
    let scores = [
        None,
        Some(Bson::Double(f64::NAN)),
        Some(Bson::Double(f64::NEG_INFINITY)),
        Some(Bson::Double(-0.0)),
        Some(Bson::Int32(0)),
        Some(Bson::Double(1.5)),
        Some(Bson::Int64(2)),
        Some(Bson::Double(f64::INFINITY)),
    ];
    let nicks =
        [None, Some(Bson::Null), Some("".into()), Some("a".into()), Some("B".into()), Some("é".into())];
    let ranks = [None, Some(Bson::Null), Some(Bson::Int32(-1)), Some(Bson::Int64(3)), Some(decimal("3.0"))];
    let cities = ["Aarhus", "Ystad"];
    let mut document = |id| {
        let mut document = doc! { "_id": id, "age": random.below(3) as i32 };
        let mut put = |name: &str, value: &Option<Bson>| {
            if let Some(value) = value {
                document.insert(name, value.clone());
            }
        };
        put("score", random.of(&scores));
        put("nick", random.of(&nicks));
        // The model cannot read a decimal; other writers' documents are read by nobody here.
        put("rank", random.of(&ranks[..4]));
        put(
            "labels",
            &Some(Bson::Document(
                [("a".to_owned(), Bson::Int32(random.below(2) as i32))].into_iter().collect(),
            )),
        );
        if random.below(3) > 0 {
            let mut home = doc! { "city": *random.of(&cities) };
            match random.below(3) {
                0 => drop(home.insert("floor", Bson::Null)),
                1 => drop(home.insert("floor", random.below(2) as i32)),
                _ => {}
            }
            document.insert("home", home);
        } else if random.below(2) == 0 {
            document.insert("home", Bson::Null);
        }
        document
    };
    (0..count).map(&mut document).collect()
}

/// Every key that the model can be sorted by, in both directions.
fn keys() -> Vec<Sort<Person>> {
    let q = Person::q();
    vec![
        q.age().asc(),
        q.age().desc(),
        q.score().asc(),
        q.score().desc(),
        q.nick().asc(),
        q.nick().desc(),
        q.rank().asc(),
        q.rank().desc(),
        q.home().city().asc(),
        q.home().city().desc(),
        q.home().floor().asc(),
        q.home().floor().desc(),
        q.home().asc(),
        q.home().desc(),
        q.labels().key("a").asc(),
        q.labels().key("a").desc(),
        q.labels().asc(),
        q.id().desc(),
        q.deleted_at().asc(),
    ]
}

/// Pages on and back hold what the whole sorted list holds.
async fn same_as_sorted(query: Find<Person>, sort: Vec<Sort<Person>>, limit: u64) {
    let all = query.clone().sort(sort.clone()).page(1, 10_000).await.unwrap();
    let all: Vec<i32> = all.into_iter().map(|person| person.id).collect();
    let query = query.sort(sort.clone()).limit(limit);
    let (pages, last) = forwards(&query).await;
    assert_eq!(pages.concat(), all, "{sort:?}");
    let back = backwards(&query, last).await;
    assert_eq!(back, pages[..pages.len() - 1], "{sort:?}");
}

async fn generated(seed: u64, count: i32) -> (TestDatabase, PersonRepository) {
    let db = TestDatabase::start().await.unwrap();
    let people = PersonRepository::new(&db);
    people.driver().insert_many(documents(&mut Random(seed), count)).await.unwrap();
    (db, people)
}

#[tokio::test]
async fn each_key_pages_as_it_sorts() {
    let (_db, people) = generated(1, 60).await;
    for sort in keys() {
        same_as_sorted(people.find(Filter::all()), vec![sort], 7).await;
    }
}

#[tokio::test]
async fn any_sort_pages_as_it_sorts() {
    let mut random = Random(7);
    let (_db, people) = generated(2, 50).await;
    let q = Person::q();
    let filters = [Filter::all(), q.age().lt(2) | q.nick().is_none(), q.score().gt(0.0), !q.rank().eq(3)];
    for _ in 0..120 {
        let sort = (0..=random.below(4)).map(|_| random.of(&keys()).clone()).collect();
        let filter = random.of(&filters).clone();
        let limit = *random.of(&[3, 7, 20, 49, 50, 51]);
        same_as_sorted(people.find(filter), sort, limit).await;
    }
}

#[tokio::test]
async fn one_document_a_page_is_enough() {
    let (_db, people) = generated(3, 25).await;
    let q = Person::q();
    same_as_sorted(people.find(Filter::all()), vec![q.nick().desc(), q.score().asc()], 1).await;
    same_as_sorted(people.find(Filter::all()), vec![q.rank().asc(), q.score().desc()], 1).await;
}

#[tokio::test]
async fn null_and_missing_are_one_value_in_front_of_all_others() {
    let db = TestDatabase::start().await.unwrap();
    let people = PersonRepository::new(&db);
    let nicks = [Some(Bson::Null), None, Some("b".into()), Some(Bson::Null), None, Some("a".into())];
    let documents = (0..).zip(nicks).map(|(id, nick)| {
        let mut document = doc! { "_id": id, "age": 0 };
        nick.map(|nick| document.insert("nick", nick));
        document
    });
    people.driver().insert_many(documents).await.unwrap();
    let q = Person::q();
    let query = people.find(Filter::all()).limit(1);
    let ascending = query.clone().sort(q.nick().asc());
    let (pages, last) = forwards(&ascending).await;
    assert_eq!(pages.concat(), [0, 1, 3, 4, 5, 2]);
    assert_eq!(backwards(&ascending, last).await.concat(), [0, 1, 3, 4, 5]);
    let descending = query.clone().sort(q.nick().desc());
    let (pages, last) = forwards(&descending).await;
    assert_eq!(pages.concat(), [2, 5, 4, 3, 1, 0]);
    assert_eq!(backwards(&descending, last).await.concat(), [2, 5, 4, 3, 1]);
    let mixed = query.sort([q.nick().desc(), q.id().asc()]);
    assert_eq!(forwards(&mixed).await.0.concat(), [2, 5, 0, 1, 3, 4]);
}

#[tokio::test]
async fn a_collation_holds_for_the_pages_as_for_the_sort() {
    let (_db, people) = generated(4, 60).await;
    let q = Person::q();
    for strength in [CollationStrength::Primary, CollationStrength::Secondary, CollationStrength::Tertiary] {
        let collation = Collation::builder().locale("en").strength(strength).build();
        let query = people.find(Filter::all()).collation(collation);
        same_as_sorted(query.clone(), vec![q.nick().asc()], 7).await;
        same_as_sorted(query.clone(), vec![q.nick().desc(), q.home().asc()], 7).await;
        same_as_sorted(query, vec![q.home().city().asc(), q.nick().asc(), q.age().desc()], 7).await;
    }
}

#[tokio::test]
async fn a_collation_is_refused_where_it_might_call_two_ids_equal() {
    #[derive(Debug, Clone, PartialEq, Vellum)]
    #[vellum(collection = "words")]
    struct Word {
        id: String,
        pattern: Option<Regex>,
    }
    let db = TestDatabase::start().await.unwrap();
    let words = WordRepository::new(&db);
    words.create_many(["a", "A", "b", "B"].map(|id| Word { id: id.into(), pattern: None })).await.unwrap();
    let query = words.find(Filter::all()).limit(2);
    let collation = Collation::builder().locale("en").strength(CollationStrength::Secondary).build();
    let error = query.clone().collation(collation).page_slice().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "invalid filter on `_id`: pages with a collation need ids without text, which tell all apart"
    );
    let slice = query.clone().page_slice().await.unwrap();
    assert_eq!(slice.map(|word| word.id.clone()).items, ["A", "B"]);
    let error = query.sort(Word::q().pattern().asc()).page_slice().await.unwrap_err();
    assert!(error.to_string().starts_with("invalid filter on `pattern`: pages cannot continue"), "{error}");
}

#[tokio::test]
async fn ids_of_floating_point_numbers_page_as_they_sort() {
    #[derive(Debug, Clone, PartialEq, Vellum)]
    #[vellum(collection = "points")]
    struct At {
        id: f64,
    }
    let db = TestDatabase::start().await.unwrap();
    let points = AtRepository::new(&db);
    let ids = [1.0, f64::NAN, -1.0, f64::INFINITY, 0.5];
    points.create_many(ids.map(|id| At { id })).await.unwrap();
    for sort in [At::q().id().asc(), At::q().id().desc()] {
        let text = |ids: Vec<f64>| format!("{ids:?}");
        let query = points.find(Filter::all()).sort(sort);
        let all: Vec<f64> = query.clone().await.unwrap().into_iter().map(|at| at.id).collect();
        let mut pages = Vec::new();
        let mut slice = query.clone().limit(1).page_slice().await.unwrap();
        loop {
            pages.extend(slice.items.iter().map(|at| at.id));
            let Some(next) = slice.next else { break };
            slice = query.clone().limit(1).after(next).page_slice().await.unwrap();
        }
        assert_eq!(text(pages), text(all.clone()));
        assert!(all[0].is_nan() || all[4].is_nan());
    }
}

#[tokio::test]
async fn a_model_of_several_shapes_is_paged_by_what_they_share() {
    #[derive(Debug, Clone, PartialEq, Vellum)]
    #[vellum(collection = "events", tag = "kind", rename_all = "snake_case")]
    enum Event {
        Login { at: i32, by: String },
        Logout { at: i64 },
        Crash { at: Vec<i32>, by: i32 },
    }
    let db = TestDatabase::start().await.unwrap();
    let events = EventRepository::new(&db);
    let event = |at: i32| match at % 2 {
        0 => Event::Login { at, by: "ada".into() },
        _ => Event::Logout { at: i64::from(at) },
    };
    events.create_many((0..9).map(event)).await.unwrap();
    let query = events.find(Filter::all()).limit(4);
    let q = Event::q();
    let by_tag = query.clone().sort(q.login().by().asc()).page_slice().await.unwrap_err();
    assert!(by_tag.to_string().contains("`by`"), "{by_tag}");
    let through_list = query.clone().sort(q.logout().at().asc()).page_slice().await.unwrap_err();
    assert!(through_list.to_string().contains("through a list"), "{through_list}");
    let first = query.clone().page_slice().await.unwrap();
    let second = query.clone().after(first.next).page_slice().await.unwrap();
    let third = query.after(second.next).page_slice().await.unwrap();
    assert_eq!((first.items.len(), second.items.len(), third.items.len()), (4, 4, 1));
}
