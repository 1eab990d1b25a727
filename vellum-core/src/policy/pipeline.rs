//! What pipelines may see: of the collection that they start from, and of those that they join.

use super::{Visibility, countable, scope};
use crate::ast::{Filter, Stage, StageSource};
use crate::schema::Columns;

/// The stages, limited to the documents that a query may see, on every side.
pub(crate) fn head(stages: Vec<Stage>, columns: Columns, visibility: Visibility) -> Vec<Stage> {
    let mut stages: Vec<Stage> = stages.into_iter().map(|stage| scoped(stage, visibility)).collect();
    let first = match stages.first_mut() {
        Some(Stage::Match(filter)) => Some(filter),
        _ => None,
    };
    match first {
        Some(filter) => *filter = scope(std::mem::replace(filter, Filter::All), columns, visibility),
        None => match scope(Filter::All, columns, visibility) {
            Filter::All => {}
            filter => stages.insert(0, Stage::Match(filter)),
        },
    }
    stages
}

/// A stage whose other collections are limited in the same way.
fn scoped(stage: Stage, visibility: Visibility) -> Stage {
    match stage {
        // The server refuses to order by distance here.
        Stage::Match(filter) => Stage::Match(countable(filter)),
        Stage::Lookup(mut lookup) => {
            lookup.from = source(lookup.from, visibility);
            Stage::Lookup(lookup)
        }
        Stage::GraphLookup(mut lookup) => {
            lookup.restrict = scope(lookup.restrict, lookup.from.columns, visibility);
            Stage::GraphLookup(lookup)
        }
        Stage::UnionWith(other) => Stage::UnionWith(source(other, visibility)),
        Stage::Facet(facets) => {
            let inner =
                |stages: Vec<Stage>| stages.into_iter().map(|stage| scoped(stage, visibility)).collect();
            Stage::Facet(facets.into_iter().map(|(name, stages)| (name, inner(stages))).collect())
        }
        stage => stage,
    }
}

fn source(mut source: StageSource, visibility: Visibility) -> StageSource {
    source.stages = head(source.stages, source.columns, visibility);
    source
}
