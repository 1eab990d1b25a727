//! One module for each family of rules.

mod columns;
mod contradictions;
mod enums;
mod hooks;
mod indexes;
mod items;
mod keys;
mod names;
