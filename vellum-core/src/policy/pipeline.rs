//! What pipelines may see: of the collection that they start from, and of those that they join.

use super::{Scopes, Visibility, countable, scope};
use crate::ast::{Filter, Stage, StageSource};
use crate::schema::Columns;

/// What a pipeline may see of every collection.
#[derive(Clone, Copy)]
pub(crate) struct Sight<'a> {
    pub(crate) visibility: Visibility,
    pub(crate) scopes: Option<&'a Scopes>,
}

impl Sight<'_> {
    /// The stages over a collection, limited to the documents that they may see on every side.
    pub(crate) fn head(self, stages: Vec<Stage>, collection: &str, columns: Columns) -> Vec<Stage> {
        let mut stages: Vec<Stage> = stages.into_iter().map(|stage| self.joined(stage)).collect();
        let first = match stages.first_mut() {
            Some(Stage::Match(filter)) => Some(filter),
            // What stands at the head only takes the filter into itself.
            Some(Stage::GeoNear(near)) => Some(&mut near.query),
            _ => None,
        };
        let limited = |filter| self.limited(filter, collection, columns);
        match first {
            Some(filter) => *filter = limited(std::mem::replace(filter, Filter::All)),
            None => match limited(Filter::All) {
                Filter::All => {}
                // A search has to stay the first stage.
                filter => {
                    let at = usize::from(matches!(stages.first(), Some(Stage::Search(_))));
                    stages.insert(at, Stage::Match(filter));
                }
            },
        }
        stages
    }

    /// A stage whose other collections are limited in the same way.
    fn joined(self, stage: Stage) -> Stage {
        match stage {
            // The server refuses to order by distance here.
            Stage::Match(filter) => Stage::Match(countable(filter)),
            Stage::GeoNear(mut near) => {
                near.query = countable(near.query);
                Stage::GeoNear(near)
            }
            Stage::Lookup(mut lookup) => {
                lookup.from = self.source(lookup.from);
                Stage::Lookup(lookup)
            }
            Stage::GraphLookup(mut lookup) => {
                lookup.restrict = self.limited(lookup.restrict, lookup.from.collection, lookup.from.columns);
                Stage::GraphLookup(lookup)
            }
            Stage::UnionWith(other) => Stage::UnionWith(self.source(other)),
            Stage::Facet(facets) => {
                let inner = |stages: Vec<Stage>| stages.into_iter().map(|stage| self.joined(stage)).collect();
                Stage::Facet(facets.into_iter().map(|(name, stages)| (name, inner(stages))).collect())
            }
            stage => stage,
        }
    }

    /// A filter on a collection's documents.
    fn limited(self, filter: Filter, collection: &str, columns: Columns) -> Filter {
        let own = self.scopes.and_then(|scopes| scopes.of(collection)).map(|own| own.on(columns));
        scope(filter, own.as_deref(), columns, self.visibility)
    }

    fn source(self, mut source: StageSource) -> StageSource {
        source.stages = self.head(source.stages, source.collection, source.columns);
        source
    }
}
