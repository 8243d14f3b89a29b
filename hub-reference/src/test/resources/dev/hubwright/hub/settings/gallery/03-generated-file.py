# Configuration file for jupyterhub.

c = get_config()  #noqa

#------------------------------------------------------------------------------
# JupyterHub(Application) configuration
#------------------------------------------------------------------------------
## The public facing URL of the whole JupyterHub application.
#  Default: 'http://:8000'
# c.JupyterHub.bind_url = 'http://:8000'
c.JupyterHub.bind_url = 'http://127.0.0.1:8000/jupyter/'

## Default: {}
# c.JupyterHub.template_vars = {}
c.JupyterHub.template_vars = {}
c.JupyterHub.extra_handlers = []
c.Spawner.cpu_limit = None
c.Spawner.http_timeout = 60
