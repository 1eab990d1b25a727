//! Every derive, where Vellum is a dependency of another name.

use odm::prelude::*;

/// A model.
#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "users", crate = "odm", timestamps, versioned, soft_delete)]
pub struct User {
    /// Unique.
    #[vellum(unique)]
    pub email: String,
    /// A list of embedded documents.
    pub homes: Vec<Address>,
    /// A text.
    pub role: Role,
    /// A newtype.
    pub nick: Option<Nick>,
    /// An enum with data.
    pub payment: Payment,
}

/// An embedded document.
#[derive(Debug, Clone, PartialEq, Embedded)]
#[vellum(crate = "odm")]
pub struct Address {
    /// A text.
    pub city: String,
}

/// An enum without data.
#[derive(Debug, Clone, Copy, PartialEq, Embedded)]
#[vellum(crate = "odm", rename_all = "snake_case")]
pub enum Role {
    /// One.
    Admin,
    /// Another.
    Member,
}

/// A newtype.
#[derive(Debug, Clone, PartialEq, Embedded)]
#[vellum(crate = "odm")]
pub struct Nick(String);

/// An enum with data.
#[derive(Debug, Clone, PartialEq, Embedded)]
#[vellum(crate = "odm", tag = "kind")]
pub enum Payment {
    /// With data.
    Card {
        /// The last digits.
        last4: String,
    },
    /// Without.
    Cash,
}

/// A projection.
#[derive(Debug, PartialEq, Projection)]
#[vellum(crate = "odm", from = User)]
pub struct Card {
    /// The model's field of this name.
    pub email: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_renders_under_another_name_of_the_crate() {
        let q = User::q();
        let filter = q.email().eq("x") & q.homes().any().city().eq("y") & q.payment().card().last4().eq("1");
        assert_eq!(
            filter.to_string(),
            r#"{email: "x", "homes.city": "y", "payment.kind": "Card", "payment.last4": "1"}"#
        );
    }
}
