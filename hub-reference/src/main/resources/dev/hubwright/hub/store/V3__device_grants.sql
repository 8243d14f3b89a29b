-- Programs on machines without a browser that wait for somebody to say yes. Codes are kept as hashes.
CREATE TABLE device_grants (
    device_code TEXT NOT NULL PRIMARY KEY,
    user_code TEXT NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    source TEXT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    answer TEXT NOT NULL,
    user_name TEXT REFERENCES users (name) ON UPDATE CASCADE ON DELETE CASCADE,
    poll_seconds INTEGER NOT NULL,
    next_poll BIGINT NOT NULL
);
CREATE INDEX device_grants_by_source ON device_grants (source);
CREATE INDEX device_grants_by_user ON device_grants (user_name);
