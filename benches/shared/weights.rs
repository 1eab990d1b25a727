//! What the harness compares of documents that were read. The fields have the same names in every subject's types.

/// A number that differs where values that were read differ.
pub(crate) trait Weigh {
    fn weight(&self) -> u64;
}

/// Implements [`Weigh`] for the documents of a module.
macro_rules! weigh {
    ($($module:ident)::+) => {
        impl $crate::weights::Weigh for $($module)::+::Small {
            fn weight(&self) -> u64 {
                self.score as u64 + self.name.len() as u64
            }
        }

        impl $crate::weights::Weigh for $($module)::+::Medium {
            fn weight(&self) -> u64 {
                let items = self.items.iter().map(|item| item.quantity as u64 + item.sku.len() as u64);
                self.number as u64 + self.summary.len() as u64 + items.sum::<u64>()
            }
        }

        impl $crate::weights::Weigh for $($module)::+::Large {
            fn weight(&self) -> u64 {
                let items = self.items.iter().map(|item| item.quantity as u64 + item.sku.len() as u64);
                self.number as u64 + self.title.len() as u64 + items.sum::<u64>()
            }
        }
    };
}
pub(crate) use weigh;
