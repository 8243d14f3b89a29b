import batchspawner
c.JupyterHub.spawner_class = 'batchspawner.SlurmSpawner'
c.BatchSpawnerBase.req_nprocs = '2'
c.SlurmSpawner.batch_script = '''#!/bin/bash
#SBATCH --time={runtime}
{cmd}
'''
