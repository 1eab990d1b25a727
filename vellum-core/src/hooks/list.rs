//! The hooks of a model, as its derive lists them.
//!
//! Each is a function that gives a boxed future: an operation's own type then says nothing of the hooks, and
//! a hook may use any operation of its own model.

use std::fmt;

use futures_util::future::BoxFuture;

use super::HookContext;
use crate::error::Result;

/// What a hook's call gives.
pub(crate) type Called<'a> = BoxFuture<'a, Result<()>>;

/// A hook that may change the document.
pub(crate) type Changing<T> = for<'a> fn(&'a mut T, &'a HookContext<'a>) -> Called<'a>;

/// A hook that looks at the document.
pub(crate) type Watching<T> = for<'a> fn(&'a T, &'a HookContext<'a>) -> Called<'a>;

/// The hooks of a model, by event, in their order.
pub struct Hooks<T: 'static> {
    pub(crate) before_insert: &'static [Changing<T>],
    pub(crate) after_insert: &'static [Watching<T>],
    pub(crate) before_update: &'static [Changing<T>],
    pub(crate) after_update: &'static [Watching<T>],
    pub(crate) before_delete: &'static [Watching<T>],
    pub(crate) after_delete: &'static [Watching<T>],
}

macro_rules! setters {
    ($($event:ident: $kind:ident),* $(,)?) => {$(
        #[doc = concat!("With these for `", stringify!($event), "`.")]
        pub const fn $event(mut self, hooks: &'static [$kind<T>]) -> Self {
            self.$event = hooks;
            self
        }
    )*};
}

impl<T: 'static> Hooks<T> {
    /// No hooks.
    pub const NONE: Self = Self {
        before_insert: &[],
        after_insert: &[],
        before_update: &[],
        after_update: &[],
        before_delete: &[],
        after_delete: &[],
    };

    /// Whether a model has none at all.
    pub(crate) const fn is_empty(&self) -> bool {
        self.before_insert.is_empty()
            && self.after_insert.is_empty()
            && self.before_update.is_empty()
            && self.after_update.is_empty()
            && self.before_delete.is_empty()
            && self.after_delete.is_empty()
    }

    setters! {
        before_insert: Changing,
        after_insert: Watching,
        before_update: Changing,
        after_update: Watching,
        before_delete: Watching,
        after_delete: Watching,
    }
}

impl<T> fmt::Debug for Hooks<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hooks")
            .field("before_insert", &self.before_insert.len())
            .field("after_insert", &self.after_insert.len())
            .field("before_update", &self.before_update.len())
            .field("after_update", &self.after_update.len())
            .field("before_delete", &self.before_delete.len())
            .field("after_delete", &self.after_delete.len())
            .finish()
    }
}

/// A method that may be called before an insert or an update of a `T`.
#[diagnostic::on_unimplemented(
    message = "this is no hook that runs before an insert or an update",
    label = "expected `async fn(&mut self, cx: &HookContext<'_>) -> vellum::Result<()>`",
    note = "what a hook holds over an `.await` has to be `Send`"
)]
pub trait ChangingHook<'a, T, How> {
    /// Calls it.
    fn call(self, value: &'a mut T, cx: &'a HookContext<'a>) -> BoxFuture<'a, Result<()>>;
}

#[diagnostic::do_not_recommend]
impl<'a, T: 'a, F, Fut> ChangingHook<'a, T, Method> for F
where
    F: FnOnce(&'a mut T, &'a HookContext<'a>) -> Fut,
    Fut: Future<Output = Result<()>> + Send + 'a,
{
    fn call(self, value: &'a mut T, cx: &'a HookContext<'a>) -> BoxFuture<'a, Result<()>> {
        Box::pin(self(value, cx))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T, F: FnOnce(Never)> ChangingHook<'a, T, Never> for F {
    fn call(self, _: &'a mut T, _: &'a HookContext<'a>) -> BoxFuture<'a, Result<()>> {
        none()
    }
}

/// A method that may be called after a write of a `T`, or before a deletion.
#[diagnostic::on_unimplemented(
    message = "this is no hook that runs after a write or before a deletion",
    label = "expected `async fn(&self, cx: &HookContext<'_>) -> vellum::Result<()>`",
    note = "what a hook holds over an `.await` has to be `Send`"
)]
pub trait WatchingHook<'a, T, How> {
    /// Calls it.
    fn call(self, value: &'a T, cx: &'a HookContext<'a>) -> BoxFuture<'a, Result<()>>;
}

#[diagnostic::do_not_recommend]
impl<'a, T: 'a, F, Fut> WatchingHook<'a, T, Method> for F
where
    F: FnOnce(&'a T, &'a HookContext<'a>) -> Fut,
    Fut: Future<Output = Result<()>> + Send + 'a,
{
    fn call(self, value: &'a T, cx: &'a HookContext<'a>) -> BoxFuture<'a, Result<()>> {
        Box::pin(self(value, cx))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T, F: FnOnce(Never)> WatchingHook<'a, T, Never> for F {
    fn call(self, _: &'a T, _: &'a HookContext<'a>) -> BoxFuture<'a, Result<()>> {
        none()
    }
}

/// How hooks are written.
#[derive(Debug)]
pub enum Method {}

/// How no hook is written. Were there one way only, rustc would explain what `FnOnce` asks for, and not what a
/// hook is.
#[derive(Debug)]
pub enum Never {}

/// Calls a hook that may change the document. The hook comes last, so that it is judged by the value.
pub fn call_mut<'a, T, How, F: ChangingHook<'a, T, How>>(
    value: &'a mut T,
    cx: &'a HookContext<'a>,
    hook: F,
) -> BoxFuture<'a, Result<()>> {
    hook.call(value, cx)
}

/// Calls a hook that looks at the document.
pub fn call<'a, T, How, F: WatchingHook<'a, T, How>>(
    value: &'a T,
    cx: &'a HookContext<'a>,
    hook: F,
) -> BoxFuture<'a, Result<()>> {
    hook.call(value, cx)
}

/// Of a document that is another variant than the hook's.
pub fn none<'a>() -> BoxFuture<'a, Result<()>> {
    Box::pin(std::future::ready(Ok(())))
}
