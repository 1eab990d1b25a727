//! What can be said on the command line.

use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;

/// Vellum, the driver and other mappers, side by side.
#[derive(Debug, Parser)]
#[command(name = "side_by_side")]
pub(crate) struct Arguments {
    /// Fewer documents and rounds: a first impression in less than three minutes
    #[arg(long)]
    pub(crate) quick: bool,
    /// Only these works, such as `find_small,page_200`
    #[arg(long, value_delimiter = ',', value_name = "WORKS")]
    pub(crate) only: Vec<String>,
    /// Only these subjects; the driver is always among them, for it is what ratios are about
    #[arg(long, value_delimiter = ',', value_name = "SUBJECTS")]
    pub(crate) subjects: Vec<String>,
    /// How many rounds, without the one that warms up; without it, as many as there is time for
    #[arg(long, value_name = "NUMBER")]
    pub(crate) rounds: Option<usize>,
    /// Seed of the order of the rounds
    #[arg(long, default_value_t = 1, value_name = "NUMBER")]
    pub(crate) seed: u64,
    /// Writes the figures
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
    /// Draws the figures
    #[arg(long, value_name = "FILE")]
    pub(crate) svg: Option<PathBuf>,

    /// A subject in a process of its own: the harness starts itself with this
    #[arg(long, hide = true, requires = "uri")]
    pub(crate) serve: Option<String>,
    #[arg(long, hide = true, default_value = "")]
    pub(crate) uri: String,
    /// Cargo says it to every bench
    #[arg(long, hide = true)]
    pub(crate) bench: bool,
}

impl Arguments {
    pub(crate) fn wants(&self, subject: &str) -> bool {
        subject == "driver" || self.subjects.is_empty() || self.subjects.iter().any(|name| name == subject)
    }

    pub(crate) fn rounds(&self) -> usize {
        self.rounds.unwrap_or(if self.quick { 4 } else { 7 }).max(1)
    }

    /// How long the rounds may take, unless their number is given.
    pub(crate) fn time(&self) -> Option<Duration> {
        let time = if self.quick { Duration::from_secs(165) } else { Duration::from_mins(14) };
        self.rounds.is_none().then_some(time)
    }

    /// In which rounds a subject takes part; round 0 warms up. The slow ones are so much slower that one round tells as
    /// much, and would take the time of all the others' rounds.
    pub(crate) fn rounds_of(&self, subject: &str) -> RangeInclusive<usize> {
        let is_slow = matches!(subject, "wither" | "pymongo" | "beanie");
        if is_slow { 1..=1 } else { 0..=self.rounds() }
    }
}
