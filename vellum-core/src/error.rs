//! What can go wrong, as one enum.

mod driver;
mod violation;

use std::fmt;

pub(crate) use driver::DUPLICATE_KEY;
pub use driver::DriverError;
pub use violation::Violation;

/// What an operation gives.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What can go wrong.
///
/// No variant holds or prints a connection string or a stored value; the id of the document that is
/// meant is the one exception.
#[derive(Clone)]
#[non_exhaustive]
pub enum Error {
    /// There is no such document.
    NotFound {
        /// The collection that was searched.
        collection: String,
        /// The id that was looked for.
        id: String,
    },
    /// Someone else changed the document since it was read.
    OptimisticLock {
        /// The collection of the document.
        collection: String,
        /// The document.
        id: String,
        /// The version that the document was expected to have.
        expected: i64,
    },
    /// Another document has the same value in a unique index.
    DuplicateKey {
        /// The collection that was written to.
        collection: String,
        /// The name of the index.
        index: String,
        /// The fields of the index.
        fields: Vec<String>,
    },
    /// The model's own rules refuse a document.
    Validation {
        /// The collection that it was meant for.
        collection: String,
        /// What is wrong, and where.
        violations: Vec<Violation>,
    },
    /// A stored document cannot be read as the model declares it.
    Decode {
        /// The collection of the document.
        collection: String,
        /// The document.
        id: String,
        /// The field: `items[3].price`.
        path: String,
        /// What the model declares.
        expected: String,
        /// What is stored: a type, or what is wrong with the value; never the value.
        found: String,
    },
    /// A document cannot be stored.
    Encode {
        /// The collection that it was meant for.
        collection: String,
        /// The field: `items[3].price`.
        path: String,
        /// Why.
        reason: String,
    },
    /// A document would be outside of the scope of the database handle that it is written through.
    OutOfScope {
        /// The collection that it was meant for.
        collection: String,
        /// The field that is to have another value.
        path: String,
    },
    /// A hook stopped the operation, or failed after it: by then, the write stands.
    Hook {
        /// The event, for example `before_insert`.
        event: &'static str,
        /// The hook's own message.
        message: String,
    },
    /// A filter or an order that cannot be sent.
    InvalidFilter {
        /// The field that is meant.
        path: String,
        /// Why.
        reason: String,
    },
    /// An update that cannot be sent.
    InvalidUpdate {
        /// The field that is meant.
        path: String,
        /// Why.
        reason: String,
    },
    /// A page that cannot be asked for.
    InvalidPage {
        /// Why.
        reason: String,
    },
    /// A page's cursor that does not fit: it was changed, or comes from another query.
    InvalidCursor {
        /// Why.
        reason: String,
    },
    /// An index cannot be built or compared.
    Index {
        /// The index.
        index: String,
        /// Why.
        reason: String,
    },
    /// A migration failed.
    Migration {
        /// The migration.
        migration: String,
        /// Why.
        reason: String,
    },
    /// A relation cannot be followed or kept.
    Relation {
        /// The relation.
        relation: String,
        /// Why.
        reason: String,
    },
    /// A transaction cannot be run, or an operation cannot be part of one: nothing was sent.
    Transaction {
        /// Why.
        reason: String,
    },
    /// The server knows no transactions.
    TransactionsUnsupported,
    /// The application's configuration is wrong.
    Config {
        /// What is wrong.
        message: String,
    },
    /// The driver or the server failed.
    Driver(DriverError),
}

impl Error {
    /// A wrong configuration.
    pub fn config(message: impl Into<String>) -> Self {
        Self::Config { message: message.into() }
    }

    /// There is no such document.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::NotFound { .. })
    }

    /// Someone else changed the document.
    pub fn is_optimistic_lock(&self) -> bool {
        matches!(self, Self::OptimisticLock { .. })
    }

    /// Another document has the same value in a unique index.
    pub fn is_duplicate_key(&self) -> bool {
        matches!(self, Self::DuplicateKey { .. })
    }

    /// The model's own rules refuse a document.
    pub fn is_validation(&self) -> bool {
        matches!(self, Self::Validation { .. })
    }

    /// A hook stopped the operation, or failed after it.
    pub fn is_hook(&self) -> bool {
        matches!(self, Self::Hook { .. })
    }

    /// A stored document cannot be read.
    pub fn is_decode(&self) -> bool {
        matches!(self, Self::Decode { .. })
    }

    /// A document cannot be stored.
    pub fn is_encode(&self) -> bool {
        matches!(self, Self::Encode { .. })
    }

    /// A document would be outside of the scope of its database handle.
    pub fn is_out_of_scope(&self) -> bool {
        matches!(self, Self::OutOfScope { .. })
    }

    /// A page's cursor does not fit.
    pub fn is_invalid_cursor(&self) -> bool {
        matches!(self, Self::InvalidCursor { .. })
    }

    /// A page cannot be asked for: there is no page 0, for example.
    pub fn is_invalid_page(&self) -> bool {
        matches!(self, Self::InvalidPage { .. })
    }

    /// No server could be reached, or the one that was is shutting down.
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Driver(error) if error.is_unavailable())
    }

    /// The same operation may succeed when it is tried again as it is. An optimistic lock is not
    /// among these: its document has to be read again first. Neither is a commit of which nobody can say whether it
    /// was made.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Driver(error) if error.is_retryable())
    }

    /// Nobody can say whether a transaction was committed: the connection was lost, and it could not be asked for
    /// again in time. Whoever runs the transaction once more may do everything twice.
    pub fn is_commit_unknown(&self) -> bool {
        matches!(self, Self::Driver(error) if error.is_commit_unknown())
    }

    /// A transaction cannot be run, or an operation cannot be part of it.
    pub fn is_transaction(&self) -> bool {
        matches!(self, Self::Transaction { .. } | Self::TransactionsUnsupported)
    }

    /// The server refused the credentials, or what they are allowed to do.
    pub fn is_unauthorized(&self) -> bool {
        matches!(self, Self::Driver(error) if error.is_unauthorized())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound { collection, id } => write!(f, "no document {id} in `{collection}`"),
            Self::OptimisticLock { collection, id, expected } => {
                write!(f, "document {id} in `{collection}` is no longer at version {expected}")
            }
            Self::DuplicateKey { collection, index, fields } => {
                let fields = fields.join(", ");
                write!(
                    f,
                    "`{collection}` already holds a document with this {fields} (unique index `{index}`)"
                )
            }
            Self::Validation { collection, violations } => {
                write!(f, "a document for `{collection}` is refused by validation: ")?;
                violation::print(violations, f)
            }
            Self::Decode { collection, id, path, expected, found } => {
                write!(
                    f,
                    "document {id} in `{collection}` cannot be read: at `{path}`, expected {expected}, found {found}"
                )
            }
            Self::Encode { collection, path, reason } => {
                write!(f, "a document for `{collection}` cannot be stored: at `{path}`, {reason}")
            }
            Self::OutOfScope { collection, path } => {
                write!(f, "a document for `{collection}` is outside of the scope of its handle: at `{path}`")
            }
            Self::Hook { event, message } if event.starts_with("after") => {
                write!(f, "the document is written, but its hook `{event}` failed: {message}")
            }
            Self::Hook { event, message } => write!(f, "stopped by the hook `{event}`: {message}"),
            Self::InvalidFilter { path, reason } => write!(f, "invalid filter on `{path}`: {reason}"),
            Self::InvalidUpdate { path, reason } => write!(f, "invalid update of `{path}`: {reason}"),
            Self::InvalidPage { reason } => write!(f, "invalid page: {reason}"),
            Self::InvalidCursor { reason } => write!(f, "invalid cursor: {reason}"),
            Self::Index { index, reason } => write!(f, "index `{index}`: {reason}"),
            Self::Migration { migration, reason } => write!(f, "migration `{migration}`: {reason}"),
            Self::Relation { relation, reason } => write!(f, "relation `{relation}`: {reason}"),
            Self::Transaction { reason } => write!(f, "transaction: {reason}"),
            Self::TransactionsUnsupported => {
                f.write_str("the server knows no transactions: it is no replica set")
            }
            Self::Config { message } => f.write_str(message),
            Self::Driver(error) => error.fmt(f),
        }
    }
}

/// The same text as `Display`: it is what `main` and `unwrap` print.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Driver(error) => Some(error),
            _ => None,
        }
    }
}

impl From<mongodb::error::Error> for Error {
    fn from(error: mongodb::error::Error) -> Self {
        // What is refused on the way through a driver's future comes back as it went in.
        match error.get_custom::<Self>() {
            Some(own) => own.clone(),
            None => Self::Driver(DriverError::from(error)),
        }
    }
}
