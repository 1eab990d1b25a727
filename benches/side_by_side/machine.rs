//! Where and when, and with what versions.

use std::fmt;
use std::fs;
use std::process::Command;

use anyhow::Result;

use crate::children::Subject;
use crate::stage::Stage;

const LOCKFILE: &str = include_str!("../../Cargo.lock");

pub(crate) struct About {
    date: String,
    processor: String,
    cores: usize,
    memory: String,
    system: String,
    load: String,
    server: String,
    compiler: String,
    subjects: Vec<(&'static str, String)>,
    sizes: String,
}

pub(crate) async fn about(stage: &Stage, subjects: &[Subject]) -> Result<About> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let compiler = Command::new(rustc).arg("--version").output();
    let compiler = compiler.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let sizes = stage.sizes;
    Ok(About {
        date: chrono::Utc::now().format("%Y-%m-%d %H:%M UTC").to_string(),
        processor: line_of("/proc/cpuinfo", "model name"),
        cores: std::thread::available_parallelism().map_or(0, usize::from),
        memory: line_of("/proc/meminfo", "MemTotal"),
        system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        load: fs::read_to_string("/proc/loadavg")
            .ok()
            .and_then(|load| load.split(' ').next().map(str::to_owned))
            .unwrap_or_else(|| "unknown".to_owned()),
        server: stage.server_version().await?,
        compiler: compiler.unwrap_or_else(|_| "rustc".to_owned()),
        subjects: subjects.iter().map(|subject| (subject.name, subject.version.clone())).collect(),
        sizes: format!("{} small, {} medium, {} large", sizes.small, sizes.medium, sizes.large),
    })
}

impl About {
    /// In one line.
    pub(crate) fn short(&self) -> String {
        let Self { date, processor, cores, server, compiler, .. } = self;
        format!("{date}, mongod {server}, {compiler}, {processor}, {cores} cores")
    }
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.date)?;
        let Self { processor, cores, memory, system, load, .. } = self;
        writeln!(f, "machine    {processor}, {cores} cores, {memory}, {system}, load {load} at the start")?;
        writeln!(f, "versions   mongod {}, {}", self.server, self.compiler)?;
        for (name, version) in &self.subjects {
            writeln!(f, "           {name}: {version}")?;
        }
        write!(f, "documents  {}", self.sizes)
    }
}

/// What stands behind the colon in the first line that starts so.
fn line_of(file: &str, start: &str) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(start));
    let value = line.and_then(|line| line.split_once(':')).map(|(_, value)| value.trim().to_owned());
    value.unwrap_or_else(|| format!("{start} unknown"))
}

/// The version of a package in the workspace's lockfile.
pub(crate) fn locked(package: &str) -> &'static str {
    let name = format!("name = \"{package}\"");
    let mut lines = LOCKFILE.lines().skip_while(|line| *line != name).skip(1);
    lines.next().and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"')).unwrap_or("unknown")
}
