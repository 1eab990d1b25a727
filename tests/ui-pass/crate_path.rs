//! The crate under another path.

#![deny(warnings)]

mod database {
    pub use vellum as odm;
}

mod app {
    // Nothing is called `vellum` here.
    use crate::database::odm::prelude::*;

    mod vellum {}

    #[derive(Clone, Vellum)]
    #[vellum(collection = "users", crate = "crate::database::odm", index(keys(address.city = 1)))]
    pub struct User {
        #[vellum(unique)]
        pub email: String,
        pub address: Address,
    }

    #[derive(Clone, Embedded)]
    #[vellum(crate = "crate::database::odm")]
    pub struct Address {
        pub city: String,
    }

    #[derive(Projection)]
    #[vellum(crate = "crate::database::odm", from = User)]
    pub struct Card {
        pub email: String,
    }
}

fn main() {
    let _ = app::User::q().address().city().eq("London");
    let _ = |card: app::Card| card.email;
}
