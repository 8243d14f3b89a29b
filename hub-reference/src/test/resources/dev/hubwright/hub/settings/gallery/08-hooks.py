import os
import shutil
from subprocess import check_call

def create_dir_hook(spawner):
    username = spawner.user.name
    path = os.path.join('/volumes', username)
    if not os.path.exists(path):
        os.mkdir(path, 0o755)

c.Spawner.pre_spawn_hook = create_dir_hook

def clean_dir_hook(spawner):
    shutil.rmtree(os.path.join('/volumes', spawner.user.name))

c.Spawner.post_stop_hook = clean_dir_hook
c.Spawner.auth_state_hook = lambda spawner, auth_state: None
c.Authenticator.post_auth_hook = create_dir_hook
