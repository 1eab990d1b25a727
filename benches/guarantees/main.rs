//! `cargo bench -p vellum-benches --bench guarantees`: what each guarantee costs, Vellum with it beside Vellum without.
//!
//! Both sides are in this one process, and take turns in a shuffled order. The side without is there twice, so that the
//! table shows what the run can tell apart. `docs/performance.md` says how to read it.

mod arguments;
#[path = "../shared/contents.rs"]
mod contents;
mod entries;
mod figures;
#[path = "../shared/filling.rs"]
mod filling;
mod kept;
#[path = "../shared/machine.rs"]
mod machine;
#[path = "../shared/models.rs"]
mod models;
#[path = "../shared/numbers.rs"]
mod numbers;
#[path = "../shared/plain.rs"]
mod plain;
mod rounds;
mod stage;
#[path = "../shared/watch.rs"]
mod watch;
mod works;

use anyhow::Result;
use clap::Parser;

use arguments::Arguments;
use machine::Machine;

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    // As an application would run it.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    if let Some(what) = &arguments.keep {
        return runtime.block_on(kept::keep(what, &arguments.uri));
    }
    runtime.block_on(run(&arguments))
}

async fn run(arguments: &Arguments) -> Result<()> {
    let works = works::chosen(arguments)?;
    let stage = stage::Stage::set(arguments).await?;
    let machine = Machine::now(&stage.server_version().await?);
    println!("{machine}\n");
    let rows = figures::rows(&rounds::play(arguments, &works, &stage).await?);
    print!("{}", figures::table(&rows));
    let kept = if arguments.only.is_empty() { kept::measure(&stage).await? } else { Vec::new() };
    print!("{}", kept::table(&kept));
    if let Some(path) = &arguments.json {
        figures::write_json(path, &rows, &kept, &machine)?;
    }
    stage.leave().await;
    Ok(())
}
