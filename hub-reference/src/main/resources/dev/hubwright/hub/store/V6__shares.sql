-- What somebody, or each member of a group, may do at a server of somebody else.
CREATE TABLE shares (
    id ${identity},
    owner_name TEXT NOT NULL,
    server_name TEXT NOT NULL,
    user_name TEXT REFERENCES users (name) ON UPDATE CASCADE ON DELETE CASCADE,
    group_name TEXT REFERENCES hub_groups (name) ON UPDATE CASCADE ON DELETE CASCADE,
    scopes TEXT NOT NULL,
    created BIGINT NOT NULL,
    FOREIGN KEY (owner_name, server_name) REFERENCES servers (user_name, server_name) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE UNIQUE INDEX shares_with_users ON shares (owner_name, server_name, user_name);
CREATE UNIQUE INDEX shares_with_groups ON shares (owner_name, server_name, group_name);
CREATE INDEX shares_by_user ON shares (user_name);
CREATE INDEX shares_by_group ON shares (group_name);

-- Codes are kept as hashes. Whoever has one gets a share by it.
CREATE TABLE share_codes (
    id ${identity},
    code TEXT NOT NULL UNIQUE,
    owner_name TEXT NOT NULL,
    server_name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    exchanges INTEGER NOT NULL,
    last_exchanged BIGINT,
    FOREIGN KEY (owner_name, server_name) REFERENCES servers (user_name, server_name) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX share_codes_by_server ON share_codes (owner_name, server_name);
