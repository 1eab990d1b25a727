//! A stream holds one batch, whatever it reads.

use futures_util::TryStreamExt;
use vellum::prelude::*;
use vellum::testing::TestDatabase;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "readings")]
struct Reading {
    id: i64,
    n: i64,
    text: String,
}

const DOCUMENTS: i64 = 1_000_000;

/// What streaming them may add to the memory that the process holds.
const MAY_GROW: u64 = 64 << 20;

/// The memory that the process holds (`VmRSS`), or has held at most (`VmHWM`), in bytes.
fn resident(which: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(which)).unwrap();
    line.trim_start_matches(':').trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

/// Set in the process that streams: the memory that is measured must be its own, and other tests run in
/// this one.
const ALONE: &str = "VELLUM_TEST_STREAMING";

#[test]
fn streaming_a_million_documents_keeps_memory_bounded() {
    if !cfg!(target_os = "linux") {
        eprintln!("left out: only Linux says how much memory a process has held");
        return;
    }
    let alone = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["streaming::streams_alone", "--exact", "--nocapture"])
        .env(ALONE, "1")
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&alone.stdout);
    let errors = String::from_utf8_lossy(&alone.stderr);
    assert!(alone.status.success() && output.contains("1 passed"), "{output}{errors}");
    assert!(output.contains("streamed all"), "the other process did nothing: {output}");
}

/// The server makes the documents out of one, so that none of them passes through this process.
async fn fill(db: &Database) {
    let numbers = db.driver().collection::<vellum::bson::Document>("numbers");
    numbers.insert_one(doc! { "_id": 0 }).await.unwrap();
    let pipeline = [
        doc! { "$set": { "n": { "$range": [0, DOCUMENTS] } } },
        doc! { "$unwind": "$n" },
        doc! { "$project": { "_id": { "$toLong": "$n" }, "n": { "$toLong": "$n" }, "text": "a small document" } },
        doc! { "$out": "readings" },
    ];
    numbers.aggregate(pipeline).await.unwrap().try_collect::<Vec<_>>().await.unwrap();
}

#[tokio::test]
async fn streams_alone() {
    if std::env::var_os(ALONE).is_none() {
        return;
    }
    let server = TestDatabase::start().await.unwrap();
    // A client of its own: the one of a test database also keeps what commands answer.
    let db = Database::connect(server.uri()).await.unwrap();
    fill(&db).await;
    let readings = ReadingRepository::new(&db);
    let before = resident("VmRSS");
    let mut stream = readings.find(Filter::all()).stream().await.unwrap();
    let (mut count, mut sum) = (0_i64, 0);
    while let Some(reading) = stream.next().await {
        let reading = reading.unwrap();
        count += 1;
        sum += reading.n;
    }
    let grown = resident("VmHWM").saturating_sub(before);
    assert_eq!((count, sum), (DOCUMENTS, DOCUMENTS * (DOCUMENTS - 1) / 2));
    println!("streamed all, and grew by {grown} bytes");
    assert!(grown < MAY_GROW, "grew by {grown} bytes");
}
