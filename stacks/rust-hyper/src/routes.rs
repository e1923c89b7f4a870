//! The routes that all server stacks answer alike, and the recipes.

use std::convert::Infallible;
use std::fs::{remove_file, OpenOptions};
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;
use std::time::Duration;

use hyper::body::to_bytes;
use hyper::header::{HeaderValue, CONTENT_TYPE};
use hyper::{Body, Method, Request, Response, StatusCode};

use crate::pool::Pool;
use crate::recipes::{self, Answer};

const TEXT: &str = "text/plain";
const JSON: &str = "application/json";
const WAIT_MAX_MS: u64 = 60_000;

static SUM: AtomicU64 = AtomicU64::new(0);

/// What answers need.
pub struct Shared {
    pub pool: Pool,
    /// The answer to /json.
    pub json: Vec<u8>,
}

pub async fn answer(request: Request<Body>, shared: Arc<Shared>) -> Result<Response<Body>, Infallible> {
    let path = request.uri().path();
    let expected = match path {
        "/" | "/wait" | "/work" | "/json" | "/pid" | "/api/v1/recipes" => Method::GET,
        "/echo" => Method::POST,
        _ => return Ok(response(StatusCode::NOT_FOUND, TEXT, "not found\n")),
    };
    if request.method() != expected {
        return Ok(response(StatusCode::METHOD_NOT_ALLOWED, TEXT, "method not allowed\n"));
    }
    Ok(match path {
        "/wait" => wait(request.uri().query().unwrap_or("")).await,
        "/work" => work().await,
        "/json" => response(StatusCode::OK, JSON, shared.json.clone()),
        "/pid" => response(StatusCode::OK, TEXT, format!("{}\n", std::process::id())),
        "/echo" => echo(request).await,
        "/api/v1/recipes" => list(request, &shared.pool).await,
        _ => response(StatusCode::OK, TEXT, "Hello, world!\n"),
    })
}

/// The whole body first, so that the answer has a length and is no stream of chunks.
async fn echo(request: Request<Body>) -> Response<Body> {
    match to_bytes(request.into_body()).await {
        Ok(body) => response(StatusCode::OK, "application/octet-stream", body),
        Err(problem) => response(StatusCode::BAD_REQUEST, TEXT, format!("{problem}\n")),
    }
}

async fn list(request: Request<Body>, pool: &Pool) -> Response<Body> {
    match recipes::list(request.headers(), pool).await {
        Ok(Answer::Recipes(json)) => response(StatusCode::OK, JSON, json),
        Ok(Answer::NoSession) => response(StatusCode::FORBIDDEN, TEXT, "no session\n"),
        Err(problem) => response(StatusCode::INTERNAL_SERVER_ERROR, TEXT, format!("database: {problem}\n")),
    }
}

async fn wait(query: &str) -> Response<Body> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix("ms=")).unwrap_or("100");
    match value.parse::<u64>() {
        Ok(ms) if ms <= WAIT_MAX_MS => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            response(StatusCode::OK, TEXT, format!("waited {ms} ms\n"))
        }
        _ => response(StatusCode::BAD_REQUEST, TEXT, "ms is a whole number from 0 to 60000\n"),
    }
}

/// 10,000 additions, 100 ms of waiting, 10,000 writes to a temporary file; the file on a thread that may block.
async fn work() -> Response<Body> {
    for number in 0..10_000 {
        // Through memory, or the compiler would know the sum beforehand.
        SUM.fetch_add(number, Ordering::Relaxed);
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    match tokio::task::spawn_blocking(write_file).await {
        Ok(Ok(())) => response(StatusCode::OK, TEXT, "done\n"),
        Ok(Err(problem)) => response(StatusCode::INTERNAL_SERVER_ERROR, TEXT, format!("{problem}\n")),
        Err(problem) => response(StatusCode::INTERNAL_SERVER_ERROR, TEXT, format!("{problem}\n")),
    }
}

fn write_file() -> io::Result<()> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let name = format!("prony-work-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let path = std::env::temp_dir().join(name);
    let mut file = OpenOptions::new().write(true).create_new(true).open(&path)?;
    let mut line = [b'x'; 100];
    line[99] = b'\n';
    let written = (0..10_000).try_for_each(|_| file.write_all(&line));
    remove_file(&path)?;
    written
}

fn response(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
