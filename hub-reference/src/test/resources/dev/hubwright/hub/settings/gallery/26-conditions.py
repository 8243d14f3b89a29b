import os
ENV = os.environ.get('DEPLOYMENT', 'dev')
IS_PROD = ENV in ('prod', 'production')
if IS_PROD:
    c.JupyterHub.log_level = 'WARN'
elif ENV == "dev" and not IS_PROD:
    c.JupyterHub.log_level = 10
    c.Application.show_config = True
else:
    c.JupyterHub.log_level = 'INFO'
c.Spawner.debug = True if ENV == 'dev' else False
if os.path.exists('/nonexistent-file'):
    c.Spawner.args = ['--never']
