//! What the members of a set say about themselves, asked over a direct connection to each.

use std::time::Duration;

use mongodb::bson::oid::ObjectId;
use mongodb::bson::{Bson, Document, doc};
use mongodb::options::{ClientOptions, ServerAddress};
use mongodb::{Client, error};
use tokio::time::{Instant, sleep, timeout};
use vellum_core::{Error, Result};

use super::node::{Activity, Node, POLL, REPLICA_SET, START_LIMIT};

/// A node that does not answer within this time is asked again later.
const ANSWER_LIMIT: Duration = Duration::from_secs(5);

/// Makes the nodes one replica set and waits until it is healthy.
pub(super) async fn initiate(nodes: &[Node]) -> Result<()> {
    let members =
        nodes.iter().enumerate().map(|(id, node)| doc! { "_id": id as i32, "host": node.address() });
    let configuration = doc! {
        "_id": REPLICA_SET,
        "members": members.collect::<Vec<_>>(),
        // A primary that fails is missed after half a second and not after ten.
        "settings": {
            "electionTimeoutMillis": 500,
            "heartbeatIntervalMillis": 100,
            "heartbeatTimeoutSecs": 1,
            "catchUpTimeoutMillis": 0,
            // Two nodes that join at the same time may look at each other as sources too early (see `are_level`), and a
            // node shuns such a source for a minute. Nobody looks at a secondary if all have to follow the primary.
            "chainingAllowed": false,
        },
    };
    let Some(first) = nodes.first() else {
        return Err(Error::config("a replica set needs at least one node"));
    };
    ask(first, doc! { "replSetInitiate": configuration }).await.map_err(|error| first.failure(error))?;
    wait_until_healthy(nodes).await.map_err(|error| first.failure(error))
}

/// Waits until there is a primary, in whose eyes every running node is a member in order and up to date.
pub(super) async fn wait_until_healthy(nodes: &[Node]) -> Result<()> {
    let deadline = Instant::now() + START_LIMIT;
    loop {
        // Asked anew each time: the first primary after a start may lose the next election.
        let primary = wait_for_primary(nodes).await?;
        let expected = running(nodes).count();
        // Asked twice: the entry counts for nodes that have their first copy, and a node that came back may have to roll
        // back before it takes the entry.
        if have_joined(primary, expected).await
            && are_level(primary, expected).await
            && have_joined(primary, expected).await
        {
            return Ok(());
        }
        if Instant::now() > deadline {
            return Err(Error::config("not all nodes have joined their replica set in time"));
        }
        sleep(POLL).await;
    }
}

/// Whether this many nodes are primary or secondary.
async fn have_joined(primary: &Node, expected: usize) -> bool {
    let Ok(status) = ask_soon(primary, doc! { "replSetGetStatus": 1 }).await else { return false };
    let members = status.get_array("members").into_iter().flatten().filter_map(Bson::as_document);
    members.filter(|member| matches!(member.get_i32("state"), Ok(1 | 2))).count() >= expected
}

/// Whether this many nodes hold one and the same entry in their oplogs.
///
/// The oplog of a node that has just joined begins where its first copy ended. Without an entry in common, two
/// secondaries that lose their primary at that moment find each other "too stale to use as a sync source", for ever.
async fn are_level(primary: &Node, expected: usize) -> bool {
    let note = doc! {
        "appendOplogNote": 1,
        "data": { "vellum": "every node has this entry" },
        "writeConcern": { "w": expected as i32, "wtimeout": 2000 },
    };
    ask_soon(primary, note).await.is_ok_and(|reply| !reply.contains_key("writeConcernError"))
}

/// The node that takes writes. While an election is under way, waits for its result.
pub(super) async fn wait_for_primary(nodes: &[Node]) -> Result<&Node> {
    let deadline = Instant::now() + START_LIMIT;
    loop {
        let mut latest: Option<(ObjectId, &Node)> = None;
        for node in running(nodes) {
            let Ok(hello) = ask_soon(node, doc! { "hello": 1 }).await else { continue };
            // A primary that has been cut off believes for a while that it still is one; the later election counts.
            let election = hello.get_object_id("electionId").unwrap_or(ObjectId::from_bytes([0; 12]));
            if is_primary(&hello) && latest.is_none_or(|(other, _)| other < election) {
                latest = Some((election, node));
            }
        }
        if let Some((_, node)) = latest {
            return Ok(node);
        }
        // A minority elects nobody, however long one waits.
        if Instant::now() > deadline || running(nodes).count() * 2 <= nodes.len() {
            return Err(Error::config(
                "the test server has no primary: its nodes are killed, paused or too few",
            ));
        }
        sleep(POLL).await;
    }
}

/// Runs an administrative command on one node.
pub(super) async fn ask(node: &Node, command: Document) -> error::Result<Document> {
    let client = connect(node)?;
    let reply = client.database("admin").run_command(command).await;
    client.shutdown().immediate(true).await;
    reply
}

/// The same for questions: an answer that takes too long is none.
async fn ask_soon(node: &Node, command: Document) -> Result<Document> {
    match timeout(ANSWER_LIMIT, ask(node, command)).await {
        Ok(reply) => Ok(reply?),
        Err(_) => Err(node.failure("the node does not answer")),
    }
}

fn running(nodes: &[Node]) -> impl Iterator<Item = &Node> {
    nodes.iter().filter(|node| node.activity() == Activity::Running)
}

fn is_primary(hello: &Document) -> bool {
    hello.get_bool("isWritablePrimary").unwrap_or_default()
}

fn connect(node: &Node) -> error::Result<Client> {
    let host = ServerAddress::Tcp { host: "127.0.0.1".into(), port: Some(node.port()) };
    let options = ClientOptions::builder()
        .hosts(vec![host])
        .direct_connection(true)
        .connect_timeout(Duration::from_secs(1))
        .server_selection_timeout(ANSWER_LIMIT)
        .build();
    Client::with_options(options)
}
