//! A stream holds one batch, whatever it reads.

use vellum::prelude::*;
use vellum::testing::TestDatabase;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "readings", id = ObjectId)]
struct Reading {
    n: i64,
    text: String,
}

/// The memory that the process holds, in bytes.
fn resident() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    pages.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4096
}

/// Set in the process that streams: the memory that is measured must be its own, and other tests run in
/// this one.
const ALONE: &str = "VELLUM_TEST_STREAMING";

#[cfg(target_os = "linux")]
#[test]
fn streaming_100_000_documents_keeps_memory_bounded() {
    let alone = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["streaming::streams_alone", "--exact", "--nocapture"])
        .env(ALONE, "1")
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&alone.stdout);
    assert!(alone.status.success() && output.contains("1 passed"), "{output}");
}

#[tokio::test]
async fn streams_alone() {
    if std::env::var_os(ALONE).is_none() {
        return;
    }
    let server = TestDatabase::start().await.unwrap();
    // A client of its own: the one of a test database also keeps what commands answer.
    let db = Database::connect(server.uri()).await.unwrap();
    let readings = ReadingRepository::new(&db);
    for chunk in 0..20_i64 {
        let text = "x".repeat(1_000);
        let many = (0..5_000).map(|n| Reading { n: chunk * 5_000 + n, text: text.clone() });
        readings.create_many(many).await.unwrap();
    }
    let mut stream = readings.find(Filter::all()).stream().await.unwrap();
    let (mut count, mut sum, mut most) = (0_i64, 0, 0);
    let before = resident();
    while let Some(reading) = stream.next().await {
        let reading = reading.unwrap();
        count += 1;
        sum += reading.n;
        if count % 1_000 == 0 {
            most = most.max(resident());
        }
    }
    assert_eq!((count, sum), (100_000, 100_000 * 99_999 / 2));
    // 100 MB have been read; a batch is at most 16 MB, and the driver may hold the one before.
    let grown = most.saturating_sub(before);
    assert!(grown < 50_000_000, "grew by {grown} bytes");
}
