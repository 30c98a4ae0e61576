
"use strict";
(() => {
  const FEW = 25;
  const language = document.documentElement.lang;
  const words = document.body.dataset;
  const collator = new Intl.Collator(language, { numeric: true });
  const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
  const add = (parent, tag, settings = {}) => parent.appendChild(Object.assign(document.createElement(tag), settings));

  const keyOf = cell => {
    const text = cell.dataset.value ?? cell.textContent.trim();
    return text === "" ? null : /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  };
  /* Vietnamese is put in order syllable by syllable: a tone weighs more than the letters of the next one. */
  const spell = (a, b) => {
    const others = b.split(/\s+/), own = a.split(/\s+/);
    const at = own.findIndex((one, at) => at >= others.length || collator.compare(one, others[at]));
    return at < 0 ? own.length - others.length : at >= others.length ? 1 : collator.compare(own[at], others[at]);
  };
  const compare = (a, b) =>
    typeof a === typeof b ? (typeof a === "number" ? a - b : spell(a, b)) : typeof a === "number" ? -1 : 1;

  const sort = (rows, column, way) => {
    const keyed = rows.map(row => [keyOf(row.cells[column]), row]);
    const said = keyed.filter(([key]) => key !== null).sort(([a], [b]) => way * compare(a, b));
    return [...said, ...keyed.filter(([key]) => key === null)].map(([, row]) => row);
  };

  const STEPS = { none: "ascending", ascending: "descending", descending: "none" };
  const MARKS = { none: "↕", ascending: "▲", descending: "▼" };

  const makeSortable = table => {
    const body = table.tBodies[0], original = [...body.rows], heads = [...table.tHead.rows[0].cells];
    const turn = (head, step) => {
      for (const one of heads.filter(one => one.matches("th"))) {
        const own = one === head ? step : "none";
        if (own === "none") one.removeAttribute("aria-sort"); else one.setAttribute("aria-sort", own);
        one.querySelector(".way").textContent = MARKS[own];
      }
      const ways = { ascending: 1, descending: -1 };
      body.append(...(step === "none" ? original : sort(original, heads.indexOf(head), ways[step])));
    };
    for (const head of heads.filter(one => one.matches("th"))) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      const mark = add(button, "span", { className: "way", textContent: MARKS.none });
      mark.setAttribute("aria-hidden", "true");
      head.append(button);
      button.addEventListener("click", () => turn(head, STEPS[head.getAttribute("aria-sort") ?? "none"]));
    }
  };

  const makeFilterable = (table, place) => {
    const rows = [...table.tBodies[0].rows], texts = rows.map(row => plain(row.textContent));
    const bar = document.createElement("div"), count = new Intl.NumberFormat(language);
    bar.className = "filter";
    const label = add(bar, "label", { textContent: words.filter + " " });
    const box = add(label, "input", { type: "search", autocomplete: "off", spellcheck: false });
    const told = add(bar, "output");
    told.setAttribute("aria-live", "polite");
    const look = () => {
      const asked = plain(box.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, at) => {
        row.hidden = !asked.every(one => texts[at].includes(one));
        shown += !row.hidden;
      });
      const parts = { "{shown}": count.format(shown), "{all}": count.format(rows.length) };
      told.textContent = words.rows.replace(/\{shown\}|\{all\}/g, part => parts[part]);
    };
    box.addEventListener("input", look);
    look();
    place.before(bar);
  };

  for (const table of document.querySelectorAll("table[data-sortable]")) {
    makeSortable(table);
    if (table.tBodies[0].rows.length > FEW) makeFilterable(table, table.closest(".wide"));
  }
})();
