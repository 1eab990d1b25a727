//! `explain`.

use super::Find;
use super::read::whole;
use crate::bson::{Document, doc, serialize_to_bson};
use crate::driver::options::Hint;
use crate::error::Result;
use crate::model::Model;
use crate::repository::options::apply;

impl<T: Model> Find<T> {
    /// How the server would answer the query, and what that took. With `after` or `before`, it is about
    /// the page that [`page_slice`](Self::page_slice) would ask for. A read concern is left out: the server
    /// explains with none.
    ///
    /// MongoDB: `explain` with `executionStats`.
    pub async fn explain(self) -> Result<Document> {
        self.repository.db().outside_transactions("`explain`", "the server explains outside of them only")?;
        let query = if self.has_cursor() { self.keyset()?.query } else { self.query()? };
        let mut find = doc! { "find": self.repository.name().as_ref(), "filter": query.filter };
        if !query.sort.is_empty() {
            find.insert("sort", query.sort);
        }
        if query.skip > 0 {
            find.insert("skip", whole(query.skip));
        }
        if let Some(limit) = query.limit {
            find.insert("limit", whole(limit));
        }
        self.explained_options(&mut find);
        let mut explain = doc! { "explain": find, "verbosity": "executionStats" };
        let options = &self.options.operation;
        if let Some(time) = options.max_time {
            explain.insert("maxTimeMS", i64::try_from(time.as_millis()).unwrap_or(i64::MAX));
        }
        if let Some(comment) = &options.comment {
            explain.insert("comment", comment.clone());
        }
        let mut explain = self.repository.db().driver().run_command(explain);
        explain = apply!(explain, self.options, [selection_criteria]);
        Ok(explain.await?)
    }

    /// The options that stand in the command that is explained.
    fn explained_options(&self, find: &mut Document) {
        match &self.options.operation.hint {
            Some(Hint::Name(name)) => drop(find.insert("hint", name)),
            Some(Hint::Keys(keys)) => drop(find.insert("hint", keys)),
            _ => {}
        }
        if let Some(Ok(collation)) = self.options.operation.collation.as_ref().map(serialize_to_bson) {
            find.insert("collation", collation);
        }
        if let Some(size) = self.options.batch_size {
            find.insert("batchSize", i64::from(size));
        }
        if let Some(allow) = self.options.allow_disk_use {
            find.insert("allowDiskUse", allow);
        }
    }
}
