//! Indexes as a model declares them.

use crate::ast::{self, Literal, Path};

/// How an index holds a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum IndexKey {
    /// Smallest first.
    Ascending,
    /// Greatest first.
    Descending,
    /// For text searches.
    Text,
    /// For GeoJSON shapes on the sphere.
    Geo2dSphere,
    /// For points on a plane.
    Geo2d,
    /// By hash, for sharding.
    Hashed,
}

impl IndexKey {
    /// What stands beside the path in an index's keys.
    pub(crate) fn literal(self) -> Literal {
        match self {
            Self::Ascending => Literal::of(&1_i32),
            Self::Descending => Literal::of(&-1_i32),
            Self::Text => Literal::text("text"),
            Self::Geo2dSphere => Literal::text("2dsphere"),
            Self::Geo2d => Literal::text("2d"),
            Self::Hashed => Literal::text("hashed"),
        }
    }
}

/// One key of an index.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct IndexKeySpec {
    /// Where the key stands.
    pub path: fn() -> Path,
    /// How it is held.
    pub key: IndexKey,
    /// How much it counts in text searches.
    pub weight: Option<u32>,
}

impl IndexKeySpec {
    /// A key.
    pub const fn new(path: fn() -> Path, key: IndexKey) -> Self {
        Self { path, key, weight: None }
    }

    /// Counts this much in text searches.
    pub const fn weight(mut self, weight: u32) -> Self {
        self.weight = Some(weight);
        self
    }
}

/// The documents that an index holds.
#[derive(Debug, Clone, PartialEq)]
pub struct PartialFilter(pub(crate) ast::Filter);

/// The language rules that an index compares text by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each is the option of the same name in MongoDB's collation document")]
pub struct IndexCollation {
    pub locale: &'static str,
    pub strength: Option<u32>,
    pub case_level: Option<bool>,
    pub case_first: Option<&'static str>,
    pub numeric_ordering: Option<bool>,
    pub alternate: Option<&'static str>,
    pub max_variable: Option<&'static str>,
    pub backwards: Option<bool>,
    pub normalization: Option<bool>,
}

macro_rules! options {
    ($($(#[$doc:meta])* $name:ident: $type:ty)*) => {$(
        $(#[$doc])*
        pub const fn $name(mut self, value: $type) -> Self {
            self.$name = Some(value);
            self
        }
    )*};
}

impl IndexCollation {
    /// The rules of a locale.
    pub const fn new(locale: &'static str) -> Self {
        Self {
            locale,
            strength: None,
            case_level: None,
            case_first: None,
            numeric_ordering: None,
            alternate: None,
            max_variable: None,
            backwards: None,
            normalization: None,
        }
    }

    options! {
        /// Sets `strength`.
        strength: u32
        /// Sets `caseLevel`.
        case_level: bool
        /// Sets `caseFirst`.
        case_first: &'static str
        /// Sets `numericOrdering`.
        numeric_ordering: bool
        /// Sets `alternate`.
        alternate: &'static str
        /// Sets `maxVariable`.
        max_variable: &'static str
        /// Sets `backwards`.
        backwards: bool
        /// Sets `normalization`.
        normalization: bool
    }
}

/// An index that a model declares.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct IndexSpec {
    /// Its keys, the first counts most.
    pub keys: &'static [IndexKeySpec],
    /// Its name, if the model gives one.
    pub name: Option<&'static str>,
    /// Whether no two documents may have the same keys.
    pub unique: bool,
    /// Whether only documents that have the field are held, for options.
    pub present_only: Option<fn() -> bool>,
    /// The element type of the documents that are held, for options stored as null.
    pub present_of_type: Option<u8>,
    /// The column that is null in live documents, if only these are held.
    pub live: Option<&'static str>,
    /// Whether documents without the field are left out.
    pub sparse: bool,
    /// Whether the planner leaves it aside.
    pub hidden: bool,
    /// After how many seconds documents are removed.
    pub ttl: Option<u64>,
    /// The language rules.
    pub collation: Option<IndexCollation>,
    /// The documents that are held.
    pub partial: Option<fn() -> PartialFilter>,
}

impl IndexSpec {
    /// An index on these keys.
    pub const fn new(keys: &'static [IndexKeySpec]) -> Self {
        Self {
            keys,
            name: None,
            unique: false,
            present_only: None,
            present_of_type: None,
            live: None,
            sparse: false,
            hidden: false,
            ttl: None,
            collation: None,
            partial: None,
        }
    }

    options! {
        /// Holds only documents that have the field, if the function says so.
        present_only: fn() -> bool
        /// Holds only documents whose field is of this element type.
        present_of_type: u8
        /// Holds only live documents.
        live: &'static str
        /// Removes documents after so many seconds.
        ttl: u64
        /// Compares text by these rules.
        collation: IndexCollation
        /// Holds only the documents of a filter.
        partial: fn() -> PartialFilter
    }

    /// Its name: the model's own, or the one that MongoDB would give: `city_1_age_-1`.
    pub fn index_name(&self) -> String {
        let part = |key: &IndexKeySpec| {
            let value = match key.key.literal().to_bson() {
                crate::bson::Bson::String(text) => text,
                other => other.to_string(),
            };
            [(key.path)().as_str(), &value].join("_")
        };
        self.name.map_or_else(|| self.keys.iter().map(part).collect::<Vec<_>>().join("_"), ToOwned::to_owned)
    }

    /// Gives it a name.
    pub const fn named(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }

    /// No two documents may have the same keys.
    pub const fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    /// Leaves out documents without the field.
    pub const fn sparse(mut self) -> Self {
        self.sparse = true;
        self
    }

    /// The planner leaves it aside.
    pub const fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }
}
