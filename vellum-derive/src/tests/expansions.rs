//! What the macros write, as snapshots that are reviewed like code.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::errors::Errors;
use crate::{emit, expand, lower};

fn expansion<Ir>(
    lower: fn(&DeriveInput, &mut Errors) -> Option<Ir>,
    emit: fn(&Ir) -> TokenStream,
    input: TokenStream,
) -> String {
    let expansion = expand(input, lower, emit);
    let file = syn::parse2(expansion).expect("the macro writes items");
    prettyplease::unparse(&file)
}

fn model(input: TokenStream) -> String {
    expansion(lower::model, emit::model, input)
}

fn embedded(input: TokenStream) -> String {
    expansion(lower::embedded, emit::embedded, input)
}

fn projection(input: TokenStream) -> String {
    expansion(lower::projection, emit::projection, input)
}

#[test]
fn a_model() {
    insta::assert_snapshot!(model(quote! {
        #[vellum(collection = "users", timestamps, versioned(column = "rev"), soft_delete)]
        #[vellum(index(keys(address.city = 1, age = -1), name = "city_age", unique), shard_key(age))]
        pub struct User {
            #[vellum(unique)]
            pub email: String,
            pub age: i32,
            address: Address,
        }
    }));
}

#[test]
fn a_model_with_an_id_of_its_own() {
    insta::assert_snapshot!(model(quote! {
        #[vellum(collection = "users", crate = "crate::reexported")]
        struct User { name: String, #[vellum(id)] email: Email }
    }));
}

#[test]
fn a_model_of_several_shapes() {
    insta::assert_snapshot!(model(quote! {
        #[vellum(collection = "events", id = ObjectId, rename_all = "snake_case", index(keys(click.x = 1)))]
        pub enum Event { Click { x: i32 }, Nothing }
    }));
}

#[test]
fn indexes_of_all_kinds() {
    let expansion = model(quote! {
        #[vellum(collection = "places", soft_delete)]
        #[vellum(index(keys(kind = "hashed"), sparse, hidden), index(keys(name = 1), partial = named, collation(
            locale = "en", strength = 2, case_first = "upper", numeric_ordering = true
        )))]
        struct Place {
            #[vellum(index("2dsphere"))] position: Point,
            #[vellum(index(text, weight = 5))] name: String,
            #[vellum(index(text))] note: String,
            #[vellum(index(ttl = "30d"))] seen: DateTime<Utc>,
            #[vellum(unique(live))] code: Option<String>,
            #[vellum(unique, null)] nick: Option<String>,
            #[vellum(unique(missing), bytes)] hash: Vec<u8>,
            kind: Kind,
        }
    });
    let from = expansion.find("const INDEXES").expect("a model has indexes");
    let to = expansion.find("const SHARD_KEY").expect("a model has a shard key");
    insta::assert_snapshot!(&expansion[from..to]);
}

#[test]
fn an_embedded_struct() {
    insta::assert_snapshot!(embedded(quote! {
        pub struct Address { pub city: String, zip: Option<String> }
    }));
}

#[test]
fn fields_of_all_kinds() {
    insta::assert_snapshot!(embedded(quote! {
        #[vellum(rename_all = "camelCase")]
        struct Everything {
            #[vellum(alias = "town", alias = "place")] home_city: String,
            #[vellum(null)] zip: Option<String>,
            #[vellum(default)] logins: i64,
            #[vellum(default = crate::five)] tries: i64,
            #[vellum(skip)] cache: Cache,
            #[vellum(skip, default = now)] seen: Instant,
            #[vellum(flatten)] part: Part,
            #[vellum(serde)] foreign: Duration,
            #[vellum(bytes, default)] blob: Vec<u8>,
            r#type: Kind,
            whole: Option<Box<Self>>,
        }
    }));
}

#[test]
fn a_struct_with_parameters() {
    insta::assert_snapshot!(embedded(quote! {
        struct Page<R: Clone = i32, const N: usize = 3> where R: Eq {
            items: [R; N],
            next: Option<Box<Page<R, N>>>,
            #[vellum(serde)] foreign: Option<R>,
            total: i64,
        }
    }));
}

#[test]
fn a_newtype() {
    insta::assert_snapshot!(embedded(quote! { pub struct Email(String); }));
}

#[test]
fn a_newtype_over_bytes() {
    insta::assert_snapshot!(embedded(quote! { struct Hash(#[vellum(bytes)] [u8; 32]); }));
}

#[test]
fn a_converted_type() {
    insta::assert_snapshot!(embedded(quote! {
        #[vellum(into = String, try_from = String)]
        enum Color { Rgb(u8, u8, u8), Named(String) }
    }));
}

#[test]
fn an_enum_without_data() {
    insta::assert_snapshot!(embedded(quote! {
        #[vellum(rename_all = "snake_case")]
        enum Role { Admin, #[vellum(alias = "user")] Member, #[vellum(other)] Other(String) }
    }));
}

#[test]
fn an_enum_with_data() {
    insta::assert_snapshot!(embedded(quote! {
        #[vellum(tag = "kind", rename_all = "snake_case")]
        pub enum Payment {
            Card { last4: String, #[vellum(skip)] cache: i32 },
            #[vellum(alias = "wire")] Transfer(Box<Transfer>),
            Cash,
            #[vellum(other)] Unknown(Document),
        }
    }));
}

#[test]
fn a_projection() {
    insta::assert_snapshot!(projection(quote! {
        #[vellum(from = User)]
        struct UserCard { id: Uuid, #[vellum(path = address.city, rename = "c")] city: String }
    }));
}

#[test]
fn a_projection_that_borrows() {
    insta::assert_snapshot!(projection(quote! {
        #[vellum(from = User)]
        struct Row<'a> { name: &'a str, age: i32, #[vellum(path = address.city)] city: Option<&'a str> }
    }));
}

#[test]
fn a_projection_of_any_rows() {
    insta::assert_snapshot!(projection(quote! { struct Stats { city: String, people: i64 } }));
}

#[test]
fn hooks_of_a_model() {
    let expansion = model(quote! {
        #[vellum(collection = "users", hooks(before_insert = [normalize, checks::quota], after_delete = farewell))]
        struct User { name: String }
    });
    insta::assert_snapshot!(hooks(&expansion));
}

#[test]
fn hooks_of_variants() {
    let expansion = model(quote! {
        #[vellum(collection = "events", hooks(before_insert = turn))]
        enum Event {
            #[vellum(hooks(before_insert = clamp, after_insert = trace))] Click(Click),
            #[vellum(hooks(before_insert = check))] Key { code: String },
            #[vellum(other, hooks(after_insert = warn))] Unknown,
        }
    });
    insta::assert_snapshot!(hooks(&expansion));
}

#[test]
fn a_model_without_hooks_has_nothing_of_them() {
    let expansion = model(quote! {
        #[vellum(collection = "users", timestamps, versioned, soft_delete)]
        struct User { name: String }
    });
    for word in ["HOOKS", "VALIDATE", "Hook", "__p::call", "validate"] {
        assert!(!expansion.contains(word), "{word} in {expansion}");
    }
}

/// What stands between the shard key and the id.
fn hooks(expansion: &str) -> &str {
    let from = expansion.find("const HOOKS").expect("a model with hooks says so");
    let to = expansion.find("const OWN_ID").expect("a model says whose its id is");
    &expansion[from..to]
}

#[test]
fn mistakes_leave_what_other_code_names() {
    insta::assert_snapshot!(model(quote! {
        #[vellum(collection = "users", colour)]
        struct User { #[vellum(unique)] name: String }
    }));
}
