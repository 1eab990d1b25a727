//! From samples to figures.

use serde::Serialize;

use crate::numbers::Quartiles;
use crate::rounds::{Sample, Samples, Series};

/// A line of the table, and of the JSON file.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) work: &'static str,
    pub(crate) subject: &'static str,
    /// How many times faster than the driver in wall time: the median of the rounds. Of works that count bytes:
    /// how many times fewer.
    pub(crate) ratio: f64,
    /// The lower and the upper quartile of that.
    pub(crate) ratio_low: f64,
    pub(crate) ratio_high: f64,
    /// How many times less processor time of the client than the driver.
    pub(crate) cpu_ratio: f64,
    /// The median of an operation.
    pub(crate) wall_us: f64,
    pub(crate) client_cpu_us: f64,
    /// Commands for one operation that read.
    pub(crate) reads: Option<f64>,
    /// What the server got for one operation: its commands with all that stands around them.
    pub(crate) bytes: Option<f64>,
    pub(crate) rounds: usize,
}

pub(crate) fn rows(samples: &Samples) -> Vec<Row> {
    let order =
        ["vellum", "driver", "driver_again", "limit", "mongodm", "oximod", "wither", "pymongo", "beanie"];
    let mut rows = Vec::new();
    for work in &samples.works {
        let Some(driver) = samples.of(work, "driver") else { continue };
        for subject in order.into_iter().filter(|subject| samples.subjects.contains(subject)) {
            if let Some(series) = samples.of(work, subject) {
                rows.push(row(work, subject, series, driver));
            }
        }
    }
    rows
}

fn row(work: &'static str, subject: &'static str, series: &Series, driver: &Series) -> Row {
    let ratios = |part: fn(&Sample) -> f64| {
        let ratio = |(round, sample): (&usize, &Sample)| Some(part(driver.rounds.get(round)?) / part(sample));
        Quartiles::of(series.rounds.iter().filter_map(ratio))
    };
    let median = |part: fn(&Sample) -> f64| Quartiles::of(series.rounds.values().map(part)).median;
    let counted = series.rounds.values().all(|sample| sample.bytes.is_some());
    let told = ratios(|sample| sample.bytes.unwrap_or(sample.wall_us));
    Row {
        work,
        subject,
        ratio: told.median,
        ratio_low: told.low,
        ratio_high: told.high,
        cpu_ratio: ratios(|sample| sample.client_cpu_us).median,
        wall_us: median(|sample| sample.wall_us),
        client_cpu_us: median(|sample| sample.client_cpu_us),
        reads: series.reads,
        bytes: counted.then(|| median(|sample| sample.bytes.unwrap_or_default())),
        rounds: series.rounds.len(),
    }
}
