//! `unwind`, and rows as they are read.

use vellum::pipeline::Row;

use super::*;

/// Name and element of each row.
fn pairs<T: Clone>(rows: &[(Row<User>, T)]) -> Vec<(&str, T)> {
    rows.iter().map(|(user, element)| (user.name.as_str(), element.clone())).collect()
}

#[tokio::test]
async fn unwinding_gives_an_element_and_the_document_without_its_list() {
    let shop = Shop::open().await;
    let unwound = shop.users.aggregate().sort(|u| u.name().asc()).unwind(|u| u.tags());
    let by_hand = [live(), doc! { "$sort": { "name": 1 } }, doc! { "$unwind": "$tags" }];
    assert_eq!(unwound.clone().into_pipeline().unwrap(), by_hand);
    assert_eq!(unwound.clone().documents().await.unwrap(), shop.by_hand(by_hand).await);
    let rows: Vec<(Row<User>, String)> = unwound.clone().await.unwrap();
    let expected = [("Ada", "math"), ("Ada", "code"), ("Cyd", "film"), ("Dan", "code")];
    assert_eq!(pairs(&rows), expected.map(|(name, tag)| (name, tag.to_owned())));
    let (ada, stored) = (&rows[0].0, &shop.people[0]);
    assert_eq!((ada.id(), ada.version(), ada.created_at()), (stored.id(), 1, stored.created_at()));
    assert_eq!(**ada, User { tags: vec![], ..User::clone(stored) });

    let mut streamed = Vec::new();
    let mut stream = unwound.stream().await.unwrap();
    while let Some(row) = stream.next().await {
        streamed.push(row.unwrap());
    }
    assert_eq!(streamed, rows);
}

#[tokio::test]
async fn rows_without_elements_can_stay_and_elements_can_have_their_index() {
    let shop = Shop::open().await;
    let users = || shop.users.aggregate().sort(|u| u.name().asc());
    let kept: Vec<(Row<User>, Option<String>)> = users().unwind(|u| u.tags().keep_empty()).await.unwrap();
    let names: Vec<_> = kept.iter().map(|(user, tag)| (user.name.as_str(), tag.as_deref())).collect();
    let expected = [
        ("Ada", Some("math")),
        ("Ada", Some("code")),
        ("Bob", None),
        ("Cyd", Some("film")),
        ("Dan", Some("code")),
    ];
    assert_eq!(names, expected);

    let indexed: Vec<((Row<User>, String), i64)> = users().unwind(|u| u.tags().with_index()).await.unwrap();
    let places: Vec<_> = indexed.iter().map(|((_, tag), index)| (tag.as_str(), *index)).collect();
    assert_eq!(places, [("math", 0), ("code", 1), ("film", 0), ("code", 0)]);

    let both = users().unwind(|u| u.spare().keep_empty().with_index());
    assert_eq!(
        both.clone().into_pipeline().unwrap()[2],
        doc! { "$unwind": {
            "path": "$spare", "includeArrayIndex": "__2", "preserveNullAndEmptyArrays": true,
        } }
    );
    let both: Vec<((Row<User>, Option<String>), Option<i64>)> = both.await.unwrap();
    let places: Vec<_> = both.iter().map(|((_, spare), index)| (spare.as_deref(), *index)).collect();
    assert_eq!(
        places,
        [(Some("spare"), Some(0)), (None, None), (Some("spare"), Some(0)), (Some("spare"), Some(0))]
    );
}

#[tokio::test]
async fn lists_inside_of_elements_and_of_parts_are_unwound() {
    let shop = Shop::open().await;
    let rows: Vec<((Row<User>, Item), i64)> = shop
        .users
        .aggregate()
        .filter(|u| u.name().eq("Ada"))
        .unwind(|u| u.items())
        .filter(|(u, item)| u.age().gt(30) & item.price().gt(1.0))
        .unwind(|(_, item)| item.parts())
        .await
        .unwrap();
    let parts: Vec<_> =
        rows.iter().map(|((_, item), part)| (item.sku.as_str(), item.parts.len(), *part)).collect();
    assert_eq!(parts, [("code", 0, 1), ("code", 0, 7)]);
    assert!(rows[0].0.0.items.is_empty());

    let phones: Vec<(Row<User>, String)> =
        shop.users.aggregate().filter(|u| u.name().eq("Ada")).unwind(|u| u.address().phones()).await.unwrap();
    assert_eq!(pairs(&phones), [("Ada", "+36".to_owned()), ("Ada", "036".to_owned())]);
    assert_eq!(phones[0].0.address, Address { street: "Ada Street".into(), phones: vec![] });
}

#[tokio::test]
async fn a_joined_list_is_unwound_in_its_place() {
    let shop = Shop::open().await;
    let sold = shop
        .users
        .aggregate()
        .lookup(|u| u.id(), Order::q().customer())
        .unwind(|(_, orders)| orders)
        .sort(|(_, order)| order.number().asc());
    let rows: Vec<(Doc<User>, Doc<Order>)> = sold.clone().await.unwrap();
    let numbers: Vec<_> = rows.iter().map(|(user, order)| (user.name.as_str(), order.number)).collect();
    assert_eq!(numbers, [("Ada", 1), ("Ada", 2), ("Cyd", 3), ("Dan", 4)]);
    assert_eq!(rows[0].0, shop.people[0]);

    let lines: Vec<((Doc<User>, Row<Order>), Item)> =
        sold.clone().unwind(|(_, order)| order.lines()).limit(2).await.unwrap();
    let skus: Vec<_> = lines.iter().map(|((_, order), item)| (order.number, item.sku.as_str())).collect();
    assert_eq!(skus, [(1, "pen"), (1, "ink")]);

    let all = shop.users.aggregate().lookup(|u| u.id(), Order::q().customer());
    let kept: Vec<(Doc<User>, Option<Doc<Order>>)> =
        all.unwind(|(_, orders)| orders.keep_empty()).filter(|(_, order)| order.is_none()).await.unwrap();
    assert_eq!(kept.iter().map(|(user, _)| user.name.as_str()).collect::<Vec<_>>(), ["Bob"]);
}

#[tokio::test]
async fn a_list_that_was_unwound_is_refused_by_name() {
    let shop = Shop::open().await;
    let unwound = shop.users.aggregate().unwind(|u| u.tags());
    let error = unwound.clone().filter(|(u, _)| u.tags().size(2)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "invalid filter on `tags`: the list has been unwound; its element stands beside the row"
    );
    assert!(unwound.clone().sort(|(u, _)| u.tags().asc()).await.is_err());
    assert!(unwound.filter(|(_, tag)| tag.starts_with("c")).count().await.unwrap() == 2);
    let walked = shop.users.aggregate().unwind(|u| u.items().any().parts());
    assert!(walked.await.unwrap_err().to_string().contains("is unwound after that one"));
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_one_error() {
    let shop = Shop::open().await;
    let broken = doc! { "name": "Zed", "age": 1, "tags": ["x", 5, "y"], "items": [] };
    let filter = doc! { "name": "Bob" };
    shop.users.driver().update_one(filter, doc! { "$set": broken }).await.unwrap();
    let mut rows = shop.users.aggregate().unwind(|u| u.tags()).stream().await.unwrap();
    let (mut read, mut errors) = (0, Vec::new());
    while let Some(row) = rows.next().await {
        match row {
            Ok(_) => read += 1,
            Err(error) => errors.push(error.to_string()),
        }
    }
    assert_eq!((read, errors.len()), (6, 1));
    assert!(
        errors[0].contains("`tags`") && errors[0].contains(&shop.people[1].id().to_string()),
        "{errors:?}"
    );
}
