//! Options of writes: each is sent, and each does what it says.

use std::time::Duration;

use vellum::bson::{Bson, Document};
use vellum::options::{Collation, WriteConcern};
use vellum::prelude::*;
use vellum::testing::{Commands, TestDatabase};

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "notes")]
#[vellum(index(keys(title = 1), name = "by_title"))]
struct Note {
    title: String,
    stars: i32,
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "letters", soft_delete)]
struct Letter {
    title: String,
}

fn note(title: &str) -> Note {
    Note { title: title.into(), stars: 0 }
}

fn no_case() -> Collation {
    Collation::builder().locale("en").strength(vellum::mongodb::options::CollationStrength::Secondary).build()
}

/// The options as they stand in a command, or in its first statement.
fn sent(commands: &Commands, option: &str) -> Option<Bson> {
    let command = commands.all().pop()?.body;
    let statement = |list: &str| command.get_array(list).ok()?.first()?.as_document().cloned();
    let statement: Document = statement("updates").or_else(|| statement("deletes")).unwrap_or_default();
    command.get(option).or_else(|| statement.get(option)).cloned()
}

async fn start() -> (TestDatabase, NoteRepository) {
    let db = TestDatabase::start().await.unwrap();
    let notes = NoteRepository::new(&db);
    notes.sync_indexes().await.unwrap();
    notes.create_many(["Alpha", "alpha", "Beta"].map(note)).await.unwrap();
    (db, notes)
}

#[tokio::test]
async fn a_collation_decides_which_documents_are_written() {
    let (db, notes) = start().await;
    let q = Note::q();
    let alpha = || q.title().eq("ALPHA");
    let up = q.stars().inc(1);
    assert_eq!(notes.update_many(alpha(), &up).collation(no_case()).await.unwrap().matched, 2);
    assert_eq!(notes.update_one(alpha(), &up).collation(no_case()).await.unwrap().matched, 1);
    assert!(notes.find_one_and_update(alpha(), &up).collation(no_case()).await.unwrap().is_some());
    assert!(notes.find_one_and_replace(alpha(), note("alpha")).collation(no_case()).await.unwrap().is_some());
    assert!(notes.find_one_and_delete(alpha()).collation(no_case()).await.unwrap().is_some());
    assert!(!notes.delete_one(alpha()).await.unwrap());
    assert!(notes.delete_one(alpha()).collation(no_case()).await.unwrap());
    assert_eq!(notes.delete_many(q.title().eq("BETA")).collation(no_case()).await.unwrap(), 1);
    let letters = LetterRepository::new(&db);
    letters.create(Letter { title: "a".into() }).await.unwrap();
    assert_eq!(letters.delete_many(Letter::q().title().eq("A")).collation(no_case()).await.unwrap(), 1);
}

#[tokio::test]
async fn an_index_that_does_not_exist_is_an_error_of_every_write_with_a_hint() {
    let (_db, notes) = start().await;
    let q = Note::q();
    let (all, up) = (Filter::all, q.stars().inc(1));
    assert_eq!(notes.update_many(all(), &up).hint("by_title").await.unwrap().matched, 3);
    assert!(notes.update_many(all(), &up).hint(q.title().asc()).await.is_ok());
    assert!(notes.update_many(all(), &up).hint("no_such").await.is_err());
    assert!(notes.update_one(all(), &up).hint("no_such").await.is_err());
    assert!(notes.find_one_and_update(all(), &up).hint("no_such").await.is_err());
    assert!(notes.find_one_and_replace(all(), note("x")).hint("no_such").await.is_err());
    assert!(notes.find_one_and_delete(all()).hint("no_such").await.is_err());
    assert!(notes.delete_one(all()).hint("no_such").await.is_err());
    assert!(notes.delete_many(all()).hint("no_such").await.is_err());
    assert_eq!(notes.find(Filter::all()).count().await.unwrap(), 3);
}

#[tokio::test]
async fn comments_write_concerns_and_times_are_sent_with_every_write() {
    let (db, notes) = start().await;
    let (q, all) = (Note::q(), Filter::all);
    let up = q.stars().inc(1);
    let one = notes.create(note("one")).await.unwrap();
    let w1 = || WriteConcern::builder().w(vellum::mongodb::options::Acknowledgment::Nodes(1)).build();
    let commands = Commands::capture(&db);
    macro_rules! sends {
        ($($write:expr),* $(,)?) => {$(
            commands.clear();
            let _ = $write.comment("why").write_concern(w1()).await.unwrap();
            assert_eq!(sent(&commands, "comment"), Some("why".into()), stringify!($write));
            assert_eq!(sent(&commands, "writeConcern"), Some(doc! { "w": 1 }.into()), stringify!($write));
        )*};
    }
    sends![
        notes.create(note("two")),
        notes.create_many([note("three")]),
        notes.update(one.id(), &up),
        notes.update_one(all(), &up),
        notes.update_many(all(), &up),
        notes.find_one_and_update(all(), &up),
        notes.find_one_and_replace(q.title().eq("two"), note("two")),
        notes.replace(one.id(), note("one")),
        notes.find_one_and_delete(q.title().eq("two")),
        notes.delete_one(q.title().eq("three")),
        notes.delete_many(q.title().eq("Beta")),
        notes.bulk().update_one(all(), &up),
        notes.bulk().delete_one(q.title().eq("none")),
        notes.delete(one.id()),
    ];
    let time = Duration::from_millis(1500);
    commands.clear();
    notes.find_one_and_update(all(), &up).max_time(time).await.unwrap();
    assert_eq!(sent(&commands, "maxTimeMS").map(|time| time.to_string()), Some("1500".to_owned()));
}

#[tokio::test]
async fn a_write_concern_that_cannot_be_met_is_an_error_though_the_write_was_made() {
    let (_db, notes) = start().await;
    let nine = || {
        let members = vellum::mongodb::options::Acknowledgment::Nodes(9);
        WriteConcern::builder().w(members).w_timeout(Duration::from_millis(50)).build()
    };
    assert!(notes.create(note("x")).write_concern(nine()).await.is_err());
    assert!(notes.create_many([note("y")]).write_concern(nine()).await.is_err());
    assert!(notes.create_many([note("z")]).write_concern(nine()).report().await.is_err());
    assert!(notes.bulk().delete_many(Note::q().title().eq("x")).write_concern(nine()).await.is_err());
    assert_eq!(notes.find(Filter::all()).count().await.unwrap(), 5);
}

#[tokio::test]
async fn a_document_by_its_id_is_read_as_the_options_say() {
    let (db, notes) = start().await;
    let one = notes.create(note("one")).await.unwrap();
    let commands = Commands::capture(&db);
    assert!(notes.get(one.id()).comment("why").max_time(Duration::from_secs(2)).await.unwrap().is_some());
    assert_eq!(sent(&commands, "comment"), Some("why".into()));
    let letters = LetterRepository::new(&db);
    let gone = letters.create(Letter { title: "gone".into() }).await.unwrap();
    letters.delete(gone.id()).await.unwrap();
    assert!(letters.get(gone.id()).await.unwrap().is_none());
    assert!(letters.get(gone.id()).with_deleted().await.unwrap().is_some());
    assert!(letters.require(gone.id()).await.unwrap_err().is_not_found());
    assert!(letters.require(gone.id()).with_deleted().await.unwrap().deleted_at().is_some());
}

#[tokio::test]
async fn a_filter_compares_fields_with_fields() {
    let (_db, notes) = start().await;
    notes.update_one(Note::q().title().eq("Beta"), Note::q().stars().set(4)).await.unwrap();
    let found =
        notes.find(Filter::<Note>::expr(|note| note.stars().gte(note.title().str_len_cp()))).await.unwrap();
    assert_eq!(found.len(), 1);
}

#[tokio::test]
async fn what_would_not_fit_is_found_by_the_updates_own_collation() {
    let (_db, notes) = start().await;
    let q = Note::q();
    notes.update_one(q.title().eq("alpha"), q.stars().set(i32::MAX)).await.unwrap();
    let alpha = || q.title().eq("ALPHA");
    let error = notes.update_many(alpha(), q.stars().inc(1)).collation(no_case()).await.unwrap_err();
    assert!(matches!(&error, vellum::Error::InvalidUpdate { path, .. } if path == "stars"), "{error}");
    assert_eq!(notes.find(q.stars().eq(0)).count().await.unwrap(), 2);
    assert_eq!(notes.update_many(alpha(), Update::none()).collation(no_case()).await.unwrap().matched, 2);
}
