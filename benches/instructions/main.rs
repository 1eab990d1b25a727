//! `cargo bench -p vellum-benches --bench instructions`: what encoding, decoding and single operations cost, in
//! instructions.
//!
//! Instructions are the same on a busy machine. This program runs itself under valgrind's callgrind, once with N and once
//! with 2N repetitions: the difference is N repetitions and nothing else, whatever starting and ending cost. Operations
//! also have what the driver does beside them, and an await that finds its answer already there: they differ by some
//! tenths of a percent from run to run.

#[path = "../shared/contents.rs"]
mod contents;
mod kernels;
#[path = "../shared/models.rs"]
mod models;
mod operations;
#[path = "../shared/plain.rs"]
mod plain;

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use vellum::testing::TestServer;

/// Instructions of encoding and decoding, Vellum beside the bson crate's serde, and of operations, beside the driver's.
#[derive(Debug, Parser)]
#[command(name = "instructions")]
struct Arguments {
    /// Writes the figures
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// A kernel to repeat: the program starts itself with this
    #[arg(long, hide = true, num_args = 3)]
    repeat: Option<Vec<String>>,
    #[arg(long, hide = true, default_value_t = 0)]
    times: u64,
    /// The server of an operation
    #[arg(long, hide = true)]
    uri: Option<String>,
    /// Cargo says it to every bench
    #[arg(long, hide = true)]
    bench: bool,
}

/// A line of the table, and of the JSON file.
#[derive(Debug, Serialize)]
struct Row {
    work: String,
    subject: &'static str,
    /// For one document.
    instructions: u64,
}

const WORKS: [&str; 2] = ["decode", "encode"];
/// Each size with so many repetitions that a run under valgrind takes about a second.
const SIZES: [(&str, u64); 3] = [("small", 2_000), ("medium", 400), ("large", 20)];
/// `copy` is the least that there is to do: cloning the value, and copying its bytes.
const SUBJECTS: [&str; 3] = ["vellum", "serde", "copy"];

/// Each with so many repetitions. With small documents, except for the save of a changed field; `create_many` is one
/// of 100 documents, counted for each.
const OPERATIONS: [(&str, u64); 6] = [
    ("get_one", 1_000),
    ("insert_one", 1_000),
    ("update_one", 1_000),
    ("update_returning", 1_000),
    ("create_many", operations::MANY * 10),
    ("save", 500),
];
const OPERATION_SUBJECTS: [&str; 2] = ["vellum", "driver"];

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if let Some([work, size, subject]) = arguments.repeat.as_deref() {
        return match &arguments.uri {
            Some(uri) => operations::repeat(work, subject, uri, arguments.times),
            None => kernels::repeat(work, size, subject, arguments.times),
        };
    }
    let valgrind = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status();
    if !valgrind.is_ok_and(|status| status.success()) {
        println!("skipped: instructions are counted by valgrind, which is not here");
        return Ok(());
    }
    let mut rows = measure()?;
    print(&rows);
    let operations = measure_operations()?;
    print_operations(&operations);
    rows.extend(operations);
    if let Some(path) = arguments.json {
        std::fs::write(path, serde_json::to_string_pretty(&rows)? + "\n")?;
    }
    Ok(())
}

fn measure() -> Result<Vec<Row>> {
    let progress = ProgressBar::new((WORKS.len() * SIZES.len() * SUBJECTS.len()) as u64);
    progress.set_style(ProgressStyle::with_template("{elapsed_precise} {wide_bar} {pos}/{len} {msg:24}")?);
    let mut rows = Vec::new();
    for work in WORKS {
        for (size, times) in SIZES {
            for subject in SUBJECTS {
                progress.set_message(format!("{work} {size} {subject}"));
                let kernel = [work, size, subject];
                let instructions = (count(kernel, 2 * times, &[])? - count(kernel, times, &[])?) / times;
                rows.push(Row { work: format!("{work}_{size}"), subject, instructions });
                progress.inc(1);
            }
        }
    }
    progress.finish_and_clear();
    Ok(rows)
}

/// The same of operations, on a server of their own.
fn measure_operations() -> Result<Vec<Row>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let server = runtime.block_on(TestServer::start())?;
    let uri = server.uri_for("operations");
    let at = ["--uri", &uri];
    let mut rows = Vec::new();
    for (work, times) in OPERATIONS {
        for subject in OPERATION_SUBJECTS {
            let kernel = [work, "small", subject];
            let instructions = (count(kernel, 2 * times, &at)? - count(kernel, times, &at)?) / times;
            rows.push(Row { work: work.to_owned(), subject, instructions });
        }
    }
    runtime.block_on(server.stop());
    Ok(rows)
}

/// The instructions of this program, repeating a kernel.
fn count(kernel: [&str; 3], times: u64, others: &[&str]) -> Result<u64> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(std::env::current_exe()?);
    let output =
        valgrind.arg("--repeat").args(kernel).args(["--times", &times.to_string()]).args(others).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{kernel:?} fails under valgrind: {said}");
    let line = said.lines().find_map(|line| line.split_once("Collected : "));
    let (_, collected) = line.context("valgrind does not say what it has counted")?;
    Ok(collected.trim().parse()?)
}

fn print(rows: &[Row]) {
    println!("{:<16} {:>12} {:>12} {:>12} {:>8}", "instructions", "vellum", "serde", "copy", "ratio");
    for rows in rows.chunks(SUBJECTS.len()) {
        let [vellum, serde, copy] = rows else { continue };
        let ratio = serde.instructions as f64 / vellum.instructions as f64;
        println!(
            "{:<16} {:>12} {:>12} {:>12} {ratio:>8.1}",
            vellum.work, vellum.instructions, serde.instructions, copy.instructions
        );
    }
}

fn print_operations(rows: &[Row]) {
    println!("\n{:<16} {:>12} {:>12} {:>8}", "instructions", "vellum", "driver", "ratio");
    for rows in rows.chunks(OPERATION_SUBJECTS.len()) {
        let [vellum, driver] = rows else { continue };
        let ratio = driver.instructions as f64 / vellum.instructions as f64;
        println!("{:<16} {:>12} {:>12} {ratio:>8.3}", vellum.work, vellum.instructions, driver.instructions);
    }
}
