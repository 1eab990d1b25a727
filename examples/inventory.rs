//! A warehouse: every way to change documents, and pages through many of them.
//!
//! `cargo run --example inventory` needs no MongoDB: it starts one for itself.

use vellum::Result;
use vellum::prelude::*;
use vellum::repository::BulkOutcome;
use vellum::testing::TestDatabase;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "articles", versioned, timestamps)]
#[vellum(index(keys(stock = 1, id = 1), name = "stock"))]
struct Article {
    #[vellum(unique)]
    sku: String,
    stock: i32,
    price: Decimal,
    discount: Option<Decimal>,
    batches: Vec<Batch>,
    labels: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Embedded)]
struct Batch {
    number: i32,
    pieces: i32,
    expired: bool,
}

/// What a list of articles shows.
#[derive(Debug, PartialEq, Projection)]
#[vellum(from = Article)]
struct Row {
    sku: String,
    stock: i32,
}

#[tokio::main]
async fn main() -> Result<()> {
    let db = TestDatabase::start().await?;
    let articles = ArticleRepository::new(&db);
    articles.sync_indexes().await?;
    let tea = articles.create(article("tea", 40)).await?;

    change(&articles, &tea).await?;
    change_elements(&articles, &tea).await?;
    compute(&articles, &tea).await?;
    deliver(&articles).await?;
    take_stock(&articles, &tea).await?;
    turn_pages(&articles).await
}

fn article(sku: &str, stock: i32) -> Article {
    Article {
        sku: sku.into(),
        stock,
        price: Decimal::new(450, 2),
        discount: None,
        batches: vec![
            Batch { number: 1, pieces: 10, expired: true },
            Batch { number: 2, pieces: 30, expired: false },
        ],
        labels: vec!["hot".into()],
    }
}

async fn change(articles: &ArticleRepository, tea: &Doc<Article>) -> Result<()> {
    let q = Article::q();
    let changes = [q.stock().inc(-3), q.labels().push("fair"), q.discount().set(Decimal::new(5, 1))];
    println!("{}", Update::all_of(changes.clone()));
    let after = articles.update(tea.id(), changes).await?.expect("tea is there");
    println!("    {} pieces, {:?}, version {}\n", after.stock, after.labels, after.version());

    // What cannot be meant is refused before anything is sent, and so is what would not fit.
    let error = articles.update(tea.id(), q.stock().inc(1) & q.stock().set(0)).await.unwrap_err();
    println!("{error}");
    let error = articles.update(tea.id(), q.stock().inc(i32::MAX)).await.unwrap_err();
    println!("{error}\n");
    Ok(())
}

async fn change_elements(articles: &ArticleRepository, tea: &Doc<Article>) -> Result<()> {
    let q = Article::q();
    let large = q.batches().each_where(|batch| batch.pieces().gt(20));
    println!("{}", large.pieces().inc(-1));
    articles.update(tea.id(), [large.pieces().inc(-1), large.expired().set(false)]).await?;
    let after = articles.update(tea.id(), q.batches().pull_if(|batch| batch.expired().eq(true))).await?;
    println!("    {:?}\n", after.expect("tea is there").batches);
    Ok(())
}

async fn compute(articles: &ArticleRepository, tea: &Doc<Article>) -> Result<()> {
    let half = Article::set_with(|a| [a.price().set(a.price() * Decimal::new(5, 1)), a.discount().unset()]);
    println!("{half}");
    let after = articles.update(tea.id(), half).await?.expect("tea is there");
    println!("    {}\n", after.price);
    Ok(())
}

/// Whatever arrives is added to what is there, or is there from then on.
async fn deliver(articles: &ArticleRepository) -> Result<()> {
    let q = Article::q();
    for (sku, pieces) in [("tea", 5), ("coffee", 20), ("coffee", 2)] {
        let delivered =
            articles.update_one(q.sku().eq(sku), q.stock().inc(pieces)).upsert(article(sku, 0)).await?;
        println!("{pieces} of {sku}: {}", if delivered.upserted_id.is_some() { "new" } else { "more" });
    }
    println!();
    Ok(())
}

async fn take_stock(articles: &ArticleRepository, tea: &Doc<Article>) -> Result<()> {
    let q = Article::q();
    // `tea` is older than what is stored by now, and the bulk says so.
    let summary = articles
        .bulk()
        .create(article("cocoa", 7))
        .create(article("tea", 1))
        .update_doc(tea, q.stock().set(0))
        .update_many(q.stock().gt(10), q.labels().add_to_set("plenty"))
        .ordered(false)
        .await?;
    for outcome in &summary.outcomes {
        match outcome {
            BulkOutcome::Failed(error) => println!("failed: {error}"),
            other => println!("{other:?}"),
        }
    }
    println!();

    let many = (0..1000).map(|n| article(&format!("article {n}"), n % 9));
    let report = articles.create_many(many.chain([article("tea", 0)])).ordered(false).report().await?;
    println!("{} created, {} refused\n", report.created.len(), report.failed.len());
    Ok(())
}

async fn turn_pages(articles: &ArticleRepository) -> Result<()> {
    let q = Article::q();
    let second = articles.find(q.stock().gt(3)).sort(q.stock().desc()).page(2, 50).await?;
    println!("page {} of {}, {} in all", second.page, second.pages(), second.total);

    // By position instead of number: nothing is skipped or shown twice, whatever is written meanwhile.
    let rows = articles.find(q.stock().gt(3)).sort(q.stock().desc());
    let (mut seen, mut next) = (0, None);
    loop {
        let slice = rows.clone().limit(100).after(next).page_slice().await?;
        seen += slice.items.len();
        next = slice.next;
        if next.is_none() {
            break;
        }
    }
    println!("{seen} in pages by position");
    let row: Vec<Row> = rows.limit(1).select().await?;
    println!("{row:?}");
    Ok(())
}
