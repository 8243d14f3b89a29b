import os, os.path as osp
ROOT = '/srv/jupyterhub'
runtime_dir = os.path.join(ROOT)
c.JupyterHub.cookie_secret_file = osp.join(runtime_dir, 'cookie_secret')
c.JupyterHub.db_url = 'sqlite:///' + os.path.join(runtime_dir, 'hub.sqlite')
c.JupyterHub.extra_log_file = '/var/log/jupyterhub.log'
c.JupyterHub.pid_file = "%s/hub.pid" % runtime_dir
c.JupyterHub.template_paths = []
c.Spawner.notebook_dir = os.path.expanduser('~/notebooks')
