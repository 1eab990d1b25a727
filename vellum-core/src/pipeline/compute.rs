//! `project`, `add_fields`, `set`, `unset`, `documents` and `raw`.

use super::layout::Layout;
use super::outputs::Outputs;
use super::row::{Changed, ExprOf, RowType};
use super::{Aggregate, Origin};
use crate::ast::{self, Expr as Ast, Literal, Stage};
use crate::bson::Document;
use crate::field::Place;
use crate::update::IntoUpdate;

impl<M: Origin, S: RowType> Aggregate<M, S> {
    /// Rows of a projection, each of whose fields is computed from the row so far.
    ///
    /// ```text
    /// users.aggregate().project(|u| UserCard::projected().email(u.email()).city(u.address().city()))
    /// ```
    ///
    /// MongoDB: `$project`.
    pub fn project<O>(self, outputs: impl FnOnce(S::Fields<ExprOf<S>>) -> O) -> Aggregate<M, O::Row>
    where
        O: Outputs<ExprOf<S>>,
    {
        let outputs = outputs(S::fields(&self.layout)).into_outputs();
        self.into(Stage::Project(named(outputs)), Layout::new())
    }

    /// The row with a projection beside it: `(user, extra)`.
    ///
    /// MongoDB: `$addFields`.
    pub fn add_fields<O>(self, outputs: impl FnOnce(S::Fields<ExprOf<S>>) -> O) -> Aggregate<M, (S, O::Row)>
    where
        O: Outputs<ExprOf<S>>,
    {
        let outputs = outputs(S::fields(&self.layout)).into_outputs();
        let (layout, name) = self.layout.add();
        self.into(Stage::AddFields(vec![(name, Ast::Object(named(outputs)))]), layout)
    }

    /// The row with other values in its fields: `|u| [u.total().set(u.price() * u.quantity())]`. What comes out is
    /// no document of the collection any more, so that rows are read as [`Document`]s, unless a later stage gives
    /// them another type. `set(None)` removes a field.
    ///
    /// MongoDB: `$set`.
    pub fn set<U>(self, assignments: impl FnOnce(S::Fields<ExprOf<S>>) -> U) -> Aggregate<M, Changed<S>>
    where
        U: IntoUpdate<ExprOf<S>>,
    {
        let mut update = assignments(S::fields(&self.layout)).into_update().into_ast();
        if let ast::Update::Computed(assignments) = &mut update {
            assignments.iter_mut().for_each(leave_out_none);
        }
        let layout = self.layout.clone();
        self.into(Stage::Set(update), layout)
    }

    /// The row without a field; rows are then read as [`Document`]s, as after [`set`](Self::set).
    ///
    /// MongoDB: `$unset`.
    pub fn unset<P: Place<ExprOf<S>>>(
        self,
        field: impl FnOnce(S::Fields<ExprOf<S>>) -> P,
    ) -> Aggregate<M, Changed<S>> {
        let field = field(S::fields(&self.layout));
        let layout = self.layout.clone();
        self.into(Stage::reading(field.path(), |path| Stage::Unset(vec![path])), layout)
    }

    /// The same rows, read as [`Document`]s: as the server has them, with the parts that stages have added as `__1`,
    /// `__2` and so on.
    pub fn documents(self) -> Aggregate<M, Changed<S>> {
        let Self { handle, stages, layout, .. } = self;
        Aggregate { handle, stages, layout, row: std::marker::PhantomData }
    }

    /// A stage in MongoDB's own form, unchecked, behind which rows are taken to be of the same type. Never put a
    /// stranger's document into it.
    #[expect(clippy::needless_pass_by_value, reason = "a stage is made on the spot by `doc!`")]
    pub fn raw(self, stage: Document) -> Self {
        self.with(Stage::Raw(Literal::of(&stage)))
    }

    /// A stage in MongoDB's own form, unchecked, behind which rows are taken to be of the type `T`. Never put a
    /// stranger's document into it.
    #[expect(clippy::needless_pass_by_value, reason = "a stage is made on the spot by `doc!`")]
    pub fn raw_as<T: RowType>(self, stage: Document) -> Aggregate<M, T> {
        self.into(Stage::Raw(Literal::of(&stage)), Layout::new())
    }
}

/// `None` is no value, as it is in stored documents.
fn leave_out_none(assignment: &mut ast::Assignment) {
    if matches!(&assignment.value, Some(Ast::Literal(value)) if value.is_null()) {
        assignment.value = None;
    }
}

fn named(outputs: Vec<(&'static str, Ast)>) -> Vec<(String, Ast)> {
    outputs.into_iter().map(|(name, output)| (name.to_owned(), output)).collect()
}
