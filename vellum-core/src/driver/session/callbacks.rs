//! What is to be called when a transaction has ended.

use std::fmt;
use std::future::Future;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

/// What is called once, and never if the transaction ends the other way.
pub(crate) struct Callback(Box<dyn FnOnce() -> BoxFuture<'static, ()> + Send>);

/// A function as a callback.
pub(crate) fn callback<F, Fut>(call: F) -> Callback
where
    F: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    Callback(Box::new(move || call().boxed()))
}

impl Callback {
    pub(crate) fn call(self) -> BoxFuture<'static, ()> {
        (self.0)()
    }
}

/// Calls them one after the other. One that panics keeps no other from being called; the panic has been
/// reported by its hook.
pub(super) async fn call_all(callbacks: Vec<Callback>) {
    for callback in callbacks {
        let call = AssertUnwindSafe(async move { callback.call().await });
        drop(call.catch_unwind().await);
    }
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Callback")
    }
}
