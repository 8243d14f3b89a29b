import os
from oauthenticator.generic import GenericOAuthenticator

base = 'https://sso.example.org/realms/hub/protocol/openid-connect'
c.JupyterHub.authenticator_class = GenericOAuthenticator
c.GenericOAuthenticator.client_id = 'hub'
c.GenericOAuthenticator.client_secret = os.environ['CLIENT_SECRET']
c.GenericOAuthenticator.authorize_url = f'{base}/auth'
c.GenericOAuthenticator.token_url = f'{base}/token'
c.GenericOAuthenticator.userdata_url = base + '/userinfo'
c.GenericOAuthenticator.oauth_callback_url = 'https://hub.example.org/hub/oauth_callback'
c.GenericOAuthenticator.scope = ['openid', 'profile', 'groups']
c.GenericOAuthenticator.username_claim = 'preferred_username'
c.GenericOAuthenticator.login_service = 'Keycloak'
c.GenericOAuthenticator.claim_groups_key = 'groups'
c.GenericOAuthenticator.allowed_groups = {'staff'}
c.GenericOAuthenticator.admin_groups = {'admins'}
