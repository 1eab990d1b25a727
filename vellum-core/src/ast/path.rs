//! Where a value stands in a document.

use std::borrow::Cow;

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
}

/// One name of a field, from the root of the document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Route {
    pub(crate) text: Cow<'static, str>,
    /// Tags that must hold: the path of the tag, and the names of the variant.
    pub(crate) tags: Vec<(String, &'static [&'static str])>,
    /// How much of `text` leads to the list whose elements are walked through.
    pub(crate) list: Option<usize>,
}

impl Route {
    fn new(text: Cow<'static, str>) -> Self {
        Self { text, tags: Vec::new(), list: None }
    }

    fn child(&self, name: &str) -> Self {
        Self { text: Cow::Owned(join(&self.text, name)), tags: self.tags.clone(), list: self.list }
    }
}

fn join(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.to_owned() } else { [parent, name].join(".") }
}

impl Path {
    /// The document itself.
    pub const fn root() -> Self {
        Self { main: Route { text: Cow::Borrowed(""), tags: Vec::new(), list: None }, more: None }
    }

    /// The path as MongoDB writes it: `address.city`.
    pub fn as_str(&self) -> &str {
        &self.main.text
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
            self.routes().flat_map(|route| aliases.iter().map(|alias| route.child(alias))).collect();
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
        self.map(|route| route.child(&index.to_string()))
    }

    /// Any element of the list at this path.
    pub fn any(&self) -> Self {
        self.map(|route| {
            let mut route = route.clone();
            route.list = Some(route.text.len());
            route
        })
    }

    /// The same place, in documents whose `tag` beside it is one of a variant's names.
    pub fn variant(&self, tag: &'static str, names: &'static [&'static str]) -> Self {
        self.map(|route| {
            let mut route = route.clone();
            route.tags.push((join(&route.text, tag), names));
            route
        })
    }

    /// The list that the path walks through last, and the path below it.
    pub(crate) fn split_at_list(&self) -> Option<(Self, Self)> {
        let length = self.main.list.filter(|length| *length > 0)?;
        if self.more.is_some() || !self.main.tags.is_empty() {
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
        (self.more.is_none() && self.main.tags.is_empty()).then_some(&*self.main.text)
    }

    /// Why the path cannot be used.
    pub(crate) fn fault(&self) -> Option<&str> {
        self.more.as_ref()?.fault.as_deref()
    }

    fn map(&self, step: impl Fn(&Route) -> Route) -> Self {
        let more = self.more.as_ref().map(|more| {
            Box::new(More { aliases: more.aliases.iter().map(&step).collect(), fault: more.fault.clone() })
        });
        Self { main: step(&self.main), more }
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
