c.JupyterHub.subdomain_host = 'https://hub.example.org'
c.JupyterHub.internal_ssl = True
c.JupyterHub.implicit_spawn_seconds = 5
