//! Transactions: what is in them, what becomes of errors, and what is left when nobody waits any more.
#![allow(clippy::unused_async, reason = "hooks are async, whether they wait or not")]

mod callbacks;
mod errors;
mod faults;
mod leaving;
mod model;
mod outcomes;
mod refused;
mod standalone;
mod together;
mod verbs;
