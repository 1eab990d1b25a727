//! Where and when something is measured.

use std::fmt;
use std::fs;
use std::process::Command;

pub(crate) struct Machine {
    date: String,
    processor: String,
    cores: usize,
    memory: String,
    system: String,
    load: String,
    server: String,
    compiler: String,
}

impl Machine {
    /// This one now, with a server of this version.
    pub(crate) fn now(server: &str) -> Self {
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let compiler = Command::new(rustc).arg("--version").output();
        let compiler = compiler.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
        Self {
            date: chrono::Utc::now().format("%Y-%m-%d %H:%M UTC").to_string(),
            processor: line_of("/proc/cpuinfo", "model name"),
            cores: std::thread::available_parallelism().map_or(0, usize::from),
            memory: line_of("/proc/meminfo", "MemTotal"),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            load: fs::read_to_string("/proc/loadavg")
                .ok()
                .and_then(|load| load.split(' ').next().map(str::to_owned))
                .unwrap_or_else(|| "unknown".to_owned()),
            server: server.to_owned(),
            compiler: compiler.unwrap_or_else(|_| "rustc".to_owned()),
        }
    }

    /// In one line.
    pub(crate) fn short(&self) -> String {
        let Self { date, processor, cores, server, compiler, .. } = self;
        format!("{date}, mongod {server}, {compiler}, {processor}, {cores} cores")
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.date)?;
        let Self { processor, cores, memory, system, load, .. } = self;
        writeln!(f, "machine    {processor}, {cores} cores, {memory}, {system}, load {load} at the start")?;
        write!(f, "versions   mongod {}, {}", self.server, self.compiler)
    }
}

/// What stands behind the colon in the first line that starts so.
pub(crate) fn line_of(file: &str, start: &str) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(start));
    let value = line.and_then(|line| line.split_once(':')).map(|(_, value)| value.trim().to_owned());
    value.unwrap_or_else(|| format!("{start} unknown"))
}
