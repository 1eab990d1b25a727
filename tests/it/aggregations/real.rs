//! Pipelines over data as they were found: what comes out is what the driver gives for pipelines by hand.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::{env, fs};

use super::*;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "customers")]
struct Customer {
    id: ObjectId,
    username: String,
    #[vellum(index)]
    accounts: Vec<i32>,
    #[vellum(rename = "tier_and_details")]
    memberships: BTreeMap<String, Membership>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
struct Membership {
    tier: Tier,
    id: String,
    active: bool,
    benefits: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Embedded)]
enum Tier {
    Bronze,
    Silver,
    Gold,
    Platinum,
}

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "accounts")]
struct Account {
    id: ObjectId,
    #[vellum(rename = "account_id", index)]
    number: i32,
    limit: i32,
    products: Vec<Product>,
}

#[derive(Debug, Clone, Copy, PartialEq, Embedded)]
enum Product {
    Brokerage,
    Commodity,
    CurrencyService,
    Derivatives,
    InvestmentFund,
    InvestmentStock,
}

/// The folder with one Extended JSON file per collection: `VELLUM_DATA`, or `shared/data` beside the workspace.
fn folder() -> Option<PathBuf> {
    if let Some(named) = env::var_os("VELLUM_DATA").filter(|named| !named.is_empty()) {
        let folder = PathBuf::from(named);
        assert!(folder.is_dir(), "VELLUM_DATA names {}, which is no folder", folder.display());
        return Some(folder);
    }
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    beside.canonicalize().ok().filter(|folder| folder.is_dir())
}

struct Bank {
    /// Kept, because the database goes with it.
    _db: TestDatabase,
    customers: CustomerRepository,
    accounts: AccountRepository,
    stored_customers: Vec<Document>,
    stored_accounts: Vec<Document>,
}

impl Bank {
    async fn open() -> Option<Self> {
        let Some(folder) = folder() else {
            println!(
                "skipped: VELLUM_DATA names no folder, and there is no shared/data beside the workspace"
            );
            return None;
        };
        let read = |name: &str| -> Vec<Document> {
            let text = fs::read_to_string(folder.join(name)).unwrap();
            text.lines()
                .filter(|line| !line.trim().is_empty())
                .map(|line| serde_json::from_str(line).unwrap())
                .collect()
        };
        let (stored_customers, stored_accounts) = (read("customers.json"), read("accounts.json"));
        let db = TestDatabase::start().await.unwrap();
        let (customers, accounts) = (CustomerRepository::new(&db), AccountRepository::new(&db));
        customers.driver().insert_many(&stored_customers).await.unwrap();
        accounts.driver().insert_many(&stored_accounts).await.unwrap();
        customers.sync_indexes().await.unwrap();
        accounts.sync_indexes().await.unwrap();
        Some(Self { _db: db, customers, accounts, stored_customers, stored_accounts })
    }

    async fn by_hand(&self, pipeline: impl IntoIterator<Item = Document>) -> Vec<Document> {
        let cursor = self.customers.driver().aggregate(pipeline).await.unwrap();
        cursor.try_collect().await.unwrap()
    }
}

/// Rows whose joined documents are in the order of their ids: a join promises none.
fn in_order(mut rows: Vec<Document>) -> Vec<Document> {
    for row in &mut rows {
        let joined = row.get_array_mut("__1").unwrap();
        joined.sort_by_key(|document| document.as_document().unwrap().get_object_id("_id").unwrap());
    }
    rows
}

#[derive(Debug, Projection)]
struct Held {
    username: String,
    accounts: Vec<i32>,
    memberships: Vec<Option<Membership>>,
}

#[derive(Debug, Projection)]
struct Claims {
    username: String,
    tier: Option<Tier>,
    benefits: Vec<String>,
}

#[derive(Debug, PartialEq, Projection)]
struct ByBenefit {
    tier: Option<Tier>,
    benefit: String,
    memberships: i64,
    customers: i32,
}

#[tokio::test]
async fn customers_are_counted_by_tier_and_benefit() {
    let Some(bank) = Bank::open().await else { return };
    let benefits = bank
        .customers
        .aggregate()
        .project(|c| {
            let memberships = c.memberships().object_to_array().map(|m| m.get_field::<Membership>("v"));
            Held::projected().username(c.username()).accounts(c.accounts()).memberships(memberships)
        })
        .unwind(|held| held.memberships())
        .filter(|(_, membership)| membership.active().eq(true))
        .project(|(held, membership)| {
            let benefits = membership.benefits().if_null([]);
            Claims::projected().username(held.username()).tier(membership.tier()).benefits(benefits)
        })
        .unwind(|claims| claims.benefits())
        .group_by(
            |(claims, benefit)| (claims.tier(), benefit),
            |(tier, benefit), (claims, _)| {
                let customers = add_to_set(claims.username()).size();
                ByBenefit::grouped().tier(tier).benefit(benefit).memberships(count()).customers(customers)
            },
        )
        .sort(|b| [b.tier().asc(), b.benefit().asc()]);
    let by_hand = [
        doc! { "$project": { "username": 1, "held": { "$objectToArray": "$tier_and_details" } } },
        doc! { "$unwind": "$held" },
        doc! { "$match": { "held.v.active": true } },
        doc! { "$unwind": "$held.v.benefits" },
        doc! { "$group": {
            "_id": { "tier": "$held.v.tier", "benefit": "$held.v.benefits" },
            "memberships": { "$sum": 1_i64 },
            "customers": { "$addToSet": "$username" },
        } },
        doc! { "$project": {
            "_id": 0, "tier": "$_id.tier", "benefit": "$_id.benefit", "memberships": 1,
            "customers": { "$size": "$customers" },
        } },
        doc! { "$sort": { "tier": 1, "benefit": 1 } },
    ];
    let by_hand = bank.by_hand(by_hand).await;
    let rows: Vec<ByBenefit> = benefits.await.unwrap();
    assert!(!rows.is_empty());
    let expected = by_hand.iter().map(|row| ByBenefit {
        tier: Some(tier(row.get_str("tier").unwrap())),
        benefit: row.get_str("benefit").unwrap().to_owned(),
        memberships: row.get_i64("memberships").unwrap(),
        customers: row.get_i32("customers").unwrap(),
    });
    assert_eq!(rows, expected.collect::<Vec<_>>());
}

fn tier(name: &str) -> Tier {
    match name {
        "Bronze" => Tier::Bronze,
        "Silver" => Tier::Silver,
        "Gold" => Tier::Gold,
        "Platinum" => Tier::Platinum,
        other => panic!("no tier: {other}"),
    }
}

#[derive(Debug, Clone, PartialEq, Projection)]
struct Limits {
    limit: i64,
}

#[tokio::test]
async fn accounts_are_joined_to_customers_by_their_numbers() {
    let Some(bank) = Bank::open().await else { return };
    let joined = bank
        .customers
        .aggregate()
        .sort(|c| c.id().asc())
        .lookup(|c| c.accounts(), Account::q().number())
        .add_fields(|(_, accounts)| Limits::projected().limit(accounts.sum(|a| a.limit()).to_long()));
    let by_hand = [
        doc! { "$sort": { "_id": 1 } },
        doc! { "$lookup": {
            "from": "accounts", "localField": "accounts", "foreignField": "account_id", "as": "__1",
        } },
        doc! { "$addFields": { "__2": { "limit": { "$toLong": { "$sum": "$__1.limit" } } } } },
    ];
    let rows = joined.clone().documents().await.unwrap();
    assert_eq!(in_order(rows), in_order(bank.by_hand(by_hand).await));

    let rows: Vec<((Doc<Customer>, Vec<Doc<Account>>), Limits)> = joined.await.unwrap();
    assert_eq!(rows.len(), bank.stored_customers.len());
    // The same join without a server.
    let mut limits: HashMap<i32, Vec<i32>> = HashMap::new();
    for account in &bank.stored_accounts {
        let of = limits.entry(account.get_i32("account_id").unwrap()).or_default();
        of.push(account.get_i32("limit").unwrap());
    }
    for ((customer, accounts), limit) in &rows {
        let numbers: BTreeSet<i32> = customer.accounts.iter().copied().collect();
        let expected: Vec<i32> =
            numbers.iter().filter_map(|number| limits.get(number)).flatten().copied().collect();
        assert_eq!(accounts.len(), expected.len(), "{}", customer.username);
        assert_eq!(limit.limit, expected.iter().copied().map(i64::from).sum::<i64>());
    }

    let owners = bank
        .accounts
        .aggregate()
        .lookup(|a| a.number(), Customer::q().accounts())
        .unwind(|(_, customers)| customers.keep_empty())
        .sort(|(a, customer)| [a.id().asc(), customer.id().asc()]);
    let by_hand = [
        doc! { "$lookup": {
            "from": "customers", "localField": "account_id", "foreignField": "accounts", "as": "__1",
        } },
        doc! { "$unwind": { "path": "$__1", "preserveNullAndEmptyArrays": true } },
        doc! { "$sort": { "_id": 1, "__1._id": 1 } },
    ];
    let by_hand: Vec<Document> =
        bank.accounts.driver().aggregate(by_hand).await.unwrap().try_collect().await.unwrap();
    assert_eq!(owners.clone().documents().await.unwrap(), by_hand);
    let read: Vec<(Doc<Account>, Option<Doc<Customer>>)> = owners.await.unwrap();
    assert_eq!(read.len(), by_hand.len());
}

#[derive(Debug, Projection)]
struct Tiered {
    tier: Option<Tier>,
    accounts: Vec<i32>,
}

#[derive(Debug, Projection)]
struct ByProduct {
    tier: Option<Tier>,
    product: Product,
    uses: i64,
}

#[derive(Debug, PartialEq, Projection)]
struct TopProducts {
    tier: Option<Tier>,
    products: Vec<Product>,
    uses: Vec<i64>,
}

#[tokio::test]
async fn the_top_products_of_each_tier_are_found() {
    let Some(bank) = Bank::open().await else { return };
    let products = bank
        .customers
        .aggregate()
        .project(|c| {
            let memberships = c.memberships().object_to_array().map(|m| m.get_field::<Membership>("v"));
            Held::projected().username(c.username()).accounts(c.accounts()).memberships(memberships)
        })
        .unwind(|held| held.memberships())
        .project(|(held, m)| Tiered::projected().tier(m.tier()).accounts(held.accounts()))
        .lookup(|t| t.accounts(), Account::q().number())
        .unwind(|(_, accounts)| accounts)
        .unwind(|(_, account)| account.products())
        .group_by(
            |((t, _), product)| (t.tier(), product),
            |(tier, product), _| ByProduct::grouped().tier(tier).product(product).uses(count()),
        )
        .sort(|u| [u.uses().desc(), u.product().asc()])
        .group_by(
            |u| u.tier(),
            |tier, u| {
                let (products, uses) = (first_n(3, u.product()), first_n(3, u.uses()));
                TopProducts::grouped().tier(tier).products(products).uses(uses)
            },
        )
        .sort(|t| t.tier().asc());
    let by_hand = [
        doc! { "$project": { "accounts": 1, "held": { "$objectToArray": "$tier_and_details" } } },
        doc! { "$unwind": "$held" },
        doc! { "$lookup": {
            "from": "accounts", "localField": "accounts", "foreignField": "account_id", "as": "account",
        } },
        doc! { "$unwind": "$account" },
        doc! { "$unwind": "$account.products" },
        doc! { "$group": {
            "_id": { "tier": "$held.v.tier", "product": "$account.products" }, "uses": { "$sum": 1 },
        } },
        doc! { "$sort": { "uses": -1, "_id.product": 1 } },
        doc! { "$group": {
            "_id": "$_id.tier",
            "products": { "$firstN": { "input": "$_id.product", "n": 3 } },
            "uses": { "$firstN": { "input": "$uses", "n": 3 } },
        } },
        doc! { "$project": { "_id": 0, "tier": "$_id", "products": 1, "uses": 1 } },
        doc! { "$sort": { "tier": 1 } },
    ];
    assert_eq!(products.clone().documents().await.unwrap(), bank.by_hand(by_hand).await);
    let rows: Vec<TopProducts> = products.await.unwrap();
    let tiers: Vec<_> = rows.iter().map(|row| row.tier.unwrap()).collect();
    assert_eq!(tiers, [Tier::Bronze, Tier::Gold, Tier::Platinum, Tier::Silver]);
    assert!(rows.iter().all(|row| row.products.len() == 3 && row.uses.is_sorted_by(|a, b| a >= b)));
}
