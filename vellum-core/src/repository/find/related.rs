//! Documents that others refer to, and those that refer to others: found by ids, each asked for once.

use std::collections::HashMap;
use std::marker::PhantomData;

use crate::ast::{Condition, Filter as Ast, Literal, Path};
use crate::bson::element;
use crate::driver::{Database, decode_error};
use crate::error::{Error, Result};
use crate::filter::Filter;
use crate::model::{Doc, Model};
use crate::repository::Repository;
use crate::value::{Decoded, Reader, Value};

/// Documents of `U` that others refer to.
pub(in crate::repository) struct Wanted<U: Model> {
    /// Each id once.
    ids: Vec<Literal>,
    /// For each of the others, which of the ids it has, in its order.
    places: Vec<Vec<usize>>,
    model: PhantomData<fn() -> U>,
}

impl<U: Model> Wanted<U> {
    /// What documents refer to at a path.
    pub(super) fn of<'a, T: Model>(documents: impl Iterator<Item = &'a Doc<T>>, path: &Path) -> Result<Self> {
        let mut lists = Vec::new();
        for document in documents {
            lists.push(ids_at::<T, U>(document, path)?);
        }
        Ok(Self::listed(lists))
    }

    /// What lists of ids refer to.
    pub(in crate::repository) fn listed(lists: Vec<Vec<Literal>>) -> Self {
        let (mut ids, mut known) = (Vec::new(), HashMap::new());
        let mut place = |id: Literal| {
            *known.entry(key(&id)).or_insert_with(|| {
                ids.push(id);
                ids.len() - 1
            })
        };
        let places = lists.into_iter().map(|list| list.into_iter().map(&mut place).collect()).collect();
        Self { ids, places, model: PhantomData }
    }

    /// The documents, for each list in its order. One that several refer to is there for each of them; those that
    /// are gone are left out.
    pub(in crate::repository) async fn load(self, db: &Database) -> Result<Vec<Vec<Doc<U>>>> {
        let repository = Repository::<U>::new(db);
        let mut found = HashMap::new();
        for ids in in_chunks(&self.ids) {
            let filter = Ast::test(&Path::root().child("_id"), Condition::In(ids.to_vec()));
            for document in repository.find(Filter::from_ast(filter)).await? {
                found.insert(key(&Literal::of(document.id())), document);
            }
        }
        let mut found: Vec<_> = self.ids.iter().map(|id| found.remove(&key(id))).collect();
        let mut uses = vec![0_usize; found.len()];
        self.places.iter().flatten().for_each(|place| uses[*place] += 1);
        let mut taken = |place: usize| {
            uses[place] -= 1;
            if uses[place] == 0 { found[place].take() } else { found[place].clone() }
        };
        Ok(self.places.into_iter().map(|list| list.into_iter().filter_map(&mut taken).collect()).collect())
    }
}

/// Refuses a path that says no field.
pub(super) fn check(path: &Path) -> Result<()> {
    path.fault().map_or(Ok(()), |reason| refused(path, reason))
}

/// Refuses also a path that a document has several values at.
pub(super) fn check_single(path: &Path) -> Result<()> {
    if path.walks() {
        return refused(path, "each element of the list has its own; load them with `fetch`");
    }
    check(path)
}

fn refused(path: &Path, reason: &str) -> Result<()> {
    Err(Error::InvalidFilter { path: path.as_str().to_owned(), reason: reason.to_owned() })
}

/// For each of the ids of documents of `T`, the documents of `C` that refer to it at a path.
pub(super) async fn referring<T: Model, C: Model>(
    db: &Database,
    path: &Path,
    ids: &[Literal],
) -> Result<Vec<Vec<Doc<C>>>> {
    let repository = Repository::<C>::new(db);
    let mut all = Vec::with_capacity(ids.len());
    for ids in in_chunks(ids) {
        let places: HashMap<_, _> = ids.iter().enumerate().map(|(place, id)| (key(id), place)).collect();
        let mut referring: Vec<Vec<Doc<C>>> = ids.iter().map(|_| Vec::new()).collect();
        let filter = Ast::test(path, Condition::In(ids.to_vec()));
        for document in repository.find(Filter::from_ast(filter)).await? {
            let ids = ids_at::<C, T>(&document, path)?;
            let mut here: Vec<usize> = ids.iter().filter_map(|id| places.get(&key(id)).copied()).collect();
            here.sort_unstable();
            here.dedup();
            if let Some((last, others)) = here.split_last() {
                for place in others {
                    referring[*place].push(document.clone());
                }
                referring[*last].push(document);
            }
        }
        all.extend(referring);
    }
    Ok(all)
}

/// The ids of `U` at a path of a document, under the first of its names that is there.
fn ids_at<T: Model, U: Model>(document: &Doc<T>, path: &Path) -> Result<Vec<Literal>> {
    let mut ids = Vec::new();
    for route in path.routes() {
        let mut there = false;
        let mut visit = |element_type: u8, mut value: Reader<'_>| {
            there = true;
            if !matches!(element_type, element::NULL | element::UNDEFINED) {
                // As the model writes it: a stored number may have another width.
                ids.push(Literal::of(&U::Id::decode_as(element_type, &mut value)?));
            }
            Ok(())
        };
        values_at(document.elements(), &route.text, &mut visit)
            .map_err(|fault| decode_error(T::COLLECTION, document.origin(), &fault))?;
        if there {
            break;
        }
    }
    Ok(ids)
}

/// Visits the values at a path, of lists their elements.
fn values_at(document: Reader<'_>, path: &str, visit: &mut Visit<'_>) -> Decoded<()> {
    let (name, below) = path.split_once('.').map_or((path, None), |(name, below)| (name, Some(below)));
    match document.find(name)? {
        Some((element_type, value)) => values_below(element_type, value, below, visit),
        None => Ok(()),
    }
}

fn values_below(
    element_type: u8,
    mut value: Reader<'_>,
    path: Option<&str>,
    visit: &mut Visit<'_>,
) -> Decoded<()> {
    match (element_type, path) {
        (element::ARRAY, Some(path)) if path.starts_with(|first: char| first.is_ascii_digit()) => {
            values_at(value.document()?, path, visit)
        }
        (element::ARRAY, path) => {
            let mut elements = value.document()?;
            while let Some(element_type) = elements.next_element()? {
                values_below(element_type, elements, path, visit)?;
                elements.skip(element_type)?;
            }
            Ok(())
        }
        (element::DOCUMENT, Some(path)) => values_at(value.document()?, path, visit),
        (_, Some(_)) => Ok(()),
        (element_type, None) => visit(element_type, value),
    }
}

type Visit<'a> = dyn FnMut(u8, Reader<'_>) -> Decoded<()> + 'a;

/// What ids are told apart by.
fn key(id: &Literal) -> (u8, Box<[u8]>) {
    (id.element_type(), id.bytes().into())
}

/// How many bytes of ids one query may have, of the 16 MB that the server takes.
const MOST: usize = 12_000_000;

/// The ids in as many parts as there have to be queries: one, unless there are hundreds of thousands.
fn in_chunks(ids: &[Literal]) -> impl Iterator<Item = &[Literal]> {
    let mut rest = ids;
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let fits = |id: &&Literal| {
            // Its number in the list, and what stands around it.
            bytes += id.bytes().len() + 10;
            bytes <= MOST
        };
        let count = rest.iter().take_while(fits).count().max(1);
        let (chunk, others) = rest.split_at_checked(count)?;
        rest = others;
        Some(chunk)
    })
}
