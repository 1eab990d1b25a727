//! Projections: what can be included is; everything else is computed under the projection's own name.

use super::Refused;
use crate::ast::Path;
use crate::ast::path::Route;
use crate::ast::projection::{Card, Form, Source};
use crate::bson::{Bson, Document, doc};

/// The fields of a projection as MongoDB takes them. `version` is the column whose missing value is 0.
pub(crate) fn render_projection(
    fields: &[(&'static str, Source)],
    version: Option<&str>,
) -> Result<Document, Refused> {
    let mut projection = Document::new();
    let mut around = Around::default();
    for (name, source) in fields {
        let is_version = source.lists.is_empty() && version.is_some() && source.path.plain() == version;
        let mut included = Vec::new();
        if is_version {
            let stored = Scope::document().place(&source.path);
            projection.insert(*name, doc! { "$ifNull": [stored, 0_i64] });
        } else if include(name, "", source, &mut around, &mut included).map_err(at(name))? {
            projection.extend(included.into_iter().map(|path| (path, Bson::Int32(1))));
        } else {
            projection.insert(*name, taken(source, &Scope::document(), &mut around).map_err(at(name))?);
        }
    }
    if !projection.contains_key("_id") {
        // Nothing but exclusions would mean everything else.
        projection.insert("_id", Bson::Int32(fields.is_empty().into()));
    }
    Ok(projection)
}

/// An error of a field that stands in the field `name`.
fn at(name: &str) -> impl FnOnce(Refused) -> Refused {
    move |(path, reason)| {
        let dot = if path.is_empty() { "" } else { "." };
        (format!("{name}{dot}{path}"), reason)
    }
}

/// The projections that the present one stands in, from the outside.
#[derive(Default)]
struct Around(Vec<Card>);

impl Around {
    fn enter<T>(
        &mut self,
        card: &Card,
        read: impl FnOnce(&mut Self, &[(&'static str, Source)]) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        if self.0.iter().any(|outer| outer.id == card.id) {
            let reason = format!(
                "`{}` contains itself, and a projection has to end; take the model's own type there",
                card.name
            );
            return Err((String::new(), reason));
        }
        self.0.push(*card);
        let read = read(self, &(card.sources)());
        self.0.pop();
        read
    }
}

/// Adds the paths that include a field, if it is read under the very path at which it is stored.
fn include(
    name: &str,
    parent: &str,
    source: &Source,
    around: &mut Around,
    paths: &mut Vec<String>,
) -> Result<bool, Refused> {
    if !source.lists.is_empty() || source.path.plain() != Some(name) {
        return Ok(false);
    }
    let path = if parent.is_empty() { name.to_owned() } else { format!("{parent}.{name}") };
    let Some(card) = included_card(&source.form) else {
        paths.push(path);
        return Ok(matches!(source.form, Form::Whole { .. }));
    };
    around.enter(card, |around, fields| {
        for (name, source) in fields {
            if !include(name, &path, source, around, paths).map_err(at(name))? {
                return Ok(false);
            }
        }
        Ok(!fields.is_empty())
    })
}

/// The projection whose paths can be included. Elements that may be null are not among these: including
/// their fields would drop them.
fn included_card(form: &Form) -> Option<&Card> {
    match form {
        Form::Card(card) => Some(card),
        Form::Optional(inner) => included_card(inner),
        Form::List(inner) if !matches!(**inner, Form::Optional(_)) => included_card(inner),
        Form::List(_) | Form::Whole { .. } | Form::Beside(_) => None,
    }
}

/// What paths start from.
#[derive(Clone)]
struct Scope {
    /// The variable: an element of a list, or a value that has to be computed; otherwise the document.
    this: bool,
    /// The path from there.
    prefix: String,
}

impl Scope {
    fn document() -> Self {
        Self { this: false, prefix: String::new() }
    }

    fn this() -> Self {
        Self { this: true, prefix: String::new() }
    }

    fn within(&self, path: &str) -> Self {
        Self { this: self.this, prefix: self.join(path) }
    }

    fn join(&self, path: &str) -> String {
        let dot = if self.prefix.is_empty() || path.is_empty() { "" } else { "." };
        format!("{}{dot}{path}", self.prefix)
    }

    fn reference(&self, path: &str) -> Bson {
        let path = self.join(path);
        let reference = match (self.this, path.is_empty()) {
            (false, true) => "$$ROOT".to_owned(),
            (false, false) => format!("${path}"),
            (true, true) => "$$this".to_owned(),
            (true, false) => format!("$$this.{path}"),
        };
        reference.into()
    }

    /// The value at a path: of an older name where the present one is missing, of a variant only where the
    /// tag says so.
    fn place(&self, path: &Path) -> Bson {
        let mut routes: Vec<&Route> = path.routes().collect();
        let last = routes.pop().map_or(Bson::Null, |route| self.route(route));
        routes.into_iter().rev().fold(last, |older, route| {
            let value = self.route(route);
            let is_missing = doc! { "$eq": [{ "$type": value.clone() }, "missing"] };
            doc! { "$cond": [is_missing, older, value] }.into()
        })
    }

    fn route(&self, route: &Route) -> Bson {
        let value = self.reference(&route.text);
        let is_variant = |(tag, names): &(String, &[&str])| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            doc! { "$in": [self.reference(tag), { "$literal": names }] }
        };
        match route.tags.as_slice() {
            [] => value,
            [tag] => doc! { "$cond": [is_variant(tag), value, "$$REMOVE"] }.into(),
            tags => {
                let all: Vec<Document> = tags.iter().map(is_variant).collect();
                doc! { "$cond": [{ "$and": all }, value, "$$REMOVE"] }.into()
            }
        }
    }
}

/// The value of a field, as an expression.
fn taken(source: &Source, scope: &Scope, around: &mut Around) -> Result<Bson, Refused> {
    match through_lists(source) {
        Some(path) => Ok(scope.reference(&path)),
        None => way(&source.lists, source, scope, around),
    }
}

/// The path that walks through lists by itself, where it takes exactly one value of each element.
fn through_lists(source: &Source) -> Option<String> {
    if !matches!(source.form, Form::Whole { optional: false }) || source.lists.is_empty() {
        return None;
    }
    let steps = source.lists.iter().chain([&source.path]);
    let steps: Option<Vec<&str>> = steps.map(|path| path.plain().filter(|text| !text.is_empty())).collect();
    Some(steps?.join("."))
}

fn way(lists: &[Path], source: &Source, scope: &Scope, around: &mut Around) -> Result<Bson, Refused> {
    match lists {
        [] => form(&source.form, &source.path, scope, around),
        [list, rest @ ..] => Ok(each(&scope.place(list), way(rest, source, &Scope::this(), around)?)),
    }
}

fn form(form: &Form, path: &Path, scope: &Scope, around: &mut Around) -> Result<Bson, Refused> {
    match form {
        Form::Whole { .. } => Ok(scope.place(path)),
        Form::Optional(inner) => self::form(inner, path, scope, around),
        Form::List(inner) => {
            let element = self::form(inner, &Path::root(), &Scope::this(), around)?;
            Ok(each(&scope.place(path), element))
        }
        Form::Beside(fields) => within(path, scope, |scope| Ok(object(fields_of(fields, scope, around)?))),
        Form::Card(card) => within(path, scope, |scope| {
            let fields = around.enter(card, |around, fields| fields_of(fields, scope, around))?;
            if !scope.this && scope.prefix.is_empty() {
                return Ok(object(fields));
            }
            let whole = scope.reference("");
            let is_document = doc! { "$eq": [{ "$type": whole.clone() }, "object"] };
            Ok(doc! { "$cond": [is_document, fields, whole] }.into())
        }),
    }
}

/// An object that is always there. Without an operator around them, the names of its fields would be
/// paths of the projection.
fn object(fields: Document) -> Bson {
    doc! { "$mergeObjects": [fields] }.into()
}

/// An expression whose paths start from the value at `path`.
fn within(
    path: &Path,
    scope: &Scope,
    inner: impl FnOnce(&Scope) -> Result<Bson, Refused>,
) -> Result<Bson, Refused> {
    if let Some(text) = path.plain() {
        return inner(&scope.within(text));
    }
    Ok(doc! { "$let": { "vars": { "this": scope.place(path) }, "in": inner(&Scope::this())? } }.into())
}

fn fields_of(
    fields: &[(&'static str, Source)],
    scope: &Scope,
    around: &mut Around,
) -> Result<Document, Refused> {
    let field = |(name, source): &(&'static str, Source)| {
        Ok(((*name).to_owned(), taken(source, scope, around).map_err(at(name))?))
    };
    fields.iter().map(field).collect()
}

/// `element` for each element of a list. What is no list stays what it is: one document of another form
/// would otherwise fail the whole query.
fn each(list: &Bson, element: Bson) -> Bson {
    let map = doc! { "$map": { "input": list.clone(), "in": element } };
    doc! { "$cond": [{ "$isArray": [list.clone()] }, map, list.clone()] }.into()
}
