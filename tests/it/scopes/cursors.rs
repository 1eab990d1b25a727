use vellum::prelude::*;

use super::{Order, OrderRepository, start, tenant};

#[tokio::test]
async fn a_cursor_of_one_scope_is_none_of_another() {
    let shop = start().await;
    let db = Database::clone(&shop.db).with_cursor_key("secret");
    let q = Order::q();
    let slice = |db: &Database| OrderRepository::new(db).find(Filter::all()).sort(q.number().asc()).limit(1);
    let (mine, theirs) = (tenant(&db, "a"), tenant(&db, "b"));
    let first = slice(&mine).page_slice().await.unwrap();
    let next = first.next.unwrap();
    let second = slice(&mine).after(&next).page_slice().await.unwrap();
    assert_eq!((second.items[0].tenant.as_str(), second.items[0].number), ("a", 2));
    for other in [&theirs, &db, &mine.scoped(q.number().gte(0))] {
        let error = slice(other).after(&next).page_slice().await.unwrap_err();
        assert!(error.is_invalid_cursor(), "{error}");
    }
    // The same scope of another handle is the same.
    let again = tenant(&db, "a");
    assert_eq!(slice(&again).after(&next).page_slice().await.unwrap().items, second.items);
}
