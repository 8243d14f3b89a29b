"""A service that tells people who they are, by Debian's own jupyterhub.services.auth."""
import os
from urllib.parse import urlparse

from jupyterhub.services.auth import HubAuthenticated, HubOAuthCallbackHandler, HubOAuthenticated
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.web import Application, RequestHandler, authenticated


class ByBrowser(HubOAuthenticated, RequestHandler):
    @authenticated
    def get(self):
        self.write(self.get_current_user())


class ByToken(HubAuthenticated, RequestHandler):
    @authenticated
    def get(self):
        self.write(self.get_current_user())


prefix = os.environ["JUPYTERHUB_SERVICE_PREFIX"]
url = urlparse(os.environ["JUPYTERHUB_SERVICE_URL"])
app = Application(
    [
        (prefix, ByBrowser),
        (prefix + "oauth_callback", HubOAuthCallbackHandler),
        (prefix + "token", ByToken),
    ],
    cookie_secret=os.urandom(32),
)
HTTPServer(app).listen(url.port, url.hostname)
IOLoop.current().start()
