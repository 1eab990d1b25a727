//! Filters on the elements of a list of plain values. `$elemMatch` takes only operators there, no
//! `$or`: such a filter becomes an `$or` of `$elemMatch`.

use super::{Condition, Filter};

impl Filter {
    /// The filter on a list, each of whose elements `self` is a filter on.
    pub(crate) fn of_some_element(self, list: &super::Path) -> Self {
        match self {
            Self::Nothing => Self::Nothing,
            Self::All => Self::test(&list.index(0), Condition::Exists(true)),
            filter if filter.tests_element_itself() => {
                let choices = alternatives(filter, false)
                    .into_iter()
                    .map(|filter| Self::test(list, Condition::ElemMatch(Box::new(filter))));
                Self::or(choices.collect())
            }
            filter => Self::test(list, Condition::ElemMatch(Box::new(filter))),
        }
    }

    fn tests_element_itself(&self) -> bool {
        match self {
            Self::Field(path, _) => path.is_empty(),
            Self::And(filters) | Self::Or(filters) | Self::Nor(filters) => {
                filters.iter().any(Self::tests_element_itself)
            }
            _ => false,
        }
    }
}

/// The filter (or its opposite) as alternatives that hold no `Or` and no `Nor` themselves.
fn alternatives(filter: Filter, opposite: bool) -> Vec<Filter> {
    match (filter, opposite) {
        (Filter::And(parts), false) => each_of(parts, false),
        (Filter::Or(parts), true) | (Filter::Nor(parts), false) => each_of(parts, true),
        (Filter::Or(parts), false) | (Filter::Nor(parts), true) => {
            parts.into_iter().flat_map(|part| alternatives(part, false)).collect()
        }
        (Filter::And(parts), true) => parts.into_iter().flat_map(|part| alternatives(part, true)).collect(),
        (other, false) => vec![other],
        (other, true) => vec![other.negated()],
    }
}

/// All parts together: one alternative of each, in every combination.
fn each_of(parts: Vec<Filter>, opposite: bool) -> Vec<Filter> {
    parts.into_iter().fold(vec![Filter::All], |combined, part| {
        let choices = alternatives(part, opposite);
        combined
            .iter()
            .flat_map(|before| choices.iter().map(|choice| Filter::and(vec![before.clone(), choice.clone()])))
            .collect()
    })
}
