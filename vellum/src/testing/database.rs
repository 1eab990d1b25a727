//! A fresh database on a server that the whole test process shares.

use std::env;
use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use mongodb::Client;
use mongodb::bson::doc;
use mongodb::bson::oid::ObjectId;
use tokio::sync::OnceCell;
use vellum_core::{Database, Error, Result};

use super::{TestServer, client, uri};

/// The server of this process, or why there is none: the second test need not wait for the same answer again.
static SHARED: OnceCell<Result<TestServer, String>> = OnceCell::const_new();

/// How long the clean-up on somebody else's server may take before it is given up.
const CLEAN_UP_LIMIT: Duration = Duration::from_secs(10);

/// A database of a test's own, which derefs to [`Database`].
///
/// The first one starts the server that all of the process's test databases share; each further one costs no more than a
/// connection. The name is new each time. With `VELLUM_MONGODB_URI` set, the database is made on the server that it names
/// and dropped at the end of the test, also if that panics; on the throw-away server it goes with the server.
///
/// The client's application name is the database's name, so that a fail point with `appName: db.name()` strikes this test
/// only.
///
/// ```no_run
/// use vellum::testing::TestDatabase;
///
/// # async fn example() -> vellum::Result<()> {
/// let db = TestDatabase::start().await?;
/// assert!(db.driver().list_collection_names().await?.is_empty());
/// # Ok(())
/// # }
/// ```
pub struct TestDatabase {
    database: Database,
    uri: String,
    /// Whether the server outlives this process, so that the database has to be dropped.
    leaves_traces: bool,
}

impl TestDatabase {
    /// Makes a new database, on a server that is started if none runs yet.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if there is no server and none can be started, with what can be done about it, and if
    /// `VELLUM_MONGODB_URI` is not a connection string.
    pub async fn start() -> Result<Self> {
        let name = format!("vellum-test-{}", ObjectId::new().to_hex());
        let named = env::var("VELLUM_MONGODB_URI").ok().filter(|uri| !uri.is_empty());
        let leaves_traces = named.is_some();
        let uri = match named {
            Some(server) => uri::with_database(&server, &name),
            None => shared().await?.uri_for(&name),
        };
        let database = client::database(&uri, Some(&name), &name).await?;
        if leaves_traces && let Err(error) = database.driver().run_command(doc! { "ping": 1 }).await {
            let error = Error::from(error);
            return Err(Error::config(format!(
                "the server that VELLUM_MONGODB_URI names does not answer: {error}"
            )));
        }
        Ok(Self { database, uri, leaves_traces })
    }

    /// The connection string, with this database as its default one, for code that connects by itself.
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// Drops the database. At the end of a test this is not needed.
    ///
    /// # Errors
    ///
    /// [`Error::Driver`] if the server refuses or cannot be reached.
    pub async fn drop_database(mut self) -> Result<()> {
        self.database.driver().drop().await?;
        self.leaves_traces = false;
        Ok(())
    }
}

impl fmt::Debug for TestDatabase {
    /// The name only: a connection string may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestDatabase").field("name", &self.database.name()).finish_non_exhaustive()
    }
}

impl Deref for TestDatabase {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.database
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if !self.leaves_traces {
            return;
        }
        let (uri, name) = (self.uri.clone(), self.database.name().to_owned());
        // A thread, because the runtime of the test cannot be waited for from inside of it and may be about to end. It is
        // joined, because the process may be about to end as well.
        let thread = std::thread::spawn(move || remove(&uri, &name));
        // Whatever went wrong, the test has its result already.
        thread.join().ok();
    }
}

fn remove(uri: &str, name: &str) {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
    runtime.block_on(async {
        let removal = async { Client::with_uri_str(uri).await?.database(name).drop().await };
        tokio::time::timeout(CLEAN_UP_LIMIT, removal).await.ok();
    });
}

async fn shared() -> Result<&'static TestServer> {
    let started =
        SHARED.get_or_init(async || TestServer::start().await.map_err(|error| error.to_string())).await;
    started.as_ref().map_err(Error::config)
}
