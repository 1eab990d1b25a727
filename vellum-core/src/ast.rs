//! What a query says, without types: built by the typed shells, changed by `policy`, written by `render`.

mod element;
mod ends;
mod equality;
mod expr;
mod filter;
mod literal;
mod path;
mod print;
mod projection;
mod render;
mod stage;
mod update;

pub use ends::{GeoNear, Into, Matched, Merge, Search};
pub(crate) use equality::{equality, holds, inequality, none_of, one_of};
pub use expr::Expr;
pub(crate) use expr::{field_expr, whole};
pub use filter::{Area, Bits, Comparison, Condition, Filter, Text};
pub use literal::{Literal, Operand};
pub(crate) use path::without_placeholders;
pub use path::{Elements, Path};
pub(crate) use print::{print, print_value};
pub use projection::{Card, Form, Source};
pub(crate) use projection::{takes_all, takes_whole};
pub(crate) use render::{
    RenderedBody, is_operator, render_expr, render_filter, render_index, render_projection, render_stages,
    render_update, text_score,
};
pub(crate) use stage::append;
pub use stage::{GraphLookup, Lookup, Source as StageSource, Stage, Unwind};
pub use update::{Assignment, BitOperation, Change, Operator, Push, Range, Update};
pub(crate) use update::{Requirement, is_below};
