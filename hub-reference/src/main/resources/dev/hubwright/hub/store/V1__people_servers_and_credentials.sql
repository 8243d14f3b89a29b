-- Times are microseconds since 1970 in UTC. Sets, states and identities are JSON in ASCII.
-- Credentials are kept as hashes only.

CREATE TABLE hub_properties (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE users (
    name TEXT NOT NULL PRIMARY KEY,
    admin INTEGER NOT NULL,
    instance TEXT NOT NULL,
    subject_issuer TEXT,
    subject_id TEXT,
    identity TEXT,
    auth_state TEXT,
    created BIGINT NOT NULL,
    authenticated BIGINT,
    last_activity BIGINT
);

CREATE TABLE user_groups (
    user_name TEXT NOT NULL REFERENCES users (name) ON UPDATE CASCADE ON DELETE CASCADE,
    group_name TEXT NOT NULL,
    PRIMARY KEY (user_name, group_name)
);
CREATE INDEX user_groups_by_group ON user_groups (group_name);

-- hub_id and lease_until say which hub process looks after a server, and until when.
CREATE TABLE servers (
    user_name TEXT NOT NULL REFERENCES users (name) ON UPDATE CASCADE ON DELETE CASCADE,
    server_name TEXT NOT NULL,
    phase TEXT NOT NULL,
    spawner TEXT NOT NULL,
    spawn_id TEXT NOT NULL,
    state TEXT NOT NULL,
    uri TEXT,
    token_id TEXT,
    user_options TEXT NOT NULL,
    started BIGINT,
    last_activity BIGINT,
    failure TEXT,
    hook_states TEXT NOT NULL,
    hub_id TEXT,
    lease_until BIGINT,
    PRIMARY KEY (user_name, server_name)
);
CREATE INDEX servers_by_phase ON servers (phase);

CREATE TABLE oauth_clients (
    id TEXT NOT NULL PRIMARY KEY,
    description TEXT NOT NULL,
    secret TEXT,
    redirect_uri TEXT NOT NULL,
    allowed_scopes TEXT NOT NULL,
    server_user TEXT REFERENCES users (name) ON UPDATE CASCADE ON DELETE CASCADE,
    server_name TEXT
);
CREATE INDEX oauth_clients_by_server_user ON oauth_clients (server_user);

CREATE TABLE oauth_codes (
    code TEXT NOT NULL PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES oauth_clients (id) ON DELETE CASCADE,
    user_name TEXT NOT NULL REFERENCES users (name) ON UPDATE CASCADE ON DELETE CASCADE,
    redirect_uri TEXT NOT NULL,
    scopes TEXT NOT NULL,
    session_id TEXT,
    code_challenge TEXT,
    challenge_method TEXT,
    expires BIGINT NOT NULL
);
CREATE INDEX oauth_codes_by_client ON oauth_codes (client_id);
CREATE INDEX oauth_codes_by_user ON oauth_codes (user_name);

-- client_id refers to nothing on purpose: tokens that the hub itself makes have a client without a row.
CREATE TABLE api_tokens (
    id ${identity},
    prefix TEXT NOT NULL,
    hashed TEXT NOT NULL,
    user_name TEXT NOT NULL REFERENCES users (name) ON UPDATE CASCADE ON DELETE CASCADE,
    client_id TEXT NOT NULL,
    scopes TEXT NOT NULL,
    note TEXT NOT NULL,
    session_id TEXT,
    created BIGINT NOT NULL,
    expires BIGINT,
    last_activity BIGINT
);
CREATE INDEX api_tokens_by_prefix ON api_tokens (prefix);
CREATE INDEX api_tokens_by_user ON api_tokens (user_name);
CREATE INDEX api_tokens_by_client ON api_tokens (client_id);
CREATE INDEX api_tokens_by_session ON api_tokens (session_id);

CREATE TABLE login_sessions (
    cookie TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL,
    user_name TEXT NOT NULL REFERENCES users (name) ON UPDATE CASCADE ON DELETE CASCADE,
    created BIGINT NOT NULL,
    last_used BIGINT NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX login_sessions_by_user ON login_sessions (user_name);

CREATE TABLE login_flows (
    id TEXT NOT NULL PRIMARY KEY,
    sealed TEXT NOT NULL,
    expires BIGINT NOT NULL
);
