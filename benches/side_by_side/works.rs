//! What is done, how often, and on what.

use anyhow::{Result, bail};

use crate::arguments::Arguments;

/// How many documents of each kind there are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    pub(crate) small: u64,
    pub(crate) medium: u64,
    pub(crate) large: u64,
    /// Documents that refer to small ones.
    pub(crate) links: u64,
}

const FULL: Sizes = Sizes { small: 100_000, medium: 20_000, large: 2_000, links: 10_000 };
const QUICK: Sizes = Sizes { small: 30_000, medium: 6_000, large: 600, links: 3_000 };

/// What a work does to the subject's own database, which is laid out anew each time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Effect {
    /// It reads the source only.
    Reads,
    /// It copies a collection of the source into an empty one.
    Copies,
    /// It inserts the first documents of the source into an empty collection.
    Inserts,
    /// It changes the first documents of the source.
    Changes,
}

/// A line of the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Work {
    pub(crate) name: &'static str,
    pub(crate) collection: &'static str,
    pub(crate) effect: Effect,
    /// How often it is repeated in a sample: 1, or the number of single operations.
    pub(crate) operations: usize,
}

impl Work {
    /// Whether it is about what is sent, and not about time.
    pub(crate) fn counts_bytes(&self) -> bool {
        self.name == "save_bytes"
    }
}

/// The works, and the documents that they work on.
pub(crate) struct Works {
    pub(crate) list: Vec<Work>,
    pub(crate) sizes: Sizes,
}

const fn work(name: &'static str, collection: &'static str, effect: Effect, operations: usize) -> Work {
    Work { name, collection, effect, operations }
}

const ALL: [Work; 23] = [
    work("find_small", "small", Effect::Reads, 1),
    work("find_medium", "medium", Effect::Reads, 1),
    work("find_large", "large", Effect::Reads, 1),
    work("doc_small", "small", Effect::Reads, 1),
    work("doc_medium", "medium", Effect::Reads, 1),
    work("doc_large", "large", Effect::Reads, 1),
    work("visit_medium", "medium", Effect::Reads, 1),
    work("page_200", "small", Effect::Reads, 200),
    work("include", "links", Effect::Reads, 1),
    work("create_many_small", "small", Effect::Copies, 1),
    work("create_many_small_ordered", "small", Effect::Copies, 1),
    work("create_many_medium", "medium", Effect::Copies, 1),
    work("create_many_large", "large", Effect::Copies, 1),
    work("get_one", "small", Effect::Reads, 1_000),
    work("get_medium", "medium", Effect::Reads, 1_000),
    work("insert_one", "small", Effect::Inserts, 500),
    work("update_one", "small", Effect::Changes, 500),
    work("update_returning", "small", Effect::Changes, 500),
    work("get_32_loader", "small", Effect::Reads, 6_400),
    work("get_128_loader", "small", Effect::Reads, 6_400),
    work("insert_32_group", "small", Effect::Inserts, 3_200),
    work("inc_32_group", "small", Effect::Changes, 3_200),
    work("save_bytes", "medium", Effect::Changes, 500),
];

pub(crate) fn chosen(arguments: &Arguments) -> Result<Works> {
    for name in &arguments.only {
        if !ALL.iter().any(|work| work.name == name) {
            let names: Vec<&str> = ALL.iter().map(|work| work.name).collect();
            bail!("there is no work `{name}`; there are {}", names.join(", "));
        }
    }
    let wanted =
        |work: &Work| arguments.only.is_empty() || arguments.only.iter().any(|name| name == work.name);
    let list = ALL.into_iter().filter(wanted).map(|work| {
        let operations = if arguments.quick { work.operations.div_ceil(4) } else { work.operations };
        Work { operations, ..work }
    });
    Ok(Works { list: list.collect(), sizes: if arguments.quick { QUICK } else { FULL } })
}
