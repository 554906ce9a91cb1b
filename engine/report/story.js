// Tables that can be sorted and searched, and explanations that are put together when they are
// opened. Every text goes in as text: nothing that the page is told of becomes an element.
"use strict";
(function () {
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const text = (row, column) => (row.cells[column] ? row.cells[column].textContent.trim() : "");

  function compare(column, isNumber) {
    return (one, other) => {
      const a = text(one, column), b = text(other, column);
      if (a === "" || b === "") { return (a === "") - (b === ""); }
      return isNumber ? Number(a) - Number(b) : collator.compare(a, b);
    };
  }

  function sortBy(table, heading) {
    const isDown = heading.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) { other.removeAttribute("aria-sort"); }
    heading.setAttribute("aria-sort", isDown ? "descending" : "ascending");
    const body = table.tBodies[0];
    const rows = Array.from(body.rows);
    rows.sort(compare(heading.cellIndex, heading.classList.contains("number")));
    if (isDown) { rows.reverse(); }
    body.append(...rows);
  }

  function makeSortable(table) {
    for (const heading of table.tHead.rows[0].cells) {
      heading.tabIndex = 0;
      heading.addEventListener("click", () => sortBy(table, heading));
      heading.addEventListener("keydown", (event) => {
        if (event.key === "Enter") { sortBy(table, heading); }
      });
    }
  }

  function makeSearchable(table) {
    const rows = table.tBodies[0].rows;
    if (rows.length < 6) { return; }
    const field = document.createElement("input");
    field.type = "search";
    field.placeholder = document.body.dataset.search;
    field.setAttribute("aria-label", document.body.dataset.search);
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLowerCase();
      for (const row of rows) { row.hidden = !row.textContent.toLowerCase().includes(wanted); }
    });
    (table.closest(".wide") || table).before(field);
  }

  function child(parent, tag, text, kind) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (kind) { made.className = kind; }
    parent.append(made);
    return made;
  }

  // {link: packed-explanations}
  const packed = document.getElementById("explanations-packed");
  const packing = packed && JSON.parse(packed.textContent);

  function filled(text, numbers) {
    if (typeof text === "string") { return text; }
    return text.reduce((whole, piece) => whole + numbers.next().value + piece);
  }

  function addStep(body, shape, numbers) {
    const [depth, item, first, second, ...told] = shape;
    const before = filled(first, numbers);
    const after = second === 0 ? before : filled(second, numbers);
    const row = child(body, "tr", "", before === after ? "" : "changed");
    child(row, "td", (before === after ? "" : "≠ ") + item).style.paddingLeft = `${depth + 0.5}em`;
    child(row, "td", before, "number");
    child(row, "td", after, "number");
    const how = child(row, "td", "", "how");
    for (let place = 0; place < told.length; place += 2) {
      const line = child(how, "div", "");
      child(line, "span", `${told[place]}: `);
      line.append(filled(told[place + 1], numbers));
    }
  }

  function explain(details) {
    if (!packing || details.dataset.told === undefined) { return; }
    const payslips = packing.told[Number(details.dataset.told)];
    delete details.dataset.told;
    for (const [title, form, numbers] of payslips) {
      child(details, "h3", title);
      const grid = child(child(details, "div", "", "wide"), "table", "");
      const headings = child(child(grid, "thead", ""), "tr", "");
      JSON.parse(packed.dataset.headings).forEach((heading, place) => {
        child(headings, "th", heading, place === 1 || place === 2 ? "number" : "");
      });
      const body = child(grid, "tbody", ""), each = numbers.split(" ").values();
      for (const shape of packing.forms[form]) { addStep(body, packing.shapes[shape], each); }
    }
  }

  function openTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const details = target && target.closest("details");
    if (details) { explain(details); details.open = true; target.scrollIntoView(); }
  }

  for (const table of document.querySelectorAll("table.data")) {
    makeSortable(table);
    makeSearchable(table);
  }
  document.addEventListener("toggle", (event) => {
    if (event.target.open) { explain(event.target); }
  }, true);
  window.addEventListener("hashchange", openTarget);
  openTarget();
}());
