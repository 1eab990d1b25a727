//! What can be said on the command line.

use std::path::PathBuf;

use clap::Parser;

/// What each of Vellum's guarantees costs.
#[derive(Debug, Parser)]
#[command(name = "guarantees")]
pub(crate) struct Arguments {
    /// Fewer documents and rounds: a first impression in less than a minute
    #[arg(long)]
    pub(crate) quick: bool,
    /// Only these works, such as `tracking_small,save`
    #[arg(long, value_delimiter = ',', value_name = "WORKS")]
    pub(crate) only: Vec<String>,
    /// How many rounds, without the one that warms up
    #[arg(long, value_name = "NUMBER")]
    rounds: Option<usize>,
    /// Seed of the order of the rounds
    #[arg(long, default_value_t = 1, value_name = "NUMBER")]
    pub(crate) seed: u64,
    /// Writes the figures
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,

    /// What to read and to keep, in a process of its own: the program starts itself with this
    #[arg(long, hide = true, requires = "uri")]
    pub(crate) keep: Option<String>,
    #[arg(long, hide = true, default_value = "")]
    pub(crate) uri: String,
    /// Cargo says it to every bench
    #[arg(long, hide = true)]
    pub(crate) bench: bool,
}

impl Arguments {
    pub(crate) fn rounds(&self) -> usize {
        self.rounds.unwrap_or(if self.quick { 5 } else { 15 }).max(1)
    }
}
