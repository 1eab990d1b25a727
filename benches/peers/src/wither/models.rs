//! The documents as wither wants them, with the types of bson 1, which has none for UUIDs.

use serde::{Deserialize, Serialize};
use wither::Model;
use wither::bson::oid::ObjectId;
use wither::bson::{Binary, DateTime};

use crate::plain::Address;
use crate::weights::weigh;

weigh!(crate::wither::models);

#[derive(Debug, Clone, Serialize, Deserialize, Model)]
#[model(collection_name = "small")]
pub(crate) struct Small {
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<ObjectId>,
    pub(crate) key: Binary,
    pub(crate) joined: DateTime,
    pub(crate) name: String,
    pub(crate) score: i32,
    pub(crate) ratio: f64,
    pub(crate) active: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, Model)]
#[model(collection_name = "medium")]
pub(crate) struct Medium {
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<ObjectId>,
    pub(crate) number: i64,
    pub(crate) key: Binary,
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) status: String,
    pub(crate) owner: String,
    pub(crate) email: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) website: Option<String>,
    pub(crate) created: DateTime,
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
    pub(crate) address: Address,
    pub(crate) tags: Vec<String>,
    pub(crate) items: Vec<Item>,
}

#[derive(Debug, Clone, Serialize, Deserialize, Model)]
#[model(collection_name = "large")]
pub(crate) struct Large {
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<ObjectId>,
    pub(crate) number: i64,
    pub(crate) title: String,
    pub(crate) items: Vec<Item>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Item {
    pub(crate) product: Binary,
    pub(crate) sku: String,
    pub(crate) quantity: i32,
    pub(crate) price: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
}
