// Follows the start of a server by the hub's event stream.
"use strict";
{
  const LONGEST_LOG = 200;
  const RELOAD_AFTER_MILLISECONDS = 2000;

  const byId = (id) => document.getElementById(id);
  const start = byId("start");
  const bar = byId("bar");
  const log = byId("log");
  const source = new EventSource(start.dataset.progressUrl);

  const show = (event) => {
    if (typeof event.progress === "number" && event.progress > (bar.value || 0)) {
      bar.value = event.progress;
    }
    if (!event.message) {
      return;
    }
    byId("message").textContent = event.message;
    const line = document.createElement("li");
    line.textContent = event.message;
    log.append(line);
    if (log.children.length > LONGEST_LOG) {
      log.firstElementChild.remove();
    }
    byId("events").hidden = false;
  };

  const fail = (message) => {
    document.title = document.title.replace(/^[^·]*/, "The start failed ");
    byId("heading").textContent = "The start failed";
    byId("running").hidden = true;
    byId("cancel").hidden = true;
    byId("again").hidden = false;
    byId("failed").hidden = false;
    byId("failure").textContent = message || "The server could not be started.";
    showLog();
  };

  // The page that stands here from now on has the end of the server's log.
  const showLog = async () => {
    const answer = await fetch(window.location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const lines = page.getElementById("excerpt-lines")?.textContent;
    if (lines) {
      byId("excerpt-lines").textContent = lines;
      byId("excerpt").hidden = false;
    }
  };

  // The hub tells everything again after a broken connection.
  source.addEventListener("open", () => log.replaceChildren());

  source.addEventListener("message", (received) => {
    const event = JSON.parse(received.data);
    show(event);
    if (event.ready) {
      source.close();
      window.location.replace(start.dataset.readyHref);
    } else if (event.failed) {
      source.close();
      fail(event.message);
    }
  });

  // The browser connects again by itself unless the hub refused: then the start has ended, and this page leads on.
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) {
      window.setTimeout(() => window.location.reload(), RELOAD_AFTER_MILLISECONDS);
    }
  });
}
