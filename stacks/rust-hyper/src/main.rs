//! The recipes service and the common routes on hyper and tokio-postgres.

mod pool;
mod recipes;
mod routes;
mod settings;

use std::convert::Infallible;
use std::net::TcpListener;
use std::os::unix::io::FromRawFd;
use std::process::exit;
use std::sync::Arc;

use hyper::server::Server;
use hyper::service::{make_service_fn, service_fn};
use tokio::signal::unix::{signal, SignalKind};

use crate::pool::Pool;
use crate::routes::Shared;
use crate::settings::Settings;

fn main() {
    let settings = Settings::from_arguments().unwrap_or_else(|problem| {
        eprintln!("rust-hyper: {problem}");
        eprintln!("Use: rust-hyper --fd N --json FILE [--database HOST:PORT] [--pool N] [--prepare once|always] [--threads N]");
        exit(2);
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(settings.threads)
        .enable_all()
        .build()
        .expect("the runtime starts");
    if let Err(problem) = runtime.block_on(serve(settings)) {
        eprintln!("rust-hyper: {problem}");
        exit(1);
    }
}

async fn serve(settings: Settings) -> Result<(), Box<dyn std::error::Error>> {
    // SAFETY: the descriptor was inherited for this, and nothing else in this process uses it.
    let listener = unsafe { TcpListener::from_raw_fd(settings.descriptor) };
    listener.set_nonblocking(true)?;
    let shared = Arc::new(Shared { pool: Pool::new(&settings), json: std::fs::read(&settings.json)? });
    let service = make_service_fn(move |_| {
        let shared = shared.clone();
        async move { Ok::<_, Infallible>(service_fn(move |request| routes::answer(request, shared.clone()))) }
    });
    let mut terminate = signal(SignalKind::terminate())?;
    Server::from_tcp(listener)?
        .tcp_nodelay(true)
        .serve(service)
        .with_graceful_shutdown(async move {
            terminate.recv().await;
        })
        .await?;
    Ok(())
}
