"""Writes down what a program says to a hub, and what it is answered: see README.md."""
import argparse
import json
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OF_THE_CONNECTION = {"host", "content-length", "connection", "transfer-encoding", "accept-encoding"}
KEPT_OF_ANSWERS = {"content-type", "location", "x-jupyterhub-version"}

exchanges = []
secrets = {}
lock = threading.Lock()


class StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def send(opener, method, url, headers, body=None):
    """Status, headers and body, whatever the status."""
    try:
        answer = opener.open(urllib.request.Request(url, body, dict(headers), method=method), timeout=60)
    except urllib.error.HTTPError as refusal:
        answer = refusal
    with answer:
        return answer.status, list(answer.headers.items()), answer.read()


def note(by, method, path, headers, body, status, answered, text):
    with lock:
        learn_secrets(path, body, answered, text)
        exchanges.append({
            "by": by,
            "method": method,
            "path": path,
            "headers": {name: value for name, value in headers if name.lower() not in OF_THE_CONNECTION},
            "body": (body or b"").decode(),
            "answer": {
                "status": status,
                "headers": {name: value for name, value in answered if name.lower() in KEPT_OF_ANSWERS},
                "body": as_json(text),
            },
        })


def learn_secrets(path, body, answered, text):
    if path.endswith("/oauth2/token"):
        form = dict(urllib.parse.parse_qsl(body.decode()))
        secrets[form["client_secret"]] = "{api_token}"
        secrets[form["code"]] = "{code}"
        secrets[json.loads(text)["access_token"]] = "{access_token}"


def as_json(text):
    try:
        return json.loads(text)
    except ValueError:
        return None


def forwarder(port, target):
    """Stands between a program and the hub's API."""

    class Forward(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def forward(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = [pair for pair in self.headers.items() if pair[0].lower() not in OF_THE_CONNECTION - {"host"}]
            status, answered, text = send(
                urllib.request.build_opener(StayHere), self.command, target + self.path, headers, body or None)
            note("program", self.command, self.path, headers, body, status, answered, text)
            self.send_response_only(status)
            for name, value in answered:
                if name.lower() not in OF_THE_CONNECTION:
                    self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = forward

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Forward)
    threading.Thread(target=server.serve_forever, daemon=True).start()


class Person:
    def __init__(self, hub, name, password):
        self.hub = hub
        self.name = name
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(StayHere, urllib.request.HTTPCookieProcessor(self.cookies))
        self.visit("/hub/login")
        xsrf = next(cookie.value for cookie in self.cookies if cookie.name == "_xsrf")
        form = urllib.parse.urlencode({"username": name, "password": password, "_xsrf": xsrf}).encode()
        assert send(self.opener, "POST", hub + "/hub/login", {}, form)[0] == 302

    def get(self, path):
        status, answered, text = send(self.opener, "GET", urllib.parse.urljoin(self.hub, path), {})
        location = dict((name.lower(), value) for name, value in answered).get("location", "")
        if path.startswith("/hub/api/oauth2/authorize"):
            # The server has made its address.
            note(self.name, "GET", path, [], None, status, answered, b"")
        return status, location

    def visit(self, path):
        """Follows redirects to the first answer that is none."""
        for _ in range(12):
            status, location = self.get(path)
            if not location:
                return status
            path = location
        raise AssertionError("redirects without end")


def visits_to_a_server(arguments):
    alice = Person(arguments.hub, "alice", arguments.password)
    alice.get("/hub/spawn")
    until(lambda: alice.get("/hub/spawn-pending/alice")[1].startswith("/user/"))
    assert alice.visit(arguments.page) == 200
    assert Person(arguments.hub, "bob", arguments.password).visit(arguments.page) == 403
    login = json.dumps({"auth": {"username": "alice", "password": arguments.password}}).encode()
    opener = urllib.request.build_opener(StayHere)
    json_type = {"Content-Type": "application/json"}
    made = json.loads(send(opener, "POST", arguments.hub + "/hub/api/users/alice/tokens", json_type, login)[2])
    secrets[made["token"]] = "{token_of_alice}"
    for token, status in ((made["token"], 200), ("nonsense", 403)):
        got = send(opener, "GET", arguments.hub + "/user/alice/api/status", {"Authorization": "token " + token})[0]
        assert got == status, f"{got} instead of {status}"
    if arguments.reports:
        until(lambda: sum(one["path"].endswith("/activity") for one in exchanges) >= arguments.reports)


def until(condition):
    end = time.monotonic() + 90
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.2)


def without_secrets(text, arguments):
    for value, placeholder in secrets.items():
        text = text.replace(value, placeholder)
    for origin in (arguments.hub, arguments.api, f"http://127.0.0.1:{arguments.port}"):
        text = text.replace(origin, "{hub}")
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)", "{time}", text)
    text = re.sub(r'("(?:x-jupyterhub-)?version": )"[^"]+"', r'\1"{version}"', text)
    text = re.sub(r'("session_id": )"[^"]+"', r'\1"{id}"', text)
    text = re.sub(r'("message": )"[^"]+"', r'\1"{text}"', text)
    return re.sub(r'("token_id": )"[^"]+"', r'\1"{id}"', text)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("--program", required=True, help="its name and version")
    parser.add_argument("--hub", required=True, help="where browsers find the hub")
    parser.add_argument("--api", required=True, help="where programs find it")
    parser.add_argument("--port", type=int, required=True, help="where they are to find it instead")
    parser.add_argument("--password", default="")
    parser.add_argument("--page", default="/user/alice/tree", help="which of alice's server to visit")
    parser.add_argument("--token", help="the program's, where it is known")
    parser.add_argument("--reports", type=int, default=0, help="how many reports of activity to wait for")
    parser.add_argument("--seconds", type=float, help="only listen, for so long")
    arguments = parser.parse_args()
    if arguments.token:
        secrets[arguments.token] = "{api_token}"
    forwarder(arguments.port, arguments.api)
    if arguments.seconds:
        time.sleep(arguments.seconds)
    else:
        visits_to_a_server(arguments)
    with lock:
        text = json.dumps({"program": arguments.program, "exchanges": exchanges}, indent=2)
    with open(arguments.out, "w") as file:
        file.write(without_secrets(text, arguments) + "\n")


main()
