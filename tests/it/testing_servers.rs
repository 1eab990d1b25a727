//! `vellum::testing`: servers start, fail on demand, and leave nothing behind.
//!
//! Some tests are about processes that die. They run this test binary again, with one ignored test (`play_...`), and look
//! at what is left of it.

mod commands;
mod databases;
mod ending;
mod faults;
mod search;
mod starting;

use std::process::{Command, Stdio};

use mongodb::bson::{Document, doc};
use mongodb::options::ReadConcern;
use vellum::Database;

type Failure = Box<dyn std::error::Error + Send + Sync>;
type Outcome<T = ()> = Result<T, Failure>;

/// Set for the process that runs one of the ignored tests, which otherwise do nothing.
const PLAY: &str = "VELLUM_TESTS_PLAY_THE_OWNER";

/// Whether this process was started to play.
fn plays() -> bool {
    std::env::var_os(PLAY).is_some()
}

/// This test binary again, to run one of its ignored tests.
fn play(module: &str, scene: &str, environment: &[(&str, &str)]) -> Command {
    // The test harness leaves out the name of the crate.
    let module = module.split_once("::").map_or("", |(_, module)| module);
    let mut command = Command::new(std::env::current_exe().expect("the path of this test binary"));
    command.args(["--exact", "--ignored", "--nocapture"]).arg(format!("{module}::{scene}"));
    command.env(PLAY, "1").env_remove("VELLUM_MONGODB_URI").envs(environment.iter().copied());
    command.stderr(Stdio::null());
    command
}

async fn insert(db: &Database, id: i32) -> Outcome {
    db.driver().collection("items").insert_one(doc! { "_id": id }).await?;
    Ok(())
}

async fn count(db: &Database) -> Outcome<u64> {
    let items = db.driver().collection::<Document>("items");
    Ok(items.count_documents(doc! {}).read_concern(ReadConcern::majority()).await?)
}
