//! `group_by`.

use super::grouped::Grouped;
use super::layout::{Layout, hidden};
use super::outputs::Outputs;
use super::row::{ExprOf, RowType};
use super::{Aggregate, Origin};
use crate::ast::{Expr as Ast, Literal, Path, Stage};
use crate::expr::Computed;
use crate::field::{ExprRoot, Place};
use crate::value::Value;

impl<M: Origin, S: RowType> Aggregate<M, S> {
    /// One row for all rows with the same key. The second closure gets the key, which stands for the whole group,
    /// and the row; an output is the key, an accumulator, or an expression over these.
    ///
    /// ```text
    /// users.aggregate().group_by(|u| u.city(), |city, u| {
    ///     CityStats::grouped().city(city).people(count()).average_age(avg(u.age()))
    /// })
    /// ```
    ///
    /// A key may be a tuple, and then is one in the closure, too; `()` makes one group of all rows.
    ///
    /// MongoDB: `$group`, and `$project` where an output is more than an accumulator.
    pub fn group_by<K, O>(
        self,
        key: impl FnOnce(S::Fields<ExprOf<S>>) -> K,
        outputs: impl FnOnce(K::Keys, S::Fields<ExprOf<S>>) -> O,
    ) -> Aggregate<M, O::Row>
    where
        K: GroupKey<S::Source>,
        O: Outputs<Grouped<S::Source>>,
    {
        let (key, keys) = key(S::fields(&self.layout)).into_key();
        let outputs = outputs(keys, S::fields(&self.layout)).into_outputs();
        let (accumulators, project) = split(outputs);
        let group = self.into(Stage::Group(key, accumulators), Layout::new());
        match project {
            Some(fields) => group.with(Stage::Project(fields)),
            None => group,
        }
    }
}

/// What rows are grouped by.
#[diagnostic::on_unimplemented(
    message = "rows cannot be grouped by `{Self}`",
    label = "expected a field of the row or an expression",
    note = "a tuple of these groups by several, and `()` makes one group of all rows"
)]
pub trait GroupKey<S> {
    /// The key as it stands for a group.
    type Keys;

    /// The key, and what stands for it behind the group.
    #[doc(hidden)]
    fn into_key(self) -> (Ast, Self::Keys);
}

type Key<S, C> = <<C as Computed>::Value as Value>::Accessor<Grouped<S>>;

#[diagnostic::do_not_recommend]
impl<S: 'static, C: Computed<Root = ExprRoot<S>, Value: Value>> GroupKey<S> for C {
    type Keys = Key<S, C>;

    fn into_key(self) -> (Ast, Self::Keys) {
        (self.ast(), Place::at(Path::raw("_id")))
    }
}

#[diagnostic::do_not_recommend]
impl<S> GroupKey<S> for () {
    type Keys = ();

    fn into_key(self) -> (Ast, ()) {
        (Ast::Literal(Literal::null()), ())
    }
}

macro_rules! compound {
    ($($key:ident $place:tt),*) => {
        #[diagnostic::do_not_recommend]
        impl<S: 'static, $($key: Computed<Root = ExprRoot<S>, Value: Value>),*> GroupKey<S> for ($($key,)*) {
            type Keys = ($(Key<S, $key>,)*);

            fn into_key(self) -> (Ast, Self::Keys) {
                let names = names(vec![$(self.$place.ast()),*]);
                let keys = ($(Place::at(Path::raw(&format!("_id.{}", names[$place].0))),)*);
                (Ast::Object(names), keys)
            }
        }
    };
}

compound!(A 0);
compound!(A 0, B 1);
compound!(A 0, B 1, C 2);
compound!(A 0, B 1, C 2, D 3);
compound!(A 0, B 1, C 2, D 3, E 4);
compound!(A 0, B 1, C 2, D 3, E 4, F 5);

/// The parts of a key under names of their own: those of the fields where they differ.
fn names(keys: Vec<Ast>) -> Vec<(String, Ast)> {
    let mut named: Vec<(String, Ast)> = Vec::new();
    for key in keys {
        let last = match &key {
            Ast::Field(path) => path.rsplit('.').next().filter(|name| !name.is_empty()),
            _ => None,
        };
        let free = last.filter(|name| named.iter().all(|(known, _)| known != name));
        let name = free.map_or_else(|| format!("key{}", named.len() + 1), ToOwned::to_owned);
        named.push((name, key));
    }
    named
}

type Fields = Vec<(String, Ast)>;

/// What `$group` accumulates, and what is made of that behind it, unless nothing is.
pub(super) fn split(outputs: Vec<(&'static str, Ast)>) -> (Fields, Option<Fields>) {
    let mut accumulators: Fields = Vec::new();
    for (name, output) in &outputs {
        if let Ast::Accumulator(accumulator) = output
            && *name != "_id"
        {
            accumulators.push(((*name).to_owned(), (**accumulator).clone()));
        }
    }
    let plain = accumulators.len();
    let project: Fields = outputs
        .into_iter()
        .map(|(name, output)| (name.to_owned(), over_groups(name, output, &mut accumulators)))
        .collect();
    let key = |(name, output): &(String, Ast)| name == "_id" && *output == Ast::Field("_id".to_owned());
    let nothing_more =
        accumulators.len() == plain && project.len() == plain + project.iter().filter(|one| key(one)).count();
    (accumulators, (!nothing_more).then_some(project))
}

/// An output, with the names of accumulators in their places.
fn over_groups(name: &str, output: Ast, accumulators: &mut Fields) -> Ast {
    if matches!(output, Ast::Accumulator(_)) && name != "_id" {
        return Ast::Field(name.to_owned());
    }
    output.replaced(&mut |part| match part {
        Ast::Accumulator(accumulator) => {
            let known = accumulators.iter().find(|(_, known)| *known == *accumulator);
            let name = known.map_or_else(|| hidden(accumulators.len() + 1), |(name, _)| name.clone());
            if known.is_none() {
                accumulators.push((name.clone(), *accumulator));
            }
            Ast::Field(name)
        }
        other => other,
    })
}
