//! Embedded types with parameters.

#![deny(warnings)]

use vellum::prelude::*;

#[derive(Clone, Debug, PartialEq, Embedded)]
struct Page<T: Clone = i32, const N: usize = 2>
where
    T: PartialEq,
{
    items: Vec<T>,
    fixed: [T; N],
    next: Option<Box<Self>>,
    #[vellum(default)]
    total: T,
    #[vellum(skip)]
    cache: std::marker::PhantomData<T>,
}

#[derive(Clone, Debug, PartialEq, Embedded)]
struct Tree<T> {
    value: T,
    children: Vec<Tree<T>>,
}

#[derive(Clone, Debug, PartialEq, Embedded)]
struct Wrapper<T>(Vec<T>);

#[derive(Clone, Debug, PartialEq, Embedded)]
struct Flattened<T> {
    #[vellum(flatten)]
    inner: T,
    #[vellum(null)]
    maybe: Option<T>,
}

#[derive(Clone, Debug, PartialEq, Embedded)]
#[vellum(tag = "kind")]
enum Either<L, R> {
    Left { value: L },
    Right { value: R },
    Both { left: L, right: R },
    Neither,
}

/// A reference needs nothing but a model.
#[derive(Clone, Embedded)]
struct Link<M: Model> {
    target: Ref<M>,
}

#[derive(Clone, Vellum)]
#[vellum(collection = "books", index(keys(pages.items = 1, either.left.value = 1)))]
struct Book {
    pages: Page<String>,
    more: Page<i64, 7>,
    tree: Tree<i32>,
    wrapper: Wrapper<String>,
    flattened: Flattened<Position>,
    either: Either<i32, String>,
    sequel: Option<Link<Book>>,
}

#[derive(Clone, Debug, PartialEq, Embedded)]
struct Position {
    x: i32,
    y: i32,
}

#[derive(Debug, Projection)]
struct Row<T> {
    value: T,
    many: Vec<T>,
}

fn main() {
    let q = Book::q();
    let _ = q.pages().items().contains("a") & q.pages().next().total().starts_with("b");
    let _ = q.tree().children().any().children().any().value().gt(3);
    let _ = q.wrapper().contains("a") & q.flattened().inner().x().lt(2) & q.flattened().maybe().y().eq(1);
    let _ = q.either().left().value().eq(1) & q.either().both().right().eq("a") & q.either().is_neither();
    let _ = q.more().total().gt(5_i64);
    let _ = |row: Row<String>| (row.value, row.many);
}
