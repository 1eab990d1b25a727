//! Servers end with their owner, however that ends.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tokio::sync::OnceCell;
use vellum::testing::TestServer;

use super::{Outcome, play, plays};

#[tokio::test]
async fn dropping_a_server_ends_its_process_and_removes_its_data() -> Outcome {
    let server = TestServer::start().await?;
    let traces = Traces::of(&server);
    assert!(traces.are_there());
    drop(server);
    assert!(!traces.are_there(), "dropped means gone: {traces:?}");
    Ok(())
}

#[tokio::test]
async fn stopping_a_replica_set_ends_every_node() -> Outcome {
    let server = TestServer::replica_set(3).await?;
    server.pause().await?; // a paused process ends as well
    let traces = Traces::of(&server);
    server.stop().await;
    assert!(!traces.are_there(), "{traces:?}");
    Ok(())
}

#[tokio::test]
async fn a_restarted_server_ends_like_any_other() -> Outcome {
    let server = TestServer::start().await?;
    server.kill_primary().await?;
    server.restart().await?;
    let traces = Traces::of(&server);
    drop(server);
    assert!(!traces.are_there(), "{traces:?}");
    Ok(())
}

#[test]
fn a_panicking_test_leaves_nothing() -> Outcome {
    let output = play(module_path!(), "play_a_test_that_panics", &[]).output()?;
    let traces = Traces::printed(&String::from_utf8(output.stdout)?).expect("the owner started its server");
    assert!(!output.status.success());
    traces.vanish();
    Ok(())
}

#[test]
fn a_killed_test_process_leaves_nothing() -> Outcome {
    let mut owner = play(module_path!(), "play_an_owner_that_waits", &[]).stdout(Stdio::piped()).spawn()?;
    let traces = Traces::of_child(&mut owner);
    owner.kill()?; // SIGKILL: nothing of the owner runs any more
    owner.wait()?;
    traces.expect("the owner started its server").vanish();
    Ok(())
}

#[test]
fn an_aborting_test_process_leaves_nothing() -> Outcome {
    let output = play(module_path!(), "play_an_owner_that_aborts", &[]).output()?;
    Traces::printed(&String::from_utf8(output.stdout)?).expect("the owner started its server").vanish();
    Ok(())
}

#[test]
fn a_server_that_is_never_dropped_ends_with_the_process() -> Outcome {
    let output = play(module_path!(), "play_a_server_in_a_static", &[]).output()?;
    assert!(output.status.success(), "{output:?}");
    Traces::printed(&String::from_utf8(output.stdout)?).expect("the owner started its server").vanish();
    Ok(())
}

/// A second child that outlives the owner must not hold the first one's pipe.
#[test]
fn a_child_process_of_the_test_does_not_keep_the_server_alive() -> Outcome {
    let mut owner =
        play(module_path!(), "play_an_owner_with_another_child", &[]).stdout(Stdio::piped()).spawn()?;
    let traces = Traces::of_child(&mut owner);
    owner.kill()?;
    owner.wait()?;
    traces.expect("the owner started its server").vanish();
    Ok(())
}

#[tokio::test]
#[ignore = "played by a process that `a_panicking_test_leaves_nothing` starts"]
async fn play_a_test_that_panics() -> Outcome {
    if !plays() {
        return Ok(());
    }
    let server = TestServer::start().await?;
    Traces::of(&server).print();
    panic!("as planned");
}

#[tokio::test]
#[ignore = "played by a process that `a_killed_test_process_leaves_nothing` starts"]
async fn play_an_owner_that_waits() -> Outcome {
    if !plays() {
        return Ok(());
    }
    // Two, so that the watchdog of one could hold the pipe of the other.
    let (one, two) = tokio::try_join!(TestServer::start(), TestServer::start())?;
    Traces(Traces::of(&one).0.into_iter().chain(Traces::of(&two).0).collect()).print();
    std::future::pending().await
}

#[tokio::test]
#[ignore = "played by a process that `an_aborting_test_process_leaves_nothing` starts"]
async fn play_an_owner_that_aborts() -> Outcome {
    if !plays() {
        return Ok(());
    }
    let server = TestServer::start().await?;
    Traces::of(&server).print();
    std::process::abort();
}

#[tokio::test]
#[ignore = "played by a process that `a_server_that_is_never_dropped_ends_with_the_process` starts"]
async fn play_a_server_in_a_static() -> Outcome {
    static SERVER: OnceCell<TestServer> = OnceCell::const_new();
    if !plays() {
        return Ok(());
    }
    Traces::of(SERVER.get_or_try_init(TestServer::start).await?).print();
    Ok(())
}

#[tokio::test]
#[ignore = "played by a process that `a_child_process_of_the_test_does_not_keep_the_server_alive` starts"]
async fn play_an_owner_with_another_child() -> Outcome {
    if !plays() {
        return Ok(());
    }
    let server = TestServer::start().await?;
    // It ends by itself a while after the test that looks for the server has ended.
    let _child = Command::new("sleep").arg("120").stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
    Traces::of(&server).print();
    std::future::pending().await
}

/// What a server leaves while it runs: a process and a folder for each node.
#[derive(Debug)]
struct Traces(Vec<(u32, String)>);

impl Traces {
    fn of(server: &TestServer) -> Self {
        let traces =
            server.nodes().iter().map(|node| (node.process_id(), node.data_folder().display().to_string()));
        Self(traces.collect())
    }

    fn print(&self) {
        for (process, folder) in &self.0 {
            println!("\ntrace {process} {folder}");
        }
        println!("traces end");
    }

    /// The traces that a process has printed, if any.
    fn printed(output: &str) -> Option<Self> {
        let trace = |line: &str| {
            let (process, folder) = line.strip_prefix("trace ")?.split_once(' ')?;
            Some((process.parse().ok()?, folder.to_owned()))
        };
        let traces: Vec<_> = output.lines().filter_map(trace).collect();
        (!traces.is_empty()).then_some(Self(traces))
    }

    /// Waits for a running process to print its traces.
    fn of_child(owner: &mut Child) -> Option<Self> {
        let lines = BufReader::new(owner.stdout.take()?).lines().map_while(Result::ok);
        let printed: Vec<String> = lines.take_while(|line| line != "traces end").collect();
        let traces = Self::printed(&printed.join("\n"))?;
        assert!(traces.are_there(), "{traces:?}");
        Some(traces)
    }

    fn are_there(&self) -> bool {
        self.0.iter().any(|(process, folder)| is_alive(*process) || Path::new(folder).exists())
    }

    /// Waits until nothing is left. The limit is for a failure; there is no haste in passing.
    fn vanish(&self) {
        let limit = Instant::now() + Duration::from_mins(1);
        while self.are_there() {
            assert!(Instant::now() < limit, "still there: {self:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn is_alive(process: u32) -> bool {
    let asked =
        Command::new("/bin/sh").arg("-c").arg(format!("kill -0 {process}")).stderr(Stdio::null()).status();
    asked.expect("a shell").success()
}
