//! What the harness and a subject say to each other: a line of JSON each way.
//!
//! Each subject is a process of its own, whatever its language, so that none inherits another's heap, threads or
//! connections, and so that a process's processor time is the subject's.

use std::io::{BufRead, Write};

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::watch::Elapsed;
pub(crate) use crate::watch::Watch;
use crate::weights::Weigh;

/// The database that the documents to be read are in.
pub(crate) const SOURCE: &str = "source";

/// The first line of a subject.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Hello {
    /// What it is, in which version.
    pub(crate) version: String,
    /// The works that it can do.
    pub(crate) works: Vec<String>,
}

/// A line of the harness.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Task {
    pub(crate) work: String,
    /// How often a single operation is repeated; 1 for works on whole collections.
    pub(crate) operations: usize,
}

/// A line of a subject.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Answer {
    Done(Outcome),
    Failed(String),
}

/// What a work took and what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Outcome {
    pub(crate) wall_us: f64,
    pub(crate) client_cpu_us: f64,
    /// How many documents were read or written.
    pub(crate) documents: u64,
    /// A sum over the values that were read, 0 for writes.
    pub(crate) checksum: u64,
}

impl Watch {
    pub(crate) fn stop(&self, documents: u64) -> Outcome {
        let Elapsed { wall_us, client_cpu_us } = self.elapsed();
        Outcome { wall_us, client_cpu_us, documents, checksum: 0 }
    }
}

impl Outcome {
    /// With the sum over what was read, which is made after the watch has stopped.
    pub(crate) fn of<'a, T: Weigh + 'a>(self, read: impl IntoIterator<Item = &'a T>) -> Self {
        let checksum = read.into_iter().fold(0, |sum: u64, value| sum.wrapping_add(value.weight()));
        Self { checksum, ..self }
    }
}

/// Answers the harness until it hangs up.
pub(crate) fn serve(hello: &Hello, mut work: impl FnMut(&Task) -> Result<Outcome>) -> Result<()> {
    say(hello)?;
    for line in std::io::stdin().lock().lines() {
        let task: Task = serde_json::from_str(&line?)?;
        say(&match work(&task) {
            Ok(outcome) => Answer::Done(outcome),
            Err(error) => Answer::Failed(format!("{error:#}")),
        })?;
    }
    Ok(())
}

fn say(line: &impl Serialize) -> Result<()> {
    let mut out = std::io::stdout().lock();
    serde_json::to_writer(&mut out, line)?;
    out.write_all(b"\n")?;
    Ok(out.flush()?)
}
