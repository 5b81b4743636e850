"use strict";
// Without this script the page is complete; it adds values under the pointer and tables that sort.
(function () {
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
  const numbers = (text) => text.split(" ").map(Number);

  function dayName(day) {
    let month = 11;
    while (BEFORE[month] > day) month -= 1;
    return (day - BEFORE[month] + 1) + " " + MONTHS[month];
  }

  function placeName(kind, x, spacing) {
    if (kind === "day") return dayName(Math.min(364, Math.max(0, Math.floor(x - 1))));
    if (kind !== "year") return String(Number(x.toPrecision(6)));
    const year = Math.floor(x + 1e-4);
    if (spacing > 0.9) return String(year);
    const day = Math.min(364, Math.max(0, Math.floor((x - year) * 365 + 0.02)));
    return spacing > 0.05 ? dayName(day).split(" ")[1] + " " + year : dayName(day) + " " + year;
  }

  function vertices(path) {
    const pairs = path.getAttribute("d").slice(1).split("L");
    return pairs.map(numbers);
  }

  function watch(panel) {
    const svg = panel.ownerSVGElement;
    const card = svg.closest(".card");
    const [left, top, right, bottom] = numbers(panel.dataset.area);
    const [x0, x1] = numbers(panel.dataset.x);
    const [y0, y1] = numbers(panel.dataset.y);
    const lines = Array.from(panel.querySelectorAll("path.data"), (path) => (
      { label: path.dataset.label, points: vertices(path) }));
    if (!lines.length) return;
    const toX = (px) => x0 + (px - left) / (right - left) * (x1 - x0);
    const toY = (py) => y0 + (bottom - py) / (bottom - top) * (y1 - y0);
    const print = (value) => String(Number(value.toPrecision(4))).replace("-", "\u2212");
    const box = document.createElement("div");
    box.className = "readout";
    box.hidden = true;
    card.append(box);
    const rule = document.createElementNS(svg.namespaceURI, "path");
    rule.setAttribute("stroke", "#555555");
    rule.setAttribute("stroke-width", "0.8");
    rule.setAttribute("visibility", "hidden");
    panel.append(rule);

    function hide() {
      box.hidden = true;
      rule.setAttribute("visibility", "hidden");
    }

    function show(event) {
      const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      if (place.x < left || place.x > right || place.y < top || place.y > bottom) return hide();
      let at = null;
      let spacing = Infinity;
      for (const line of lines) {
        for (const [px] of line.points) {
          if (at === null || Math.abs(px - place.x) < Math.abs(at - place.x)) at = px;
        }
        const n = line.points.length;
        if (n > 1) spacing = Math.min(spacing, (toX(line.points[n - 1][0]) - toX(line.points[0][0])) / (n - 1));
      }
      const words = [placeName(panel.dataset.kind, toX(at), spacing)];
      const seen = new Set();
      for (const line of lines) {
        const near = line.points.reduce((a, b) => Math.abs(b[0] - at) < Math.abs(a[0] - at) ? b : a);
        if (Math.abs(near[0] - at) > 3 || seen.has(line.label)) continue;
        seen.add(line.label);
        words.push((line.label ? line.label + ": " : "") + print(toY(near[1])) + " " + panel.dataset.unit);
      }
      box.replaceChildren(...words.flatMap((w, i) => i ? [document.createElement("br"), w] : [w]));
      box.hidden = false;
      const frame = card.getBoundingClientRect();
      const x = event.clientX - frame.left;
      box.style.left = (x + 14 + box.offsetWidth > frame.width ? Math.max(0, x - 14 - box.offsetWidth) : x + 14) + "px";
      box.style.top = Math.max(0, Math.min(event.clientY - frame.top + 12, frame.height - box.offsetHeight)) + "px";
      rule.setAttribute("d", "M" + at + " " + top + "V" + bottom);
      rule.setAttribute("visibility", "visible");
    }

    svg.addEventListener("pointermove", show);
    svg.addEventListener("pointerdown", show);
    svg.addEventListener("pointerleave", hide);
  }

  function sortable(table) {
    const heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
        const key = (row) => row.cells[column].dataset.sort;
        const rows = Array.from(table.tBodies[0].rows);
        rows.sort((a, b) => {
          const [p, q] = [key(a), key(b)];
          if (p !== undefined && q !== undefined) return sign * (p - q);
          if (p !== q) return p === undefined ? 1 : -1;
          return sign * a.cells[column].textContent.localeCompare(b.cells[column].textContent);
        });
        table.tBodies[0].append(...rows);
      });
    });
  }

  document.querySelectorAll("g.panel").forEach(watch);
  document.querySelectorAll("table").forEach((table) => { if (table.tBodies[0].rows.length > 2) sortable(table); });
})();
