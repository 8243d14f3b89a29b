#!/usr/bin/python3 -IS
"""A server in place of Jupyter's, for tests: binds where it is told and shows what it sees."""
import http.server
import os
import signal
import sys
import time
import urllib.parse

modes = sys.argv[1:]
print("Hello from the server of " + os.environ["JUPYTERHUB_USER"], file=sys.stderr, flush=True)
if "fail" in modes:
    print("No luck today, my token is " + os.environ["JUPYTERHUB_API_TOKEN"], file=sys.stderr, flush=True)
    sys.exit(3)
if "silent" in modes:
    time.sleep(600)
if "flood" in modes:
    for _ in range(10 * 1024):
        print("x" * 1023, file=sys.stderr)
if "stubborn" in modes:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if "stray" in modes and os.fork() == 0:
    os.setsid()
    os.execve("/bin/sleep", ["sleep", "600"], {"NOTHING": "is left of its environment"})
if "fork" in modes and os.fork() != 0:
    os._exit(0)


class Shown(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.rsplit("/", 1)[-1]
        if path == "exit":
            os._exit(7)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(shown(path).encode("utf-8", "surrogateescape"))

    def log_message(self, *_):
        pass


def shown(path):
    if path == "env":
        return "".join("%s=%s\n" % pair for pair in os.environ.items())
    if path in ("status", "limits", "cgroup", "oom_score_adj"):
        with open("/proc/self/" + path) as file:
            return file.read()
    if path == "folder":
        return os.getcwd()
    if path == "descriptors":
        return " ".join(os.readlink("/proc/self/fd/" + name) for name in ("0", "1", "2")) + " " + str(
            len([name for name in os.listdir("/proc/self/fd")]))
    return "ok"


address = urllib.parse.urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
print("Listening on " + os.environ["JUPYTERHUB_SERVICE_URL"], file=sys.stderr, flush=True)
http.server.ThreadingHTTPServer((address.hostname, address.port), Shown).serve_forever()
