//! mongodm, oximod and wither, as subjects of `cargo bench -p vellum-benches`: `vellum-peers NAME URI`.
//!
//! What a mapper has no way of its own for, it does through the driver's collection that it offers.

mod mongodm;
mod oximod;
#[path = "../../shared/plain.rs"]
mod plain;
#[path = "../../shared/protocol.rs"]
mod protocol;
#[path = "../../shared/watch.rs"]
mod watch;
#[path = "../../shared/weights.rs"]
mod weights;
mod wither;

use anyhow::{Context, Result, bail};

use protocol::{Hello, Task};

const LOCKFILE: &str = include_str!("../Cargo.lock");

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().context("whom?")?;
    let uri = arguments.next().context("where?")?;
    let tokio = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match name.as_str() {
        "mongodm" => {
            let subject = tokio.block_on(mongodm::Subject::connect(&uri))?;
            let hello = hello("mongodm", "mongodb 3, bson 2", &mongodm::WORKS);
            protocol::serve(&hello, |task| tokio.block_on(subject.work(task)))
        }
        "oximod" => {
            tokio.block_on(oximod::connect(&uri))?;
            let hello = hello("oximod", "mongodb 3, bson 2", &oximod::WORKS);
            protocol::serve(&hello, |task| tokio.block_on(oximod::work(task)))
        }
        "wither" => {
            let mut tokio = tokio_02::runtime::Builder::new().threaded_scheduler().enable_all().build()?;
            let subject = tokio.block_on(wither::Subject::connect(&uri))?;
            let hello = hello("wither", "mongodb 1, bson 1", &wither::WORKS);
            protocol::serve(&hello, |task| tokio.block_on(subject.work(task)))
        }
        _ => bail!("there is no subject `{name}`"),
    }
}

fn hello(name: &str, over: &str, works: &[&str]) -> Hello {
    let start = format!("name = \"{name}\"");
    let mut lines = LOCKFILE.lines().skip_while(|line| *line != start).skip(1);
    let version = lines.next().and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
    Hello {
        version: format!("{name} {} over {over}", version.unwrap_or("unknown")),
        works: works.iter().map(ToString::to_string).collect(),
    }
}

/// The database that a subject writes to.
fn scratch(subject: &str) -> String {
    format!("scratch_{subject}")
}

/// Which document the nth single operation is about: each once, in no order of theirs.
fn spread(operation: usize, documents: usize) -> usize {
    operation * 7_919 % documents
}

fn unknown<T>(task: &Task) -> Result<T> {
    bail!("there is no work `{}`", task.work)
}
