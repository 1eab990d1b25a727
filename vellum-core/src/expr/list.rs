//! Lists and sets.

use super::kinds::{Like, ListThere, Listable};
use super::table::{entries, family};
use super::variable::{accessor, with_names};
use super::{Expr, Term};
use crate::ast::{Expr as Ast, Literal};
use crate::bson::Document;
use crate::field::{Computing, ItemAccessor, Operand, Place};
use crate::sort::{self, IntoSort};
use crate::value::kind::Distinct;
use crate::value::{Sequence, Value};

type Items<T> = Vec<Distinct<T>>;

/// Some of the elements of a list, or all of them in another order.
pub type ItemsLike<T> = Like<T, Items<T>>;

/// A list of `U` that may be missing if `T` may.
pub type ListLike<T, U> = Like<T, Vec<U>>;

/// A list of lists of the elements of a list.
pub type ZipLike<T> = ListLike<T, Items<T>>;

family! {
    /// What the server makes out of lists. Sets are lists, too.
    ListExpr gives Expr, LISTS;
    /// The number of elements.
    size() of [ListThere<Self::Value>] -> i32 = one "size";
    /// The element at an index; from the end if that is negative.
    array_elem_at(index: i32) of [Listable<Self::Value>] -> Option<Distinct<Self::Value>> = call "arrayElemAt";
    /// The first element.
    first() of [Listable<Self::Value>] -> Option<Distinct<Self::Value>> = one "first";
    /// The last element.
    last() of [Listable<Self::Value>] -> Option<Distinct<Self::Value>> = one "last";
    /// So many elements at the start.
    first_n(n: i32) of [ListThere<Self::Value>] -> Vec<Distinct<Self::Value>> = named "firstN" ["input", "n"];
    /// So many elements at the end.
    last_n(n: i32) of [ListThere<Self::Value>] -> Vec<Distinct<Self::Value>> = named "lastN" ["input", "n"];
    /// The greatest elements, the greatest first.
    max_n(n: i32) of [ListThere<Self::Value>] -> Vec<Distinct<Self::Value>> = named "maxN" ["input", "n"];
    /// The least elements, the least first.
    min_n(n: i32) of [ListThere<Self::Value>] -> Vec<Distinct<Self::Value>> = named "minN" ["input", "n"];
    /// So many elements at the start, or at the end if `n` is negative.
    slice(n: i32) of [Listable<Self::Value>] -> Like<Self::Value, Vec<Distinct<Self::Value>>> = call "slice";
    /// So many elements from a position on.
    slice_from(position: i32, n: i32) of [Listable<Self::Value>] -> Like<Self::Value, Vec<Distinct<Self::Value>>>
        = call "slice";
    /// Followed by another list.
    concat_arrays(other: Vec<Distinct<Self::Value>>) of [Listable<Self::Value>]
        -> Like<Self::Value, Vec<Distinct<Self::Value>>> = chain "concatArrays";
    /// From the last element to the first.
    reverse_array() of [Listable<Self::Value>] -> Like<Self::Value, Vec<Distinct<Self::Value>>> = one "reverseArray";
    /// Whether a value is among the elements.
    contains(value: Distinct<Self::Value>) of [ListThere<Self::Value>] -> bool = flipped "in";
    /// The index of the first element that equals a value; -1 where there is none.
    index_of_array(value: Distinct<Self::Value>) of [Listable<Self::Value>] -> Like<Self::Value, i32> = call "indexOfArray";
    /// Whether all elements are true.
    all_elements_true() of [ListThere<Self::Value>] -> bool = call "allElementsTrue";
    /// Whether an element is true.
    any_element_true() of [ListThere<Self::Value>] -> bool = call "anyElementTrue";
    /// The document out of a list of documents with `k` and `v`, or of lists of two.
    array_to_object() of [Listable<Self::Value>] -> Like<Self::Value, Document> = one "arrayToObject";
    {
        /// What a closure makes out of each element.
        ///
        /// MongoDB: `$map`.
        fn map<V: Term<Self::Root>>(
            &self,
            of: impl FnOnce(ItemAccessor<Self::Root, Self::Value>) -> V,
        ) -> Expr<Self::Root, ListLike<Self::Value, V::Value>>
        where
            Self::Value: Value<Kind: Listable<Self::Value>>,
        {
            Expr::from_ast(mapped(self.ast(), of))
        }

        /// The elements for which a closure gives true.
        ///
        /// MongoDB: `$filter`.
        fn filter<V: Operand<bool, Self::Root>>(
            &self,
            test: impl FnOnce(ItemAccessor<Self::Root, Self::Value>) -> V,
        ) -> Expr<Self::Root, ItemsLike<Self::Value>>
        where
            Self::Value: Value<Kind: Listable<Self::Value>>,
        {
            Expr::from_ast(with_names(["item"], |[item]| {
                let test = test(accessor(&item)).into_operand().into_expr();
                let name = Ast::Literal(Literal::text(&item));
                Ast::Named("filter", vec![("input", self.ast()), ("as", name), ("cond", test)])
            }))
        }

        /// One value out of all elements: the closure gets what came out so far and the next element.
        ///
        /// MongoDB: `$reduce`.
        fn reduce<V, O>(
            &self,
            initial: V,
            step: impl FnOnce(<V::Value as Value>::Accessor<Self::Root>, ItemAccessor<Self::Root, Self::Value>) -> O,
        ) -> Expr<Self::Root, Like<Self::Value, V::Value>>
        where
            Self::Value: Value<Kind: Listable<Self::Value>>,
            V: Term<Self::Root, Value: Value>,
            O: Operand<V::Value, Self::Root>,
        {
            let step = with_names(["so_far", "next"], |[value, this]| {
                let step = step(accessor(&value), accessor(&this)).into_operand().into_expr();
                reduced(step, value, this)
            });
            let arguments = vec![("input", self.ast()), ("initialValue", initial.into_term()), ("in", step)];
            Expr::from_ast(Ast::Named("reduce", arguments))
        }

        /// Lists of the elements of both lists at each index, up to the end of the shorter one.
        ///
        /// MongoDB: `$zip`.
        fn zip(
            &self,
            other: impl Operand<Items<Self::Value>, Self::Root>,
        ) -> Expr<Self::Root, ZipLike<Self::Value>>
        where
            Self::Value: Value<Kind: Listable<Self::Value>>,
        {
            let inputs = Ast::List(vec![self.ast(), other.into_operand().into_expr()]);
            Expr::from_ast(Ast::Named("zip", vec![("inputs", inputs)]))
        }

        /// The elements in ascending order.
        ///
        /// MongoDB: `$sortArray`.
        fn sort_array(&self) -> Expr<Self::Root, ItemsLike<Self::Value>>
        where
            Self::Value: Value<Kind: Listable<Self::Value>>,
        {
            Expr::from_ast(sorted(self.ast(), Ast::Literal(Literal::of(&1))))
        }

        /// The elements in descending order.
        ///
        /// MongoDB: `$sortArray`.
        fn sort_array_desc(&self) -> Expr<Self::Root, ItemsLike<Self::Value>>
        where
            Self::Value: Value<Kind: Listable<Self::Value>>,
        {
            Expr::from_ast(sorted(self.ast(), Ast::Literal(Literal::of(&-1))))
        }

        /// The elements in an order by their fields: `sort_array_by(|line| line.price().desc())`.
        ///
        /// MongoDB: `$sortArray`.
        fn sort_array_by<S: IntoSort<Self::Root>>(
            &self,
            order: impl FnOnce(ItemAccessor<Self::Root, Self::Value>) -> S,
        ) -> Expr<Self::Root, ItemsLike<Self::Value>>
        where
            Self::Value: Value<Kind: Listable<Self::Value>>,
        {
            let orders = with_names(["item"], |[item]| order(accessor(&item)).into_sort());
            let by = match sort::document(&orders) {
                Ok(order) => {
                    let fields = order.iter().map(|(path, way)| (path.clone(), Ast::Literal(Literal::of(way))));
                    Ast::Object(fields.collect())
                }
                Err(error) => Ast::Invalid { path: String::new(), reason: error.to_string() },
            };
            Expr::from_ast(sorted(self.ast(), by))
        }

        /// The values that are in at least one of both.
        ///
        /// MongoDB: `$setUnion`.
        fn set_union<L>(&self, other: L) -> Expr<Self::Root, ItemsLike<Self::Value>>
        where
            Self::Value: Value<Kind: Listable<Self::Value>>,
            L: Term<Self::Root, Value: Sequence<Item = Distinct<Self::Value>>>,
        {
            Expr::from_ast(Ast::Call("setUnion", vec![self.ast(), other.into_term()]))
        }

        /// The values that are in both.
        ///
        /// MongoDB: `$setIntersection`.
        fn set_intersection<L>(&self, other: L) -> Expr<Self::Root, ItemsLike<Self::Value>>
        where
            Self::Value: Value<Kind: Listable<Self::Value>>,
            L: Term<Self::Root, Value: Sequence<Item = Distinct<Self::Value>>>,
        {
            Expr::from_ast(Ast::Call("setIntersection", vec![self.ast(), other.into_term()]))
        }

        /// The values that are not in the other one.
        ///
        /// MongoDB: `$setDifference`.
        fn set_difference<L>(&self, other: L) -> Expr<Self::Root, ItemsLike<Self::Value>>
        where
            Self::Value: Value<Kind: Listable<Self::Value>>,
            L: Term<Self::Root, Value: Sequence<Item = Distinct<Self::Value>>>,
        {
            Expr::from_ast(Ast::Call("setDifference", vec![self.ast(), other.into_term()]))
        }

        /// Whether both hold the same values, whatever their order and number.
        ///
        /// MongoDB: `$setEquals`.
        fn set_equals<L>(&self, other: L) -> Expr<Self::Root, bool>
        where
            Self::Value: Value<Kind: ListThere<Self::Value>>,
            L: Term<Self::Root, Value: Sequence<Item = Distinct<Self::Value>>>,
        {
            Expr::from_ast(Ast::Call("setEquals", vec![self.ast(), other.into_term()]))
        }

        /// Whether each of its values is in the other one.
        ///
        /// MongoDB: `$setIsSubset`.
        fn set_is_subset<L>(&self, other: L) -> Expr<Self::Root, bool>
        where
            Self::Value: Value<Kind: ListThere<Self::Value>>,
            L: Term<Self::Root, Value: Sequence<Item = Distinct<Self::Value>>>,
        {
            Expr::from_ast(Ast::Call("setIsSubset", vec![self.ast(), other.into_term()]))
        }
    }
}

/// `{$map: {input, as, in}}`
pub(super) fn mapped<R, P: Place<R>, V: Term<R>>(input: Ast, of: impl FnOnce(P) -> V) -> Ast {
    with_names(["item"], |[item]| {
        let each = of(accessor(&item)).into_term();
        let name = Ast::Literal(Literal::text(&item));
        Ast::Named("map", vec![("input", input), ("as", name), ("in", each)])
    })
}

/// The step of a `$reduce`, whose variables are always `value` and `this`. An inner `$reduce` hides
/// them, so what it may use of the outer one gets names of its own.
fn reduced(step: Ast, value: String, this: String) -> Ast {
    if !step.uses("reduce") {
        return step.with_variable(&value, "value").with_variable(&this, "this");
    }
    let variables = vec![(value, Ast::system("value")), (this, Ast::system("this"))];
    Ast::Named("let", vec![("vars", Ast::Object(variables)), ("in", step)])
}

fn sorted(input: Ast, by: Ast) -> Ast {
    Ast::Named("sortArray", vec![("input", input), ("sortBy", by)])
}

/// The whole numbers from `start` to before `end`.
///
/// MongoDB: `$range`.
pub fn range<R: Computing>(start: impl Operand<i32, R>, end: impl Operand<i32, R>) -> Expr<R, Vec<i32>> {
    Expr::from_ast(Ast::Call("range", vec![start.into_operand().into_expr(), end.into_operand().into_expr()]))
}

/// The whole numbers from `start` to before `end`, `step` apart.
///
/// MongoDB: `$range`.
pub fn range_by<R: Computing>(
    start: impl Operand<i32, R>,
    end: impl Operand<i32, R>,
    step: impl Operand<i32, R>,
) -> Expr<R, Vec<i32>> {
    let (start, end) = (start.into_operand().into_expr(), end.into_operand().into_expr());
    Expr::from_ast(Ast::Call("range", vec![start, end, step.into_operand().into_expr()]))
}

entries! {
    LISTS_BY_HAND;
    "What a closure makes out of each element."
        map("of: |item| value") of "Listable" -> "Like<Vec<value>>" = "map";
    "The elements for which a closure gives true."
        filter("test: |item| bool") of "Listable" -> "Like<Vec<item>>" = "filter";
    "One value out of all elements."
        reduce("initial, step: |so_far, item| value") of "Listable" -> "Like<that of `initial`>" = "reduce";
    "Lists of the elements of both lists at each index." zip("other") of "Listable" -> "Like<Vec<Vec<item>>>" = "zip";
    "In ascending order." sort_array("") of "Listable" -> "Like<Vec<item>>" = "sortArray";
    "In descending order." sort_array_desc("") of "Listable" -> "Like<Vec<item>>" = "sortArray";
    "In an order by fields: `|item| item.price().desc()`."
        sort_array_by("order: |item| order") of "Listable" -> "Like<Vec<item>>" = "sortArray";
    "The values that are in at least one of both." set_union("other") of "Listable" -> "Like<Vec<item>>" = "setUnion";
    "The values that are in both."
        set_intersection("other") of "Listable" -> "Like<Vec<item>>" = "setIntersection";
    "The values that are not in the other one."
        set_difference("other") of "Listable" -> "Like<Vec<item>>" = "setDifference";
    "Whether both hold the same values." set_equals("other") of "ListThere" -> "bool" = "setEquals";
    "Whether each of its values is in the other one."
        set_is_subset("other") of "ListThere" -> "bool" = "setIsSubset";
    "The whole numbers from one to before another." range("start: i32, end: i32") of "" -> "Vec<i32>" = "range";
    "The same, so far apart." range_by("start: i32, end: i32, step: i32") of "" -> "Vec<i32>" = "range";
}
