c.Spawner.args = ['--a',
c.Spawner.cmd = ['jupyterhub-singleuser']
c.Spawner.notebook_dir = '~/work
  c.Spawner.debug = True
c.Spawner.default_url = "/lab"
