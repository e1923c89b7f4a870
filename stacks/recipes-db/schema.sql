create table app_user (
    id integer primary key,
    name text not null,
    email text not null unique
);

create table session (
    key text primary key,
    user_id integer not null references app_user,
    expires timestamptz not null
);

create table recipe (
    id integer primary key,
    user_id integer not null references app_user,
    name text not null,
    author text not null,
    source text not null,
    minutes integer not null,
    servings integer not null,
    tags text not null,
    archived boolean not null
);

create index recipe_user on recipe (user_id, id);
