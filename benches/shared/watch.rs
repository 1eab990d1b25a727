//! Wall time and processor time of this process.

use std::time::Instant;

use rustix::time::{ClockId, clock_gettime};

/// Both times, since it was made.
pub(crate) struct Watch {
    wall: Instant,
    cpu_us: f64,
}

/// What a watch has seen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Elapsed {
    pub(crate) wall_us: f64,
    pub(crate) client_cpu_us: f64,
}

impl Watch {
    pub(crate) fn start() -> Self {
        Self { cpu_us: cpu_us(), wall: Instant::now() }
    }

    pub(crate) fn elapsed(&self) -> Elapsed {
        let wall_us = self.wall.elapsed().as_secs_f64() * 1e6;
        Elapsed { wall_us, client_cpu_us: cpu_us() - self.cpu_us }
    }
}

fn cpu_us() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 * 1e6 + time.tv_nsec as f64 / 1e3
}
