//! Hooks and validation: what is called when, in which order, and what becomes of the write.
#![allow(clippy::unused_async, reason = "hooks are async, whether they wait or not")]

mod contexts;
mod counts;
mod deleting;
mod inserting;
mod model;
mod repeated;
mod updating;
mod validation;
mod variants;
