use vellum::chrono::NaiveDate;
use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "users")]
struct User {
    born: NaiveDate,
}

fn main() {
    let _ = User::q().born().current_date();
}
