//! Runnable examples of Vellum.
