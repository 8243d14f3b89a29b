c.JupyterHub.ssl_key = '/etc/hub/key.pem'
c.JupyterHub.ssl_cert = '/etc/hub/cert.pem'
c.JupyterHub.port = 443
