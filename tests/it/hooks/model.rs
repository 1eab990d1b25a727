//! A model with hooks for everything, and a record of their calls for each database.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use vellum::prelude::*;
use vellum::testing::TestDatabase;

static CALLS: LazyLock<Mutex<HashMap<String, Vec<String>>>> = LazyLock::new(Mutex::default);

/// Notes the call of a hook.
pub fn note(cx: &HookContext<'_>, what: impl std::fmt::Display) {
    let mut calls = CALLS.lock().unwrap();
    calls.entry(cx.db().name().to_owned()).or_default().push(format!("{} {what}", cx.event()));
}

/// The calls in this database since the last time.
pub fn calls(db: &Database) -> Vec<String> {
    CALLS.lock().unwrap().remove(db.name()).unwrap_or_default()
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "people", timestamps, versioned, soft_delete)]
#[vellum(hooks(
    before_insert = [normalize, check],
    after_insert = [announce, count],
    before_update = [check, look],
    after_update = [announce, count],
    before_delete = [announce, guard],
    after_delete = [announce, count],
))]
pub struct Person {
    #[vellum(unique)]
    pub email: String,
    pub age: i32,
    pub seen: DateTime<Utc>,
}

impl Person {
    async fn normalize(&mut self, cx: &HookContext<'_>) -> vellum::Result<()> {
        note(cx, format_args!("normalize {}", self.email));
        self.email = self.email.to_lowercase();
        self.seen = Utc::now();
        Ok(())
    }

    async fn check(&mut self, cx: &HookContext<'_>) -> vellum::Result<()> {
        note(cx, format_args!("check {}", self.email));
        if self.age < 0 { Err(cx.stop("nobody is younger than that")) } else { Ok(()) }
    }

    async fn look(&mut self, cx: &HookContext<'_>) -> vellum::Result<()> {
        note(cx, format_args!("look {} {:?}", self.age, cx.version()));
        Ok(())
    }

    async fn announce(&self, cx: &HookContext<'_>) -> vellum::Result<()> {
        note(cx, format_args!("announce {} {}", self.email, self.age));
        if self.age == 13 { Err(cx.stop("nobody wants to hear of it")) } else { Ok(()) }
    }

    async fn count(&self, cx: &HookContext<'_>) -> vellum::Result<()> {
        note(cx, format_args!("count {:?}", cx.version()));
        Ok(())
    }

    async fn guard(&self, cx: &HookContext<'_>) -> vellum::Result<()> {
        note(cx, "guard");
        if self.age == 99 { Err(cx.stop("respect the old")) } else { Ok(()) }
    }
}

pub fn person(email: &str, age: i32) -> Person {
    Person { email: email.into(), age, seen: DateTime::UNIX_EPOCH }
}

pub async fn start() -> (TestDatabase, PersonRepository) {
    let db = TestDatabase::start().await.unwrap();
    let people = PersonRepository::new(&db);
    people.sync_indexes().await.unwrap();
    (db, people)
}
