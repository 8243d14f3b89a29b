from kubespawner import KubeSpawner
c.JupyterHub.spawner_class = KubeSpawner
c.JupyterHub.ip = '0.0.0.0'
c.JupyterHub.hub_ip = '0.0.0.0'
c.KubeSpawner.namespace = 'jupyter'
c.KubeSpawner.image = 'quay.io/jupyter/base-notebook:2025-01-01'
c.KubeSpawner.image_pull_policy = 'IfNotPresent'
c.KubeSpawner.start_timeout = 60 * 5
c.KubeSpawner.storage_pvc_ensure = True
c.KubeSpawner.pvc_name_template = 'claim-{username}'
c.KubeSpawner.storage_capacity = '5Gi'
c.KubeSpawner.storage_access_modes = ['ReadWriteOnce']
c.KubeSpawner.volumes = [dict(name='home', persistentVolumeClaim=dict(claimName='claim-{username}'))]
c.KubeSpawner.volume_mounts = [dict(name='home', mountPath='/home/jovyan')]
c.KubeSpawner.extra_resource_limits = {"nvidia.com/gpu": "1"}
c.KubeSpawner.node_selector = {'pool': 'users'}
