"use strict";
// Comfort only: every form works without it. Dropped files, folders, and signs of life.
(() => {
  const { base, gone } = document.body.dataset;
  if (!base) return;
  document.body.classList.add("scripted");

  const page = Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join("");
  const address = (what) => `${base}/${what}?page=${page}`;
  let lost = 0;
  const alive = async () => {
    try {
      await fetch(address("alive"), { method: "POST" });
      lost = 0;
      document.querySelector(".gone")?.remove();
    } catch {
      lost += 1;
      if (lost === 2) {
        const note = document.createElement("p");
        note.className = "gone";
        note.setAttribute("role", "alert");
        note.textContent = gone;
        document.body.append(note);
      }
    }
  };
  addEventListener("pageshow", alive);
  setInterval(alive, 10000);
  addEventListener("pagehide", () => navigator.sendBeacon(address("bye")));

  const known = (name, accept) =>
    !/^(\.|~\$)/.test(name) && accept.some((suffix) => name.toLowerCase().endsWith(suffix));

  // A folder's files, each named by its way there, so that files of one name stay apart.
  const inside = async (entry, way, accept) => {
    if (entry.isFile) {
      if (!known(entry.name, accept)) return [];
      const file = await new Promise((done, failed) => entry.file(done, failed));
      return [new File([file], [...way, entry.name].join(" - "), { type: file.type })];
    }
    if (/^(\.|~\$)/.test(entry.name)) return [];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!some.length) break;
      for (const each of some) found.push(...(await inside(each, [...way, entry.name], accept)));
    }
    return found;
  };

  const dropped = async (transfer, accept) => {
    const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry?.());
    const files = Array.from(transfer.files);
    if (!entries.some((entry) => entry?.isDirectory)) return files;
    const found = [];
    for (const entry of entries) {
      if (entry?.isDirectory) found.push(...(await inside(entry, [], accept)));
      else if (entry) found.push(await new Promise((done, failed) => entry.file(done, failed)));
    }
    return found;
  };

  const shown = (zone, files) => {
    const names = Array.from(files, (file) => file.webkitRelativePath || file.name);
    zone.querySelector("output").textContent =
      names.slice(0, 6).join("、") + (names.length > 6 ? ` … (${names.length})` : "");
  };

  // The first form goes off at once, unless a second file is being chosen or it lacks one.
  const go = (form) => {
    const more = form.querySelector("details");
    if ("go" in form.dataset && !more?.open && form.reportValidity()) form.requestSubmit();
  };

  const put = (zone, files) => {
    const input = zone.querySelector("input");
    const holder = new DataTransfer();
    for (const file of input.multiple ? files : files.slice(0, 1)) holder.items.add(file);
    if (!holder.files.length) return;
    input.files = holder.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  for (const form of document.querySelectorAll("form.task")) {
    form.addEventListener("submit", () => {
      const button = form.querySelector("button");
      button.dataset.words = button.textContent;
      button.textContent = form.dataset.busy;
      button.disabled = true;
    });
    for (const zone of form.querySelectorAll(".drop")) {
      const input = zone.querySelector("input");
      const folder = zone.querySelector(".folder");
      if (folder) {
        const chosen = folder.querySelector("input");
        folder.hidden = false;
        chosen.disabled = false;
        chosen.addEventListener("change", () => {
          input.required = !chosen.files.length;
          shown(zone, chosen.files);
          go(form);
        });
      }
      input.addEventListener("change", () => {
        shown(zone, input.files);
        if (input.files.length && !input.closest("details")) go(form);
      });
      zone.addEventListener("dragover", () => zone.classList.add("over"));
      zone.addEventListener("dragleave", () => zone.classList.remove("over"));
    }
  }

  addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll("button[data-words]")) {
      button.textContent = button.dataset.words;
      button.disabled = false;
    }
  });

  // A file dropped beside a place would replace the page: it goes to the first place instead.
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", async (event) => {
    event.preventDefault();
    const zone = event.target.closest?.(".drop") ?? document.querySelector("form[data-go] .drop");
    for (const each of document.querySelectorAll(".over")) each.classList.remove("over");
    if (!zone || !event.dataTransfer) return;
    const accept = zone.querySelector("input").accept.split(",");
    put(zone, await dropped(event.dataTransfer, accept));
  });
})();
