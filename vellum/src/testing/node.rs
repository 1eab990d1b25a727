//! One `mongod` process and its data folder.

use std::fmt::Display;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use mongodb::bson::oid::ObjectId;
use tokio::time::{Instant, sleep};
use vellum_core::{Error, Result};

use super::watchdog::{Order, Watchdog};

/// The name of the replica set that every test server forms.
pub(super) const REPLICA_SET: &str = "rs0";

/// How long a server may take to start. It takes about a second; the rest is for a machine that is busy compiling.
pub(super) const START_LIMIT: Duration = Duration::from_mins(1);

/// How often a condition is looked at again while a server starts or stops.
pub(super) const POLL: Duration = Duration::from_millis(20);

/// How long a server may take to end. It takes half a second, or for ever if it is asked to in the middle of a rollback.
/// Being killed then loses nothing: the journal is written every tenth of a second.
const STOP_LIMIT: Duration = Duration::from_secs(5);

/// One server process of a [`TestServer`](super::TestServer).
#[derive(Debug)]
pub struct Node {
    port: u16,
    folder: PathBuf,
    state: Mutex<State>,
    watchdog: Watchdog,
}

#[derive(Debug, Clone, Copy)]
struct State {
    process: u32,
    activity: Activity,
}

/// What was last done with a node's process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Activity {
    Running,
    Paused,
    Ended,
}

impl Node {
    /// Starts a process on `port`. It does not listen yet.
    pub(super) fn launch(mongod: &Path, port: u16) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("vellum-{}", ObjectId::new().to_hex()));
        let command = command(mongod, port, &folder);
        let (watchdog, process) = Watchdog::spawn(&folder, &command).map_err(|error| {
            let (mongod, folder) = (mongod.display(), folder.display());
            Error::config(format!("cannot start {mongod} by /bin/sh with its data in {folder}: {error}"))
        })?;
        let state = Mutex::new(State { process, activity: Activity::Running });
        Ok(Self { port, folder, state, watchdog })
    }

    /// The TCP port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The host and port, as the replica set names this member.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The process id of the `mongod`, or of the last one if it was killed.
    pub fn process_id(&self) -> u32 {
        self.state().process
    }

    /// The folder that holds the data and the log. It is removed together with the server.
    pub fn data_folder(&self) -> &Path {
        &self.folder
    }

    /// The server's log since its last start; empty if there is none.
    pub fn log(&self) -> String {
        let read = |name| std::fs::read(self.folder.join(name)).unwrap_or_default();
        // What the process prints before it opens its log tells of a wrong option or a missing library.
        let (output, log) = (read("output"), read("log"));
        String::from_utf8_lossy(&output).into_owned() + &String::from_utf8_lossy(&log)
    }

    pub(super) fn activity(&self) -> Activity {
        self.state().activity
    }

    /// Waits until the process listens. `false` means that another process has taken the port.
    pub(super) async fn listens(&self) -> Result<bool> {
        let deadline = Instant::now() + START_LIMIT;
        loop {
            // Asked before the log is read, so that the log of a process that has ended is complete.
            let running = self.watchdog.is_running().await.map_err(|error| self.failure(error))?;
            let log = self.log().to_lowercase();
            if running && log.contains("waiting for connections") {
                return Ok(true);
            }
            if !running && log.contains("address already in use") {
                return Ok(false);
            }
            if !running {
                return Err(self.failure("mongod ended while it started"));
            }
            if Instant::now() > deadline {
                return Err(self.failure("mongod did not listen in time"));
            }
            sleep(POLL).await;
        }
    }

    /// Ends the process at once.
    pub(super) async fn kill(&self) -> Result<()> {
        self.signal(Order::Kill).await?;
        if !self.ends(STOP_LIMIT).await? {
            return Err(self.failure("mongod outlived SIGKILL"));
        }
        self.set_activity(Activity::Ended);
        Ok(())
    }

    /// Asks the process to end in good order. [`Node::end`] waits for it.
    pub(super) async fn ask_to_end(&self) -> Result<()> {
        self.signal(Order::Terminate).await
    }

    /// Waits for the end of a process that was asked to, and kills it if that takes too long.
    pub(super) async fn end(&self) -> Result<()> {
        if !self.ends(STOP_LIMIT).await? {
            return self.kill().await;
        }
        self.set_activity(Activity::Ended);
        Ok(())
    }

    pub(super) async fn pause(&self) -> Result<()> {
        self.signal(Order::Pause).await?;
        self.set_activity(Activity::Paused);
        Ok(())
    }

    pub(super) async fn resume(&self) -> Result<()> {
        self.signal(Order::Resume).await?;
        self.set_activity(Activity::Running);
        Ok(())
    }

    /// Starts a process that has ended on the same port and data, and waits until it listens.
    pub(super) async fn relaunch(&self) -> Result<()> {
        let deadline = Instant::now() + START_LIMIT;
        loop {
            // The old log says that the server listens, which is not true of the new process.
            for name in ["log", "output"] {
                std::fs::remove_file(self.folder.join(name)).ok();
            }
            let process = self.watchdog.relaunch().await.map_err(|error| self.failure(error))?;
            *self.lock() = State { process, activity: Activity::Running };
            if self.listens().await? {
                return Ok(());
            }
            // While the process was gone, the system may have lent its port to a connection for a moment.
            if Instant::now() > deadline {
                return Err(self.failure("another process has taken the port"));
            }
            sleep(POLL).await;
        }
    }

    /// An error that shows the end of the log.
    pub(super) fn failure(&self, cause: impl Display) -> Error {
        let log = self.log();
        let lines: Vec<&str> = log.lines().collect();
        let tail = lines[lines.len().saturating_sub(20)..].join("\n");
        Error::config(format!("{cause} (port {}); the end of its log:\n{tail}", self.port))
    }

    /// Whether the process ended within the limit.
    async fn ends(&self, limit: Duration) -> Result<bool> {
        let deadline = Instant::now() + limit;
        while self.watchdog.is_running().await.map_err(|error| self.failure(error))? {
            if Instant::now() > deadline {
                return Ok(false);
            }
            sleep(POLL).await;
        }
        Ok(true)
    }

    async fn signal(&self, order: Order) -> Result<()> {
        self.watchdog.order(order).await.map_err(|error| self.failure(error))?;
        Ok(())
    }

    fn state(&self) -> State {
        *self.lock()
    }

    fn set_activity(&self, activity: Activity) {
        self.lock().activity = activity;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Different free ports. Another process can take one before `mongod` does, hence [`Node::listens`].
pub(super) fn free_ports(count: usize) -> Result<Vec<u16>> {
    let listen = || {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        Ok((listener, port))
    };
    // All listeners are held until the last one is bound, or one port could come twice.
    let bound: std::io::Result<Vec<_>> = (0..count).map(|_| listen()).collect();
    let bound = bound.map_err(|error| Error::config(format!("no free TCP port on 127.0.0.1: {error}")))?;
    Ok(bound.iter().map(|(_, port)| *port).collect())
}

/// A `mongod` that is small and quick to start: little cache and log, no diagnostics, no wait on shutdown.
fn command(mongod: &Path, port: u16, folder: &Path) -> Command {
    let mut command = Command::new(mongod);
    command.arg("--dbpath").arg(folder).arg("--logpath").arg(folder.join("log"));
    command.arg("--port").arg(port.to_string());
    command.args(["--bind_ip", "127.0.0.1", "--nounixsocket"]);
    command.args(["--replSet", REPLICA_SET, "--oplogSize", "32"]);
    command.args(["--wiredTigerCacheSizeGB", "0.25"]);
    command.args(["--wiredTigerEngineConfigString", "log=(file_max=4MB,prealloc=false)"]);
    // Test commands are what fail points need.
    command.args(["--setParameter", "enableTestCommands=1"]);
    command.args(["--setParameter", "diagnosticDataCollectionEnabled=false"]);
    // How long a secondary clings to a source that does not answer; five seconds by default, and majority writes wait.
    command.args(["--setParameter", "oplogNetworkTimeoutBufferSeconds=1"]);
    command.args(["--setParameter", "shutdownTimeoutMillisForSignaledShutdown=100"]);
    command
}
