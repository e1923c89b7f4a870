//! A pool of database connections: as many as there are permits, opened when they are first needed, the last used first.

use std::sync::Mutex;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio_postgres::{Client, Config, Error, NoTls, Row, Statement};

use crate::settings::Settings;

pub const SESSION: &str =
    "select u.id from session s join app_user u on u.id = s.user_id where s.key = $1 and s.expires > now()";
pub const RECIPES: &str = "select id, name, author, source, minutes, servings, tags, archived from recipe where user_id = $1 order by id";

pub struct Pool {
    config: Config,
    prepare_once: bool,
    permits: Semaphore,
    idle: Mutex<Vec<Connection>>,
}

pub struct Connection {
    client: Client,
    /// Prepared on this connection; none where every query is prepared anew.
    prepared: Option<Prepared>,
}

struct Prepared {
    session: Statement,
    recipes: Statement,
}

impl Pool {
    pub fn new(settings: &Settings) -> Pool {
        let mut config = Config::new();
        config.host(&settings.host).port(settings.port).user("app").dbname("recipes");
        Pool {
            config,
            prepare_once: settings.prepare_once,
            permits: Semaphore::new(settings.pool),
            idle: Mutex::new(Vec::new()),
        }
    }

    /// A connection, and the permit that has to live as long as it is used.
    pub async fn take(&self) -> Result<(Connection, SemaphorePermit<'_>), Error> {
        let permit = self.permits.acquire().await.expect("the semaphore is never closed");
        let idle = self.idle.lock().expect("no holder panics").pop();
        match idle {
            Some(connection) if !connection.client.is_closed() => Ok((connection, permit)),
            _ => Ok((self.open().await?, permit)),
        }
    }

    /// Only of a connection whose queries went well; another is dropped, and so closed.
    pub fn give_back(&self, connection: Connection) {
        self.idle.lock().expect("no holder panics").push(connection);
    }

    async fn open(&self) -> Result<Connection, Error> {
        let (client, driver) = self.config.connect(NoTls).await?;
        tokio::spawn(async move {
            if let Err(problem) = driver.await {
                eprintln!("rust-hyper: database connection: {problem}");
            }
        });
        let prepared = if self.prepare_once {
            Some(Prepared { session: client.prepare(SESSION).await?, recipes: client.prepare(RECIPES).await? })
        } else {
            None
        };
        Ok(Connection { client, prepared })
    }
}

impl Connection {
    /// The user of a session.
    pub async fn user(&self, session: &str) -> Result<Option<i32>, Error> {
        let row = match &self.prepared {
            Some(prepared) => self.client.query_opt(&prepared.session, &[&session]).await?,
            None => self.client.query_opt(SESSION, &[&session]).await?,
        };
        Ok(row.map(|row| row.get(0)))
    }

    pub async fn recipes(&self, user: i32) -> Result<Vec<Row>, Error> {
        match &self.prepared {
            Some(prepared) => self.client.query(&prepared.recipes, &[&user]).await,
            None => self.client.query(RECIPES, &[&user]).await,
        }
    }
}
