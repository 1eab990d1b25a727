//! Bulks on servers with the `bulkWrite` command: all operations share one, and each has its own result.

use std::collections::HashMap;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use mongodb::Namespace;
use mongodb::action::BulkWrite;
use mongodb::error::{BulkWriteError, ErrorKind, PartialBulkWriteResult, WriteFailure};
use mongodb::options::{
    DeleteManyModel, DeleteOneModel, InsertOneModel, UpdateManyModel, UpdateOneModel, WriteModel,
};
use mongodb::results::{UpdateResult, VerboseBulkWriteResult};

use super::super::insert::IndexFields;
use super::super::options::{WriteOptions, apply};
use super::super::{Inner, Repository};
use super::outcome::{BulkOutcome, BulkSummary};
use super::statement::{By, Kind, Operation};
use crate::bson::{Bson, Document};
use crate::driver::read_value;
use crate::error::{Error, Result};
use crate::model::Model;

pub(super) async fn run<T: Model>(
    repository: &Repository<T>,
    operations: Vec<Operation<T>>,
    ordered: bool,
    options: &WriteOptions,
) -> Result<BulkSummary<T::Id>> {
    let namespace = repository.inner.collection.namespace();
    let (mut models, mut places) = (Vec::new(), Vec::new());
    for (place, operation) in operations.iter().enumerate() {
        if let Operation::Write(statement) = operation {
            repository.check_statement(statement).await?;
        }
        if let Some(model) = model(&namespace, operation)? {
            models.push(model);
            places.push(place);
        }
    }
    let (results, errors) = if models.is_empty() {
        (VerboseBulkWriteResult::default(), HashMap::new())
    } else {
        match send(&repository.inner, models, ordered, options).await {
            Ok(results) => (results, HashMap::new()),
            Err(error) => partial(error)?,
        }
    };
    let mut summary = BulkSummary::new();
    summary.outcomes.resize(operations.len(), BulkOutcome::NotTried);
    let mut fields = IndexFields::default();
    let undone = !errors.is_empty() && repository.db().session().is_some();
    for (index, place) in places.into_iter().enumerate() {
        let (Some(operation), Some(slot)) = (operations.get(place), summary.outcomes.get_mut(place)) else {
            continue;
        };
        if let Some((code, error)) = errors.get(&index) {
            if let Operation::Write(statement) = operation
                && let Some(again) = repository.lost_race(statement, *code, options).await?
            {
                let (matched, modified) = (Some(again.matched_count), Some(again.modified_count));
                *slot = BulkOutcome::Updated { matched, modified };
                continue;
            }
            *slot = BulkOutcome::Failed(refused(repository, &mut fields, operation, error.clone()).await);
            continue;
        }
        // In a transaction, nothing else is done beside what has failed, and nothing more can be asked.
        if !undone {
            *slot = outcome(repository, operation, index, &results).await?;
        }
    }
    for (operation, slot) in operations.iter().zip(&mut summary.outcomes) {
        if matches!(operation, Operation::Nothing) {
            *slot = BulkOutcome::Updated { matched: None, modified: Some(0) };
        }
    }
    count(&mut summary);
    Ok(summary)
}

fn send<'a>(
    inner: &'a Inner,
    models: Vec<WriteModel>,
    ordered: bool,
    options: &'a WriteOptions,
) -> BoxFuture<'a, mongodb::error::Result<VerboseBulkWriteResult>> {
    let session = inner.db.session();
    let (client, options) = (inner.db.client().clone(), options.clone());
    match session {
        None => async move { sending(&client, models, ordered, &options).await }.boxed(),
        Some(session) => session.run(&inner.name, move |session| {
            async move { sending(&client, models, ordered, &options).session(session).await }.boxed()
        }),
    }
}

fn sending<'a>(
    client: &'a mongodb::Client,
    models: Vec<WriteModel>,
    ordered: bool,
    options: &WriteOptions,
) -> BulkWrite<'a, VerboseBulkWriteResult> {
    let send = client.bulk_write(models).ordered(ordered).verbose_results();
    let send = apply!(send, options.operation, [comment]);
    apply!(send, options, [write_concern])
}

/// The operation as the driver takes it.
fn model<T: Model>(namespace: &Namespace, operation: &Operation<T>) -> Result<Option<WriteModel>> {
    let statement = match operation {
        Operation::Nothing => return Ok(None),
        Operation::Insert { document, .. } => {
            let document = Document::try_from(document.as_ref())
                .map_err(|_| Error::config("a document could not be put together"))?;
            let model = InsertOneModel::builder().namespace(namespace.clone()).document(document).build();
            return Ok(Some(model.into()));
        }
        Operation::Write(statement) => statement,
    };
    let (namespace, filter) = (namespace.clone(), statement.filter::<T>()?);
    let Some(changes) = &statement.changes else {
        return Ok(Some(if statement.many {
            DeleteManyModel::builder().namespace(namespace).filter(filter).build().into()
        } else {
            DeleteOneModel::builder().namespace(namespace).filter(filter).build().into()
        }));
    };
    let array_filters: Vec<Bson> = changes.sent.array_filters.iter().cloned().map(Bson::Document).collect();
    let array_filters = (!array_filters.is_empty()).then_some(array_filters);
    let body = changes.sent.body.clone();
    Ok(Some(if statement.many {
        let model = UpdateManyModel::builder().namespace(namespace).filter(filter).update(body);
        model.array_filters(array_filters).build().into()
    } else {
        let model = UpdateOneModel::builder().namespace(namespace).filter(filter).update(body);
        model.array_filters(array_filters).upsert(statement.upsert).build().into()
    }))
}

/// Results, and of what failed the codes and errors.
type Partial = (VerboseBulkWriteResult, HashMap<usize, (i32, mongodb::error::Error)>);

/// What was done although something failed.
fn partial(error: mongodb::error::Error) -> Result<Partial> {
    let ErrorKind::BulkWrite(BulkWriteError { write_concern_errors, write_errors, partial_result, .. }) =
        error.kind.as_ref()
    else {
        return Err(error.into());
    };
    if let Some(error) = write_concern_errors.first() {
        return Err(Error::of_write_concern(error.clone()));
    }
    if write_errors.is_empty() {
        return Err(error.into());
    }
    let results = match partial_result {
        Some(PartialBulkWriteResult::Verbose(results)) => results.clone(),
        _ => VerboseBulkWriteResult::default(),
    };
    let as_error = |error: &mongodb::error::WriteError| {
        let failure = ErrorKind::Write(WriteFailure::WriteError(error.clone()));
        (error.code, mongodb::error::Error::from(failure))
    };
    Ok((results, write_errors.iter().map(|(index, error)| (*index, as_error(error))).collect()))
}

async fn refused<T: Model>(
    repository: &Repository<T>,
    fields: &mut IndexFields,
    operation: &Operation<T>,
    error: mongodb::error::Error,
) -> Error {
    let changes = match operation {
        Operation::Write(statement) => statement.changes.as_ref(),
        _ => None,
    };
    let paths = changes.map_or(&[][..], |changes| &changes.paths);
    let error = Error::of_update(repository.name(), paths, error);
    fields.complete(&repository.inner, error).await
}

async fn outcome<T: Model>(
    repository: &Repository<T>,
    operation: &Operation<T>,
    index: usize,
    results: &VerboseBulkWriteResult,
) -> Result<BulkOutcome<T::Id>> {
    let statement = match operation {
        Operation::Insert { id, .. } if results.insert_results.contains_key(&index) => {
            return Ok(BulkOutcome::Inserted { id: id.clone() });
        }
        Operation::Write(statement) => statement,
        _ => return Ok(BulkOutcome::NotTried),
    };
    let updated = results.update_results.get(&index);
    if let Some(UpdateResult { upserted_id: Some(id), .. }) = updated.filter(|_| statement.upsert) {
        return Ok(BulkOutcome::Upserted { id: read_value(id, repository.name(), "_id")? });
    }
    let count = match (updated, results.delete_results.get(&index)) {
        (Some(result), _) => result.matched_count,
        (None, Some(result)) => result.deleted_count,
        (None, None) => return Ok(BulkOutcome::NotTried),
    };
    if count == 0 && statement.by != By::Filter {
        return repository.missed(statement).await;
    }
    Ok(match (statement.kind, updated) {
        (Kind::Update, Some(result)) => {
            BulkOutcome::Updated { matched: Some(count), modified: Some(result.modified_count) }
        }
        _ => BulkOutcome::Deleted { deleted: Some(count) },
    })
}

fn count<Id>(summary: &mut BulkSummary<Id>) {
    for outcome in &summary.outcomes {
        match outcome {
            BulkOutcome::Inserted { .. } => summary.inserted += 1,
            BulkOutcome::Upserted { .. } => summary.upserted += 1,
            BulkOutcome::Updated { matched, modified } => {
                summary.matched += matched.unwrap_or(0);
                summary.modified += modified.unwrap_or(0);
            }
            BulkOutcome::Deleted { deleted } => summary.deleted += deleted.unwrap_or(0),
            _ => {}
        }
    }
}
