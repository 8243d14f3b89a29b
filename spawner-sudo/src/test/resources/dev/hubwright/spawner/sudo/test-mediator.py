#!/usr/bin/python3
"""Behaves as the mediator of JupyterHub's sudospawner does on its two sides: JSON in, JSON out, its log on stderr."""
import json
import os
import subprocess
import sys
import time


def spawn(args, env):
    beside = os.path.dirname(os.path.abspath(sys.argv[0]))
    command = os.path.join(beside, "sudospawner-singleuser")
    if not os.path.exists(command):
        command = os.path.join(beside, "jupyterhub-singleuser")
    env.pop("PYTHONPATH", None)
    server = subprocess.Popen([command] + args, env=env, cwd=os.path.expanduser("~"), stdin=subprocess.DEVNULL,
                              stdout=sys.stderr, start_new_session=True)
    time.sleep(1)
    if server.poll():
        return {"ok": False, "error": "Exited with status: %s" % server.returncode}
    return {"ok": True, "pid": server.pid}


def kill(pid, signal):
    try:
        os.kill(pid, signal)
        return {"ok": True, "alive": True}
    except OSError:
        return {"ok": True, "alive": False}


print("[I mediator] for %s %s" % (os.environ.get("USER"), sys.argv[1:]), file=sys.stderr)
request = json.load(sys.stdin)
print(json.dumps({"spawn": spawn, "kill": kill}[request.pop("action")](**request)))
