//! The crate that is compiled: the same models once for Vellum, once for serde and the driver.

use std::fmt::Write;
use std::path::Path;

use anyhow::Result;

/// What the models are written for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Vellum,
    Serde,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Vellum => "vellum",
            Kind::Serde => "serde",
        }
    }
}

/// The fields of each model besides its id: name, and type for both.
const FIELDS: [(&str, &str); 15] = [
    ("name", "String"),
    ("email", "String"),
    ("status", "String"),
    ("key", "Uuid"),
    ("count", "i32"),
    ("views", "i64"),
    ("price", "f64"),
    ("active", "bool"),
    ("joined", "Date"),
    ("phone", "Option<String>"),
    ("rating", "Option<i32>"),
    ("closed", "Option<Date>"),
    ("tags", "Vec<String>"),
    ("scores", "Vec<i64>"),
    ("address", "Address"),
];

const EMBEDDED: [(&str, &str); 4] =
    [("street", "String"), ("city", "String"), ("zip", "Option<String>"), ("country", "String")];

/// Writes a crate with so many models into a folder of its own.
pub(crate) fn write(kind: Kind, models: usize, workspace: &Path, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder.join("src"))?;
    std::fs::write(folder.join("Cargo.toml"), manifest(kind, models, workspace))?;
    std::fs::write(folder.join("src/main.rs"), source(kind, models)?)?;
    std::fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(())
}

fn manifest(kind: Kind, models: usize, workspace: &Path) -> String {
    let name = kind.name();
    let workspace = workspace.display();
    format!(
        r#"[package]
name = "{name}_{models}"
version = "0.0.0"
edition = "2024"

[dependencies]
vellum = {{ path = "{workspace}/vellum" }}
futures-util = {{ version = "0.3", default-features = false, features = ["std"] }}
mongodb = {{ version = "3.9", default-features = false, features = ["compat-3-3-0", "bson-3", "rustls-tls", "dns-resolver"] }}
serde = {{ version = "1", features = ["derive"] }}
tokio = {{ version = "1", features = ["rt", "time", "sync", "macros"] }}

[profile.release]
strip = true

[profile.dev]
debug = "line-tables-only"

[workspace]
"#
    )
}

fn source(kind: Kind, models: usize) -> Result<String> {
    let mut out = String::from(match kind {
        Kind::Vellum => VELLUM,
        Kind::Serde => SERDE,
    });
    let (model, embedded) = match kind {
        Kind::Vellum => {
            ("#[derive(Debug, Clone, PartialEq, Vellum)]\n", "#[derive(Debug, Clone, PartialEq, Embedded)]\n")
        }
        Kind::Serde => (
            "#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]\n",
            "#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]\n",
        ),
    };
    write!(out, "{embedded}pub struct Address {{\n{}}}\n", fields(&EMBEDDED, ""))?;
    for number in 0..models {
        out.push_str(model);
        let id = match kind {
            Kind::Vellum => format!(
                "#[vellum(collection = \"model{number}\")]\npub struct Model{number} {{\n    #[vellum(id)]\n"
            ),
            Kind::Serde => format!("pub struct Model{number} {{\n    #[serde(rename = \"_id\")]\n"),
        };
        write!(out, "{id}    pub id: ObjectId,\n{}}}\n", fields(&FIELDS, &number.to_string()))?;
    }
    for number in 0..models {
        let body = match kind {
            Kind::Vellum => USE_VELLUM,
            Kind::Serde => USE_SERDE,
        };
        out.push_str(&body.replace("NUMBER", &number.to_string()));
    }
    out.push_str(MAIN);
    for number in 0..models {
        writeln!(
            out,
            "    if let Some(value) = black_box(None) {{ found += use{number}(&db, value).await?; }}"
        )?;
    }
    out.push_str("    println!(\"{found}\");\n    Ok(())\n}\n");
    Ok(out)
}

/// `suffix` makes the names of one model other than those of the next: the compiler would keep one copy of what is the
/// same to the last byte, which models of an application never are.
fn fields(fields: &[(&str, &str)], suffix: &str) -> String {
    fields.iter().fold(String::new(), |out, (name, of)| out + "    pub " + name + suffix + ": " + of + ",\n")
}

const VELLUM: &str = "use std::hint::black_box;
use vellum::prelude::*;
type Date = DateTime<Utc>;
type Outcome<T> = Result<T, vellum::Error>;
fn open(client: mongodb::Client) -> Database { Database::new(client, \"test\") }
";

const SERDE: &str = "use std::hint::black_box;
use futures_util::TryStreamExt;
use mongodb::Database;
use mongodb::bson::{DateTime as Date, Uuid, doc, oid::ObjectId};
use serde::{Deserialize, Serialize};
type Outcome<T> = mongodb::error::Result<T>;
fn open(client: mongodb::Client) -> Database { client.database(\"test\") }
";

const USE_VELLUM: &str = "async fn useNUMBER(db: &Database, value: ModelNUMBER) -> Outcome<usize> {
    let all = Repository::<ModelNUMBER>::new(db);
    all.create(value).await?;
    let found: Vec<ModelNUMBER> = all.find(ModelNUMBER::q().nameNUMBER().eq(\"Ada\")).values().await?;
    Ok(black_box(found).len())
}
";

const USE_SERDE: &str = "async fn useNUMBER(db: &Database, value: ModelNUMBER) -> Outcome<usize> {
    let all = db.collection::<ModelNUMBER>(\"modelNUMBER\");
    all.insert_one(value).await?;
    let found: Vec<ModelNUMBER> = all.find(doc! { \"nameNUMBER\": \"Ada\" }).await?.try_collect().await?;
    Ok(black_box(found).len())
}
";

const MAIN: &str = "#[tokio::main(flavor = \"current_thread\")]
async fn main() -> Outcome<()> {
    let mut found = 0;
    let db = open(mongodb::Client::with_uri_str(\"mongodb://localhost\").await?);
";
