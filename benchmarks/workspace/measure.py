"""Starts servers by turns as a hub does, behind as much of a hub as they ask for when they start."""

import glob
import http.server
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

target, work, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])


class Hub(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        scopes = ["access:servers!user=alice"]
        user = {"kind": "user", "name": "alice", "admin": False, "groups": [], "scopes": scopes}
        self.reply(user if self.path.endswith("/user") else {"version": "5.5.1"})

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        try:
            self.reply({})
        except BrokenPipeError:
            pass  # The server was ended meanwhile.

    def reply(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


hub = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
threading.Thread(target=hub.serve_forever, daemon=True).start()
api = f"http://127.0.0.1:{hub.server_port}/hub/api"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def environment(port):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **kept,
        "JUPYTERHUB_API_TOKEN": "token-of-the-server",
        "JUPYTERHUB_CLIENT_ID": "jupyterhub-user-alice",
        "JUPYTERHUB_USER": "alice",
        "JUPYTERHUB_SERVER_NAME": "",
        "JUPYTERHUB_HOST": "",
        "JUPYTERHUB_BASE_URL": "/",
        "JUPYTERHUB_API_URL": api,
        "JUPYTERHUB_ACTIVITY_URL": api + "/users/alice/activity",
        "JUPYTERHUB_OAUTH_CALLBACK_URL": "/user/alice/oauth_callback",
        "JUPYTERHUB_OAUTH_SCOPES": '["access:servers!user=alice"]',
        "JUPYTERHUB_OAUTH_ACCESS_SCOPES": '["access:servers!user=alice"]',
        "JUPYTERHUB_SERVICE_PREFIX": "/user/alice/",
        "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{port}/user/alice/",
        "JUPYTERHUB_SINGLEUSER_APP": "notebook.notebookapp.NotebookApp",
    }


def family(pid):
    found = [pid]
    for status in glob.glob("/proc/[0-9]*/stat"):
        try:
            fields = open(status).read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found += family(int(status.split("/")[2]))
    return found


def memory(pid):
    total = 0
    for one in family(pid):
        for line in open(f"/proc/{one}/smaps_rollup"):
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/user/alice/api", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def start(command):
    port = free_port()
    folder = os.path.join(work, "home")
    os.makedirs(folder, exist_ok=True)
    begun = time.monotonic()
    log = open(os.path.join(work, "log"), "w")
    process = subprocess.Popen(
        command, cwd=folder, env=environment(port), stdout=log, stderr=log, start_new_session=True)
    try:
        while not answers(port):
            if process.poll() is not None or time.monotonic() - begun > 60:
                sys.exit("A server did not start:\n" + open(log.name).read())
            time.sleep(0.005)
        return time.monotonic() - begun, memory(process.pid)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


java = os.path.join(os.environ.get("JAVA_HOME", os.path.dirname(os.path.dirname(os.path.realpath(shutil.which("java"))))), "bin", "java")
jars = [jar for jar in glob.glob(target + "/hub-reference-*.jar") if not jar.endswith(("-sources.jar", "-javadoc.jar"))]
commands = {
    "jupyterhub-singleuser": ["jupyterhub-singleuser", "--allow-root"],
    "hubwright workspace": [
        java, "-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m",
        f"-XX:SharedArchiveFile={target}/workspace.jsa", "-Xlog:cds*=off", "-cp", f"{jars[0]}:{target}/lib/*", "dev.hubwright.hub.cli.Main", "workspace"],
}
for command in commands.values():
    start(command)
results = {name: [] for name in commands}
for _ in range(rounds):
    for name, command in commands.items():
        results[name].append(start(command))
print(f"{'':24}{'median s':>10}{'fastest':>10}{'slowest':>10}{'MiB':>8}")
for name, measured in results.items():
    times = sorted(seconds for seconds, _ in measured)
    size = statistics.median(mebibytes for _, mebibytes in measured)
    print(f"{name:24}{statistics.median(times):10.2f}{times[0]:10.2f}{times[-1]:10.2f}{size:8.0f}")
