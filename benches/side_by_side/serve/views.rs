//! Medium documents to look at and let go: all fields but the id, which borrow where they can.

/// For Vellum.
#[expect(dead_code, reason = "all of it is read out of documents; the weight looks at some")]
pub(super) mod vellum {
    use vellum::prelude::*;

    use crate::models::{Address, Item, Medium};

    /// The fields of a [`Medium`] without its id, to look at and let go.
    #[derive(Debug, Projection)]
    #[vellum(from = Medium)]
    pub(in crate::serve) struct MediumView<'a> {
        pub(in crate::serve) number: i64,
        pub(in crate::serve) key: Uuid,
        pub(in crate::serve) title: &'a str,
        pub(in crate::serve) summary: &'a str,
        pub(in crate::serve) status: &'a str,
        pub(in crate::serve) owner: &'a str,
        pub(in crate::serve) email: &'a str,
        pub(in crate::serve) phone: Option<&'a str>,
        pub(in crate::serve) website: Option<&'a str>,
        pub(in crate::serve) created: DateTime<Utc>,
        pub(in crate::serve) updated: DateTime<Utc>,
        pub(in crate::serve) closed: Option<DateTime<Utc>>,
        pub(in crate::serve) price: f64,
        pub(in crate::serve) discount: Option<f64>,
        pub(in crate::serve) weight: f64,
        pub(in crate::serve) quantity: i32,
        pub(in crate::serve) reserved: i32,
        pub(in crate::serve) views: i64,
        pub(in crate::serve) rating: i32,
        pub(in crate::serve) active: bool,
        pub(in crate::serve) archived: bool,
        pub(in crate::serve) address: AddressView<'a>,
        pub(in crate::serve) tags: Vec<&'a str>,
        pub(in crate::serve) items: Vec<ItemView<'a>>,
    }

    #[derive(Debug, Projection)]
    #[vellum(from = Address)]
    pub(in crate::serve) struct AddressView<'a> {
        pub(in crate::serve) street: &'a str,
        pub(in crate::serve) city: &'a str,
        pub(in crate::serve) zip: Option<&'a str>,
        pub(in crate::serve) country: &'a str,
    }

    #[derive(Debug, Projection)]
    #[vellum(from = Item)]
    pub(in crate::serve) struct ItemView<'a> {
        pub(in crate::serve) product: Uuid,
        pub(in crate::serve) sku: &'a str,
        pub(in crate::serve) quantity: i32,
        pub(in crate::serve) price: f64,
        pub(in crate::serve) note: Option<&'a str>,
    }
}

/// For the driver.
#[expect(dead_code, reason = "all of it is read out of documents; the weight looks at some")]
pub(super) mod driver {
    use mongodb::bson::{DateTime, Uuid};
    use serde::Deserialize;

    /// The fields of a [`Medium`] without its id, to look at and let go.
    #[derive(Debug, Deserialize)]
    pub(in crate::serve) struct MediumView<'a> {
        pub(in crate::serve) number: i64,
        pub(in crate::serve) key: Uuid,
        pub(in crate::serve) title: &'a str,
        pub(in crate::serve) summary: &'a str,
        pub(in crate::serve) status: &'a str,
        pub(in crate::serve) owner: &'a str,
        pub(in crate::serve) email: &'a str,
        #[serde(borrow)]
        pub(in crate::serve) phone: Option<&'a str>,
        #[serde(borrow)]
        pub(in crate::serve) website: Option<&'a str>,
        pub(in crate::serve) created: DateTime,
        pub(in crate::serve) updated: DateTime,
        pub(in crate::serve) closed: Option<DateTime>,
        pub(in crate::serve) price: f64,
        pub(in crate::serve) discount: Option<f64>,
        pub(in crate::serve) weight: f64,
        pub(in crate::serve) quantity: i32,
        pub(in crate::serve) reserved: i32,
        pub(in crate::serve) views: i64,
        pub(in crate::serve) rating: i32,
        pub(in crate::serve) active: bool,
        pub(in crate::serve) archived: bool,
        #[serde(borrow)]
        pub(in crate::serve) address: AddressView<'a>,
        #[serde(borrow)]
        pub(in crate::serve) tags: Vec<&'a str>,
        #[serde(borrow)]
        pub(in crate::serve) items: Vec<ItemView<'a>>,
    }

    #[derive(Debug, Deserialize)]
    pub(in crate::serve) struct AddressView<'a> {
        pub(in crate::serve) street: &'a str,
        pub(in crate::serve) city: &'a str,
        #[serde(borrow)]
        pub(in crate::serve) zip: Option<&'a str>,
        pub(in crate::serve) country: &'a str,
    }

    #[derive(Debug, Deserialize)]
    pub(in crate::serve) struct ItemView<'a> {
        pub(in crate::serve) product: Uuid,
        pub(in crate::serve) sku: &'a str,
        pub(in crate::serve) quantity: i32,
        pub(in crate::serve) price: f64,
        #[serde(borrow)]
        pub(in crate::serve) note: Option<&'a str>,
    }
}

macro_rules! weigh {
    ($module:ident) => {
        impl crate::weights::Weigh for $module::MediumView<'_> {
            fn weight(&self) -> u64 {
                let items = self.items.iter().map(|item| item.quantity as u64 + item.sku.len() as u64);
                self.number as u64 + self.summary.len() as u64 + items.sum::<u64>()
            }
        }
    };
}

weigh!(vellum);
weigh!(driver);
