// Search, sort and pages of the register. Without this script the whole register can be read; no network is ever asked.
(() => {
  "use strict";
  const ON_A_PAGE = 25;
  const table = document.getElementById("table");
  const form = document.getElementById("tools");
  const field = document.getElementById("search");
  const said = document.getElementById("said");
  const before = document.getElementById("before");
  const after = document.getElementById("after");
  const all = document.getElementById("all");
  const foot = table.tFoot;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const bodies = Array.from(table.tBodies);
  for (const body of bodies) body.remove();
  const rows = bodies.map((body) => ({ body, text: plain(body.textContent), cells: null }));
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
  let order = rows, shown = rows, page = 0, shownBodies = [], isOpen = false;
  let sought = [], of = rows;  // the words of the last search, and the order in which it looked

  const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const number = new Intl.NumberFormat(document.documentElement.lang);

  function show(list) {
    if (list.length === shownBodies.length && list.every((row, at) => row.body === shownBodies[at])) return;
    for (const body of shownBodies) body.remove();
    const fragment = document.createDocumentFragment();
    for (const row of list) fragment.append(row.body);
    table.insertBefore(fragment, foot);
    shownBodies = list.map((row) => row.body);
  }

  function draw() {
    const pages = Math.max(1, Math.ceil(shown.length / ON_A_PAGE));
    page = Math.min(Math.max(page, 0), pages - 1);
    show(shown.slice(page * ON_A_PAGE, (page + 1) * ON_A_PAGE));
    before.disabled = page === 0;
    after.disabled = page === pages - 1;
    const values = {
      shown: number.format(shown.length), all: number.format(rows.length), page: number.format(page + 1),
      pages: number.format(pages),
    };
    said.textContent = shown.length ? fill(form.dataset.count, values) : form.dataset.none;
  }

  function search() {
    const wanted = plain(field.value).split(/\s+/).filter(Boolean);
    const isNarrower = of === order && sought.every((word) => wanted.some((own) => own.includes(word)));
    shown = (isNarrower ? shown : order).filter((row) => wanted.every((word) => row.text.includes(word)));
    sought = wanted;
    of = order;
    page = 0;
    draw();
  }

  function cell(row, at) {
    row.cells ??= Array.from(row.body.rows[0].cells, (one) => one.dataset.v ?? one.textContent);
    return row.cells[at] ?? "";
  }

  function sort(head, at) {
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const sign = down ? -1 : 1;
    const figures = head.classList.contains("n");
    const compare = figures ? (a, b) => a - b : collator.compare;
    order = rows.slice().sort((a, b) => {
      const one = cell(a, at), other = cell(b, at);
      if (one === "" || other === "") return (one === "") - (other === "");
      return sign * compare(one, other);
    });
    search();
  }

  function open(body, isWanted) {
    body.classList.toggle("shut", !isWanted);
    body.querySelector(".opener")?.setAttribute("aria-expanded", String(isWanted));
  }

  for (const row of rows) {
    if (row.body.rows.length < 2) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "opener";
    button.setAttribute("aria-label", `${form.dataset.details} ${row.body.id}`);
    row.body.rows[0].cells[0].prepend(button);
    open(row.body, false);
  }
  table.addEventListener("click", (event) => {
    const button = event.target.closest(".opener");
    if (button) open(button.closest("tbody"), button.getAttribute("aria-expanded") !== "true");
  });
  Array.from(table.tHead.rows[0].cells).forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(head, at));
  });
  all.addEventListener("click", () => {
    isOpen = !isOpen;
    all.setAttribute("aria-pressed", String(isOpen));
    for (const row of rows) open(row.body, isOpen);
  });
  field.addEventListener("input", search);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && field.value) { field.value = ""; search(); }
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  before.addEventListener("click", () => { page -= 1; draw(); });
  after.addEventListener("click", () => { page += 1; draw(); });
  addEventListener("beforeprint", () => show(shown));
  addEventListener("afterprint", draw);

  function follow() {
    const at = order.findIndex((row) => row.body.id && `#${row.body.id}` === decodeURIComponent(location.hash));
    if (at < 0) return;
    field.value = "";
    search();
    page = Math.floor(at / ON_A_PAGE);
    draw();
    open(order[at].body, true);
    order[at].body.scrollIntoView();
  }
  addEventListener("hashchange", follow);
  form.hidden = false;
  draw();
  table.classList.add("ready");
  follow();
})();
