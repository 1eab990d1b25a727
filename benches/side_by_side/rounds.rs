//! The rounds: every subject does every work once in each, in an order that is shuffled anew.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use fastrand::Rng;
use indicatif::{ProgressBar, ProgressStyle};

use crate::arguments::Arguments;
use crate::children::Subject;
use crate::protocol::Outcome;
use crate::stage::Stage;
use crate::works::{Effect, Work, Works};

/// One measurement, per operation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sample {
    pub(crate) wall_us: f64,
    pub(crate) client_cpu_us: f64,
    /// What the server got, of works that count it.
    pub(crate) bytes: Option<f64>,
}

/// What was measured of one subject at one work, by round.
#[derive(Debug, Default)]
pub(crate) struct Series {
    pub(crate) rounds: HashMap<usize, Sample>,
    /// How many commands that read the server got for one operation.
    pub(crate) reads: Option<f64>,
}

#[derive(Debug)]
pub(crate) struct Samples {
    /// In the order of the table.
    pub(crate) works: Vec<&'static str>,
    pub(crate) subjects: Vec<&'static str>,
    pub(crate) series: HashMap<(&'static str, &'static str), Series>,
    /// Who failed at what, and why: it is left out from then on.
    pub(crate) failures: Vec<(&'static str, &'static str, String)>,
}

impl Samples {
    pub(crate) fn of(&self, work: &'static str, subject: &'static str) -> Option<&Series> {
        self.series.get(&(work, subject)).filter(|series| !series.rounds.is_empty())
    }

    fn failed(&self, work: &str, subject: &str) -> bool {
        self.failures.iter().any(|(at, who, _)| *at == work && *who == subject)
    }
}

pub(crate) async fn play(
    arguments: &Arguments,
    works: &Works,
    stage: &Stage,
    mut subjects: Vec<Subject>,
) -> Result<Samples> {
    let mut samples = Samples {
        works: works.list.iter().map(|work| work.name).collect(),
        subjects: subjects.iter().map(|subject| subject.name).collect(),
        series: HashMap::new(),
        failures: Vec::new(),
    };
    let mut random = Rng::with_seed(arguments.seed);
    let mut referee = Referee::default();
    let progress = progress(arguments, works, &subjects);
    // Round 0 warms up: connections, caches, allocators, and the ids that the works are about.
    // What of a round will be done again in the next one, which begins if it is likely to end in time.
    let (begun, mut again) = (Instant::now(), Duration::ZERO);
    for round in 0..=arguments.rounds() {
        if round > 1 && arguments.time().is_some_and(|time| begun.elapsed() + again > time) {
            break;
        }
        again = Duration::ZERO;
        if progress.is_hidden() {
            eprintln!("round {round} of {}", arguments.rounds());
        }
        let mut order: Vec<&Work> = works.list.iter().collect();
        random.shuffle(&mut order);
        for work in order {
            random.shuffle(&mut subjects);
            for subject in &mut subjects {
                if !subject.can(work) || !arguments.rounds_of(subject.name).contains(&round) {
                    continue;
                }
                progress.set_message(format!("{} {}", work.name, subject.name));
                let start = Instant::now();
                if !samples.failed(work.name, subject.name)
                    && let Err(error) = turn(stage, work, subject, round, &mut samples, &mut referee).await
                {
                    samples.failures.push((work.name, subject.name, format!("{error:#}")));
                }
                progress.inc(1);
                if arguments.rounds_of(subject.name).contains(&(round + 1)) {
                    again += start.elapsed();
                }
            }
        }
    }
    progress.finish_and_clear();
    Ok(samples)
}

/// One subject does one work.
async fn turn(
    stage: &Stage,
    work: &Work,
    subject: &mut Subject,
    round: usize,
    samples: &mut Samples,
    referee: &mut Referee,
) -> Result<()> {
    stage.prepare(subject.name, work).await?;
    let asking = if work.counts_bytes() { Some(stage.bytes_of_asking().await?) } else { None };
    let before = stage.got().await?;
    let outcome = subject.work(work).await?;
    let got = stage.got().await?.since(before);
    referee.judge(stage, work, subject.name, &outcome).await?;
    let series = samples.series.entry((work.name, subject.name)).or_default();
    let operations = work.operations as f64;
    if work.effect == Effect::Reads {
        series.reads = Some(got.reads as f64 / operations);
    }
    if round > 0 {
        let sample = Sample {
            wall_us: outcome.wall_us / operations,
            client_cpu_us: outcome.client_cpu_us / operations,
            bytes: asking.map(|asking| (got.bytes - asking) as f64 / operations),
        };
        series.rounds.insert(round, sample);
    }
    Ok(())
}

/// Sees to it that nobody skips work: all subjects have to come to the same.
#[derive(Default)]
struct Referee {
    results: HashMap<&'static str, String>,
}

impl Referee {
    async fn judge(&mut self, stage: &Stage, work: &Work, subject: &str, outcome: &Outcome) -> Result<()> {
        let result = stage.check(subject, work, outcome).await?;
        // Where it reads, it drains bytes and sums nothing.
        if subject != "limit" || work.effect != Effect::Reads {
            let first = self.results.entry(work.name).or_insert_with(|| result.clone());
            ensure!(*first == result, "the result differs from the others': {result} instead of {first}");
        }
        Ok(())
    }
}

fn progress(arguments: &Arguments, works: &Works, subjects: &[Subject]) -> ProgressBar {
    let turns = |subject: &Subject| {
        let works = works.list.iter().filter(|work| subject.can(work)).count();
        works * arguments.rounds_of(subject.name).count()
    };
    let progress = ProgressBar::new(subjects.iter().map(turns).sum::<usize>() as u64);
    let style = ProgressStyle::with_template("{elapsed_precise} {wide_bar} {pos}/{len} {msg:32} {eta}");
    if let Ok(style) = style {
        progress.set_style(style);
    }
    progress.enable_steady_tick(Duration::from_secs(1));
    progress
}
