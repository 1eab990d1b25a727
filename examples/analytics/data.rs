//! The documents: read from files, or made up where there are none; loaded, and compared with what is stored.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs};

use bson::{Bson, Document};
use vellum::prelude::*;

pub(crate) use self::made_up::made_up;

mod made_up;

pub(crate) type Result<T, E = Box<dyn std::error::Error + Send + Sync>> = std::result::Result<T, E>;

/// How many documents `create_many` gets at a time: enough for few commands, not so many that memory counts.
const CHUNK: usize = 5_000;

/// The folder with one Extended JSON file per collection: `VELLUM_DATA`, or `shared/data` beside the workspace.
pub(crate) fn folder() -> Result<Option<PathBuf>> {
    if let Some(named) = env::var_os("VELLUM_DATA").filter(|named| !named.is_empty()) {
        let folder = PathBuf::from(named);
        let missing = format!("VELLUM_DATA names {}, which is no folder", folder.display());
        return if folder.is_dir() { Ok(Some(folder)) } else { Err(missing.into()) };
    }
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    // Without the folder there is nothing to resolve.
    Ok(beside.canonicalize().ok().filter(|folder| folder.is_dir()))
}

/// The documents of a collection, one per line.
pub(crate) fn read(folder: &Path, collection: &str) -> Result<Vec<Document>> {
    let path = folder.join(collection).with_extension("json");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            let refused = |why: String| format!("{}:{}: {why}", path.display(), number + 1);
            let json: serde_json::Value =
                serde_json::from_str(line).map_err(|error| refused(error.to_string()))?;
            match Bson::try_from(json).map_err(|error| refused(error.to_string()))? {
                Bson::Document(document) => Ok(document),
                _ => Err(refused("no document".to_owned()).into()),
            }
        })
        .collect()
}

/// Stores documents as any other program would, reads them through the model, stores what was read, and compares.
///
/// Not one document may be refused, and not one may change.
pub(crate) async fn carry<T: Model<Id = ObjectId>>(
    documents: Vec<Document>,
    found: &Database,
    db: &Database,
) -> Result<()> {
    let (from, to) = (Repository::<T>::new(found), Repository::<T>::new(db));
    from.driver().insert_many(&documents).await?;

    let started = Instant::now();
    let mut refused = 0;
    let mut models = Vec::with_capacity(CHUNK);
    let mut stream = from.find(Filter::all()).stream().await?;
    while let Some(document) = stream.next().await {
        match document {
            Ok(document) => models.push(document.into_inner()),
            Err(error) => {
                eprintln!("{error}");
                refused += 1;
            }
        }
        if models.len() == CHUNK {
            to.create_many(models.drain(..)).await?;
        }
    }
    to.create_many(models).await?;
    let took = started.elapsed();

    if refused > 0 {
        return Err(
            format!("{}: {refused} of {} documents were refused", T::COLLECTION, documents.len()).into()
        );
    }
    let changed = changed(&documents, &to).await?;
    for (original, stored) in changed.iter().take(3) {
        eprintln!("was:    {original:?}\nstored: {stored:?}");
    }
    if !changed.is_empty() {
        return Err(format!("{}: {} documents were changed", T::COLLECTION, changed.len()).into());
    }
    println!(
        "{}: {} documents read, stored again, and unchanged ({took:.0?})",
        T::COLLECTION,
        documents.len()
    );
    Ok(())
}

/// The documents that are not stored as they were, whatever the order of their keys, and what is stored instead.
async fn changed<'a, T: Model>(
    originals: &'a [Document],
    repository: &Repository<T>,
) -> Result<Vec<(&'a Document, Option<Document>)>> {
    let mut stored = HashMap::new();
    let mut cursor = repository.driver().find(doc! {}).await?;
    while cursor.advance().await? {
        let document = cursor.deserialize_current()?;
        stored.insert(document.get_object_id("_id")?, document);
    }
    let mut changed = Vec::new();
    for original in originals {
        let found = stored.remove(&original.get_object_id("_id")?);
        if !found.as_ref().is_some_and(|found| same_document(original, found)) {
            changed.push((original, found));
        }
    }
    Ok(changed)
}

/// Equal down to the width of every number, but for the order of keys.
fn same_document(one: &Document, other: &Document) -> bool {
    one.len() == other.len()
        && one.iter().all(|(key, value)| other.get(key).is_some_and(|found| same(value, found)))
}

fn same(one: &Bson, other: &Bson) -> bool {
    match (one, other) {
        (Bson::Document(one), Bson::Document(other)) => same_document(one, other),
        (Bson::Array(one), Bson::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        _ => one == other,
    }
}
