//! The figures as text and as JSON.

use std::fmt::Write;
use std::path::Path;

use anyhow::Result;
use serde::Serialize;

use crate::about::About;
use crate::figures::Row;
use crate::numbers::{short, time};
use crate::rounds::Samples;

pub(crate) fn table(rows: &[Row], samples: &Samples) -> String {
    let mut out = String::new();
    let mut work = "";
    for row in rows {
        if row.work != work {
            work = row.work;
            let last = match (row.reads, row.bytes) {
                (Some(_), _) => "reads/op",
                (_, Some(_)) => "bytes/op",
                _ => "",
            };
            let head = format!(
                "{work:<26} {:>7}  {:<13} {:>7}  {:>12} {:>12}",
                "ratio", "quartiles", "CPU", "wall", "client CPU"
            );
            let _ = writeln!(out, "{head}  {last}");
        }
        let spread = format!("{} – {}", short(row.ratio_low), short(row.ratio_high));
        let last = row.reads.or(row.bytes).map(|count| format!("{count:>8.1}")).unwrap_or_default();
        let (ratio, cpu) = (short(row.ratio), short(row.cpu_ratio));
        let (wall, client) = (time(row.wall_us), time(row.client_cpu_us));
        let _ = writeln!(
            out,
            "  {:<24} {ratio:>7}  {spread:<13} {cpu:>7}  {wall:>12} {client:>12}  {last}",
            row.subject
        );
    }
    for (work, subject, reason) in &samples.failures {
        let _ = writeln!(out, "\n{subject} failed at {work}: {reason}");
    }
    out
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
