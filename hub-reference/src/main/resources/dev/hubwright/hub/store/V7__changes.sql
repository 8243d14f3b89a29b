-- Counts the changes of all hubs, so that each of them can tell that what it remembers may be out of date.
CREATE TABLE hub_changes (
    number BIGINT NOT NULL
);
INSERT INTO hub_changes (number) VALUES (0);
