//! Vellum beside the driver and other mappers. `docs/performance.md` says how to run it and how to read it.
