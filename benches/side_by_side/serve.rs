//! The subjects that are part of this program. The harness starts it again for each of them.

mod driver;
mod limit;
mod vellum;
mod views;

use anyhow::{Result, bail};

use crate::models;
use crate::plain;
use crate::protocol::{self, Hello, Task};
use crate::weights::{Weigh, weigh};

weigh!(crate::models);
weigh!(crate::plain);

/// Works on a collection as a whole, and single operations one by one and many at once: what the driver and Vellum can both do.
const WORKS: [&str; 23] = [
    "find_small",
    "find_medium",
    "find_large",
    "doc_small",
    "doc_medium",
    "doc_large",
    "visit_medium",
    "page_200",
    "include",
    "create_many_small",
    "create_many_small_ordered",
    "create_many_medium",
    "create_many_large",
    "get_one",
    "get_medium",
    "insert_one",
    "update_one",
    "update_returning",
    "get_32_loader",
    "get_128_loader",
    "insert_32_group",
    "inc_32_group",
    "save_bytes",
];

/// A client of its own, and as an application would run it.
pub(crate) fn serve(subject: &str, uri: &str) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let hello = |version: String, works: &[&str]| Hello {
        version,
        works: works.iter().map(ToString::to_string).collect(),
    };
    let driver_version = format!("mongodb {}", crate::about::locked("mongodb"));
    match subject {
        "vellum" => {
            let subject = runtime.block_on(vellum::Subject::connect(uri))?;
            let version = format!("vellum {}", env!("CARGO_PKG_VERSION"));
            protocol::serve(&hello(version, &WORKS), |task| runtime.block_on(subject.work(task)))
        }
        "driver" | "driver_again" => {
            let subject = runtime.block_on(driver::Subject::connect(uri, subject))?;
            protocol::serve(&hello(driver_version, &WORKS), |task| runtime.block_on(subject.work(task)))
        }
        "limit" => {
            let subject = runtime.block_on(limit::Subject::connect(uri))?;
            protocol::serve(&hello(driver_version, &limit::WORKS), |task| {
                runtime.block_on(subject.work(task))
            })
        }
        _ => bail!("there is no subject `{subject}` in this program"),
    }
}

/// Which document the nth single operation is about: each once, in no order of theirs.
fn spread(operation: usize, documents: usize) -> usize {
    operation * 7_919 % documents
}

/// What is compared of a document with the one that it refers to.
fn weight_of_link(label: &str, target: Option<&impl Weigh>) -> u64 {
    label.len() as u64 + target.map_or(0, Weigh::weight)
}

fn unknown<T>(task: &Task) -> Result<T> {
    bail!("there is no work `{}`", task.work)
}
