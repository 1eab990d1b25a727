//! The documents as oximod wants them.

use mongodb::bson::oid::ObjectId;
use mongodb::bson::{DateTime, Uuid};
use oximod::Model;
use serde::{Deserialize, Serialize};

use crate::plain::{Address, Item};
use crate::weights::weigh;

weigh!(crate::oximod::models);

/// A model has a builder, which wants a default for every field.
fn nowhere() -> Address {
    Address { street: String::new(), city: String::new(), zip: None, country: String::new() }
}

#[derive(Debug, Clone, Serialize, Deserialize, Model)]
#[db("source")]
#[collection("small")]
pub(crate) struct Small {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) _id: Option<ObjectId>,
    pub(crate) key: Uuid,
    #[default(DateTime::MIN)]
    pub(crate) joined: DateTime,
    pub(crate) name: String,
    pub(crate) score: i32,
    pub(crate) ratio: f64,
    pub(crate) active: bool,
}

/// The small ones, where they are written.
#[derive(Debug, Clone, Serialize, Deserialize, Model)]
#[db("scratch_oximod")]
#[collection("small")]
pub(crate) struct Created {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) _id: Option<ObjectId>,
    pub(crate) key: Uuid,
    #[default(DateTime::MIN)]
    pub(crate) joined: DateTime,
    pub(crate) name: String,
    pub(crate) score: i32,
    pub(crate) ratio: f64,
    pub(crate) active: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, Model)]
#[db("source")]
#[collection("medium")]
pub(crate) struct Medium {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) _id: Option<ObjectId>,
    pub(crate) number: i64,
    pub(crate) key: Uuid,
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) status: String,
    pub(crate) owner: String,
    pub(crate) email: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) website: Option<String>,
    #[default(DateTime::MIN)]
    pub(crate) created: DateTime,
    #[default(DateTime::MIN)]
    pub(crate) updated: DateTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) closed: Option<DateTime>,
    pub(crate) price: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) discount: Option<f64>,
    pub(crate) weight: f64,
    pub(crate) quantity: i32,
    pub(crate) reserved: i32,
    pub(crate) views: i64,
    pub(crate) rating: i32,
    pub(crate) active: bool,
    pub(crate) archived: bool,
    #[default(nowhere())]
    pub(crate) address: Address,
    pub(crate) tags: Vec<String>,
    pub(crate) items: Vec<Item>,
}

#[derive(Debug, Clone, Serialize, Deserialize, Model)]
#[db("source")]
#[collection("large")]
pub(crate) struct Large {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) _id: Option<ObjectId>,
    pub(crate) number: i64,
    pub(crate) title: String,
    pub(crate) items: Vec<Item>,
}
