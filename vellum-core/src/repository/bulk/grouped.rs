//! Bulks on servers without the `bulkWrite` command: operations of one kind share a command.

use std::collections::HashSet;

use super::super::Repository;
use super::super::find::Query;
use super::super::insert::IndexFields;
use super::super::options::{ReadOptions, WriteOptions};
use super::outcome::{BulkOutcome, BulkSummary};
use super::statement::{By, Kind, Operation, Statement};
use crate::ast::{Filter, Literal};
use crate::bson::{Document, RawDocument, RawDocumentBuf, doc};
use crate::driver::{
    MAX_BYTES, MAX_STATEMENTS, Refused, Reply, Sizes, WriteCommand, filter_document, read_value, send,
};
use crate::error::{Error, Result};
use crate::model::Model;
use crate::pipeline::Typed;

/// The codes of an insertion that the server refuses: of an id which is not the one that was asked for, and of
/// a filter that says two values of one field.
const UNINSERTABLE: [i32; 2] = [66, 54];

/// The most statements whose documents are looked for beforehand.
const MAX_LOOKED_FOR: usize = 1_000;

pub(super) async fn run<T: Model>(
    repository: &Repository<T>,
    operations: Vec<Operation<T>>,
    ordered: bool,
    options: &WriteOptions,
) -> Result<BulkSummary<T::Id>> {
    let mut summary = BulkSummary::new();
    summary.outcomes.resize(operations.len(), BulkOutcome::NotTried);
    let mut operations: Vec<_> = operations.into_iter().enumerate().collect();
    if !ordered {
        operations.sort_by_key(|(_, operation)| operation.kind());
    }
    let mut run = Run { repository, ordered, options, summary, fields: IndexFields::default() };
    let mut operations = operations.into_iter().peekable();
    while let Some(first) = operations.next() {
        let kind = first.1.kind();
        let mut group = vec![first];
        while let Some(next) = operations.next_if(|(_, operation)| operation.kind() == kind) {
            group.push(next);
        }
        let all_done = run.group(kind, group).await?;
        if run.stops() && !all_done {
            break;
        }
    }
    Ok(run.summary)
}

struct Run<'a, T: Model> {
    repository: &'a Repository<T>,
    ordered: bool,
    options: &'a WriteOptions,
    summary: BulkSummary<T::Id>,
    fields: IndexFields,
}

/// A statement with its place in the bulk and its bytes.
struct Sent {
    place: usize,
    statement: Box<Statement>,
    bytes: RawDocumentBuf,
}

impl<T: Model> Run<'_, T> {
    /// Whether everything in the group was done.
    async fn group(&mut self, kind: Kind, group: Vec<(usize, Operation<T>)>) -> Result<bool> {
        let (mut inserts, mut statements) = (Vec::new(), Vec::new());
        for (place, operation) in group {
            match operation {
                Operation::Insert { id, document } => inserts.push((place, id, document)),
                Operation::Write(statement) => {
                    let document = statement.document::<T>()?;
                    let bytes = RawDocumentBuf::try_from(&document)
                        .map_err(|_| Error::config("a statement could not be put together"))?;
                    statements.push(Sent { place, statement, bytes });
                }
                Operation::Nothing => {
                    self.put(place, BulkOutcome::Updated { matched: None, modified: Some(0) });
                }
            }
        }
        if !inserts.is_empty() {
            return Ok(self.inserts(inserts).await);
        }
        let mut start = 0;
        while start < statements.len() {
            let rest = &statements[start..];
            let (sent, all_done) = self.statements(kind, &rest[..chunk::<T>(rest)]).await?;
            start += sent;
            if self.stops() && !all_done {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether nothing is sent behind what has failed: not where the order counts, nor in a transaction.
    fn stops(&self) -> bool {
        self.ordered || self.repository.db().session().is_some()
    }

    fn put(&mut self, place: usize, outcome: BulkOutcome<T::Id>) {
        if let Some(slot) = self.summary.outcomes.get_mut(place) {
            *slot = outcome;
        }
    }

    async fn inserts(&mut self, inserts: Vec<(usize, T::Id, RawDocumentBuf)>) -> bool {
        let (places, documents): (Vec<_>, Vec<_>) =
            inserts.into_iter().map(|(place, id, document)| ((place, id), document)).unzip();
        let documents: Vec<&RawDocument> = documents.iter().map(|document| &**document).collect();
        let insertion = self.repository.inner.insert(&documents, self.ordered, self.options).await;
        let all_done = insertion.failed.is_empty() && insertion.tried == documents.len();
        let failed: HashSet<usize> = insertion.failed.iter().map(|(index, _)| *index).collect();
        for (index, error) in insertion.failed {
            if let Some((place, _)) = places.get(index) {
                self.put(*place, BulkOutcome::Failed(error));
            }
        }
        for (index, (place, id)) in places.into_iter().enumerate().take(insertion.tried) {
            if !failed.contains(&index) {
                self.summary.inserted += 1;
                self.put(place, BulkOutcome::Inserted { id });
            }
        }
        all_done
    }

    /// Sends statements of one kind: how many of them are settled, and whether all of these were done.
    async fn statements(&mut self, kind: Kind, chunk: &[Sent]) -> Result<(usize, bool)> {
        for sent in chunk {
            self.repository.check_statement(&sent.statement).await?;
        }
        let present = self.present(chunk).await?;
        let command = WriteCommand {
            deletes: kind == Kind::Delete,
            ordered: self.ordered,
            comment: self.options.operation.comment.as_ref(),
            write_concern: self.options.write_concern.as_ref(),
        };
        let bytes: Vec<_> = chunk.iter().map(|sent| sent.bytes.clone()).collect();
        let mut reply = match send(self.repository.db(), self.repository.name(), command, &bytes).await {
            Ok(reply) => reply,
            Err(error) => {
                for sent in chunk {
                    self.put(sent.place, BulkOutcome::Failed(error.clone()));
                }
                return Ok((chunk.len(), false));
            }
        };
        if let Some(error) = reply.write_concern_error.take() {
            return Err(error);
        }
        // An ordered command ends behind its first error; what follows has not been looked at.
        let settled = match reply.errors.first() {
            Some(refused) if self.ordered => refused.index + 1,
            _ => chunk.len(),
        };
        self.record(kind, &chunk[..settled], &reply, present.as_ref())?;
        let mut all_done = true;
        for refused in std::mem::take(&mut reply.errors) {
            let Some(sent) = chunk.get(refused.index) else { continue };
            all_done &= self.settle(kind, sent, refused).await?;
        }
        Ok((settled, all_done))
    }

    /// The places in the chunk whose documents are there, of those statements by id whose misses the
    /// server will not tell. One statement alone is told by its count.
    async fn present(&self, chunk: &[Sent]) -> Result<Option<HashSet<usize>>> {
        let untold = |sent: &Sent| sent.statement.by != By::Filter && !sent.statement.tells_misses::<T>();
        if chunk.len() == 1 || !chunk.iter().any(untold) {
            return Ok(None);
        }
        let asked = chunk.iter().filter(|sent| untold(sent));
        let filters = asked.map(|sent| sent.statement.condition::<T>().into_owned());
        let any = filter_document(&Filter::or(filters.collect()))?;
        let query = Query { filter: any, projection: Some(doc! { "_id": 1 }), ..Query::default() };
        let found = self.repository.inner.find(query, &ReadOptions::default()).await?;
        let found: Vec<Typed<Document>> = found.collect(&Sizes::unknown()).await?;
        let ids = found.iter().filter_map(|found| found.0.get("_id"));
        let there: HashSet<Vec<u8>> = ids.map(|id| Literal::of(id).bytes().to_vec()).collect();
        let asked = chunk.iter().enumerate().filter(|(_, sent)| untold(sent));
        let found =
            asked.filter(|(_, sent)| sent.statement.id().is_some_and(|id| there.contains(id.bytes())));
        Ok(Some(found.map(|(index, _)| index).collect()))
    }

    /// What became of the statements that did not fail.
    fn record(
        &mut self,
        kind: Kind,
        settled: &[Sent],
        reply: &Reply,
        present: Option<&HashSet<usize>>,
    ) -> Result<()> {
        let failed: HashSet<usize> = reply.errors.iter().map(|refused| refused.index).collect();
        let mut untold: Vec<usize> = Vec::new();
        let mut left = reply.count.saturating_sub(reply.upserted.len() as u64);
        match kind {
            Kind::Update => {
                self.summary.matched += left;
                self.summary.modified += reply.modified;
            }
            _ => self.summary.deleted += left,
        }
        for (index, id) in &reply.upserted {
            let Some(sent) = settled.get(*index) else { continue };
            let id = read_value(id, self.repository.name(), "_id")?;
            self.summary.upserted += 1;
            self.put(sent.place, BulkOutcome::Upserted { id });
        }
        let upserted: HashSet<usize> = reply.upserted.iter().map(|(index, _)| *index).collect();
        for (index, sent) in settled.iter().enumerate() {
            if failed.contains(&index) || upserted.contains(&index) {
                continue;
            }
            let by_id = sent.statement.by != By::Filter;
            match present {
                _ if sent.statement.tells_misses::<T>() => {}
                Some(present) if by_id && present.contains(&index) => {}
                Some(_) if by_id => {
                    self.put(sent.place, BulkOutcome::Missing);
                    continue;
                }
                _ => {
                    untold.push(index);
                    continue;
                }
            }
            left = left.saturating_sub(1);
            self.put(sent.place, Self::done(kind, Some(1)));
        }
        let count = match (untold.len(), left) {
            (1, left) => Some(left),
            (_, 0) => Some(0),
            _ => None,
        };
        for sent in untold.into_iter().filter_map(|index| settled.get(index)) {
            let missing = count == Some(0) && sent.statement.by != By::Filter;
            let outcome = if missing { BulkOutcome::Missing } else { Self::done(kind, count) };
            self.put(sent.place, outcome);
        }
        Ok(())
    }

    fn done(kind: Kind, count: Option<u64>) -> BulkOutcome<T::Id> {
        // Columns change with every write: what is matched is modified.
        let touched = T::COLUMNS.version.or(T::COLUMNS.updated_at).is_some();
        match kind {
            Kind::Update => BulkOutcome::Updated {
                matched: count,
                modified: count.filter(|count| touched || *count == 0),
            },
            _ => BulkOutcome::Deleted { deleted: count },
        }
    }

    /// What became of a statement that failed, and whether it counts as done.
    async fn settle(&mut self, kind: Kind, sent: &Sent, refused: Refused) -> Result<bool> {
        let Sent { place, statement, .. } = sent;
        if UNINSERTABLE.contains(&refused.code) && statement.tells_misses::<T>() {
            let outcome = self.repository.missed(statement).await?;
            let failed = matches!(outcome, BulkOutcome::Failed(_));
            self.put(*place, outcome);
            return Ok(!failed);
        }
        if let Some(again) = self.repository.lost_race(statement, refused.code, self.options).await? {
            self.summary.matched += again.matched_count;
            self.summary.modified += again.modified_count;
            self.put(*place, Self::done(kind, Some(again.matched_count)));
            return Ok(true);
        }
        let paths = statement.changes.as_ref().map_or(&[][..], |changes| &changes.paths);
        let mut error = Error::of_update(self.repository.name(), paths, refused.error);
        if let Error::DuplicateKey { fields, .. } = &mut error
            && fields.is_empty()
        {
            *fields = refused.fields;
        }
        let error = self.fields.complete(&self.repository.inner, error).await;
        self.put(*place, BulkOutcome::Failed(error));
        Ok(false)
    }
}

/// How many statements the next command takes: at least one.
fn chunk<T: Model>(statements: &[Sent]) -> usize {
    let (mut bytes, mut looked_for) = (0, 0);
    let fits = statements.iter().take(MAX_STATEMENTS).take_while(|sent| {
        // The key of the statement in its array takes up to seven bytes.
        bytes += sent.bytes.as_bytes().len() + 7;
        looked_for += usize::from(sent.statement.by != By::Filter && !sent.statement.tells_misses::<T>());
        bytes <= MAX_BYTES && looked_for <= MAX_LOOKED_FOR
    });
    fits.count().max(1)
}
