//! Test databases are fresh, and leave no trace on a server that is not ours.

use std::process::{Command, Output};
use std::time::Instant;

use vellum::Database;
use vellum::testing::{TestDatabase, TestServer};

use super::{Failure, Outcome, count, insert, play, plays};

#[tokio::test]
async fn every_test_database_is_fresh() -> Outcome {
    let began = Instant::now();
    let one = TestDatabase::start().await?;
    println!("first test database: {:?}", began.elapsed());
    let began = Instant::now();
    let two = TestDatabase::start().await?;
    println!("second test database: {:?}", began.elapsed());

    assert_ne!(one.name(), two.name());
    insert(&one, 1).await?;
    assert_eq!(count(&two).await?, 0);

    let again = Database::connect(one.uri()).await?;
    assert_eq!(again.name(), one.name());
    assert_eq!(count(&again).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_test_database_can_be_dropped_early() -> Outcome {
    let db = TestDatabase::start().await?;
    insert(&db, 1).await?;
    let rest = Database::connect(db.uri()).await?;
    db.drop_database().await?;
    assert_eq!(count(&rest).await?, 0);
    Ok(())
}

#[test]
fn test_databases_share_one_server_across_runtimes() -> Outcome {
    let mut servers = Vec::new();
    for id in 1..=3 {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        servers.push(runtime.block_on(async {
            let db = TestDatabase::start().await?;
            insert(&db, id).await?;
            assert_eq!(count(&db).await?, 1);
            let hosts = db.uri().rsplit_once('/').map(|(hosts, _)| hosts.to_owned());
            Ok::<_, Failure>(hosts)
        })?);
    }
    servers.dedup();
    assert_eq!(servers.len(), 1, "{servers:?}");
    Ok(())
}

#[tokio::test]
async fn a_named_server_is_used_and_left_clean() -> Outcome {
    let server = TestServer::start().await?;
    for scene in ["play_a_test_on_a_named_server", "play_a_panic_on_a_named_server"] {
        let command = play(
            module_path!(),
            scene,
            &[("VELLUM_MONGODB_URI", server.uri()), ("VELLUM_MONGOD", "/nonexistent")],
        );
        let output = finish(command).await?;
        let printed = String::from_utf8(output.stdout)?;
        assert!(printed.contains("used"), "{printed}");
    }
    let names = server.client().await?.list_database_names().await?;
    assert!(!names.iter().any(|name| name.starts_with("vellum-test")), "{names:?}");
    Ok(())
}

#[tokio::test]
#[ignore = "played by a process that `a_named_server_is_used_and_left_clean` starts"]
async fn play_a_test_on_a_named_server() -> Outcome {
    if !plays() {
        return Ok(());
    }
    let db = TestDatabase::start().await?;
    insert(&db, 1).await?;
    println!("used {}", db.name());
    Ok(())
}

#[tokio::test]
#[ignore = "played by a process that `a_named_server_is_used_and_left_clean` starts"]
async fn play_a_panic_on_a_named_server() -> Outcome {
    if !plays() {
        return Ok(());
    }
    let db = TestDatabase::start().await?;
    insert(&db, 1).await?;
    println!("used {}", db.name());
    panic!("as planned");
}

/// Runs a command while this test's runtime goes on.
async fn finish(mut command: Command) -> std::io::Result<Output> {
    tokio::task::spawn_blocking(move || command.output()).await?
}
