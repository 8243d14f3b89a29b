-- A page of a list needs no sorting of everybody.
CREATE INDEX users_by_creation ON users (created, name);
