//! One document, as models that ask for more or less.
#![allow(clippy::unused_async, reason = "hooks are async, whether they wait or not")]

use vellum::Update;
use vellum::prelude::*;

use crate::contents;

/// How many documents a group has.
pub(crate) const GROUP: u64 = 200;
/// How many tenants the groups belong to, in turn.
pub(crate) const TENANTS: u64 = 10;

/// What is measured of each.
pub(crate) trait Entry: Model<Id = ObjectId> {
    fn numbered(number: u64) -> Self;
    fn raise(&mut self);
    fn raised() -> Update<Self>;
    /// Counts up a number that could grow out of its field's type.
    fn counted() -> Update<Self>;
    fn of_group(group: i32) -> Filter<Self>;
    fn with_id(id: ObjectId) -> Filter<Self>;
}

/// The scalars of a small document, its group and its tenant.
macro_rules! entry {
    ($name:ident, $($attributes:tt)*) => {
        #[derive(Debug, Clone, PartialEq, Vellum)]
        #[vellum($($attributes)*)]
        pub(crate) struct $name {
            #[vellum(id)]
            id: ObjectId,
            tenant: i32,
            group: i32,
            key: Uuid,
            joined: DateTime<Utc>,
            name: String,
            score: i32,
            ratio: f64,
            active: bool,
        }

        impl Entry for $name {
            fn numbered(number: u64) -> Self {
                let small = contents::small(number);
                Self {
                    id: small.id,
                    tenant: (number / GROUP % TENANTS) as i32,
                    group: (number / GROUP) as i32,
                    key: Uuid::from_bytes(small.key.bytes()),
                    joined: DateTime::from_timestamp_millis(small.joined.timestamp_millis()).unwrap_or_default(),
                    name: small.name,
                    score: small.score,
                    ratio: small.ratio,
                    active: small.active,
                }
            }

            fn raise(&mut self) {
                self.score += 1;
            }

            fn raised() -> Update<Self> {
                Self::q().ratio().inc(1.0).into()
            }

            fn counted() -> Update<Self> {
                Self::q().score().inc(1).into()
            }

            fn of_group(group: i32) -> Filter<Self> {
                Self::q().group().eq(group)
            }

            fn with_id(id: ObjectId) -> Filter<Self> {
                Self::q().id().eq(id)
            }
        }
    };
}

entry!(Plain, collection = "plain");
entry!(Columned, collection = "columned", versioned, timestamps);
// The very documents of `Plain`: none of them is deleted.
entry!(Deletable, collection = "plain", soft_delete);
entry!(
    Hooked,
    collection = "hooked",
    hooks(before_insert = before, after_insert = after, before_update = before, after_update = after)
);

/// What a tenant's handle sees.
pub(crate) fn of_tenant(tenant: i32) -> Filter<Plain> {
    Plain::q().tenant().eq(tenant)
}

/// Hooks that do nothing.
impl Hooked {
    async fn before(&mut self, _: &HookContext<'_>) -> vellum::Result<()> {
        Ok(())
    }

    async fn after(&self, _: &HookContext<'_>) -> vellum::Result<()> {
        Ok(())
    }
}
