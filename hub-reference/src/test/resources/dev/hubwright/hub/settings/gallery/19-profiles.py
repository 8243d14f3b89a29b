c.JupyterHub.spawner_class = 'kubespawner.KubeSpawner'
SMALL = {'cpu_limit': 1, 'mem_limit': '2G'}
c.KubeSpawner.profile_list = [
    {
        'display_name': 'Small',
        'slug': 'small',
        'default': True,
        'kubespawner_override': SMALL,
    },
    {
        'display_name': 'Large',
        'kubespawner_override': {**SMALL, 'mem_limit': '8G'},
    },
]
