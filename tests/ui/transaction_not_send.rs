//! A transaction that holds over an `.await` what cannot go to another thread.

use std::rc::Rc;

use vellum::prelude::*;

async fn example(db: &Database) -> vellum::Result<()> {
    db.transaction(|tx| async move {
        let counted = Rc::new(1);
        tx.driver().list_collection_names().await?;
        drop(counted);
        Ok::<_, vellum::Error>(())
    })
    .await
}

fn main() {}
