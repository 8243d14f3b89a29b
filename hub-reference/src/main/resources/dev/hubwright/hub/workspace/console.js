// The console: one process of Java on the server, of which every window shows the same.
import { byId } from "./workspace.js";

const MOST_LINES = 2000;
const STATES = { ASLEEP: "Ready", STARTING: "Starting Java", IDLE: "Ready", BUSY: "Running" };

let socket = null;
let pending = null;
let unsent = null;
let place = 0;
const history = [];

function print(kind, text) {
  const log = byId("log-of-console");
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  let line = log.lastElementChild;
  if (kind !== "out" || line?.className !== "out" || line.textContent.endsWith("\n")) {
    line = document.createElement("div");
    line.className = kind;
    log.append(line);
  }
  line.append(text);
  while (log.childElementCount > MOST_LINES) {
    log.firstElementChild.remove();
  }
  if (atEnd) {
    log.scrollTop = log.scrollHeight;
  }
}

function hear(frame) {
  if (frame.kind === "state") {
    const busy = frame.text === "BUSY" || frame.text === "STARTING";
    byId("state").textContent = STATES[frame.text];
    byId("state").className = `state quiet ${busy ? "starting" : "ready"}`;
    byId("stop").disabled = frame.text !== "BUSY";
  } else if (frame.kind === "more") {
    // It goes on in the next line, if it was this window that asked.
    if (pending === frame.text) {
      byId("code").value = `${pending}\n${byId("code").value}`;
      grow();
    }
    pending = null;
  } else {
    if (frame.kind === "input" && pending === frame.text) {
      pending = null;
    }
    print(frame.kind, frame.text);
  }
}

function grow() {
  const code = byId("code");
  code.rows = Math.min(12, Math.max(2, code.value.split("\n").length));
}

function send(message) {
  if (socket?.readyState === WebSocket.OPEN) {
    socket.send(JSON.stringify(message));
    return true;
  }
  return false;
}

/** Whether it will run: what is asked for before there is a connection, runs when there is one. */
function run(code) {
  if (!code.trim() || unsent !== null) {
    return false;
  }
  pending = code;
  unsent = send({ do: "run", code }) ? null : code;
  return true;
}

function runLine() {
  const code = byId("code");
  if (run(code.value)) {
    history.push(code.value);
    place = history.length;
    code.value = "";
    grow();
  }
}

function recall(step, event) {
  const code = byId("code");
  const next = place + step;
  if (code.value.includes("\n") || next < 0 || next > history.length) {
    return;
  }
  event.preventDefault();
  place = next;
  code.value = history[place] ?? "";
  grow();
}

function key(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    runLine();
  } else if (event.key === "ArrowUp") {
    recall(-1, event);
  } else if (event.key === "ArrowDown") {
    recall(1, event);
  }
}

function connect(xsrf, delay) {
  const address = new URL("console", document.baseURI);
  address.protocol = address.protocol.replace("http", "ws");
  address.searchParams.set("_xsrf", xsrf);
  socket = new WebSocket(address);
  socket.onopen = () => {
    byId("log-of-console").replaceChildren();
    delay = 500;
    const code = unsent;
    unsent = null;
    if (code !== null) {
      run(code);
    }
  };
  socket.onmessage = (event) => hear(JSON.parse(event.data));
  socket.onclose = () => {
    byId("state").textContent = "Not connected";
    byId("state").className = "state quiet";
    setTimeout(() => connect(xsrf, Math.min(delay * 2, 15000)), delay);
  };
}

async function begin(me) {
  const { xsrf, console: possible } = await me;
  if (possible) {
    connect(xsrf, 500);
    return;
  }
  byId("state").textContent = "Not there";
  print("error", "This server's Java has no JShell, which takes a whole JDK.");
  byId("code").disabled = true;
  byId("run").disabled = true;
}

/** Starts the console; what it gives runs code in it. */
export function startConsole(me) {
  byId("code").addEventListener("keydown", key);
  byId("code").addEventListener("input", grow);
  byId("code").addEventListener("focus", () => send({ do: "wake" }), { once: true });
  byId("run").addEventListener("click", runLine);
  byId("stop").addEventListener("click", () => send({ do: "stop" }));
  byId("restart").addEventListener("click", () => send({ do: "restart" }));
  // Why somebody is not known, the page says elsewhere.
  begin(me).catch(() => {});
  return run;
}
