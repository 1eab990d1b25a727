//! Servers start, side by side, and are used from anywhere.

use std::time::Instant;

use mongodb::bson::{Document, doc};
use tokio::sync::OnceCell;
use vellum::Database;
use vellum::testing::TestServer;

use super::{Outcome, count, insert};

#[tokio::test]
async fn one_node_starts_and_takes_transactions() -> Outcome {
    let began = Instant::now();
    let server = TestServer::start().await?;
    println!("one node: {:?}", began.elapsed());

    let client = server.client().await?;
    let items = client.database("shop").collection::<Document>("items");
    let mut session = client.start_session().await?;
    session.start_transaction().await?;
    items.insert_one(doc! { "_id": 1 }).session(&mut session).await?;
    session.commit_transaction().await?;
    assert_eq!(items.count_documents(doc! {}).await?, 1);
    Ok(())
}

#[tokio::test]
async fn two_servers_start_in_parallel_and_share_nothing() -> Outcome {
    let began = Instant::now();
    let (one, two) = tokio::try_join!(TestServer::start(), TestServer::start())?;
    println!("two servers: {:?}", began.elapsed());

    assert_ne!(one.uri(), two.uri());
    let (one, two) = (one.database("shop").await?, two.database("shop").await?);
    insert(&one, 1).await?;
    assert_eq!(count(&one).await?, 1);
    assert_eq!(count(&two).await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_connection_string_names_a_database() -> Outcome {
    let server = TestServer::start().await?;
    assert!(server.uri().contains("/test?replicaSet="), "{}", server.uri());
    let db = Database::connect(server.uri_for("shop")).await?;
    assert_eq!(db.name(), "shop");
    insert(&db, 1).await?;
    assert_eq!(count(&server.database("shop").await?).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_set_of_no_nodes_is_refused() {
    let error = TestServer::replica_set(0).await.expect_err("no nodes, no server");
    assert!(error.to_string().contains("1 to 7"), "{error}");
}

/// Each `#[tokio::test]` has a runtime that ends with it. Here two runtimes use a server of a third one.
#[test]
fn a_server_in_a_static_is_used_from_several_runtimes() -> Outcome {
    static SERVER: OnceCell<TestServer> = OnceCell::const_new();
    for id in 1..=3 {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let server = SERVER.get_or_try_init(TestServer::start).await?;
            let db = server.database("shop").await?;
            insert(&db, id).await?;
            assert_eq!(count(&db).await?, u64::try_from(id)?);
            Outcome::Ok(())
        })?;
    }
    Ok(())
}
