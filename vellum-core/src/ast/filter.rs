//! Filters, combined so that they read as if written by hand.

use super::path::Route;
use super::{Expr, Literal, Path};
use crate::value::EncodeFault;

/// Which documents are meant.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// Every document.
    All,
    /// No document.
    Nothing,
    /// Documents whose value at a path meets a condition. The empty path is the list element itself.
    Field(String, Condition),
    /// Documents that meet each filter.
    And(Vec<Filter>),
    /// Documents that meet at least one filter.
    Or(Vec<Filter>),
    /// Documents that meet none of the filters.
    Nor(Vec<Filter>),
    /// Documents for which an expression is true.
    Expr(Expr),
    /// Documents whose text index matches a search.
    Text(Text),
    /// A filter in MongoDB's own form.
    Raw(Literal),
    /// A filter that cannot be sent; it stays whatever it is combined with.
    Invalid {
        /// The path that is meant.
        path: String,
        /// What is wrong.
        reason: String,
    },
}

/// A search in a text index.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// The words.
    pub search: String,
    /// The language whose rules count.
    pub language: Option<String>,
    /// With regard to upper and lower case.
    pub case_sensitive: bool,
    /// With regard to marks such as accents.
    pub diacritic_sensitive: bool,
}

impl Text {
    /// A search by the rules of the index.
    pub fn new(search: String) -> Self {
        Self { search, language: None, case_sensitive: false, diacritic_sensitive: false }
    }
}

impl From<&str> for Text {
    fn from(search: &str) -> Self {
        Self::new(search.to_owned())
    }
}

/// An order between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Greater.
    Gt,
    /// Greater or equal.
    Gte,
    /// Less.
    Lt,
    /// Less or equal.
    Lte,
}

/// Which bits of a mask are meant, and what they have to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bits {
    /// All are 1.
    AllSet,
    /// At least one is 1.
    AnySet,
    /// All are 0.
    AllClear,
    /// At least one is 0.
    AnyClear,
}

impl Comparison {
    /// The operator's name, without `$`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gt => "gt",
            Self::Gte => "gte",
            Self::Lt => "lt",
            Self::Lte => "lte",
        }
    }
}

/// What is asked of the value at a path.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Equal to a value; null also means missing.
    Eq(Literal),
    /// Not equal to a value.
    Ne(Literal),
    /// In an order to a value.
    Compare(Comparison, Literal),
    /// One of these.
    In(Vec<Literal>),
    /// None of these.
    NotIn(Vec<Literal>),
    /// There, or not.
    Exists(bool),
    /// There, and of this element type.
    Type(u8),
    /// Text that matches a pattern, with options.
    Regex {
        /// The pattern.
        pattern: String,
        /// Letters as `$options` takes them.
        options: String,
    },
    /// A list that holds all of these.
    All(Vec<Literal>),
    /// A list of this length.
    Size(i64),
    /// A list with an element that meets all of a filter.
    ElemMatch(Box<Filter>),
    /// A list that has, for each filter, an element that meets it.
    AllMatch(Vec<Filter>),
    /// Divided by the first, the rest is the second.
    Mod(Literal, Literal),
    /// Bits of a number, by a mask.
    Bits(Bits, Literal),
    /// Sorted by the distance from a point, within a range in metres.
    Near {
        /// The GeoJSON point.
        point: Literal,
        /// The least distance.
        min: Option<f64>,
        /// The greatest distance.
        max: Option<f64>,
    },
    /// Inside an area.
    Within(Area),
    /// Sharing a place with a GeoJSON shape.
    Intersects(Literal),
    /// Not so.
    Not(Box<Condition>),
}

/// An area on the earth.
#[derive(Debug, Clone, PartialEq)]
pub enum Area {
    /// A GeoJSON polygon.
    Geometry(Literal),
    /// Centre, and radius in radians.
    CenterSphere([f64; 2], f64),
}

/// MongoDB's radius of the earth, in metres: `$centerSphere` measures in radians.
const EARTH_RADIUS: f64 = 6_378_100.0;

impl Area {
    /// All places up to `radius` metres from a position.
    pub fn circle(center: [f64; 2], radius: f64) -> Self {
        Self::CenterSphere(center, radius / EARTH_RADIUS)
    }
}

impl Condition {
    /// Whether a document without the field meets the condition, so that with several names of one
    /// field it has to hold for each of them.
    fn holds_when_missing(&self) -> bool {
        match self {
            Self::Eq(literal) => literal.is_null(),
            Self::In(literals) => literals.iter().any(Literal::is_null),
            Self::Ne(literal) => !literal.is_null(),
            Self::NotIn(literals) => !literals.iter().any(Literal::is_null),
            Self::Exists(there) => !there,
            Self::Not(inner) => !inner.holds_when_missing(),
            _ => false,
        }
    }

    /// Why one of the values that are compared with could not be stored.
    fn fault(&self) -> Option<&EncodeFault> {
        match self {
            Self::Eq(one)
            | Self::Ne(one)
            | Self::Compare(_, one)
            | Self::Bits(_, one)
            | Self::Intersects(one)
            | Self::Within(Area::Geometry(one))
            | Self::Near { point: one, .. } => one.fault(),
            Self::Mod(divisor, remainder) => divisor.fault().or_else(|| remainder.fault()),
            Self::In(many) | Self::NotIn(many) | Self::All(many) => many.iter().find_map(Literal::fault),
            Self::Not(inner) => inner.fault(),
            _ => None,
        }
    }

    /// Text that is one of these.
    pub(crate) fn text_in(texts: &[&str]) -> Self {
        match texts {
            [only] => Self::Eq(Literal::text(only)),
            several => Self::In(several.iter().map(|text| Literal::text(text)).collect()),
        }
    }

    fn negated(self) -> Self {
        match self {
            // The server refuses patterns under `ne`, stored ones included.
            Self::Eq(literal) if literal.is_pattern() => Self::Not(Box::new(Self::Eq(literal))),
            Self::Eq(literal) => Self::Ne(literal),
            Self::Ne(literal) => Self::Eq(literal),
            Self::In(literals) => Self::NotIn(literals),
            Self::NotIn(literals) => Self::In(literals),
            Self::Exists(there) => Self::Exists(!there),
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }
}

impl Filter {
    /// The value at `path` meets `condition`.
    pub fn test(path: &Path, condition: Condition) -> Self {
        let invalid = |reason: String| Self::Invalid { path: path.as_str().to_owned(), reason };
        if let Some(reason) = path.fault() {
            return invalid(reason.to_owned());
        }
        if let Some(fault) = condition.fault() {
            return invalid(fault.reason.clone());
        }
        if let Condition::ElemMatch(inner) = &condition {
            if let Self::Invalid { reason, .. } = inner.as_ref() {
                return invalid(reason.clone());
            }
            if inner.near().is_some() {
                return Self::invalid_near(path.as_str(), "it cannot be asked of a list's elements");
            }
        }
        if let Some(plain) = path.plain() {
            return Self::Field(plain.to_owned(), condition);
        }
        let everywhere = condition.holds_when_missing();
        let tests = path.routes().map(|route| test_route(route, condition.clone())).collect();
        if everywhere { Self::and(tests) } else { Self::or(tests) }
    }

    /// Documents that meet each of the filters.
    pub fn and(filters: Vec<Self>) -> Self {
        let mut all = Vec::with_capacity(filters.len());
        for filter in filters {
            match filter {
                Self::Invalid { .. } => return filter,
                Self::And(inner) => all.extend(inner),
                Self::All => {}
                other => all.push(other),
            }
        }
        if let Some(path) = all.iter().filter_map(Self::near).nth(1) {
            return Self::invalid_near(path, "another `near` sorts already");
        }
        if all.contains(&Self::Nothing) {
            return Self::Nothing;
        }
        one_or(all, Self::All, Self::And)
    }

    /// Documents that meet at least one of the filters.
    pub fn or(filters: Vec<Self>) -> Self {
        let mut any = Vec::with_capacity(filters.len());
        for filter in filters {
            match filter {
                Self::Invalid { .. } => return filter,
                Self::Or(inner) => any.extend(inner),
                Self::Nothing => {}
                other => any.push(other),
            }
        }
        if any.len() > 1
            && let Some(path) = any.iter().find_map(Self::near)
        {
            return Self::invalid_near(path, "it cannot be one of several choices");
        }
        if any.contains(&Self::All) {
            return Self::All;
        }
        one_or(any, Self::Nothing, Self::Or)
    }

    /// Documents that do not meet the filter.
    pub fn negated(self) -> Self {
        if let Some(path) = self.near() {
            return Self::invalid_near(path, "it cannot be negated");
        }
        match self {
            Self::All => Self::Nothing,
            Self::Nothing => Self::All,
            Self::Field(path, condition) => Self::Field(path, condition.negated()),
            Self::Or(filters) => Self::Nor(filters),
            Self::Nor(filters) => Self::or(filters),
            Self::Invalid { .. } => self,
            other => Self::Nor(vec![other]),
        }
    }
}

impl Filter {
    /// The path of the `near` that sorts what the filter finds.
    pub(crate) fn near(&self) -> Option<&str> {
        match self {
            Self::Field(path, Condition::Near { .. }) => Some(path),
            Self::And(filters) => filters.iter().find_map(Self::near),
            _ => None,
        }
    }

    fn invalid_near(path: &str, why: &str) -> Self {
        let reason = format!("`near` sorts what it finds, so {why}; use `within` a circle");
        Self::Invalid { path: path.to_owned(), reason }
    }
}

fn one_or(mut filters: Vec<Filter>, none: Filter, many: impl FnOnce(Vec<Filter>) -> Filter) -> Filter {
    match filters.len() {
        0 => none,
        1 => filters.swap_remove(0),
        _ => many(filters),
    }
}

/// The condition at one name of a field, together with the variants that it requires. Behind a list
/// both have to hold for the same element.
fn test_route(route: &Route, condition: Condition) -> Filter {
    let tag = |path: &str, names: &[&str]| Filter::Field(path.to_owned(), Condition::text_in(names));
    let list = route.list.filter(|length| *length > 0).unwrap_or(usize::MAX);
    let (inside, mut outside): (Vec<_>, Vec<_>) = route.tags.iter().partition(|(path, _)| path.len() > list);
    let outside = outside.drain(..).map(|(path, names)| tag(path, names));
    if inside.is_empty() {
        let mut filters: Vec<Filter> = outside.collect();
        filters.push(Filter::Field(route.text.clone().into_owned(), condition));
        return Filter::and(filters);
    }
    let below = |path: &str| path.get(list + 1..).unwrap_or_default().to_owned();
    let mut element: Vec<Filter> = inside.iter().map(|(path, names)| tag(&below(path), names)).collect();
    element.push(Filter::Field(below(&route.text), condition));
    let list = route.text.get(..list).unwrap_or_default().to_owned();
    let mut filters: Vec<Filter> = outside.collect();
    filters.push(Filter::Field(list, Condition::ElemMatch(Box::new(Filter::and(element)))));
    Filter::and(filters)
}
