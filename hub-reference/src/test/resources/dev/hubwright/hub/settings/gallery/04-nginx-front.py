c.JupyterHub.ip = '127.0.0.1'
c.JupyterHub.port = 8000
c.JupyterHub.base_url = '/lab-hub/'
c.JupyterHub.confirm_no_ssl = True
c.JupyterHub.trusted_downstream_ips = ['127.0.0.1', '10.0.0.2']
c.ConfigurableHTTPProxy.debug = False
c.JupyterHub.cleanup_servers = False
c.JupyterHub.cleanup_proxy = True
