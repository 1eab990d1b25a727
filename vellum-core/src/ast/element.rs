//! Filters on the elements of a list of plain values. `$elemMatch` takes only operators there, no
//! `$or`: such a filter becomes an `$or` of `$elemMatch`.

use super::{Condition, Filter, Literal};
use crate::schema::Shape;

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

    /// The filter as `$pull` takes it, for elements that are documents, lists or plain values. Of lists and
    /// plain values it takes only operators that all have to hold, and no `$not` in front.
    pub(crate) fn of_pulled(self, element: Shape) -> Self {
        if !element.is_array() && !self.tests_element_itself() && self != Self::All {
            return self;
        }
        let invalid = |reason: &str| Self::Invalid { path: String::new(), reason: reason.to_owned() };
        let mut choices = alternatives(self, false);
        let Some(only) = (if choices.len() == 1 { choices.pop() } else { one_of_values(&choices) }) else {
            return invalid("MongoDB pulls such elements by one choice only; send an update for each");
        };
        let mut parts = match only {
            Self::All => Vec::new(),
            Self::Nothing => return Self::Nothing,
            Self::And(parts) => parts,
            single => vec![single],
        };
        if !parts.iter().all(|part| matches!(part, Self::Field(path, _) if path.is_empty())) {
            return invalid("MongoDB pulls such elements by conditions on the whole element only");
        }
        let negated = |part: &Self| matches!(part, Self::Field(_, Condition::Not(_)));
        parts.sort_by_key(negated);
        if parts.first().is_none_or(negated) {
            parts.insert(0, Self::Field(String::new(), Condition::Exists(true)));
        }
        Self::and(parts)
    }

    pub(crate) fn tests_element_itself(&self) -> bool {
        match self {
            Self::Field(path, _) => path.is_empty(),
            Self::And(filters) | Self::Or(filters) | Self::Nor(filters) => {
                filters.iter().any(Self::tests_element_itself)
            }
            _ => false,
        }
    }
}

/// The alternatives as one, where each says which values an element may be.
fn one_of_values(choices: &[Filter]) -> Option<Filter> {
    let mut all: Vec<Literal> = Vec::new();
    for choice in choices {
        match choice {
            Filter::Field(path, Condition::Eq(one)) if path.is_empty() => all.push(one.clone()),
            Filter::Field(path, Condition::In(several)) if path.is_empty() => all.extend_from_slice(several),
            _ => return None,
        }
    }
    let plain = !all.iter().any(Literal::needs_eq);
    plain.then(|| Filter::Field(String::new(), Condition::In(all)))
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
