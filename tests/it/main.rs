//! One binary with every test that talks to a real MongoDB.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub, reason = "tests")]

mod aggregations;
mod bulk;
mod conflicts;
mod crud;
mod deleted;
mod documents;
mod expressions;
mod filter_table;
mod filters;
mod hooks;
mod loader;
mod pages;
mod projections;
mod read_options;
mod reading;
mod relations;
mod saving;
mod scopes;
mod seeded;
mod shapes;
mod stored_types;
mod streaming;
mod testing_servers;
mod transactions;
mod update_edges;
mod update_table;
mod updates;
mod verbs;
mod visiting;
mod write_group;
mod write_options;
