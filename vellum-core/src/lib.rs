//! The runtime of Vellum: the encoding, typed filters, and repositories.
//!
//! Applications depend on the crate `vellum`, which re-exports what they need. Data flows one way:
//! typed accessors ([`field`]) build an untyped tree (`ast`), `policy` adds what the model's columns
//! ask for, and `driver` sends it.

pub mod ast;
pub mod bson;
mod driver;
pub mod error;
pub mod expr;
pub mod field;
pub mod filter;
pub mod hooks;
pub mod model;
pub mod pipeline;
mod policy;
#[doc(hidden)]
pub mod private;
pub mod repository;
pub mod schema;
pub mod sort;
pub mod transaction;
pub mod update;
pub mod value;

pub use driver::{Database, Documents, options};
pub use error::{Error, Result};
pub use filter::Filter;
pub use model::{Doc, Model, Ref};
pub use repository::Repository;
pub use transaction::Tx;
