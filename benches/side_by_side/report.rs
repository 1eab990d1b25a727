//! The figures as text and as JSON.

use std::fmt::Write;
use std::path::Path;

use anyhow::Result;
use serde::Serialize;

use crate::figures::Row;
use crate::machine::About;
use crate::rounds::Samples;

pub(crate) fn table(rows: &[Row], samples: &Samples) -> String {
    let mut out = String::new();
    let mut work = "";
    for row in rows {
        if row.work != work {
            work = row.work;
            let reads = if row.reads.is_some() { "reads/op" } else { "" };
            let head = format!(
                "{work:<26} {:>7}  {:<13} {:>7}  {:>12} {:>12}",
                "ratio", "quartiles", "CPU", "wall", "client CPU"
            );
            let _ = writeln!(out, "{head}  {reads}");
        }
        let spread = format!("{} – {}", short(row.ratio_low), short(row.ratio_high));
        let reads = row.reads.map(|reads| format!("{reads:>8.1}")).unwrap_or_default();
        let (ratio, cpu) = (short(row.ratio), short(row.cpu_ratio));
        let (wall, client) = (time(row.wall_us), time(row.client_cpu_us));
        let _ = writeln!(
            out,
            "  {:<24} {ratio:>7}  {spread:<13} {cpu:>7}  {wall:>12} {client:>12}  {reads}",
            row.subject
        );
    }
    for (work, subject, reason) in &samples.failures {
        let _ = writeln!(out, "\n{subject} failed at {work}: {reason}");
    }
    out
}

fn short(ratio: f64) -> String {
    if ratio < 0.995 { format!("{ratio:.2}") } else { format!("{ratio:.3}").chars().take(4).collect() }
}

fn time(us: f64) -> String {
    if us < 10_000.0 { format!("{us:.0} µs") } else { format!("{:.0} ms", us / 1e3) }
}

/// A row that can be understood on its own.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    row: &'a Row,
    run: String,
}

pub(crate) fn write_json(path: &Path, rows: &[Row], about: &About) -> Result<()> {
    let run = about.short();
    let lines: Vec<Line<'_>> = rows.iter().map(|row| Line { row, run: run.clone() }).collect();
    std::fs::write(path, serde_json::to_string_pretty(&lines)? + "\n")?;
    Ok(())
}
