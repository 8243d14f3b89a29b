c.JupyterHub.authenticator_class = 'jupyterhub.auth.PAMAuthenticator'
c.PAMAuthenticator.service = 'login'
c.PAMAuthenticator.open_sessions = False
c.LocalAuthenticator.create_system_users = True
c.LocalAuthenticator.add_user_cmd = ['adduser', '--disabled-password']
c.PAMAuthenticator.admin_groups = {'wheel'}
c.Spawner.notebook_dir = '~/notebooks'
c.LocalProcessSpawner.shell_cmd = ['bash', '-l', '-c']
