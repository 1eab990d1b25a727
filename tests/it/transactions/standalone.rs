//! A server that is no replica set: no transactions, and everything else.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use mongodb::Client;
use vellum::prelude::*;
use vellum::testing::TestServer;

use super::model::{AppError, ItemRepository, item, names};

/// A `mongod` without replica set, which ends with the test.
struct Standalone {
    process: Child,
    folder: PathBuf,
}

impl Drop for Standalone {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

/// The program that the process runs.
fn program_of(process: u32) -> String {
    let output =
        Command::new("ps").args(["-ww", "-o", "args=", "-p", &process.to_string()]).output().unwrap();
    String::from_utf8(output.stdout).unwrap().split_whitespace().next().unwrap().to_owned()
}

/// The same `mongod` as a test server's, alone.
async fn start() -> (Standalone, Database) {
    let server = TestServer::start().await.unwrap();
    let program = program_of(server.nodes()[0].process_id());
    server.stop().await;
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let folder = std::env::temp_dir().join(format!("vellum-standalone-{}", Uuid::new_v4()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut command = Command::new(program);
    command.arg("--dbpath").arg(&folder).args(["--bind_ip", "127.0.0.1", "--nounixsocket"]);
    command.args(["--port", &port.to_string(), "--wiredTigerCacheSizeGB", "0.25"]);
    let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let standalone = Standalone { process, folder };
    let uri = format!("mongodb://127.0.0.1:{port}/?serverSelectionTimeoutMS=2000&connectTimeoutMS=1000");
    let client = Client::with_uri_str(uri).await.unwrap();
    let begun = Instant::now();
    while client.database("admin").run_command(doc! { "ping": 1 }).await.is_err() {
        assert!(begun.elapsed() < Duration::from_mins(1), "the server does not answer");
    }
    (standalone, Database::new(client, "alone"))
}

#[tokio::test]
async fn a_server_without_transactions_says_so_and_does_everything_else() {
    let (_server, db) = start().await;
    let items = ItemRepository::new(&db);
    items.create(item("one", 1)).await.unwrap();
    let failed =
        db.transaction(|tx| async move { ItemRepository::new(&tx).create(item("two", 2)).await }).await;
    assert!(matches!(failed, Err(vellum::Error::TransactionsUnsupported)), "{failed:?}");
    let failed: Result<(), AppError> = db
        .transaction(|tx| async move {
            drop(ItemRepository::new(&tx).find(Filter::all()).count().await);
            Ok(())
        })
        .await;
    assert!(matches!(failed, Err(AppError::Database(vellum::Error::TransactionsUnsupported))));
    items.create(item("three", 3)).await.unwrap();
    assert_eq!(names(&items).await, ["one", "three"]);
}
