//! The documents on the server.

use anyhow::Result;
use mongodb::Database;
use serde::Serialize;

/// How many documents are inserted at a time.
const CHUNK: u64 = 5_000;

/// Puts the documents with the first numbers into a collection.
pub(crate) async fn fill<T>(database: &Database, name: &str, count: u64, document: fn(u64) -> T) -> Result<()>
where
    T: Serialize + Send + Sync,
{
    let collection = database.collection::<T>(name);
    for start in (0..count).step_by(CHUNK as usize) {
        let numbers = start..(start + CHUNK).min(count);
        collection.insert_many(numbers.map(document)).await?;
    }
    Ok(())
}
