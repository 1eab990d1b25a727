//! Rows of all that a document holds: the server is not asked to copy it field by field.

use vellum::prelude::*;
use vellum::testing::{Commands, TestDatabase};

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "notes", timestamps, versioned)]
pub struct Note {
    pub title: Option<String>,
    pub pages: Vec<Leaf>,
    pub stars: i32,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
pub struct Leaf {
    pub text: String,
    pub size: i32,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Note)]
struct Whole<'a> {
    title: Option<&'a str>,
    pages: Vec<LeafRow<'a>>,
    stars: i32,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Leaf)]
struct LeafRow<'a> {
    text: &'a str,
    size: i32,
}

/// In another order, and with one of the columns.
#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Note)]
struct WithVersion<'a> {
    version: i64,
    stars: i32,
    pages: Vec<LeafRow<'a>>,
    title: Option<&'a str>,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Note)]
struct WithoutSizes<'a> {
    title: Option<&'a str>,
    pages: Vec<Text<'a>>,
    stars: i32,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Leaf)]
struct Text<'a> {
    text: &'a str,
}

#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Note)]
struct Owned {
    title: Option<String>,
    pages: Vec<Leaf>,
    stars: i32,
}

fn note(title: Option<&str>) -> Note {
    let pages = vec![Leaf { text: "a".into(), size: 1 }];
    Note { title: title.map(Into::into), pages, stars: 3 }
}

#[tokio::test]
async fn a_row_of_everything_is_asked_for_without_a_projection() {
    let db = TestDatabase::start().await.unwrap();
    let notes = NoteRepository::new(&db);
    notes.create_many([note(Some("x")), note(None)]).await.unwrap();
    // By another writer: another order, and what the model does not know.
    let foreign = doc! { "stars": 3, "extra": 1, "version": 1_i64, "pages": [{ "size": 1, "text": "a" }], "title": "x" };
    notes.driver().insert_one(foreign).await.unwrap();
    let commands = Commands::capture(&db);
    let titles = [Some("x"), None, Some("x")];
    let pages = || vec![LeafRow { text: "a", size: 1 }];

    let mut at = titles.into_iter();
    let check =
        |row: Whole<'_>| assert_eq!(row, Whole { title: at.next().unwrap(), pages: pages(), stars: 3 });
    notes.find(Filter::all()).for_each_row::<Whole<'_>>(check).await.unwrap();
    let mut at = titles.into_iter();
    let check = |row: WithVersion<'_>| {
        assert_eq!(row, WithVersion { version: 1, title: at.next().unwrap(), pages: pages(), stars: 3 });
    };
    notes.find(Filter::all()).for_each_row::<WithVersion<'_>>(check).await.unwrap();
    let mut at = titles.into_iter();
    let check = |row: Owned| {
        let note = note(at.next().unwrap());
        assert_eq!(row, Owned { title: note.title, pages: note.pages, stars: note.stars });
    };
    notes.find(Filter::all()).for_each_row::<Owned>(check).await.unwrap();
    assert_eq!(at.next(), None);
    assert!(commands.all().iter().all(|command| !command.body.contains_key("projection")));

    commands.clear();
    let check = |row: WithoutSizes<'_>| assert_eq!(row.pages, [Text { text: "a" }]);
    notes.find(Filter::all()).for_each_row::<WithoutSizes<'_>>(check).await.unwrap();
    let sent = doc! { "title": 1, "pages.text": 1, "stars": 1, "_id": 1 };
    assert_eq!(*commands.all()[0].body.get_document("projection").unwrap(), sent);
}

/// The columns stand behind the fields, where a row may name one that it does not find.
#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Note)]
struct Dated<'a> {
    updated_at: Option<DateTime<Utc>>,
    title: Option<&'a str>,
    pages: Vec<LeafRow<'a>>,
    stars: i32,
}

#[tokio::test]
async fn a_column_that_the_row_names_is_not_passed_over() {
    let db = TestDatabase::start().await.unwrap();
    let notes = NoteRepository::new(&db);
    let note = notes.create(note(None)).await.unwrap();
    let mut rows = 0;
    notes
        .find(Filter::all())
        .for_each_row::<Dated<'_>>(|row| {
            rows += 1;
            assert_eq!(row.updated_at.as_ref(), note.updated_at());
            assert!(row.updated_at.is_some());
        })
        .await
        .unwrap();
    assert_eq!(rows, 1);
}
