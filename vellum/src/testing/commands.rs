//! Recording the commands that a client sends.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError, Weak};

use mongodb::Client;
use mongodb::bson::oid::ObjectId;
use mongodb::bson::{Bson, Document};
use mongodb::event::EventHandler;
use mongodb::event::command::{CommandEvent, CommandStartedEvent};
use mongodb::options::ClientOptions;
use vellum_core::Database;

/// What the driver sends on its own account, to log in and to log out.
const HANDSHAKE: &[&str] =
    &["hello", "isMaster", "ismaster", "saslStart", "saslContinue", "authenticate", "endSessions"];

/// One command as it was sent.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Command {
    /// The command's name, such as `find`.
    pub name: String,
    /// The whole command, with what the driver adds to it (`lsid`, `$db`, `txnNumber` and so on).
    pub body: Document,
}

/// The commands that were sent to one database since [`capture`](Commands::capture), oldest first.
///
/// A retry counts, since it is sent; so does every `getMore`. Commits and aborts of this database's transactions count,
/// though MongoDB takes them in `admin`. What the driver sends to open and close connections does not. Recording ends
/// when this is dropped.
///
/// ```no_run
/// use vellum::testing::{Commands, TestDatabase};
///
/// # async fn example() -> vellum::Result<()> {
/// let db = TestDatabase::start().await?;
/// let commands = Commands::capture(&db);
/// db.driver().list_collection_names().await?;
/// assert_eq!(commands.count("listCollections"), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Commands {
    log: Arc<Log>,
}

impl Commands {
    /// Starts to record what is sent to `db`, by this handle or any clone of it.
    ///
    /// # Panics
    ///
    /// If the database's client was not made by this module: a client can only be listened to from its beginning.
    pub fn capture(db: &Database) -> Self {
        let recorder = Recorder::of(db.client()).unwrap_or_else(|| {
            panic!(
                "the commands of database `{}` cannot be captured, because its client was not made by \
                 `vellum::testing`: take the database from `TestDatabase::start()` or `TestServer::database()`",
                db.name()
            )
        });
        let log = Arc::new(Log { database: db.name().to_owned(), recorded: Mutex::default() });
        lock(&recorder.logs).push(Arc::downgrade(&log));
        Self { log }
    }

    /// All commands so far.
    pub fn all(&self) -> Vec<Command> {
        lock(&self.log.recorded).commands.clone()
    }

    /// The names of all commands so far.
    pub fn names(&self) -> Vec<String> {
        lock(&self.log.recorded).commands.iter().map(|command| command.name.clone()).collect()
    }

    /// How many commands of this name there were so far.
    pub fn count(&self, name: &str) -> usize {
        lock(&self.log.recorded).commands.iter().filter(|command| command.name == name).count()
    }

    /// Forgets the commands so far and goes on recording.
    pub fn clear(&self) {
        lock(&self.log.recorded).commands.clear();
    }
}

/// What one [`Commands`] has seen.
#[derive(Debug)]
struct Log {
    database: String,
    recorded: Mutex<Recorded>,
}

#[derive(Debug, Default)]
struct Recorded {
    commands: Vec<Command>,
    /// The sessions with a transaction in this database, whose commit is sent to `admin` and names no database.
    sessions: Vec<Bson>,
}

impl Log {
    fn record(&self, event: &CommandStartedEvent) {
        let body = &event.command;
        let session = body.get("lsid");
        let ends_transaction =
            matches!(event.command_name.as_str(), "commitTransaction" | "abortTransaction");
        let mut recorded = lock(&self.recorded);
        let here = if ends_transaction {
            session.is_some_and(|session| recorded.sessions.contains(session))
        } else {
            event.db == self.database
        };
        if !here || HANDSHAKE.contains(&event.command_name.as_str()) {
            return;
        }
        // Only statements of a transaction have this key.
        if let Some(session) = session.filter(|_| body.contains_key("autocommit"))
            && !recorded.sessions.contains(session)
        {
            recorded.sessions.push(session.clone());
        }
        recorded.commands.push(Command { name: event.command_name.clone(), body: body.clone() });
    }
}

/// The ear of one client. Nothing is kept while no [`Commands`] is alive.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    logs: Mutex<Vec<Weak<Log>>>,
}

/// The recorders of all clients, by the mark that their options carry.
static RECORDERS: LazyLock<Mutex<HashMap<String, Weak<Recorder>>>> = LazyLock::new(Mutex::default);

impl Recorder {
    /// Makes the client that will be built from these options one that can be recorded.
    ///
    /// A driver client has no identity of its own and shows none of its options, except the default database. So that is
    /// where the mark goes: nothing here uses a default database. A name alone would mix up servers.
    pub(super) fn install(options: &mut ClientOptions) {
        let recorder = Arc::new(Self::default());
        let mark = format!("vellum-client-{}", ObjectId::new().to_hex());
        let mut recorders = lock(&RECORDERS);
        recorders.retain(|_, recorder| recorder.strong_count() > 0);
        recorders.insert(mark.clone(), Arc::downgrade(&recorder));
        options.default_database = Some(mark);
        options.command_event_handler = Some(EventHandler::callback(move |event| {
            if let CommandEvent::Started(event) = event {
                recorder.record(&event);
            }
        }));
    }

    fn of(client: &Client) -> Option<Arc<Self>> {
        let mark = client.default_database()?;
        lock(&RECORDERS).get(mark.name())?.upgrade()
    }

    fn record(&self, event: &CommandStartedEvent) {
        let mut logs = lock(&self.logs);
        logs.retain(|log| log.strong_count() > 0);
        for log in logs.iter().filter_map(Weak::upgrade) {
            log.record(event);
        }
    }
}

/// A test that panicked while it held a lock has said what is wrong; others can go on.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
