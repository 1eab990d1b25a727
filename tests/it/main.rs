//! One binary with every test that talks to a real MongoDB.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub, reason = "tests")]

mod crud;
mod expressions;
mod filters;
mod reading;
mod shapes;
mod stored_types;
mod streaming;
mod testing_servers;
mod update_edges;
mod update_table;
mod updates;
mod verbs;
