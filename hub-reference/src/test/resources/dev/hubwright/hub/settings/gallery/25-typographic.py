c.JupyterHub.authenticator_class = ‘dummy’
c.DummyAuthenticator.password = “secret-of-the-demo”
c.Authenticator.allowed_users = {‘alice’, "bob"}
c.Spawner.default_url = ‘/lab'
