import os
c.ConfigurableHTTPProxy.api_url = 'http://proxy:8001'
c.ConfigurableHTTPProxy.auth_token = os.environ['CONFIGPROXY_AUTH_TOKEN']
c.ConfigurableHTTPProxy.should_start = False
c.JupyterHub.hub_ip = ''
c.JupyterHub.hub_connect_ip = 'hub'
