//! The subjects' processes.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

use crate::arguments::Arguments;
use crate::protocol::{Answer, Hello, Outcome, Task};
use crate::stage::Stage;
use crate::works::Work;

/// How long a sample may take before its subject is given up.
const PATIENCE: Duration = Duration::from_mins(2);

const OWN: [&str; 4] = ["driver", "driver_again", "vellum", "limit"];
const PEERS: [&str; 3] = ["mongodm", "oximod", "wither"];
const PYTHON: [&str; 2] = ["pymongo", "beanie"];

/// A subject at work.
pub(crate) struct Subject {
    pub(crate) name: &'static str,
    pub(crate) version: String,
    works: Vec<String>,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
    /// Ends with its owner.
    _child: Child,
}

impl Subject {
    async fn start(name: &'static str, mut command: Command) -> Result<Self> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn()?;
        let input = child.stdin.take().context("no input")?;
        let output = child.stdout.take().context("no output")?;
        let mut output = BufReader::new(output).lines();
        let line = timeout(PATIENCE, output.next_line()).await??.context("it ended at once")?;
        let hello: Hello = serde_json::from_str(&line)?;
        Ok(Self { name, version: hello.version, works: hello.works, input, output, _child: child })
    }

    pub(crate) fn can(&self, work: &Work) -> bool {
        self.works.iter().any(|name| name == work.name)
    }

    pub(crate) async fn work(&mut self, work: &Work) -> Result<Outcome> {
        let task = Task { work: work.name.to_owned(), operations: work.operations };
        let mut line = serde_json::to_vec(&task)?;
        line.push(b'\n');
        self.input.write_all(&line).await?;
        let answer = timeout(PATIENCE, self.output.next_line()).await.context("it takes too long")??;
        match serde_json::from_str(&answer.context("it has ended")?)? {
            Answer::Done(outcome) => Ok(outcome),
            Answer::Failed(reason) => bail!(reason),
        }
    }
}

/// Starts those that are wanted. What cannot be had here is left out with a word.
pub(crate) async fn start(arguments: &Arguments, stage: &Stage) -> Result<Vec<Subject>> {
    let mut subjects = Vec::new();
    let itself = std::env::current_exe()?;
    for name in OWN.into_iter().filter(|name| arguments.wants(name) || *name == "driver_again") {
        let mut command = Command::new(&itself);
        command.args(["--serve", name, "--uri", &stage.uri]);
        subjects
            .push(Subject::start(name, command).await.with_context(|| format!("`{name}` does not start"))?);
    }
    if PEERS.iter().any(|name| arguments.wants(name)) {
        match build_peers(&itself).await {
            Ok(program) => {
                let start = |name: &str| {
                    let mut command = Command::new(&program);
                    command.args([name, &stage.uri]);
                    command
                };
                add(&mut subjects, arguments, &PEERS, start).await;
            }
            Err(error) => eprintln!("without mongodm, oximod and wither: {error:#}"),
        }
    }
    if PYTHON.iter().any(|name| arguments.wants(name)) {
        let script = here().join("python/peers.py");
        let start = |name: &str| {
            let mut command = Command::new("python3");
            command.arg(&script).args([name, &stage.uri]);
            command
        };
        add(&mut subjects, arguments, &PYTHON, start).await;
    }
    Ok(subjects)
}

async fn add(
    subjects: &mut Vec<Subject>,
    arguments: &Arguments,
    names: &[&'static str],
    start: impl Fn(&str) -> Command,
) {
    for name in names.iter().filter(|name| arguments.wants(name)) {
        if PYTHON.contains(name) && !imports(name).await {
            eprintln!("without {name}: `python3 -c \"import {name}\"` fails");
            continue;
        }
        match Subject::start(name, start(name)).await {
            Ok(subject) => subjects.push(subject),
            Err(error) => eprintln!("without {name}: {error:#}"),
        }
    }
}

async fn imports(module: &str) -> bool {
    let mut python = Command::new("python3");
    python.arg("-c").arg(format!("import {module}")).stdout(Stdio::null()).stderr(Stdio::null());
    python.status().await.is_ok_and(|status| status.success())
}

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Builds `peers/`, below the target directory that this program has been built in.
async fn build_peers(itself: &Path) -> Result<PathBuf> {
    let target = itself.ancestors().nth(3).context("this program is in no target directory")?.join("peers");
    eprintln!("building mongodm, oximod and wither, which takes some minutes the first time");
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .args(["build", "--release", "--locked", "--quiet", "--manifest-path"])
        .arg(here().join("peers/Cargo.toml"));
    let status = cargo.env("CARGO_TARGET_DIR", &target).status().await?;
    if !status.success() {
        bail!("they cannot be built here");
    }
    Ok(target.join("release").join(format!("vellum-peers{}", std::env::consts::EXE_SUFFIX)))
}
