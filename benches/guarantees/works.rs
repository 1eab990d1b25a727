//! What is done without a guarantee, and with it.

mod reads;
mod writes;

use anyhow::{Result, bail};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use vellum::prelude::*;

use crate::arguments::Arguments;
use crate::entries::{Columned, Deletable, Entry, Hooked, Plain};
use crate::models::{Large, Medium, Small};
use crate::stage::{Stage, numbers};
use crate::watch::Elapsed;

/// Does as many operations as are said, and says how long that took.
type Run = fn(&Stage, usize) -> BoxFuture<'_, Result<Elapsed>>;

/// A line of the table.
pub(crate) struct Work {
    pub(crate) name: &'static str,
    /// How often it is repeated in a sample: 1, or the number of single operations.
    pub(crate) operations: usize,
    pub(crate) without: Run,
    pub(crate) with: Run,
}

fn work(name: &'static str, operations: usize, without: Run, with: Run) -> Work {
    Work { name, operations, without, with }
}

/// The ids of the documents that single operations are about.
fn ids<T: Entry>(operations: usize) -> Vec<ObjectId> {
    numbers().take(operations).filter_map(|n| T::numbered(n).own_id().copied()).collect()
}

fn all() -> Vec<Work> {
    [tracking(), columns(), soft_delete(), tenant(), hooks(), range(), alone()]
        .into_iter()
        .flatten()
        .collect()
}

/// What a `Doc` keeps, so that a save knows what has changed.
fn tracking() -> Vec<Work> {
    vec![
        work(
            "tracking_small",
            1,
            |stage, _| reads::values::<Small>(&stage.standing, stage.sizes.small).boxed(),
            |stage, _| reads::documents::<Small>(&stage.standing, stage.sizes.small).boxed(),
        ),
        work(
            "tracking_medium",
            1,
            |stage, _| reads::values::<Medium>(&stage.standing, stage.sizes.medium).boxed(),
            |stage, _| reads::documents::<Medium>(&stage.standing, stage.sizes.medium).boxed(),
        ),
        work(
            "tracking_large",
            1,
            |stage, _| reads::values::<Large>(&stage.standing, stage.sizes.large).boxed(),
            |stage, _| reads::documents::<Large>(&stage.standing, stage.sizes.large).boxed(),
        ),
        work(
            "save",
            200,
            |stage, count| writes::set_rating(&stage.standing, count).boxed(),
            |stage, count| writes::save_rating(&stage.standing, count).boxed(),
        ),
    ]
}

/// Version and timestamps.
fn columns() -> Vec<Work> {
    vec![
        work(
            "columns_create_many",
            1,
            |stage, _| writes::create_many::<Plain>(&stage.fresh, stage.sizes.entries).boxed(),
            |stage, _| writes::create_many::<Columned>(&stage.fresh, stage.sizes.entries).boxed(),
        ),
        work(
            "columns_create",
            200,
            |stage, count| writes::create::<Plain>(&stage.fresh, count).boxed(),
            |stage, count| writes::create::<Columned>(&stage.fresh, count).boxed(),
        ),
        work(
            "columns_update",
            200,
            |stage, count| writes::update(&stage.standing, count, Plain::raised).boxed(),
            |stage, count| writes::update(&stage.standing, count, Columned::raised).boxed(),
        ),
        work(
            "columns_save",
            200,
            |stage, count| writes::save::<Plain>(&stage.standing, count).boxed(),
            |stage, count| writes::save::<Columned>(&stage.standing, count).boxed(),
        ),
    ]
}

/// The scope of the documents that are not deleted.
fn soft_delete() -> Vec<Work> {
    vec![
        work(
            "soft_delete_get",
            400,
            |stage, count| reads::get::<Plain>(&stage.standing, count).boxed(),
            |stage, count| reads::get::<Deletable>(&stage.standing, count).boxed(),
        ),
        work(
            "soft_delete_find_200",
            100,
            |stage, count| reads::find_200::<Plain>(&stage.standing, stage.sizes.entries, count).boxed(),
            |stage, count| reads::find_200::<Deletable>(&stage.standing, stage.sizes.entries, count).boxed(),
        ),
    ]
}

/// The scope of a tenant's documents.
fn tenant() -> Vec<Work> {
    vec![
        work(
            "tenant_get",
            400,
            |stage, count| reads::get::<Plain>(&stage.standing, count).boxed(),
            |stage, count| reads::get::<Plain>(&stage.tenant, count).boxed(),
        ),
        work(
            "tenant_find_200",
            100,
            |stage, count| reads::find_200::<Plain>(&stage.standing, stage.sizes.entries, count).boxed(),
            |stage, count| reads::find_200::<Plain>(&stage.tenant, stage.sizes.entries, count).boxed(),
        ),
        work(
            "tenant_create",
            200,
            |stage, count| writes::create::<Plain>(&stage.fresh, count).boxed(),
            |stage, count| writes::create::<Plain>(&stage.fresh_tenant, count).boxed(),
        ),
    ]
}

/// Hooks before and after that do nothing.
fn hooks() -> Vec<Work> {
    vec![
        work(
            "hooks_create_many",
            1,
            |stage, _| writes::create_many::<Plain>(&stage.fresh, stage.sizes.entries).boxed(),
            |stage, _| writes::create_many::<Hooked>(&stage.fresh, stage.sizes.entries).boxed(),
        ),
        work(
            "hooks_create",
            200,
            |stage, count| writes::create::<Plain>(&stage.fresh, count).boxed(),
            |stage, count| writes::create::<Hooked>(&stage.fresh, count).boxed(),
        ),
        work(
            "hooks_update",
            200,
            |stage, count| writes::update(&stage.standing, count, Plain::raised).boxed(),
            |stage, count| writes::update(&stage.standing, count, Hooked::raised).boxed(),
        ),
    ]
}

/// That a counter stays within its field's type.
fn range() -> Vec<Work> {
    vec![work(
        "range_update",
        200,
        |stage, count| writes::update(&stage.standing, count, Plain::raised).boxed(),
        |stage, count| writes::update(&stage.standing, count, Plain::counted).boxed(),
    )]
}

/// What gathers callers, with one caller only.
fn alone() -> Vec<Work> {
    vec![
        work(
            "loader_alone",
            400,
            |stage, count| reads::get::<Plain>(&stage.standing, count).boxed(),
            |stage, count| reads::load::<Plain>(&stage.standing, count).boxed(),
        ),
        work(
            "group_create_alone",
            200,
            |stage, count| writes::create::<Plain>(&stage.fresh, count).boxed(),
            |stage, count| writes::create_in_group::<Plain>(&stage.fresh, count).boxed(),
        ),
        work(
            "group_update_alone",
            200,
            |stage, count| writes::update_one::<Plain>(&stage.standing, count).boxed(),
            |stage, count| writes::update_in_group::<Plain>(&stage.standing, count).boxed(),
        ),
    ]
}

pub(crate) fn chosen(arguments: &Arguments) -> Result<Vec<Work>> {
    let mut works = all();
    for name in &arguments.only {
        if !works.iter().any(|work| work.name == name) {
            let names: Vec<&str> = works.iter().map(|work| work.name).collect();
            bail!("there is no work `{name}`; there are {}", names.join(", "));
        }
    }
    works.retain(|work| arguments.only.is_empty() || arguments.only.iter().any(|name| name == work.name));
    if arguments.quick {
        for work in &mut works {
            work.operations = work.operations.div_ceil(2);
        }
    }
    Ok(works)
}
