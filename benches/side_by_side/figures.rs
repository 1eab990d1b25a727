//! From samples to figures.

use serde::Serialize;

use crate::rounds::{Sample, Samples, Series};

/// A line of the table, and of the JSON file.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) work: &'static str,
    pub(crate) subject: &'static str,
    /// How many times faster than the driver in wall time: the median of the rounds.
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
        sorted(series.rounds.iter().filter_map(ratio).collect())
    };
    let median =
        |part: fn(&Sample) -> f64| quantile(&sorted(series.rounds.values().map(part).collect()), 0.5);
    let wall = ratios(|sample| sample.wall_us);
    Row {
        work,
        subject,
        ratio: quantile(&wall, 0.5),
        ratio_low: quantile(&wall, 0.25),
        ratio_high: quantile(&wall, 0.75),
        cpu_ratio: quantile(&ratios(|sample| sample.client_cpu_us), 0.5),
        wall_us: median(|sample| sample.wall_us),
        client_cpu_us: median(|sample| sample.client_cpu_us),
        reads: series.reads,
        rounds: series.rounds.len(),
    }
}

fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values
}

/// Between the two values that are nearest to it, in proportion.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = share * last as f64;
    let (low, high) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    low + (high - low) * place.fract()
}
