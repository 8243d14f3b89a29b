c.JupyterHub.authenticator_class = "generic-oauth"
c.GenericOAuthenticator.username_claim = lambda user: user["email"].split("@")[0]
c.GenericOAuthenticator.claim_groups_key = lambda user: user["groups"]
