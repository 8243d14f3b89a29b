from jupyterhub.auth import DummyAuthenticator

class OneUser(DummyAuthenticator):
    async def authenticate(self, handler, data):
        return 'alice'

c.JupyterHub.authenticator_class = OneUser
