"""Stops servers that nobody has used for some seconds, with the calls that jupyterhub-idle-culler makes."""
import json
import os
import sys
import time
from datetime import datetime, timezone
from urllib.parse import quote
from urllib.request import Request, urlopen

API = os.environ["JUPYTERHUB_API_URL"]
HEADERS = {
    "Authorization": "token " + os.environ["JUPYTERHUB_API_TOKEN"],
    "Accept": "application/jupyterhub-pagination+json",
}
LIMIT = float(sys.argv[1])


def call(method, url):
    with urlopen(Request(url, method=method, headers=HEADERS), timeout=60) as answer:
        return answer.status, answer.read()


def users():
    url = API + "/users?state=ready"
    while url:
        page = json.loads(call("GET", url)[1])
        yield from page["items"]
        following = page["_pagination"]["next"]
        url = following["url"] if following else None


def idle_seconds(server):
    last = server["last_activity"] or server["started"]
    return (datetime.now(timezone.utc) - datetime.fromisoformat(last.replace("Z", "+00:00"))).total_seconds()


version = json.loads(call("GET", API + "/")[1])["version"]
print("culling at a hub of version", version, flush=True)
while True:
    for user in users():
        for name, server in user["servers"].items():
            if server["ready"] and not server["pending"] and idle_seconds(server) >= LIMIT:
                path = "/server" if not name else "/servers/" + quote(name, safe="")
                status, _ = call("DELETE", API + "/users/" + quote(user["name"], safe="") + path)
                print("culled", user["name"], name, status, flush=True)
    time.sleep(0.2)
