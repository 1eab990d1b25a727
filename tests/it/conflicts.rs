//! Two copies of a document: what each write with the second one gives after each write with the first.
//!
//! The promised outcome comes out of a model of what every operation needs and does, so that no cell of the
//! table is written by hand; the server gives the other.

use vellum::bson::Document;
use vellum::prelude::*;
use vellum::repository::{BulkOutcome, BulkSummary};
use vellum::testing::TestDatabase;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "notes", versioned, timestamps, soft_delete)]
struct Note {
    #[vellum(unique)]
    key: String,
    text: i32,
}

/// What an operation answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Done,
    /// `None`, `false`, or no document matched.
    Nothing,
    NotFound,
    Conflict,
    Duplicate,
}

macro_rules! operations {
    ($($name:ident),* $(,)?) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        enum Operation {
            $($name),*
        }

        use Operation::*;

        const ALL: &[Operation] = &[$($name),*];
    };
}

operations! {
    Save, Update, UpdateOne, UpdateMany, FindOneAndUpdate, Replace, Upsert, BulkUpdate,
    BulkUpdateMany, BulkSave, BulkUpdateDoc, BulkDeleteDoc, BulkDelete, GroupUpdate, Delete,
    SoftDelete, DeleteOne, DeleteMany, DeleteDoc, FindOneAndDelete, Restore, HardDelete,
    PurgeDeleted,
}

/// What is in the database: nothing, or a document with its version, live or deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    version: i64,
    deleted: bool,
}

/// What is promised: the answer, and what is there afterwards.
fn promised(operation: Operation, state: Option<State>, held: i64) -> (Answer, Option<State>) {
    let Some(State { version, deleted }) = state else {
        return match operation {
            Save | DeleteDoc | BulkSave | BulkUpdateDoc | BulkDeleteDoc | BulkUpdate | BulkDelete => {
                (Answer::NotFound, None)
            }
            Upsert => (Answer::Done, Some(State { version: 1, deleted: false })),
            _ => (Answer::Nothing, None),
        };
    };
    let moved = |deleted| (Answer::Done, Some(State { version: version + 1, deleted }));
    let stays = |answer| (answer, state);
    match operation {
        Save | BulkSave | BulkUpdateDoc | DeleteDoc | BulkDeleteDoc | BulkUpdate | BulkDelete if deleted => {
            stays(Answer::NotFound)
        }
        // Guarded by the version that was read.
        Save | BulkSave | BulkUpdateDoc | DeleteDoc | BulkDeleteDoc if version != held => {
            stays(Answer::Conflict)
        }
        Save | BulkSave | BulkUpdateDoc => moved(false),
        DeleteDoc | BulkDeleteDoc => moved(true),
        Restore => {
            if deleted {
                moved(false)
            } else {
                stays(Answer::Nothing)
            }
        }
        HardDelete => (Answer::Done, None),
        PurgeDeleted => {
            if deleted {
                (Answer::Done, None)
            } else {
                stays(Answer::Nothing)
            }
        }
        Upsert if deleted => stays(Answer::Duplicate),
        _ if deleted => stays(Answer::Nothing),
        Delete | SoftDelete | DeleteOne | DeleteMany | FindOneAndDelete | BulkDelete => moved(true),
        Update | UpdateOne | UpdateMany | FindOneAndUpdate | Replace | Upsert | BulkUpdate
        | BulkUpdateMany | GroupUpdate => moved(false),
    }
}

fn of_result<V>(result: vellum::Result<V>, done: impl FnOnce(V) -> bool) -> Answer {
    match result {
        Ok(value) => [Answer::Nothing, Answer::Done][usize::from(done(value))],
        Err(error) if error.is_not_found() => Answer::NotFound,
        Err(error) if error.is_optimistic_lock() => Answer::Conflict,
        Err(error) if error.is_duplicate_key() => Answer::Duplicate,
        Err(error) => panic!("{error}"),
    }
}

fn of_bulk(result: vellum::Result<BulkSummary<Uuid>>) -> Answer {
    let summary = result.unwrap();
    match &summary.outcomes[0] {
        BulkOutcome::Missing => Answer::NotFound,
        BulkOutcome::Stale => Answer::Conflict,
        BulkOutcome::Updated { .. } if summary.matched > 0 => Answer::Done,
        BulkOutcome::Deleted { .. } if summary.deleted > 0 => Answer::Done,
        BulkOutcome::Updated { .. } | BulkOutcome::Deleted { .. } => Answer::Nothing,
        other => panic!("{other:?}"),
    }
}

/// Runs an operation with a copy of the document, which must stay as it is if nothing is done.
async fn run(notes: &NoteRepository, operation: Operation, copy: &mut Doc<Note>, text: i32) -> Answer {
    let (q, id) = (Note::q(), *copy.id());
    let by_key = || q.key().eq("k");
    let change = || q.text().set(text);
    let value = || Note { key: "k".into(), text };
    match operation {
        Save => {
            copy.text = text;
            let before = copy.clone();
            let answer = of_result(notes.save(copy).await, |()| true);
            assert_eq!(answer == Answer::Done, copy.version() == before.version() + 1);
            assert!(answer == Answer::Done || *copy == before);
            answer
        }
        Update => of_result(notes.update(id, change()).await, |found| found.is_some()),
        UpdateOne => of_result(notes.update_one(by_key(), change()).await, |summary| summary.matched > 0),
        UpdateMany => of_result(notes.update_many(by_key(), change()).await, |summary| summary.matched > 0),
        FindOneAndUpdate => {
            of_result(notes.find_one_and_update(by_key(), change()).await, |found| found.is_some())
        }
        Replace => of_result(notes.replace(id, value()).await, |found| found.is_some()),
        Upsert => of_result(notes.update_one(by_key(), change()).upsert(value()).await, |_| true),
        BulkUpdate => of_bulk(notes.bulk().update(id, change()).await),
        BulkUpdateMany => of_bulk(notes.bulk().update_many(by_key(), change()).await),
        BulkSave => {
            copy.text = text;
            of_bulk(notes.bulk().save(copy).await)
        }
        BulkUpdateDoc => of_bulk(notes.bulk().update_doc(copy, change()).await),
        BulkDeleteDoc => of_bulk(notes.bulk().delete_doc(copy).await),
        BulkDelete => of_bulk(notes.bulk().delete(id).await),
        GroupUpdate => of_result(notes.write_group().update(id, change()).await, |found| found),
        Delete => of_result(notes.delete(id).await, |found| found),
        SoftDelete => of_result(notes.soft_delete(id).await, |found| found),
        DeleteOne => of_result(notes.delete_one(by_key()).await, |found| found),
        DeleteMany => of_result(notes.delete_many(by_key()).await, |count| count > 0),
        DeleteDoc => of_result(notes.delete_doc(copy).await, |found| found),
        FindOneAndDelete => of_result(notes.find_one_and_delete(by_key()).await, |found| found.is_some()),
        Restore => of_result(notes.restore(id).await, |found| found),
        HardDelete => of_result(notes.hard_delete(id).await, |found| found),
        PurgeDeleted => {
            let all = Utc::now() + vellum::chrono::TimeDelta::hours(1);
            of_result(notes.purge_deleted(all).await, |count| count > 0)
        }
    }
}

/// What is in the database, and whether the columns agree with each other.
async fn state(notes: &NoteRepository) -> Option<State> {
    let stored: Option<Document> = notes.driver().find_one(doc! {}).await.unwrap();
    let stored = stored?;
    let deleted = stored.contains_key("deleted_at");
    if deleted {
        assert_eq!(stored.get_datetime("deleted_at").unwrap(), stored.get_datetime("updated_at").unwrap());
    }
    assert!(stored.get_datetime("created_at").is_ok());
    Some(State { version: stored.get_i64("version").unwrap(), deleted })
}

async fn row(first: Operation, was_deleted: bool) {
    let db = TestDatabase::start().await.unwrap();
    let notes = NoteRepository::new(&db);
    notes.sync_indexes().await.unwrap();
    for second in ALL.iter().copied() {
        let cell = format!(
            "{first:?}, then {second:?}, of a {} document",
            if was_deleted { "deleted" } else { "live" }
        );
        notes.driver().delete_many(doc! {}).await.unwrap();
        let id = *notes.create(Note { key: "k".into(), text: 0 }).await.unwrap().id();
        let mut held = State { version: 1, deleted: false };
        if was_deleted {
            notes.delete(id).await.unwrap();
            held = State { version: 2, deleted: true };
        }
        let mut one = notes.get(id).with_deleted().await.unwrap().unwrap();
        let mut two = one.clone();

        let (answer, after) = promised(first, Some(held), held.version);
        assert_eq!(run(&notes, first, &mut one, 1).await, answer, "the first of: {cell}");
        assert_eq!(state(&notes).await, after, "after the first of: {cell}");
        let (answer, after) = promised(second, after, held.version);
        assert_eq!(run(&notes, second, &mut two, 2).await, answer, "{cell}");
        assert_eq!(state(&notes).await, after, "after: {cell}");
    }
}

async fn rows(part: usize) {
    for first in ALL.iter().copied().skip(part).step_by(4) {
        for was_deleted in [false, true] {
            row(first, was_deleted).await;
        }
    }
}

#[tokio::test]
async fn every_pair_of_writes_gives_what_is_promised_first_quarter() {
    rows(0).await;
}

#[tokio::test]
async fn every_pair_of_writes_gives_what_is_promised_second_quarter() {
    rows(1).await;
}

#[tokio::test]
async fn every_pair_of_writes_gives_what_is_promised_third_quarter() {
    rows(2).await;
}

#[tokio::test]
async fn every_pair_of_writes_gives_what_is_promised_last_quarter() {
    rows(3).await;
}
