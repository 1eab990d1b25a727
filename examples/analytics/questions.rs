//! Questions to the data, each printed as MongoDB gets it, beside its answer.

use std::collections::BTreeMap;
use std::fmt::Display;

use chrono::TimeZone as _;
use vellum::geo::{Circle, Point, Polygon};
use vellum::prelude::*;
use vellum::repository::Find;

use crate::models::{Account, Customer, Product, Restaurant, Tier};

const TIMES_SQUARE: [f64; 2] = [-73.9855, 40.758];

/// The first few documents that a query finds.
async fn list<T: Model, D: Display>(
    question: &str,
    query: Find<T>,
    describe: impl Fn(&T) -> D,
) -> vellum::Result<()> {
    println!("\n{question}\n    {query}");
    for document in query.await? {
        println!("    - {}", describe(&document));
    }
    Ok(())
}

/// How many documents a query finds.
async fn count<T: Model>(question: &str, query: Find<T>) -> vellum::Result<()> {
    println!("\n{question}\n    {query}");
    println!("    = {}", query.count().await?);
    Ok(())
}

/// Dates, lists of numbers, and maps whose keys are data.
pub(crate) async fn of_customers(db: &Database) -> vellum::Result<()> {
    let customers = Repository::<Customer>::new(db);
    let q = Customer::q();

    let seventies = q.birthdate().between(year(1970)..year(1980));
    let oldest = customers.find(seventies.clone()).sort(q.birthdate().asc()).limit(3);
    list("Who are the oldest customers born in the seventies?", oldest, |c| {
        format!("{}, {}", c.name, c.birthdate.date_naive())
    })
    .await?;
    count("How many were born in the seventies?", customers.find(seventies)).await?;
    count("And before 1970, as negative dates?", customers.find(q.birthdate().lt(year(1970)))).await?;

    count("Who has six accounts?", customers.find(q.accounts().size(6))).await?;
    let round = q.accounts().any().between(100_000..200_000) & !q.accounts().size(1);
    count("Who has one of 100000 to 199999, and others?", customers.find(round)).await?;
    count("Whose document says `active` at all?", customers.find(q.active().is_some())).await?;

    let Some(member) = customers.find(q.memberships().ne(BTreeMap::new())).sort(q.id().asc()).first().await?
    else {
        return Ok(());
    };
    let accounts = customers.find(q.accounts().contains_all(&member.accounts));
    list(&format!("Who else has all accounts of {}?", member.name), accounts, |c| c.username.clone()).await?;
    for (key, membership) in &member.memberships {
        let (entry, benefit) = (q.memberships().key_of(key), &membership.benefits[0]);
        let modest =
            entry.tier().is_not_in([Tier::Gold, Tier::Platinum]) & entry.benefits().contains(benefit);
        list(&format!("Who gets {benefit} by this membership below gold?"), customers.find(modest), |c| {
            c.name.clone()
        })
        .await?;
    }
    Ok(())
}

/// Lists of an enum, and a join by hand.
pub(crate) async fn of_accounts(db: &Database) -> vellum::Result<()> {
    let accounts = Repository::<Account>::new(db);
    let q = Account::q();

    let both = q.products().contains_all([Product::Derivatives, Product::Commodity]);
    count("How many accounts trade derivatives and commodities?", accounts.find(both.clone())).await?;
    let little =
        accounts.find(both & q.limit().lt(10_000)).sort([q.limit().asc(), q.number().asc()]).limit(3);
    list("With the lowest limits?", little, |a| format!("{}: {}, {:?}", a.number, a.limit, a.products))
        .await?;
    count("How many can be used for one thing only?", accounts.find(q.products().size(1))).await?;

    let any = q.products().contains_any([Product::Brokerage, Product::InvestmentFund]);
    println!("\nWhich limits do accounts for brokers or funds have?\n    {any}");
    println!("    = {:?}", accounts.find(any).distinct(q.limit()).await?);

    let customers = Repository::<Customer>::new(db);
    let name = Customer::q().name();
    if let Some(customer) = customers.find(name.contains("a")).sort(name.asc()).first().await? {
        let theirs = accounts.find(q.number().is_in(&customer.accounts)).sort(q.number().asc());
        list(&format!("What has {}?", customer.name), theirs, |a| format!("{}: {:?}", a.number, a.products))
            .await?;
    }
    Ok(())
}

/// Distances in metres, and areas.
pub(crate) async fn of_restaurants(db: &Database) -> vellum::Result<()> {
    let restaurants = Repository::<Restaurant>::new(db);
    let q = Restaurant::q();
    let here = || Point { coordinates: TIMES_SQUARE };

    list("What is next to Times Square?", restaurants.find(q.location().near(here())).limit(3), |r| {
        r.name.clone()
    })
    .await?;
    let pizza = q.location().near_within(here(), ..=500.0) & q.name().contains("Pizza");
    list("The nearest pizza within 500 metres?", restaurants.find(pizza).limit(3), |r| r.name.clone())
        .await?;
    let ring = q.location().near_within(here(), 500.0..=1_000.0);
    count("How many are 500 to 1000 metres away?", restaurants.find(ring)).await?;

    let around = Circle::new(here(), 250.0);
    count("How many within 250 metres?", restaurants.find(q.location().within(around))).await?;
    let park =
        Polygon::new([[-73.9819, 40.7681], [-73.9582, 40.8006], [-73.9493, 40.7969], [-73.973, 40.7644]]);
    let cafes = q.location().within(&park) & q.name().contains("Cafe");
    count("How many in Central Park?", restaurants.find(q.location().within(&park))).await?;
    list("And which are cafes?", restaurants.find(cafes).sort(q.name().asc()), |r| r.name.clone()).await?;
    let outside = !q.location().intersects(park) & q.name().eq_ignore_case("STARBUCKS");
    count("How many Starbucks, in any spelling, are outside of it?", restaurants.find(outside)).await
}

fn year(year: i32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).single().expect("every year has a first day")
}
