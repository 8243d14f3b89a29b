# A hub in a container that starts containers.
import os
import sys

c = get_config()  # noqa: F821

c.JupyterHub.spawner_class = "dockerspawner.DockerSpawner"
c.DockerSpawner.image = os.environ["NOTEBOOK_IMAGE"]
network_name = os.environ["NETWORK_NAME"]
c.DockerSpawner.use_internal_ip = True
c.DockerSpawner.network_name = network_name
notebook_dir = os.environ.get("NOTEBOOK_DIR") or "/home/jovyan/work"
c.DockerSpawner.notebook_dir = notebook_dir
c.DockerSpawner.volumes = {"jupyterhub-user-{username}": notebook_dir}
c.DockerSpawner.remove = True
c.DockerSpawner.debug = True
c.JupyterHub.hub_ip = "jupyterhub"
c.JupyterHub.hub_port = 8080
c.JupyterHub.cookie_secret_file = "/data/cookie_secret"
c.JupyterHub.db_url = "sqlite:////data/hub.sqlite"
c.Authenticator.allow_all = True
admin = os.environ.get("HUB_ADMIN")
if admin:
    c.Authenticator.admin_users = [admin]
