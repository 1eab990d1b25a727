//! One binary with every test that talks to a real MongoDB.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub, reason = "tests")]

mod crud;
mod documents;
mod filter_table;
mod filters;
mod projections;
mod reading;
mod seeded;
mod shapes;
mod stored_types;
mod streaming;
mod testing_servers;
