//! What the command line says.

use std::str::FromStr;

pub struct Settings {
    /// Inherited listening socket.
    pub descriptor: i32,
    /// File that /json answers with.
    pub json: String,
    pub host: String,
    pub port: u16,
    /// Most database connections.
    pub pool: usize,
    /// Statements are prepared once for each connection; otherwise for each query.
    pub prepare_once: bool,
    /// Threads of the scheduler.
    pub threads: usize,
}

impl Settings {
    pub fn from_arguments() -> Result<Settings, String> {
        let mut settings = Settings {
            descriptor: -1,
            json: String::new(),
            host: "127.0.0.1".to_string(),
            port: 5432,
            pool: 25,
            prepare_once: true,
            threads: 1,
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or(format!("{name} needs a value"))?;
            match name.as_str() {
                "--fd" => settings.descriptor = number(&name, &value)?,
                "--json" => settings.json = value,
                "--pool" => settings.pool = number(&name, &value)?,
                "--threads" => settings.threads = number(&name, &value)?,
                "--prepare" if value == "once" || value == "always" => settings.prepare_once = value == "once",
                "--database" => {
                    let (host, port) = value.rsplit_once(':').ok_or(format!("'{value}' is not host:port"))?;
                    settings.host = host.to_string();
                    settings.port = number(&name, port)?;
                }
                _ => return Err(format!("'{name} {value}' is not understood")),
            }
        }
        if settings.descriptor < 0 || settings.json.is_empty() || settings.pool == 0 || settings.threads == 0 {
            return Err("--fd and --json are needed, and --pool and --threads are at least 1".to_string());
        }
        Ok(settings)
    }
}

fn number<T: FromStr>(name: &str, value: &str) -> Result<T, String> {
    value.parse().map_err(|_| format!("{name} '{value}' is not a number"))
}
