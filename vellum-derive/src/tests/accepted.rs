//! What is right is accepted without a word.

use quote::quote;

use super::{embedded, model, projection};

#[test]
fn a_model_with_every_key() {
    let messages = model(quote! {
        #[vellum(collection = "users", rename_all = "camelCase", crate = "other::path")]
        #[vellum(timestamps(created = "born"), versioned, soft_delete(column = "removed"), shard_key(address.city, id))]
        #[vellum(index(keys(address.city = 1, age = -1), name = "city_age", unique(live), hidden))]
        #[vellum(index(keys(position = "2dsphere", version = 1), partial = User::adults))]
        #[vellum(index(keys(seen = 1), ttl = "30d"), index(keys(name = 1), sparse, collation(
            locale = "en", strength = 2, case_level = true, case_first = "upper", numeric_ordering = false,
            alternate = "shifted", max_variable = "punct", normalization = true, backwards = true,
        )))]
        struct User {
            #[vellum(id)] email: String,
            #[vellum(unique, index(desc), index(hashed), rename = "n", alias = "old", alias = "older")] name: String,
            #[vellum(index("2dsphere"))] position: Point,
            #[vellum(unique(missing), null)] nick: Option<String>,
            #[vellum(index(text, weight = 5))] bio: String,
            #[vellum(index(text))] more: String,
            #[vellum(default)] age: i32,
            #[vellum(default = crate::now)] seen: DateTime<Utc>,
            #[vellum(skip, default = five)] cache: i32,
            #[vellum(flatten)] address: Address,
            #[vellum(serde, index)] foreign: Foreign,
            #[vellum(bytes)] blob: Vec<u8>,
        }
    });
    assert!(messages.is_empty(), "{messages:?}");
}

#[test]
fn enums_with_every_key() {
    let messages = embedded(quote! {
        #[vellum(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
        enum Payment {
            #[vellum(rename = "c", alias = "credit", rename_all = "kebab-case")]
            Card { last_four: String, #[vellum(rename = "x", alias = "y", default, null)] a: Option<i32> },
            Details(Box<Details>),
            Cash,
            #[vellum(other)] Unknown(Document),
        }
    });
    assert!(messages.is_empty(), "{messages:?}");
    let messages = model(quote! {
        #[vellum(collection = "events", id = Vec<u8>, tag = "t", versioned, index(keys(click.x = 1)))]
        enum Event { Click { x: i32 }, #[vellum(other)] Unknown }
    });
    assert!(messages.is_empty(), "{messages:?}");
}

#[test]
fn projections_with_every_key() {
    let messages = projection(quote! {
        #[vellum(from = crate::User, rename_all = "camelCase")]
        struct Card<T> {
            id: Uuid,
            #[vellum(path = address.city, rename = "c", default)] city: String,
            #[vellum(serde)] foreign: T,
            #[vellum(bytes)] blob: Vec<u8>,
            #[vellum(skip)] cache: i32,
        }
    });
    assert!(messages.is_empty(), "{messages:?}");
}
