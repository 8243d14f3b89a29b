import os
c.Spawner.environment = {'TZ': 'Europe/London', 'EMPTY': ''}
c.Spawner.environment['EDITOR'] = 'nano'
c.Spawner.environment.update(dict(A='1', B=os.environ.get('NOBODY', 'default')))
c.Spawner.env_keep.append('LD_LIBRARY_PATH')
for var in ('http_proxy', 'https_proxy'):
    c.Spawner.environment[var] = 'http://proxy.example.org:3128'
