// The files of the folder, and the editor.
import { ask, byId, complain, say } from "./workspace.js";

let folder = "";
let opened = null;
let run = () => {};

const query = (path) => `path=${encodeURIComponent(path)}`;
const inFolder = (name) => (folder ? `${folder}/${name}` : name);
const attempt = (work) => async (event) => {
  complain("");
  try {
    await work(event);
  } catch (error) {
    complain(error.message);
  }
};

function sizeOf(bytes) {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  while (bytes >= 1024 && unit < units.length - 1) {
    bytes /= 1024;
    unit++;
  }
  return `${unit ? bytes.toFixed(1) : bytes} ${units[unit]}`;
}

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function button(className, text, of, action) {
  const made = element("button", className, text);
  made.type = "button";
  if (of) {
    made.append(element("span", "unseen", ` ${of}`));
  }
  made.addEventListener("click", attempt(action));
  return made;
}

function row(entry) {
  const path = inFolder(entry.name);
  const item = document.createElement("li");
  const open = button(entry.folder ? "open folder" : "open", entry.name, "", () => (entry.folder ? show(path) : edit(path)));
  if (opened?.path === path) {
    open.setAttribute("aria-current", "true");
  }
  item.append(open);
  if (entry.folder) {
    item.append(document.createElement("span"));
  } else {
    const link = element("a", "button small", "Download");
    link.append(element("span", "unseen", ` ${entry.name}`));
    link.href = `download?${query(path)}`;
    item.append(link);
  }
  item.append(button("small danger", "Delete", entry.name, () => remove(path, entry)));
  const when = new Date(entry.modified).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  item.append(element("span", "quiet", entry.folder ? when : `${sizeOf(entry.size)} · ${when}`));
  return item;
}

function showPlace() {
  const parts = folder ? folder.split("/") : [];
  const links = ["Home", ...parts].map((name, i) => {
    const link = element("a", "", name);
    link.href = "#";
    if (i === parts.length) {
      link.setAttribute("aria-current", "page");
    }
    link.addEventListener("click", attempt((event) => {
      event.preventDefault();
      return show(parts.slice(0, i).join("/"));
    }));
    return link;
  });
  byId("place").replaceChildren(...links.flatMap((link, i) => (i ? ["/", link] : [link])));
}

async function show(path) {
  const entries = await (await ask(`files?${query(path)}`)).json();
  folder = path;
  showPlace();
  byId("list").replaceChildren(...entries.map(row));
  byId("empty").hidden = entries.length > 0;
}

function changed() {
  return opened !== null && byId("text").value !== opened.text;
}

function tellChanged() {
  byId("changed").textContent = changed() ? "Not saved" : "";
}

/** Whether what is in the editor may go. */
function mayLeave() {
  return !changed() || confirm("The file in the editor is not saved. Leave it?");
}

async function edit(path) {
  if (!mayLeave()) {
    return;
  }
  const { text, version } = await (await ask(`file?${query(path)}`)).json();
  const area = byId("text");
  area.value = text;
  // A browser has its own idea of line breaks, and only what people change is a change.
  opened = { path, version, text: area.value, breaks: text.includes("\r\n") ? "\r\n" : "\n" };
  byId("editor-title").textContent = path;
  byId("run-file").hidden = !/\.(jsh|java|jshell)$/.test(path);
  byId("editor").hidden = false;
  tellChanged();
  await show(folder);
  area.focus();
}

async function save() {
  const text = byId("text").value;
  const response = await ask(`file?${query(opened.path)}`, {
    method: "PUT",
    headers: { "If-Match": `"${opened.version}"` },
    body: text.replaceAll("\n", opened.breaks),
  });
  opened = { ...opened, text, version: response.headers.get("ETag").replaceAll('"', "") };
  tellChanged();
  say(`${opened.path} is saved`);
  await show(folder);
}

function close() {
  if (mayLeave()) {
    opened = null;
    byId("editor").hidden = true;
    return show(folder);
  }
}

async function remove(path, entry) {
  if (!confirm(`Delete ${entry.name}? It cannot be brought back.`)) {
    return;
  }
  await ask(`file?${query(path)}`, { method: "DELETE" });
  if (opened?.path === path) {
    opened = null;
    byId("editor").hidden = true;
  }
  say(`${entry.name} is deleted`);
  await show(folder);
}

/** Puts a file where there is none, or, if the person says so, in place of one. */
async function put(path, body) {
  const address = `file?${query(path)}`;
  try {
    await ask(address, { method: "PUT", body });
  } catch (error) {
    if (error.status !== 409 || !confirm(`Replace ${path}?`)) {
      throw error;
    }
    await ask(address, { method: "PUT", headers: { "If-Match": "*" }, body });
  }
}

async function upload() {
  const input = byId("uploads");
  const files = [...input.files];
  input.value = "";
  try {
    for (const file of files) {
      say(`Uploading ${file.name}`);
      await put(inFolder(file.name), file);
      say(`${file.name} is uploaded`);
    }
  } finally {
    await show(folder);
  }
}

let create = async () => {};

function name(label, action) {
  create = action;
  byId("naming-label").textContent = label;
  byId("naming").hidden = false;
  byId("naming-name").value = "";
  byId("naming-name").focus();
}

export function startFiles(runner) {
  run = runner;
  byId("new-file").addEventListener("click", () => name("Name of the new file", async (path) => {
    await ask(`file?${query(path)}`, { method: "PUT", body: "" });
    await edit(path);
  }));
  byId("new-folder").addEventListener("click", () => name("Name of the new folder", (path) => ask(`folder?${query(path)}`, { method: "POST" })));
  byId("naming").addEventListener("submit", attempt(async (event) => {
    event.preventDefault();
    await create(inFolder(byId("naming-name").value.trim()));
    byId("naming").hidden = true;
    await show(folder);
  }));
  byId("naming-cancel").addEventListener("click", () => { byId("naming").hidden = true; });
  byId("upload").addEventListener("click", () => byId("uploads").click());
  byId("uploads").addEventListener("change", attempt(upload));
  byId("save").addEventListener("click", attempt(save));
  byId("close").addEventListener("click", attempt(close));
  byId("run-file").addEventListener("click", () => run(byId("text").value));
  byId("text").addEventListener("input", tellChanged);
  byId("text").addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      byId("save").click();
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed()) {
      event.preventDefault();
    }
  });
  attempt(() => show(""))();
}
