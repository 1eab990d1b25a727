//! One key that may be given once.

use proc_macro2::Ident;

/// A key that was given, and its value.
#[derive(Clone)]
pub(crate) struct Given<T> {
    pub(crate) key: Ident,
    pub(crate) value: T,
}

/// Room for a key that may be given once.
pub(crate) struct Slot<T>(Option<Given<T>>);

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Slot<T> {
    pub(crate) fn set(&mut self, key: &Ident, value: T) -> syn::Result<()> {
        if self.0.is_some() {
            return Err(syn::Error::new(key.span(), format!("`{key}` is given twice")));
        }
        self.0 = Some(Given { key: key.clone(), value });
        Ok(())
    }

    pub(crate) fn given(&self) -> Option<&Given<T>> {
        self.0.as_ref()
    }

    /// The key's token, for messages.
    pub(crate) fn key(&self) -> Option<&Ident> {
        self.0.as_ref().map(|given| &given.key)
    }

    pub(crate) fn value(&self) -> Option<&T> {
        self.0.as_ref().map(|given| &given.value)
    }

    pub(crate) fn is_given(&self) -> bool {
        self.0.is_some()
    }
}
