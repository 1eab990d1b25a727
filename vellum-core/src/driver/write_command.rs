//! `update` and `delete` with many statements, which the driver's own methods do not send.

use futures_util::FutureExt;
use mongodb::error::{ErrorKind, WriteConcernError, WriteError, WriteFailure};
use mongodb::options::WriteConcern;

use super::Database;
use super::session::WRITE_CONCERN;
use crate::bson::{Bson, Document, RawDocumentBuf, element, serialize_to_bson};
use crate::error::{Error, Result};
use crate::value::{Encoder, Value};

/// The most statements of one command.
pub(crate) const MAX_STATEMENTS: usize = 100_000;

/// The most bytes of one command's statements: the server takes 16 MB and a little more.
pub(crate) const MAX_BYTES: usize = 16_000_000;

/// Which command is sent, and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WriteCommand<'a> {
    /// `delete`, not `update`.
    pub(crate) deletes: bool,
    /// Whether the first statement that fails stops those behind it.
    pub(crate) ordered: bool,
    pub(crate) comment: Option<&'a Bson>,
    pub(crate) write_concern: Option<&'a WriteConcern>,
}

/// What the server says of its statements.
#[derive(Debug, Default)]
pub(crate) struct Reply {
    /// How many documents were matched, upserted or deleted.
    pub(crate) count: u64,
    pub(crate) modified: u64,
    /// The ids of inserted documents, by the place of their statement.
    pub(crate) upserted: Vec<(usize, Bson)>,
    /// The statements that failed, in their order.
    pub(crate) errors: Vec<Refused>,
    /// Why the writes may not last, although they were made.
    pub(crate) write_concern_error: Option<Error>,
}

/// A statement that failed.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) index: usize,
    pub(crate) code: i32,
    pub(crate) error: mongodb::error::Error,
    /// The fields of the violated index.
    pub(crate) fields: Vec<String>,
}

/// Sends statements in one command.
pub(crate) async fn send(
    db: &Database,
    collection: &str,
    how: WriteCommand<'_>,
    statements: &[RawDocumentBuf],
) -> Result<Reply> {
    let (name, list) = if how.deletes { ("delete", "deletes") } else { ("update", "updates") };
    let mut out = Encoder::new();
    out.document(|out| {
        out.field_str(name, collection);
        out.key(element::BOOLEAN, "ordered");
        out.raw(&[u8::from(how.ordered)]);
        if let Some(comment) = how.comment {
            out.key(Value::element_type(comment), "comment");
            comment.encode(out);
        }
        if let Some(concern) = how.write_concern.and_then(|concern| serialize_to_bson(concern).ok()) {
            out.key(element::DOCUMENT, "writeConcern");
            concern.encode(out);
        }
        out.key(element::ARRAY, list);
        out.document(|out| {
            for (index, statement) in statements.iter().enumerate() {
                out.key(element::DOCUMENT, &index.to_string());
                out.raw(statement.as_bytes());
            }
        });
    });
    let command = out.finish().ok().and_then(|bytes| RawDocumentBuf::from_bytes(bytes).ok());
    let command = command.ok_or_else(|| Error::config("a write command could not be put together"))?;
    let Some(session) = db.session() else {
        return Ok(reply(&db.driver().run_raw_command(command).await?));
    };
    if how.write_concern.is_some() {
        return Err(Error::Transaction { reason: WRITE_CONCERN.to_owned() });
    }
    let driver = db.driver().clone();
    let sent = session.run(collection, move |session| {
        async move { driver.run_raw_command(command).session(session).await }.boxed()
    });
    let reply = reply(&sent.await?);
    if let Some(refused) = reply.errors.first() {
        session.fail(collection, &refused.error);
    }
    Ok(reply)
}

fn reply(answer: &Document) -> Reply {
    let count = |key: &str| match answer.get(key) {
        Some(Bson::Int32(count)) => u64::try_from(*count).unwrap_or(0),
        Some(Bson::Int64(count)) => u64::try_from(*count).unwrap_or(0),
        _ => 0,
    };
    let list = |key: &str| answer.get_array(key).into_iter().flatten().filter_map(Bson::as_document);
    Reply {
        count: count("n"),
        modified: count("nModified"),
        upserted: list("upserted").filter_map(|one| Some((index(one)?, one.get("_id")?.clone()))).collect(),
        errors: list("writeErrors").filter_map(refused).collect(),
        write_concern_error: answer.get_document("writeConcernError").ok().and_then(write_concern_error),
    }
}

fn index(one: &Document) -> Option<usize> {
    usize::try_from(one.get_i32("index").ok()?).ok()
}

fn refused(one: &Document) -> Option<Refused> {
    let error: WriteError = crate::bson::deserialize_from_document(one.clone()).ok()?;
    let keys = one.get_document("keyPattern");
    Some(Refused {
        index: index(one)?,
        code: error.code,
        error: ErrorKind::Write(WriteFailure::WriteError(error)).into(),
        fields: keys.map(|keys| keys.keys().map(ToString::to_string).collect()).unwrap_or_default(),
    })
}

fn write_concern_error(one: &Document) -> Option<Error> {
    let error: WriteConcernError = crate::bson::deserialize_from_document(one.clone()).ok()?;
    Some(Error::of_write_concern(error))
}
