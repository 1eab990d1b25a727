//! One binary with every test that talks to a real MongoDB.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

mod crud;
