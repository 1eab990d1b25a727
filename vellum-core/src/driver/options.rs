//! The driver's own types for what can be said of an operation.

pub use mongodb::options::{
    Acknowledgment, Collation, CollationAlternate, CollationCaseFirst, CollationMaxVariable,
    CollationStrength, Hint, ReadConcern, ReadPreference, ReadPreferenceOptions, SelectionCriteria,
    WriteConcern,
};
