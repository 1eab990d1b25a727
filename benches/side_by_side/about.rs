//! Where and when, and with what versions.

use std::fmt;

use anyhow::Result;

use crate::children::Subject;
use crate::machine::Machine;
use crate::stage::Stage;

const LOCKFILE: &str = include_str!("../../Cargo.lock");

pub(crate) struct About {
    machine: Machine,
    subjects: Vec<(&'static str, String)>,
    sizes: String,
}

impl About {
    pub(crate) async fn of(stage: &Stage, subjects: &[Subject]) -> Result<Self> {
        let sizes = stage.sizes;
        Ok(Self {
            machine: Machine::now(&stage.server_version().await?),
            subjects: subjects.iter().map(|subject| (subject.name, subject.version.clone())).collect(),
            sizes: format!(
                "{} small, {} medium, {} large, {} that refer to small ones",
                sizes.small, sizes.medium, sizes.large, sizes.links
            ),
        })
    }

    /// In one line.
    pub(crate) fn short(&self) -> String {
        self.machine.short()
    }
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.machine)?;
        for (name, version) in &self.subjects {
            writeln!(f, "           {name}: {version}")?;
        }
        write!(f, "documents  {}", self.sizes)
    }
}

/// The version of a package in the workspace's lockfile.
pub(crate) fn locked(package: &str) -> &'static str {
    let name = format!("name = \"{package}\"");
    let mut lines = LOCKFILE.lines().skip_while(|line| *line != name).skip(1);
    lines.next().and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"')).unwrap_or("unknown")
}
