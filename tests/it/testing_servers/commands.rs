//! What a test sees of the commands that were sent.

use mongodb::bson::{Document, doc};
use vellum::Database;
use vellum::testing::{Commands, TestDatabase, TestServer};

use super::{Outcome, count, insert};

#[tokio::test]
async fn commands_are_counted_per_database_while_captured() -> Outcome {
    let db = TestDatabase::start().await?;
    insert(&db, 0).await?;
    let commands = Commands::capture(&db);
    let neighbour = db.client().database("neighbour");
    neighbour.run_command(doc! { "ping": 1 }).await?;
    insert(&db, 1).await?;
    count(&db).await?;
    assert_eq!(commands.names(), ["insert", "aggregate"]);
    assert_eq!((commands.count("insert"), commands.count("find")), (1, 0));

    let all = commands.all();
    assert_eq!(all[0].name, "insert");
    assert_eq!(all[0].body.get_str("insert")?, "items");

    let later = Commands::capture(&db);
    commands.clear();
    insert(&db, 2).await?;
    assert_eq!(commands.names(), ["insert"]);
    assert_eq!(later.names(), ["insert"]);
    Ok(())
}

#[tokio::test]
async fn a_commit_counts_for_the_database_of_its_transaction() -> Outcome {
    let db = TestDatabase::start().await?;
    let other = db.client().database("other");
    let commands = Commands::capture(&db);
    for database in [db.driver(), &other] {
        let mut session = db.client().start_session().await?;
        session.start_transaction().await?;
        let items = database.collection::<Document>("items");
        items.insert_one(doc! { "_id": 1 }).session(&mut session).await?;
        session.commit_transaction().await?;
    }
    assert_eq!(commands.names(), ["insert", "commitTransaction"]);
    Ok(())
}

#[tokio::test]
async fn servers_with_databases_of_one_name_are_told_apart() -> Outcome {
    let (one, two) = tokio::try_join!(TestServer::start(), TestServer::start())?;
    let (one, two) = (one.database("shop").await?, two.database("shop").await?);
    let (first, second) = (Commands::capture(&one), Commands::capture(&two));
    insert(&one, 1).await?;
    assert_eq!((first.count("insert"), second.count("insert")), (1, 0));
    Ok(())
}

#[tokio::test]
#[should_panic(expected = "was not made by `vellum::testing`")]
async fn a_client_from_elsewhere_cannot_be_captured() {
    let db = TestDatabase::start().await.expect("a server");
    let elsewhere = Database::connect(db.uri()).await.expect("a client");
    Commands::capture(&elsewhere);
}

/// The driver decodes every command and reply for whoever listens; that must not narrow what a test can store.
#[tokio::test]
async fn listening_does_not_limit_the_depth_of_documents() -> Outcome {
    let db = TestDatabase::start().await?;
    let mut deep = doc! { "leaf": true };
    for _ in 0..150 {
        deep = doc! { "a": deep };
    }
    db.driver().collection::<Document>("items").insert_one(deep).await?;
    let raw = db.driver().collection::<mongodb::bson::RawDocumentBuf>("items");
    assert!(raw.find_one(doc! {}).await?.is_some());
    Ok(())
}
