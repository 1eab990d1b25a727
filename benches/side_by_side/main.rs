//! `cargo bench -p vellum-benches`: Vellum, the driver and other mappers do the same work, side by side in one run.
//!
//! `docs/performance.md` says how to run it and how to read the figures.

mod about;
mod arguments;
mod children;
#[path = "../shared/contents.rs"]
mod contents;
mod figures;
#[path = "../shared/filling.rs"]
mod filling;
mod links;
#[path = "../shared/machine.rs"]
mod machine;
#[path = "../shared/models.rs"]
mod models;
#[path = "../shared/numbers.rs"]
mod numbers;
mod picture;
#[path = "../shared/plain.rs"]
mod plain;
#[path = "../shared/protocol.rs"]
mod protocol;
mod report;
mod rounds;
mod serve;
mod stage;
#[path = "../shared/watch.rs"]
mod watch;
#[path = "../shared/weights.rs"]
mod weights;
mod works;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use about::About;
use arguments::Arguments;

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    if let Some(subject) = &arguments.serve {
        return serve::serve(subject, &arguments.uri).map(|()| ExitCode::SUCCESS);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(run(&arguments))
}

async fn run(arguments: &Arguments) -> Result<ExitCode> {
    let works = works::chosen(arguments)?;
    let stage = stage::Stage::set(&works).await?;
    let children = children::start(arguments, &stage).await?;
    let about = About::of(&stage, &children).await?;
    println!("{about}\n");
    let samples = rounds::play(arguments, &works, &stage, children).await?;
    let rows = figures::rows(&samples);
    print!("{}", report::table(&rows, &samples));
    if let Some(path) = &arguments.json {
        report::write_json(path, &rows, &about)?;
    }
    if let Some(path) = &arguments.svg {
        std::fs::write(path, picture::draw(&rows, &about))?;
    }
    stage.leave().await;
    Ok(if samples.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
