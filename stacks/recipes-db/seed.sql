-- The same rows at every time: nothing random, no clock. Only characters that every JSON writer leaves as they are.
insert into app_user (id, name, email)
select n, 'User ' || n, 'user' || n || '@recipes.example'
from generate_series(1, 100) n;

insert into session (key, user_id, expires)
select md5(n::text), n, '2100-01-01 00:00:00+00'
from generate_series(1, 100) n;

insert into recipe (id, user_id, name, author, source, minutes, servings, tags, archived)
select
    n,
    1 + (n - 1) / 20,
    (array['Lentil soup', 'Potato gratin', 'Rye bread', 'Carrot salad', 'Mushroom risotto', 'Apple cake', 'Fish stew'])[1 + n % 7]
        || ' with ' || (array['roasted garlic', 'fresh thyme', 'brown butter', 'pickled onions', 'toasted seeds'])[1 + n % 5],
    'Author ' || (1 + n % 40),
    'https://recipes.example/kitchen/' || n,
    10 + n % 110,
    1 + n % 8,
    (array['soup, winter', 'bread, baking', 'salad, quick', 'cake, sweet'])[1 + n % 4],
    n % 10 = 0
from generate_series(1, 2000) n;
