c.JupyterHub.allow_named_servers = True
c.JupyterHub.named_server_limit_per_user = 5
c.JupyterHub.default_server_name = ''
c.JupyterHub.concurrent_spawn_limit = 10
c.JupyterHub.active_server_limit = 0
c.JupyterHub.spawn_throttle_retry_range = (15, 30)
c.JupyterHub.tornado_settings = {'slow_spawn_timeout': 0}
c.JupyterHub.init_spawners_timeout = -1
