//! A first tour: store documents, ask for them with filters that the compiler checks, and see each query as MongoDB
//! gets it. It needs nothing but `cargo run --example quickstart`: the server is a throw-away one, or the one that
//! `VELLUM_MONGODB_URI` names, in a database of its own that is dropped at the end.

use vellum::Result;
use vellum::prelude::*;
use vellum::testing::TestDatabase;

/// A document of the collection `members`. Id, version and times are the database's business: no fields for them.
#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "members", timestamps, versioned, soft_delete)]
struct Member {
    #[vellum(unique)] // also gives the repository `get_by_email`
    email: String,
    name: String,
    age: i32,
    address: Address,
    phone: Option<String>,
    interests: Vec<String>,
    plan: Plan,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
struct Address {
    city: String,
    zip: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Embedded)]
#[vellum(rename_all = "snake_case")]
enum Plan {
    Free,
    Premium,
}

/// A document that refers to another one, by its id alone.
#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "loans")]
struct Loan {
    #[vellum(index)]
    member: Ref<Member>,
    book: String,
}

fn member(name: &str, age: i32, city: &str, plan: Plan, interests: &[&str]) -> Member {
    Member {
        email: format!("{}@example.org", name.to_lowercase()),
        name: name.to_owned(),
        age,
        address: Address { city: city.to_owned(), zip: None },
        phone: (age > 60).then(|| "+44 20 7946 0018".to_owned()),
        interests: interests.iter().map(ToString::to_string).collect(),
        plan,
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let db = TestDatabase::start().await?; // an application: `Database::connect(uri).await?`
    let members = MemberRepository::new(&db);
    members.sync_indexes().await?;

    let ada = create(&members).await?;
    read(&members, &ada).await?;
    find(&members).await?;
    ask(&members).await?;
    relate(&db, &ada).await?;
    delete(&members, &ada).await
}

async fn create(members: &MemberRepository) -> Result<Doc<Member>> {
    let ada = members.create(member("Ada", 36, "London", Plan::Premium, &["math", "music"])).await?;
    println!("created {} as {}, version {}\n", ada.name, ada.id(), ada.version());

    members
        .create_many([
            member("Alan", 41, "London", Plan::Free, &["math", "running"]),
            member("Emmy", 53, "Erlangen", Plan::Premium, &["math"]),
            member("Clara", 76, "Frankfurt", Plan::Free, &["music"]),
        ])
        .await?;

    let second = member("Ada", 17, "Paris", Plan::Free, &[]);
    let error = members.create(second).await.expect_err("the index on `email` is unique");
    assert!(error.is_duplicate_key());
    println!("{error}\n");
    Ok(ada)
}

async fn read(members: &MemberRepository, ada: &Doc<Member>) -> Result<()> {
    assert_eq!(members.get(ada.id()).await?.as_ref(), Some(ada));
    assert_eq!(members.require(ada.id()).await?, *ada);
    assert_eq!(members.get_by_email("ada@example.org").await?.as_ref(), Some(ada));
    assert_eq!(members.get(Uuid::nil()).await?, None);
    Ok(())
}

async fn find(members: &MemberRepository) -> Result<()> {
    let q = Member::q();
    let queries = [
        members.find(q.age().between(18..50) & q.address().city().eq("London")).sort(q.name().asc()),
        members
            .find(q.plan().eq(Plan::Premium) | q.interests().contains("music"))
            .sort(q.age().desc())
            .limit(2),
        members.find(q.phone().is_none() & !q.name().starts_with("A")),
        members.find(q.interests().contains_all(["math", "music"])),
        members.find(q.address().eq(Address { city: "Erlangen".into(), zip: None })),
    ];
    for query in queries {
        println!("{query}");
        let names: Vec<String> = query.await?.iter().map(|member| member.name.clone()).collect();
        println!("    {names:?}\n");
    }
    Ok(())
}

async fn ask(members: &MemberRepository) -> Result<()> {
    let q = Member::q();
    let math = q.interests().contains("math");
    println!("{}", members.find(math.clone()));
    println!("    count: {}", members.find(math.clone()).count().await?);
    println!("    exists: {}", members.find(math.clone()).exists().await?);
    println!("    cities: {:?}", members.find(math.clone()).distinct(q.address().city()).await?);
    let values: Vec<Member> = members.find(math).values().await?;
    println!("    ages: {:?}\n", values.iter().map(|member| member.age).collect::<Vec<_>>());

    let mut all = members.find(Filter::all()).sort(q.name().asc()).stream().await?; // one batch in memory
    while let Some(member) = all.next().await {
        let member = member?;
        println!("{:<6} {}", member.name, member.address.city);
    }
    println!();
    Ok(())
}

/// What documents refer to comes with one query more, however many they are.
async fn relate(db: &Database, ada: &Doc<Member>) -> Result<()> {
    let loans = LoanRepository::new(db);
    for book in ["Sketch of the Analytical Engine", "Principia"] {
        loans.create(Loan { member: ada.to_ref(), book: book.into() }).await?;
    }
    let q = Loan::q();
    for (loan, member) in loans.find(Filter::all()).sort(q.book().asc()).include(q.member()).await? {
        println!("{:<32} {:?}", loan.book, member.map(|member| member.name.clone()));
    }
    let members = MemberRepository::new(db).find(Filter::all()).sort(Member::q().name().asc());
    for (member, loans) in members.include_many(q.member()).await? {
        println!("{:<32} {}", member.name, loans.len());
    }
    println!();
    Ok(())
}

async fn delete(members: &MemberRepository, ada: &Doc<Member>) -> Result<()> {
    assert!(members.delete(ada.id()).await?);
    let error = members.require(ada.id()).await.expect_err("Ada is deleted");
    assert!(error.is_not_found());
    println!("{error}, but the model says `soft_delete`:\n");

    let deleted = members.find(Filter::all()).only_deleted();
    println!("{deleted}");
    println!("    {:?}", deleted.first().await?);
    Ok(())
}
