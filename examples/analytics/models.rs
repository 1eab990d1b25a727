//! Three collections as they were found: the names and types are those of the stored documents.

use std::collections::BTreeMap;

use vellum::geo::Point;
use vellum::prelude::*;

/// A customer of a bank.
#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "customers")]
pub(crate) struct Customer {
    pub id: ObjectId,
    pub username: String,
    pub name: String,
    pub address: String,
    pub birthdate: DateTime<Utc>,
    pub email: String,
    /// Almost no document has it.
    pub active: Option<bool>,
    /// The numbers of the accounts, as [`Account::number`] has them.
    #[vellum(index)]
    pub accounts: Vec<i32>,
    #[vellum(rename = "tier_and_details")]
    pub memberships: BTreeMap<MembershipId, Membership>,
}

/// 32 hexadecimal digits. Text in a type of its own, because a `Uuid` would be stored with hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Embedded)]
pub(crate) struct MembershipId(pub String);

/// What a customer may claim.
#[derive(Debug, Clone, PartialEq, Embedded)]
pub(crate) struct Membership {
    pub tier: Tier,
    pub id: MembershipId,
    pub active: bool,
    pub benefits: Vec<String>,
}

/// The worth of a membership. Stored as `"Bronze"` and so on.
#[derive(Debug, Clone, Copy, PartialEq, Embedded)]
pub(crate) enum Tier {
    Bronze,
    Silver,
    Gold,
    Platinum,
}

/// An account of the bank.
#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "accounts")]
pub(crate) struct Account {
    pub id: ObjectId,
    #[vellum(rename = "account_id", index)]
    pub number: i32,
    pub limit: i32,
    pub products: Vec<Product>,
}

/// What an account can be used for.
#[derive(Debug, Clone, Copy, PartialEq, Embedded)]
pub(crate) enum Product {
    Brokerage,
    Commodity,
    CurrencyService,
    Derivatives,
    InvestmentFund,
    InvestmentStock,
}

/// A restaurant of New York, mostly.
#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "restaurants")]
pub(crate) struct Restaurant {
    pub id: ObjectId,
    pub name: String,
    #[vellum(index("2dsphere"))]
    pub location: Point,
}
