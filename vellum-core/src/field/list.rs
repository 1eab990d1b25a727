//! Operators on lists and sets.

use super::{Elem, Field, Listed, Matching, Operand, Place};
use crate::ast::{self, Condition, Literal, Path};
use crate::filter::Filter;
use crate::value::kind::{Distinct, Elements};
use crate::value::{Sequence, Value};

/// The accessor of an element of the list `C`.
pub type ItemAccessor<R, C> = <Distinct<C> as Value>::Accessor<R>;

impl<R, C: Value> Field<R, C> {
    /// Any element: what is asked of it has to hold for at least one.
    ///
    /// Two conditions may then be met by two elements; [`elem_match`](Self::elem_match) asks one
    /// element for all of them.
    ///
    /// MongoDB: the path of the list itself, `{"items.price": {$gt: 5}}`.
    pub fn any(&self) -> ItemAccessor<R, C>
    where
        C: Value<Kind: Elements<C> + Listed<C>>,
    {
        Place::at(self.path.any())
    }

    /// The element at an index, from 0.
    ///
    /// MongoDB: `{"items.0": ..}`.
    pub fn at(&self, index: usize) -> ItemAccessor<R, C>
    where
        C: Value<Kind: Elements<C> + Listed<C>>,
    {
        Place::at(self.path.index(index))
    }

    /// One element meets a whole filter.
    ///
    /// MongoDB: `$elemMatch`.
    pub fn elem_match(
        &self,
        filter: impl FnOnce(ItemAccessor<Elem<Distinct<C>>, C>) -> Filter<Elem<Distinct<C>>>,
    ) -> Filter<R>
    where
        R: Matching,
        C: Value<Kind: Elements<C> + Listed<C>>,
    {
        let element = filter(Place::at(Path::root()));
        Filter::from_ast(element.into_ast().of_some_element(&self.path))
    }

    /// Holds each of the values, in any order. No values: every document.
    ///
    /// MongoDB: `$all`.
    pub fn contains_all<V: Operand<Distinct<C>, R>>(&self, values: impl IntoIterator<Item = V>) -> Filter<R>
    where
        R: Matching,
        C: Value<Kind: Elements<C> + Listed<C>>,
    {
        let literals: Vec<Literal> = literals(values);
        let shape = <Distinct<C>>::shape();
        if literals.is_empty() {
            return Filter::all();
        }
        let one_by_one = self.path.as_str().is_empty() || literals.iter().any(Literal::needs_eq);
        if one_by_one || shape.is_document() || shape.is_array() {
            let each = literals.into_iter().map(|literal| ast::holds(&self.path, literal, shape));
            return Filter::from_ast(ast::Filter::and(each.collect()));
        }
        Filter::from_ast(ast::Filter::test(&self.path, Condition::All(literals)))
    }

    /// Holds at least one of the values. No values: no document.
    ///
    /// MongoDB: `$in`.
    pub fn contains_any<V: Operand<Distinct<C>, R>>(&self, values: impl IntoIterator<Item = V>) -> Filter<R>
    where
        R: Matching,
        C: Value<Kind: Elements<C> + Listed<C>>,
    {
        let literals = literals(values);
        let shape = <Distinct<C>>::shape();
        if shape.is_document() || shape.is_array() || self.path.as_str().is_empty() {
            let each = literals.into_iter().map(|literal| ast::holds(&self.path, literal, shape));
            return Filter::from_ast(ast::Filter::or(each.collect()));
        }
        Filter::from_ast(ast::one_of(&self.path, literals, shape))
    }
}

// Bounded as a whole: under an expression root these names belong to `ListExpr`.
impl<R: Matching, C: Value> Field<R, C> {
    /// Has exactly this many elements.
    ///
    /// MongoDB: `$size`.
    pub fn size(&self, length: usize) -> Filter<R>
    where
        C: Value<Kind: Listed<C>>,
    {
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        Filter::from_ast(ast::Filter::test(&self.path, Condition::Size(length)))
    }

    /// Has no elements; a missing list is not empty.
    ///
    /// MongoDB: `{$size: 0}`.
    pub fn is_empty(&self) -> Filter<R>
    where
        C: Value<Kind: Listed<C>>,
    {
        self.size(0)
    }
}

fn literals<T, R, V: Operand<T, R>>(values: impl IntoIterator<Item = V>) -> Vec<Literal> {
    values.into_iter().map(|value| value.into_operand().into_literal()).collect()
}

/// Has an element that equals a value.
pub(super) fn holds<C: Sequence>(path: &Path, literal: Literal) -> ast::Filter {
    ast::holds(path, literal, C::Item::shape())
}
