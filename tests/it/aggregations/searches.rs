//! `search` and `vector_search`, as Atlas reads them: no server here has search indexes.

use vellum::pipeline::{Search, VectorSearch};

use super::*;

#[derive(Debug, Clone, PartialEq, Vellum)]
#[vellum(collection = "articles", soft_delete)]
pub struct Article {
    pub title: String,
    pub body: String,
    pub year: i32,
    pub tenant: String,
    pub embedding: Option<Vec<f32>>,
}

async fn articles() -> (TestDatabase, ArticleRepository) {
    let db = TestDatabase::start().await.unwrap();
    let articles = ArticleRepository::new(&db);
    (db, articles)
}

#[tokio::test]
async fn a_search_stays_the_first_stage_and_what_is_hidden_is_left_out_behind_it() {
    let (db, articles) = articles().await;
    let found = articles
        .aggregate()
        .search(|a| Search::text(a.title(), "$5 coffee").fuzzy(1).boost(2.0).index("titles"))
        .filter(|(a, score)| a.year().gt(2000) & score.gt(0.5))
        .limit(3);
    assert_eq!(
        found.into_pipeline().unwrap(),
        [
            doc! { "$search": {
                "index": "titles",
                "text": {
                    "path": "title", "query": "$5 coffee", "fuzzy": { "maxEdits": 1 },
                    "score": { "boost": { "value": 2.0 } },
                },
            } },
            doc! { "$match": { "deleted_at": null } },
            doc! { "$addFields": { "__1": { "$meta": "searchScore" } } },
            doc! { "$match": { "year": { "$gt": 2000 }, "__1": { "$gt": 0.5 } } },
            doc! { "$limit": 3 },
        ]
    );
    let one = ArticleRepository::new(&db.scoped(Article::q().tenant().eq("one")));
    let stages = one.aggregate().with_deleted().search(|a| Search::exists(a.year())).into_pipeline().unwrap();
    assert_eq!(stages[1], doc! { "$match": { "tenant": "one" } });
    let filtered = articles.aggregate().filter(|a| a.year().eq(1)).search(|a| Search::exists(a.year()));
    assert!(filtered.await.unwrap_err().to_string().contains("nothing may stand in front of a search"));
}

#[tokio::test]
async fn searches_are_combined() {
    let (_db, articles) = articles().await;
    let found = articles.aggregate().with_deleted().search(|a| {
        Search::phrase(a.title(), "flat white")
            .must(Search::autocomplete(a.body(), "espr"))
            .must_not(Search::wildcard(a.body(), "*decaf*"))
            .should(Search::equals(a.tenant(), "$one"))
            .filter(Search::range(a.year(), 1990..=2020))
    });
    assert_eq!(
        found.into_pipeline().unwrap()[0],
        doc! { "$search": { "compound": {
            "must": [
                { "phrase": { "path": "title", "query": "flat white" } },
                { "autocomplete": { "path": "body", "query": "espr" } },
            ],
            "mustNot": [{ "wildcard": { "path": "body", "query": "*decaf*" } }],
            "should": [{ "equals": { "path": "tenant", "value": "$one" } }],
            "filter": [{ "range": { "path": "year", "gte": 1990, "lte": 2020 } }],
        } } }
    );
    let found = articles.aggregate().with_deleted().search(|a| {
        Search::compound().should(Search::text(a.title(), "x")).should(Search::text(a.body(), "x"))
    });
    let stage = found.into_pipeline().unwrap().remove(0);
    let compound = stage.get_document("$search").unwrap().get_document("compound").unwrap();
    assert_eq!(compound.get_array("should").unwrap().len(), 2);
}

#[tokio::test]
async fn vectors_are_searched_among_the_documents_of_a_filter() {
    let (_db, articles) = articles().await;
    let near = articles.aggregate().vector_search(|a| {
        VectorSearch::new("vectors", a.embedding(), [0.5, 1.0]).limit(5, 200).filter(a.year().gt(2000))
    });
    assert_eq!(
        near.into_pipeline().unwrap(),
        [
            doc! { "$vectorSearch": {
                "index": "vectors", "path": "embedding", "queryVector": [0.5, 1.0],
                "numCandidates": 200, "limit": 5, "filter": { "year": { "$gt": 2000 } },
            } },
            doc! { "$match": { "deleted_at": null } },
            doc! { "$addFields": { "__1": { "$meta": "vectorSearchScore" } } },
        ]
    );
    let exact = articles.aggregate().vector_search(|a| {
        VectorSearch::new("vectors", a.embedding(), vec![1.0]).exact(2).filter(Filter::all())
    });
    let stage = exact.into_pipeline().unwrap().remove(0);
    let search = stage.get_document("$vectorSearch").unwrap();
    assert_eq!((search.get_bool("exact").ok(), search.get("numCandidates")), (Some(true), None));
}
