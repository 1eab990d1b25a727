//! A transaction whose error cannot hold Vellum's own.

use vellum::prelude::*;

enum AppError {
    TooLittle,
}

async fn example(db: &Database) -> Result<(), AppError> {
    db.transaction(|_| async move { Err(AppError::TooLittle) }).await
}

fn main() {}
