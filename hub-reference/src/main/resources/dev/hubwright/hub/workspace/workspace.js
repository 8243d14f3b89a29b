// The page of a workspace: who is here, and where trouble is shown. Names and texts of people are never markup.
import { startFiles } from "./files.js";
import { startConsole } from "./console.js";

export const byId = (id) => document.getElementById(id);

export function complain(message) {
  const alert = byId("alert");
  alert.textContent = message;
  alert.hidden = !message;
  if (message) {
    alert.scrollIntoView({ block: "nearest" });
  }
}

export function say(message) {
  byId("said").textContent = message;
}

let xsrf = "";

/** Asks this server; complaints of it are errors with its words. A session that is over leads to the login. */
export async function ask(address, options = {}) {
  const response = await fetch(address, { ...options, headers: { ...options.headers, "X-XSRFToken": xsrf } });
  if (response.ok) {
    return response;
  }
  const answer = await response.json().catch(() => ({}));
  if (response.status === 403 && answer.message === "Log in first") {
    location.reload();
  }
  const error = new Error(answer.message || "The server cannot be reached");
  error.status = response.status;
  throw error;
}

async function start() {
  const me = await (await ask("api/me")).json();
  xsrf = me.xsrf;
  byId("user").textContent = me.user;
  for (const link of [byId("hub"), byId("servers")]) {
    link.href = me.hub;
  }
  document.title = (me.server ? `${me.server} · ` : "") + document.title;
  const run = startConsole(xsrf, me.console);
  startFiles(run);
}

start().catch((error) => complain(error.message));
