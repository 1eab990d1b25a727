//! Hooks in transactions, and what is called when they have ended.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use vellum::prelude::*;
use vellum::testing::TestDatabase;

use super::model::{AppError, Calls};

static CALLED: LazyLock<Mutex<HashMap<String, Vec<String>>>> = LazyLock::new(Mutex::default);

fn call(db: &str, what: &str) {
    CALLED.lock().unwrap().entry(db.to_owned()).or_default().push(what.to_owned());
}

/// What was called in this database since the last time.
fn called(db: &Database) -> Vec<String> {
    CALLED.lock().unwrap().remove(db.name()).unwrap_or_default()
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "letters", versioned)]
#[vellum(hooks(
    before_insert = announce,
    after_insert = log,
    before_update = announce,
    before_delete = burn,
))]
struct Letter {
    #[vellum(unique)]
    to: String,
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "entries")]
struct Entry {
    to: String,
}

impl Letter {
    async fn announce(&mut self, cx: &HookContext<'_>) -> vellum::Result<()> {
        let (db, to) = (cx.db().name().to_owned(), self.to.clone());
        cx.after_commit(move || async move { call(&db, &format!("sent {to}")) });
        let (db, to) = (cx.db().name().to_owned(), self.to.clone());
        cx.after_rollback(move || async move { call(&db, &format!("withdrawn {to}")) });
        if self.to.is_empty() { Err(cx.stop("to nobody")) } else { Ok(()) }
    }

    async fn log(&self, cx: &HookContext<'_>) -> vellum::Result<()> {
        EntryRepository::new(cx.db()).create(Entry { to: self.to.clone() }).await?;
        call(cx.db().name(), &format!("logged {}", self.to));
        Ok(())
    }

    async fn burn(&self, cx: &HookContext<'_>) -> vellum::Result<()> {
        let (db, to) = (cx.db().name().to_owned(), self.to.clone());
        cx.after_commit(move || async move { call(&db, &format!("burnt {to}")) });
        Ok(())
    }
}

fn letter(to: &str) -> Letter {
    Letter { to: to.to_owned() }
}

async fn start() -> (TestDatabase, LetterRepository) {
    let db = TestDatabase::start().await.unwrap();
    let letters = LetterRepository::new(&db);
    letters.sync_indexes().await.unwrap();
    EntryRepository::new(&db).create(Entry { to: "first".to_owned() }).await.unwrap();
    (db, letters)
}

#[tokio::test]
async fn writes_of_hooks_are_part_of_the_transaction() {
    let (db, letters) = start().await;
    let entries = EntryRepository::new(&db);
    let failed: Result<(), AppError> = db
        .transaction(|tx| async move {
            LetterRepository::new(&tx).create(letter("ada")).await?;
            assert_eq!(EntryRepository::new(&tx).find(Filter::all()).count().await?, 2);
            Err(AppError::Own("no"))
        })
        .await;
    assert!(failed.is_err());
    assert_eq!(entries.find(Filter::all()).count().await.unwrap(), 1);
    assert_eq!(letters.find(Filter::all()).count().await.unwrap(), 0);
    assert_eq!(called(&db), ["logged ada", "withdrawn ada"]);

    db.transaction(|tx| async move { LetterRepository::new(&tx).create(letter("ada")).await }).await.unwrap();
    assert_eq!(entries.find(Filter::all()).count().await.unwrap(), 2);
    assert_eq!(called(&db), ["logged ada", "sent ada"]);
}

#[tokio::test]
async fn callbacks_wait_for_the_commit_and_come_in_their_order() {
    let (db, _letters) = start().await;
    let outer = db.name().to_owned();
    let name = &outer;
    let mut document = db
        .transaction(|tx| async move {
            let letters = LetterRepository::new(&tx);
            let ada = letters.create(letter("ada")).await?;
            letters.create_many([letter("bob"), letter("cy")]).await?;
            call(name, "end");
            let name = name.clone();
            tx.after_commit(move || async move { call(&name, "own") });
            Ok::<_, vellum::Error>(ada)
        })
        .await
        .unwrap();
    assert_eq!(
        called(&db),
        ["logged ada", "logged bob", "logged cy", "end", "sent ada", "sent bob", "sent cy", "own"]
    );

    let letters = LetterRepository::new(&db);
    document.to = "eve".to_owned();
    letters.save(&mut document).await.unwrap();
    assert_eq!(called(&db), ["sent eve"]);
}

#[tokio::test]
async fn outside_of_a_transaction_they_come_once_the_write_stands() {
    let (db, letters) = start().await;
    let ada = letters.create(letter("ada")).await.unwrap();
    assert_eq!(called(&db), ["logged ada", "sent ada"]);
    assert!(letters.create(letter("ada")).await.unwrap_err().is_duplicate_key());
    assert!(letters.create(letter("")).await.unwrap_err().is_hook());
    assert_eq!(called(&db), [""; 0], "nothing was written");

    let report = letters
        .create_many([letter("bob"), letter("ada"), letter("cy")])
        .ordered(false)
        .report()
        .await
        .unwrap();
    assert_eq!((report.created.len(), report.failed.len()), (2, 1));
    assert_eq!(called(&db), ["logged bob", "sent bob", "logged cy", "sent cy"]);

    letters.update(ada.id(), Letter::q().to().set("eve")).await.unwrap();
    assert_eq!(called(&db), ["sent ada"], "the hook has seen what was stored");
    letters.delete(ada.id()).await.unwrap();
    assert_eq!(called(&db), ["burnt eve"]);
    let bob = letters.get_by_to("bob").await.unwrap().unwrap();
    letters.delete_doc(&bob).await.unwrap();
    assert_eq!(called(&db), ["burnt bob"]);
    letters.write_group().create(letter("bob")).await.unwrap();
    assert_eq!(called(&db), ["logged bob", "sent bob"]);
}

#[tokio::test]
async fn another_try_forgets_what_the_first_one_asked_for() {
    let (db, letters) = start().await;
    let ada = letters.create(letter("ada")).await.unwrap();
    called(&db);
    let tries = Calls::default();
    let (counted, id, outside) = (&tries, *ada.id(), &letters);
    db.transaction(|tx| async move {
        let letters = LetterRepository::new(&tx);
        letters.create(letter(&format!("try{}", counted.call()))).await?;
        let read = letters.require(id).await?;
        if counted.count() == 1 {
            // Someone else comes in between: the transaction's own write conflicts.
            let changed = outside.update(id, Letter::q().to().set("eve")).skip_hooks().await;
            assert!(changed?.is_some());
        }
        letters.update(read.id(), Letter::q().to().set("zoe")).skip_hooks().await
    })
    .await
    .unwrap();
    assert_eq!(tries.count(), 2);
    assert_eq!(called(&db), ["logged try1", "logged try2", "sent try2"]);
    assert_eq!(letters.require(id).await.unwrap().to, "zoe");
}

#[tokio::test]
async fn after_rollback_comes_once_before_the_transaction_returns() {
    let (db, _letters) = start().await;
    let order = Arc::new(Mutex::new(Vec::new()));
    let shared = &order;
    let failed: Result<(), AppError> = db
        .transaction(|tx| async move {
            for n in 0..3 {
                let order = Arc::clone(shared);
                tx.after_rollback(move || async move { order.lock().unwrap().push(n) });
            }
            tx.after_rollback(|| async { panic!("a test's own panic") });
            let order = Arc::clone(shared);
            tx.after_rollback(move || async move { order.lock().unwrap().push(3) });
            LetterRepository::new(&tx).create(letter("ada")).skip_hooks().await?;
            Err(AppError::Own("no"))
        })
        .await;
    assert!(failed.is_err());
    assert_eq!(*order.lock().unwrap(), [0, 1, 2, 3]);
}

#[tokio::test]
async fn a_callback_may_use_the_database() {
    let (db, letters) = start().await;
    let handle = (*db).clone();
    let outside = &handle;
    db.transaction(|tx| async move {
        let outside = outside.clone();
        tx.after_commit(move || async move {
            let created = EntryRepository::new(&outside).create(Entry { to: "after".to_owned() }).await;
            created.unwrap();
        });
        LetterRepository::new(&tx).create(letter("ada")).skip_hooks().await
    })
    .await
    .unwrap();
    assert_eq!(letters.find(Filter::all()).count().await.unwrap(), 1);
    assert_eq!(EntryRepository::new(&db).find(Filter::all()).count().await.unwrap(), 2);
}
