//! The filter that goes on behind a position.

use super::order::Key;
use crate::ast::{Comparison, Condition, Filter, Literal};
use crate::bson::element;

/// Documents behind a position of the order, or before it if that is `reversed`. With `inclusive`, the one
/// at the position, too.
///
/// The first key is asked for as a range of its own besides, which is what an index is searched by.
pub(super) fn beyond(keys: &[Key], position: &[Literal], reversed: bool, inclusive: bool) -> Filter {
    let mut equal = Vec::new();
    let mut choices = Vec::new();
    for (at, (key, value)) in keys.iter().zip(position).enumerate() {
        let step = Step { path: &key.path, value, descending: key.descending != reversed };
        let last = at + 1 == keys.len();
        let further = if last && inclusive { step.at_least() } else { step.further() };
        choices.push(Filter::and([equal.clone(), vec![further]].concat()));
        equal.push(step.equal());
    }
    let choices = Filter::or(choices);
    match (&choices, keys.first().zip(position.first())) {
        (Filter::Or(_), Some((key, value))) => {
            let first = Step { path: &key.path, value, descending: key.descending != reversed };
            Filter::and(vec![first.at_least(), choices])
        }
        // A single way on holds the first key already.
        _ => choices,
    }
}

/// One key at a position, and the way on.
///
/// The server compares a field only with values of its own class, while its sort puts null and missing
/// before everything and NaN before all numbers. So what is less is asked for as what is not greater or
/// equal, which includes both.
struct Step<'a> {
    path: &'a str,
    value: &'a Literal,
    descending: bool,
}

impl Step<'_> {
    fn equal(&self) -> Filter {
        self.test(Condition::Eq(self.value.clone()))
    }

    /// Strictly behind the value.
    fn further(&self) -> Filter {
        match (Rank::of(self.value), self.descending) {
            (Rank::Null, false) => self.test(Condition::Ne(Literal::null())),
            (Rank::NotANumber, false) => self.compare(Comparison::Gte, least_number()),
            (Rank::Other, false) => self.compare(Comparison::Gt, self.value.clone()),
            (Rank::Null, true) => Filter::Nothing,
            (Rank::NotANumber, true) => self.test(Condition::Eq(Literal::null())),
            (Rank::Other, true) if self.is_never_missing() => {
                self.compare(Comparison::Lt, self.value.clone())
            }
            (Rank::Other, true) => self.no(Comparison::Gte, self.value.clone()),
        }
    }

    /// At the value or behind it.
    fn at_least(&self) -> Filter {
        match (Rank::of(self.value), self.descending) {
            (Rank::Null, false) => Filter::All,
            (Rank::NotANumber, false) => self.test(Condition::Ne(Literal::null())),
            (Rank::Other, false) => self.compare(Comparison::Gte, self.value.clone()),
            (Rank::Null, true) => self.test(Condition::Eq(Literal::null())),
            (Rank::NotANumber, true) => self.no(Comparison::Gte, least_number()),
            (Rank::Other, true) if self.is_never_missing() => {
                self.compare(Comparison::Lte, self.value.clone())
            }
            (Rank::Other, true) => self.no(Comparison::Gt, self.value.clone()),
        }
    }

    /// An id is always there; one that is a floating point number may be NaN.
    fn is_never_missing(&self) -> bool {
        self.path == "_id" && !matches!(self.value.element_type(), element::DOUBLE | element::DECIMAL128)
    }

    fn compare(&self, comparison: Comparison, value: Literal) -> Filter {
        self.test(Condition::Compare(comparison, value))
    }

    fn no(&self, comparison: Comparison, value: Literal) -> Filter {
        self.test(Condition::Not(Box::new(Condition::Compare(comparison, value))))
    }

    fn test(&self, condition: Condition) -> Filter {
        Filter::Field(self.path.to_owned(), condition)
    }
}

fn least_number() -> Literal {
    Literal::of(&f64::NEG_INFINITY)
}

/// Values that the server sorts where it does not compare them.
enum Rank {
    Null,
    NotANumber,
    Other,
}

impl Rank {
    fn of(value: &Literal) -> Self {
        let nan = match value.element_type() {
            element::NULL => return Self::Null,
            element::DOUBLE => value.reader().f64().is_ok_and(f64::is_nan),
            // The five bits behind the sign are set in NaN and nothing else.
            element::DECIMAL128 => value.reader().rest().last().is_some_and(|top| top & 0x7C == 0x7C),
            _ => false,
        };
        if nan { Self::NotANumber } else { Self::Other }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{Key, beyond};
    use crate::ast::{Literal, print, render_filter};
    use crate::bson::{Decimal128, Document, element};
    use crate::value::{Reader, Value};

    /// What lies behind a position in keys such as `a` and `-b`.
    fn behind(keys: &[&str], position: &[Literal], reversed: bool, inclusive: bool) -> String {
        struct Shown(Document);
        impl std::fmt::Display for Shown {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                print(&self.0, f)
            }
        }
        let key = |key: &&str| Key {
            path: key.trim_start_matches('-').to_owned(),
            descending: key.starts_with('-'),
        };
        let keys: Vec<Key> = keys.iter().map(key).collect();
        let bytes = render_filter(&beyond(&keys, position, reversed, inclusive)).unwrap();
        let document = Document::decode_as(element::DOCUMENT, &mut Reader::of_value(&bytes)).unwrap();
        Shown(document).to_string()
    }

    fn id() -> Literal {
        Literal::of(&7_i32)
    }

    #[test]
    fn one_key_is_one_comparison() {
        assert_eq!(behind(&["_id"], &[id()], false, false), "{_id: {$gt: 7}}");
        assert_eq!(behind(&["_id"], &[id()], false, true), "{_id: {$gte: 7}}");
        assert_eq!(behind(&["_id"], &[id()], true, false), "{_id: {$lt: 7}}");
        assert_eq!(behind(&["-_id"], &[id()], true, false), "{_id: {$gt: 7}}");
        assert_eq!(behind(&["-_id"], &[id()], false, true), "{_id: {$lte: 7}}");
    }

    #[test]
    fn several_keys_are_a_range_of_the_first_and_a_choice_for_each() {
        let position = [Literal::text("x"), Literal::of(&1_i32), id()];
        assert_eq!(
            behind(&["a", "-b", "_id"], &position, false, false),
            "{a: {$gte: \"x\"}, $or: [{a: {$gt: \"x\"}}, {a: \"x\", b: {$not: {$gte: 1}}}, \
             {a: \"x\", b: 1, _id: {$gt: 7}}]}"
        );
        assert_eq!(
            behind(&["a", "-b", "_id"], &position, true, false),
            "{a: {$not: {$gt: \"x\"}}, $or: [{a: {$not: {$gte: \"x\"}}}, {a: \"x\", b: {$gt: 1}}, \
             {a: \"x\", b: 1, _id: {$lt: 7}}]}"
        );
    }

    #[test]
    fn null_is_in_front_of_everything() {
        let position = [Literal::null(), id()];
        let behind = |keys: &[&str], reversed| behind(keys, &position, reversed, false);
        assert_eq!(behind(&["a", "_id"], false), "{$or: [{a: {$ne: null}}, {a: null, _id: {$gt: 7}}]}");
        assert_eq!(behind(&["a", "_id"], true), "{a: null, _id: {$lt: 7}}");
    }

    #[test]
    fn nan_is_behind_null_and_in_front_of_all_numbers() {
        let decimal: Decimal128 = "NaN".parse().unwrap();
        for (nan, shown) in
            [(Literal::of(&f64::NAN), "NaN"), (Literal::of(&decimal), "NumberDecimal(\"NaN\")")]
        {
            let position = [nan, id()];
            assert_eq!(
                behind(&["a", "_id"], &position, false, false),
                format!(
                    "{{a: {{$ne: null}}, $or: [{{a: {{$gte: -Infinity}}}}, {{a: {shown}, _id: {{$gt: 7}}}}]}}"
                )
            );
            assert_eq!(
                behind(&["a", "_id"], &position, true, false),
                format!(
                    "{{a: {{$not: {{$gte: -Infinity}}}}, $or: [{{a: null}}, {{a: {shown}, _id: {{$lt: 7}}}}]}}"
                )
            );
        }
    }
}
