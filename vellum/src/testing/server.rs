//! A server of a test's own.

use std::path::Path;

use mongodb::Client;
use tokio::sync::Mutex;
use vellum_core::{Database, Error, Result};

use super::node::{Node, free_ports};
use super::{binary, client, health, uri};

/// The database that [`TestServer::uri`] names: the one that MongoDB's shell takes by default.
const DEFAULT_DATABASE: &str = "test";

/// How often other processes may snatch the ports before a start gives up.
const ATTEMPTS: u32 = 5;

/// A throw-away MongoDB server: a replica set of one or more nodes on this machine, which ends with its owner.
///
/// It can be put into a `static` and used from several tests, although each `#[tokio::test]` has its own runtime: the
/// server belongs to none, and every [`client`](Self::client) belongs to the runtime it is made in. For a test that needs
/// just a database, [`TestDatabase`](super::TestDatabase) is cheaper.
///
/// The nodes take test commands, so that fail points can be set (`configureFailPoint`).
///
/// ```no_run
/// use vellum::testing::TestServer;
///
/// # async fn example() -> vellum::Result<()> {
/// let server = TestServer::replica_set(3).await?;
/// let db = server.database("shop").await?;
/// server.kill_primary().await?;
/// db.driver().list_collection_names().await?; // answered by the new primary
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct TestServer {
    nodes: Vec<Node>,
    uri: String,
    /// Faults come one after the other: what one does depends on what the previous one has done.
    pub(super) fault: Mutex<()>,
}

impl TestServer {
    /// Starts a replica set of one node, which offers transactions and change streams as larger ones do.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if there is no `mongod` to start, with what can be done about it, and if it does not start, with
    /// the end of its log.
    pub async fn start() -> Result<Self> {
        Self::replica_set(1).await
    }

    /// Starts a replica set of this many nodes: three for a primary that can be lost, at most seven.
    ///
    /// It is ready when all of them have joined. A primary that fails is replaced within about a second.
    ///
    /// # Errors
    ///
    /// As for [`start`](Self::start), and [`Error::Config`] for a number of nodes outside of 1 to 7.
    pub async fn replica_set(nodes: usize) -> Result<Self> {
        if !(1..=7).contains(&nodes) {
            return Err(Error::config(format!("a replica set has 1 to 7 voting nodes, not {nodes}")));
        }
        let mongod = binary::find().await?;
        let nodes = launch(mongod, nodes).await?;
        health::initiate(&nodes).await?;
        let uri = uri::of_nodes(&nodes, DEFAULT_DATABASE);
        Ok(Self { nodes, uri, fault: Mutex::default() })
    }

    /// The connection string, with `test` as its default database and options that make clients notice a fault quickly.
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// The connection string with this default database.
    pub fn uri_for(&self, database: &str) -> String {
        uri::with_database(&self.uri, database)
    }

    /// A new client, which ends with the runtime it is made in. Its commands can be [captured](super::Commands::capture).
    ///
    /// # Errors
    ///
    /// [`Error::Driver`] if the client cannot be made.
    pub async fn client(&self) -> Result<Client> {
        client::connect(&self.uri, None).await
    }

    /// A database over a new client, which ends with the runtime it is made in. Its commands can be
    /// [captured](super::Commands::capture).
    ///
    /// # Errors
    ///
    /// [`Error::Driver`] if the client cannot be made.
    pub async fn database(&self, name: &str) -> Result<Database> {
        client::database(&self.uri, None, name).await
    }

    /// The processes that the server consists of.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The node that takes writes at the moment.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if none is elected, because nodes are killed, paused or too few.
    pub async fn primary(&self) -> Result<&Node> {
        health::wait_for_primary(&self.nodes).await
    }

    /// Kills all nodes and removes their data, as dropping the server does, but without holding up the runtime.
    pub async fn stop(self) {
        // It fails only if dropping panics, and then there is nobody to tell.
        tokio::task::spawn_blocking(move || drop(self)).await.ok();
    }
}

/// Starts this many nodes. They listen, but know nothing of each other.
async fn launch(mongod: &Path, count: usize) -> Result<Vec<Node>> {
    for _ in 0..ATTEMPTS {
        // All are started before any is waited for.
        let nodes: Vec<Node> =
            free_ports(count)?.into_iter().map(|port| Node::launch(mongod, port)).collect::<Result<_>>()?;
        let mut listening = true;
        for node in &nodes {
            listening = listening && node.listens().await?;
        }
        if listening {
            return Ok(nodes);
        }
    }
    Err(Error::config(format!("other processes took the ports of a test server {ATTEMPTS} times in a row")))
}
