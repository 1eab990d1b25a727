//! One binary with every test that talks to a real MongoDB.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub, reason = "tests")]

mod bulk;
mod crud;
mod documents;
mod expressions;
mod filters;
mod pages;
mod projections;
mod read_options;
mod reading;
mod shapes;
mod stored_types;
mod streaming;
mod testing_servers;
mod updates;
mod verbs;
mod write_options;
