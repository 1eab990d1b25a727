use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "shops")]
struct Shop {
    position: [f64; 2],
}

fn main() {
    let _ = Shop::q().position().push(1.0);
}
