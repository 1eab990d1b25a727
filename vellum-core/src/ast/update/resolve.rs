//! An update as it is sent: paths with the names of their array filters, the conditions under which the
//! update means what it says, and no two changes of one place.

use std::borrow::Cow;

use super::{Assignment, Change, Operator, Push, Range, Update};
use crate::ast::path::{Elements, split_at_placeholder, split_at_placeholders, without_placeholders};
use crate::ast::{Comparison, Condition, Expr, Filter, Literal, Path};

/// Path and reason of an update that cannot be sent.
type Refused = (String, String);

/// An update whose paths can be written.
#[derive(Debug)]
pub(crate) struct Resolved {
    pub(crate) body: Body,
    /// Each name of elements, and what they have to meet.
    pub(crate) array_filters: Vec<(String, Filter)>,
    pub(crate) requirements: Vec<Requirement>,
}

/// What is changed.
#[derive(Debug)]
pub(crate) enum Body {
    Changes(Vec<(Cow<'static, str>, Operator)>),
    Computed(Vec<(Cow<'static, str>, Option<Expr>)>),
    Replaced { document: Literal, kept: Vec<(&'static str, Expr)> },
}

/// What a document has to be for the update to mean what it says.
#[derive(Debug, Clone)]
pub(crate) struct Requirement {
    pub(crate) path: String,
    pub(crate) filter: Filter,
    pub(crate) reason: &'static str,
    /// Whether other documents are none that the update means, so that it passes them over.
    pub(crate) narrows: bool,
}

impl Update {
    pub(crate) fn resolve(self) -> Result<Resolved, Refused> {
        let mut resolved =
            Resolved { body: Body::Changes(Vec::new()), array_filters: Vec::new(), requirements: Vec::new() };
        resolved.body = match self {
            Self::Invalid { path, reason } => return Err((path, reason)),
            Self::Replaced { document, kept } => match document.fault() {
                Some(fault) => return Err((fault.path.clone(), fault.reason.clone())),
                None => Body::Replaced { document, kept },
            },
            Self::Changes(changes) => {
                let changes = changes.into_iter().map(|change| resolved.change(change));
                Body::Changes(changes.collect::<Result<_, _>>()?)
            }
            Self::Computed(assignments) => {
                let assign = |Assignment { path, value }| {
                    let elements = resolved.meant(&path)?;
                    Ok((resolved.place(path, elements), value))
                };
                let assignments: Result<Vec<_>, Refused> = assignments.into_iter().map(assign).collect();
                Body::Computed(assignments?)
            }
        };
        resolved.body.check_conflicts()?;
        Ok(resolved)
    }
}

impl Resolved {
    fn change(
        &mut self,
        Change { path, operator }: Change,
    ) -> Result<(Cow<'static, str>, Operator), Refused> {
        let elements = self.meant(&path)?;
        match &operator {
            Operator::Rename(to) if path.is_element() || to.is_element() => {
                let reason = "MongoDB renames no fields inside of lists";
                return Err((path.as_str().to_owned(), reason.to_owned()));
            }
            Operator::Rename(to) => {
                self.meant(to)?;
            }
            Operator::Inc(operand, range) | Operator::Mul(operand, range) => {
                let bounds = bounds(operand, *range, matches!(operator, Operator::Mul(..)));
                self.require_within(&path, &elements, bounds);
            }
            _ => {}
        }
        Ok((self.place(path, elements), operator))
    }

    /// The elements that a path means, and what it requires of a document.
    fn meant(&mut self, path: &Path) -> Result<Vec<Elements>, Refused> {
        let mut elements = path.meant_elements().to_vec();
        for (tag, names) in path.tags() {
            let variant = Condition::text_in(names);
            match split_at_placeholder(tag) {
                None => self.requirements.push(Requirement {
                    path: path.as_str().to_owned(),
                    filter: Filter::Field(tag.clone(), variant),
                    reason: "the document holds another variant",
                    narrows: true,
                }),
                Some((at, below)) => {
                    let Some(meant) = elements.get_mut(at) else { continue };
                    let Some(narrowed) = meant.narrowed(Filter::Field(below, variant), path) else {
                        let reason = "an element that the filter has matched may be another variant; \
                                      use `each_where` with the variant's `is_..`";
                        return Err((path.as_str().to_owned(), reason.to_owned()));
                    };
                    *meant = narrowed;
                }
            }
        }
        for alias in path.aliases() {
            self.requirements.push(Requirement {
                path: path.as_str().to_owned(),
                filter: Filter::Field(without_placeholders(alias), Condition::Exists(false)),
                reason: "the stored document has the field under an older name; save it first",
                narrows: false,
            });
        }
        Ok(elements)
    }

    /// The path as it is sent.
    fn place(&mut self, path: Path, elements: Vec<Elements>) -> Cow<'static, str> {
        let names: Vec<Option<String>> = elements.into_iter().map(|meant| self.name(meant)).collect();
        path.into_named(&names)
    }

    /// The name under which the update has these elements: one for each filter.
    fn name(&mut self, elements: Elements) -> Option<String> {
        let Elements::Where(wanted, filter) = elements else { return None };
        if let Some((name, _)) = self.array_filters.iter().find(|(_, known)| *known == *filter) {
            return Some(name.clone());
        }
        let taken = |name: &str| self.array_filters.iter().any(|(known, _)| known == name);
        let numbered = (2..).map(|number: usize| format!("{wanted}{number}"));
        let name = std::iter::once(wanted.clone()).chain(numbered).find(|name| !taken(name))?;
        self.array_filters.push((name.clone(), *filter));
        Some(name)
    }

    /// The value has to stay within bounds. Of the element that the filter matches only the server knows
    /// which one it is: there it is left to be found when the document is read.
    fn require_within(&mut self, path: &Path, elements: &[Elements], bounds: [Option<(Comparison, i64)>; 2]) {
        for (outside, bound) in bounds.into_iter().flatten() {
            let outside = Condition::Compare(outside, Literal::of(&bound));
            let Some(outside) = somewhere(path, elements, outside) else { return };
            self.requirements.push(Requirement {
                path: path.as_str().to_owned(),
                filter: outside.negated(),
                reason: "the result would not fit the field's type",
                narrows: false,
            });
        }
    }
}

/// A condition at a path, of at least one of the elements that it means; `None` where only the server
/// knows these.
fn somewhere(path: &Path, elements: &[Elements], condition: Condition) -> Option<Filter> {
    if elements.is_empty() {
        return Some(Filter::Field(path.as_str().to_owned(), condition));
    }
    let (lists, below) = split_at_placeholders(path.as_str());
    let value = Filter::Field(below, condition);
    lists.iter().zip(elements).rev().try_fold(value, |value, (list, meant)| {
        let element = match meant {
            Elements::Matched => return None,
            Elements::Each => value,
            Elements::Where(_, filter) => Filter::and(vec![(**filter).clone(), value]),
        };
        Some(element.of_some_element(&Path::raw(list)))
    })
}

/// The values that an operator would take out of a type's range: greater than one, and less than another.
fn bounds(operand: &Literal, range: Range, multiplied: bool) -> [Option<(Comparison, i64)>; 2] {
    let (Some((least, greatest)), Some(by)) = (range, operand.as_i64()) else { return [None, None] };
    let (lower, upper) = if multiplied {
        match by {
            0 | 1 => (None, None),
            2.. => (Some(least / by), Some(greatest / by)),
            _ => (greatest.checked_div(by), least.checked_div(by)),
        }
    } else {
        let lower = (by < 0).then(|| least.saturating_sub(by));
        (lower, (by > 0).then(|| greatest.saturating_sub(by)))
    };
    [upper.map(|bound| (Comparison::Gt, bound)), lower.map(|bound| (Comparison::Lt, bound))]
}

impl Body {
    /// Two changes of one path, or of a path and its parent, would leave open which of them wins.
    fn check_conflicts(&self) -> Result<(), Refused> {
        let paths: Vec<&str> = match self {
            Self::Changes(changes) => changes.iter().flat_map(changed).collect(),
            Self::Computed(assignments) => assignments.iter().map(|(path, _)| &**path).collect(),
            Self::Replaced { .. } => Vec::new(),
        };
        for (at, path) in paths.iter().enumerate() {
            for before in &paths[..at] {
                if before == path {
                    return Err(((*path).to_owned(), "it is changed twice in one update".to_owned()));
                }
                if is_below(path, before) || is_below(before, path) {
                    let reason = format!("it is changed together with `{before}` in one update");
                    return Err(((*path).to_owned(), reason));
                }
            }
        }
        Ok(())
    }
}

fn changed<'a>((path, operator): &'a (Cow<'static, str>, Operator)) -> impl Iterator<Item = &'a str> {
    let target = if let Operator::Rename(to) = operator { Some(to.as_str()) } else { None };
    std::iter::once(&**path).chain(target)
}

/// Whether a path leads further into what another one leads to.
pub(crate) fn is_below(path: &str, parent: &str) -> bool {
    path.strip_prefix(parent).is_some_and(|rest| rest.starts_with('.'))
}

impl Push {
    /// Whether the list is only appended to, and `$each` may go without company.
    pub(crate) fn is_plain(&self) -> bool {
        self.position.is_none() && self.slice.is_none() && self.sort.is_empty()
    }
}
