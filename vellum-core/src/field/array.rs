//! Changes of lists and sets, and which of their elements an update means.

use super::{Changing, Elem, Field, ItemAccessor, List, Listed, Operand, Place, Resizable};
use crate::ast::{self, Elements as Meant, Literal, Operator, Path};
use crate::filter::Filter;
use crate::update::{Push, Update};
use crate::value::Value;
use crate::value::kind::{Distinct, Elements};

fn literals<T, R, V: Operand<T, R>>(values: impl IntoIterator<Item = V>) -> Vec<Literal> {
    values.into_iter().map(|value| value.into_operand().into_literal()).collect()
}

impl<R, C: Value> Field<R, C> {
    /// Appends an element.
    ///
    /// MongoDB: `$push`.
    pub fn push(&self, value: impl Operand<Distinct<C>, R>) -> Update<R>
    where
        R: Changing,
        C: Value<Kind: Elements<C> + List<C>>,
    {
        self.push_all([value])
    }

    /// Appends elements, in their order.
    ///
    /// MongoDB: `$push` with `$each`.
    pub fn push_all<V: Operand<Distinct<C>, R>>(&self, values: impl IntoIterator<Item = V>) -> Update<R>
    where
        R: Changing,
        C: Value<Kind: Elements<C> + List<C>>,
    {
        self.push_all_with(values, Push::new())
    }

    /// Adds elements at a position, sorts the list, or keeps a part of it only:
    /// `push_all_with(scores, Push::slice(-5))` keeps the last five.
    ///
    /// MongoDB: `$push` with `$each`, `$position`, `$sort` and `$slice`.
    pub fn push_all_with<V: Operand<Distinct<C>, R>>(
        &self,
        values: impl IntoIterator<Item = V>,
        push: Push<R>,
    ) -> Update<R>
    where
        R: Changing,
        C: Value<Kind: Elements<C> + List<C>>,
    {
        let path = self.path.as_str();
        match push.into_ast(path, literals(values)) {
            Ok(push) => Update::change(&self.path, Operator::Push(push)),
            Err(reason) => Update::from_ast(ast::Update::invalid(path, reason)),
        }
    }

    /// Adds an element unless there is one that equals it. Documents are compared exactly, with the
    /// order of their fields.
    ///
    /// MongoDB: `$addToSet`.
    pub fn add_to_set(&self, value: impl Operand<Distinct<C>, R>) -> Update<R>
    where
        R: Changing,
        C: Value<Kind: Elements<C> + Resizable<C>>,
    {
        self.add_all_to_set([value])
    }

    /// Adds those of the elements that are not there yet. Documents are compared exactly, with the
    /// order of their fields.
    ///
    /// MongoDB: `$addToSet` with `$each`.
    pub fn add_all_to_set<V: Operand<Distinct<C>, R>>(&self, values: impl IntoIterator<Item = V>) -> Update<R>
    where
        R: Changing,
        C: Value<Kind: Elements<C> + Resizable<C>>,
    {
        Update::change(&self.path, Operator::AddToSet(literals(values)))
    }

    /// Removes every element that equals a value. Documents are compared field by field.
    ///
    /// MongoDB: `$pull`.
    pub fn pull(&self, value: impl Operand<Distinct<C>, R>) -> Update<R>
    where
        R: Changing,
        C: Value<Kind: Elements<C> + Resizable<C>>,
    {
        let literal = value.into_operand().into_literal();
        let shape = <Distinct<C>>::shape();
        let storable = literal.fault().is_none();
        let equal = ast::equality(&Path::root(), literal, shape);
        match equal.of_pulled(shape) {
            ast::Filter::Invalid { .. } if storable => {
                let reason = "MongoDB cannot compare such elements field by field here; \
                              use `pull_all`, which compares exactly";
                Update::from_ast(ast::Update::invalid(self.path.as_str(), reason))
            }
            equal => Update::change(&self.path, Operator::Pull(equal)),
        }
    }

    /// Removes every element that meets a filter.
    ///
    /// MongoDB: `$pull` with conditions.
    pub fn pull_if(
        &self,
        filter: impl FnOnce(ItemAccessor<Elem<Distinct<C>>, C>) -> Filter<Elem<Distinct<C>>>,
    ) -> Update<R>
    where
        R: Changing,
        C: Value<Kind: Elements<C> + Resizable<C>>,
    {
        let filter = filter(Place::at(Path::root())).into_ast();
        Update::change(&self.path, Operator::Pull(filter.of_pulled(<Distinct<C>>::shape())))
    }

    /// Removes every element that equals one of the values. Documents are compared exactly, with the
    /// order of their fields.
    ///
    /// MongoDB: `$pullAll`.
    pub fn pull_all<V: Operand<Distinct<C>, R>>(&self, values: impl IntoIterator<Item = V>) -> Update<R>
    where
        R: Changing,
        C: Value<Kind: Elements<C> + Resizable<C>>,
    {
        Update::change(&self.path, Operator::PullAll(literals(values)))
    }

    /// Removes the first element.
    ///
    /// MongoDB: `{$pop: -1}`.
    pub fn pop_first(&self) -> Update<R>
    where
        R: Changing,
        C: Value<Kind: List<C>>,
    {
        Update::change(&self.path, Operator::Pop(true))
    }

    /// Removes the last element.
    ///
    /// MongoDB: `{$pop: 1}`.
    pub fn pop_last(&self) -> Update<R>
    where
        R: Changing,
        C: Value<Kind: List<C>>,
    {
        Update::change(&self.path, Operator::Pop(false))
    }

    /// The first element that the update's filter has matched, which has to ask something of this list.
    ///
    /// MongoDB: `$`.
    pub fn matched(&self) -> ItemAccessor<R, C>
    where
        R: Changing,
        C: Value<Kind: Elements<C> + Listed<C>>,
    {
        Place::at(self.path.elements(Meant::Matched))
    }

    /// Each element.
    ///
    /// MongoDB: `$[]`.
    pub fn each(&self) -> ItemAccessor<R, C>
    where
        R: Changing,
        C: Value<Kind: Elements<C> + Listed<C>>,
    {
        Place::at(self.path.elements(Meant::Each))
    }

    /// Each element that meets a filter:
    /// `q.items().each_where(|item| item.price().gt(5)).on_sale().set(true)`.
    ///
    /// MongoDB: `$[item]` with `arrayFilters`.
    pub fn each_where(
        &self,
        filter: impl FnOnce(ItemAccessor<Elem<Distinct<C>>, C>) -> Filter<Elem<Distinct<C>>>,
    ) -> ItemAccessor<R, C>
    where
        R: Changing,
        C: Value<Kind: Elements<C> + Listed<C>>,
    {
        Place::at(self.path.elements_where(filter(Place::at(Path::root())).into_ast()))
    }
}
