
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const shows = (weight) => Math.abs(weight) >= 5e-5; // as 0.0001 and more in the tables
  const tell = (value) => (value === null ? "none" : d3.format(".4~g")(value));

  // ---- Tables: sorted by their headings, searched where they are long.

  const sortable = (table) => {
    const body = table.tBodies[0];
    const headings = [...table.tHead.rows[0].cells];
    headings.forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = heading.textContent;
      heading.replaceChildren(button);
      button.addEventListener("click", () => {
        const up = heading.getAttribute("aria-sort") === "descending";
        const key = (row) => {
          const cell = row.cells[column];
          return cell.dataset.value === undefined ? cell.textContent : Number(cell.dataset.value);
        };
        const order = (a, b) => {
          const [x, y] = [key(a), key(b)];
          if (typeof x !== typeof y) return typeof x === "number" ? -1 : 1; // no number: last
          const less = typeof x === "number" ? x - y : x.localeCompare(y, "en", { numeric: true });
          return up ? less : -less;
        };
        headings.forEach((other) => other.removeAttribute("aria-sort"));
        heading.setAttribute("aria-sort", up ? "ascending" : "descending");
        body.append(...[...body.rows].sort(order));
      });
    });
  };

  const searchable = (region) => {
    const label = document.createElement("label");
    label.className = "find";
    label.append("Find ");
    const input = document.createElement("input");
    input.type = "search";
    label.append(input);
    region.before(label);
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase();
      for (const row of region.querySelectorAll("tbody tr")) {
        row.hidden = !row.textContent.toLowerCase().includes(words);
      }
    });
  };

  // ---- What all charts share: a place to draw, points that pointer and arrow keys walk over.

  const choice = (controls, name, options, changed) => {
    const label = document.createElement("label");
    label.append(name + " ");
    const select = document.createElement("select");
    options.forEach((text, i) => select.add(new Option(text, String(i))));
    select.addEventListener("change", () => changed(Number(select.value)));
    label.append(select);
    controls.append(label);
  };

  const frame = (figure, title) => {
    const plot = figure.querySelector(".plot");
    const controls = document.createElement("div");
    controls.className = "controls";
    const canvas = document.createElement("div");
    canvas.className = "canvas";
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", title + " Chart; the arrow keys walk over its points.");
    const readout = document.createElement("output");
    plot.append(controls, canvas, readout);
    return { plot, controls, canvas, readout };
  };

  let paper = false; // charts are drawn at the width that they are printed with
  const widthOf = (canvas) => (paper ? 680 : Math.max(280, canvas.clientWidth));

  const surface = (canvas, height, margin) => {
    const width = widthOf(canvas);
    canvas.replaceChildren();
    const svg = d3.select(canvas).append("svg")
      .attr("viewBox", [0, 0, width, height]).attr("aria-hidden", "true");
    return { svg, width, height, left: margin.left, right: width - margin.right,
      top: margin.top, bottom: height - margin.bottom };
  };

  const axes = (s, x, y, names) => {
    if (x) {
      const g = s.svg.append("g").attr("transform", `translate(0,${s.bottom})`);
      g.append("line").attr("class", "axis").attr("x1", s.left).attr("x2", s.right);
      for (const tick of x.ticks(Math.max(2, (s.right - s.left) / 90))) {
        g.append("line").attr("class", "axis").attr("x1", x(tick)).attr("x2", x(tick)).attr("y2", 5);
        g.append("text").attr("x", x(tick)).attr("y", 18).attr("text-anchor", "middle").text(tell(tick));
      }
      g.append("text").attr("x", s.right).attr("y", 33).attr("text-anchor", "end").text(names[0]);
    }
    if (y) {
      for (const tick of y.ticks(5)) {
        s.svg.append("line").attr("class", "rule").attr("x1", s.left).attr("x2", s.right)
          .attr("y1", y(tick)).attr("y2", y(tick));
        s.svg.append("text").attr("x", s.left - 6).attr("y", y(tick) + 4).attr("text-anchor", "end").text(tell(tick));
      }
      s.svg.append("text").attr("x", 0).attr("y", 10).text(names[1]);
    }
  };

  // Points are {x, y, text}; the keys walk over them in their order.
  const walkable = (f, points, svg) => {
    let at = -1;
    const ring = svg.append("circle").attr("class", "ring").attr("r", 8).attr("visibility", "hidden");
    const show = (i) => {
      at = i;
      ring.attr("visibility", "visible").attr("cx", points[i].x).attr("cy", points[i].y);
      f.readout.textContent = points[i].text;
    };
    f.canvas.onkeydown = (event) => {
      const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 10, PageUp: -10,
        Home: -points.length, End: points.length };
      if (!(event.key in steps) || points.length === 0) return;
      event.preventDefault();
      show(Math.min(points.length - 1, Math.max(0, at < 0 ? 0 : at + steps[event.key])));
    };
    f.canvas.onpointermove = (event) => {
      const [x, y] = d3.pointer(event, svg.node());
      const near = d3.leastIndex(points, (a, b) =>
        Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y));
      if (near >= 0 && Math.hypot(points[near].x - x, points[near].y - y) < 40) show(near);
    };
    f.canvas.onpointerdown = f.canvas.onpointermove;
  };

  const LETTER = 6.6; // pixels, of labels: the width of most

  const shortened = (name, room) =>
    name.length * LETTER <= room ? name : name.slice(0, Math.max(3, Math.floor(room / LETTER) - 1)) + "…";

  // ---- The charts, by kind.

  const ranked = (f, d) => () => {
    const s = surface(f.canvas, 300, { left: 52, right: 12, top: 22, bottom: 40 });
    const x = d3.scaleLinear([1, Math.max(2, d.points.length)], [s.left, s.right]);
    const y = d3.scaleLinear([0, d3.max(d.points, (p) => p.y) || 1], [s.bottom, s.top]).nice();
    axes(s, x, y, ["place among the entries", "distance"]);
    const points = d.points.map((p, i) => ({ x: x(i + 1), y: y(p.y), weighted: shows(p.weight),
      text: `${i + 1}. ${p.name}: distance ${tell(p.y)}, weight ${tell(p.weight)}` }));
    s.svg.selectAll(".dot").data(points).join("circle").attr("class", (p) => p.weighted ? "dot weighted" : "dot")
      .attr("cx", (p) => p.x).attr("cy", (p) => p.y).attr("r", d.points.length > 150 ? 2.5 : 4);
    walkable(f, points, s.svg);
  };

  const map = (f, d) => () => {
    const wide = widthOf(f.canvas);
    const s = surface(f.canvas, Math.min(560, Math.max(300, wide * 0.6)), { left: 16, right: 16, top: 22, bottom: 16 });
    const [x0, x1] = d3.extent(d.points, (p) => p.x);
    const [y0, y1] = d3.extent(d.points, (p) => p.y);
    const unit = Math.min((s.right - s.left) / (x1 - x0 || 1), (s.bottom - s.top) / (y1 - y0 || 1));
    const x = (v) => (s.left + s.right) / 2 + (v - (x0 + x1) / 2) * unit;
    const y = (v) => (s.top + s.bottom) / 2 - (v - (y0 + y1) / 2) * unit;
    const largest = d3.max(d.points, (p) => p.weight || 0) || 1;
    const points = d.points.map((p) => ({ x: x(p.x), y: y(p.y), own: p.own, weight: p.weight || 0,
      text: p.own ? `${p.name}: the new dataset` : `${p.name}: weight ${tell(p.weight)}` }));
    s.svg.selectAll(".dot").data(points.filter((p) => !p.own)).join("circle")
      .attr("class", (p) => shows(p.weight) ? "dot weighted" : "dot")
      .attr("cx", (p) => p.x).attr("cy", (p) => p.y).attr("r", (p) => 3 + 9 * Math.sqrt(Math.max(0, p.weight) / largest))
      .attr("fill-opacity", 0.55);
    const own = points.find((p) => p.own);
    s.svg.append("path").attr("class", "own").attr("d", d3.symbol(d3.symbolStar, 220)())
      .attr("transform", `translate(${own.x},${own.y})`);
    s.svg.append("text").attr("class", "label").attr("x", own.x).attr("y", own.y - 14)
      .attr("text-anchor", own.x > s.width / 2 ? "end" : "start").text("new dataset");
    walkable(f, [own, ...points.filter((p) => !p.own).sort((a, b) => b.weight - a.weight)], s.svg);
  };

  const intervals = (f, d) => () => {
    const wide = widthOf(f.canvas);
    const narrow = wide < 640; // the name above its line, else before it
    const step = narrow ? 40 : 24;
    const s = surface(f.canvas, 56 + step * d.points.length,
      { left: narrow ? 8 : Math.min(wide / 2, 16 + LETTER * d3.max(d.points, (p) => p.name.length)), right: 16, top: 8, bottom: 40 });
    const x = d3.scaleLinear([Math.min(0, d3.min(d.points, (p) => p.low)), Math.max(1, d3.max(d.points, (p) => p.high))],
      [s.left, s.right]).nice();
    axes(s, x, null, ["gap closed"]);
    for (const mark of [0, 1]) {
      s.svg.append("line").attr("class", "rule").attr("x1", x(mark)).attr("x2", x(mark)).attr("y1", s.top).attr("y2", s.bottom);
    }
    const points = d.points.map((p, i) => ({ ...p, x: x(p.value), y: s.top + step * i + (narrow ? 28 : 12),
      text: `${p.name} (${p.role}): ${tell(p.value)}, from ${tell(p.low)} to ${tell(p.high)}` }));
    const row = s.svg.selectAll(".row").data(points).join("g")
      .attr("class", (p) => (p.role === "variant" ? "row" : "row control")).attr("transform", (p) => `translate(0,${p.y})`);
    row.append("text").attr("class", "label").attr("x", 0).attr("y", narrow ? -12 : 4)
      .text((p) => shortened(p.name, narrow ? wide - 8 : s.left - 12));
    row.append("line").attr("class", "interval").attr("x1", (p) => x(p.low)).attr("x2", (p) => x(p.high));
    row.append("circle").attr("class", (p) => (p.role === "variant" ? "dot weighted" : "dot")).attr("cx", (p) => p.x).attr("r", 4);
    walkable(f, points, s.svg);
  };

  const span = (f, d) => {
    let variant = 0;
    const draw = () => {
      const s = surface(f.canvas, 340, { left: 44, right: 12, top: 22, bottom: 40 });
      const made = d.variants[variant];
      const order = d3.range(d.names.length).sort((i, j) => d.own[i] - d.own[j] || i - j);
      const x = d3.scaleLinear([1, Math.max(2, order.length)], [s.left, s.right]);
      const y = d3.scaleLinear([0, 1], [s.bottom, s.top]);
      axes(s, x, y, ["datasets, by their own adapter", "ROUGE-L"]);
      const r = order.length > 150 ? 2 : 4;
      const points = order.map((i, place) => ({ x: x(place + 1), y: y(made.scores[i]), base: y(d.base[i]), own: y(d.own[i]),
        text: `${d.names[i]}: base ${tell(d.base[i])}, generated ${tell(made.scores[i])}, own ${tell(d.own[i])}` }));
      const one = s.svg.selectAll(".one").data(points).join("g").attr("transform", (p) => `translate(${p.x},0)`);
      one.append("line").attr("class", "span").attr("y1", (p) => p.base).attr("y2", (p) => p.own);
      one.append("circle").attr("class", "base").attr("cy", (p) => p.base).attr("r", r);
      one.append("path").attr("class", "own").attr("d", d3.symbol(d3.symbolDiamond, r * r * 4)())
        .attr("transform", (p) => `translate(0,${p.own})`);
      one.append("circle").attr("class", "made").attr("cy", (p) => p.y).attr("r", r);
      walkable(f, points, s.svg);
    };
    choice(f.controls, "Generated by", d.variants.map((v) => v.name), (i) => { variant = i; draw(); });
    legend(f, [["base", d3.symbolCircle, "base"], ["made", d3.symbolCircle, "generated"], ["own", d3.symbolDiamond, "own adapter"]]);
    return draw;
  };

  const legend = (f, entries) => {
    const list = d3.select(f.controls).append("ul").attr("class", "legend");
    for (const [name, symbol, text, colour] of entries) {
      const item = list.append("li");
      item.append("svg").attr("viewBox", "-7 -7 14 14").attr("aria-hidden", "true").append("path")
        .attr("class", name).attr("d", d3.symbol(symbol, 60)()).attr("fill", colour || null);
      item.append("span").text(text);
    }
  };

  const lines = (f, d) => {
    let measure = 0;
    const symbols = d3.symbolsFill;
    const colour = (i) => `var(--c${i % 8})`;
    const draw = () => {
      const s = surface(f.canvas, 360, { left: 60, right: 24, top: 22, bottom: 60 });
      const chosen = d.measures[measure];
      const x = d3.scalePoint(d3.range(d.tasks.length), [s.left, s.right]).padding(0.5);
      const all = chosen.lines.flatMap((line) => line.values.flatMap((v, task) =>
        v === null ? [] : [v - line.deviations[task], v + line.deviations[task]]));
      const y = d3.scaleLinear(d3.extent(all), [s.bottom, s.top]).nice();
      axes(s, null, y, ["", chosen.name]);
      const room = (s.right - s.left) / d.tasks.length;
      d.tasks.forEach((task, i) => {
        const text = s.svg.append("text").attr("x", x(i)).attr("y", s.bottom + 18 + (room < 60 && i % 2 ? 16 : 0))
          .attr("text-anchor", "middle").text(shortened(task, room < 60 ? 2 * room - 8 : room - 8));
        text.append("title").text(task);
      });
      const points = [];
      chosen.lines.forEach((line, i) => {
        const places = line.values.map((v, task) => ({ x: x(task), y: v === null ? null : y(v), v, deviation: line.deviations[task], task }));
        const drawn = places.filter((p) => p.y !== null);
        s.svg.append("path").attr("class", "line").attr("stroke", colour(i))
          .attr("d", d3.line((p) => p.x, (p) => p.y).defined((p) => p.y !== null)(places));
        s.svg.append("g").selectAll("line").data(drawn).join("line").attr("class", "whisker").attr("stroke", colour(i))
          .attr("x1", (p) => p.x).attr("x2", (p) => p.x).attr("y1", (p) => y(p.v - p.deviation)).attr("y2", (p) => y(p.v + p.deviation));
        s.svg.append("g").selectAll("path").data(drawn).join("path").attr("fill", colour(i))
          .attr("d", d3.symbol(symbols[i % symbols.length], 50)()).attr("transform", (p) => `translate(${p.x},${p.y})`);
        for (const p of drawn) {
          points.push({ x: p.x, y: p.y, text: `${line.name} on ${d.tasks[p.task]}: ${chosen.name} ${tell(p.v)} ± ${tell(p.deviation)}` });
        }
      });
      walkable(f, points, s.svg);
    };
    choice(f.controls, "Measure", d.measures.map((m) => m.name), (i) => { measure = i; draw(); });
    if (d.measures.length > 0) {
      legend(f, d.measures[0].lines.map((line, i) => ["", symbols[i % symbols.length], line.name, colour(i)]));
    }
    return draw;
  };

  const heat = (f, d) => {
    const n = d.names.length;
    const ramp = Uint32Array.from(d3.range(256), (i) => {
      const { r, g, b } = d3.rgb(d3.interpolateViridis(i / 255));
      return new Uint32Array(Uint8ClampedArray.of(r, g, b, 255).buffer)[0];
    });
    let picture = 0;
    let order = d.orders[0].order;
    let [column, row] = [-1, -1];
    f.canvas.classList.add("heat");
    const canvas = document.createElement("canvas");
    canvas.width = n;
    canvas.height = n;
    const svg = d3.create("svg").attr("viewBox", [0, 0, n, n]).attr("preserveAspectRatio", "none").attr("aria-hidden", "true");
    const across = svg.append("rect").attr("class", "cross").attr("width", n).attr("height", 1).attr("x", 0).attr("visibility", "hidden");
    const down = svg.append("rect").attr("class", "cross").attr("width", 1).attr("height", n).attr("y", 0).attr("visibility", "hidden");
    f.canvas.append(canvas, svg.node());
    const cells = d.pictures.map(() => null);
    const read = (i) => {
      cells[i] = cells[i] || Uint8Array.from(atob(d.pictures[i].cells), (c) => c.charCodeAt(0));
      return cells[i];
    };
    const show = () => {
      if (column < 0) return;
      across.attr("visibility", "visible").attr("y", row);
      down.attr("visibility", "visible").attr("x", column);
      const [task, entry] = [order[column], order[row]];
      const value = (read(picture)[task * n + entry] / 255) * d.pictures[picture].largest;
      f.readout.textContent = `${d.names[entry]} gives ${d3.format(".3f")(value)} to ${d.names[task]}`;
    };
    const draw = () => {
      const shades = read(picture);
      const image = new ImageData(n, n);
      const pixels = new Uint32Array(image.data.buffer);
      for (let y = 0; y < n; y++) {
        for (let x = 0; x < n; x++) {
          pixels[y * n + x] = ramp[shades[order[x] * n + order[y]]];
        }
      }
      canvas.getContext("2d").putImageData(image, 0, 0);
      show();
    };
    const inside = (v) => Math.min(n - 1, Math.max(0, v));
    f.canvas.onkeydown = (event) => {
      const steps = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1],
        PageDown: [0, 10], PageUp: [0, -10], Home: [-n, 0], End: [n, 0] };
      if (!(event.key in steps)) return;
      event.preventDefault();
      const [dx, dy] = column < 0 ? [1, 1] : steps[event.key];
      [column, row] = [inside(column + dx), inside(row + dy)];
      show();
    };
    f.canvas.onpointermove = (event) => {
      const box = canvas.getBoundingClientRect();
      column = inside(Math.floor(((event.clientX - box.left) / box.width) * n));
      row = inside(Math.floor(((event.clientY - box.top) / box.height) * n));
      show();
    };
    f.canvas.onpointerdown = f.canvas.onpointermove;
    choice(f.controls, "Weights", d.pictures.map((p) => `${p.name}, brightest ${tell(p.largest)}`), (i) => { picture = i; draw(); });
    choice(f.controls, "Order", d.orders.map((o) => o.name), (i) => { order = d.orders[i].order; draw(); });
    let drawn = false;
    return () => { // does not depend on the width: the browser scales it
      if (!drawn) draw();
      drawn = true;
    };
  };

  const kinds = { map, intervals, span, lines, heat, ranked };

  document.querySelectorAll("table").forEach(sortable);
  document.querySelectorAll("[data-search]").forEach(searchable);
  const charts = [];
  for (const figure of document.querySelectorAll("[data-chart]")) {
    const d = data[figure.dataset.chart];
    const f = frame(figure, figure.querySelector("strong").textContent);
    const chart = kinds[d.kind](f, d);
    chart();
    charts.push(chart);
    let width = f.canvas.clientWidth;
    new ResizeObserver(() => {
      if (f.canvas.clientWidth === width) return;
      width = f.canvas.clientWidth;
      chart();
    }).observe(f.plot);
  }
  for (const [event, printing] of [["beforeprint", true], ["afterprint", false]]) {
    window.addEventListener(event, () => {
      paper = printing;
      charts.forEach((chart) => chart());
    });
  }
})();
