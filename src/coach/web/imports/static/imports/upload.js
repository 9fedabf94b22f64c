// Sends dropped files, folders and zips: one file a request, three at a time, then shows the import.
const form = document.querySelector("[data-upload]");
const PARALLEL = 3;
const ATTEMPTS = 3;
const LIMIT = 2e9;
const SHOWN = 100; // rows kept on the page, however many files fall in

const words = form.dataset;
const zone = form.querySelector("[data-zone]");
const box = form.querySelector("[data-sending-box]");
const rows = form.querySelector("[data-rows]");
const bar = form.querySelector("[data-bar]");
const count = form.querySelector("[data-count]");
const rate = form.querySelector("[data-rate]");
const failure = form.querySelector("[data-error]");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
let busy = false;

for (const part of form.querySelectorAll("[data-js]")) part.hidden = false;
form.querySelector("#files").addEventListener("change", (event) => send([...event.target.files]));
form.querySelector("[data-folder]").addEventListener("change", (event) => send([...event.target.files]));

for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
}
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) zone.classList.remove("over");
});
document.addEventListener("drop", async (event) => {
  event.preventDefault();
  zone.classList.remove("over");
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const loose = [...event.dataTransfer.files];
  send(entries.length ? (await Promise.all(entries.map(filesOf))).flat() : loose);
});

// All files below a dropped entry. A folder is read in batches of 100 until it has no more.
async function filesOf(entry) {
  if (entry.isFile) {
    const file = await new Promise((done, fail) => entry.file(done, fail));
    Object.defineProperty(file, "placed", { value: entry.fullPath.slice(1) });
    return [file];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const batch = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!batch.length) break;
    found.push(...batch);
  }
  return (await Promise.all(found.map(filesOf))).flat();
}

function nameOf(file) {
  return file.placed || file.webkitRelativePath || file.name;
}

function wanted(file) {
  return !file.name.startsWith(".") && file.name !== "Thumbs.db";
}

async function send(all) {
  const files = all.filter(wanted);
  if (busy) return;
  box.hidden = false;
  failure.hidden = true;
  if (!files.length) return complain(words.none);
  busy = true;
  zone.hidden = true;
  try {
    const run = await opened(files);
    const sent = await sendAll(run, files);
    if (!sent) throw new Error("nothing sent");
    await post(`${run}submit/`, new FormData());
    window.location.assign(run);
  } catch {
    complain(words.lost);
    busy = false;
    zone.hidden = false;
  }
}

async function opened(files) {
  const data = new FormData();
  data.append("label", files.length === 1 ? files[0].name : nameOf(files[0]).split("/").slice(0, -1)[0] || "");
  return (await post(words.open, data)).text();
}

// Three senders take files from one queue. A refused file is said on its row and does not stop the others.
async function sendAll(run, files) {
  const began = performance.now();
  const bytes = files.reduce((sum, file) => sum + file.size, 0) || 1;
  const shown = files.slice(0, SHOWN).map(row);
  let next = 0;
  let finished = 0;
  let sent = 0;
  let carried = 0;
  const tell = () => {
    count.textContent = words.sending.replace("{done}", finished).replace("{total}", files.length);
    bar.value = carried / bytes;
    const seconds = (performance.now() - began) / 1000;
    rate.textContent = `${(finished / Math.max(seconds, 0.1)).toFixed(0)}/s`;
  };
  const sender = async () => {
    while (next < files.length) {
      const index = next++;
      const file = files[index];
      const refusal = file.size > LIMIT ? words.large : await sendOne(run, file);
      finished += 1;
      carried += file.size;
      if (!refusal) sent += 1;
      mark(shown[index], refusal || words.sent, !refusal);
      if (refusal && !shown[index]) mark(row(file), refusal, false);
      tell();
    }
  };
  tell();
  await Promise.all(Array.from({ length: PARALLEL }, sender));
  return sent;
}

// A connection that hiccups is asked twice more before the upload gives up.
async function sendOne(run, file) {
  for (let attempt = 1; ; attempt += 1) {
    const data = new FormData();
    data.append("name", nameOf(file)); // the file name itself arrives without its folders
    data.append("file", file);
    try {
      const answer = await asked(`${run}files/`, data);
      return answer.ok ? "" : words.refused.replace("{status}", answer.status);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await new Promise((done) => setTimeout(done, 1000 * attempt));
    }
  }
}

async function post(address, data) {
  const answer = await asked(address, data);
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  return answer;
}

// A redirection means that the session ended: it must not pass for a success.
function asked(address, data) {
  return fetch(address, { method: "POST", body: data, headers: headers(), redirect: "manual" });
}

function headers() {
  return { "X-CSRFToken": token, "X-Upload": "1" };
}

function row(file) {
  const line = document.createElement("li");
  line.className = "item";
  const name = document.createElement("span");
  name.className = "item-name";
  name.textContent = nameOf(file);
  const state = document.createElement("span");
  state.className = "state state-queued";
  state.textContent = words.waiting;
  line.append(name, state);
  rows.append(line);
  return line;
}

function mark(line, text, good) {
  if (!line) return;
  line.lastChild.textContent = text;
  line.lastChild.className = `state ${good ? "state-new" : "state-quarantined"}`;
}

function complain(text) {
  failure.textContent = text;
  failure.hidden = false;
}
