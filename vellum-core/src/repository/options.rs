//! What can be said of an operation besides what it is about: which index, how long, from which member.

use std::time::Duration;

use crate::bson::Bson;
use crate::driver::options::{Collation, Hint, ReadConcern, SelectionCriteria, WriteConcern};
use crate::error::{Error, Result};
use crate::hooks::Deferred;
use crate::sort::{self, IntoSort, Sort};

/// What reads and writes have in common.
#[derive(Debug, Clone, Default)]
pub(crate) struct OperationOptions {
    pub(crate) hint: Option<Hint>,
    pub(crate) collation: Option<Collation>,
    pub(crate) max_time: Option<Duration>,
    pub(crate) comment: Option<Bson>,
    /// Why an option cannot be sent.
    fault: Option<Error>,
}

impl OperationOptions {
    pub(crate) fn set_hint(&mut self, hint: IndexHint) {
        match hint.0 {
            Ok(hint) => self.hint = Some(hint),
            Err(fault) => self.fault = Some(fault),
        }
    }

    /// The server counts whole milliseconds and takes 0 for no limit, which a shorter time does not mean.
    pub(crate) fn set_max_time(&mut self, time: Duration) {
        let millis = time.as_nanos().div_ceil(1_000_000);
        self.max_time = Some(Duration::from_millis(u64::try_from(millis).unwrap_or(u64::MAX)));
    }

    /// The first option that cannot be sent is the operation's error.
    pub(crate) fn check(&self) -> Result<()> {
        self.fault.clone().map_or(Ok(()), Err)
    }
}

/// What reads have.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReadOptions {
    pub(crate) operation: OperationOptions,
    pub(crate) selection_criteria: Option<SelectionCriteria>,
    pub(crate) read_concern: Option<ReadConcern>,
    pub(crate) batch_size: Option<u32>,
    pub(crate) allow_disk_use: Option<bool>,
}

/// What writes have.
#[derive(Debug, Clone, Default)]
pub(crate) struct WriteOptions {
    pub(crate) operation: OperationOptions,
    pub(crate) write_concern: Option<WriteConcern>,
    pub(crate) skip_hooks: bool,
    /// What the hooks of the operation want to be called after its write.
    pub(crate) deferred: Deferred,
}

/// An index, by name or by keys.
#[derive(Debug)]
pub struct IndexHint(Result<Hint>);

/// What `hint` takes: an index's name, or its keys as a sort.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no index of `{M}`",
    label = "expected an index's name, or its keys as `{M}::q().field().asc()` or an array of these"
)]
pub trait IntoHint<M> {
    /// The index.
    fn into_hint(self) -> IndexHint;
}

macro_rules! hints_by_name {
    ($($type:ty)*) => {$(
        impl<M> IntoHint<M> for $type {
            fn into_hint(self) -> IndexHint {
                IndexHint(Ok(Hint::Name(self.into())))
            }
        }
    )*};
}

hints_by_name! { &str String &String }

impl<M> IntoHint<M> for Sort<M> {
    fn into_hint(self) -> IndexHint {
        by_keys(self)
    }
}

impl<M, const N: usize> IntoHint<M> for [Sort<M>; N] {
    fn into_hint(self) -> IndexHint {
        by_keys(self)
    }
}

impl<M> IntoHint<M> for Vec<Sort<M>> {
    fn into_hint(self) -> IndexHint {
        by_keys(self)
    }
}

fn by_keys<M>(keys: impl IntoSort<M>) -> IndexHint {
    let keys = keys.into_sort();
    if keys.iter().any(Sort::is_text_score) {
        let reason = "no index has the score of a text search as its key; name the text index".to_owned();
        return IndexHint(Err(Error::InvalidFilter { path: "hint".to_owned(), reason }));
    }
    IndexHint(sort::document(&keys).map(Hint::Keys))
}

/// Sets those options of a driver's action that have been chosen.
macro_rules! apply {
    ($action:expr, $options:expr, [$($option:ident)*]) => {{
        let mut action = $action;
        $(if let Some(value) = $options.$option.clone() {
            action = action.$option(value);
        })*
        action
    }};
}
pub(crate) use apply;

/// The setter of the rules by which texts are compared.
macro_rules! collation {
    ($operation:ident $([$row:ident])? . $($field:ident).+) => {
        impl<T: Model $(, $row)?> $operation<T $(, $row)?> {
            /// How texts are compared and sorted, by the rules of a language: with strength 2, for example,
            /// without regard to case. An index is used only if it has the same collation.
            ///
            /// MongoDB: `collation`.
            pub fn collation(mut self, collation: $crate::driver::options::Collation) -> Self {
                self.$($field).+.collation = Some(collation);
                self
            }

        }
    };
}
pub(crate) use collation;

/// The setter of the time that an operation may take, where MongoDB has it.
macro_rules! max_time {
    ($operation:ident $([$row:ident])? . $($field:ident).+) => {
        impl<T: Model $(, $row)?> $operation<T $(, $row)?> {
            /// How long the server may work on it, in whole milliseconds, rounded up. Zero: as long as it takes.
            /// What takes longer fails with code 50.
            ///
            /// MongoDB: `maxTimeMS`.
            pub fn max_time(mut self, time: std::time::Duration) -> Self {
                self.$($field).+.set_max_time(time);
                self
            }
        }
    };
}
pub(crate) use max_time;

/// The setters of [`WriteOptions`] that every write has, for an operation that has them in a field.
macro_rules! write_options {
    ($operation:ident $(<$life:lifetime>)? . $($field:ident).+) => {
        impl<$($life,)? T: Model> $operation<$($life,)? T> {
            /// A note for the server's logs and profiler.
            ///
            /// MongoDB: `comment`.
            pub fn comment(mut self, comment: impl Into<$crate::bson::Bson>) -> Self {
                self.$($field).+.operation.comment = Some(comment.into());
                self
            }

            /// How many members of a replica set have to hold the write before it counts:
            /// `WriteConcern::majority()`.
            ///
            /// MongoDB: `writeConcern`.
            pub fn write_concern(mut self, concern: $crate::driver::options::WriteConcern) -> Self {
                self.$($field).+.write_concern = Some(concern);
                self
            }
        }
    };
}
pub(crate) use write_options;

/// The setter of writes that call hooks, for an operation that has [`WriteOptions`] in a field.
macro_rules! hook_options {
    ($operation:ident $(<$life:lifetime>)? . $($field:ident).+) => {
        impl<$($life,)? T: Model> $operation<$($life,)? T> {
            /// Does not call the model's hooks. Version, times and validation stay as they are.
            pub fn skip_hooks(mut self) -> Self {
                self.$($field).+.skip_hooks = true;
                self
            }
        }
    };
}
pub(crate) use hook_options;

/// The setters of [`ReadOptions`] that every query has, for an operation that has them in a field.
macro_rules! reading {
    ($operation:ident $([$row:ident])? . $($field:ident).+) => {
        $crate::repository::options::max_time!($operation $([$row])? . $($field).+ .operation);

        impl<T: Model $(, $row)?> $operation<T $(, $row)?> {
            /// A note for the server's logs and profiler.
            ///
            /// MongoDB: `comment`.
            pub fn comment(mut self, comment: impl Into<$crate::bson::Bson>) -> Self {
                self.$($field).+.operation.comment = Some(comment.into());
                self
            }

            /// Which members of a replica set may answer: `ReadPreference::SecondaryPreferred { options: None }`.
            ///
            /// MongoDB: `$readPreference`.
            pub fn read_preference(
                mut self,
                preference: impl Into<$crate::driver::options::SelectionCriteria>,
            ) -> Self {
                self.$($field).+.selection_criteria = Some(preference.into());
                self
            }

            /// How settled the data has to be: `ReadConcern::majority()`. `explain` leaves it out.
            ///
            /// MongoDB: `readConcern`.
            pub fn read_concern(mut self, concern: $crate::driver::options::ReadConcern) -> Self {
                self.$($field).+.read_concern = Some(concern);
                self
            }
        }
    };
}
pub(crate) use reading;

/// The setters of [`ReadOptions`] for an operation that has them in a field and gives many documents.
macro_rules! read_options {
    ($operation:ident $([$row:ident])? . $($field:ident).+) => {
        $crate::repository::options::reading!($operation $([$row])? . $($field).+);
        $crate::repository::options::collation!($operation $([$row])? . $($field).+ .operation);

        impl<T: Model $(, $row)?> $operation<T $(, $row)?> {
            /// How many documents the server sends at a time; 0 leaves it to the server.
            ///
            /// MongoDB: `batchSize`.
            pub fn batch_size(mut self, documents: u32) -> Self {
                self.$($field).+.batch_size = Some(documents).filter(|size| *size > 0);
                self
            }

            /// Whether a sort that has no index and more than 100 MB to sort may use the server's disk. `count` and
            /// `distinct` do not sort.
            ///
            /// MongoDB: `allowDiskUse`.
            pub fn allow_disk_use(mut self, allow: bool) -> Self {
                self.$($field).+.allow_disk_use = Some(allow);
                self
            }
        }
    };
}
pub(crate) use read_options;
