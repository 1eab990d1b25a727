//! The memory of documents that are kept, as values and as `Doc`s.
//!
//! Each is read by a process of its own, so that none gets what another has left: memory that was given back to the
//! allocator, but not to the system.

use std::fmt::Write;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use mongodb::bson::{Bson, doc};
use serde::Serialize;
use vellum::prelude::*;

use crate::machine::line_of;
use crate::models::{Large, Medium, Small};
use crate::stage::Stage;

/// An object of the JSON file, and a line of the table: bytes of one document.
#[derive(Debug, Serialize)]
pub(crate) struct Kept {
    work: String,
    subject: &'static str,
    /// How many times as much memory as the value.
    ratio: f64,
    /// What the system has given for a value.
    value_bytes: f64,
    /// What it has given for a `Doc`, beyond that.
    bytes: f64,
    /// What the document has on the server.
    stored_bytes: f64,
}

pub(crate) async fn measure(stage: &Stage) -> Result<Vec<Kept>> {
    let mut rows = Vec::new();
    for size in ["small", "medium", "large"] {
        let value = resident(stage, &format!("{size}_values"))?;
        let document = resident(stage, &format!("{size}_documents"))?;
        let stats = stage.standing.driver().run_command(doc! { "collStats": size }).await?;
        let stored = stats.get("avgObjSize").and_then(Bson::as_i32).context("no size")?;
        rows.push(Kept {
            work: format!("kept_{size}"),
            subject: "with",
            ratio: document / value,
            value_bytes: value,
            bytes: document - value,
            stored_bytes: f64::from(stored),
        });
    }
    Ok(rows)
}

pub(crate) fn table(rows: &[Kept]) -> String {
    let mut out = String::new();
    for row in rows {
        if out.is_empty() {
            let _ = writeln!(
                out,
                "\n{:<22} {:>7} {:>12} {:>12} {:>12}",
                "memory of a document", "ratio", "value", "Doc adds", "as stored"
            );
        }
        let Kept { work, ratio, value_bytes, bytes, stored_bytes, .. } = row;
        let _ = writeln!(
            out,
            "{work:<22} {ratio:>7.2} {value_bytes:>10.0} B {bytes:>10.0} B {stored_bytes:>10.0} B"
        );
    }
    out
}

/// What a process has grown by, for one document.
fn resident(stage: &Stage, what: &str) -> Result<f64> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["--keep", what, "--uri", &stage.uri()]);
    // The buffers of batches go back to the system as soon as they are free, and are not counted.
    let output = command.env("MALLOC_MMAP_THRESHOLD_", "131072").output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "reading {what} fails: {said}");
    Ok(String::from_utf8_lossy(&output.stdout).trim().parse()?)
}

/// Reads documents, and prints how much memory one of them takes.
pub(crate) async fn keep(what: &str, uri: &str) -> Result<()> {
    let db = Database::connect(uri).await?;
    let bytes = match what {
        "small_values" => values::<Small>(&db).await?,
        "small_documents" => documents::<Small>(&db).await?,
        "medium_values" => values::<Medium>(&db).await?,
        "medium_documents" => documents::<Medium>(&db).await?,
        "large_values" => values::<Large>(&db).await?,
        "large_documents" => documents::<Large>(&db).await?,
        _ => bail!("nothing is called `{what}`"),
    };
    println!("{bytes}");
    Ok(())
}

async fn values<T: Model>(db: &Database) -> Result<f64> {
    let repository = Repository::<T>::new(db);
    repository.find(Filter::all()).first().await?;
    let before = resident_bytes()?;
    let values = repository.find(Filter::all()).values().await?;
    Ok((resident_bytes()? - before) / values.len() as f64)
}

async fn documents<T: Model>(db: &Database) -> Result<f64> {
    let repository = Repository::<T>::new(db);
    repository.find(Filter::all()).first().await?;
    let before = resident_bytes()?;
    let documents = repository.find(Filter::all()).await?;
    Ok((resident_bytes()? - before) / documents.len() as f64)
}

fn resident_bytes() -> Result<f64> {
    let line = line_of("/proc/self/status", "VmRSS");
    let kilobytes =
        line.strip_suffix(" kB").context("the system does not say how much memory a process has")?;
    Ok(kilobytes.trim().parse::<f64>()? * 1024.0)
}
