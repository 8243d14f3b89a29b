from oauthenticator.github import GitHubOAuthenticator
c.JupyterHub.authenticator_class = GitHubOAuthenticator
c.GitHubOAuthenticator.oauth_callback_url = 'https://hub.example.org/hub/oauth_callback'
c.GitHubOAuthenticator.allowed_organizations = {'example'}
c.OAuthenticator.scope = ['read:org']
