import sys

c.JupyterHub.load_roles = [
    {
        "name": "culler-role",
        "scopes": [
            "list:users",
            "read:users:activity",
            "read:servers",
            "delete:servers",  # "admin:users" with --cull-users
        ],
        "services": ["culler"],
    }
]
c.JupyterHub.services = [
    {
        "name": "culler",
        "command": [sys.executable, "-m", "jupyterhub_idle_culler", "--timeout=%d" % (60 * 60)],
    }
]
