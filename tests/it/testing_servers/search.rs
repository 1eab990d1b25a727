//! What is said when there is no server to start.

use vellum::testing::{TestDatabase, TestServer};

use super::{Outcome, play, plays};

#[test]
fn without_any_server_one_message_says_what_to_do() -> Outcome {
    let nowhere = std::env::temp_dir().join(format!("vellum-nothing-{}", std::process::id()));
    let nowhere = nowhere.to_str().expect("a plain path");
    let mut command = play(
        module_path!(),
        "play_a_search_for_a_server",
        &[("PATH", nowhere), ("VELLUM_CACHE_DIR", nowhere)],
    );
    let printed = String::from_utf8(command.env_remove("VELLUM_MONGOD").output()?.stdout)?;
    std::fs::remove_dir_all(nowhere)?;
    for part in ["VELLUM_MONGODB_URI", "VELLUM_MONGOD ", "PATH", "pip", "VELLUM_CACHE_DIR"] {
        assert!(printed.contains(part), "{part} is missing in: {printed}");
    }
    Ok(())
}

#[test]
fn a_wrong_vellum_mongod_is_named() -> Outcome {
    let output = play(module_path!(), "play_a_search_for_a_server", &[("VELLUM_MONGOD", "/no/such/mongod")])
        .output()?;
    let printed = String::from_utf8(output.stdout)?;
    assert!(printed.contains("/no/such/mongod, which is not a file"), "{printed}");
    Ok(())
}

#[test]
fn a_mongod_that_does_not_start_shows_what_it_printed() -> Outcome {
    let output =
        play(module_path!(), "play_a_search_for_a_server", &[("VELLUM_MONGOD", "/bin/ls")]).output()?;
    let printed = String::from_utf8(output.stdout)?;
    assert!(printed.contains("mongod ended while it started"), "{printed}");
    assert!(printed.contains("--dbpath"), "the output of ls is missing: {printed}");
    Ok(())
}

#[tokio::test]
#[ignore = "played by a process that the tests of missing servers start"]
async fn play_a_search_for_a_server() {
    if !plays() {
        return;
    }
    let error = TestServer::start().await.expect_err("there is no server to be found");
    println!("{error}");
}

#[test]
fn a_vellum_mongodb_uri_that_names_no_server_is_named() -> Outcome {
    for (uri, says) in [
        ("nonsense", "VELLUM_MONGODB_URI is not a connection string"),
        ("mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200", "VELLUM_MONGODB_URI names does not answer"),
    ] {
        let output =
            play(module_path!(), "play_a_test_database", &[]).env("VELLUM_MONGODB_URI", uri).output()?;
        let printed = String::from_utf8(output.stdout)?;
        assert!(printed.contains(says), "{says} is missing in: {printed}");
    }
    Ok(())
}

#[tokio::test]
#[ignore = "played by a process that the test of named servers starts"]
async fn play_a_test_database() {
    if !plays() {
        return;
    }
    let error = TestDatabase::start().await.expect_err("there is no such server");
    println!("{error}");
}
