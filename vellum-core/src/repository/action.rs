//! What makes a verb's action a thing to await.

/// Awaiting the action runs it.
macro_rules! action {
    ($action:ident -> $output:ty) => {
        impl<T: Model> std::future::IntoFuture for $action<T> {
            type Output = $crate::error::Result<$output>;
            type IntoFuture = futures_util::future::BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.run())
            }
        }
    };
}
pub(crate) use action;
