c.Application.log_level = 10
c.ConfigurableHTTPProxy.command = '/opt/jupyterhub/bin/configurable-http-proxy'
c.JupyterHub.spawner_class = 'sudospawner.SudoSpawner'
c.SudoSpawner.sudospawner_path = '/opt/jupyterhub/bin/sudospawner'
c.Spawner.default_url = '/lab'
c.PAMAuthenticator.open_sessions=False          # PAM is the default when no authenticator_class is set
