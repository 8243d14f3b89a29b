from jupyterhub_traefik_proxy import TraefikFileProviderProxy
c.JupyterHub.proxy_class = TraefikFileProviderProxy
c.TraefikFileProviderProxy.traefik_api_password = 'admin-of-traefik'
