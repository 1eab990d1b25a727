//! The driver's errors, without the values and secrets that their own texts hold.

use std::borrow::Cow;
use std::fmt;

use mongodb::error::{ErrorKind, IndexedWriteError, WriteConcernError, WriteFailure};

use super::Error;

/// An error of the driver or the server.
///
/// Its text names what failed and the server's code. The driver's own error, whose text may hold
/// stored values, is behind [`as_driver`](Self::as_driver).
#[derive(Clone)]
pub struct DriverError(Box<mongodb::error::Error>);

impl DriverError {
    /// The driver's own error. Its text may hold stored values and addresses: do not log it as it is.
    pub fn as_driver(&self) -> &mongodb::error::Error {
        &self.0
    }

    /// The server's error code.
    pub fn code(&self) -> Option<i32> {
        match self.0.kind.as_ref() {
            ErrorKind::Command(error) => Some(error.code),
            ErrorKind::Write(WriteFailure::WriteError(error)) => Some(error.code),
            ErrorKind::Write(WriteFailure::WriteConcernError(error)) => Some(error.code),
            ErrorKind::InsertMany(error) => error.write_errors.as_ref()?.first().map(|error| error.code),
            _ => None,
        }
    }

    /// The server's name for its error code.
    fn code_name(&self) -> Option<&str> {
        match self.0.kind.as_ref() {
            ErrorKind::Command(error) => Some(&error.code_name),
            ErrorKind::Write(WriteFailure::WriteError(error)) => error.code_name.as_deref(),
            _ => None,
        }
    }

    /// The server's own words, which may hold values.
    fn message(&self) -> Option<&str> {
        match self.0.kind.as_ref() {
            ErrorKind::Command(error) => Some(&error.message),
            ErrorKind::Write(WriteFailure::WriteError(error)) => Some(&error.message),
            _ => None,
        }
    }

    pub(super) fn is_unavailable(&self) -> bool {
        matches!(
            self.0.kind.as_ref(),
            ErrorKind::ServerSelection { .. }
                | ErrorKind::Io(_)
                | ErrorKind::ConnectionPoolCleared { .. }
                | ErrorKind::DnsResolve { .. }
                | ErrorKind::Shutdown
        ) || matches!(self.code(), Some(91 | 189 | 10107 | 11600 | 11602 | 13435 | 13436))
    }

    pub(super) fn is_retryable(&self) -> bool {
        let retryable = self.is_unavailable()
            || self.0.contains_label("RetryableWriteError")
            || self.0.contains_label("TransientTransactionError");
        retryable && !self.is_commit_unknown()
    }

    pub(super) fn is_commit_unknown(&self) -> bool {
        self.0.contains_label("UnknownTransactionCommitResult")
    }

    pub(super) fn is_unauthorized(&self) -> bool {
        matches!(self.0.kind.as_ref(), ErrorKind::Authentication { .. })
            || matches!(self.code(), Some(13 | 18))
    }

    /// What failed, in words that hold no value.
    fn what(&self) -> &'static str {
        match self.0.kind.as_ref() {
            ErrorKind::InvalidArgument { .. } => "the driver refused an argument",
            ErrorKind::Authentication { .. } => "the server refused the credentials",
            ErrorKind::BsonDeserialization(_) | ErrorKind::InvalidResponse { .. } => {
                "the server's answer could not be read"
            }
            ErrorKind::BsonSerialization(_) | ErrorKind::Bson(_) => "BSON could not be written or read",
            ErrorKind::InsertMany(_) | ErrorKind::BulkWrite(_) | ErrorKind::Write(_) => {
                "the server refused a write"
            }
            ErrorKind::Command(_) => "the server refused a command",
            ErrorKind::DnsResolve { .. } => "a server's name could not be resolved",
            ErrorKind::Io(_) | ErrorKind::ConnectionPoolCleared { .. } => {
                "the connection to the server failed"
            }
            ErrorKind::ServerSelection { .. } => "no suitable server could be reached in time",
            ErrorKind::SessionsNotSupported => "the server knows no sessions",
            ErrorKind::InvalidTlsConfig { .. } => "the TLS configuration is invalid",
            ErrorKind::Transaction { .. } => "the transaction failed",
            ErrorKind::IncompatibleServer { .. } => "the server does not support the operation",
            ErrorKind::MissingResumeToken => "the change stream cannot be resumed",
            ErrorKind::Shutdown => "the client has been shut down",
            _ => "the driver failed",
        }
    }
}

/// What the server's more common codes mean to who wrote the query.
fn hint(code: i32) -> Option<&'static str> {
    Some(match code {
        27 => "the query needs an index that the collection has not: `$text` a text index",
        50 => "the operation took longer than it may",
        112 => "another operation changed the same document at the same time",
        263 => "the server takes this in no transaction",
        291 => "the query needs an index that the collection has not: `near` a `2dsphere` index on its field",
        51091 => "a regular expression is invalid",
        _ => return None,
    })
}

impl fmt::Display for DriverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_commit_unknown() {
            f.write_str("nobody can say whether the transaction was committed: ")?;
        }
        if let Some((code, hint)) = self.code().and_then(|code| Some((code, hint(code)?))) {
            return write!(f, "{hint} (code {code})");
        }
        f.write_str(self.what())?;
        match (self.code(), self.code_name()) {
            (Some(code), Some(name)) if !name.is_empty() => write!(f, ": {name} (code {code})"),
            (Some(code), _) => write!(f, ": code {code}"),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for DriverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DriverError({self})")
    }
}

/// The driver's error is no `source`: reporters print the whole chain, and its text holds values.
impl std::error::Error for DriverError {}

impl From<mongodb::error::Error> for DriverError {
    fn from(error: mongodb::error::Error) -> Self {
        Self(Box::new(error))
    }
}

/// The code of a unique index that refuses a document.
pub(crate) const DUPLICATE_KEY: i32 = 11000;

impl Error {
    /// An error of a write to `collection`.
    pub(crate) fn of_write(collection: &str, error: mongodb::error::Error) -> Self {
        let error = DriverError::from(error);
        if error.code() != Some(DUPLICATE_KEY) {
            return Self::from(*error.0);
        }
        let index = match error.0.kind.as_ref() {
            ErrorKind::Write(WriteFailure::WriteError(refused)) => index_name(&refused.message),
            ErrorKind::Command(refused) => index_name(&refused.message),
            ErrorKind::InsertMany(refused) => {
                refused.write_errors.iter().flatten().next().and_then(|refused| index_name(&refused.message))
            }
            _ => None,
        };
        let fields = fields(error.0.server_response()).unwrap_or_default();
        Self::DuplicateKey { collection: collection.to_owned(), index: index.unwrap_or_default(), fields }
    }
}

impl Error {
    /// The error of one of many new documents.
    pub(crate) fn of_refused(collection: &str, refused: IndexedWriteError) -> Self {
        let failure = WriteFailure::WriteError(refused.into());
        Self::of_write(collection, ErrorKind::Write(failure).into())
    }

    /// Writes that may not last.
    pub(crate) fn of_write_concern(error: WriteConcernError) -> Self {
        let failure = WriteFailure::WriteConcernError(error);
        Self::from(mongodb::error::Error::from(ErrorKind::Write(failure)))
    }

    /// An error of an update of `collection` that changes these paths.
    pub(crate) fn of_update(
        collection: &str,
        paths: &[Cow<'static, str>],
        error: mongodb::error::Error,
    ) -> Self {
        let error = DriverError::from(error);
        match error.code().zip(error.message()).and_then(|(code, message)| refused_change(code, message)) {
            Some(reason) => {
                let path = error.message().and_then(|message| named_path(message, paths));
                Self::InvalidUpdate {
                    path: path.map_or_else(|| paths.join(", "), ToOwned::to_owned),
                    reason: reason.to_owned(),
                }
            }
            None => Self::of_write(collection, *error.0),
        }
    }
}

/// Why the server refuses to change a document, in words that hold no value.
fn refused_change(code: i32, message: &str) -> Option<&'static str> {
    const REASONS: [(&str, &str); 8] = [
        ("must be an array", "the stored value is no list"),
        ("non-array", "the stored value is no list"),
        ("array updates", "the stored value is no list"),
        ("non-numeric", "the stored value is no number"),
        ("non-integ", "the stored value is no whole number"),
        ("Failed to apply", "the result would not fit an int64"),
        ("positional operator", "`matched` needs a filter that asks something of its list"),
        ("which does not exist", "the stored value is no list"),
    ];
    match code {
        2 | 14 => REASONS.iter().find(|(words, _)| message.contains(words)).map(|(_, reason)| *reason),
        28 => Some("the path leads through a stored value that has no fields"),
        40 => Some("two changes meet in one place of a stored document"),
        241 => Some("the result would not fit the field's type"),
        66 => Some("the id of a document never changes"),
        _ => None,
    }
}

/// The path that the server's message names, whole or by its last part.
fn named_path<'a>(message: &str, paths: &'a [Cow<'static, str>]) -> Option<&'a str> {
    let quoted =
        |name: &str| message.contains(&format!("'{name}'")) || message.contains(&format!("\"{name}\""));
    let last = |path: &'a str| path.rsplit('.').next().unwrap_or(path);
    let mut paths = paths.iter().map(|path| &**path);
    paths.clone().find(|path| quoted(path)).or_else(|| paths.find(|path| quoted(last(path))))
}

/// The index that the server's message names: `... index: email_1 dup key: { ... }`.
fn index_name(message: &str) -> Option<String> {
    let (_, rest) = message.split_once(" index: ")?;
    let (name, _) = rest.split_once(" dup key")?;
    Some(name.to_owned())
}

/// The fields of the index, out of the server's whole answer, which the driver drops for inserts.
fn fields(response: Option<&crate::bson::RawDocumentBuf>) -> Option<Vec<String>> {
    let response = response?;
    let refused = match response.get_array("writeErrors") {
        Ok(errors) => errors.into_iter().next()?.ok()?.as_document()?,
        Err(_) => response,
    };
    let keys = refused.get_document("keyPattern").ok()?;
    Some(keys.into_iter().filter_map(|key| key.ok().map(|(name, _)| name.as_str().to_owned())).collect())
}
