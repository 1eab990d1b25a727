//! Clients whose commands can be captured.

use mongodb::Client;
use mongodb::options::ClientOptions;
use vellum_core::{Database, Error, Result};

use super::commands::Recorder;

/// A client in the runtime of the caller. Clients are not shared between tests: each test has a runtime of its own, and a
/// client ends with the runtime that it was made in.
pub(super) async fn connect(uri: &str, app_name: Option<&str>) -> Result<Client> {
    // The driver's message may repeat the string, which may hold a password.
    let parsed = ClientOptions::parse(uri).await;
    let mut options = parsed.map_err(|_| Error::config("VELLUM_MONGODB_URI is not a connection string"))?;
    if let Some(name) = app_name {
        options.app_name = Some(name.to_owned());
    }
    Recorder::install(&mut options);
    Ok(Client::with_options(options)?)
}

/// A database over a client of its own.
pub(super) async fn database(uri: &str, app_name: Option<&str>, name: &str) -> Result<Database> {
    Ok(Database::new(connect(uri, app_name).await?, name))
}
