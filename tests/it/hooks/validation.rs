//! The model's own rules, by `garde`.

use garde::Validate;
use vellum::Error;
use vellum::error::Violation;
use vellum::prelude::*;
use vellum::testing::{Commands, TestDatabase};

#[derive(Debug, Clone, PartialEq, Embedded, Validate)]
struct Item {
    #[garde(range(min = 1))]
    count: i32,
}

#[derive(Debug, Clone, PartialEq, Vellum, Validate)]
#[vellum(collection = "baskets", versioned, validate, hooks(before_insert = trim))]
struct Basket {
    #[garde(ascii, length(min = 3))]
    name: String,
    #[garde(dive)]
    items: Vec<Item>,
    #[garde(skip)]
    secret: String,
}

impl Basket {
    async fn trim(&mut self, _: &HookContext<'_>) -> vellum::Result<()> {
        self.name = self.name.trim().to_owned();
        Ok(())
    }
}

fn basket(name: &str, counts: &[i32]) -> Basket {
    let items = counts.iter().map(|count| Item { count: *count }).collect();
    Basket { name: name.into(), items, secret: "s3cret".into() }
}

async fn start() -> (TestDatabase, BasketRepository) {
    let db = TestDatabase::start().await.unwrap();
    let baskets = BasketRepository::new(&db);
    (db, baskets)
}

#[tokio::test]
async fn what_the_rules_refuse_is_named_by_path_and_not_sent() {
    let (db, baskets) = start().await;
    let commands = Commands::capture(&db);
    let error = baskets.create(basket("x", &[1, -7, 0])).await.unwrap_err();
    let Error::Validation { collection, violations } = &error else { panic!("{error}") };
    assert_eq!(collection, "baskets");
    assert_eq!(
        violations,
        &[
            Violation::new("items[1].count", "lower than 1"),
            Violation::new("items[2].count", "lower than 1"),
            Violation::new("name", "length is lower than 3"),
        ]
    );
    assert_eq!(
        error.to_string(),
        "a document for `baskets` is refused by validation: at `items[1].count`, lower than 1; at \
         `items[2].count`, lower than 1; at `name`, length is lower than 3"
    );
    assert!(!format!("{error} {error:?}").contains("-7"));
    assert!(commands.names().is_empty());
}

#[tokio::test]
async fn the_rules_are_applied_after_the_hooks_and_without_them() {
    let (db, baskets) = start().await;
    assert_eq!(baskets.create(basket(" abc ", &[])).await.unwrap().name, "abc");
    assert!(baskets.create(basket("  a  ", &[])).await.unwrap_err().is_validation());
    assert_eq!(baskets.create(basket("  a  ", &[])).skip_hooks().await.unwrap().name, "  a  ");
    assert!(baskets.create(basket("a", &[])).skip_hooks().await.unwrap_err().is_validation());
    let commands = Commands::capture(&db);
    let many = [basket("abc", &[]), basket("abc", &[0]), basket("abc", &[])];
    assert!(baskets.create_many(many.clone()).await.unwrap_err().is_validation());
    assert!(baskets.create_many(many).ordered(false).report().await.unwrap_err().is_validation());
    assert!(baskets.write_group().create(basket("a", &[])).await.unwrap_err().is_validation());
    assert!(commands.names().is_empty());
}

#[tokio::test]
async fn updates_and_bulks_are_not_validated() {
    let (_db, baskets) = start().await;
    let one = baskets.create(basket("abc", &[])).await.unwrap();
    let q = Basket::q();
    assert_eq!(baskets.update(one.id(), q.name().set("a")).await.unwrap().unwrap().name, "a");
    assert_eq!(baskets.bulk().create(basket("b", &[])).await.unwrap().inserted, 1);
    assert_eq!(baskets.find(Filter::all()).count().await.unwrap(), 2);
}

#[tokio::test]
async fn a_long_list_of_violations_is_cut_in_print_only() {
    let (_db, baskets) = start().await;
    let error = baskets.create(basket("abc", &[0; 30])).await.unwrap_err();
    let text = error.to_string();
    assert!(text.ends_with("at `items[7].count`, lower than 1; and 22 more"), "{text}");
    assert!(matches!(error, Error::Validation { violations, .. } if violations.len() == 30));
}
