//! Where a value stands in a document.

mod elements;

pub use elements::Elements;
pub(crate) use elements::{split_at_placeholder, split_at_placeholders, without_placeholders};

use std::borrow::Cow;

use elements::{element_name, last_name};

use super::Filter;
use super::render::{is_placeholder, named_placeholder, placeholder};

/// The path of a field, with what it takes to test it.
///
/// A field with older names has several routes; a field of an enum's variant requires the variant.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    main: Route,
    more: Option<Box<More>>,
}

/// What few paths have.
#[derive(Debug, Clone, Default, PartialEq)]
struct More {
    aliases: Vec<Route>,
    fault: Option<String>,
    /// The variable of an expression that the path starts from, not the document.
    variable: Option<String>,
    /// Where in the present name's text an index of a list starts.
    indexes: Vec<usize>,
    /// The elements that an update means, one for each placeholder of the path.
    elements: Vec<Elements>,
    /// Whether the path leads to fields that stand beside others, not to a value of its own.
    part: bool,
    /// Lists that a pipeline has unwound: an element stands in the place of each.
    unwound: Vec<String>,
}

/// One name of a field, from the root of the document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Route {
    pub(crate) text: Cow<'static, str>,
    /// Tags that must hold: the path of the tag, and the names of the variant.
    pub(crate) tags: Vec<(String, &'static [&'static str])>,
    /// How much of `text` leads to the list whose elements are walked through.
    pub(crate) list: Option<usize>,
    /// How much of `text` leads to the first field that it has under an older name.
    older: Option<usize>,
}

impl Route {
    fn new(text: Cow<'static, str>) -> Self {
        Self { text, tags: Vec::new(), list: None, older: None }
    }

    fn child(&self, name: &str) -> Self {
        Self { text: Cow::Owned(join(&self.text, name)), tags: self.tags.clone(), ..*self }
    }

    fn older_child(&self, name: &str) -> Self {
        let mut route = self.child(name);
        route.older.get_or_insert(route.text.len());
        route
    }
}

fn join(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.to_owned() } else { [parent, name].join(".") }
}

impl Path {
    /// The document itself.
    pub const fn root() -> Self {
        Self {
            main: Route { text: Cow::Borrowed(""), tags: Vec::new(), list: None, older: None },
            more: None,
        }
    }

    /// A path in MongoDB's own form.
    pub(crate) fn raw(text: &str) -> Self {
        Self { main: Route::new(Cow::Owned(text.to_owned())), more: None }
    }

    /// What a variable of an expression stands for.
    pub(crate) fn variable(name: String) -> Self {
        let more = More { variable: Some(name), ..More::default() };
        Self { more: Some(Box::new(more)), ..Self::root() }
    }

    /// The variable that the path starts from.
    pub(crate) fn starts_from(&self) -> Option<&str> {
        self.more.as_ref()?.variable.as_deref()
    }

    /// Whether the path walks through all elements of a list.
    pub(crate) fn walks(&self) -> bool {
        self.main.list.is_some()
    }

    /// The parts of the path between indexes of lists: the text up to the first index, then of each
    /// index its number and the text below it.
    pub(crate) fn at_indexes(&self) -> (&str, Vec<(&str, &str)>) {
        let text = self.as_str();
        let indexes = self.more.as_ref().map_or(&[][..], |more| &more.indexes);
        let Some(first) = indexes.first() else { return (text, Vec::new()) };
        let ends = indexes.iter().skip(1).copied().chain([text.len()]);
        let steps = indexes.iter().zip(ends).map(|(start, end)| {
            let step = text[*start..end].trim_end_matches('.');
            step.split_once('.').unwrap_or((step, ""))
        });
        (text[..*first].trim_end_matches('.'), steps.collect())
    }

    /// The path as MongoDB writes it: `address.city`.
    pub fn as_str(&self) -> &str {
        &self.main.text
    }

    /// The same, to be kept.
    pub(crate) fn text(&self) -> Cow<'static, str> {
        self.main.text.clone()
    }

    /// A field of the document at this path.
    pub fn child(&self, name: &'static str) -> Self {
        if self.main.text.is_empty() && self.more.is_none() && self.main.tags.is_empty() {
            return Self { main: Route::new(Cow::Borrowed(name)), more: None };
        }
        self.map(|route| route.child(name))
    }

    /// A field that older documents hold under other names.
    pub fn child_with_aliases(&self, name: &'static str, aliases: &[&'static str]) -> Self {
        if aliases.is_empty() {
            return self.child(name);
        }
        let mut path = self.child(name);
        let older: Vec<Route> =
            self.routes().flat_map(|route| aliases.iter().map(|alias| route.older_child(alias))).collect();
        path.more.get_or_insert_default().aliases.extend(older);
        path
    }

    /// The entry of a map. A key that MongoDB would read as something else makes the path unusable.
    pub fn key(&self, key: &str) -> Self {
        let mut path = self.map(|route| route.child(key));
        if let Some(reason) = refused_key(key) {
            path.more.get_or_insert_default().fault.get_or_insert(reason);
        }
        path
    }

    /// The element at `index` of a list.
    pub fn index(&self, index: usize) -> Self {
        let mut path = self.map(|route| route.child(&index.to_string()));
        let digits = index.to_string().len();
        let start = path.main.text.len() - digits;
        path.more.get_or_insert_default().indexes.push(start);
        path
    }

    /// The elements of the list at this path that an update means.
    pub fn elements(&self, elements: Elements) -> Self {
        let mut path = self.map(|route| route.child(&placeholder(&elements)));
        path.more.get_or_insert_default().elements.push(elements);
        path
    }

    /// The elements that meet a filter, under a name made of the list's own.
    pub fn elements_where(&self, filter: Filter) -> Self {
        match filter {
            Filter::All => self.elements(Elements::Each),
            Filter::Invalid { reason, .. } => {
                let mut path = self.elements(Elements::Each);
                path.more.get_or_insert_default().fault.get_or_insert(reason);
                path
            }
            filter => {
                let name = element_name(last_name(self.as_str()));
                self.elements(Elements::Where(name, Box::new(filter)))
            }
        }
    }

    /// Any element of the list at this path.
    pub fn any(&self) -> Self {
        self.map(|route| {
            let mut route = route.clone();
            route.list = Some(route.text.len());
            route
        })
    }

    /// The same place in documents whose list at a path has been unwound.
    pub(crate) fn unwound(&self, list: &str) -> Self {
        let mut path = self.clone();
        path.more.get_or_insert_default().unwound.push(list.to_owned());
        path
    }

    /// Some of the fields at this place, which stand beside others.
    pub fn part(&self) -> Self {
        let mut path = self.clone();
        path.more.get_or_insert_default().part = true;
        path
    }

    /// The same place, in documents whose `tag` beside it is one of a variant's names.
    pub fn variant(&self, tag: &'static str, names: &'static [&'static str]) -> Self {
        self.map(|route| {
            let mut route = route.clone();
            route.tags.push((join(&route.text, tag), names));
            route
        })
        .part()
    }

    /// The list that the path walks through last, and the path below it.
    pub(crate) fn split_at_list(&self) -> Option<(Self, Self)> {
        let length = self.main.list.filter(|length| *length > 0)?;
        let several = self.more.as_ref().is_some_and(|more| !more.aliases.is_empty() || more.fault.is_some());
        if several || !self.main.tags.is_empty() {
            return None;
        }
        let (list, below) = self.main.text.split_at(length);
        let at = |text: &str| Self { main: Route::new(Cow::Owned(text.to_owned())), more: None };
        Some((at(list), at(below.trim_start_matches('.'))))
    }

    /// Every name of the place, the present one first.
    pub(crate) fn routes(&self) -> impl Iterator<Item = &Route> {
        std::iter::once(&self.main).chain(self.more.iter().flat_map(|more| &more.aliases))
    }

    /// The path's text, if that is all that there is to it: one name, in documents of one shape.
    pub(crate) fn plain(&self) -> Option<&str> {
        let nothing_more = self.more.as_ref().is_none_or(|more| **more == More::default());
        (nothing_more && self.main.tags.is_empty()).then_some(&*self.main.text)
    }

    /// Why the path cannot be read from: in filters, orders and expressions.
    pub(crate) fn fault(&self) -> Option<&str> {
        let more = self.more.as_ref()?;
        let placeholder = || {
            (!more.elements.is_empty()).then_some(
                "`matched`, `each` and `each_where` are for updates; a filter takes `any` or `elem_match`",
            )
        };
        more.fault.as_deref().or_else(placeholder)
    }

    /// Why the path cannot be changed.
    pub(crate) fn update_fault(&self) -> Option<String> {
        if let Some(fault) = self.more.as_ref().and_then(|more| more.fault.clone()) {
            return Some(fault);
        }
        if self.main.list.is_some() {
            let reason =
                "`any` does not say which elements are meant; use `each`, `each_where`, `matched` or `at`";
            return Some(reason.to_owned());
        }
        if self.more.as_ref().is_some_and(|more| more.part) {
            return Some("its fields stand beside others in one document; change them one by one".to_owned());
        }
        self.main
            .text
            .is_empty()
            .then(|| "an update changes fields; `replace` changes a whole document".to_owned())
    }

    /// The elements that an update means, in the order of the path's placeholders.
    pub(crate) fn meant_elements(&self) -> &[Elements] {
        self.more.as_ref().map_or(&[], |more| &more.elements)
    }

    /// The tags that must hold: where each stands, and the names of its variant.
    pub(crate) fn tags(&self) -> &[(String, &'static [&'static str])] {
        &self.main.tags
    }

    /// Where documents hold the place, or something that it is a part of, under an older name.
    pub(crate) fn aliases(&self) -> impl Iterator<Item = &str> {
        self.routes().filter_map(|route| route.text.get(..route.older?))
    }

    /// The path with other names for the elements that it means, where they are given.
    pub(crate) fn into_named(self, names: &[Option<String>]) -> Cow<'static, str> {
        if names.is_empty() {
            return self.main.text;
        }
        let mut names = names.iter();
        let renamed = self.as_str().split('.').map(|part| match is_placeholder(part).then(|| names.next()) {
            Some(Some(Some(name))) => Cow::Owned(named_placeholder(name)),
            _ => Cow::Borrowed(part),
        });
        Cow::Owned(renamed.collect::<Vec<_>>().join("."))
    }

    /// Whether the path leads to or through one or some elements of a list.
    pub(crate) fn is_element(&self) -> bool {
        self.more.as_ref().is_some_and(|more| !more.indexes.is_empty() || !more.elements.is_empty())
    }

    fn map(&self, step: impl Fn(&Route) -> Route) -> Self {
        let more = self.more.as_ref().map(|more| {
            let aliases = more.aliases.iter().map(&step).collect();
            Box::new(More { aliases, part: false, ..(**more).clone() })
        });
        let mut path = Self { main: step(&self.main), more };
        if let Some(more) = &mut path.more
            && more.unwound.iter().any(|list| *list == path.main.text)
        {
            let reason = "the list has been unwound; its element stands beside the row";
            more.fault.get_or_insert_with(|| reason.to_owned());
        }
        path
    }
}

fn refused_key(key: &str) -> Option<String> {
    let what = if key.is_empty() {
        "is empty"
    } else if key.starts_with('$') {
        "starts with `$`"
    } else if key.contains('.') {
        "holds a dot"
    } else if key.contains('\0') {
        "holds a NUL character"
    } else {
        return None;
    };
    Some(format!("the map key {key:?} {what}, so no path leads to it"))
}
