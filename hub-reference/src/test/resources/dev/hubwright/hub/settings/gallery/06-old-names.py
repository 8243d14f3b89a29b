# Names of before JupyterHub 1.2.
c.Authenticator.whitelist = {'alice', 'bob'}
c.JupyterHub.admin_users = set(['alice'])
c.JupyterHub.proxy_cmd = ['configurable-http-proxy']
c.JupyterHub.proxy_auth_token = '0123456789abcdef'
c.JupyterHub.api_tokens = {}
c.LocalAuthenticator.group_whitelist = {'staff'}
c.DockerSpawner.container_image = 'jupyter/base-notebook:latest'
