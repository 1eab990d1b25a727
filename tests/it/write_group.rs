//! `write_group`: writes of many callers at once, each with its own result.

use futures_util::future::join_all;
use vellum::prelude::*;
use vellum::testing::{Commands, TestDatabase};

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "tickets", versioned, timestamps, soft_delete)]
struct Ticket {
    #[vellum(unique)]
    code: String,
    uses: i32,
}

fn ticket(code: impl std::fmt::Display) -> Ticket {
    Ticket { code: format!("{code}"), uses: 0 }
}

async fn start() -> (TestDatabase, TicketRepository) {
    let db = TestDatabase::start().await.unwrap();
    let tickets = TicketRepository::new(&db);
    tickets.sync_indexes().await.unwrap();
    (db, tickets)
}

#[tokio::test]
async fn new_documents_share_commands_and_each_is_its_callers() {
    let (db, tickets) = start().await;
    let commands = Commands::capture(&db);
    let group = tickets.write_group();
    let created = join_all((0..100).map(|n| group.create(ticket(n)))).await;
    for (n, created) in created.into_iter().enumerate() {
        let created = created.unwrap();
        assert_eq!((&*created, created.version()), (&ticket(n), 1));
        assert_eq!(tickets.require(created.id()).await.unwrap(), created);
    }
    assert!(commands.count("insert") < 10, "{commands:?}");
}

#[tokio::test]
async fn a_write_that_is_refused_fails_its_own_caller_only() {
    let (_db, tickets) = start().await;
    let taken = tickets.create(ticket(7)).await.unwrap();
    let group = tickets.write_group();
    let created = join_all((0..50).map(|n| group.create(ticket(n)))).await;
    for (n, created) in created.iter().enumerate() {
        assert_eq!(created.as_ref().is_err_and(vellum::Error::is_duplicate_key), n == 7, "{n}: {created:?}");
    }
    let q = Ticket::q();
    let changes = (0..50).map(|n| match n {
        3 => q.uses().inc(1) & q.uses().set(1),
        4 => q.uses().inc(i32::MAX),
        5 => q.code().set("0"),
        _ => q.uses().inc(1),
    });
    let one = group.create(ticket("busy")).await.unwrap();
    tickets.update(one.id(), q.uses().set(1)).await.unwrap();
    let ids: Vec<Uuid> = (0..50).map(|n| if n == 6 { Uuid::nil() } else { *one.id() }).collect();
    let updated = join_all(ids.iter().zip(changes).map(|(id, changes)| group.update(id, changes))).await;
    for (n, updated) in updated.iter().enumerate() {
        match n {
            3 | 4 => assert!(matches!(updated, Err(vellum::Error::InvalidUpdate { .. })), "{n}: {updated:?}"),
            5 => assert!(updated.as_ref().is_err_and(vellum::Error::is_duplicate_key), "{updated:?}"),
            6 => assert!(!updated.as_ref().unwrap()),
            _ => assert!(updated.as_ref().unwrap()),
        }
    }
    let after = tickets.require(one.id()).await.unwrap();
    assert_eq!((after.uses, after.version()), (47, 48));
    assert_eq!(tickets.find(Filter::all()).count().await.unwrap(), 51);
    assert!(tickets.get(taken.id()).await.unwrap().is_some());
}

#[tokio::test]
async fn deleted_documents_are_no_callers() {
    let (_db, tickets) = start().await;
    let gone = tickets.create(ticket(1)).await.unwrap();
    tickets.delete(gone.id()).await.unwrap();
    let group = tickets.write_group();
    let change = Ticket::q().uses().inc(1);
    let updated = join_all((0..20).map(|_| group.update(gone.id(), &change))).await;
    assert!(updated.into_iter().all(|updated| !updated.unwrap()));
    assert!(!group.update(gone.id(), Update::none()).await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_that_goes_away_takes_no_others_write_along() {
    let (_db, tickets) = start().await;
    let one = tickets.create(ticket(1)).await.unwrap();
    let tasks: Vec<_> = (0..300_u64)
        .map(|n| {
            let (tickets, id) = (tickets.clone(), *one.id());
            tokio::spawn(async move {
                let group = tickets.write_group();
                let update = group.update(id, Ticket::q().uses().inc(1));
                if n.is_multiple_of(3) {
                    let time = std::time::Duration::from_micros(n * 5);
                    tokio::time::timeout(time, update).await.is_ok_and(|updated| updated.unwrap())
                } else {
                    update.await.unwrap()
                }
            })
        })
        .collect();
    let mut answered = 0;
    for (n, task) in tasks.into_iter().enumerate() {
        let done = task.await.unwrap();
        assert!(done || n.is_multiple_of(3));
        answered += i32::from(done);
    }
    let after = tickets.require(one.id()).await.unwrap();
    assert!((answered..=300).contains(&after.uses), "{} uses, {answered} answered", after.uses);
    assert_eq!(after.version(), i64::from(after.uses) + 1);
}
