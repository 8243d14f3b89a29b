-- Which authenticator a session began by, and the id by which its identity provider may end it.
ALTER TABLE login_sessions ADD COLUMN instance TEXT NOT NULL DEFAULT '';
ALTER TABLE login_sessions ADD COLUMN provider_session TEXT;
CREATE INDEX login_sessions_by_id ON login_sessions (id);
CREATE INDEX login_sessions_by_provider ON login_sessions (instance, provider_session);
CREATE INDEX users_by_subject ON users (subject_issuer, subject_id);
