-- Groups that may be empty, and what is said of each of them. Who is in one stays in user_groups.
CREATE TABLE hub_groups (
    name TEXT NOT NULL PRIMARY KEY,
    properties TEXT NOT NULL
);
INSERT INTO hub_groups (name, properties) SELECT DISTINCT group_name, '{}' FROM user_groups;

-- Lists of people are read a page at a time.
CREATE INDEX users_by_created ON users (created, name);
