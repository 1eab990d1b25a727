//! Connection strings.

use super::node::{Node, REPLICA_SET};

/// Options that make clients notice soon that another node has become the primary.
const QUICK: &str = "heartbeatFrequencyMS=500&serverSelectionTimeoutMS=15000";

/// How long a client waits for a node that does not answer. A single node has no other to turn to, and
/// a busy machine may well be silent for a second.
fn patience(nodes: usize) -> u32 {
    if nodes == 1 { 10_000 } else { 1_000 }
}

/// The connection string of a set of nodes, with a default database.
pub(super) fn of_nodes(nodes: &[Node], database: &str) -> String {
    let hosts: Vec<String> = nodes.iter().map(Node::address).collect();
    let (hosts, patience) = (hosts.join(","), patience(nodes.len()));
    format!("mongodb://{hosts}/{database}?replicaSet={REPLICA_SET}&{QUICK}&connectTimeoutMS={patience}")
}

/// The same connection string with another default database.
///
/// Users are looked up in the default database unless the string says otherwise, so it says so here.
pub(super) fn with_database(uri: &str, database: &str) -> String {
    // What is no connection string is left as it is, for the driver to refuse it.
    let Some((scheme, rest)) = uri.split_once("://") else { return uri.to_owned() };
    let (place, options) = rest.split_once('?').unwrap_or((rest, ""));
    let (hosts, previous) = place.split_once('/').unwrap_or((place, ""));
    let mut options = options.to_owned();
    if hosts.contains('@') && !chooses_users(&options) {
        let users = if previous.is_empty() { "admin" } else { previous };
        if !options.is_empty() {
            options.push('&');
        }
        options += "authSource=";
        options += users;
    }
    let mark = if options.is_empty() { "" } else { "?" };
    format!("{scheme}://{hosts}/{database}{mark}{options}")
}

/// Whether the options tell where users are kept. Mechanisms other than passwords have places of their own.
fn chooses_users(options: &str) -> bool {
    options.split('&').any(|option| {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        name.eq_ignore_ascii_case("authSource")
            || name.eq_ignore_ascii_case("authMechanism") && !value.starts_with("SCRAM")
    })
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[test]
    fn the_database_goes_between_hosts_and_options() {
        assert_eq!(with_database("mongodb://a:1,b:2", "t"), "mongodb://a:1,b:2/t");
        assert_eq!(with_database("mongodb://a:1/?x=1", "t"), "mongodb://a:1/t?x=1");
        assert_eq!(with_database("mongodb://a:1?x=1", "t"), "mongodb://a:1/t?x=1");
        assert_eq!(with_database("mongodb+srv://a/shop?x=1", "t"), "mongodb+srv://a/t?x=1");
    }

    #[test]
    fn users_are_still_found_where_they_were() {
        assert_eq!(with_database("mongodb://u:p@a", "t"), "mongodb://u:p@a/t?authSource=admin");
        assert_eq!(with_database("mongodb://u:p@a/shop?x=1", "t"), "mongodb://u:p@a/t?x=1&authSource=shop");
        assert_eq!(with_database("mongodb://u:p@a/?authsource=b", "t"), "mongodb://u:p@a/t?authsource=b");
        let certificate = "mongodb://u@a/?authMechanism=MONGODB-X509";
        assert_eq!(with_database(certificate, "t"), "mongodb://u@a/t?authMechanism=MONGODB-X509");
    }
}
