//! What can be done to a test server to see how an application bears it.

use mongodb::bson::doc;
use vellum_core::Result;

use super::TestServer;
use super::health;
use super::node::Activity;

/// Faults. Each returns when it has happened, and does not wait for the recovery, with the exception of
/// [`restart`](Self::restart), which is one.
impl TestServer {
    /// Kills the primary with `SIGKILL`. In a set of three or more, the others elect a new one.
    ///
    /// # Errors
    ///
    /// [`Error::Config`](vellum_core::Error::Config) if there is no primary.
    pub async fn kill_primary(&self) -> Result<()> {
        let _one_at_a_time = self.fault.lock().await;
        self.primary().await?.kill().await
    }

    /// Makes the primary a secondary (`replSetStepDown`), and not eligible for the next five seconds. In a set of three or
    /// more, another node is elected; a single node is elected again after one second.
    ///
    /// # Errors
    ///
    /// [`Error::Config`](vellum_core::Error::Config) if there is no primary or it refuses.
    pub async fn step_down(&self) -> Result<()> {
        let _one_at_a_time = self.fault.lock().await;
        let primary = self.primary().await?;
        // A single node has nobody to wait for, and would be away for all of the time it is not eligible.
        let (seconds, patience) = if self.nodes().len() == 1 { (1, 0) } else { (5, 4) };
        let command =
            doc! { "replSetStepDown": seconds, "secondaryCatchUpPeriodSecs": patience, "force": true };
        health::ask(primary, command).await.map_err(|error| primary.failure(error))?;
        Ok(())
    }

    /// Stops the primary with `SIGSTOP`: its connections stay open and nothing answers. In a set of three or more, the
    /// others elect a new one.
    ///
    /// # Errors
    ///
    /// [`Error::Config`](vellum_core::Error::Config) if there is no primary.
    pub async fn pause(&self) -> Result<()> {
        let _one_at_a_time = self.fault.lock().await;
        self.primary().await?.pause().await
    }

    /// Lets every paused node go on (`SIGCONT`). Does nothing if none is paused.
    ///
    /// # Errors
    ///
    /// [`Error::Config`](vellum_core::Error::Config) if the node's watchdog has been killed.
    pub async fn resume(&self) -> Result<()> {
        let _one_at_a_time = self.fault.lock().await;
        self.resume_paused().await
    }

    /// Brings back, on their own data, the nodes that were killed, and lets the paused ones go on. If all nodes are running,
    /// shuts all of them down in good order and starts them again. Waits until there is a primary and all nodes have
    /// joined.
    ///
    /// # Errors
    ///
    /// [`Error::Config`](vellum_core::Error::Config), if a node does not start or does not join again.
    pub async fn restart(&self) -> Result<()> {
        let _one_at_a_time = self.fault.lock().await;
        if self.nodes().iter().all(|node| node.activity() == Activity::Running) {
            for node in self.nodes() {
                node.ask_to_end().await?;
            }
            for node in self.nodes() {
                node.end().await?;
            }
        }
        self.resume_paused().await?;
        for node in self.nodes().iter().filter(|node| node.activity() == Activity::Ended) {
            node.relaunch().await?;
        }
        health::wait_until_healthy(self.nodes()).await
    }

    async fn resume_paused(&self) -> Result<()> {
        for node in self.nodes().iter().filter(|node| node.activity() == Activity::Paused) {
            node.resume().await?;
        }
        Ok(())
    }
}
