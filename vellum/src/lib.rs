#![doc = include_str!("../docs/lib.md")]

/// Derives a type that is stored inside documents.
pub use vellum_derive::Embedded;
/// Derives a type that is read out of documents of other types.
pub use vellum_derive::Projection;
/// Derives a model: a type whose values are the documents of a collection.
pub use vellum_derive::Vellum;

#[doc(hidden)]
pub use vellum_core::private as __private;
/// The crates whose types models and `driver()` use, in the versions that Vellum uses.
pub use {chrono, mongodb, rust_decimal, uuid};

pub use vellum_core::repository::UpdateSummary;
pub use vellum_core::repository::{Cursor, Page, Slice};
pub use vellum_core::sort::Sort;
pub use vellum_core::update::{IntoUpdate, Push, Update};
pub use vellum_core::{Database, Doc, Documents, Error, Filter, Model, Ref, Repository, Result, Tx, bson};

/// What goes wrong.
pub mod error {
    pub use vellum_core::error::{DriverError, Error, Result, Violation};
}

/// GeoJSON types, and areas to search in.
pub mod geo {
    pub use vellum_core::field::Area;
    pub use vellum_core::value::geo::*;
}

/// How types are stored, for those who name the traits.
pub mod value {
    pub use vellum_core::model::Embedded;
    pub use vellum_core::value::{
        EncodeFault, Encoder, Fault, GenerateId, Identifier, MapKey, Mapping, Reader, Sequence, Value, kind,
    };
}

/// Accessors and operands, for those who write generic code.
pub mod field {
    pub use vellum_core::expr::Expr;
    pub use vellum_core::field::{
        Bounds, Computing, Elem, ExprRoot, Field, Matching, Operand, Opt, Pattern, Place, Root,
    };
    pub use vellum_core::sort::{IntoSort, Sort};
}

/// Values that the server computes.
pub mod expr {
    pub use vellum_core::expr::{
        CompareExpr, Computed, DateExpr, DateUnit, Dated, Expr, IfNull, LetExpr, ListExpr, NumberExpr,
        ObjectExpr, Switch, Term, TextExpr, TotalExpr, TotalOfExpr, TypeExpr, concat, cond,
        date_from_iso_parts, date_from_parts, lit, max_of, min_of, now, rand, range, range_by, remove,
        switch, text_score,
    };
}

/// Methods of a model that are called around its writes.
pub mod hooks {
    pub use vellum_core::hooks::{Event, HookContext};
}

/// Pipelines of aggregations, and the accumulators of their groups.
pub mod pipeline {
    pub use vellum_core::pipeline::{
        Aggregate, Changed, ExprOf, Facets, Foreign, GroupKey, Grouped, JoinKey, Output, Outputs, Pipeline,
        Row, RowOf, RowType, Unwind, UnwindExpr, add_to_set, avg, bottom, count, first, first_n, last,
        last_n, max, max_n, median, min, min_n, percentile, push, std_dev_pop, std_dev_samp, sum, top,
    };
    pub use vellum_core::pipeline::{
        Boundaries, BucketCount, Buckets, Counted, Covers, Densify, Filling, Granularity, Head, Near,
        NearRow, TextSearch,
    };
    #[cfg(feature = "atlas-search")]
    pub use vellum_core::pipeline::{Search, Vector, VectorSearch};
    pub use vellum_core::repository::{MergeInto, OutInto, RowStream, WhenMatched, WhenNotMatched};

    /// Values over windows of rows, for `set_window_fields`.
    pub mod window {
        pub use vellum_core::pipeline::{
            Span, Window, WindowBounds, Windowed, Windows, dense_rank, derivative, derivative_per,
            document_number, exp_moving_avg, exp_moving_avg_alpha, integral, integral_per, linear_fill, locf,
            partition_by, rank, shift, shift_or, sort_by,
        };
    }
}

/// Queries, as types.
pub mod repository {
    pub use vellum_core::repository::{
        Bulk, BulkOutcome, BulkSummary, Changed, Create, CreateFailure, CreateMany, CreateReport, Cursor,
        DeleteDoc, DeleteMany, DeleteOne, DeletedBefore, Fetch, Find, FindOneAndDelete, FindOneAndReplace,
        FindOneAndUpdate, Get, HookFailure, Include, IntoCursor, Loader, Page, PageOf, PurgeDeleted, Require,
        Restore, Save, Slice, SliceOf, UpdateById, UpdateMany, UpdateOne, UpdateSummary, Upsert,
        UpsertSummary, WriteGroup,
    };
}

/// Several operations that are made as one.
pub mod transaction {
    pub use vellum_core::transaction::{Transaction, Tx};
}

/// What can be said of an operation besides what it is about; most are the driver's own types.
pub mod options {
    pub use vellum_core::options::*;
    pub use vellum_core::repository::{IndexHint, IntoHint};
}

/// What the derives found out about a model.
pub mod schema {
    pub use vellum_core::schema::*;
}

/// What the derives implement.
pub mod model {
    pub use vellum_core::model::{
        Embedded, Model, Projection, ProjectionOf, RowOf, SoftDeleted, Timestamped, Versioned,
    };
}

#[cfg(feature = "testing")]
pub mod testing;

/// What most modules of an application need: `use vellum::prelude::*;`
pub mod prelude {
    pub use crate::expr::{
        CompareExpr, Computed, DateExpr, DateUnit, IfNull, LetExpr, ListExpr, NumberExpr, ObjectExpr,
        TextExpr, TotalExpr, TotalOfExpr, TypeExpr, cond, lit, now, switch,
    };
    pub use crate::hooks::HookContext;
    pub use crate::pipeline::{
        UnwindExpr, add_to_set, avg, bottom, count, first, first_n, last, last_n, max, max_n, median, min,
        min_n, percentile, push, std_dev_pop, std_dev_samp, sum, top,
    };
    pub use crate::repository::Fetch;
    pub use crate::{
        Database, Doc, Embedded, Filter, Model, Projection, Push, Ref, Repository, Update, UpdateSummary,
        Vellum,
    };
    pub use chrono::{DateTime, Utc};
    pub use rust_decimal::Decimal;
    pub use uuid::Uuid;
    pub use vellum_core::bson::{ObjectId, doc};
}

// The blocks of the front page and of the guides are tested with this crate.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

#[cfg(doctest)]
#[doc = include_str!("../../docs/filters.md")]
struct Filters;

#[cfg(doctest)]
#[doc = include_str!("../../docs/aggregation.md")]
struct Aggregation;

#[cfg(doctest)]
#[doc = include_str!("../../docs/expressions.md")]
struct Expressions;

#[cfg(doctest)]
#[doc = include_str!("../../docs/pages.md")]
struct Pages;

#[cfg(doctest)]
#[doc = include_str!("../../docs/tenancy.md")]
struct Tenancy;

#[cfg(doctest)]
#[doc = include_str!("../../docs/saving.md")]
struct Saving;

#[cfg(doctest)]
#[doc = include_str!("../../docs/updates.md")]
struct Updates;

#[cfg(doctest)]
#[doc = include_str!("../../docs/relations.md")]
struct Relations;

#[cfg(doctest)]
#[doc = include_str!("../../docs/transactions.md")]
struct Transactions;

#[cfg(all(doctest, feature = "garde"))]
#[doc = include_str!("../../docs/hooks.md")]
struct Hooks;
