//! The shell process that outlives a test process in order to clean up after it.

use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

/// Starts the command after the folder, and obeys one order per line until its input ends, which is when the owner has
/// dropped the pipe or has died. Every reply ends with a line that holds a dot.
///
/// Only builtins run between launch and clean-up, so that nothing can hold the pipes open. The traps make a stray
/// signal end `read` (and so clean up) where the shell's own default would be to die without doing so.
const SCRIPT: &str = r#"
folder=$1; shift
trap : HUP INT TERM
umask 077
mkdir -p "$folder" || exit 1
launch() { "$@" </dev/null >>"$folder/output" 2>&1 & pid=$!; echo "$pid"; }
launch "$@"; echo .
while read -r order; do
  case $order in
    launch) launch "$@" ;;
    status) jobs ;;
    *) kill -s "$order" "$pid" ;;
  esac
  echo .
done
kill -s KILL "$pid"
wait "$pid"
rm -rf "$folder"
"#;

/// What a watchdog does with the process that it guards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Start it again, on the same arguments.
    Launch,
    /// Say whether it runs.
    Status,
    /// `SIGKILL`.
    Kill,
    /// `SIGTERM`.
    Terminate,
    /// `SIGSTOP`.
    Pause,
    /// `SIGCONT`.
    Resume,
}

impl Order {
    fn line(self) -> &'static [u8] {
        match self {
            Self::Launch => b"launch\n",
            Self::Status => b"status\n",
            Self::Kill => b"KILL\n",
            Self::Terminate => b"TERM\n",
            Self::Pause => b"STOP\n",
            Self::Resume => b"CONT\n",
        }
    }
}

/// The handle on a watchdog. Dropping the last one kills the guarded process and removes its folder.
#[derive(Debug, Clone)]
pub(super) struct Watchdog {
    shell: Arc<Mutex<Shell>>,
}

impl Watchdog {
    /// Starts `command` under a watchdog that creates `folder` and owns it. Returns the process id of `command` as well.
    pub(super) fn spawn(folder: &Path, command: &Command) -> io::Result<(Self, u32)> {
        let mut shell = Shell::spawn(folder, command)?;
        let process = process_id(&shell.reply()?)?;
        let shell = Arc::new(Mutex::new(shell));
        Ok((Self { shell }, process))
    }

    /// Starts the command again, when it has ended. Returns its new process id.
    pub(super) async fn relaunch(&self) -> io::Result<u32> {
        process_id(&self.order(Order::Launch).await?)
    }

    /// Whether the process has not ended. A paused process runs.
    pub(super) async fn is_running(&self) -> io::Result<bool> {
        let jobs = self.order(Order::Status).await?;
        Ok(jobs.contains("Running") || jobs.contains("Stopped"))
    }

    /// Sends an order and waits until it has been carried out.
    ///
    /// The pipes are blocking ones of the standard library: tokio's are tied to the runtime that made them, and a server
    /// in a `static` sees many runtimes.
    pub(super) async fn order(&self, order: Order) -> io::Result<String> {
        let shell = Arc::clone(&self.shell);
        let reply = tokio::task::spawn_blocking(move || {
            let mut shell = shell.lock().unwrap_or_else(PoisonError::into_inner);
            shell.obey(order)
        });
        reply.await.map_err(io::Error::other)?
    }
}

/// The shell process itself, with the pipe that holds it back.
#[derive(Debug)]
struct Shell {
    /// `None` once it has been closed. The standard library marks pipes close-on-exec, so that no other child, and no
    /// other watchdog, inherits this end and keeps the shell waiting.
    orders: Option<ChildStdin>,
    replies: BufReader<ChildStdout>,
    process: Child,
}

impl Shell {
    fn spawn(folder: &Path, command: &Command) -> io::Result<Self> {
        let mut shell = Command::new("/bin/sh");
        shell.arg("-c").arg(SCRIPT).arg("vellum-watchdog").arg(folder);
        shell.arg(command.get_program()).args(command.get_args());
        shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        // `status` reads the words that `jobs` prints.
        shell.env("LC_ALL", "C");
        // A group of its own keeps Ctrl-C and a test runner's group-wide SIGKILL away from the one process that cleans up.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut shell, 0);
        let mut process = shell.spawn()?;
        let closed = || io::Error::other("the watchdog has no pipes");
        let orders = Some(process.stdin.take().ok_or_else(closed)?);
        let replies = BufReader::new(process.stdout.take().ok_or_else(closed)?);
        Ok(Self { orders, replies, process })
    }

    fn obey(&mut self, order: Order) -> io::Result<String> {
        let orders = self.orders.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        orders.write_all(order.line())?;
        self.reply()
    }

    /// Reads up to the line that holds a dot.
    fn reply(&mut self) -> io::Result<String> {
        let mut reply = String::new();
        let mut line = String::new();
        while self.replies.read_line(&mut line)? > 0 {
            if line == ".\n" {
                return Ok(reply);
            }
            reply.push_str(&line);
            line.clear();
        }
        Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the watchdog has ended"))
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        self.orders = None;
        // Waiting makes "dropped" mean "gone". It takes milliseconds, because the server is killed and not asked to stop.
        // An error means that there is nothing to wait for.
        self.process.wait().ok();
    }
}

fn process_id(reply: &str) -> io::Result<u32> {
    reply.trim().parse().map_err(io::Error::other)
}
