//! Why a transaction cannot commit, and how long to wait before it is tried again.

use std::time::Duration;

use mongodb::error::{Error as DriversOwn, ErrorKind, TRANSIENT_TRANSACTION_ERROR};
use uuid::Uuid;

use crate::error::Error;

/// The first wait before another try, and the longest: MongoDB's specification of transactions.
const FIRST_WAIT: Duration = Duration::from_millis(5);
const LONGEST_WAIT: Duration = Duration::from_millis(500);

/// How much longer each wait is than the one before.
const GROWTH: f64 = 1.5;

pub(crate) const WRITE_CONCERN: &str =
    "the write concern is that of the whole transaction: `db.transaction(..).write_concern(..)`";

/// The first statement that failed. The server has given up the transaction with it.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) error: Error,
    /// Whether the whole transaction may succeed when it is tried again.
    pub(super) transient: bool,
    /// Whether the error says all that can be found out.
    pub(super) explained: bool,
}

impl Failure {
    pub(super) fn of(collection: &str, error: &DriversOwn) -> Self {
        let transient = error.contains_label(TRANSIENT_TRANSACTION_ERROR);
        if is_unsupported(error) {
            return Self { error: Error::TransactionsUnsupported, transient: false, explained: true };
        }
        Self { error: Error::of_write(collection, error.clone()), transient, explained: false }
    }
}

/// Whether the server knows no transactions.
pub(super) fn is_unsupported(error: &DriversOwn) -> bool {
    match error.kind.as_ref() {
        ErrorKind::SessionsNotSupported => true,
        ErrorKind::Transaction { message, .. } => message.contains("not supported by this deployment"),
        // In the server's words, or in those that the driver has for it.
        ErrorKind::Command(refused) if refused.code == 20 => {
            ["Transaction numbers", "retryable writes"].iter().any(|words| refused.message.contains(words))
        }
        _ => false,
    }
}

/// What the driver itself refuses to send in a transaction, which goes on then.
pub(super) fn unsent(error: &DriversOwn) -> Option<Error> {
    let (ErrorKind::InvalidArgument { message, .. } | ErrorKind::Transaction { message, .. }) =
        error.kind.as_ref()
    else {
        return None;
    };
    let reason = if message.contains("read concern") {
        "the read concern is that of the whole transaction: `db.transaction(..).read_concern(..)`"
    } else if message.contains("write concern") {
        WRITE_CONCERN
    } else if message.contains("read preference") {
        "a transaction reads from the primary"
    } else {
        return None;
    };
    Some(Error::Transaction { reason: reason.to_owned() })
}

/// How long to wait after so many tries: a random part of 5 ms × 1.5ⁿ, and of 500 ms at most.
pub(crate) fn wait(tries: u32) -> Duration {
    let exponent = i32::try_from(tries.min(30)).unwrap_or(30);
    let longest = FIRST_WAIT.mul_f64(GROWTH.powi(exponent)).min(LONGEST_WAIT);
    let random = f64::from(u32::try_from(Uuid::new_v4().as_u128() >> 96).unwrap_or(u32::MAX));
    longest.mul_f64(random / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_stay_below_half_a_second() {
        for tries in 0..30_u8 {
            let most = LONGEST_WAIT.min(FIRST_WAIT.mul_f64(GROWTH.powi(tries.into())));
            assert!(wait(tries.into()) <= most);
        }
        assert!((0..200).any(|_| wait(30) > LONGEST_WAIT / 2), "waits are spread over the whole length");
    }
}
