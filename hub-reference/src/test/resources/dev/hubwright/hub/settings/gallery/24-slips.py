c.JupyterHub.prot = 8000
c.JupterHub.port = 8000
c.Authenticator.allowd_users = {'alice'}
c.JupyterHub.spawner_class: 'docker'
c.Spawner.mem_limit = '2 Gigabytes'
c.JupyterHub.port == 9000
c.Spawner.cmd
