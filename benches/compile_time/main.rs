//! `cargo bench -p vellum-benches --bench compile_time`: what compiling 50 models costs, and how large they are.
//!
//! A crate is written twice, for Vellum and for serde with the driver; each model is inserted and found once. A crate with
//! one model is built before it, and with it the dependencies, so that the crate alone is measured. What 49 models add to
//! a program is the difference of the two.

mod generate;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use clap::Parser;

use generate::Kind;

const MODELS: usize = 50;

/// Compile time and size of 50 models, Vellum beside serde.
#[derive(Debug, Parser)]
#[command(name = "compile_time")]
struct Arguments {
    /// How often each is compiled, the least of which counts
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    rounds: u64,
    /// Where the dependencies are built, instead of beside this program
    #[arg(long, value_name = "FOLDER")]
    target_dir: Option<PathBuf>,
    /// Cargo says it to every bench
    #[arg(long, hide = true)]
    bench: bool,
}

/// What compiling a crate takes, in seconds, and how large its program is.
struct Figures {
    check: f64,
    release: f64,
    bytes: u64,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let itself = std::env::current_exe()?;
    let beside = itself.ancestors().nth(3).context("this program is in no target directory")?;
    let target = arguments.target_dir.clone().unwrap_or_else(|| beside.join("compile_time/target"));
    let crates = beside.join("compile_time");
    let vellum = measure(Kind::Vellum, &crates, &target, arguments.rounds)?;
    let serde = measure(Kind::Serde, &crates, &target, arguments.rounds)?;
    println!(
        "{:<32} {:>10} {:>10} {:>8}",
        format!("{MODELS} models, 15 fields each"),
        "vellum",
        "serde",
        "ratio"
    );
    line("cargo check, s of processor", vellum.check, serde.check);
    line("release build, s of processor", vellum.release, serde.release);
    line("code, kB", vellum.bytes as f64 / 1e3, serde.bytes as f64 / 1e3);
    Ok(())
}

fn line(what: &str, vellum: f64, serde: f64) {
    println!("{what:<32} {vellum:>10.2} {serde:>10.2} {:>8.2}", vellum / serde);
}

fn measure(kind: Kind, crates: &Path, target: &Path, rounds: u64) -> Result<Figures> {
    eprintln!("{}: dependencies", kind.name());
    let one = compile(kind, 1, crates, target)?;
    let mut all = compile(kind, MODELS, crates, target)?;
    for _ in 1..rounds {
        let again = compile(kind, MODELS, crates, target)?;
        all.check = all.check.min(again.check);
        all.release = all.release.min(again.release);
    }
    Ok(Figures { bytes: all.bytes.saturating_sub(one.bytes) * MODELS as u64 / (MODELS as u64 - 1), ..all })
}

/// Compiles a crate with so many models, and what it depends on if that has not been compiled yet.
fn compile(kind: Kind, models: usize, crates: &Path, target: &Path) -> Result<Figures> {
    let name = format!("{}_{models}", kind.name());
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("no workspace")?;
    let folder = crates.join(&name);
    generate::write(kind, models, workspace, &folder)?;
    let check = cargo(&["check"], &folder, target)?;
    let release = cargo(&["build", "--release"], &folder, target)?;
    eprintln!("{name}: check {check:.1} s, release build {release:.1} s");
    let program = target.join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    Ok(Figures { check, release, bytes: std::fs::metadata(program)?.len() })
}

/// Runs cargo, and tells how many seconds it has taken.
fn cargo(arguments: &[&str], folder: &Path, target: &Path) -> Result<f64> {
    let before = children_cpu();
    let start = Instant::now();
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(arguments).arg("--quiet").current_dir(folder);
    let status = cargo.env("CARGO_TARGET_DIR", target).env("CARGO_INCREMENTAL", "0").status()?;
    ensure!(status.success(), "cargo {arguments:?} fails in {}", folder.display());
    // Processor time does not depend on what else is running.
    Ok(before.zip(children_cpu()).map_or(start.elapsed().as_secs_f64(), |(before, after)| after - before))
}

/// Processor time of the processes that this one has started, where the system tells it; the wall's otherwise.
fn children_cpu() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks = |place: usize| fields.get(place)?.parse::<f64>().ok();
    // A tick is a hundredth of a second on every Linux.
    Some((ticks(13)? + ticks(14)?) / 100.0)
}
