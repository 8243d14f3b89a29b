-- Services that came by the API; those of the settings are not here.
CREATE TABLE services (
    name TEXT NOT NULL PRIMARY KEY,
    definition TEXT NOT NULL,
    token_hash TEXT
);
