//! GET /api/v1/recipes: who asks, by the session of the cookie, and that user's recipes as JSON.

use hyper::header::{HeaderMap, COOKIE};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use tokio_postgres::{Error, Row};

use crate::pool::Pool;

pub enum Answer {
    Recipes(Vec<u8>),
    NoSession,
}

pub async fn list(headers: &HeaderMap, pool: &Pool) -> Result<Answer, Error> {
    let session = match session_of(headers) {
        Some(session) => session,
        None => return Ok(Answer::NoSession),
    };
    let (connection, _permit) = pool.take().await?;
    let answer = match connection.user(session).await? {
        Some(user) => {
            let recipes: Vec<Recipe> = connection.recipes(user).await?.into_iter().map(Recipe).collect();
            Answer::Recipes(serde_json::to_vec(&recipes).expect("rows are valid JSON values"))
        }
        None => Answer::NoSession,
    };
    pool.give_back(connection);
    Ok(answer)
}

fn session_of(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(COOKIE)?
        .to_str()
        .ok()?
        .split(';')
        .find_map(|pair| pair.trim_start().strip_prefix("sessionid="))
}

/// A row of the query, in the order of its columns.
struct Recipe(Row);

impl Serialize for Recipe {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut recipe = serializer.serialize_struct("Recipe", 8)?;
        recipe.serialize_field("id", &self.0.get::<_, i32>(0))?;
        recipe.serialize_field("name", self.0.get::<_, &str>(1))?;
        recipe.serialize_field("author", self.0.get::<_, &str>(2))?;
        recipe.serialize_field("source", self.0.get::<_, &str>(3))?;
        recipe.serialize_field("minutes", &self.0.get::<_, i32>(4))?;
        recipe.serialize_field("servings", &self.0.get::<_, i32>(5))?;
        recipe.serialize_field("tags", self.0.get::<_, &str>(6))?;
        recipe.serialize_field("archived", &self.0.get::<_, bool>(7))?;
        recipe.end()
    }
}
