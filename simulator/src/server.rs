//! The HTTP server.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    middleware::{from_fn_with_state, map_response},
    routing::get,
    serve::ListenerExt,
};
use tokio::{
    net::{TcpListener, TcpSocket},
    time::{Instant, MissedTickBehavior, interval_at},
};
use tower_http::cors::{Any, CorsLayer};

use crate::{
    api, fault,
    options::Options,
    page,
    simulator::Simulator,
    socket::{self, Signal, SignalForm, Sockets},
    stream::Protocol,
};

const BACKLOG: u32 = 1024;
const STORAGE_STATUS_INTERVAL: Duration = Duration::from_secs(5);

/// A simulator that listens on a port.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    simulator: Arc<Simulator>,
}

impl Server {
    /// Binds the port, also if a simulator that was killed just now had it.
    pub async fn bind(options: Options) -> std::io::Result<Self> {
        let address = SocketAddr::new(options.host, options.port);
        let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        let listener = socket.listen(BACKLOG)?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address, simulator: Arc::new(Simulator::new(options)) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until the process ends.
    pub async fn serve(self) -> std::io::Result<()> {
        let simulator = self.simulator;
        if simulator.options.auto_start {
            api::auto_start(&simulator, Protocol::Jpeg)?;
        }
        tokio::spawn(report_storage(Arc::clone(&simulator)));
        let listener = self.listener.tap_io(|stream| {
            if let Err(error) = stream.set_nodelay(true) {
                eprintln!("simulator: frames may lag: {error}");
            }
        });
        axum::serve(listener, router(&simulator)).await
    }
}

fn router(simulator: &Arc<Simulator>) -> Router {
    let options = &simulator.options;
    let any_origin = CorsLayer::new().allow_origin(Any).allow_methods(Any).allow_headers(Any);
    let api = api::routes(options)
        .layer(any_origin.clone())
        .layer(map_response(api::without_cors_on_server_error))
        .layer(from_fn_with_state(Arc::clone(simulator), fault::apply_rest_faults))
        .layer(from_fn_with_state(Arc::clone(simulator), fault::log_request))
        .with_state(Arc::clone(simulator));
    let sockets = get(socket::upgrade).with_state::<()>(Sockets::new(simulator));
    let mut router = Router::new().merge(api).route("/imswitch/socket.io/", sockets);
    if options.faults {
        let switch = fault::routes().layer(any_origin).with_state(Arc::clone(simulator));
        router = router.nest("/simulator", switch);
    }
    match &options.page {
        Some(folder) => page::with_page(router, folder),
        None => router.route("/", get(page::no_page)).fallback(api::not_found),
    }
}

async fn report_storage(simulator: Arc<Simulator>) {
    // Not at once: a client that connects at the start must not get the first one during its handshake.
    let mut ticks = interval_at(Instant::now() + STORAGE_STATUS_INTERVAL, STORAGE_STATUS_INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let signal = Signal::StorageStatus(simulator.recorder.disk());
        simulator.hub.emit_signal(&signal, SignalForm::Msgpack);
    }
}
