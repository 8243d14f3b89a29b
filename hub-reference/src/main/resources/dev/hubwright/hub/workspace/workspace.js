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

async function checked(response) {
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

const me = fetch("api/me").then(checked).then((response) => response.json());

/** Asks this server; complaints of it are errors with its words. A session that is over leads to the login. */
export async function ask(address, options = {}) {
  const { xsrf } = await me;
  return checked(await fetch(address, { ...options, headers: { ...options.headers, "X-XSRFToken": xsrf } }));
}

async function showMe() {
  const { user, server, hub } = await me;
  byId("user").textContent = user;
  for (const link of [byId("hub"), byId("servers")]) {
    link.href = hub;
  }
  document.title = (server ? `${server} · ` : "") + document.title;
}

startFiles(startConsole(me));
showMe().catch((error) => complain(error.message));
