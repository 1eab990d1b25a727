//! The rounds: all works, each with and without, in an order that is shuffled anew.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Context, Result};
use fastrand::Rng;
use indicatif::{ProgressBar, ProgressStyle};

use crate::arguments::Arguments;
use crate::stage::Stage;
use crate::watch::Elapsed;
use crate::works::Work;

/// Who takes turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Side {
    Without,
    /// The very same again: what both differ by is what the run cannot tell.
    Again,
    With,
}

/// What was measured of a work, per operation, round by round.
pub(crate) struct Series {
    pub(crate) work: &'static str,
    pub(crate) rounds: Vec<HashMap<Side, Elapsed>>,
}

pub(crate) async fn play(arguments: &Arguments, works: &[Work], stage: &Stage) -> Result<Vec<Series>> {
    let mut random = Rng::with_seed(arguments.seed);
    let mut all: Vec<Series> =
        works.iter().map(|work| Series { work: work.name, rounds: Vec::new() }).collect();
    let mut order: Vec<usize> = (0..works.len()).collect();
    let mut sides = [Side::Without, Side::Again, Side::With];
    let progress = ProgressBar::new(((1 + arguments.rounds()) * works.len()) as u64);
    progress
        .set_style(ProgressStyle::with_template("{elapsed_precise} {wide_bar} {pos}/{len} {msg:24} {eta}")?);
    progress.enable_steady_tick(Duration::from_secs(1));
    for round in 0..=arguments.rounds() {
        random.shuffle(&mut order);
        for place in &order {
            let work = &works[*place];
            progress.set_message(work.name);
            random.shuffle(&mut sides);
            let mut samples = HashMap::new();
            for side in sides {
                let run = if side == Side::With { work.with } else { work.without };
                let elapsed = run(stage, work.operations).await.context(work.name)?;
                samples.insert(side, per_operation(elapsed, work.operations));
            }
            // The first round warms up.
            if round > 0 {
                all[*place].rounds.push(samples);
            }
            progress.inc(1);
        }
    }
    progress.finish_and_clear();
    Ok(all)
}

fn per_operation(elapsed: Elapsed, operations: usize) -> Elapsed {
    let Elapsed { wall_us, client_cpu_us } = elapsed;
    let operations = operations as f64;
    Elapsed { wall_us: wall_us / operations, client_cpu_us: client_cpu_us / operations }
}
