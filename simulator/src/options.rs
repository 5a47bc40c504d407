//! The command line.

use std::{net::IpAddr, path::PathBuf};

use clap::{Parser, ValueEnum};

/// A part of the interface that a backend can lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Recordings; there are snaps all the same.
    Recording,
    /// Lights.
    Lights,
    /// What can be read and set of the cameras; they have names all the same.
    Camera,
}

/// The command line of the simulator.
#[derive(Debug, Clone, Parser)]
#[command(name = "simulator", version, about)]
pub struct Options {
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1")]
    pub host: IpAddr,

    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 8001)]
    pub port: u16,

    /// Folder of the built page, served at / and /imswitch/ui/
    #[arg(long, value_name = "DIR")]
    pub page: Option<PathBuf>,

    /// Width of the camera's frames in pixels
    #[arg(long, default_value_t = 640, value_parser = clap::value_parser!(u16).range(16..=16384))]
    pub width: u16,

    /// Height of the camera's frames in pixels
    #[arg(long, default_value_t = 480, value_parser = clap::value_parser!(u16).range(16..=16384))]
    pub height: u16,

    /// Frames a second that the camera takes
    #[arg(long, default_value_t = 20.0, value_parser = frames_per_second)]
    pub fps: f64,

    /// How many cameras there are
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(0..=300))]
    pub cameras: u16,

    /// Every n-th pixel and row is sent, until a client asks otherwise: the camera is so many times as large as its frames
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub subsampling_factor: u16,

    /// Exposure time in milliseconds; above 2000 a start needs force=true
    #[arg(long, default_value_t = 10.0, value_parser = exposure_ms)]
    pub exposure_ms: f64,

    /// Show an unmoving specimen without noise changes: every image is the same
    #[arg(long)]
    pub still: bool,

    /// Have a jpeg stream of the first detector running from the start
    #[arg(long)]
    pub auto_start: bool,

    /// Record as soon as a stream runs
    #[arg(long)]
    pub auto_record: bool,

    /// Size of the disk for recordings in MiB
    #[arg(long, default_value_t = 131_072, value_parser = clap::value_parser!(u32).range(1..))]
    pub disk_mib: u32,

    /// How many lights there are
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u16).range(..=1000))]
    pub lights: u16,

    /// Have all lights on from the start, at about a third of their highest value
    #[arg(long)]
    pub lights_on: bool,

    /// Say when a light was changed, as the real server does for lights that are no virtual ones
    #[arg(long)]
    pub hardware_lights: bool,

    /// Show black images while no light shines
    #[arg(long)]
    pub dark_without_light: bool,

    /// Tell limits of exposure and gain
    #[arg(long)]
    pub camera_limits: bool,

    /// Lack these parts of the interface, like an older backend
    #[arg(long, value_enum, value_delimiter = ',', value_name = "PARTS")]
    pub without: Vec<Part>,

    /// How long a stream takes to start; it is not active meanwhile
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u64).range(..=600_000))]
    pub start_delay_ms: u64,

    /// How long a stop takes; the whole server is frozen meanwhile
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u64).range(..=600_000))]
    pub stop_delay_ms: u64,

    /// How long a snap takes
    #[arg(long, default_value_t = 1500, value_parser = clap::value_parser!(u64).range(..=600_000))]
    pub snap_ms: u64,

    /// Send no signals but the storage's, like an older backend
    #[arg(long)]
    pub no_push: bool,

    /// Offer the fault switch and the observations under /simulator
    #[arg(long)]
    pub faults: bool,

    /// Milliseconds between pings of the server
    #[arg(long, default_value_t = 25_000, value_parser = clap::value_parser!(u64).range(10..=3_600_000))]
    pub ping_interval_ms: u64,

    /// Milliseconds that the server waits for a pong
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(10..=3_600_000))]
    pub ping_timeout_ms: u64,
}

fn frames_per_second(text: &str) -> Result<f64, String> {
    in_range(text, 0.01, 1000.0)
}

fn exposure_ms(text: &str) -> Result<f64, String> {
    in_range(text, 0.0, 600_000.0)
}

fn in_range(text: &str, min: f64, max: f64) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|error| format!("{error}"))?;
    if (min..=max).contains(&value) { Ok(value) } else { Err(format!("{value} is not between {min} and {max}")) }
}
