use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    age: i32,
}

#[derive(Clone, Vellum)]
#[vellum(collection = "posts")]
struct Post {
    likes: i32,
}

fn main() {
    let _ = [User::q().age().inc(1), Post::q().likes().inc(1)];
}
