//! Batches, limits, and what ends a visit early.

use vellum::prelude::*;
use vellum::testing::Commands;
use vellum::{Error, Result};

use super::{Person, ada, stored};

#[derive(Debug, Projection)]
#[vellum(from = Person)]
struct Name<'a> {
    #[vellum(path = first_name)]
    name: &'a str,
    #[vellum(path = pets.name)]
    pets: Vec<&'a str>,
}

async fn names(query: vellum::repository::Find<Person>) -> Result<String> {
    let mut names = String::new();
    query.for_each_row::<Name<'_>>(|row| names += row.name).await?;
    Ok(names)
}

fn is_send<F: Future + Send>(future: F) -> F {
    future
}

#[tokio::test]
async fn a_visit_is_a_query_with_all_that_can_be_said_of_one() {
    let (db, people) = stored().await;
    let named = |n: usize| Person { first_name: n.to_string(), age: n as i32, ..ada() };
    people.create_many((0..5).map(named)).await.unwrap();
    let q = Person::q();
    let children = people.find(q.age().lt(18)).sort(q.age().desc());
    assert_eq!(is_send(names(children.clone().batch_size(2))).await.unwrap(), "43210");
    assert_eq!(names(children.clone().skip(1).limit(3)).await.unwrap(), "321");
    let commands = Commands::capture(&db);
    assert_eq!(names(children.clone().limit(0)).await.unwrap(), "");
    assert_eq!(commands.names(), Vec::<String>::new());
    people.delete_many(q.age().eq(3)).await.unwrap();
    assert_eq!(names(children.clone()).await.unwrap(), "4210");
    assert_eq!(names(children.with_deleted()).await.unwrap(), "43210");
}

#[tokio::test]
async fn the_first_row_that_cannot_be_read_ends_the_visit_by_name() {
    let (_db, people) = stored().await;
    let broken = doc! { "_id": ObjectId::new(), "firstName": "C", "age": 99, "pets": [{ "name": "x" }, { "name": 7 }] };
    let id = broken.get_object_id("_id").unwrap();
    people.driver().insert_one(&broken).await.unwrap();
    people.create(Person { first_name: "D".into(), age: 100, ..ada() }).await.unwrap();
    let mut seen = Vec::new();
    let query = people.find(Filter::all()).sort(Person::q().age().asc());
    let ended = query.for_each_row::<Name<'_>>(|row| seen.push(row.name.to_owned())).await;
    match ended.unwrap_err() {
        Error::Decode { collection, id: found_id, path, expected, found } => {
            assert_eq!((collection.as_str(), found_id, path.as_str()), ("people", id.to_hex(), "pets[1]"));
            assert_eq!((expected.as_str(), found.as_str()), ("string", "int32"));
        }
        other => panic!("{other}"),
    }
    assert_eq!(seen, ["Ada", "Bob"]);
}

#[derive(Debug)]
enum Stop {
    Enough(usize),
    Vellum(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Vellum(error)
    }
}

#[tokio::test]
async fn an_error_of_the_closure_ends_the_visit_and_is_given_back() {
    let (db, people) = stored().await;
    people.create_many((0..50).map(|_| ada())).await.unwrap();
    let commands = Commands::capture(&db);
    let mut seen = 0;
    let all = people.find(Filter::all()).batch_size(5);
    let ended = all
        .clone()
        .try_for_each_row::<Name<'_>, _>(|row| {
            seen += 1;
            if seen < 7 { Ok(()) } else { Err(Stop::Enough(row.pets.len())) }
        })
        .await;
    assert!(matches!(ended, Err(Stop::Enough(2))), "{ended:?}");
    assert_eq!(seen, 7);
    // The third batch may have been read ahead.
    assert!(commands.count("getMore") <= 2, "{:?}", commands.names());

    let mut rows = 0;
    let counted: Result<()> = all
        .try_for_each_row::<Name<'_>, Error>(|_| {
            rows += 1;
            Ok(())
        })
        .await;
    counted.unwrap();
    assert_eq!(rows, 52);
}

#[tokio::test]
async fn what_cannot_be_sent_is_an_error_of_the_visit() {
    let (db, people) = stored().await;
    let first = people.find(Filter::all()).limit(1).page_slice().await.unwrap();
    assert!(first.next.is_some());
    let commands = Commands::capture(&db);
    let mut seen = 0;
    let invalid = people.find(Filter::all()).after(first.next);
    let ended = invalid.try_for_each_row::<Name<'_>, Stop>(|_| {
        seen += 1;
        Ok(())
    });
    assert!(matches!(ended.await, Err(Stop::Vellum(Error::InvalidPage { .. }))));
    assert_eq!((seen, commands.names().len()), (0, 0));
}
