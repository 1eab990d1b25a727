//! The server, and the documents on it.

use anyhow::{Context, Result, ensure};
use bson::{Document, RawDocumentBuf, doc};
use mongodb::{Client, Database};
use vellum::testing::TestServer;

use crate::contents;
use crate::filling::fill;
use crate::links;
use crate::protocol::{Outcome, SOURCE};
use crate::works::{Effect, Sizes, Work, Works};

pub(crate) struct Stage {
    server: TestServer,
    /// The harness's own, which no subject uses.
    client: Client,
    pub(crate) uri: String,
    pub(crate) sizes: Sizes,
}

/// What the server has got, counted by itself, so that no client needs a listener.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Got {
    /// Commands that read documents.
    pub(crate) reads: i64,
    /// Bytes of everything, the question for these counters included.
    pub(crate) bytes: i64,
}

impl Got {
    pub(crate) fn since(self, before: Self) -> Self {
        Self { reads: self.reads - before.reads, bytes: self.bytes - before.bytes }
    }
}

impl Stage {
    pub(crate) async fn set(works: &Works) -> Result<Self> {
        let server = TestServer::start().await?;
        let uri = server.uri_for(SOURCE);
        let client = Client::with_uri_str(&uri).await?;
        let stage = Self { server, client, uri, sizes: works.sizes };
        let needs = |name: &str| works.list.iter().any(|work| work.collection == name);
        if needs("small") || needs("links") {
            fill(&stage.source(), "small", stage.sizes.small, contents::small).await?;
        }
        if needs("medium") {
            fill(&stage.source(), "medium", stage.sizes.medium, contents::medium).await?;
        }
        if needs("large") {
            fill(&stage.source(), "large", stage.sizes.large, contents::large).await?;
        }
        if needs("links") {
            fill(&stage.source(), "links", stage.sizes.links, links::link).await?;
        }
        Ok(stage)
    }

    fn source(&self) -> Database {
        self.client.database(SOURCE)
    }

    fn scratch(&self, subject: &str) -> Database {
        self.client.database(&scratch(subject))
    }

    pub(crate) async fn server_version(&self) -> Result<String> {
        let info = self.source().run_command(doc! { "buildInfo": 1 }).await?;
        Ok(info.get_str("version")?.to_owned())
    }

    /// Lays out what a work finds in the subject's own database.
    pub(crate) async fn prepare(&self, subject: &str, work: &Work) -> Result<()> {
        if work.effect == Effect::Reads {
            return Ok(());
        }
        let database = self.scratch(subject);
        database.collection::<Document>(work.collection).drop().await?;
        database.create_collection(work.collection).await?;
        if work.effect == Effect::Changes {
            let documents = self.first(work).await?;
            database.collection::<RawDocumentBuf>(work.collection).insert_many(documents).await?;
        }
        Ok(())
    }

    /// The first documents of the source, as many as there are operations.
    async fn first(&self, work: &Work) -> Result<Vec<RawDocumentBuf>> {
        let collection = self.source().collection::<RawDocumentBuf>(work.collection);
        let cursor = collection.find(doc! {}).limit(work.operations as i64).await?;
        Ok(futures_util::TryStreamExt::try_collect(cursor).await?)
    }

    /// Checks that a work has been done in full: the right number of documents, and after writes the very bytes.
    /// Returns what has to be the same for all subjects.
    pub(crate) async fn check(&self, subject: &str, work: &Work, outcome: &Outcome) -> Result<String> {
        let documents = self.documents(work);
        ensure!(outcome.documents == documents, "{} documents instead of {documents}", outcome.documents);
        if work.effect == Effect::Reads {
            ensure!(outcome.checksum != 0, "nothing has been read of the documents");
            return Ok(outcome.checksum.to_string());
        }
        let stored = hash(&self.scratch(subject), work.collection).await?;
        if work.effect == Effect::Copies {
            let wanted = hash(&self.source(), work.collection).await?;
            ensure!(stored == wanted, "what is stored differs from what was read");
        }
        Ok(stored)
    }

    fn documents(&self, work: &Work) -> u64 {
        let operations = work.operations as u64;
        match (work.name, work.collection) {
            ("page_200", _) => operations * 200,
            _ if operations > 1 => operations,
            (_, "small") => self.sizes.small,
            (_, "medium") => self.sizes.medium,
            (_, "links") => self.sizes.links,
            _ => self.sizes.large,
        }
    }

    pub(crate) async fn got(&self) -> Result<Got> {
        let status = self.source().run_command(doc! { "serverStatus": 1 }).await?;
        let count = |part, name| {
            let count = status.get_document(part).ok()?.get(name)?;
            count.as_i64().or(count.as_i32().map(i64::from))
        };
        let reads = count("opcounters", "query").zip(count("opcounters", "getmore"));
        let got = reads.zip(count("network", "bytesIn"));
        let got = got.map(|((queries, more), bytes)| Got { reads: queries + more, bytes });
        got.context("the server does not count what it gets")
    }

    /// How many bytes a question for these counters is. The least of some: clients ask the server how it is, too.
    pub(crate) async fn bytes_of_asking(&self) -> Result<i64> {
        let mut least = i64::MAX;
        for _ in 0..5 {
            let before = self.got().await?;
            least = least.min(self.got().await?.since(before).bytes);
        }
        Ok(least)
    }

    pub(crate) async fn leave(self) {
        self.client.shutdown().await;
        self.server.stop().await;
    }
}

/// The database that a subject writes to.
pub(crate) fn scratch(subject: &str) -> String {
    format!("scratch_{subject}")
}

/// The server's hash over all bytes of a collection.
async fn hash(database: &Database, collection: &str) -> Result<String> {
    let hashes = database.run_command(doc! { "dbHash": 1, "collections": [collection] }).await?;
    Ok(hashes.get_document("collections")?.get_str(collection)?.to_owned())
}
