//! The server, and the documents on it.

use anyhow::Result;
use mongodb::IndexModel;
use mongodb::bson::doc;
use vellum::Repository;
use vellum::prelude::*;
use vellum::testing::TestServer;

use crate::arguments::Arguments;
use crate::contents;
use crate::entries::{Columned, Entry, GROUP, Hooked, Plain, TENANTS, of_tenant};
use crate::filling::fill;

/// The tenant whose documents are read and written where there are several.
const TENANT: u64 = 3;

/// How many documents of each kind there are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    pub(crate) small: u64,
    pub(crate) medium: u64,
    pub(crate) large: u64,
    /// Of each of the models that have something added.
    pub(crate) entries: u64,
}

const FULL: Sizes = Sizes { small: 50_000, medium: 10_000, large: 1_000, entries: 20_000 };
const QUICK: Sizes = Sizes { small: 20_000, medium: 4_000, large: 400, entries: 10_000 };

pub(crate) struct Stage {
    server: TestServer,
    pub(crate) sizes: Sizes,
    /// Documents that stay.
    pub(crate) standing: Database,
    /// The same, as a tenant sees them.
    pub(crate) tenant: Database,
    /// Where documents are created.
    pub(crate) fresh: Database,
    /// The same, as a tenant sees it.
    pub(crate) fresh_tenant: Database,
}

impl Stage {
    pub(crate) async fn set(arguments: &Arguments) -> Result<Self> {
        let sizes = if arguments.quick { QUICK } else { FULL };
        let server = TestServer::start().await?;
        let standing = server.database("standing").await?;
        let fresh = Database::new(standing.client().clone(), "fresh");
        fill(standing.driver(), "small", sizes.small, contents::small).await?;
        fill(standing.driver(), "medium", sizes.medium, contents::medium).await?;
        fill(standing.driver(), "large", sizes.large, contents::large).await?;
        entries::<Plain>(&standing, sizes.entries).await?;
        entries::<Columned>(&standing, sizes.entries).await?;
        entries::<Hooked>(&standing, sizes.entries).await?;
        let scope = || of_tenant(TENANT as i32);
        let (tenant, fresh_tenant) = (standing.scoped(scope()), fresh.scoped(scope()));
        Ok(Self { server, sizes, standing, tenant, fresh, fresh_tenant })
    }

    pub(crate) fn uri(&self) -> String {
        self.server.uri_for(self.standing.name())
    }

    pub(crate) async fn server_version(&self) -> Result<String> {
        let info = self.standing.driver().run_command(doc! { "buildInfo": 1 }).await?;
        Ok(info.get_str("version")?.to_owned())
    }

    pub(crate) async fn leave(self) {
        self.standing.shutdown().await;
        self.server.stop().await;
    }
}

async fn entries<T: Entry>(database: &Database, count: u64) -> Result<()> {
    let repository = Repository::<T>::new(database);
    repository.create_many((0..count).map(T::numbered)).await?;
    repository.driver().create_index(IndexModel::builder().keys(doc! { "group": 1 }).build()).await?;
    Ok(())
}

/// The numbers of the tenant's documents.
pub(crate) fn numbers() -> impl Iterator<Item = u64> {
    (TENANT..).step_by(TENANTS as usize).flat_map(|group| group * GROUP..(group + 1) * GROUP)
}

/// The tenant's groups.
pub(crate) fn groups(entries: u64) -> Vec<i32> {
    (TENANT..entries / GROUP).step_by(TENANTS as usize).map(|group| group as i32).collect()
}
