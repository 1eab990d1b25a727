use vellum::prelude::*;

#[derive(Clone, Vellum)]
#[vellum(collection = "nodes")]
struct Node {
    next: Option<Ref<Node>>,
}

async fn rows(nodes: NodeRepository) {
    let next = || Node::q().next();
    let six = nodes.find(Filter::all()).include(next()).include(next()).include(next()).include(next());
    let six = six.include(next()).include(next());
    let _ = six.include(next());
}

fn main() {}
