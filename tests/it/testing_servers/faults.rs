//! Servers fail on demand and come back.

use std::time::Instant;

use mongodb::bson::doc;
use vellum::testing::TestServer;

use super::{Outcome, count, insert};

#[tokio::test]
async fn a_killed_primary_is_replaced_and_comes_back() -> Outcome {
    let began = Instant::now();
    let server = TestServer::replica_set(3).await?;
    println!("three nodes: {:?}", began.elapsed());
    let db = server.database("shop").await?;
    insert(&db, 1).await?;

    let before = server.primary().await?.port();
    server.kill_primary().await?;
    insert(&db, 2).await?;
    assert_ne!(server.primary().await?.port(), before);

    let began = Instant::now();
    server.restart().await?;
    println!("killed node restarted: {:?}", began.elapsed());
    assert_eq!(members(&server).await?, 3);
    assert_eq!(count(&db).await?, 2);
    Ok(())
}

#[tokio::test]
async fn a_paused_primary_is_replaced_and_goes_on() -> Outcome {
    let server = TestServer::replica_set(3).await?;
    let before = server.primary().await?.port();
    server.pause().await?;
    // A client of before the pause would wait for an answer on its open connection, for as long as the system lets it.
    let db = server.database("shop").await?;
    insert(&db, 1).await?;
    assert_ne!(server.primary().await?.port(), before);

    server.resume().await?;
    insert(&db, 2).await?;
    server.restart().await?;
    assert_eq!(members(&server).await?, 3);
    assert_eq!(count(&db).await?, 2);
    Ok(())
}

#[tokio::test]
async fn a_paused_node_answers_when_it_goes_on() -> Outcome {
    let server = TestServer::start().await?;
    let db = server.database("shop").await?;
    insert(&db, 1).await?;

    server.pause().await?;
    let waiting = tokio::spawn({
        let db = db.clone();
        async move { insert(&db, 2).await }
    });
    server.resume().await?;
    waiting.await??;
    assert_eq!(count(&db).await?, 2);
    Ok(())
}

#[tokio::test]
async fn a_primary_that_steps_down_is_replaced() -> Outcome {
    let server = TestServer::replica_set(3).await?;
    let db = server.database("shop").await?;
    insert(&db, 1).await?;
    let before = server.primary().await?.port();
    server.step_down().await?;
    assert_ne!(server.primary().await?.port(), before);
    insert(&db, 2).await?;
    assert_eq!(count(&db).await?, 2);
    Ok(())
}

#[tokio::test]
async fn a_single_node_that_steps_down_is_elected_again() -> Outcome {
    let server = TestServer::start().await?;
    let db = server.database("shop").await?;
    insert(&db, 1).await?;
    server.step_down().await?;
    insert(&db, 2).await?;
    assert_eq!(count(&db).await?, 2);
    Ok(())
}

#[tokio::test]
async fn a_restarted_node_has_its_data_and_its_address() -> Outcome {
    let server = TestServer::start().await?;
    let db = server.database("shop").await?;
    insert(&db, 1).await?;
    let process = server.nodes()[0].process_id();

    let began = Instant::now();
    server.restart().await?;
    println!("one node restarted: {:?}", began.elapsed());
    assert_ne!(server.nodes()[0].process_id(), process);
    assert_eq!(count(&db).await?, 1);

    server.kill_primary().await?;
    server.restart().await?;
    assert_eq!(count(&db).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_set_without_a_majority_has_no_primary_and_comes_back() -> Outcome {
    let server = TestServer::replica_set(3).await?;
    server.kill_primary().await?;
    server.kill_primary().await?;
    let error = server.kill_primary().await.expect_err("two of three are killed");
    assert!(error.to_string().contains("no primary"), "{error}");
    server.restart().await?;
    assert_eq!(members(&server).await?, 3);
    Ok(())
}

/// How many nodes say that they are a member in order.
async fn members(server: &TestServer) -> Outcome<usize> {
    let status = server.client().await?.database("admin").run_command(doc! { "replSetGetStatus": 1 }).await?;
    let members = status.get_array("members")?.iter().filter_map(|member| member.as_document());
    Ok(members.filter(|member| matches!(member.get_i32("state"), Ok(1 | 2))).count())
}
