//! From samples to figures, as text and as JSON.

use std::fmt::Write;
use std::path::Path;

use anyhow::Result;
use serde::Serialize;

use crate::kept::Kept;
use crate::machine::Machine;
use crate::numbers::{Quartiles, short, time};
use crate::rounds::{Series, Side};
use crate::watch::Elapsed;

/// An object of the JSON file.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    work: &'static str,
    /// `without`, `without_again` or `with`.
    subject: &'static str,
    /// How many times as much wall time as without: the median of the rounds.
    ratio: f64,
    /// The lower and the upper quartile of that.
    ratio_low: f64,
    ratio_high: f64,
    /// The same three of the client's processor time.
    cpu_ratio: f64,
    cpu_ratio_low: f64,
    cpu_ratio_high: f64,
    /// The median of an operation.
    wall_us: f64,
    client_cpu_us: f64,
    rounds: usize,
}

/// Three for each work: without, without again, with.
pub(crate) fn rows(all: &[Series]) -> Vec<Row> {
    let sides = [(Side::Without, "without"), (Side::Again, "without_again"), (Side::With, "with")];
    all.iter().flat_map(|series| sides.map(|(side, subject)| row(series, side, subject))).collect()
}

fn row(series: &Series, side: Side, subject: &'static str) -> Row {
    let ratios = |part: fn(&Elapsed) -> f64| {
        Quartiles::of(series.rounds.iter().map(|round| part(&round[&side]) / part(&round[&Side::Without])))
    };
    let median = |part: fn(&Elapsed) -> f64| {
        Quartiles::of(series.rounds.iter().map(|round| part(&round[&side]))).median
    };
    let wall = ratios(|elapsed| elapsed.wall_us);
    let cpu = ratios(|elapsed| elapsed.client_cpu_us);
    Row {
        work: series.work,
        subject,
        ratio: wall.median,
        ratio_low: wall.low,
        ratio_high: wall.high,
        cpu_ratio: cpu.median,
        cpu_ratio_low: cpu.low,
        cpu_ratio_high: cpu.high,
        wall_us: median(|elapsed| elapsed.wall_us),
        client_cpu_us: median(|elapsed| elapsed.client_cpu_us),
        rounds: series.rounds.len(),
    }
}

/// A line for each work.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut out = format!(
        "{:<22} {:>5}  {:<11} {:>5}  {:<11}  {:<11}  {:>19}  {:>19}\n",
        "with / without", "wall", "quartiles", "CPU", "quartiles", "again", "wall", "client CPU"
    );
    for rows in rows.chunks(3) {
        let [without, again, with] = rows else { continue };
        let spread = |low, high| format!("{}–{}", short(low), short(high));
        let arrow = |from, to| format!("{} → {}", time(from), time(to));
        let _ = writeln!(
            out,
            "{:<22} {:>5}  {:<11} {:>5}  {:<11}  {:<11}  {:>19}  {:>19}",
            with.work,
            short(with.ratio),
            spread(with.ratio_low, with.ratio_high),
            short(with.cpu_ratio),
            spread(with.cpu_ratio_low, with.cpu_ratio_high),
            format!("{}, {}", short(again.ratio), short(again.cpu_ratio)),
            arrow(without.wall_us, with.wall_us),
            arrow(without.client_cpu_us, with.client_cpu_us),
        );
    }
    out
}

/// A row that can be understood on its own.
#[derive(Serialize)]
struct Line<'a, T> {
    #[serde(flatten)]
    row: &'a T,
    run: &'a str,
}

pub(crate) fn write_json(path: &Path, rows: &[Row], kept: &[Kept], machine: &Machine) -> Result<()> {
    let run = machine.short();
    let mut lines = Vec::new();
    for row in rows {
        lines.push(serde_json::to_value(Line { row, run: &run })?);
    }
    for row in kept {
        lines.push(serde_json::to_value(Line { row, run: &run })?);
    }
    std::fs::write(path, serde_json::to_string_pretty(&lines)? + "\n")?;
    Ok(())
}
