// Tables that can be sorted and searched. Without this script they are plain tables.
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

  function openTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const details = target && target.closest("details");
    if (details) { details.open = true; target.scrollIntoView(); }
  }

  for (const table of document.querySelectorAll("table.data")) {
    makeSortable(table);
    makeSearchable(table);
  }
  window.addEventListener("hashchange", openTarget);
  openTarget();
}());
